"""The columns of a sheet of check-ins, by the names over them.

Names that mean something else in a draft come first ("Date" is the day of the check-in, "Next steps" is no list of initiatives);
everything else is read as in a department's sheets.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from coach.cycle.days import day_of
from coach.department.contract import ColumnUse, SheetMapping
from coach.department.intake.header_names import read_name
from coach.intake.sheets import column_letters

WORDS = ("note", "changed", "worked", "blocker", "next step", "help")
"""Columns with the words of a check-in."""
SAID = ("date", "status", "confidence", "score", "value", *WORDS)
_NAMES: list[tuple[str, str]] = [
    (
        "due",
        r"(?:kr |key result )?(?:(?:due|finish)(?:[- ]?(?:date|on|by))?|(?:target|end)[- ](?:date|on|by))|deadline|fällig(?:keit)?(?: am)?|frist|échéance|date de fin|fecha (?:límite|de fin)|scadenza|prazo|einddatum|enddatum",
    ),
    (
        "date",
        r"date|day|week|kw|wk|as of|reported(?: on| at)?|updated(?: on| at)?|check-?in(?: date| week| on)?|check-?ins? date|date of (?:check-?in|update|report)|report(?:ing)? date|status date"
        r"|(?:last|latest|most recent|previous) (?:check-?in|update|updated|modified|touched|activity|review(?:ed)?)(?: date| on| at)?|update date|datum|stand(?: vom)?|woche|aktualisiert(?: am)?|(?:letzte(?:s|r)?|zuletzt) (?:aktualisierung|aktualisiert|update|check-?in|stand)(?: am)?"
        r"|semaine|mis(?:e)? à jour(?: le)?|dernière (?:mise à jour|actualisation)|date (?:de mise à jour|du point|du check-?in)|fecha|semana|(?:última|ultima) (?:actualización|actualizacion|atualização|revisión)|fecha de (?:actualización|check-?in)|actualizado"
        r"|data|settimana|ultimo aggiornamento|aggiornato(?: il)?|data (?:aggiornamento|di aggiornamento)|laatst(?:e)? (?:bijgewerkt|update|check-?in)|bijgewerkt(?: op)?|data da atualização|atualizado(?: em)?",
    ),
    (
        "next step",
        r"next(?: steps?| moves?| actions?| week)?|what(?:'s| is)? next|plan(?: for next week| to (?:recover|green|get back))?|(?:recovery|action|get[- ]well|mitigation) (?:plan|actions?)|path to green|actions?(?: items?)?|mitigation|to ?do(?: next)?|nächste[rn]? schritte?|maßnahmen?|plan(?: für nächste woche)?"
        r"|prochaines? (?:étapes?|actions?)|actions? à venir|próximos? pasos?|siguientes? pasos?|acciones|prossimi passi|azioni|volgende stap(?:pen)?|acties|próximos passos|ações",
    ),
    (
        "blocker",
        r"blockers?|blocked by|impediments?|obstacles?|what(?:'s| is)? (?:stuck|blocking|in the way)|stuck|(?:risks?|issues?|problems?|challenges?|concerns?)(?: ?(?:/|&|and) ?(?:risks?|issues?|blockers?|impediments?|problems?|challenges?))?|hindernisse?|blockaden?|risiken|probleme|was klemmt|blocages?|freins?|risques|difficultés|bloqueos?|obstáculos|riesgos|problemas|ostacoli|rischi|belemmeringen|knelpunten|risico'?s|bloqueios?|riscos",
    ),
    ("help", r"help(?: needed| wanted)?|support(?: needed)?|asks?|needs?|what (?:do )?(?:you|we|i) need|unterstützung|hilfe|besoin(?:s)?(?: d'aide)?|aide|ayuda|apoyo|aiuto|supporto|hulp(?: nodig)?|ajuda|decisions? needed"),
    (
        "worked",
        r"wins?|what (?:worked|went well|is working)|what's working|working well|successes|achievements?|accomplish(?:ed|ments?)|highlights?|erfolge|was lief gut|was läuft|succès|réussites|ce qui (?:marche|a marché)|logros|éxitos|successi|successen|conquistas",
    ),
    ("changed", r"(?:what )?(?:has )?changed?(?: since last (?:week|time|check-?in))?|what moved|changes|movement|was hat sich (?:geändert|bewegt)|veränderung(?:en)?|ce qui a (?:changé|bougé)|évolution|cambios|qué cambió|cambiamenti|veranderingen|o que mudou"),
    ("confidence", r"(?:current |driver )?confidence(?: ?\(.*\))?(?: (?:level|score|rating|index|vote))?(?: ?\(.*\)| ?/ ?10)?|(?:likelihood|probability|odds)(?: of (?:success|achievement))?|zuversicht|konfidenz|confiance|confianza|fiducia|vertrouwen|confiança"),
    ("rhythm", r"rhythm|cadence|check-?in (?:frequency|cadence|rhythm|interval)|update (?:frequency|cadence|interval)|frequency|rhythmus|turnus|frequenz|fréquence|rythme|frecuencia|cadencia|frequenza|frequentie|ritme|frequência"),
    (
        "value",
        r"(?:current|actual|latest|new|measured|reported|today'?s) ?(?:value|number|level|figure|result|metric|kpi|reading|measurement)?|values?|actuals?|figure|reading|measurement|now|today|(?:kr |key result )?current|ist(?:-?wert)?|aktuell(?:er)?(?: wert| stand)?|wert|messwert|valeur(?: actuelle)?|actuel|réel|valor(?: actual| atual)?|actual|valore(?: attuale)?|attuale|huidige? (?:waarde|stand)|waarde|where (?:it|the number) stands|stand des werts",
    ),
    ("score", r"(?:current |kr |okr |key result )?(?:score|grade)(?: ?\(.*\))?|okr[- ]score|bewertung|note \(0[-–]1\)"),
    (
        "note",
        r"notes?|comments?|remarks?|(?:weekly |status |progress |check-?in |kr |latest |last )?(?:updates?|notes?|comments?|commentary|narrative|summary|report)|what happened|details|explanation|kommentare?|bemerkung(?:en)?|notiz(?:en)?|anmerkung(?:en)?|erläuterung|wochenupdate|commentaires?|remarques?|observations?|comentarios?|observaciones|notas?|commenti|commento|osservazioni|opmerking(?:en)?|toelichting|comentários?|observações",
    ),
    ("status", r"(?:current |kr |okr |key result |overall |check-?in |goal )?(?:status|rag|health|colou?r|traffic light|signal)(?: ?\(.*\))?|rag status|ampel(?:status)?|statut|couleur|semáforo|semaforo|stoplicht|farolim"),
    ("baseline", r"(?:baseline|start(?:ing)?|initial|from)(?:[- ](?:value|point|level))?|was|ausgangswert|startwert|valeur (?:initiale|de départ)|départ|valor inicial|valore iniziale|beginwaarde|startwaarde"),
    ("period", r"(?:okr )?(?:period|cycle|quarter|timeframe)|quartal|zyklus|zeitraum|trimestre|période|periodo|período|ciclo|kwartaal"),
    ("team", r"(?:owning )?(?:team|squad|tribe|department|group|unit|area)(?: name)?|bereich|abteilung|équipe|equipo|squadra|equipe|afdeling"),
]  # fmt: skip
_COMPILED = [(role, re.compile(pattern, re.IGNORECASE)) for role, pattern in _NAMES]
_LINES = ("key result", "title", "objective", "both")
_HEADER_ROWS = 25
_LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class SaidColumn:
    """What one column holds. `on` is the day that stands over it, where the days of a cycle stand side by side."""

    role: str
    header: str
    on: date | None = None


@dataclass(frozen=True)
class Header:
    """The header row of a sheet, counted from 0 among the rows given, and its columns."""

    index: int
    columns: dict[int, SaidColumn]

    def mapping(self, sheet: str | None, row: int) -> SheetMapping:
        """How the sheet was understood, as it is shown."""
        uses = [
            ColumnUse(column=column_letters(k), header=column.header, role=column.role)
            for k, column in sorted(self.columns.items())
        ]
        shape = "|".join(f"{use.header.casefold()}" for use in uses)
        return SheetMapping(sheet=sheet, header_row=row, columns=tuple(uses), shape=shape)

    def of_role(self, role: str) -> list[int]:
        """The columns with that role, from the left."""
        return [k for k, column in sorted(self.columns.items()) if column.role == role]


@lru_cache(maxsize=4096)
def role_of(name: str) -> str | None:
    """What a column or key of that name holds in a sheet of check-ins, or None where the name is not known."""
    bare = " ".join(re.sub(r"([a-z])([A-Z])", r"\1 \2", name).replace("_", " ").split()).strip(" :*?.").strip()
    if not bare or len(bare) > _LONGEST_NAME:
        return None
    for candidate in (bare, re.sub(r"\s*[(\[].*?[)\]]\s*$", "", bare)):
        for role, pattern in _COMPILED:
            if candidate and pattern.fullmatch(candidate):
                return role
    known = read_name(bare)
    if known is None:
        return None
    role = known.column.role
    return {"current": "value", "objective progress": "ignored", "department": "team"}.get(role, role)


def find_header(rows: Sequence[Sequence[str]], today: date) -> Header | None:
    """The header row among the first rows: one that names a line and something said of it; None where there is none."""
    for index, row in enumerate(rows[:_HEADER_ROWS]):
        columns: dict[int, SaidColumn] = {}
        for k, text in enumerate(row):
            if not text.strip():
                continue
            column = _column(text, today)
            if column is not None:
                columns[k] = column
        roles = {column.role for column in columns.values()}
        if roles & {*_LINES, "metric"} and (roles & set(SAID) or any(column.on for column in columns.values())):
            return Header(index, _settled(columns, row))
    return None


def _column(text: str, today: date) -> SaidColumn | None:
    shown = " ".join(text.split())
    role = role_of(shown)
    if role is not None:
        return SaidColumn(role, shown)
    day = day_of(shown, today)
    if day is not None:
        return SaidColumn("on a day", shown, day)
    for part in (shown.rsplit(" ", 1), shown.split(" ", 1)[::-1]):
        if (
            len(part) == 2
            and (day := day_of(part[0].strip(" :-–("), today))
            and (role := role_of(part[1].strip(" ():-–")))
        ):
            return SaidColumn(role, shown, day)
    return None


def _settled(columns: dict[int, SaidColumn], row: Sequence[str]) -> dict[int, SaidColumn]:
    """The columns once neighbours are taken into account: one line, one date; a second one is not read."""
    roles = [column.role for column in columns.values()]
    settled: dict[int, SaidColumn] = {}
    seen: set[str] = set()
    for k, column in sorted(columns.items()):
        role = column.role
        if role == "both":
            role = "title"
        if role == "title" and "type" not in roles:
            role = "ignored" if "key result" in roles else "key result"
        elif role == "metric":
            role = "key result" if not {"key result", "title", "both"} & set(roles) else "ignored"
        if role == "type" and not {"title", "both"} & set(roles):
            role = "ignored"
        if role not in WORDS and column.on is None and role in seen:
            role = "ignored"
        seen.add(role)
        settled[k] = SaidColumn(role, column.header, column.on)
    for k, text in enumerate(row):
        if k not in settled and text.strip():
            settled[k] = SaidColumn("ignored", " ".join(text.split())[:_LONGEST_NAME])
    if "key result" not in seen and "title" not in seen:
        for k, column in settled.items():
            if column.role == "objective":
                settled[k] = SaidColumn("key result", column.header)
                break
    return settled
