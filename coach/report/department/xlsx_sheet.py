"""Cells added to a worksheet's part, every other byte of which stays as it is.

The part is read as a stream. What is added is spliced into the bytes at the places that the parser names, so that styles,
formulas, extensions and whatever else a program wrote are kept, known here or not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import IO

from coach.intake.sheets import column_letters
from coach.report.department.cells import xml_text
from coach.report.department.xlsx_reading import REFERENCE, column_number, column_of, parsed

_TAG = re.compile(rb"""<(?:[^>"']|"[^"]*"|'[^']*')*>""")
_WIDTHS = (16, 60, 50, 50)
"""Of the added columns, in characters."""
_AFTER_LEGACY_DRAWING = frozenset(
    "legacyDrawingHF drawingHF picture oleObjects controls webPublishItems tableParts extLst".split()
)
"""What comes after comments in the order that the format prescribes."""
Cells = tuple[tuple[str, int | None], ...]
"""Text and style of each cell that is added to a row."""


@dataclass(frozen=True)
class Additions:
    """What is added: cells by row, from one column on. They are made when their row comes, so that none are kept."""

    first_column: int
    """From 1; 0 where no column is added."""
    width: int = 0
    """How many columns are added."""
    rows: frozenset[int] = frozenset()
    cells: Callable[[int], Cells] = lambda row: ()
    """What is added to one of `rows`."""
    columns: Sequence[Mapping[str, str]] = ()
    """The attributes of all `col` elements, as `with_columns` gives them."""
    legacy_drawing: bytes = b""
    """The element that names the drawing of comments, where one is added."""


def spliced(part: IO[bytes], additions: Additions) -> Iterator[bytes]:
    """The part with what is added, piece by piece; raises InputError as `measured`."""
    return _Splicer(additions).run(part)


class _Splicer:
    """Holds the bytes that are not written yet, and the changes to them, in order."""

    def __init__(self, additions: Additions) -> None:
        self._add = additions
        self._buffer, self._base = bytearray(), 0
        self._edits: list[tuple[int, int, bytes]] = []
        self._open: int | None = None
        """Where an element begins that is being left out."""
        self._depth = self._row = self._column = 0
        self._prefix = ""
        self._inserted = self._columns_written = self._drawing_written = False
        self._event = 0
        self._last = additions.first_column + additions.width - 1

    def run(self, part: IO[bytes]) -> Iterator[bytes]:
        for piece in parsed(part, self._start, self._end):
            if piece is not None:
                self._buffer += piece
                continue
            yield self._flushed(self._event if self._open is None else min(self._open, self._event))
        yield self._flushed(self._base + len(self._buffer))

    def _flushed(self, upto: int) -> bytes:
        out, at = bytearray(), self._base
        ready = [edit for edit in self._edits if edit[1] <= upto]
        for start, end, words in ready:
            out += self._buffer[at - self._base : start - self._base]
            out += words
            at = end
        self._edits = self._edits[len(ready) :]
        upto = max(at, min([upto, *(edit[0] for edit in self._edits)]))
        out += self._buffer[at - self._base : upto - self._base]
        del self._buffer[: upto - self._base]
        self._base = upto
        return bytes(out)

    def _start(self, name: str, attributes: dict[str, str], index: int) -> None:
        self._event = index
        local = name.rpartition(":")[2]
        if self._depth == 0:
            self._prefix = name[: len(name) - len(local)]
        elif self._depth == 1 and local in _AFTER_LEGACY_DRAWING:
            self._write_drawing(index)
        self._depth += 1
        if local == "sheetView" and "tabSelected" in attributes:
            self._change_tag(index, rb"""\s+tabSelected\s*=\s*(?:"[^"]*"|'[^']*')""", b"")
        if not self._add.first_column:
            return
        if local == "dimension":
            self._change_tag(
                index, rb"""\sref\s*=\s*(?:"[^"]*"|'[^']*')""", self._dimension(attributes.get("ref", "A1"))
            )
        elif local == "cols":
            self._open = index
        elif local == "sheetData" and not self._columns_written:
            self._edits.append((index, index, self._columns()))
        elif local == "row":
            self._row, self._column = int(attributes.get("r", self._row + 1)), 0
            self._inserted = self._tag(index).endswith(b"/>")  # an empty row holds no line, so nothing is said of it
            if self._row in self._add.rows and "spans" in attributes:
                self._change_tag(index, rb"""\s+spans\s*=\s*(?:"[^"]*"|'[^']*')""", b"")
        elif local == "c":
            self._column = column_of(attributes.get("r"), self._column)
            if self._row in self._add.rows:
                self._at_cell(index)

    def _at_cell(self, index: int) -> None:
        """An empty cell that has only a style gives way where something is added; what follows comes after it."""
        if self._column > self._last and not self._inserted:
            self._insert_cells(index)
        elif self._add.first_column <= self._column <= self._last:
            self._open = index

    def _end(self, name: str, index: int) -> None:
        self._event = index
        self._depth -= 1
        local = name.rpartition(":")[2]
        if self._depth == 0:
            self._write_drawing(index)
        if not self._add.first_column:
            return
        if local == "cols":
            self._leave_out(index, self._columns())
        elif local == "c" and self._open is not None:
            self._leave_out(index, b"")
        elif local == "row" and self._row in self._add.rows and not self._inserted:
            self._insert_cells(index)

    def _leave_out(self, index: int, instead: bytes) -> None:
        """Leave out the element that is open and ends here, and put something in its place."""
        start = self._open if self._open is not None else index
        opening = self._tag(start)
        end = start + len(opening) if opening.endswith(b"/>") else index + len(self._tag(index))
        self._edits.append((start, end, instead))
        self._open = None

    def _insert_cells(self, index: int) -> None:
        self._inserted = True
        self._edits.append((index, index, self._cells()))

    def _cells(self) -> bytes:
        p = self._prefix
        made = []
        for number, (words, style) in enumerate(self._add.cells(self._row), self._add.first_column):
            if not words:
                continue
            styled = f' s="{style}"' if style is not None else ""
            made.append(
                f'<{p}c r="{column_letters(number - 1)}{self._row}"{styled} t="inlineStr"><{p}is>'
                f'<{p}t xml:space="preserve">{xml_text(words)}</{p}t></{p}is></{p}c>'
            )
        return "".join(made).encode("utf-8", "replace")

    def _columns(self) -> bytes:
        self._columns_written = True
        p = self._prefix
        made = []
        for attributes in self._add.columns:
            named = "".join(f' {key}="{value}"' for key, value in attributes.items() if ":" not in key)
            made.append(f"<{p}col{named}/>")
        return f"<{p}cols>{''.join(made)}</{p}cols>".encode() if made else b""

    def _dimension(self, ref: str) -> bytes:
        corners = REFERENCE.findall(ref.upper()) or [("A", "1")]
        (first, top), (last, bottom) = corners[0], corners[-1]
        column = max(column_number(last), self._last)
        return f' ref="{first}{top}:{column_letters(column - 1)}{max(int(bottom), *self._add.rows, 1)}"'.encode()

    def _write_drawing(self, index: int) -> None:
        if self._add.legacy_drawing and not self._drawing_written:
            self._drawing_written = True
            self._edits.append((index, index, self._add.legacy_drawing))

    def _change_tag(self, index: int, pattern: bytes, instead: bytes) -> None:
        tag = self._tag(index)
        self._edits.append((index, index + len(tag), re.sub(pattern, lambda match: instead, tag, count=1)))

    def _tag(self, index: int) -> bytes:
        match = _TAG.match(self._buffer, index - self._base)
        return match.group() if match else b""


def with_columns(columns: list[dict[str, str]], first: int) -> list[dict[str, str]]:
    """The sheet's own column widths, cut where the added columns stand, with theirs."""
    last = first + len(_WIDTHS) - 1
    made = []
    for attributes in columns:
        low, high = int(attributes.get("min", 1)), int(attributes.get("max", 1))
        if low < first:
            made.append({**attributes, "min": str(low), "max": str(min(high, first - 1))})
        if high > last:
            made.append({**attributes, "min": str(max(low, last + 1)), "max": str(high)})
    added = [
        {"min": str(first + at), "max": str(first + at), "width": str(width), "customWidth": "1"}
        for at, width in enumerate(_WIDTHS)
    ]
    return sorted([*made, *added], key=lambda attributes: int(attributes["min"]))
