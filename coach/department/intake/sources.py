"""Sources of a department's OKRs: a sheet, a workbook, JSON Lines, a folder of documents, or standard input.

open_source(path) ──► Source.read() ──► SheetMapping, Unit, BadRow, in order, in bounded memory
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import weakref
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import BinaryIO

from coach.department.contract import BadRow, SheetMapping, Source, Unit
from coach.department.intake.column_memory import ColumnMemory
from coach.department.intake.csv_rows import CsvSheet
from coach.department.intake.drafts import Naming, nothing_in, units_of
from coach.department.intake.given_columns import GivenColumns, read_given_columns
from coach.department.intake.json_source import is_json_lines, read_json_lines, read_json_list
from coach.department.intake.limits import MAX_DOCUMENTS, MAX_FILE_BYTES
from coach.department.intake.sheet_reading import SheetReading
from coach.errors import InputError
from coach.settings import settings

Piece = Unit | BadRow | SheetMapping
_SHEETS = (".csv", ".tsv", ".tab")
_WORKBOOKS = (".xlsx", ".xlsm")
_DOCUMENTS = (".docx", ".md", ".markdown", ".txt")
_JSON = (".json",)
_LINES = (".jsonl", ".ndjson")
_READ = (*_SHEETS, *_WORKBOOKS, *_DOCUMENTS, *_JSON, *_LINES)
_HEAD = 256 * 1024
STDIN = "standard input"


def open_source(path: str | Path, columns: str | Path | None = None, home: Path | None = None) -> Source:
    """The source that a path names; ``-`` is standard input.

    Args:
        path: a .csv, .tsv, .xlsx, .jsonl, .json, .docx, .md or .txt file, or a folder of them, one team a file.
        columns: a YAML file that says what columns hold (`coach.department.intake.given_columns`).
        home: the data directory, where corrections of columns are remembered; the one that is set, if None.

    Raises:
        InputError: the path or the columns file is not there, is too large, or is of no kind that is read.
    """
    given = read_given_columns(columns) if columns is not None else None
    memory = ColumnMemory(home or settings().home)
    if str(path) == "-":
        return StandardInput(given, memory)
    path = Path(path)
    if path.is_dir():
        return FolderSource(path, given, memory)
    _check_file(path, str(path))
    return FileSource(path, path.name, given, memory)


class FileSource:
    """One file."""

    def __init__(self, path: Path, name: str, given: GivenColumns | None, memory: ColumnMemory | None) -> None:
        self.name = name
        self._path, self._given, self._memory = path, given, memory
        self._kind = kind_of_file(path, name)
        if given is not None and self._kind not in ("sheet", "workbook"):
            raise InputError(f"{given.name}: columns are given, but {name} is no sheet. Leave them out.")

    def read(self) -> Iterator[Piece]:
        """Its mappings, units and bad rows; raises InputError where the file as a whole cannot be read."""
        yield from _told(
            self._memory, read_pieces(self._path, self._kind, Naming(self.name), self._given, self._memory)
        )


class FolderSource:
    """A folder of documents, one a team, in the order of their paths."""

    def __init__(self, path: Path, given: GivenColumns | None, memory: ColumnMemory | None) -> None:
        self.name = path.resolve().name or str(path)
        self._path, self._given, self._memory = path, given, memory
        self._files, self._left = _documents(path)
        if not self._files:
            raise InputError(f"{path}: there is no document in this folder. Expected {', '.join(_READ)}, one a team.")

    def read(self) -> Iterator[Piece]:
        """All documents; one that cannot be read is a bad row, and the others go on."""
        yield from _told(self._memory, self._pieces())

    def _pieces(self) -> Iterator[Piece]:
        numbers = count()
        for name, reason in self._left:
            yield BadRow(file=name, row=0, text="", reason=reason)
        for path in self._files:
            name = path.relative_to(self._path).as_posix()
            naming = Naming(name, in_folder=True, numbers=numbers)
            try:
                _check_file(path, name)
                yield from read_pieces(path, kind_of_file(path, name), naming, self._given, self._memory)
            except InputError as error:
                yield BadRow(file=name, row=0, text="", reason=str(error))


class StandardInput:
    """Standard input, kept in a temporary file: what it holds is told by looking at it."""

    name = STDIN

    def __init__(self, given: GivenColumns | None, memory: ColumnMemory | None, stream: BinaryIO | None = None) -> None:
        folder = tempfile.mkdtemp(prefix="okr-coach-")
        weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)
        path = Path(folder) / "stdin"
        _keep(stream or sys.stdin.buffer, path)
        self._inner = FileSource(path, STDIN, given, memory)

    def read(self) -> Iterator[Piece]:
        """Its mappings, units and bad rows."""
        yield from self._inner.read()


def read_pieces(
    path: Path, kind: str, naming: Naming, given: GivenColumns | None, memory: ColumnMemory | None
) -> Iterator[Piece]:
    """What one file of a known kind holds."""
    reading = SheetReading(naming, given, memory)
    if kind == "sheet":
        if given is not None:
            given.check_sheets([], naming.file)
        yield from reading.read(CsvSheet(path, naming.file))
    elif kind == "workbook":
        yield from _workbook(path, naming, given, reading)
    elif kind == "json lines":
        yield from read_json_lines(path, naming)
    elif kind == "json":
        yield from read_json_list(path, naming)
    else:
        yield from _document(path, naming)


def _workbook(path: Path, naming: Naming, given: GivenColumns | None, reading: SheetReading) -> Iterator[Piece]:
    from coach.department.intake.workbook_rows import Workbook

    book = Workbook(path, naming.file)
    try:
        sheets = book.sheets()
        if given is not None:
            given.check_sheets([sheet.name or "" for sheet in sheets], naming.file)
        for notice in book.notices:
            yield SheetMapping(sheet=None, header_row=None, columns=(), shape="none", notices=(notice,))
        for sheet in sheets:
            yield from reading.read(sheet)
    finally:
        book.close()


def _document(path: Path, naming: Naming) -> Iterator[Piece]:
    from coach.intake import read_bytes
    from coach.intake.bounds import read_bounded

    with path.open("rb") as stream:
        content = read_bounded(stream, naming.file)
    suffix = "" if path.suffix.lower() in _DOCUMENTS else ".txt"
    draft = read_bytes(content, name=Path(naming.file).name + suffix)
    if not draft.objectives:
        yield nothing_in(draft, naming, 0)
        return
    draft = draft.model_copy(update={"source": None}) if len(draft.objectives) > 1 else draft
    yield from units_of(draft, naming, naming.file if naming.in_folder else draft.team or naming.team)


def kind_of_file(path: Path, name: str) -> str:
    """What a file is: by its first bytes, then by its ending, then by what its text looks like.

    Raises InputError for what is not read.
    """
    from coach.intake.bounds import sniff

    with path.open("rb") as stream:
        head = stream.read(_HEAD)
    if head.startswith(b"PK"):
        return _zip_kind(path, name)
    sniff(head, name)
    ending = Path(name).suffix.lower()
    if ending in _WORKBOOKS or ending == ".docx":
        raise InputError(
            f"{name}: the ending is {ending}, but the bytes are not. Save it again, or give it its right ending."
        )
    if ending in _SHEETS:
        return "sheet"
    if ending in _LINES:
        return "json lines"
    text = head.decode("utf-8", "replace").lstrip("\ufeff \t\r\n")
    if ending in _JSON or (ending not in _DOCUMENTS and text[:1] in "{["):
        return "json lines" if is_json_lines(text) and text[:1] == "{" else "json"
    return "sheet" if ending not in _DOCUMENTS and _is_sheet(path, name) else "document"


def _zip_kind(path: Path, name: str) -> str:
    import zipfile

    from coach.department.intake.workbook_rows import damaged

    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError) as error:
        raise damaged(name, error) from None
    if any(part.startswith("xl/") for part in parts):
        return "workbook"
    if any(part.startswith("word/") for part in parts):
        return "document"
    raise InputError(f"{name}: this is an archive without a workbook or document in it. Expected .xlsx or .docx.")


def _is_sheet(path: Path, name: str) -> bool:
    """Whether a text without a telling ending is a table with names over its columns."""
    from itertools import islice

    from coach.department.intake.columns import LOOKED_AT
    from coach.department.intake.found_columns import find_columns

    rows = [row for row in islice(CsvSheet(path, name).rows(), LOOKED_AT) if not isinstance(row, BadRow)]
    found = find_columns([cells for _, cells in rows], [number for number, _ in rows])
    return found is not None and len(found.by_index) > 1


def _documents(folder: Path) -> tuple[list[Path], list[tuple[str, str]]]:
    """The documents of a folder and of those in it, sorted by path, and what is left out, with the reason."""
    found: list[Path] = []
    left: list[tuple[str, str]] = []
    for at, folders, names in os.walk(folder, followlinks=False):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(at) / name
            if name.startswith((".", "~$")):
                continue
            if path.suffix.lower() not in _READ:
                said = f"{path.suffix or 'a file without ending'} is not read. Expected {', '.join(_READ)}."
                left.append((path.relative_to(folder).as_posix(), said))
            elif not path.is_file():
                left.append((path.relative_to(folder).as_posix(), "This is no file that can be read."))
            else:
                found.append(path)
            if len(found) > MAX_DOCUMENTS:
                raise InputError(f"{folder}: more than {MAX_DOCUMENTS:,} documents. Split the folder.")
    return sorted(found, key=lambda path: path.relative_to(folder).as_posix().casefold()), left


def _check_file(path: Path, name: str) -> None:
    try:
        size = path.stat().st_size
        with path.open("rb"):
            pass
    except FileNotFoundError:
        raise InputError(f"{name}: there is no such file or folder. Check the path.") from None
    except (OSError, ValueError) as error:
        raise InputError(f"{name}: the file cannot be opened ({error}). Check its permissions.") from None
    if size > MAX_FILE_BYTES:
        raise InputError(
            f"{name}: larger than {MAX_FILE_BYTES // 1024 // 1024} MB, the most that is read of one file. Split it."
        )


def _keep(stream: BinaryIO, path: Path) -> None:
    """Writes a stream to a file, as far as one is read; raises InputError where it is longer."""
    size = 0
    with path.open("wb") as out:
        while piece := stream.read(64 * 1024):
            size += len(piece)
            if size > MAX_FILE_BYTES:
                raise InputError(
                    f"{STDIN}: more than {MAX_FILE_BYTES // 1024 // 1024} MB, the most that is read at once. Split it."
                )
            out.write(piece)


def _told(memory: ColumnMemory | None, pieces: Iterator[Piece]) -> Iterator[Piece]:
    """The pieces, with what is to be told of a damaged memory of columns in the first mapping."""
    notice = memory.notice if memory else None
    for piece in pieces:
        if notice and isinstance(piece, SheetMapping):
            piece, notice = piece.model_copy(update={"notices": (*piece.notices, notice)}), None
        yield piece
