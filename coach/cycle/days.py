"""Days as sheets write them: ISO, European, American and named dates, weeks of the year, numbers of a spreadsheet.

A day without a year is the last such day before the one it is read on. Whether "03/04/2026" is in March or in April is settled for
a column as a whole: by any date in it that can be read in one way only, else the day comes first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january januar janvier enero ene gennaio gen janeiro januari",
            "feb february februar février fevrier febrero febbraio fevereiro februari fev",
            "mar march mars märz maerz mär marzo março marco maart mrt mrz",
            "apr april avril abril aprile abr avr",
            "may mai mayo maggio mag maio mei",
            "jun june juni juin junio giugno giu junho",
            "jul july juli juillet julio luglio lug julho juil",
            "aug august août aout agosto ago augustus",
            "sep sept september septembre septiembre settembre set setembro",
            "oct october octobre okt oktober octubre ottobre ott outubro out",
            "nov november novembre noviembre novembro",
            "dec december décembre decembre dez dezember diciembre dic dicembre dezembro",
        ),
        start=1,
    )
    for name in names.split()
}
_NAME = "|".join(sorted(_MONTHS, key=len, reverse=True))
_CLOCK = r"(?:[T ,]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?[ap]m)?(?: ?(?:Z|UTC|GMT|CES?T|[+-]\d{2}:?\d{2}))?)?"
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun|mo|di|mi|do|fr|sa|so)(?:day|\.)?,? )?"
_ISO = re.compile(rf"(?P<year>\d{{4}})[-/.](?P<month>\d{{1,2}})[-/.](?P<day>\d{{1,2}}){_CLOCK}", re.IGNORECASE)
_POINTS = re.compile(
    rf"{_WEEKDAY}(?P<day>\d{{1,2}})\. ?(?P<month>\d{{1,2}})\.? ?(?P<year>\d{{4}}|\d\d)?{_CLOCK}", re.IGNORECASE
)
_STROKES = re.compile(
    rf"{_WEEKDAY}(?P<first>\d{{1,2}})[/-](?P<second>\d{{1,2}})(?:[/-](?P<year>\d{{4}}|\d\d))?{_CLOCK}", re.IGNORECASE
)
_DAY_NAME = re.compile(
    rf"{_WEEKDAY}(?P<day>\d{{1,2}})(?:st|nd|rd|th|er|\.|º)?[ -]?(?:of |de )?(?P<name>{_NAME})\.?,?(?:[ -](?:de )?'?(?P<year>\d{{4}}|\d\d))?{_CLOCK}",
    re.IGNORECASE,
)
_NAME_DAY = re.compile(
    rf"{_WEEKDAY}(?P<name>{_NAME})\.? (?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?(?: (?P<year>\d{{4}}))?{_CLOCK}",
    re.IGNORECASE,
)
_WEEK = re.compile(
    r"(?:(?P<year>\d{4})[- ]?(?:W|KW|CW|week|woche|semaine|week) ?(?P<week>\d{1,2})|(?:W|KW|CW|week|wk|woche|kalenderwoche|semaine|semana|settimana)[ .-]{0,2}(?P<week2>\d{1,2})(?:[ ,/-]{1,2}(?P<year2>\d{4}))?)",
    re.IGNORECASE,
)
_SERIAL = re.compile(r"4[0-9]{4}(?:\.\d+)?")
_EPOCH = date(1899, 12, 30)
"""Day 0 of a spreadsheet's calendar."""
_END_OF_WEEK = 5
"""Friday: a week's check-in was made by then."""


def day_of(text: str, today: date, month_first: bool = False) -> date | None:
    """The day that a whole cell names, or None where it names none.

    Args:
        text: the cell.
        today: the day it is read on, for dates without a year.
        month_first: "03/04/2026" is the fourth of March.
    """
    return _day_of(" ".join(text.split()).strip(" ,;"), today, month_first)


def month_comes_first(texts: Iterable[str]) -> bool | None:
    """Whether the dates of a column put the month first; None where none of them tells."""
    for text in texts:
        match = _STROKES.fullmatch(" ".join(text.split()))
        if match:
            first, second = int(match["first"]), int(match["second"])
            if first > 12 >= second:
                return False
            if second > 12 >= first:
                return True
    return None


def is_ambiguous(text: str) -> bool:
    """Whether a cell could name two days: "03/04/2026"."""
    match = _STROKES.fullmatch(" ".join(text.split()))
    if match is None:
        return False
    first, second = int(match["first"]), int(match["second"])
    return first != second and max(first, second) <= 12


@lru_cache(maxsize=8192)
def _day_of(text: str, today: date, month_first: bool) -> date | None:
    if not text or len(text) > 60 or not any(char.isdigit() for char in text):
        return None
    if match := _ISO.fullmatch(text):
        return _date(match["year"], int(match["month"]), int(match["day"]), today)
    if match := _POINTS.fullmatch(text):
        return _date(match["year"], int(match["month"]), int(match["day"]), today)
    if match := _STROKES.fullmatch(text):
        first, second = int(match["first"]), int(match["second"])
        if month_first or second > 12:
            first, second = second, first
        return _date(match["year"], second, first, today)
    if match := _DAY_NAME.fullmatch(text) or _NAME_DAY.fullmatch(text):
        return _date(match["year"], _MONTHS[match["name"].lower()], int(match["day"]), today)
    if match := _WEEK.fullmatch(text):
        return _week(match["year"] or match["year2"], int(match["week"] or match["week2"]), today)
    if _SERIAL.fullmatch(text):
        return _EPOCH + timedelta(days=int(float(text)))
    return None


def _date(year: str | None, month: int, day: int, today: date) -> date | None:
    try:
        if year:
            return date(int(year) + (2000 if len(year) == 2 else 0), month, day)
        this = date(today.year, month, day)
        return this if this <= today else date(today.year - 1, month, day)
    except ValueError:
        return None


def _week(year: str | None, week: int, today: date) -> date | None:
    try:
        if year:
            return date.fromisocalendar(int(year), week, _END_OF_WEEK)
        this = date.fromisocalendar(today.year, week, _END_OF_WEEK)
        return this if this <= today + timedelta(days=7) else date.fromisocalendar(today.year - 1, week, _END_OF_WEEK)
    except ValueError:
        return None


def last_day(text: str, today: date) -> date | None:
    """The last day of what a cell or a line gives as its end: a day, or the period it names ("Q4 2026", "by 31 March 2027").

    A quarter or a month without a year is one that ends on or after `today`, the nearest.
    """
    from coach.reading.periods import period_of

    bare = re.sub(r"^(?:by|until|before|due|on|end of|the end of)\s+", "", text.strip(), flags=re.IGNORECASE)
    named = day_of(bare, today)
    if named is not None:
        has_year = re.search(r"\d{4}|[./']\d\d$", bare) is not None
        return named if has_year or named >= today else _next_year(named)
    period = period_of(text)
    if period is None:
        return None
    month = period.last
    if not period.year_known:
        month += 12 * today.year
        if _month_end(month) < today:
            month += 12
    return _month_end(month)


def _next_year(day: date) -> date:
    return day.replace(year=day.year + 1) if (day.month, day.day) != (2, 29) else date(day.year + 1, 2, 28)


def _month_end(month: int) -> date:
    year, index = divmod(month + 1, 12)
    return date(min(max(year, 1), 9999), index + 1, 1) - timedelta(days=1)
