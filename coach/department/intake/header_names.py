"""The names that columns have in spreadsheets and in the exports of OKR tools and issue trackers, in several languages.

What stands here comes before `coach.intake.columns.read_header_cell`, which knows the names that drafts use.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from coach.intake.columns import Column, read_header_cell

NOT_READ = ("ignored", "note", "current", "objective progress")
"""Roles of columns that hold no part of an OKR; a mapping names them."""

_NAMES: dict[str, str] = {
    "parent id": "parent key|parent issue|parent issue key|parent issue id|parent goal id|parent objective id|parent okr id|parent-id|parentid|aligned to id|epic link|parent nr|parent no|parent ref|übergeordnete id|id parent|id padre|id du parent",
    "parent": "parent name|parent title|parent summary|parent goal name|parent objective name|parent goal|parent goals|parent okr|parents|aligned to|alignment|aligned with|contributes to|supports goal|goal alignment|linked objective|objetivo padre|objetivo superior|objetivo pai|objetivo superior|obiettivo padre|obiettivo superiore|objectif parent|objectif supérieur|bovenliggend doel|hoger doel|übergeordnetes ziel|übergeordnetes objective|oberziel|unternehmensziel|company goal|cel nadrzędny",
    "id": "goal id|issue key|issue id|issue number|ticket|objective id|unique id|record id|okr id|identifier|external id|kennung|identifiant|identificador|identificatore",
    "type": "goal type|item type|issue type|issuetype|entity type|work item type|okr item type|tracker|typ|tipo|type d'élément|tipo de elemento|soort|rodzaj",
    "ignored": "kr type|key result type|objective type|metric type|measurement type|progress measurement type|progress type|measure type|target type|visibility|privacy|priority|priorität|priorité|prioridad|weight|tags?|labels|category|kategorie|categoría|categoria|workspace|sub-?goals|contributors|collaborators|followers|watchers|delegates?|created by|creator|reporter|created|updated|created at|updated at|closed at|closed date|completed at|start date|last check-in|last check-in date|last updated|last modified|stage|resolution|sprint|components?|fix versions?|story points|time spent|objective weight|key result weight|kr weight|startdatum|erstellt am|date de début|fecha de inicio|data inizio|data de início|begindatum|number of check-ins",
    "note": "last check-in note|check-in note|last note|latest update|latest note|last comment|beschreibung|bemerkungen|descripción|descrizione|descrição|beschrijving|opmerkingen|note|osservazioni|observaciones|observações|observations|commentaires|comentarios|commenti|comentários|toelichting|remarques|objective description|key result description|kr description|goal description|long description|next steps?|plan",
    "title": "goal name|goal title|goal text|okr title|okr name|item name|summary|nombre|nome|naam|nom|título|titolo|titel|titre|issue summary|bezeichnung|intitulé|zusammenfassung",
    "objective": "objective name|objective title|obiettivo|obiettivi|objetivo|objetivos|objectif|objectifs|doelstelling|doelstellingen|doel|ziel|ziele|zielsetzung|cel|cele|mål|målsætning|tavoite|quantitative objective|qualitative objective|o name|qualitatives ziel|intento|ambition",
    "key result": "key result name|key result title|milestone name|milestone title|milestone|kr name|kr title|risultato chiave|risultati chiave|resultado clave|resultados clave|resultado-chave|resultado chave|resultados-chave|résultat clé|résultats clés|résultat-clé|résultats-clés|kernresultaat|kernresultaten|sleutelresultaat|schlüsselergebnis|schlüsselergebnisse|schlüsselresultat|schlüsselresultate|kluczowy rezultat|kluczowe rezultaty|nyckelresultat|nøgleresultat|nøkkelresultat|avaintulos|measurable result|quantitative result|kpi / key result",
    "objective owner": "goal owner|objective responsible|objective assignee|objective champion|ziel verantwortlich|responsable del objetivo|responsable de l'objectif",
    "owner": "owner name|owned by|assignee|assigned to|lead|person|people|responsible|kr owner|key result owner|milestone owner|key result assignee|kr assignee|owner\\(s\\)|accountable|verantwortlich|verantwortliche|verantwortlicher|verantwortliche person|zuständig|responsable|responsables|responsabile|responsável|responsáveis|verantwoordelijke|eigenaar|propietario|proprietario|proprietário|dueño|właściciel|ansvarig|ansvarlig|omistaja|persona|pilote|porteur",
    "owner email": "owner email|owner e-mail|assignee email|email|e-mail|mail|owner username|user email|assignee e-mail",
    "team": "team name|teams|squad|squads|group|owning team|équipe|equipe|equipo|squadra|afdeling|gruppe|gruppo|grupo|bereich|abteilung|zespół|hold|lag|tiimi|reparto|área|area",
    "department": "department|departments|dept|division|business unit|bu|tribe|org unit|organisation unit|organization unit|bereich|abteilung|direktion|direction|département|departamento|dipartimento|divisie|directie|geschäftsbereich|divisione|divisão",
    "level": "goal level|objective level|okr level|scope|ebene|niveau|nivel|livello|nível|hierarchy level|outline level|indent|depth|tiefe",
    "period": "goal cycle|cycle|session|timeframe|time frame|time period|okr period|okr cycle|planning cycle|interval|quarter|zyklus|zeitraum|quartal|trimestre|ciclo|période|periodo|período|periode|kwartaal|cyclus|kwartał|kvartal",
    "due": "due date|end date|target date|deadline|due on|finish date|milestone due date|kr due date|key result due date|fällig|fällig am|fälligkeit|fälligkeitsdatum|enddatum|zieldatum|frist|échéance|date d'échéance|date de fin|date limite|fecha límite|fecha limite|fecha de fin|fecha fin|fecha de vencimiento|vencimiento|plazo|scadenza|data di scadenza|data fine|prazo|data final|data limite|vencimento|einddatum|streefdatum|termin|förfallodatum|data de término",
    "baseline": "start value|initial value|starting value|initial|initial target|base value|baseline value|start metric|milestone start value|from|valore iniziale|valore di partenza|valor inicial|línea base|linea base|línea de base|linha de base|valeur initiale|valeur de départ|point de départ|startwaarde|beginwaarde|nulmeting|startwert|ausgangswert|basiswert|wartość początkowa|startvärde",
    "target": "target value|goal value|end value|final value|desired value|to|metric target|milestone target value|target metric|valore obiettivo|valore target|valore finale|valor objetivo|valor meta|valor final|meta|valeur cible|valeur finale|cible|streefwaarde|doelwaarde|eindwaarde|zielwert|sollwert|endwert|wartość docelowa|målvärde|objectif chiffré",
    "current": "current value|current|actual|actual value|achieved|achieved value|current metric|latest value|current progress value|valore attuale|valor actual|valor atual|valeur actuelle|huidige waarde|aktueller wert|istwert|ist|ist-wert|aktuell|milestone current value",
    "unit": "unit|units|uom|unit of measure|metric unit|measurement unit|unité|unidad|unità|unidade|eenheid|einheit|unidad de medida|unidade de medida|unità di misura",
    "metric": "metric|metric name|kpi|kpi name|measure|metric title|indicator|kennzahl|metrik|métrique|indicateur|métrica|indicador|metrica|indicatore|maatstaf",
    "status": "status|state|health|check-in status|rag|rag status|goal status|kr status|key result status|statut|état|etat|estado|situación|stato|situação|situaçao|zustand|ampel|stand|stan",
    "score": "progress|score|attainment|completion|% complete|percent complete|progress %|progress \\(%\\)|key result progress|kr progress|grade|fortschritt|fortschritt %|avancement|progrès|progreso|avance|progresso|avanzamento|voortgang|zielerreichung|postęp",
    "confidence": "confidence|confidence level|confidence score|konfidenz|zuversicht|confiance|confianza|fiducia|confiança|vertrouwen",
    "objective progress": "objective progress|objective status|objective score|goal progress|objective confidence",
    "initiative": "initiative|initiatives|tasks?|projects?|actions?|maßnahme|maßnahmen|iniciativa|iniciativas|iniziativa|iniziative|initiatief|initiatieven|acciones|azioni|ações|acties|tâches|actions clés",
}
_LOOKUP: dict[str, str] = {}
for _role, _names in _NAMES.items():
    for _name in _names.replace("\\", "").replace("tags?", "tag|tags").replace("?", "").split("|"):
        _LOOKUP.setdefault(_name, _role)
_CUSTOM = re.compile(r"(?:custom ?field|cf|benutzerdefiniertes feld|champ personnalisé)\s*[\[(](?P<name>.+)[\])]", re.I)
_BRACKET = re.compile(r"\s*[(\[][^()\[\]]{0,40}[)\]]\s*$")
_AFTER_NUMBER = re.compile(r"^\D{0,40}\d{1,2}")
PART_NAMES = re.compile(r"text|name|title|description|wording|words|beschreibung|texte|texto|testo", re.IGNORECASE)
_PARENT_ID = re.compile(r"parent\b.{0,20}\b(?:id|key|#|no|number|ref)", re.I)
_DESCRIPTION = re.compile(r"\b(?:description|details?|beschreibung|descripción|descrizione|beschrijving)\b", re.I)
_DEPARTMENT = re.compile(rf"(?:{_NAMES['department']})(?: name)?", re.I)


@dataclass(frozen=True, slots=True)
class Name:
    """What a name over a column says: the column, and whether its numbers are shares in per cent."""

    column: Column
    percent: bool = False
    describes: bool = False
    """It is the description of a thing, and not its name."""
    department: bool = False


@lru_cache(maxsize=4096)
def read_name(text: str) -> Name | None:
    """What the name over a column says it holds, or None where it is not known."""
    bare = " ".join(text.replace("_", " ").split()).strip(" :*?.").strip()
    if not bare or len(bare) > 80:
        return None
    custom = _CUSTOM.fullmatch(bare)
    if custom:
        bare = custom.group("name").strip()
    percent = "%" in bare or "percent" in bare.lower() or "prozent" in bare.lower()
    shapes = [bare, _BRACKET.sub("", bare), bare.replace("%", "").strip(" -()")]
    department = any(_DEPARTMENT.fullmatch(shape) for shape in shapes)
    for shape in shapes:
        role = _LOOKUP.get(shape.casefold())
        if role:
            return Name(Column(role), percent, bool(_DESCRIPTION.search(bare)), department)
    if _PARENT_ID.fullmatch(bare):
        return Name(Column("parent id"))
    column = read_header_cell(bare) or (read_header_cell(shapes[2]) if percent and shapes[2] else None)
    if (
        column
        and column.number is not None
        and column.role == "key result"
        and not _is_name(_AFTER_NUMBER.sub("", bare))
    ):
        return None  # a key result with its label, and no name over a column
    return Name(column, percent, bool(_DESCRIPTION.search(bare)), department) if column else None


def _is_name(rest: str) -> bool:
    """Whether what stands behind ``KR 1`` is a part of the column's name."""
    bare = rest.strip(" :-–.()[]")
    return (
        not bare
        or rest.lstrip().startswith(("(", "["))
        or PART_NAMES.fullmatch(bare) is not None
        or read_header_cell(bare) is not None
    )
