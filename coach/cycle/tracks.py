"""One key result put together: what its own words and columns say of start, end, direction, rhythm and the last day."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from coach.cycle.amounts import cell_amount, said_amount
from coach.cycle.check_ins import Amount, CheckIn, KeyResultTrack
from coach.cycle.days import last_day
from coach.cycle.record import Cell
from coach.intake.sheets import make_cell
from coach.intake.wordings import wording_of
from coach.okr import Wording
from coach.reading.dates import dates
from coach.reading.grammar import kind_by_grammar
from coach.reading.quantities import quantities
from coach.reading.values import values

NOTHING = re.compile(r"[-–—./\s]*|n/?a|none|nil|null|tbd|\?+", re.IGNORECASE)
_RHYTHMS = (
    (1, r"daily|täglich|quotidien|diario"),
    (
        14,
        r"bi-?weekly|fortnightly|every (?:2|two|other) weeks?|zweiwöchentlich|alle (?:2|zwei) wochen|bimensuel|quincenal",
    ),
    (7, r"weekly|every week|wöchentlich|hebdomadaire|semanal|settimanale|wekelijks"),
    (30, r"monthly|every month|monatlich|mensuel|mensual|mensile|maandelijks|mensal"),
    (91, r"quarterly|every quarter|quartalsweise|trimestriel|trimestral|trimestrale|per kwartaal"),
)
_RHYTHM_PATTERNS = [(days, re.compile(pattern, re.IGNORECASE)) for days, pattern in _RHYTHMS]


@dataclass
class OpenLine:
    """A key result being put together."""

    wording: Wording
    owner: str | None = None
    cells: dict[str, Cell] = field(default_factory=dict)
    check_ins: list[CheckIn] = field(default_factory=list)


@dataclass
class OpenAim:
    wording: Wording | None
    team: str | None
    period: str | None
    lines: dict[str, OpenLine] = field(default_factory=dict)


def track_of(line: OpenLine, aim: OpenAim, today: date) -> KeyResultTrack:
    """A key result with what its own words and columns say of start, end and direction."""
    text = line.wording.text.rstrip(" .")
    when = dates(text)
    said = values(text, quantities(text, [(d.start, d.end) for d in when]))
    unit = plain_text(line.cells.get("unit"))
    target = _cell_or(line, "target", unit) or (None if said.relative else said_amount(text, said.target))
    baseline = _cell_or(line, "baseline", unit) or said_amount(text, said.baseline)
    direction = said.direction
    if baseline and target and "target" in line.cells and baseline.kind == target.kind != "duration":
        direction = "up" if target.amount > baseline.amount else "down" if target.amount < baseline.amount else "hold"
    due_words = next((text[d.start : d.end] for d in reversed(when) if d.is_deadline), None)
    ends = (plain_text(line.cells.get("due")), due_words, plain_text(line.cells.get("period")), aim.period)
    due = next((day for end in ends if end and (day := last_day(end, today)) is not None), None)
    kind, _ = kind_by_grammar(text, said)
    rhythm = plain_text(line.cells.get("rhythm"))
    return KeyResultTrack(
        wording=line.wording,
        owner=line.owner,
        baseline=baseline,
        target=target,
        is_milestone=target is None and said.target is None and kind in ("milestone", "activity"),
        direction=direction,
        metric_unit=unit,
        due=due,
        rhythm_days=next((days for days, pattern in _RHYTHM_PATTERNS if rhythm and pattern.search(rhythm)), None),
        check_ins=_in_order(line.check_ins),
    )


def _in_order(check_ins: Sequence[CheckIn]) -> tuple[CheckIn, ...]:
    """The oldest first; those without a day stay where they stand, after the day before them."""
    keyed: list[tuple[date, int, CheckIn]] = []
    day = date.min
    for number, check_in in enumerate(check_ins):
        day = check_in.on or day
        keyed.append((day, number, check_in))
    return tuple(check_in for _, _, check_in in sorted(keyed, key=lambda entry: entry[:2]))


def _cell_or(line: OpenLine, role: str, unit: str | None) -> Amount | None:
    return cell_amount(line.cells[role].text, unit) if role in line.cells else None


_AS_IT_STANDS = re.compile(r"(?:[\w.,;:%/()+$€£'\"!?=-]+(?: (?! )|$))+", re.ASCII)
"""Text in which nothing is a mark, a line break or an invisible character: most cells, and read in a tenth of the time."""


def worded(cell: Cell) -> Wording:
    """A cell's words on one line, with the way back to the cell."""
    bare = cell.text.strip(" ")
    if _AS_IT_STANDS.fullmatch(bare) and "_" not in bare:
        start = cell.text.index(bare)
        return Wording.plain(bare, cell.place.model_copy(update={"start": start, "end": start + len(bare)}))
    made = wording_of([make_cell(cell.text, sheet=cell.place.sheet, row=cell.place.row or 0, column=0).strip()])
    place = cell.place.model_copy(update={"start": made.place.start, "end": made.place.end})
    return made.model_copy(update={"place": place})


def plain_text(cell: Cell | None) -> str | None:
    text = " ".join(cell.text.split()) if cell else ""
    return text if text and not NOTHING.fullmatch(text) else None


def same_words(text: str) -> str:
    return " ".join(re.findall(r"\w+|%", text.casefold()))
