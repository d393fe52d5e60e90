"""What status, confidence and score cells say, in words, colours, signs and numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal

Status = Literal["green", "yellow", "red", "under way", "not started", "done", "missed", "stopped"]

_WORDS: list[tuple[Status, str]] = [
    (
        "missed",
        r"missed|not (?:achieved|met|reached|completed)|failed|closed[ :,(-]+(?:missed|not achieved|failed)\)?|verfehlt|nicht erreicht|non atteint|manqué|no (?:logrado|alcanzado)|mancato|niet gehaald|não alcançado",
    ),
    (
        "stopped",
        r"paused|on hold|hold|cancell?ed|dropped|stopped|abandoned|deferred|postponed|parked|archived|de-?scoped|inactive|pausiert|gestoppt|abgebrochen|verschoben|en pause|annulé|abandonné|reporté|en pausa|cancelado|pospuesto|sospeso|annullato|gepauzeerd|geannuleerd|suspenso|⏸️?",
    ),
    (
        "not started",
        r"not (?:yet )?started|to ?do|planned|upcoming|pending|new|open|no status|not set|backlog|nicht (?:begonnen|gestartet)|offen|geplant|pas commencé|non (?:commencé|démarré)|à venir|no iniciado|sin (?:empezar|iniciar)|pendiente|non iniziato|da iniziare|niet gestart|não iniciado|⚪|⬜",
    ),
    (
        "done",
        r"done|achieved|completed?|closed(?:[ :,(-]+(?:achieved|completed|done)\)?)?|finished|reached|hit|met|delivered|target (?:hit|met|reached)|erreicht|erledigt|abgeschlossen|fertig|atteint|terminé|fait|achevé|logrado|alcanzado|completado|hecho|cumplido|raggiunto|completato|fatto|behaald|gehaald|klaar|afgerond|concluído|alcançado|feito|✅|✔️?|☑️?|🏁|🔵|blue",
    ),
    (
        "red",
        r"red|r|off[ -]?track|behind(?: schedule| plan)?|blocked|stuck|critical|failing|delayed|late|overdue|very late|in trouble|no progress|will (?:miss|not (?:make|meet) (?:it|target))|rot|kritisch|blockiert|nicht auf kurs|im verzug|verzögert|rouge|en retard|bloqué|critique|rojo|retrasado|atrasad[oa]|bloqueado|crítico|rosso|in ritardo|bloccato|rood|achter(?: op schema)?|vertraagd|geblokkeerd|vermelho|em atraso|🔴|🟥|❌|⛔|🛑",
    ),
    (
        "yellow",
        r"yellow|amber|orange|y|a|at[ -]risk|some risk|needs? (?:attention|help|work)|warning|concern(?:s|ed|ing)?|caution|slightly behind|slipping|in danger|watch|monitor|moderate|gelb|gefährdet|risiko|in gefahr|achtung|jaune|à risque|a risque|attention|à surveiller|amarill[oa]|en riesgo|atención|giallo|a rischio|attenzione|geel|oranje|risico|loopt risico|amarelo|em risco|🟡|🟠|🟨|🟧|⚠️?",
    ),
    (
        "green",
        r"green|g|on[ -]?track|on (?:target|plan|schedule|course)|healthy|good|ahead(?: of (?:plan|schedule))?|exceeding|great|fine|ok|okay|grün|auf kurs|im plan|planmäßig|läuft|gut|vert|en bonne voie|dans les temps|conforme|verde|en curso correcto|según lo previsto|por buen camino|en camino|in linea|nei tempi|groen|op (?:schema|koers)|no caminho certo|🟢|🟩|💚",
    ),
    (
        "under way",
        r"in progress|progressing|under ?way|ongoing|active|started|in flight|wip|doing|current|running|in arbeit|in bearbeitung|laufend|aktiv|en cours|en curso|en progreso|en marcha|in corso|bezig|onderweg|lopend|em andamento|em curso",
    ),
]
_COMPILED: list[tuple[Status, re.Pattern[str]]] = [
    (status, re.compile(pattern, re.IGNORECASE)) for status, pattern in _WORDS
]
_SIGNS: dict[str, Status] = {
    "🔴": "red",
    "🟥": "red",
    "🟡": "yellow",
    "🟠": "yellow",
    "🟨": "yellow",
    "🟧": "yellow",
    "🟢": "green",
    "🟩": "green",
    "✅": "done",
    "⚪": "not started",
}
_NUMBER = re.compile(
    r"[~≈]?\s?(?P<number>\d+(?:[.,]\d+)?)\s?(?P<mark>%|/\s?(?P<of>\d+(?:[.,]\d+)?)|(?:von|sur|of|out of|de|di|van) (?P<of2>\d+))?"
)
_LEVELS = (
    (0.2, r"low|niedrig|gering|faible|baja?|bass[oa]|laag|baixa"),
    (0.1, r"very low|none|sehr niedrig|très faible|muy baja"),
    (0.5, r"med(?:ium)?|moderate|mid|mittel|moyenne?|media|medio|gemiddeld|média|so-so|50[-/]50"),
    (0.8, r"high|hoch|élevée?|haute|alt[oa]|hoog|forte|strong"),
    (0.9, r"very high|certain|sehr hoch|très élevée|muy alta"),
)
_LEVEL_WORDS = [(share, re.compile(pattern, re.IGNORECASE)) for share, pattern in _LEVELS]


@lru_cache(maxsize=4096)
def status_of(text: str) -> Status | None:
    """What a status cell says, or None where it is no status that is known."""
    bare = " ".join(text.split()).strip(" .:;!*-–—")
    if not bare or len(bare) > 60:
        return None
    for candidate in (bare, re.sub(r"\s*(?:[(\[–—:,;|]|\s-\s).*$", "", bare), re.sub(r"^[^\w]+\s*", "", bare)):
        for status, pattern in _COMPILED:
            if candidate and pattern.fullmatch(candidate):
                return status
    return next((status for sign, status in _SIGNS.items() if sign in bare), None)


def share_of(text: str, scale: float | None = None) -> float | None:
    """The share from 0 to 1 that a score or confidence cell gives: "0.7", "70%", "7/10", "high"; None where it gives none.

    `scale` is what a bare number of the column is counted to (`scale_of`); a bare number is taken as it is without it.
    """
    bare = " ".join(text.split())
    match = _NUMBER.fullmatch(bare)
    if match is None:
        return next((share for share, pattern in _LEVEL_WORDS if pattern.fullmatch(bare.strip(" .:"))), None)
    number = float(match["number"].replace(",", "."))
    of = match["of"] or match["of2"]
    if match["mark"] == "%":
        return number / 100
    if of:
        whole = float(of.replace(",", "."))
        return number / whole if whole else None
    return number / (scale or 1.0)


def scale_of(texts: Sequence[str], header: str, ten: bool) -> float:
    """What the bare numbers of a column are counted to: 1, 5, 10 or 100.

    Args:
        texts: the cells of the column.
        header: the name over it, which may say so: "Confidence (1-5)", "Score /10", "Progress (%)".
        ten: whether numbers from 2 to 10 are out of ten where nothing says so (confidence), or out of a hundred (progress).
    """
    if said := re.search(r"(?:/|out of|[-–]|to|von|sur|bis)\s?(1(?:\.0)?|5|10|100)\b", header):
        return float(said.group(1))
    if "%" in header or re.search(r"per ?cent|prozent|pourcent", header, re.IGNORECASE):
        numbers = _bare(texts)
        return 1.0 if numbers and max(numbers) <= 1 and any(0 < n < 1 for n in numbers) else 100.0
    numbers = _bare(texts)
    most = max(numbers, default=0.0)
    if most <= 1.5 and not (ten and most > 1):
        return 1.0
    return 10.0 if ten and most <= 10 else 100.0


def _bare(texts: Sequence[str]) -> list[float]:
    found = (_NUMBER.fullmatch(" ".join(text.split())) for text in texts)
    return [float(match["number"].replace(",", ".")) for match in found if match and not match["mark"]]
