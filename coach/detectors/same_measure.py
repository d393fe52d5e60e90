"""Whether two key results measure one thing in other words: the same figures, and a subject they share.

People repeat a figure far more faithfully than the words around it. Two lines with the same start and end need little in common
besides; with one figure in common they need most of their words. A share and its mirror ("late 12 -> 3 %", "on time 88 -> 97 %")
have the same figures, counted from a hundred.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from coach.embedding import similarities
from coach.reading import KeyResultRead
from coach.reading.quantities import Quantity
from coach.reading.values import levels_of

SAYS_LITTLE = frozenset(
    """the a an and or of to in on at by for from with as is are be was were we our us it its they their this that who which what how when while not no than then
    up down less more fewer least most under over below above inside within until before after instead rather now today moment currently currently start base
    baseline target aim goal should shall will must get give take have has had do does made make number share rate percent percentage per each every all any
    increase reduce raise cut lower lift grow drop fall rise reach improve keep down least most only just one two three four five six seven eight nine ten
    eleven twelve eighteen hundred dozen times year years month months week weeks day days hour hours minute minutes min sec second seconds quarter max min
    maximum minimum average median mean again without rather""".split()
)
_PERCENT = frozenset({"percent", "ratio", "share"})
_OTHERS_ALIKE = 0.15
"""From this likeness on, the words that only one of two lines has are other words for one thing and no second group or place."""
_MOST_OF_THE_WORDS = 0.6


@dataclass(frozen=True)
class Measured:
    """What a line measures, as far as it can be compared: figures as written, on one scale, and mirrored; stems of its words."""

    figures: frozenset[float]
    scaled: frozenset[float]
    mirrored: frozenset[float]
    stems: frozenset[str]
    names: frozenset[str]
    """The stems that stand with a capital within the line: names of places, products, people."""
    conditions: frozenset[float]
    """Further figures of the line, which decide nothing ("within 3 months")."""


def measured(line: KeyResultRead) -> Measured:
    """What `line` measures."""
    read = [q for q in (line.values.baseline, line.values.target) if q is not None and q.amount]
    found = read or [q for q in line.quantities if q.amount]
    of_hundred = all(q.kind in _PERCENT or (q.kind == "count" and not q.unit) for q in found)
    of_hundred = of_hundred and any(q.kind in _PERCENT for q in found)
    words = _without(line.text, line.quantities)
    return Measured(
        frozenset(q.amount or 0.0 for q in found),
        frozenset(_on_scale(q) for q in found),
        frozenset(round(100 - (q.amount or 0.0), 6) for q in found) if of_hundred else frozenset(),
        _stems(words),
        _stems(" ".join(re.findall(r"(?<=\w )[^\W\d_a-z][^\W\d_]+", words))),
        frozenset(_on_scale(q) for q in line.quantities if q.amount and q not in found),
    )


def one_measure(first: Measured, second: Measured) -> bool:
    """Whether two lines can be taken to measure the same thing, by their figures and their words."""
    if not first.figures or not second.figures:
        return False
    shared = first.stems & second.stems
    same = second.figures in (first.figures, first.mirrored) or first.scaled == second.scaled
    within = first.figures <= second.figures or second.figures <= first.figures
    fewer = min(len(first.stems), len(second.stems))
    if same and len(first.figures) >= 2:
        alike = bool(shared or first.conditions & second.conditions)
    else:
        alike = within and len(shared) >= max(1, min(2, fewer)) and len(shared) / fewer >= _MOST_OF_THE_WORDS
    return alike and not _others(first, second)


class SharedFigures:
    """Lines by their figures, so that each is compared only with those that could measure the same thing: `one_measure` is False for
    all others, and a draft of thousands of lines has millions of pairs.
    """

    def __init__(self) -> None:
        self._by_figure: dict[float, list[int]] = {}
        self._by_scaled: dict[float, list[int]] = {}

    def add(self, number: int, line: Measured) -> None:
        """Take a line in, under a number of its own."""
        for figure in line.figures:
            self._by_figure.setdefault(figure, []).append(number)
        for figure in line.scaled:
            self._by_scaled.setdefault(figure, []).append(number)

    def met_by(self, line: Measured) -> set[int]:
        """The numbers of the lines that share a figure with this one: as written, mirrored, or on one scale."""
        found: set[int] = set()
        for figure in line.figures | line.mirrored:
            found.update(self._by_figure.get(figure, ()))
        for figure in line.scaled:
            found.update(self._by_scaled.get(figure, ()))
        return found


def _others(first: Measured, second: Measured) -> bool:
    """Whether what only one line says names another group, place or stage: other names, or a word or two that are not alike."""
    shared = first.stems & second.stems
    only_first, only_second = first.stems - shared, second.stems - shared
    if only_first & first.names and only_second & second.names:
        return True
    if len(shared) < 2 or not (0 < len(only_first) <= 2 and 0 < len(only_second) <= 2):
        return False
    alike = similarities([" ".join(sorted(only_first))], [" ".join(sorted(only_second))])
    return float(alike.max()) < _OTHERS_ALIKE


def _on_scale(quantity: Quantity) -> float:
    return round(levels_of(quantity, quantity)[0], 6)


def _without(text: str, found: tuple[Quantity, ...]) -> str:
    characters = list(text)
    for quantity in found:
        characters[quantity.start : quantity.end] = " " * (quantity.end - quantity.start)
    return "".join(characters)


@lru_cache(maxsize=4096)
def _stems(text: str) -> frozenset[str]:
    # "re-visits" and "pick-up" are written in one word by the next person.
    joined = re.sub(r"(?<=[a-z])-(?=[a-z])", "", text.lower())
    joined = re.sub(r"\bre(?=[a-z]{4})", "", joined)  # "rebook" and "book again"
    words = [word for word in re.findall(r"[^\W\d_]{2,}", joined) if word not in SAYS_LITTLE]
    return frozenset(_stemmer().stemWords(words))


@cache
def _stemmer() -> Any:
    import Stemmer

    return Stemmer.Stemmer("english")
