"""The columns of a table without a header, by what stands in them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from coach.intake.brackets import STATUS_MARKS, read_bracket
from coach.intake.columns import Column
from coach.intake.dates import is_date
from coach.intake.labels import read_code
from coach.intake.people import is_department, is_handle, is_name, may_be_name
from coach.intake.shapes import is_measurable

_STATUS_CELL = re.compile(rf"[{STATUS_MARKS}\ufe0f\s]+", re.IGNORECASE)


def guess_columns(rows: Sequence[Sequence[str]]) -> dict[int, Column]:
    """What the columns hold, judged by their cells; empty where no column holds key results."""
    width = max((len(row) for row in rows), default=0)
    sample = rows[:200]
    cells = [[row[k].strip() for row in sample if k < len(row) and row[k].strip()] for k in range(width)]
    found: dict[int, Column] = {}
    wordy: list[int] = []
    for k, column in enumerate(cells):
        if not column:
            continue
        role = _value_role(column)
        if role:
            found[k] = Column(role)
        elif sum(len(text.split()) >= 2 for text in column) * 2 >= len(column):
            wordy.append(k)
        elif all(is_department(text) for text in column):
            found[k] = Column("team")
    if not wordy:
        return {}
    if len(wordy) == 1:
        found[wordy[0]] = Column("title" if any(c.role == "type" for c in found.values()) else "key result")
        return found
    first, second = wordy[0], wordy[1]
    if (
        sum(map(is_measurable, cells[first])) * len(cells[second])
        > sum(map(is_measurable, cells[second])) * len(cells[first])
        and len(set(cells[first])) >= len(set(cells[second]))
        and len(cells[first]) >= len(cells[second])
    ):
        found[first] = Column("key result")
        found[second] = Column("initiative") if not is_repeating(cells[second]) else Column("objective")
    else:
        found[first], found[second] = Column("objective"), Column("key result")
    for k in wordy[2:]:
        found[k] = Column("note")
    return found


def is_repeating(cells: Sequence[str]) -> bool:
    return len(set(cells)) < len(cells)


def _value_role(cells: Sequence[str]) -> str | None:
    """The role of a column of short values, or None where it holds words of its own."""

    def most(test: object) -> bool:
        return sum(bool(test(text)) for text in cells) * 10 >= len(cells) * 7  # type: ignore[operator]

    if most(lambda text: (label := read_code(text)) and label.role in ("objective", "key result")):
        return "type"
    if most(lambda text: bool(re.fullmatch(r"\d{1,3}(?:\.\d{1,2})*\.?|[A-Z]{1,4}-?\d{1,5}", text))) and not most(
        lambda text: bool(re.fullmatch(r"[01]\.\d{1,2}", text))
    ):
        return "id"
    if most(is_date):
        return "due"
    if most(
        lambda text: (
            bool(_STATUS_CELL.fullmatch(text)) or (read_bracket(text, True, False, True) or {}).keys() == {"status"}
        )
    ):
        return "status"
    if most(lambda text: bool(re.fullmatch(r"[01](?:[.,]\d{1,2})?|\d{1,3} ?%|\d{1,2}/10", text))):
        return "score"
    if most(lambda text: is_name(text) or is_handle(text)) or (
        most(lambda text: may_be_name(text) and len(text.split()) <= 3) and not most(is_department)
    ):
        return "owner"
    return None
