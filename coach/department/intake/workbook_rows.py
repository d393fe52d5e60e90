"""Workbooks as streams of rows, sheet by sheet: values as last computed, and which cells are merged."""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from coach.department.contract import BadRow
from coach.department.intake.limits import MAX_COLUMNS, MAX_ROWS, MAX_SHEETS, MAX_UNPACKED_BYTES
from coach.department.intake.raw_rows import Merges, RawRow
from coach.errors import InputError
from coach.intake.bounds import MAX_PARTS, MAX_RATIO, RATIO_FROM_BYTES
from coach.intake.cell_values import shown
from coach.intake.sheets import column_letters
from coach.intake.workbook import BLANK_ROWS, number_format

_PIECE = 1 << 20
_MERGE = re.compile(rb'<(?:\w+:)?mergeCell [^>]*?ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
_FORMULA = re.compile(rb"<(?:\w+:)?f[ >/]")
_MOST_MERGES = 1_000_000


class Workbook:
    """An open workbook. Close it when its sheets are read."""

    def __init__(self, path: Path, file: str) -> None:
        """Opens it; raises InputError where it is damaged or would unpack to more than is read."""
        self._path, self._file = path, file
        self._streams: list[BinaryIO] = []
        self._book: Any = None
        self._formulas: Any = None
        _check_parts(path, file)
        self._book = self._load(values=True)
        self.notices: list[str] = []

    def sheets(self) -> list[WorkbookSheet]:
        """The visible sheets, in order; `notices` then says which are not read."""
        found = [sheet for sheet in self._book.worksheets if hasattr(sheet, "iter_rows")]
        if len(found) > MAX_SHEETS:
            self.notices.append(f"{self._file}: {len(found)} sheets; the first {MAX_SHEETS} are read.")
        made = []
        for sheet in found[:MAX_SHEETS]:
            if sheet.sheet_state != "visible":
                self.notices.append(f"{self._file}: the hidden sheet {sheet.title!r} was not read.")
                continue
            has_formulas, merges = self._looked_through(sheet)
            other = None
            if has_formulas:
                self._formulas = self._formulas or self._load(values=False)
                other = self._formulas[sheet.title]
            made.append(WorkbookSheet(sheet.title, merges, (), sheet, other, self._file))
        return made

    def close(self) -> None:
        """Closes the file."""
        for book in (self._book, self._formulas):
            if book is not None:
                book.close()
        for stream in self._streams:
            stream.close()

    def _load(self, *, values: bool) -> Any:
        from openpyxl import load_workbook

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of parts it leaves out (validation lists, drawings)
            try:
                stream = self._path.open("rb")  # by its bytes: openpyxl refuses a name without its ending
                self._streams.append(stream)
                return load_workbook(stream, read_only=True, data_only=values, keep_links=False)
            except Exception as error:
                self.close()
                raise damaged(self._file, error) from None

    def _looked_through(self, sheet: Any) -> tuple[bool, Merges]:
        """Whether a sheet has formulas, and its merged cells, looked for in its XML piece by piece."""
        part = str(getattr(sheet, "_worksheet_path", "")).lstrip("/")
        formulas, ranges, tail = False, [], b""
        try:
            with zipfile.ZipFile(self._path) as archive, archive.open(part) as stream:
                while piece := stream.read(_PIECE):
                    text = tail + piece
                    formulas = formulas or bool(_FORMULA.search(text))
                    end = 0
                    for match in _MERGE.finditer(text):
                        ranges.append(match.groups())
                        end = match.end()
                    tail = text[max(end, len(text) - 200) :]
                    if len(ranges) > _MOST_MERGES:
                        break
        except Exception as error:
            raise damaged(self._file, error) from None
        return formulas, _merges(ranges)


def _merges(ranges: Iterable[tuple[bytes, ...]]) -> Merges:
    """Merged stretches that go down a column, from the row after the one that holds the value."""
    found: dict[int, list[tuple[int, int]]] = {}
    for left, top, right, bottom in ranges:
        if int(bottom) > int(top) and left == right:
            found.setdefault(_index(left), []).append((int(top), int(bottom)))
    return Merges({k: sorted(rows) for k, rows in found.items()})


def _index(letters: bytes) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + letter - 64
    return index - 1


@dataclass
class WorkbookSheet:
    """One visible sheet of an open workbook."""

    name: str | None
    merges: Merges
    notices: tuple[str, ...]
    _sheet: Any
    _formulas: Any
    _file: str

    def rows(self) -> Iterator[RawRow | BadRow]:
        """Its rows down to its last filled one; raises InputError where it is damaged or has more rows than are read."""
        self._sheet.reset_dimensions()
        blank = 0
        try:
            for number, (cells, sources) in enumerate(self._paired(), start=1):
                row, faults = _row(cells, sources, number)
                if faults:
                    yield BadRow(file=self._file, sheet=self.name, row=number, text=faults[0], reason=faults[1])
                blank = 0 if any(row) else blank + 1
                if blank >= BLANK_ROWS:
                    return
                if number > MAX_ROWS:
                    raise InputError(
                        f"{self._file}, sheet {self.name!r}: more than {MAX_ROWS:,} rows. Split the sheet, one part of the organisation a file."
                    )
                if not blank:
                    yield number, row
        except InputError:
            raise
        except Exception as error:
            raise damaged(f"{self._file}, sheet {self.name!r}", error) from None

    def _paired(self) -> Iterator[tuple[tuple[Any, ...], tuple[Any, ...]]]:
        rows: Iterable[tuple[Any, ...]] = self._sheet.iter_rows()
        if self._formulas is None:
            for cells in rows:
                yield cells, ()
            return
        self._formulas.reset_dimensions()
        yield from zip(rows, self._formulas.iter_rows(values_only=True), strict=False)


def _row(cells: Sequence[Any], sources: Sequence[Any], number: int) -> tuple[list[str], tuple[str, str] | None]:
    """The texts of a row, and what of it has no value: formulas that were never computed."""
    row: list[str] = []
    missing: list[str] = []
    for k, cell in enumerate(cells):
        value = cell.value
        if value is None:
            row.append("")
            source = sources[k] if k < len(sources) else None
            if isinstance(source, str) and source.startswith("="):
                missing.append(f"{column_letters(k)}{number}: {source}")
        elif isinstance(value, str):
            row.append(value)
        else:
            row.append(shown(value, number_format(cell)))
    while row and not row[-1]:
        row.pop()
    if not missing:
        return row, None
    one = len(missing) == 1
    return row, (
        " | ".join(missing[:MAX_COLUMNS]),
        f"{'A formula holds' if one else f'{len(missing)} formulas hold'} no computed value. Open the file in its program, let it compute, save it and try again.",
    )


def _check_parts(path: Path, file: str) -> None:
    """Raises InputError for an archive that is damaged, encrypted, or would unpack to more than is read."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError) as error:
        raise damaged(file, error) from None
    total = sum(part.file_size for part in parts)
    heavy = any(p.file_size > RATIO_FROM_BYTES and p.file_size > MAX_RATIO * max(p.compress_size, 1) for p in parts)
    if heavy or len(parts) > MAX_PARTS or total > MAX_UNPACKED_BYTES:
        raise InputError(
            f"{file}: unpacked, the file would take {total // 1024 // 1024:,} MB from {path.stat().st_size // 1024:,} KB, like a compression bomb, so it was not opened. Save only the sheets with the OKRs in a new file."
        )
    if any(part.flag_bits & 1 for part in parts):
        raise InputError(f"{file}: the archive is encrypted with a password. Remove the password and try again.")


def damaged(file: str, error: Exception) -> InputError:
    """The error for a workbook that cannot be read."""
    said = " ".join(str(error).split())[:160] or type(error).__name__
    return InputError(
        f"{file}: the workbook is damaged and cannot be read ({said}). Open it in its program, save it again as .xlsx and try again."
    )
