"""Names of people in brackets, after dashes and in owner columns: recognised by form and by common given names."""

from __future__ import annotations

import re

from coach.intake.dates import MONTHS
from coach.intake.vocabulary import DEPARTMENT_JOINS, DEPARTMENTS

GIVEN_NAMES = frozenset(
    """aaron abdul abdullah abigail adam adele adrian adriana agnes agnieszka ahmad ahmed aaliyah aisha akira alan alba albert alberto alejandro
    aleksandra alessandro alessia alex alexander alexandra alexis alfred ali alice alicia alina alison allison alma amanda amara amber amelie
    amelia amina amir amit amy ana anastasia anders andre andré andrea andreas andrei andrew andrzej andy angela angelika anika anil anita anja
    anjali ann anna anne annika annette anthony antje antoine anton antonia antonio anya april archie ariana ariel arjun arne arthur arun asha
    ashley astrid audrey aurelie aurora austin ava axel ayşe ayse aylin barbara bart bastian beate beatrice beatriz becky ben benedikt benjamin
    benoît benoit bernard bernd beth bettina bianca bill birgit björn bjorn bob boris brandon brenda brian bridget britta brooke bruno bryan
    caleb camila camille carl carla carlo carlos carmen carol carolin carolina caroline carsten catalina catherine cécile cecilia cedric
    celia celine chad charles charlie charlotte chen cheng chiara chloe chloé chris christa christian christiane christina christine christoph
    christopher cindy claire clara claudia claus clemens clément cole colin connor constanze cora corinna courtney craig cristina cynthia
    dagmar daisuke dale damian dan dana daniel daniela danielle danny daria dario dave david dawn dean deborah deepa deepak denis denise dennis derek
    devon diana diane diego dieter dimitri dina dirk dmitri dmitry dominic dominik don donald donna doris dorothea doug douglas duncan dylan
    eddie eduardo edward eileen elaine elena eleanor eli elias elif elin elisa elisabeth elise eliza elizabeth ella ellen elliot emil emilia emilie
    emily emine emma emre eric erica erik erika erin ernst esra esther ethan etienne eva evan eve evelyn ewa fabian fabienne fabio fatih fatima
    fatma faye felicia felipe felix ferdinand fernanda fernando finn fiona flora florence florian francesca francesco francis francisco franck
    françois francois frank franz franziska fred frederic frederik friedrich fritz gabi gabriel gabriela gabriele gareth gary gavin geoff george
    georg georgia gerald gerd gerhard gianni gina giorgio giovanni gisela giulia giuseppe gloria gordon grace graham greg gregor greta guido
    guillaume gunnar günter guy hamza hana hanna hannah hannes hans harald hari harriet harry hassan hector heather heidi heike heiko heiner
    heinz helen helena helene helga hélène henri henrik henry herbert hermann hiro hiroshi holger holly hope hugo hussein ian ibrahim ida ignacio
    igor ilona ilse imran ina ines inga ingo ingrid irene irina iris isaac isabel isabella isabelle ivan ivana ivo jack jackie jacob jacqueline
    jacques jada jake jakob jakub jamal james jamie jan jana jane janet janina janine jannik jared jasmin jasmine jason javier jay jean jeff
    jeffrey jelena jen jenna jennifer jenny jens jeremy jérôme jess jessica jesus jill jim jin jo joachim joan joana joanna joanne jochen joe joel
    joelle jörg joerg johan johann johanna johannes john johnny jon jonas jonathan jordan jorge jose josé josef joseph josh joshua joy joyce juan
    juanita judith judy jules julia julian juliane julie julien juliette julius june jürgen juergen justin justine jutta kai kamal karel karen
    karim karin karina karl karla karolina karsten kasper kate katharina katherine kathleen kathrin kathy katie katja katrin kay kayla keiko keith
    kelly ken kenji kenneth kerstin kevin khalid kiara kim kira kirsten klara klaus konrad konstantin kris krishna kristen kristian kristin kristina
    krzysztof kumar kurt kyle lara lars laszlo latoya laura lauren laurent lea léa leah leila lena lennart leo leon leona leonard leonie leroy
    leslie leticia levi lewis li liam lilian lily lina linda linh lisa liu livia lloyd lola lorena lorenzo lothar lou louis louisa louise luca
    lucas lucia lucie lucy ludwig luigi luis luisa lukas luke luna lutz lydia lynn maddie magda magdalena mahmoud maja malik malte mandy manfred
    manon manuel manuela marc marcel marcela marcin marco marcos marcus margaret margarita margot maria mariam marianne marie marina mario marion
    marisa marius mark marko markus marlene marta martha martin martina marvin mary mascha mateo mathias mathieu mathilde matilda matt matteo
    matthew matthias matthieu maurice max maxim maxime maya mei melanie melissa mercedes mia michael michaela michal michel michele michelle
    miguel mika mike mikhail mila milan milena mina ming mira miranda miriam mirko mohamed mohammed moira molly mona moni monica monika monique
    moritz muhammad murat mustafa nadia nadine nancy naomi natalia natalie natasha nathalie nathan neha neil nelson nia nick nicholas nico nicola
    nicolas nicole niels nigel nikita niklas nikolai nils nina nisha noah noel noemi nora norbert norma nour oscar olaf oleg olga oliver olivia
    olivier omar oskar otto owen pablo paloma pam pamela paola paolo pascal pat patricia patrick paul paula paulina paulo pauline pavel pawel pedro
    peggy penelope per petra peter phil philip philipp philippe phoebe pia pierre pilar piotr pooja priya quentin rachel rafael rahul rainer raj
    rajesh ralf ralph ramon rana ravi ray raymond rebecca regina reiner reinhard rémi renate rené rene rhea ricardo richard rick rita robert roberta
    roberto robin rodrigo roger rohan roland rolf roman ron ronald rosa rosalie rose rosie ross roy ruben rudi rudolf rupert ruth ryan sabine sabrina
    said sally salma sam samantha samir samira samuel sandeep sandra sandro sandy sanjay santiago sara sarah sascha sasha saskia scott sean sebastian
    selin selina serena serge sergei sergey sergio seth shane shannon sharon shaun sheila shirin sibylle sigrid silke silvia simon simone sinead
    siobhan sofia sofie sonia sonja sophia sophie sören stacey stan stefan stefanie steffen stella stephan stephanie stephen steve steven stuart sue
    sunil susan susana susanna susanne suzanne sven svenja svetlana sylvia sylvie tamara tania tanja tanya tara tariq tatiana ted teresa terry tess
    thea theo theresa thérèse thierry thilo thomas thorsten tiago tiffany till tim timo timothy tina tobias toby todd tom tomas tomasz tommy toni
    tony torsten tracy trevor tristan udo ulf uli ulrich ulrike umar ursula ute uwe valentin valentina valerie vanessa vera verena veronica veronika
    vicky victor victoria vijay viktor viktoria vincent viola virginia vivek vivian vladimir volker walter wanda wang wei wendy werner wilhelm will
    william willy wim winston wolfgang xavier xin yan yang yannick yara yasmin yasmine yi ying yolanda yoko yuki yuri yusuf yves yvonne zachary zara
    adebayo aditya aino akosua alisha amadou anders andreea andrzejek anneke annelies annemarie anouk arnaud arturo aukje bartosz beatrix bogdan bojan
    bogna carina cem chidi chinedu chioma constantin cosmin danuta dariusz deniz dominika dorota ebba edyta eirik elżbieta emeka enrique eoin esben espen
    ewelina femke fleur fredrik freja funmi gert giel goran grzegorz gustav hanne harriet hassan hedda helle henriette hilde hiroko ikram ildikó ilse
    ingeborg ingvild ionut irmgard iwona jacek jadwiga jaap jarek jelle jesper jolanta joost joris josip jukka kacper kamil kamila karolien kasia katarzyna
    kazimierz kenan kjell klaas koen kofi kwame lasse leena lieke lisbeth ljubica lotte lucian lutfi maarten maciej magnus malgorzata małgorzata marek
    mareike margriet mariusz marit marlies marloes mats mehmet merete merel mette mihai mihaela mikael mikkel miroslav morten nele ngozi niamh oluwaseun
    oğuz ondřej onur osman pekka pernille pieter pål radek rasmus reza rikke riikka roel roos ruud ryszard saoirse sander sanne sari sebastiaan semih
    sigurd sjoerd slawomir snezana sofija solveig stanislaw stijn sunniva svein tadeusz tero tijmen tine tobiasz tomáš torben tove trine tuomas tuğba
    ugur ümit urszula vesna veerle vibeke wiebke willem wojciech wouter xiao yasemin yetunde yiannis youssef zbigniew zeinab željko zofia zuzanna
    zeynep zhang zoe zoé""".split()
)
_NOT_NAMES = frozenset(
    """enterprise europe germany france spain italy uk usa emea apac dach global phase wave beta alpha android ios web english german monthly weekly
    daily quarterly annual internal external total overall average median new old existing stretch committed aspirational moonshot draft optional tbd
    tbc todo none all both current target baseline today now goal objective key result results north south east west pilot core premium basic pro free
    gold silver bronze adults children women men students staff users customers partners only excluding including incl excl source note status done
    ongoing open closed high medium low yes no maybe shared joint cross functional revenue cost churn growth retention adoption activation""".split()
)
_NAME_WORD = re.compile(r"[A-ZÀ-ÖØ-ÞŠŽŁĆŚŻ][a-zà-öø-ÿšžłćńśżğıăâ]+(?:[-'’][A-ZÀ-ÞŠŽ]?[a-zà-öø-ÿ]+)?")
_INITIAL = re.compile(r"[A-ZÀ-Þ]\.?")
_PARTICLE = frozenset("von van de der den da di la le el al bin dos mc mac o'".split())
_SPLIT = re.compile(r"\s*(?:,|/|&|\+|;|\band\b|\bund\b|\bet\b)\s*")
_HANDLE = re.compile(r"@[\w][\w.-]{0,40}(?:\s[A-ZÀ-Þ][\w'’-]{1,30})?")


def is_handle(text: str) -> bool:
    """Whether `text` is one or more mentions such as ``@ben`` or ``@Anna Schmidt, @kim``."""
    parts = [part for part in re.split(r"\s*[,/&+;]\s*|\s+(?=@)", text.strip()) if part]
    return bool(parts) and len(parts) <= 6 and all(_HANDLE.fullmatch(part) for part in parts)


def is_name(text: str) -> bool:
    """Whether `text` is surely one or more people: every name starts with a common given name or is a mention."""
    parts = _SPLIT.split(text.strip())
    return 0 < len(parts) <= 5 and all(_is_person(part) or is_handle(part) for part in parts)


def may_be_name(text: str) -> bool:
    """Whether `text` has the form of a person or a team and is no common word: an owner where other lines have owners."""
    parts = _SPLIT.split(text.strip())
    return 0 < len(parts) <= 4 and all(_has_name_form(part) or is_handle(part) for part in parts)


def is_department(text: str) -> bool:
    """Whether `text` is a team or department by name: ``Marketing``, ``Sales team``, ``HR & Finance``."""
    words = text.replace("/", " / ").lower().split()
    return (
        0 < len(words) <= 5
        and all(word in DEPARTMENTS or word in DEPARTMENT_JOINS for word in words)
        and any(word in DEPARTMENTS for word in words)
    )


def _is_person(text: str) -> bool:
    words = text.split()
    if not 0 < len(words) <= 4 or words[0].lower().strip(".") in MONTHS:
        return False
    first = words[0].lower().split("-")[0].strip(".,")
    if first not in GIVEN_NAMES or not words[0][:1].isupper():
        return False
    return all(_NAME_WORD.fullmatch(w) or _INITIAL.fullmatch(w) or w.lower() in _PARTICLE for w in words[1:])


def _has_name_form(text: str) -> bool:
    words = text.split()
    if not 0 < len(words) <= 4:
        return False
    if is_department(text):
        return True
    if any(word.lower().strip(".") in _NOT_NAMES or word.lower() in MONTHS for word in words):
        return False
    if words[-1].lower() in ("team", "squad") and len(words) > 1:
        return True
    if not _NAME_WORD.fullmatch(words[0]) and not (_INITIAL.fullmatch(words[0]) and len(words) > 1):
        return False
    return all(_NAME_WORD.fullmatch(w) or _INITIAL.fullmatch(w) or w.lower() in _PARTICLE for w in words)
