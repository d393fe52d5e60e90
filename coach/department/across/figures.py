"""The figures of two key results beside one another: how far they agree, and what that is worth.

Two teams that chase one result seldom use one form: "late 15 % -> 7 %" and "93 in 100 on time (85)" are the same figures, counted
from a hundred; "190 minutes of downtime a month" and "99.56 % reachable" are one share of a month.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from coach.reading.result import Direction

Scale = Literal["share", "time", "money", "count", "rate"]
Level = tuple[Scale, float]
"""A scale and an amount on it: percent, seconds, the currency's unit, a bare count, or times a year."""
_OF_ANOTHER_PART = 0.7
"""What a figure counts for that is the goal of one and a condition of the other ("within 48 hours", "2 days")."""
_SMALL, _SMALL_COUNTS = 12, 0.6
"""Up to a dozen of something: every plan has them, and they count for less."""
_SAME_END = 0.012
_PARTS = (100 / 3, 200 / 3, 100 / 6, 100 / 7, 12.5, 100 / 9, 100 / 12, 6.25)
_ABOUT = 0.9
"""Points within which a share that was said as a part is another one."""
_SAME = 0.012
"""Two amounts are the same within so much: 12 % off 6.40 is 5.63, and 5.60 to the people who wrote it."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What a key result says in figures. Each figure has one reading or more."""

    start: tuple[Level, ...] = ()
    goal: tuple[Level, ...] = ()
    others: tuple[Level, ...] = ()
    direction: Direction | None = None

    @property
    def scales(self) -> frozenset[Scale]:
        """The scales that any of its figures can be read on."""
        return frozenset(scale for scale, _ in (*self.start, *self.goal, *self.others))

    @property
    def all(self) -> frozenset[Level]:
        """Every reading of every figure, rounded: what rarity is counted over."""
        return frozenset(rounded(level) for level in (*self.start, *self.goal, *self.others))


@dataclass(frozen=True, slots=True)
class Agreement:
    """What two key results' figures say about one another."""

    evidence: float = 0.0
    """How much of their figures is the same, each counted by how rare it is: 0 to 2."""
    both: bool = False
    """Start and goal are the same, or mirrored."""
    mirrored: bool = False
    clash: bool = False
    """Both say where they start, on one scale, and not the same."""


def agreement(first: Figures, second: Figures, rarity: Rarity) -> Agreement:
    """How far the figures of two key results agree.

    What goes up for one and down for the other is no common measure, unless it is counted from the other end.
    """
    if not first.scales & second.scales:
        return Agreement()
    ways = {first.direction, second.direction}
    best = Agreement()
    for mirrored in (False, True):
        if ways == {"up", "down"} if not mirrored else ways in ({"up"}, {"down"}):
            continue
        start = _shared(first.start, second.start, mirrored)
        goal = _shared(first.goal, second.goal, mirrored)
        evidence = sum(rarity.of(level) for level in (start, goal) if level is not None)
        if evidence > best.evidence:
            best = Agreement(evidence, start is not None and goal is not None, mirrored)
    if best.evidence == 0:
        best = Agreement(_OF_ANOTHER_PART * max(map(rarity.of, _loosely_shared(first, second)), default=0.0))
    return replace(best, clash=_clash(first, second))


def _loosely_shared(first: Figures, second: Figures) -> Iterator[Level]:
    """Figures that are the start or goal of one and stand elsewhere in the other."""
    for one, other in (((*first.goal, *first.start), second.others), (first.others, (*second.goal, *second.start))):
        if (level := _shared(one, other, False)) is not None:
            yield level


def _clash(first: Figures, second: Figures) -> bool:
    """Whether both say where they start, on one scale, and not the same."""
    if any(_shared(first.start, second.start, mirrored) for mirrored in (False, True)):
        return False
    return any(
        scale == other_scale and scale != "count" and not _near(amount, other, scale)
        for scale, amount in first.start[:1]
        for other_scale, other in second.start[:1]
    )


class Rarity:
    """How telling a figure is in this input: 30 % stands in a hundred lines, 99.56 % in one."""

    def __init__(self, figures: Iterable[Figures]) -> None:
        self._count: Counter[Level] = Counter()
        self._of = 0
        for each in figures:
            self._count.update(each.all)
            self._of += 1

    def of(self, level: Level) -> float:
        """0 (in every line) to 1 (in this pair alone)."""
        seen = max(self._count[rounded(level)], 2)
        scale, amount = level
        is_small = scale == "count" and amount <= _SMALL and float(amount).is_integer()
        rare = max(0.0, 1 - math.log(seen / 2) / math.log(max(self._of, 4) / 2))
        return rare * (_SMALL_COUNTS if is_small else 1)


def rounded(level: Level) -> Level:
    """A level in the form it is counted by: two digits that count, a share counted from its nearer end."""
    scale, amount = level
    if scale == "share":
        return scale, round(min(amount, 100 - amount), 1)
    return scale, float(f"{amount:.3g}")


def _near(one: float, other: float, scale: Scale = "count") -> bool:
    if scale != "share":
        return abs(one - other) <= _SAME * max(abs(one), abs(other))
    if _is_fraction(one) or _is_fraction(other):
        return abs(one - other) <= _ABOUT
    # A share is as exact as its nearer end: 99.9 and 99.5 are not the same, nor are 98 and 99.
    return abs(one - other) <= 0.01 + _SAME_END * max(0.0, min(one, 100 - one, other, 100 - other))


def _is_fraction(amount: float) -> bool:
    """Whether a share was said as a part ("one in eight", "a third"): those who say so round."""
    return any(abs(amount - part) < 0.01 for part in _PARTS)


def _shared(first: tuple[Level, ...], second: tuple[Level, ...], mirrored: bool) -> Level | None:
    """The reading that both figures have in common, if there is one."""
    for scale, amount in first:
        for other_scale, other in second:
            if scale != other_scale or amount == 0:
                continue
            if mirrored:
                if scale == "share" and _near(amount, 100 - other, scale) and abs(amount - other) > 1:
                    return scale, amount
            elif _near(amount, other, scale):
                return scale, amount
    return None
