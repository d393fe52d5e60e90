"""The words that labels, headers and columns are made of, in the languages drafts come in.

English, German and French are covered fully; Spanish, Italian, Portuguese and Dutch for the labels themselves. Every
entry is a regular expression without groups, matched without regard to case. Plurals that announce a list stand apart.
"""

from __future__ import annotations

OBJECTIVE = (
    r"objectives?|obj|goals?|ambition|(?:ober|haupt|team|quartals|bereichs|unternehmens|jahres)?ziele?|zielsetzung(?:en)?"
    r"|objectifs?|objetivos?|obiettiv[oi]|doel(?:en|stelling(?:en)?)?|north star objective|okr(?=\s*#?\d)"
)
OBJECTIVES = r"objectives|goals|(?:\w*)ziele|zielsetzungen|objectifs|objetivos|obiettivi|doelen|doelstellingen"
KEY_RESULT = (
    r"key[ \-_]?results?|key res|keyresults?|res|results?|kr'?s?|(?:schl(?:ü|ue)ssel|kern|haupt)-?(?:ergebnis(?:se)?|resultate?)"
    r"|ergebnis(?:se)?|r[ée]sultats?[ \-]cl[ée]s?|r[ée]sultats?|resultados?[ \-](?:claves?|chaves?)|risultat[oi] chiave"
    r"|(?:kern|sleutel)resulta(?:at|ten)|success (?:measures?|metrics?|criteria|criterion|indicators?)|key measures?|key metrics?"
)
KEY_RESULTS_PHRASE = (
    r"(?:and )?(?:the |our |my |its )?(?:key results|krs) (?:are|would be|will be|include|could be)(?: as follows)?|(?:die |unsere )?schlüsselergebnisse sind|(?:les |nos )?résultats[ -]clés sont"
    r"|measured by|as measured by|measures?|metrics|kpis|measurable results|evidence|how (?:we|we'll|will we|we will|do we) "
    r"(?:know|measure)[^:]{0,40}|(?:we|we'll|i|i'll) (?:will |'ll )?(?:know|measure)[^:]{0,50}|success (?:looks like|means|is)[^:]{0,20}"
    r"|what success looks like|gemessen an|gemessen durch|messbar an|erfolgsmessung|erfolgskriterien|kennzahlen|messgr(?:ö|oe)(?:ß|ss)en"
    r"|woran wir (?:es |das )?(?:erkennen|messen)[^:]{0,20}|wir messen (?:das |es |den erfolg )?an|mesur[ée]s? par|indicateurs(?: cl[ée]s?)?"
    r"|crit[èe]res de succ[èe]s|medido por|misurato da|gemeten aan"
)
INITIATIVES = (
    r"(?:key |planned |main |supporting )?(?:initiatives?|projects?|tasks?|actions?|action items?|activities|deliverables?|epics?"
    r"|workstreams?|work items?|milestones?|bets)|how(?: we(?:'ll| will)? (?:do it|get there))?|approach|next steps|to[ -]?dos?"
    r"|ma(?:ß|ss)nahmen?|aktivit(?:ä|ae)ten|projekte?|initiativen?|aufgaben|schritte|wie|vorhaben|umsetzung"
    r"|projets?|moyens|plan d'actions?|t[âa]ches|iniciativas?|acciones|proyectos|iniziative|azioni|initiatieven|acties|a[cç][õo]es"
)
NOTES = (
    r"notes?|comments?|remarks?|description|context|why(?: (?:now|this(?: matters)?|it matters))?|rationale|background|assumptions?|risks?"
    r"|dependenc(?:y|ies)|update|summary|kommentare?|bemerkung(?:en)?|hinweise?|notizen?|beschreibung|kontext|warum|begr(?:ü|ue)ndung"
    r"|risiken|abh(?:ä|ae)ngigkeiten|remarques?|commentaires?|contexte|pourquoi|notas?|definition of done|link|source|data source|datenquelle"
)
OWNER = (
    r"(?:objective |okr |obj\. ?|kr |key result )?(?:owners?|owned by|driver|driven by|dri|lead|led by|responsible(?: person)?|accountable"
    r"|assignee|assigned to|champion|sponsor|point person|contact)|verantwortlich(?:e|er|keit)?|verantwortung|eigent(?:ü|ue)mer(?:in)?|zust(?:ä|ae)ndig"
    r"|owner:in|treiber(?:in)?|responsables?|propri[ée]taire|pilote|port[ée] par|responsabile|eigenaar|respons[áa]vel|encargad[oa]|who|wer|qui"
)
TEAM = (
    r"(?:sub)?team(?: name)?|squad|tribe|department|dept|division|business unit|function|group|org(?:ani[sz]ation)?|area|abteilung|bereich"
    r"|[ée]quipe|d[ée]partement|service|equipo|squadra|afdeling|departamento|gruppe|crew|chapter"
)
LEVEL = r"level|okr level|ebene|niveau|nivel|livello|scope"
PERIOD = (
    r"(?:okr )?(?:period|cycle|quarter|time ?frame|time period|timeline|term|horizon)|(?:okr-)?zeitraum|(?:okr-)?zyklus|quartal|periode?"
    r"|p[ée]riode|trimestre|kwartaal|per[íi]odo|ciclo|year|jahr|ann[ée]e"
)
PARENT = (
    r"parent(?: (?:objective|okr|goal|kr|key result))?|supports?|supporting|supported (?:objective|goal)|align(?:ed|s|ment)?(?: (?:to|with))?"
    r"|contribut(?:es|ing) to|contribution to|ladders? up to|rolls up to|linked to|links to|serves|feeds(?: into)?|(?:ü|ue)bergeordnetes (?:ziel|objective)"
    r"|(?:ü|ue)bergeordnet|zahlt (?:ein )?auf|zahlt auf [^:]{1,20} ein|unterst(?:ü|ue)tzt|beitrag zu|contribue [àa]|soutient|align[ée] (?:sur|avec)"
    r"|objectif parent|company (?:objective|goal) supported|strategic (?:goal|objective|priority|pillar|theme)|alineado con|contribuye a"
)
DUE = (
    r"due(?: date)?|deadline|by when|target date|end date|complete by|finish by|f(?:ä|ae)llig(?:keit)?(?: am| bis)?|f(?:ä|ae)lligkeitsdatum"
    r"|frist|termin|[ée]ch[ée]ance|date limite|fecha l[íi]mite|scadenza|prazo|enddatum|date de fin|when|wann|quand"
)
BASELINE = (
    r"baseline|start(?:ing)?(?: (?:value|point))?|initial(?: value)?|from|current(?: (?:value|state|level))?|today|now|as[- ]is|previous"
    r"|ausgangswert|startwert|ist(?:-?wert)?|aktuell(?:er wert)?|ausgangslage|heute|basis|valeur (?:actuelle|initiale|de d[ée]part)|d[ée]part"
    r"|actuel|nulmeting|l[íi]nea base|valor inicial|valor actual"
)
TARGET = (
    r"target(?: (?:value|level))?|goal value|(?:target|goal) kpi|to|end value|desired(?: value)?|ziel-?wert|soll(?:-?wert)?|cible"
    r"|valeur cible|objectif chiffr[ée]|valor objetivo|meta|streefwaarde|doelwaarde"
)
METRIC = r"metric(?: name)?|kpi|measure(?:ment)?|indicator|kennzahl|messgr(?:ö|oe)(?:ß|ss)e|metrik|indicateur|m[ée]trica|indicador|indicatore"
UNIT = r"units?(?: of measure)?|einheit|unit[ée]|unidad|eenheid"
STATUS = (
    r"(?:current |kr |okr )?status|state|rag(?: status)?|health|ampel|stand|statut|[ée]tat|estado|stato|traffic light"
)
SCORE = (
    r"(?:final |current )?(?:score|grade|grading|progress|rating)(?: ?\(?%\)?)?|% ?(?:complete|done|progress)|completion|fortschritt|erreicht"
    r"|zielerreichung|bewertung|erf(?:ü|ue)llungsgrad|avancement|progr[èe]s|progression|progreso|voortgang|punteggio"
)
CONFIDENCE = r"(?:current )?confidence(?: (?:level|score|rating))?|zuversicht|konfidenz|confiance|confianza|vertrouwen|likelihood"

LEVELS: dict[str, str] = {
    "company": r"company|corporate|organi[sz]ation(?:al)?|global|group|unternehmen|firma|entreprise|empresa|azienda|bedrijf",
    "department": r"department(?:al)?|division|business unit|area|abteilung|bereich|d[ée]partement|direction|departamento|afdeling",
    "team": r"team|squad|individual|personal|[ée]quipe|equipo|gruppe",
}

DEPARTMENTS = frozenset(
    """purchasing accounting administration admin estates marketing sales engineering product design support operations ops finance legal people hr it data security platform
    infrastructure growth success research procurement logistics communications brand content partnerships recruiting talent
    customer service quality manufacturing production devops analytics mobile web backend frontend sre compliance facilities
    vertrieb produkt entwicklung einkauf personal kundenservice kundendienst buchhaltung technik qualität produktion logistik
    ventes produit achats informatique juridique commercial rh ingénierie finances""".split()
)
DEPARTMENT_JOINS = frozenset("& and und et / + the team of dept department squad group crew tribe".split())
