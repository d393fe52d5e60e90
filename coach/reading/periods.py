"""Periods people plan in: years, halves, quarters and months, read from words and compared."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Period:
    """From the first to the last month, counted from January of year 0. `year_known` is False for a bare "Q3"."""

    first: int
    last: int
    name: str
    year_known: bool = True

    def holds(self, other: Period) -> bool:
        """Whether `other` ends within this period. A bare quarter or month is compared within the year only."""
        if self.year_known and other.year_known:
            return self.first <= other.last <= self.last
        return (other.last - self.first) % 12 <= self.last - self.first

    def is_same(self, other: Period) -> bool:
        """Whether both are one period; a bare "Q3" is any year's."""
        if self.year_known and other.year_known:
            return (self.first, self.last) == (other.first, other.last)
        return (self.first - other.first) % 12 == 0 and self.last - self.first == other.last - other.first

    def __str__(self) -> str:
        return self.name


_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = re.compile(
    rf"\b({'|'.join(_MONTHS)})[a-z]*\.?,?\s*(?:\d{{1,2}}(?:st|nd|rd|th)?,?\s+)?(\d{{4}})?", re.IGNORECASE
)
_YEAR = re.compile(r"\b((?:19|20)\d{2})\b")
_PART = re.compile(r"\b([QHT])\s?([1-4])\b", re.IGNORECASE)
_ISO = re.compile(r"\b((?:19|20)\d{2})-(\d{2})(?:-\d{2})?\b")
_SHORT_YEAR = re.compile(r"(?:\b(?:FY\s?|')|(?<=\b[QHT][1-4])[/ -]'?)(\d{2})\b", re.IGNORECASE)
_UNTIL = re.compile(
    r"\s*(?:-|–|—|to|and|until|till|through|bis|à)\s*(?:the )?(?:(?:start|middle|end) of )?(?:\d{1,2}(?:st|nd|rd|th)?\s*)?",
    re.IGNORECASE,
)
_YEAR_END = re.compile(
    r"\byear[- ]?end\b|\bend of (?:the |this )?(?:calendar )?year\b|\byear['’]s end\b|\bEOY\b|\bJahresende\b",
    re.IGNORECASE,
)
_IN_WORDS = re.compile(r"\b(first|second|third|fourth|last) (quarter|half)\b", re.IGNORECASE)
_ORDER = ("first", "second", "third", "fourth")
_PARTS = {"Q": 3, "H": 6, "T": 4}


def _month(match: re.Match[str], year: int | None) -> int:
    """A named month, counted from January of year 0; in `year` where it names none itself."""
    own = int(match.group(2)) if match.group(2) else year or 0
    return own * 12 + _MONTHS.index(match.group(1).lower()[:3])


def period_of(text: str) -> Period | None:
    """The period that `text` names ("2027-Q1", "Q1 2027", "H2", "March 2027", "by 31 March", "2027"), or None."""
    name = re.sub(r"^(?:by|until|before|in|due|end of|the end of)\s+", "", text.strip(), flags=re.IGNORECASE)
    iso, year = _ISO.search(text), _YEAR.search(text)
    short = _SHORT_YEAR.search(text)
    number = int(year.group(1)) if year else 2000 + int(short.group(1)) if short else None
    part = _PART.search(text)
    if part:
        months = _PARTS[part.group(1).upper()]
        start = (number or 0) * 12 + (int(part.group(2)) - 1) * months
        return Period(start, start + months - 1, name, number is not None)
    if iso and 1 <= int(iso.group(2)) <= 12:
        month = int(iso.group(1)) * 12 + int(iso.group(2)) - 1
        return Period(month, month, name)
    if in_words := _IN_WORDS.search(text):
        months = 3 if in_words.group(2).lower() == "quarter" else 6
        nth = _ORDER.index(in_words.group(1).lower()) if in_words.group(1).lower() != "last" else 12 // months - 1
        start = (number or 0) * 12 + nth * months
        return Period(start, start + months - 1, name, number is not None)
    named = _MONTH.search(text)
    if not named and _YEAR_END.search(text):
        return Period((number or 0) * 12 + 11, (number or 0) * 12 + 11, name, number is not None)
    if named:
        first = last = _month(named, number)
        until = _UNTIL.match(text, named.end())
        end = _MONTH.match(text, until.end()) if until else None
        if end:
            last = _month(end, number)
            if first > last and named.group(2) is None:
                first -= 12  # November to March: from the year before
        return Period(min(first, last), last, name, number is not None)
    if number is not None:
        return Period(number * 12, number * 12 + 11, name)
    return None
