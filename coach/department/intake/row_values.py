"""Values in cells as people and tools write them: shares for per cent, days as serial numbers, days that are none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache

from coach.department.intake.cell_words import words_of_cell
from coach.intake.calendar_days import names_impossible_day
from coach.intake.dates import PERIOD, is_date
from coach.intake.table_cells import ABSENT

_EPOCH = date(1899, 12, 30)
"""Day 0 of a spreadsheet's count, for days after February 1900."""
_SERIAL = re.compile(r"(?P<day>[2-8]\d{4})(?:[.,]\d+)?")
"""1954 to 2146: smaller numbers are years and figures."""
_STAMP = re.compile(r"(?P<day>(?:19|20)\d\d-\d\d-\d\d)[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z| ?[+-]\d\d:?\d\d| UTC)?")
_DECIMAL = re.compile(r"[-+]?\d+(?:[.,]\d+)?")
_SAID = re.compile(
    r"\d|(?:^|\W)(?:end|ende|fin|fine|final|eind|christmas|easter|weihnachten|ostern|no[eë]l|year|quarter|month|week|jahr|quartal|monat|woche|ongoing|laufend)",
    re.I,
)
_PERCENT_UNIT = re.compile(
    r"%|per ?cent(?:age)?|prozent|pourcent(?:age)?|porcentaje|percentuale|procent|pct", re.IGNORECASE
)


@lru_cache(maxsize=16384)
def value_of(text: str) -> str | None:
    """What a cell says as a value; None where it says nothing (``-``, ``n/a``, ``TBD``)."""
    words = words_of_cell(text)
    return None if not words or ABSENT.fullmatch(words) else words


@lru_cache(maxsize=8192)
def due_of(text: str) -> tuple[str | None, str | None]:
    """The day or period that a cell says, and what is wrong with it; None for what is not there."""
    said = value_of(text)
    if said is None:
        return None, None
    serial = _SERIAL.fullmatch(said)
    if serial:
        return (_EPOCH + timedelta(days=int(serial.group("day")))).isoformat(), None
    stamp = _STAMP.fullmatch(said)
    if stamp and not names_impossible_day(stamp.group("day")):
        return stamp.group("day"), None
    if names_impossible_day(said):
        return (
            None,
            f"{said[:60]!r} is no day of the calendar; the key result was read without it. Write a date such as 2027-06-30.",
        )
    if is_date(said) or PERIOD.search(said) or _SAID.search(said):
        return said, None
    return (
        None,
        f"{said[:60]!r}, under the due dates, is no date; the key result was read without it. Write a date such as 2027-06-30.",
    )


def is_share(cells: Sequence[str]) -> bool:
    """Whether the numbers of a column that counts per cent are shares of one (0.35) and not hundredths (35)."""
    numbers = [number for text in cells if (number := _number(text)) is not None]
    return bool(numbers) and all(-1 <= n <= 1 for n in numbers) and any(n not in (-1, 0, 1) for n in numbers)


def as_percent(said: str, share: bool) -> str:
    """A value of a column that counts per cent, with its sign: ``0.35`` is ``35%`` in a column of shares."""
    if not _DECIMAL.fullmatch(said):
        return said
    if not share:
        return f"{said}%"
    number = _number(said)
    return said if number is None else f"{round(number * 100, 6):.10g}%"


def is_percent_unit(text: str) -> bool:
    """Whether a unit is per cent."""
    return bool(_PERCENT_UNIT.fullmatch(text.strip()))


def _number(text: str) -> float | None:
    bare = text.strip()
    if not _DECIMAL.fullmatch(bare):
        return None
    return float(bare.replace(",", "."))
