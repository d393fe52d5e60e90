"""Where a finding stands, as people and tools say it: line and column of a text, a cell of a sheet, a field of a JSON draft."""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache

from coach.okr import Draft, Place
from coach.reading.result import Where

_NOT_LINES_OF_THE_FILE = (".docx", ".json", ".jsonl", ".ndjson")
"""Files whose draft was read from a text that is not the file's own: its lines are not lines of the file."""


def counts_in_lines(draft: Draft, place: Place, file: str | None) -> bool:
    """Whether `place` is a stretch of the file's own text, so that line and column mean something to its reader."""
    if draft.source is None or place.field is not None or place.row is not None or place.column is not None:
        return False
    return not (file or "").lower().endswith(_NOT_LINES_OF_THE_FILE)


def line_and_column(source: str, offset: int) -> tuple[int, int]:
    """The line and the column of the character at `offset`, both from 1, columns in characters."""
    starts = _line_starts(source)
    line = bisect_right(starts, offset)
    return line, offset - starts[line - 1] + 1


@lru_cache(maxsize=2)
def _line_starts(source: str) -> list[int]:
    starts, at = [0], source.find("\n")
    while at >= 0:
        starts.append(at + 1)
        at = source.find("\n", at + 1)
    return starts


def said(draft: Draft, place: Place, file: str | None) -> str:
    """The place in words: ``line 4``, ``Q1 plan!B3``, ``/objectives/0/objective``."""
    if counts_in_lines(draft, place, file):
        return f"line {line_and_column(draft.source or '', place.start)[0]}"
    return str(place)


def number(where: Where) -> str:
    """The number a line has in every report: ``1`` for an objective, ``1.2`` for a key result, none for the whole draft."""
    if where.objective is None:
        return ""
    if where.key_result is None:
        return str(where.objective + 1)
    return f"{where.objective + 1}.{where.key_result + 1}"
