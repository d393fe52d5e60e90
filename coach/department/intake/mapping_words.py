"""A mapping of columns in words, as the command line and the reports show it."""

from __future__ import annotations

from collections.abc import Iterator

from coach.department.contract import ColumnUse, SheetMapping
from coach.department.intake.given_columns import ROLES
from coach.department.intake.header_names import NOT_READ
from coach.intake.columns import VALUE_ROLES

WHY = {
    "its name": "by its name",
    "its cells": "by what its cells hold",
    "given": "as you said",
    "remembered": "as you said before",
}
_LONGEST = 60


def mapping_words(mapping: SheetMapping) -> list[str]:
    """One line on the sheet, one a column that is read, one on those that are not, and what else is to be told."""
    where = f"Sheet {mapping.sheet!r}" if mapping.sheet else "The file"
    read = [use for use in mapping.columns if use.role not in NOT_READ]
    rest = [use for use in mapping.columns if use.role in NOT_READ]
    if not mapping.columns:
        lines = [f"{where}: no table of OKRs with names over its columns."]
    elif mapping.header_row is None:
        lines = [f"{where}: no names over the columns."]
    else:
        lines = [f"{where}: the names of the columns stand in row {mapping.header_row}."]
    lines += [f"  {_column(use)}: {_role(use)} ({WHY[use.because]})" for use in read]
    if any(use.role in VALUE_ROLES and use.number is None for use in read) and mapping.columns:
        lines.append(
            "  Values, status and score are those of key results; on a row that holds only an objective they are not read."
        )
    if rest:
        lines.append(f"  Not read: {', '.join(_column(use) for use in rest)}")
    return [*lines, *(f"  {notice}" for notice in mapping.notices)]


def _column(use: ColumnUse) -> str:
    name = " ".join(use.header.split())
    shown = f"{name[: _LONGEST - 1]}…" if len(name) > _LONGEST else name
    return f"{use.column} {shown!r}" if shown else f"{use.column} (no name)"


def _role(use: ColumnUse) -> str:
    name = f"{use.role} {use.number}" if use.number is not None else use.role
    return f"{name}, {ROLES[use.role]}" if use.role in ROLES and use.number is None else name


def mapping_table(mapping: SheetMapping) -> Iterator[tuple[str, str, str, str]]:
    """The columns as rows of a table: letters, name, role, why."""
    for use in mapping.columns:
        role = f"{use.role} {use.number}" if use.number is not None else use.role
        yield (
            use.column,
            " ".join(use.header.split()),
            f"{role} (not read)" if use.role in NOT_READ else role,
            WHY[use.because],
        )
