"""What a row of a sheet, or an object of a JSON file, says under which name."""

from __future__ import annotations

from dataclasses import dataclass, field

from coach.cycle.columns import WORDS, SaidColumn
from coach.department.contract import BadRow, SheetMapping
from coach.okr import Place

LOOKED_FOR = (
    "Expected a header row with a column for the key result and at least one of date, status, confidence, score, value or note "
    "(names in several languages are known), or JSON objects with such keys."
)


@dataclass(frozen=True, slots=True)
class Cell:
    """A text with its place."""

    text: str
    place: Place


@dataclass
class Record:
    """One row, or one object, under the roles of its columns. `several` holds the cells of which a row can have more than one."""

    cells: dict[str, Cell] = field(default_factory=dict)
    several: list[tuple[SaidColumn, Cell]] = field(default_factory=list)
    place: Place = field(default_factory=lambda: Place(start=0, end=0))
    group: str | None = None
    """The sheet it stands in: what a row leaves out is carried down within it."""
    alone: bool = False
    """It says everything itself, as an object does: nothing is carried into it."""


@dataclass
class Records:
    """Everything read from a file, before it is sorted by key result."""

    name: str
    records: list[Record] = field(default_factory=list)
    headers: dict[tuple[str | None, str], str] = field(default_factory=dict)
    """The names over the columns, by group and role."""
    mappings: list[SheetMapping] = field(default_factory=list)
    bad_rows: list[BadRow] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)


def put(record: Record, column: SaidColumn, cell: Cell) -> None:
    if column.on is not None or column.role in WORDS:
        record.several.append((column, cell))
    else:
        record.cells.setdefault(column.role, cell)
