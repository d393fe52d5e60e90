"""A sheet as it was understood: column by column what it was taken for, how that was told, and an example of its cells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from coach.department.contract import BadRow, SheetMapping
from coach.department.intake.columns import LOOKED_AT
from coach.department.intake.header_names import NOT_READ
from coach.department.intake.mapping_words import mapping_table
from coach.department.intake.raw_rows import RawSheet
from coach.intake.sheets import column_letters

_SAMPLE = 60
"""Rows of a sheet that are looked at for examples."""
_LONGEST_EXAMPLE = 90
_COLUMNS = 60
_LONGEST_CELL = 2_000
"""Characters of a cell that are held; a sheet may have 32,767 in each of two hundred columns."""
UNTOLD = "not told"
"""Why a column of a sheet without names that are known has the role it has."""


@dataclass(frozen=True)
class ColumnSeen:
    """One column, as it was understood."""

    letters: str
    header: str
    role: str
    """With its number, where it has one: "key result 2"."""
    is_read: bool
    told_by: str
    """How sure this is: by its name, by what its cells hold, as you said."""
    example: str
    """A filled cell below the name."""


@dataclass(frozen=True)
class SheetSeen:
    """One sheet, or a file that is one."""

    file: str
    sheet: str | None
    header_row: int | None
    shape: str
    columns: tuple[ColumnSeen, ...]
    notices: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...] = ()
    """The first rows as they stand there, with their numbers."""

    def names_in(self, row: int) -> dict[str, str]:
        """What stands in a row, by column letters: the names, if the user says that they stand there."""
        cells = next((cells for number, cells in self.rows if number == row), ())
        return {column_letters(at): " ".join(cell.split()) for at, cell in enumerate(cells) if cell.strip()}

    @property
    def is_understood(self) -> bool:
        """Whether names over its columns, or its cells, told what they hold."""
        return any(column.told_by != UNTOLD for column in self.columns)


@dataclass(frozen=True)
class Sample:
    """The first rows of a sheet."""

    rows: tuple[tuple[int, tuple[str, ...]], ...]

    def example(self, column: int, after: int) -> str:
        """The first filled cell of a column below a row."""
        cells = (cells[column] for number, cells in self.rows if number > after and column < len(cells))
        text = next((" ".join(cell.split()) for cell in cells if cell.strip()), "")
        return f"{text[: _LONGEST_EXAMPLE - 1]}…" if len(text) > _LONGEST_EXAMPLE else text


def raw_sheets(path: Path, kind: str) -> dict[str | None, Sample]:
    """The first rows of each sheet of a file; none where it has no sheets."""
    if kind == "sheet":
        from coach.department.intake.csv_rows import CsvSheet

        return {None: _sample(CsvSheet(path, path.name))}
    if kind != "workbook":
        return {}
    from coach.department.intake.workbook_rows import Workbook

    book = Workbook(path, path.name)
    try:
        return {sheet.name: _sample(sheet) for sheet in book.sheets()}
    finally:
        book.close()


def _sample(sheet: RawSheet) -> Sample:
    rows = (row for row in sheet.rows() if not isinstance(row, BadRow))
    return Sample(
        tuple((number, tuple(cell[:_LONGEST_CELL] for cell in cells)) for number, cells in islice(rows, _SAMPLE))
    )


def sheets_seen(file: str, mappings: Sequence[SheetMapping], raw: Mapping[str | None, Sample]) -> Iterator[SheetSeen]:
    """Each sheet once, with the columns of its first table; a sheet in which no table was seen is shown by its letters."""
    told: set[str | None] = set()
    for mapping in mappings:
        if mapping.sheet in told and mapping.columns:
            continue  # a second block of names further down the same sheet
        sample = raw.get(mapping.sheet)
        if sample is None and not mapping.notices:
            continue
        told.add(mapping.sheet)
        columns = _columns(mapping, sample) if mapping.columns else tuple(_untold(sample))
        yield SheetSeen(
            file, mapping.sheet, mapping.header_row, mapping.shape, columns, mapping.notices, _first(sample)
        )
    for name, sample in raw.items():
        if name not in told and sample.rows:
            yield SheetSeen(file, name, None, "none", tuple(_untold(sample)), (), _first(sample))


def _first(sample: Sample | None) -> tuple[tuple[int, tuple[str, ...]], ...]:
    return sample.rows[:LOOKED_AT] if sample else ()


def _columns(mapping: SheetMapping, sample: Sample | None) -> tuple[ColumnSeen, ...]:
    found = []
    for use, (letters, header, _, why) in zip(mapping.columns, mapping_table(mapping), strict=True):
        role = f"{use.role} {use.number}" if use.number is not None else use.role
        example = sample.example(_index(letters), mapping.header_row or 0) if sample else ""
        found.append(ColumnSeen(letters, header, role, use.role not in NOT_READ, why, example))
    return tuple(found)


def _untold(sample: Sample | None) -> Iterator[ColumnSeen]:
    if sample is None:
        return
    widest = max((len(cells) for _, cells in sample.rows), default=0)
    first = sample.rows[0] if sample.rows else (0, ())
    for column in range(min(widest, _COLUMNS)):
        header = " ".join(first[1][column].split()) if column < len(first[1]) else ""
        example = sample.example(column, first[0])
        if header or example:
            yield ColumnSeen(column_letters(column), header, "ignored", False, UNTOLD, example)


def _index(letters: str) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1
