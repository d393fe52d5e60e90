"""Whether two lines that are alike speak of different groups, places or things: "churn of small shops", "churn of enterprises"."""

from __future__ import annotations

import re

from coach.department.across.context import Context
from coach.department.across.lines import Line, stems
from coach.detectors.same_measure import SAYS_LITTLE
from coach.embedding import similarities

_OWN = re.compile(
    r"\b(?:of |in |on |within |among |for )?(?:our|my|unser\w*|notre) (?:own )?(?:team|unit|crew|squad|floor|department|colleagues|people|staff|ward)\b",
    re.IGNORECASE,
)
_LITTLE = frozenset(stems(" ".join(SAYS_LITTLE)))
_FEW = 2
"""Words that only one line has: up to so many they name what the line is about, beyond it is put in other words."""
_OTHER_WORDS = 0.35
"""From this likeness on the words that only one line has are other words for the same."""
_PLACES = re.compile(r"\b(?:(?i:north|south|east|west|central|nord|süd|ost|centre)|[A-Z]|\d+|[IVX]+)\b")


def told_apart(context: Context, first: Line, second: Line) -> bool:
    """Whether two lines are each about their own team, or what only one of them says sets it apart from the other."""
    return each_its_own(context, first, second) or apart_by_words(first, second)


def each_its_own(context: Context, first: Line, second: Line) -> bool:
    """Whether one measure is taken by each for itself: of "our team", or by teams that do the same for different places."""
    if _OWN.search(first.text) and _OWN.search(second.text):
        return True
    teams = context.organisation.teams
    return _are_siblings(teams[first.team].name, teams[second.team].name)


def apart_by_words(first: Line, second: Line) -> bool:
    """Whether a word or two that only one of two lines has name another group, place or thing than those of the other."""
    one, other = telling(first), telling(second)
    shared = one & other
    only_first, only_second = one - shared, other - shared
    if not shared or not only_first or not only_second or max(len(only_first), len(only_second)) > _FEW:
        return False
    if len(shared) * 3 < min(len(one), len(other)):
        return False
    return other_words(only_first, only_second) < _OTHER_WORDS


def other_words(first: frozenset[str], second: frozenset[str]) -> float:
    """How near the words are that only one of two lines has."""
    return float(similarities([" ".join(sorted(first))], [" ".join(sorted(second))])[0, 0])


def telling(line: Line) -> frozenset[str]:
    """The stems of a line's words that say what it is about."""
    return frozenset(word for word in stems(line.bare) if word not in _LITTLE and len(word) > 1)


def _are_siblings(first: str, second: str) -> bool:
    """Whether two teams do the same for different places: "Ward 3" and "Ward 4", "Clinics North" and "Clinics South"."""
    if not (_PLACES.search(first) and _PLACES.search(second)):
        return False
    one, other = (" ".join(_PLACES.sub(" ", name).split()).casefold() for name in (first, second))
    return bool(one) and one == other
