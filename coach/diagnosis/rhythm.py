"""The rhythm of a cycle: which talk is on which day, from the first and the last day and a day of the week.

Every talk is on the chosen day of the week, so nothing is assumed about which days are worked on. A larger talk takes the place of the
weekly check-in of its week.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Literal

from coach.errors import InputError
from coach.okr import Value

Kind = Literal["check-in", "monthly-review", "mid-cycle", "drafting", "scoring"]

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
LEAST_WEEKS, MOST_WEEKS = 4, 53
_WEEK = timedelta(days=7)
_LAST_YEAR = date.max.year - 1
"""A talk's day is followed by others; the last year that is counted leaves no room for them."""
_LONG = 8
"""Weeks from which on the next cycle's drafting begins two weeks before the scoring; in a shorter one it begins one week before."""


class Talk(Value):
    """A talk that is held once or again and again, on these days."""

    kind: Kind
    days: tuple[date, ...]
    length: int = 1
    """How many days it goes on."""


class Rhythm(Value):
    """A cycle with its talks, in the order of their first days."""

    name: str
    """The cycle's own name; empty where none was given."""
    team: str
    start: date
    end: date
    talks: tuple[Talk, ...]

    @property
    def title(self) -> str:
        """What to call the cycle."""
        return self.name or f"{self.start} to {self.end}"

    def days_of(self, kind: Kind) -> tuple[date, ...]:
        """The days of one kind of talk; empty where the cycle is too short for it."""
        return next((talk.days for talk in self.talks if talk.kind == kind), ())


def plan(start: date, end: date, weekday: int, name: str = "", team: str = "") -> Rhythm:
    """The rhythm of the cycle from `start` to `end`, both included, with its talks on `weekday` (0 is Monday).

    Raises:
        InputError: the end is not after the start, or the cycle is shorter than 4 or longer than 53 weeks.
    """
    _check(start, end)
    first = start + timedelta(days=(weekday - start.weekday()) % 7)
    last = end - timedelta(days=(end.weekday() - weekday) % 7)
    every = tuple(_weekly(first, last))
    middle = every[(len(every) - 1) // 2]
    monthly = tuple(
        day
        for day in every
        if (day + _WEEK).month != day.month and middle != day and day < last and day - first >= _WEEK
    )
    before = 2 if (end - start).days + 1 >= _LONG * 7 else 1
    larger = {middle, last, *monthly}
    talks = (
        Talk(kind="check-in", days=tuple(day for day in every if day not in larger)),
        Talk(kind="monthly-review", days=monthly),
        Talk(kind="mid-cycle", days=(middle,)),
        Talk(kind="drafting", days=(last - before * _WEEK,), length=7),
        Talk(kind="scoring", days=(last,)),
    )
    kept = sorted((talk for talk in talks if talk.days), key=lambda talk: talk.days[0])
    return Rhythm(name=name.strip(), team=team.strip(), start=start, end=end, talks=tuple(kept))


def _check(start: date, end: date) -> None:
    if end <= start:
        raise InputError(
            f"the cycle ends on {end}, which is not after its start on {start}; give a last day that comes later"
        )
    if end.year > _LAST_YEAR:
        raise InputError(f"the cycle ends on {end}; years up to {_LAST_YEAR} are planned. Give an earlier last day")
    days = (end - start).days + 1
    if not LEAST_WEEKS * 7 <= days <= MOST_WEEKS * 7:
        raise InputError(
            f"from {start} to {end} are {days} days; a cycle has {LEAST_WEEKS} to {MOST_WEEKS} weeks "
            f"({LEAST_WEEKS * 7} to {MOST_WEEKS * 7} days). Give other dates"
        )


def _weekly(first: date, last: date) -> Iterator[date]:
    day = first
    while day <= last:
        yield day
        day += _WEEK
