"""Sheets that are no tables: a form, or an outline over the columns. They are seen whole, and so are bounded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from coach.department.contract import BadRow, SheetMapping, Unit
from coach.department.intake.drafts import Naming, unit_of
from coach.department.intake.limits import MAX_CELL_CHARACTERS, MAX_COLUMNS, MAX_LOOSE_ROWS
from coach.department.intake.raw_rows import RawRow, RawSheet, row_text
from coach.intake.groups import Assembly
from coach.intake.shapes import read_title
from coach.intake.sheets import column_letters, is_outline, make_cell, read_outline, read_sheet
from coach.intake.workbook import DEFAULT_SHEET
from coach.okr import Draft

_NEITHER = "This is neither an objective nor a key result, and was not read. Write names such as Objective and Key result over the columns if it is."
_WORD = 2
"""Letters above which a word tells whether a cell was read."""


def read_loose(
    naming: Naming, raw: RawSheet, rows: Sequence[RawRow], rest: Iterator[RawRow | BadRow]
) -> Iterator[Unit | BadRow | SheetMapping]:
    """The units of a sheet without names over its columns, and each cell that is not in them."""
    whole = list(rows)
    file = naming.file
    for row in islice(rest, MAX_LOOSE_ROWS):
        if isinstance(row, BadRow):
            yield row
        else:
            whole.append(row)
    for row in rest:
        if isinstance(row, BadRow):
            yield row
        else:
            reason = f"The sheet has no names over its columns, and of such a sheet {MAX_LOOSE_ROWS:,} rows are read. Write names such as Objective and Key result over them."
            yield BadRow(file=file, sheet=raw.name, row=row[0], text=row_text(row[1]), reason=reason)
    made = _assembled(whole, raw, file)
    told = "It was read as an outline or a form." if made.objectives else "No objective or key result was found in it."
    notices = (*raw.notices, told, *made.notices)
    yield SheetMapping(sheet=raw.name, header_row=None, columns=(), shape="loose", notices=notices)
    for number, text in _unread(whole, made):
        yield BadRow(file=file, sheet=raw.name, row=number, text=text, reason=_NEITHER)
    team, period, _ = of_sheet(raw.name)
    for objective in made.objectives:
        draft = Draft(
            level=made.level,
            period=made.period or period,
            parent=made.parent,
            carries_owners=made.carries_owners,
        )
        yield unit_of(
            naming, objective.model_copy(update={"team": None}), draft, objective.team or made.team or team, None
        )


def of_sheet(name: str | None) -> tuple[str | None, str | None, str | None]:
    """The team, period and level that a sheet's name says."""
    if name is None or DEFAULT_SHEET.fullmatch(name.strip()):
        return None, None, None
    return read_title(name)


def _assembled(whole: Sequence[RawRow], raw: RawSheet, file: str) -> Assembly:
    cells = [
        [
            make_cell(text, sheet=raw.name, row=number, column=k)
            if text.strip() and len(text) <= MAX_CELL_CHARACTERS
            else None
            for k, text in enumerate(row[:MAX_COLUMNS])
        ]
        for number, row in whole
    ]
    if is_outline([texts for _, texts in whole]):
        made = read_outline(cells)
        if any(objective.key_results for objective in made.objectives):
            return made
    return read_sheet(cells, file)


def _unread(whole: Sequence[RawRow], made: Assembly) -> Iterator[tuple[int, str]]:
    """The cells that no objective came from, row by row."""
    read: set[tuple[int | None, str | None]] = set()
    values: list[str | None] = [made.team, made.period, made.parent, made.level] if made.objectives else []
    for objective in made.objectives:
        values += [objective.team, objective.period, objective.parent, objective.owner, objective.label]
        for result in objective.key_results:
            values += [result.owner, result.due, result.baseline, result.target, result.unit, result.metric]
            values += [result.status, result.score, result.label]
        wordings = [objective.wording, *objective.initiatives, *(r.wording for r in objective.key_results)]
        wordings += [work for result in objective.key_results for work in result.initiatives]
        read |= {(wording.place.row, wording.place.column) for wording in wordings if wording is not None}
    said = {word for value in values if value for word in value.casefold().split()}
    for number, row in whole:
        left = [
            text
            for k, text in enumerate(row)
            if text.strip()
            and (number, column_letters(k)) not in read
            and not said.intersection(word for word in text.casefold().split() if len(word) > _WORD)
        ]
        if left:
            yield number, row_text(left)
