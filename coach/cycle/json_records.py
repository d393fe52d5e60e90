"""JSON and JSON Lines of check-ins: objects of one check-in each, or with lists of check-ins, key results and objectives in them."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from coach.cycle.columns import SaidColumn, role_of
from coach.cycle.days import day_of
from coach.cycle.record import LOOKED_FOR, Cell, Record, Records, put
from coach.department.contract import BadRow
from coach.errors import InputError
from coach.intake.json_values import parse_json
from coach.okr import Place

_MAX_DEPTH = 6


def read_json_records(path: Path, found: Records, today: date) -> None:
    """A JSON value, or one a line: objects of one check-in each, or with lists of check-ins, key results, objectives in them."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError(f"{found.name}: not UTF-8. Save the file as UTF-8.") from None
    lines = [(number, line) for number, line in enumerate(text.split("\n"), start=1) if line.strip()]
    single = not found.name.lower().endswith((".jsonl", ".ndjson")) and not _each_line_is_json(lines)
    if single:
        _walk(parse_json(text, found.name), Record(alone=True), "", found, today, 0)
        return
    for number, line in lines:
        where = f"{found.name}, line {number}"
        try:
            value = parse_json(line, where)
            before = len(found.records)
            _walk(value, Record(place=Place(start=0, end=0, row=number), alone=True), "", found, today, 0)
            if len(found.records) == before:
                raise InputError(f"{where}: nothing in it is known.")
        except InputError as error:
            reason = str(error).split(" Expected ", 1)[0]
            found.bad_rows.append(
                BadRow(file=found.name, row=number, text=line[:4000], reason=f"{reason} {LOOKED_FOR}")
            )


def _each_line_is_json(lines: Sequence[tuple[int, str]]) -> bool:
    try:
        return len(lines) > 1 and all(isinstance(json.loads(line), dict) for _, line in lines[:2])
    except (ValueError, RecursionError):
        return False


_LISTS = {
    "objectives": "objective", "keyresults": "key result", "krs": "key result", "checkins": "check-in", "updates": "check-in",
    "history": "check-in", "okrs": "objective", "teams": "team", "weeks": "check-in", "results": "key result", "items": "",
}  # fmt: skip
_NESTED_NAME = {"objective": "objective", "key result": "key result", "team": "team"}


def _walk(value: Any, above: Record, at: str, found: Records, today: date, depth: int, is_a: str = "") -> None:
    """Records from a JSON value: what an object says itself joins what the objects around it said."""
    if depth > _MAX_DEPTH:
        raise InputError(f"{found.name}: {at}: nested too deep. {LOOKED_FOR}")
    if isinstance(value, list):
        for index, entry in enumerate(value):
            _walk(entry, above, f"{at}/{index}", found, today, depth + 1, is_a)
        return
    if isinstance(value, str) and is_a:
        value = {_NESTED_NAME.get(is_a, "note"): value}
    if not isinstance(value, dict):
        return
    record = Record(dict(above.cells), list(above.several), above.place, above.group, alone=True)
    inner: list[tuple[str, Any, str]] = []
    for key, said in value.items():
        pointer = f"{at}/{key.replace('~', '~0').replace('/', '~1')}"
        kind = _LISTS.get(re.sub(r"[ _-]", "", key.lower()))
        if isinstance(said, list) and kind is not None:
            inner.append((pointer, said, kind))
        elif isinstance(said, dict) and kind in ("check-in", None) and not role_of(key):
            inner.append((pointer, said, kind or ""))
        else:
            _say(record, key, said, pointer, is_a, today)
    if not inner:
        record.place = record.place.model_copy(update={"field": at or "/"})
        if "key result" in record.cells or "title" in record.cells or "objective" in record.cells:
            found.records.append(record)
        return
    for pointer, said, kind in inner:
        _walk(said, record, pointer, found, today, depth + 1, kind)


def _say(record: Record, key: str, said: Any, pointer: str, is_a: str, today: date) -> None:
    """Put what stands under a key into the record, under its role."""
    text = _text_of(said)
    if text is None or not text.strip():
        return
    role = role_of(key)
    if (
        key.lower() in ("text", "name", "title", "key_result", "description")
        and is_a in _NESTED_NAME
        and role != "objective"
    ):
        role = _NESTED_NAME[is_a] if key.lower() != "description" else "ignored"
    elif role == "title":
        role = "key result"
    on = day_of(key, today) if role is None else None
    if role in (None, "ignored", "type") and on is None:
        return
    place = Place(start=0, end=len(text), row=record.place.row, field=pointer)
    put(record, SaidColumn(role or "on a day", key, on), Cell(text, place))


def _text_of(said: Any) -> str | None:
    if isinstance(said, bool) or said is None:
        return None
    if isinstance(said, str):
        return said
    if isinstance(said, (int, float)):
        return format(said, ".15g") if isinstance(said, float) else str(said)
    if isinstance(said, list) and all(isinstance(part, str) for part in said):
        return "\n".join(said)
    return None
