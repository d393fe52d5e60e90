"""CSV and TSV files as a stream of rows: nothing but the row at hand is in memory."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from coach.department.contract import BadRow
from coach.department.intake.limits import MAX_CELL_CHARACTERS, MAX_ROWS
from coach.department.intake.raw_rows import Merges, RawRow
from coach.errors import InputError
from coach.intake.csv_file import find_separator
from coach.intake.encodings import decode

_CHUNK = 1 << 20
_DECODED_WHOLE = 20 * 1024 * 1024
_SAMPLE_BYTES = 256 * 1024
LONGEST_FIELD = 4 * 1024 * 1024
"""A field of this size is a quotation mark that was never closed."""
_WESTERN = "okr-coach-western"
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


class CsvSheet:
    """A CSV file on disk. `name` in messages is the file's."""

    name: str | None = None
    merges = Merges()

    def __init__(self, path: Path, file: str) -> None:
        self._path, self._file = path, file
        self.encoding, self._errors, notice = _encoding_of(path, file)
        self.notices: tuple[str, ...] = (notice,) if notice else ()
        with self._open() as stream:
            sample = stream.read(_SAMPLE_BYTES)
        self.separator = find_separator(sample, tabs=file.lower().endswith((".tsv", ".tab")))
        self._skips = sample[:4].lower() == "sep=" and "\n" in sample[:8]

    def rows(self) -> Iterator[RawRow | BadRow]:
        """Its rows; raises InputError where it has more than are read."""
        csv.field_size_limit(LONGEST_FIELD)
        with self._open() as stream:
            if self._skips:
                stream.readline()
            reader = csv.reader(stream, delimiter=self.separator)
            number = 0
            while True:
                number += 1
                before = reader.line_num
                try:
                    cells = next(reader)
                except StopIteration:
                    return
                except csv.Error as error:
                    yield self._unread(number, before, reader.line_num, error)
                    continue
                if number > MAX_ROWS:
                    raise InputError(
                        f"{self._file}: more than {MAX_ROWS:,} rows, which is the most that is read of one file. Split it, one part of the organisation a file."
                    )
                if cells:
                    yield number, cells

    def _unread(self, number: int, first: int, last: int, error: csv.Error) -> BadRow:
        return BadRow(
            file=self._file,
            row=number,
            text="",
            reason=f'Lines {first + 1} to {last} of the file cannot be read as CSV ({error}). A quotation mark is perhaps not closed. Quote cells with " and double the quotation marks in them.',
        )

    def _open(self) -> TextIO:
        if self._errors == "decoded":
            text, _ = decode(self._path.read_bytes(), self._file)
            return io.StringIO(text, newline="")
        return self._path.open("r", encoding=self.encoding, errors=self._errors, newline="")


def _encoding_of(path: Path, file: str) -> tuple[str, str, str | None]:
    """The encoding of a file, how to read on over what is not in it, and what is to be told of it."""
    with path.open("rb") as stream:
        head = stream.read(_SAMPLE_BYTES)
    for mark, encoding in _MARKS:
        if head.startswith(mark) and not head.startswith(codecs.BOM_UTF32_LE):
            return encoding, "replace", None
    if b"\x00" not in head and _is_utf8(path):
        return "utf-8", "strict", None
    if path.stat().st_size <= _DECODED_WHOLE:
        _, notice = decode(path.read_bytes(), file)
        return "utf-8", "decoded", notice
    _, notice = decode(head.rsplit(b"\n", 1)[0], file)
    if notice is None or "mixes" in notice:
        notice = f"{file} mixes UTF-8 with another encoding; what is not UTF-8 was read as Windows-1252. If letters look wrong, save it as UTF-8."
        codecs.register_error(_WESTERN, _as_western)
        return "utf-8", _WESTERN, notice
    return notice.partition("it was read as ")[2].partition(". If")[0], "replace", notice


def _as_western(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


def _is_utf8(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with path.open("rb") as stream:
            while chunk := stream.read(_CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def too_long(cells: list[str]) -> bool:
    """Whether a cell holds more than any spreadsheet does."""
    return any(len(cell) > MAX_CELL_CHARACTERS for cell in cells)
