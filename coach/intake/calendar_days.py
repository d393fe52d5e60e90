"""Days that no calendar has: ``31.02.2027``, ``2027-13-01``, ``30 February``. They are no dates, and so no deadlines."""

from __future__ import annotations

import re
from calendar import isleap

_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january januar janvier",
            "feb february februar février fevrier",
            "mar march mars märz maerz mär",
            "apr april avril",
            "may mai",
            "jun june juni juin",
            "jul july juli juillet",
            "aug august août aout",
            "sep sept september septembre",
            "oct october octobre okt oktober",
            "nov november novembre",
            "dec december décembre decembre dez dezember",
        ),
        start=1,
    )
    for name in names.split()
}
_NAMED = rf"(?P<name>{'|'.join(sorted(_MONTHS, key=len, reverse=True))})\.?"
_FORMS = (
    re.compile(r"(?<![\d.,/-])(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})(?![\d-])"),
    re.compile(r"(?<![\d.,/-])(?P<year>(?:19|20)\d\d)-(?P<month>\d\d)(?![\d-])"),
    re.compile(r"(?<![\d.,/-])(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4}|\d\d)?(?!\d)"),
    re.compile(r"(?<![\d.,/-])(?P<first>\d{1,2})/(?P<second>\d{1,2})(?:/(?P<year>\d{4}|\d\d))?(?![\d/])"),
    re.compile(
        rf"(?<![\d.,/-])(?P<day>\d{{1,2}})(?:st|nd|rd|th|er|\.)? (?:of )?{_NAMED}(?:,? (?P<year>\d{{4}}))?(?!\w)",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?<!\w){_NAMED} (?P<day>\d{{1,2}})(?:st|nd|rd|th|er|\.)?(?:,? (?P<year>\d{{4}}))?(?![\w%])", re.IGNORECASE
    ),
)


def names_impossible_day(text: str) -> bool:
    """Whether `text` holds something written as a date that no calendar has."""
    return any(_is_impossible(match.groupdict()) for form in _FORMS for match in form.finditer(text))


def _is_impossible(said: dict[str, str | None]) -> bool:
    name = said.pop("name", None)
    number = {key: int(digits) for key, digits in said.items() if digits}
    year = number.get("year")
    if "first" in number:  # the day comes first, or, as in the United States, the month
        first, second = number["first"], number["second"]
        return not (_exists(year, second, first) or _exists(year, first, second))
    month = _MONTHS[name.lower()] if name else number["month"]
    if "day" not in number:
        return not (1 <= month <= 12 or (year or 0) + 1 == (year or 0) // 100 * 100 + month)  # 2027-28: two years
    return not _exists(year, month, number["day"])


def _exists(year: int | None, month: int, day: int) -> bool:
    if not (1 <= month <= 12 and 1 <= day <= _DAYS[month - 1]):
        return False
    return (month, day) != (2, 29) or year is None or isleap(year if year > 99 else 2000 + year)
