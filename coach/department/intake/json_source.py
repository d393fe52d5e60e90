"""JSON Lines and JSON lists as streams: one draft a line, or one draft an entry."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from coach.department.contract import BadRow, Unit
from coach.department.intake.drafts import Naming, nothing_in, units_of
from coach.department.intake.raw_rows import SHOWN_CHARACTERS
from coach.errors import InputError
from coach.intake.bounds import MAX_TEXT_CHARACTERS
from coach.intake.json_values import parse_json
from coach.intake.structured import read_json

_CHUNK = 1 << 16
_MARKS = re.compile(r'\\.|["{}\[\],]', re.DOTALL)


def read_json_lines(path: Path, naming: Naming) -> Iterator[Unit | BadRow]:
    """The drafts of a JSON Lines file; a line that is none is a bad row, and the others go on."""
    seen: set[bytes] = set()
    with path.open("rb") as stream:
        number = 0
        while True:
            number += 1
            raw = stream.readline(MAX_TEXT_CHARACTERS + 1)
            if not raw:
                return
            if len(raw) > MAX_TEXT_CHARACTERS and not raw.endswith(b"\n"):
                while (more := stream.readline(MAX_TEXT_CHARACTERS)) and not more.endswith(b"\n"):
                    pass
                yield _bad(
                    naming,
                    number,
                    raw,
                    f"The line is longer than {MAX_TEXT_CHARACTERS:,} characters, and was not read. Write one draft a line.",
                )
                continue
            if not raw.strip():
                continue
            try:
                text = raw.decode("utf-8-sig" if number == 1 else "utf-8")
            except UnicodeDecodeError as error:
                yield _bad(
                    naming, number, raw, f"The line is not UTF-8 (byte {error.start + 1}). Save the file as UTF-8."
                )
                continue
            yield from _draft(text, naming, number, f"line {number}", seen)


def read_json_list(path: Path, naming: Naming) -> Iterator[Unit | BadRow]:
    """The drafts of a JSON file: one draft, a list of drafts, or a list of objectives."""
    entries = _entries(path, naming.file)
    seen: set[bytes] = set()
    for number, text in enumerate(entries, start=1):
        yield from _draft(text, naming, number, f"entry {number}", seen)


def is_json_lines(head: str) -> bool:
    """Whether a text that begins with a brace is one JSON value a line."""
    lines = [line for line in head.splitlines() if line.strip()]
    if len(lines) < 2:
        return False
    try:
        parse_json(lines[0], "the first line")
    except InputError:
        return False
    return True


def _draft(text: str, naming: Naming, number: int, what: str, seen: set[bytes]) -> Iterator[Unit | BadRow]:
    try:
        value = parse_json(text, naming.file)
        if isinstance(value, dict) and "objectives" not in value and ("objective" in value or "key_results" in value):
            value = {"objectives": [value]}
        draft = read_json(value, name=f"{naming.file}, {what}")
    except InputError as error:
        yield _bad(naming, number, text.encode("utf-8", "replace"), str(error))
        return
    if draft.id:
        mark = hashlib.blake2b(draft.id.encode("utf-8", "replace"), digest_size=12).digest()
        if mark in seen:
            reason = f"The id {draft.id[:60]!r} was given to a draft above, so this one was not read. Give each draft an id of its own."
            yield _bad(naming, number, text.encode("utf-8", "replace"), reason)
            return
        seen.add(mark)
    if not draft.objectives:
        yield _bad(
            naming,
            number,
            text.encode("utf-8", "replace"),
            " ".join(draft.notices) or nothing_in(draft, naming, number).reason,
        )
        return
    draft_id = draft.id or f"{naming.team}: {what}"
    yield from units_of(
        draft, naming, f"{naming.file}: {draft_id}" if naming.in_folder else draft_id, draft.team or draft.id
    )


def _bad(naming: Naming, number: int, raw: bytes, reason: str) -> BadRow:
    text = raw[: SHOWN_CHARACTERS * 4].decode("utf-8", "replace").strip()
    shown = text if len(text) <= SHOWN_CHARACTERS else f"{text[:SHOWN_CHARACTERS]} …"
    return BadRow(file=naming.file, row=number, text=shown, reason=reason)


def _entries(path: Path, name: str) -> Iterator[str]:
    """The texts of a list's entries, one after another; the whole where the file holds one value."""
    with path.open("r", encoding="utf-8-sig", errors="replace") as stream:
        head = ""
        while not head.strip() and (piece := stream.read(_CHUNK)):
            head += piece
        begin = head.lstrip()
        if begin[:1] != "[":
            yield _whole(begin, stream.read(MAX_TEXT_CHARACTERS + 1), name)
            return
        yield from _split(begin[1:], stream, name)


def _split(text: str, stream: TextIO, name: str) -> Iterator[str]:
    """The entries of a list whose opening bracket was read; `text` is what was read after it."""
    entry, depth, in_string = "", 0, False
    while text:
        if (len(text) - len(text.rstrip("\\"))) % 2:
            text += stream.read(1)  # an escape is looked at whole
        start = 0
        for match in _MARKS.finditer(text):
            mark, at = match.group(), match.start()
            if mark == '"':
                in_string = not in_string
            elif in_string or mark[0] == "\\":
                continue
            elif mark in "{[":
                depth += 1
            elif depth and mark in "}]":
                depth -= 1
            elif not depth:
                entry += text[start:at]
                start = at + 1
                if mark == "," or entry.strip():
                    yield entry
                entry = ""
                if mark == "]":
                    return
        entry += text[start:]
        if len(entry) > MAX_TEXT_CHARACTERS:
            raise InputError(
                f"{name}: one entry of the list is longer than {MAX_TEXT_CHARACTERS:,} characters. Expected a list of drafts."
            )
        text = stream.read(_CHUNK)
    yield entry  # the list was never closed: what is left is told as it stands


def _whole(head: str, rest: str, name: str) -> str:
    if len(head) + len(rest) > MAX_TEXT_CHARACTERS:
        raise InputError(
            f"{name}: one draft of more than {MAX_TEXT_CHARACTERS:,} characters. Write one draft a line, as JSON Lines."
        )
    return head + rest
