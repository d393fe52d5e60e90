"""Rows of a table: what the cells of each are, and the objective and key results that they make."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from coach.intake.columns import VALUE_ROLES, Column, find_header, read_header_cell
from coach.intake.decorations import undress
from coach.intake.groups import Group, level_of
from coach.intake.labels import read_label
from coach.intake.lines import read_line
from coach.intake.shapes import is_team_title, is_title, read_title
from coach.intake.table_cells import ABSENT, Row, by_kind, by_own_label, cell_lines, kind_of, result_of
from coach.intake.view import Span
from coach.intake.wordings import unread_of, wording_of
from coach.okr import Level, Unread

_TOTAL = re.compile(r"(?:grand )?total|sum|summe|average|durchschnitt|gesamt", re.IGNORECASE)
_NOT_KEPT = ("ignored", "current", "objective progress")


@dataclass
class OpenTable:
    """A table being read: its columns, and what carries over from row to row."""

    columns: dict[int, Column]
    groups: list[Group] = field(default_factory=list)
    said: str | None = None
    carried: dict[str, str] = field(default_factory=dict)
    level: Level | None = None
    unread: list[Unread] = field(default_factory=list)


@dataclass
class _RowCells:
    """The cells of a row by what they are; a key result and its values may carry the number of their columns."""

    objective: Span | None = None
    results: list[tuple[int | None, Span]] = field(default_factory=list)
    initiatives: list[Span] = field(default_factory=list)
    title: Span | None = None
    kind: str | None = None
    code: str | None = None
    values: dict[str, str] = field(default_factory=dict)
    numbered_values: dict[int, dict[str, str]] = field(default_factory=dict)


def read_row(row: Row, table: OpenTable) -> None:
    """One row: an objective, a key result, both, or the title of the rows that follow."""
    filled = {k: cell.strip() for k, cell in enumerate(row) if cell is not None and cell.text.strip()}
    if not filled:
        return
    cells = _by_column(filled, table)
    if _is_header_again(filled):
        table.unread += _no_names(filled, table)
        return
    if _is_total(filled):
        return
    _settle_roles(cells, table)
    if cells.objective is None and not cells.results and not cells.initiatives:
        _read_odd_row(filled, cells.values, table)
    elif cells.objective is not None and not cells.results and _is_section(cells.objective, filled, table):
        _carry_section(cells.objective, table)
    else:
        _place(cells, table)


def _by_column(filled: dict[int, Span], table: OpenTable) -> _RowCells:
    """The row's cells as their columns name them; remarks, and cells beyond the header, are unread."""
    cells = _RowCells()
    for k, cell in filled.items():
        column = table.columns.get(k)
        if column is None or column.role == "note":
            table.unread.append(unread_of(cell))
        elif column.role not in _NOT_KEPT:
            _add_cell(cell, column, cells)
    return cells


def _add_cell(cell: Span, column: Column, cells: _RowCells) -> None:
    text = " ".join(cell.text.split())
    if column.role == "objective":
        cells.objective = cell if cells.objective is None else cells.objective
    elif column.role == "key result":
        cells.results.append((column.number, cell))
    elif column.role == "initiative":
        cells.initiatives.append(cell)
    elif column.role == "type":
        cells.kind, cells.code = kind_of(text), text
    elif column.role == "title":
        cells.title = cell
    elif column.role == "id":
        cells.code = cells.code or text
        cells.kind = cells.kind or kind_of(text)
    elif ABSENT.fullmatch(text):
        return
    elif column.number is not None:
        cells.numbered_values.setdefault(column.number, {})[column.role] = text
    else:
        cells.values.setdefault(column.role, text)


def _is_header_again(filled: dict[int, Span]) -> bool:
    """Whether the row repeats the header, as at a page break or over a second block."""
    return len(filled) >= 2 and find_header([[cell.text for cell in filled.values()]]) is not None


def _no_names(filled: dict[int, Span], table: OpenTable) -> list[Unread]:
    """Cells of a repeated header that name no column; those of remarks are unread already."""
    kept = {k: cell for k, cell in filled.items() if k in table.columns and table.columns[k].role != "note"}
    return [unread_of(cell) for cell in kept.values() if read_header_cell(cell.text) is None]


def _is_total(filled: dict[int, Span]) -> bool:
    first = next(iter(filled.values()))
    return bool(_TOTAL.fullmatch(first.text.strip(" :")))


def _settle_roles(cells: _RowCells, table: OpenTable) -> None:
    """Where a label in a cell, or a type column, says something else than the cell's own column, it is believed."""
    cells.objective, cells.results = by_own_label(cells.objective, cells.results)
    if cells.title is not None:
        cells.objective, cells.results = by_kind(cells.title, cells.kind, cells.objective, cells.results)
    elif (
        cells.kind == "objective"
        and cells.objective is None
        and len(cells.results) == 1
        and "objective" not in {column.role for column in table.columns.values()}
    ):
        cells.objective, cells.results = cells.results[0][1], []
    if cells.kind == "initiative" and cells.results:
        cells.initiatives, cells.results = [*cells.initiatives, *(cell for _, cell in cells.results)], []


def _is_section(objective: Span, filled: dict[int, Span], table: OpenTable) -> bool:
    """Whether a row with one cell names a team, and is no objective without key results."""
    return (
        len(filled) == 1
        and "team" not in {c.role for c in table.columns.values()}
        and not read_label(objective.text)
        and (is_team_title(objective.text) or is_title(objective.text))
    )


def _carry_section(cell: Span, table: OpenTable) -> None:
    team, period, _ = read_title(cell.text)
    if team:
        table.carried["team"] = team
    if period:
        table.carried["period"] = period
    table.said = None


def _read_odd_row(filled: dict[int, Span], values: dict[str, str], table: OpenTable) -> None:
    """A row without objective or key result: a team's title, values for the objective above, or nothing known."""
    cells = list(filled.values())
    if len(cells) == 1 and (is_team_title(cells[0].text) or is_title(cells[0].text)):
        _carry_section(cells[0], table)
    elif set(values) == {"team"}:
        table.carried["team"] = values["team"]
    elif not (values and len(values) == len(filled)):
        table.unread += [
            unread_of(cell)
            for k, cell in filled.items()
            if k not in table.columns or table.columns[k].role in ("id", "type")
        ]


def _place(cells: _RowCells, table: OpenTable) -> None:
    """Puts a row's objective and key results where they belong."""
    values = cells.values
    context = {key: values.get(key) or table.carried.get(key) for key in ("team", "period", "parent")}
    if cells.objective is not None:
        code = cells.code if not cells.results else None
        open_objective(cells.objective, context, values, code, has_results=bool(cells.results), table=table)
    elif not table.groups or _changes_team(values, table):
        table.groups.append(Group(fields={key: value for key, value in context.items() if value}))
        table.said = None
    group = table.groups[-1]
    if "level" in values:
        table.level = table.level or level_of(values["level"])
    if "objective owner" in values and not group.fields.get("owner"):
        group.fields["owner"] = values["objective owner"]
    _add_results(cells, group)
    _add_initiatives(cells, group)
    if all(number is not None for number, _ in cells.results) and values.get("owner") and not group.fields.get("owner"):
        group.fields["owner"] = values["owner"]


def _add_results(cells: _RowCells, group: Group) -> None:
    """Adds the row's key results; numbered ones have the values of their own columns, the others those of the row."""
    single = sum(1 for number, _ in cells.results if number is None) == 1
    for number, cell in cells.results:
        said = cells.values if number is None else cells.numbered_values.get(number, {})
        for line in cell_lines(cell):
            result = result_of(line, cells.code if single and number is None else None)
            if result is not None:
                _give_values(result, said)
                group.key_results.append(result)


def _give_values(result: dict[str, Any], said: dict[str, str]) -> None:
    """Puts what the columns say over what the words of the key result said; a confidence is told in the status."""
    for role in (*VALUE_ROLES, "owner"):
        if role in said and role != "confidence":
            result[role] = said[role]
    if "confidence" in said:
        confidence = f"Confidence {said['confidence']}"
        result["status"] = f"{result['status']}; {confidence}" if result.get("status") else confidence


def _add_initiatives(cells: _RowCells, group: Group) -> None:
    """Adds the row's initiatives to the last key result, or to the objective where there is none yet."""
    for cell in cells.initiatives:
        wordings = [wording_of([line.body or line.span]) for line in cell_lines(cell)]
        if group.key_results:
            group.key_results[-1]["initiatives"] += wordings
        else:
            group.initiatives += wordings


def _changes_team(values: dict[str, str], table: OpenTable) -> bool:
    team = values.get("team")
    known = table.groups[-1].fields.get("team")
    return bool(team and known and team != known)


def open_objective(
    cell: Span,
    context: dict[str, str | None],
    values: dict[str, str],
    code: str | None,
    *,
    has_results: bool,
    table: OpenTable,
) -> None:
    """Begins an objective, unless the cell repeats the one above (also with one of its key results on each row)."""
    line = read_line(cell.strip(), indent=0)
    words, dress = undress(line.body or cell)
    wording = wording_of(words or [cell])
    key = " ".join(wording.text.lower().split()).rstrip(".")
    if (
        table.groups
        and table.said == key
        and (has_results or not table.groups[-1].key_results)
        and not _changes_team(values, table)
    ):
        return
    group = Group(wording=wording, excuses=list(dress.excuses))
    group.fields = {k: value for k, value in context.items() if value}
    group.fields["label"] = line.label.text if line.label else line.number or code
    group.fields["owner"] = dress.owner or (None if has_results else values.get("owner")) or table.carried.get("owner")
    table.groups.append(group)
    table.said = key
