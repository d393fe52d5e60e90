"""A worksheet's part read as a stream: what has to be known of a sheet before anything is added to it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import IO, Any
from xml.parsers.expat import ParserCreate

from coach.errors import InputError

MAX_COLUMN = 16_384
REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?(\d+)")
"""A cell's name: letters and number."""
_CHUNK = 1 << 20


@dataclass
class Measured:
    """What has to be known of a sheet before anything is added to it."""

    last_column: int = 0
    """The last column with something in it, or with a merged cell; from 1."""
    rows: set[int] = field(default_factory=set)
    legacy_drawing: str | None = None
    """The relationship of the drawing that holds its comments, where it has comments."""
    columns: list[dict[str, str]] = field(default_factory=list)
    """The attributes of its `col` elements."""


def measured(part: IO[bytes]) -> Measured:
    """Raises InputError where the part is not UTF-8, which is all that splicing knows."""
    found = Measured()
    state = {"row": 0, "column": 0}

    def start(name: str, attributes: dict[str, str], _index: int) -> None:
        local = name.rpartition(":")[2]
        if local == "row":
            state["row"] = int(attributes.get("r", state["row"] + 1))
            state["column"] = 0
            found.rows.add(state["row"])
        elif local == "c":
            state["column"] = column_of(attributes.get("r"), state["column"])
        elif local in ("v", "f", "is"):
            found.last_column = max(found.last_column, state["column"])
        elif local == "mergeCell":
            last = max((column_number(c) for c, _ in REFERENCE.findall(attributes.get("ref", ""))), default=0)
            if last < MAX_COLUMN:  # a merged whole row says nothing about where a sheet ends
                found.last_column = max(found.last_column, last)
        elif local == "col":
            found.columns.append(attributes)
        elif local == "legacyDrawing":
            found.legacy_drawing = next((v for k, v in attributes.items() if k.rpartition(":")[2] == "id"), None)

    for _ in parsed(part, start, lambda name, index: None):
        pass
    return found


def parsed(
    part: IO[bytes], start: Callable[[str, dict[str, str], int], None], end: Callable[[str, int], None]
) -> Iterator[bytes | None]:
    """Feeds the part to the parser: each piece before it is parsed, then None after it."""
    parser: Any = ParserCreate()

    def refuse(*_: object) -> None:
        raise InputError("the sheet declares entities of its own, which no spreadsheet program writes")

    parser.EntityDeclHandler = refuse
    parser.StartElementHandler = lambda name, attributes: start(name, attributes, parser.CurrentByteIndex)
    parser.EndElementHandler = lambda name: end(name, parser.CurrentByteIndex)
    first = True
    while chunk := part.read(_CHUNK):
        if first and (chunk[:2] in (b"\xff\xfe", b"\xfe\xff") or not _says_utf8(chunk[:200])):
            raise InputError("the sheet is not written in UTF-8")
        first = False
        yield chunk
        parser.Parse(chunk, False)
        yield None
    parser.Parse(b"", True)


def _says_utf8(head: bytes) -> bool:
    declared = re.search(rb"""encoding\s*=\s*["']([\w-]+)""", head)
    return declared is None or declared.group(1).lower() in (b"utf-8", b"utf8", b"us-ascii")


def column_of(reference: str | None, before: int) -> int:
    """The number of a cell's column; a cell that names none follows the one before it."""
    match = REFERENCE.match(reference.upper()) if reference else None
    return column_number(match.group(1)) if match else before + 1


def column_number(letters: str) -> int:
    """The number, from 1, of the column that a spreadsheet shows under these letters."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
