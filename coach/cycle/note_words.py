"""The words that notes of check-ins are made of: those that say nothing by themselves, and those that mark what moved, worked, sticks or comes next.

English is covered fully; of German, French, Spanish, Italian, Dutch and Portuguese the phrases and words met most. Every marker is a
regular expression without groups, matched without regard to case.
"""

from __future__ import annotations

FILLERS = frozenset(
    """
    a an the this that these those it its there here we i you he she they our my your their his her us them me one ones all any both each every everyone everybody everything
    some something someone several many much more most few little lot lots bit enough various certain other others another same such own and or but so as if while though although
    yet also too very quite really fairly pretty rather just only even still again already always often now then soon shortly later currently presently today tonight at by for from in into of off on
    onto out over to toward towards up upon with within without about across after before between during through under until till via per be is are was were been being am do does did done doing have held
    has had having will would shall should can could may might must get gets getting got gotten go goes going gone went make makes making made keep keeps keeping kept take takes taking taken took
    come comes coming came see sees seeing seen look looks looking looked seem seems let lets put stay stays staying remain remains remaining not no none nothing nor n't don doesn isn aren wasn re ve ll
    s t d m good great well better best nice nicely fine ok okay alright excellent solid strong strongly positive positively promising encouraging smooth smoothly steady steadily hard harder
    closely quickly fast forward ahead along away back right track tracks course direction way path road route schedule time times timeline plan plans planned planning expected expectation
    expectations usual normal normally green amber yellow status update updates updated report reports reported reporting progress progressing progressed progresses advancing advance advances
    work works working worked effort efforts push pushing pushed move moves moving moved movement momentum traction step steps stage stages phase phases point points part parts area areas thing
    things stuff item items topic topics task tasks activity activities action actions initiative initiatives project projects workstream workstreams deliverable deliverables milestone milestones
    goal goals target targets objective objectives key result results kr krs okr okrs metric metrics number numbers kpi kpis team teams squad people colleague colleagues member members stakeholder stakeholders
    partner's everyone's week weeks weekly month months monthly quarter quarters quarterly year day days daily end beginning start started starting begin begun continue continues continued continuing
    continuation continuous continuously ongoing underway running run hold holding high highly top important importance priority priorities prioritised prioritized focus focused focusing focussed attention
    committed commitment confident confidence optimistic hopeful hope hoping hopefully happy pleased proud excited thrilled motivated energised energized engaged dedicated busy actively active great
    alignment align aligned aligning sync synced syncing discussion discussions discuss discussed discussing meeting meetings met conversation conversations collaboration collaborating collaborate cooperation together
    communication communicating coordination coordinating engagement execution executing execute deliver delivering delivery deliverables delivered achieve achieving achieved achievement achievements
    accomplish accomplishing reach reaching complete completing completed completion finish finishing finished finalise finalising finalize finalizing close closing near nearly almost mostly largely
    basically overall general generally broadly roughly in-line line pace speed shape place control handle handled handling manage managed managing issue issues problem problems challenge challenges risk
    risks concern concerns major minor big small significant significantly slight slightly change changes changed changing unchanged new news latest last next previous previously since yet
    monitor monitoring monitored watch watching follow following followed follows review reviewing reviewed reviews check checking checked tracking tracked look investigate investigating exploring explore
    address addressing addressed resolve resolving improve improving improvement improvements improved build building prepare preparing preparation prepared develop developing development drive driving
    driven support supporting supported help helping ensure ensuring need needs needed needing require requires required want wants try tries trying tried aim aims aiming think thinking believe feel feeling
    know say says said tell add adding additional further note notes comment comments tbd tbc n/a na na. info information details detail content context learning learnings learned lots insight insights
    value values data measure measures measured business customer's company organisation organization leadership management internal external various cross functional level levels
    yes yep yeah sure thanks thank please hi hello cheers fyi asap eod eow rag bau wip vs etc e.g i.e
    wir ich sie es der die das den dem des ein eine einen einem einer und oder aber ist sind war waren wird werden wurde haben hat hatte mit an am im in zu zum zur auf für von vom bei nach noch schon
    auch nicht kein keine keinen sehr gut gute guter läuft laufen lauft alles plan planmäßig wie geplant weiter weiterhin arbeit arbeiten gearbeitet daran dran kurs stand aktuell aktuelle woche wochen team thema themen
    fortschritt fortschritte ziel ziele im soll stabil unverändert keine änderung änderungen neues bleiben bleibt voran geht gehen machen macht gerade
    le la les un une des du de au aux et ou mais est sont était ont a nous on je il elle en cours tout va vont bien très bon bonne bons voie comme prévu prévue avance avancent avançons travail travaillons
    travaille équipe semaine objectif progrès continue continuons encore toujours rien pas plus sur dans pour avec par ce cette ça se suite point dessus
    el los las una unos y o pero es son está están estamos todo va bien muy buen buena camino según lo previsto en curso marcha avanzando avanza trabajando trabajo equipo semana objetivo progreso seguimos sin cambios novedades nada nuevo
    il lo gli uno e ma è sono stiamo tutto procede bene molto secondo i piani linea corso lavorando lavoro squadra settimana obiettivo progresso continua senza novità niente nuovo
    het een en of maar is zijn was we ik alles loopt gaat goed volgens schema plan bezig mee werken werk week doel voortgang geen nieuws verder
    o os as um uma e mas é são está estamos tudo vai bem muito conforme planejado planeado andamento trabalhando trabalho equipe equipa semana meta sem novidades nada novo
    """.split()
)
"""Words that name nothing of this key result: a note made of them alone says nothing."""

HOLLOW_VERBS = (
    r"(?:work(?:ing|s|ed)?|continu(?:e|es|ed|ing)|keep(?:s|ing)?|carr(?:y|ies|ying) on|progress(?:ing|es|ed)?|focus(?:s?ing|s?ed|es)?|look(?:ing|ed)? into|follow(?:ing|ed)? up|push(?:ing|ed)?|driv(?:e|ing)|"
    r"mov(?:e|ing) (?:forward|ahead|along)|monitor(?:ing|ed|s)?|discuss(?:ing|ed)?|explor(?:e|ing)|investigat(?:e|ing)|coordinat(?:e|ing)|align(?:ing|ed)?|sync(?:ing|ed)?|mak(?:e|ing) progress|busy|"
    r"advancing|plugging away|chipping away|on it|arbeiten|arbeite|dran|travaillons|travaille|continuons|trabajando|seguimos|lavorando|bezig|werken|trabalhando)"
)
"""Verbs that say that somebody is at work, and not what came of it."""

MOVED = (
    r"ros\w|risen|rising|rises?|fell|fallen|falls?|falling|dropp\w+|drops?|grew|grown|grows?|growing|growth of|increas\w+|decreas\w+|declin\w+|reduc\w+|climb\w+|jump\w+|slip\w+|doubl\w+|tripl\w+|halv\w+|gain(?:ed|s)?|lost|"
    r"higher|lower|faster|slower|fewer|up (?:from|to|by|on)|down (?:from|to|by|on)|flat|stall\w*|plateau\w*|no (?:change|movement) (?:in|since)|did not move|didn['’]t move|has not moved|hasn['’]t moved|"
    r"gestiegen|gesunken|gefallen|gewachsen|steigt|sinkt|baissé|augmenté|monté|diminué|subi[óo]|baj[óo]|aument\w+|sceso|salito|gestegen|gedaald|subiu|caiu"
)
"""Something of the measure is said to have moved, or not."""

WORKED = (
    r"launched|shipped|released|signed|hired|published|tested|piloted|interviewed|migrated|fixed|installed|trained|recruited|onboarded|opened|introduced|negotiated|won|sold|ran|held|sent|built|wrote|found|"
    r"learned that|showed|shows|proved|confirmed|switched|moved to|replaced|removed|rolled out|approved|agreed|decided|started with|went live|live in|visited|called|surveyed|analys?ed|automated|"
    r"because|thanks to|due to|caused|led to|brought|turned out|it works|works for|worked (?:for|in|best|better)|paid off|helped|eingeführt|unterschrieben|veröffentlicht|gestartet|getestet|weil|dank|"
    r"signé|lancé|publié|testé|recruté|grâce à|parce que|firmado|lanzado|publicado|porque|gracias a|firmato|lanciato|getekend|gelanceerd|omdat|assinado|lançado"
)
"""Something was done and came to an end, or a cause is named."""

STUCK = (
    r"block\w*|stuck|wait(?:ing|s|ed)? (?:for|on)|await\w*|pending|hold-?up|held up|delay\w*|behind|late|later than|miss(?:ing|ed)|lack\w*|short of|shortage|understaffed|cannot|can['’]t|could not|couldn['’]t|unable|"
    r"not able|(?:has|have|had|is|are|was|were|do|does|did) not|(?:has|have|is|are|was|were|do|does|did)n['’]t|fail\w*|broke\w*|bug|bugs|outage|sick|ill|on leave|left (?:us|the)|has left|resigned|vacan\w+|no (?:capacity|budget|access|answer|reply|response|data|decision|developer|owner|approval|time)|depend\w*|refus\w+|reject\w+|"
    r"cancel\w+|churned|complain\w*|not yet|still no|hardly|too (?:few|many|slow|late|low|high|expensive|long)|slower than|fewer than|worse|worried|harder than|unclear|in the way|obstacle|bottleneck|constraint|frozen|freeze|"
    r"fehlt|fehlen|wartet|warten auf|blockiert|verzögert|krank|kein budget|manque|bloqué|attend\w*|en attente|retard|falta|bloquead\w|esperando|manca|bloccat\w|in attesa|wacht\w*|ontbreekt|aguardando"
)
"""Something stands in the way."""

NEXT = (
    r"next(?: steps?| up| week| month| sprint| is| we| i| they| the team|,|:)|then (?:we|i|the|line|team)|until|once (?:the|we)|as soon as|(?:we|i|he|she|they|team|\w+)['’]ll|will|shall|going to|gonna|plan(?:s|ning)? to|intend\w* to|to be (?:tested|shipped|launched|signed|done|decided|fixed|closed|rolled)|"
    r"from (?:monday|tuesday|wednesday|thursday|friday|tomorrow|next|january|february|march|april|may|june|july|august|september|october|november|december)|starting (?:monday|tuesday|wednesday|thursday|friday|next|on)|"
    r"(?:scheduled|booked|due|planned) (?:for|on|in|by)|tomorrow|propos\w+ to|needs? (?:a|an|the|your|some|two|three|more|help|approval|budget|decision|support)|ask(?:ed|ing)? (?:for|\w+ (?:for|to))|request\w*|escalat\w+|"
    r"nächste\w*|ab (?:montag|dienstag|mittwoch|donnerstag|freitag|morgen)|werden wir|wir werden|geplant (?:für|ist|am)|brauchen|benötigen|prochaine?\w*|nous allons|à partir de|besoin d\w*|próxim\w+|vamos a|necesitamos|prossim\w+|volgende|gaan we|nodig|vamos"
)
"""Something is said to come next, or to be needed."""

NO_PLAN = (
    r"will (?:probably |likely |most likely |almost certainly |surely |definitely )?(?:not|never|miss|fail|slip|be (?:late|missed|behind|tough|hard|difficult|challenging|close|tight|fine|ok|okay|good|better|green|back|done|there|met|reached|hit|achieved|seen|monitored|on track)|come|improve|recover|catch up|see|struggle|end|need|require|take|get there|get better|turn|pick up|make it|try|do (?:our|my) best|work (?:it|this) out|"
    r"continue|keep|push|monitor|update|report|share|look|follow|discuss|review|focus|work)|(?:won|wont|won['’]t|will not)|no (?:plan|next steps?|action|clear plan|owner|solution|idea)|next steps? (?:tbd|tbc|unclear|unknown|to follow|to be (?:defined|determined|confirmed|agreed|discussed|decided))|"
    r"plan (?:tbd|tbc|to follow|needed|to be (?:defined|made|agreed|discussed))|not sure (?:what|how|why)|to be (?:discussed|defined|determined|confirmed|agreed)|need(?:s)? to (?:catch up|improve|do better|work harder|speed up|accelerate|focus|push|discuss|think|look|see|find a way|find a solution|get back|step up|move faster|try harder|understand|figure)|"
    r"needs? (?:attention|improvement|work|focus|a plan|more (?:effort|time|focus|attention|work))|hope (?:to|that|for|it)|hopefully|should (?:be|improve|recover|pick up|get)|try(?:ing)? (?:to|our|harder|hard)|keep (?:pushing|going|trying|working|at it|an eye)|let['’]s see|we['’]ll see|wait and see"
)
"""What sounds like a plan and is none: a forecast, a wish, a promise to try harder."""
