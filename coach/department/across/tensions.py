"""`competing-goals`: one team's success is another's failure. Always a question, for a good reason may stand behind both.

Three signs, each narrow: two shares of one whole that add up to more than it; one quantity that one team raises and another lowers or
caps; and a pair of aims that are known to pull apart (stock at hand and money in stock), which the page lists.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from coach.criteria import Criterion
from coach.department.across.context import Context
from coach.department.across.figures import agreement
from coach.department.across.lines import Line, stems
from coach.department.across.sharing import is_declared
from coach.department.across.sighting import CrossSighting, detects_across
from coach.department.across.told_apart import telling, told_apart
from coach.department.across.wording import overlap

_NEIGHBOURS = 10
_PAIRS = 12
"""Pairs of one tension that are shown, the nearest first: beyond, it is a matter for the whole organisation and no pair's."""
_COMPARED = 300
_OF_ONE_LINE = 3
"""Lines on either side of a tension that are compared, and pairs of it that one line is drawn into."""
_CAP = re.compile(
    r"\b(?:at most|no more than|not more than|maximum|max\.?|only|stays? at|capped|limit(?:ed)? to|freeze|höchstens)\b",
    re.IGNORECASE,
)
_WHOLE = re.compile(r"^\s*of (?:the |our |all )?((?:[^\W\d]+ ){0,2}[^\W\d]+)", re.IGNORECASE)
_SHARE = re.compile(
    r"(?<![\d.,])(\d{1,3}(?:[.,]\d+)?)\s?%|\b(half|a third|two thirds|three quarters|a quarter)\b", re.IGNORECASE
)
_IN_WORDS = {"half": 50.0, "a third": 33.3, "two thirds": 66.7, "three quarters": 75.0, "a quarter": 25.0}


@dataclass(frozen=True, slots=True)
class Read:
    """A key result with the stems of its words, and of those that come before its first figure: what it is about."""

    line: Line
    words: list[str]
    subject: list[str]


@dataclass(frozen=True, slots=True)
class Term:
    """Words that a line must have in this order, close together, and the way it must go ("+", "-", or any)."""

    stems: tuple[str, ...]
    way: str

    def is_in(self, read: Read) -> bool:
        """Whether a line says this. What rises or falls must be what the line is about, and no word beside it."""
        if not self.way:
            return _follows(self.stems, read.words)
        return read.line.figures.direction == {"+": "up", "-": "down"}[self.way] and _follows(self.stems, read.subject)


@dataclass(frozen=True, slots=True)
class Tension:
    """Two aims that are known to pull apart."""

    name: str
    one: tuple[Term, ...]
    other: tuple[Term, ...]


@detects_across("competing_goals")
def competing_goals(context: Context, criterion: Criterion) -> Iterable[CrossSighting]:
    """Pairs of key results of two teams that pull apart, each pair once."""
    seen: set[tuple[int, int]] = set()
    for finder in (_over_the_whole, _raised_and_lowered, _known_tensions):
        for sure, first, second, because in finder(context, criterion):
            key = (min(first.number, second.number), max(first.number, second.number))
            if key in seen or first.team == second.team or _belong_together(context, first, second):
                continue
            seen.add(key)
            sides = (context.organisation.side(first), context.organisation.side(second))
            yield CrossSighting(sides, sure, because, asks=True)


Found = Iterator[tuple[float, Line, Line, str]]


def _belong_together(context: Context, first: Line, second: Line) -> bool:
    """Whether two lines are no rivals: one chain of command, declared sharing, or one measure counted from its two ends."""
    organisation = context.organisation
    figures = agreement(first.figures, second.figures, organisation.rarity)
    return (figures.both and figures.mirrored) or (
        is_declared(context, first, second)
        or organisation.is_above(first, second)
        or organisation.is_above(second, first)
    )


def _over_the_whole(context: Context, criterion: Criterion) -> Found:
    """Shares of one whole that teams claim and that add up to more than there is."""
    by_whole: dict[tuple[str, ...], list[tuple[float, Line]]] = defaultdict(list)
    for line in context.organisation.key_results():
        match = _SHARE.search(line.text)
        whole = _WHOLE.match(line.text[match.end() :]) if match else None
        if match is None or whole is None:
            continue
        share = float(match.group(1).replace(",", ".")) if match.group(1) else _IN_WORDS[match.group(2).lower()]
        words = [word for word in stems(whole.group(1)) if word not in {"for", "in", "to", "and"}][:2]
        by_whole[tuple(words)].append((share, line))
    for whole_words, claims in by_whole.items():
        if not any(resource in whole_words for resource in map(_stem, criterion.terms("resources"))):
            continue
        for at, (share, line) in enumerate(claims):
            for other_share, other in claims[at + 1 : at + 1 + _PAIRS]:
                if (
                    share + other_share > 100
                    and other.team != line.team
                    and other.bare.casefold() != line.bare.casefold()
                ):
                    yield 0.85, line, other, f"together they claim {share + other_share:.0f} % of one whole"


def _raised_and_lowered(context: Context, criterion: Criterion) -> Found:
    """One quantity, named in nearly the same words, that one team raises and another lowers or caps."""
    least, words = criterion.limit("similarity"), criterion.limit("words")
    for row, other_row, alike in context.near(_NEIGHBOURS, least):
        for first in context.key_results_of[row][:_PAIRS]:
            for second in context.key_results_of[other_row][:_PAIRS]:
                ways = {first.figures.direction, second.figures.direction}
                if (
                    ways == {"up", "down"}
                    and overlap(first.bare, second.bare) >= words
                    and not told_apart(context, first, second)
                ):
                    yield 0.5 + 0.3 * alike, first, second, "one raises what the other lowers"
                elif overlap(first.bare, second.bare) >= words / 2 and (capped := _capped(first, second)) is not None:
                    yield 0.5 + 0.2 * alike, first, second, f"one raises what the other caps (“{capped}”)"


def _capped(first: Line, second: Line) -> str | None:
    """The words by which one line puts a ceiling on what the other one raises."""
    for raised, ceiling in ((first, second), (second, first)):
        found = _CAP.search(ceiling.text)
        if (
            found
            and raised.figures.direction == "up"
            and ceiling.figures.direction != "up"
            and telling(raised) & telling(ceiling)
        ):
            return found.group()
    return None


def _known_tensions(context: Context, criterion: Criterion) -> Found:
    """Pairs that the page lists: of two teams the pair that is nearest in meaning, the nearest teams first."""
    tensions = _tensions(criterion)
    sided = _sides(context, tensions)
    for at, tension in enumerate(tensions):
        nearest: dict[tuple[int, int], tuple[float, Line, Line]] = {}
        for one in sided[at, 0][:_COMPARED]:
            for other in sided[at, 1][:_COMPARED]:
                alike = context.similarity(one, other)
                key = (min(one.team, other.team), max(one.team, other.team))
                if one.team != other.team and (key not in nearest or alike > nearest[key][0]):
                    nearest[key] = alike, one, other
        drawn: Counter[int] = Counter()
        for alike, one, other in sorted(nearest.values(), key=lambda each: -each[0]):
            drawn.update((one.number, other.number))
            if alike >= criterion.limit("near") and max(drawn[one.number], drawn[other.number]) <= _OF_ONE_LINE:
                yield min(0.8, 0.55 + 0.3 * alike), one, other, f"a known tension: {tension.name}"


def _sides(context: Context, tensions: list[Tension]) -> dict[tuple[int, int], list[Line]]:
    """The lines on either side of each tension. Every line is read once, and only for the terms that begin with one of its words."""
    beginning: dict[str, list[tuple[tuple[int, int], Term]]] = defaultdict(list)
    for at, tension in enumerate(tensions):
        for side, terms in enumerate((tension.one, tension.other)):
            for term in terms:
                beginning[term.stems[0]].append(((at, side), term))
    found: dict[tuple[int, int], list[Line]] = defaultdict(list)
    for line in context.organisation.key_results():
        read = _read(line)
        of = {place for word in set(read.words) for place, term in beginning.get(word, ()) if term.is_in(read)}
        for place in of:
            found[place].append(line)
    return found


def _read(line: Line) -> Read:
    words = stems(line.text)
    # "From 74 days of stock to 45": what is counted may stand behind the first figure.
    head = re.match(r"\D*(?:[\d.,]+(?:\s*[^\W\d]+){0,3})?", line.text)
    subject = stems(head.group()) if head else words
    return Read(line, words, subject if len(subject) > 1 else words)


def _tensions(criterion: Criterion) -> list[Tension]:
    return [
        Tension(entry["name"], tuple(map(_term, entry["one"])), tuple(map(_term, entry["other"])))
        for entry in criterion.data.get("tensions", ())
    ]


@lru_cache(maxsize=4096)
def _term(written: str) -> Term:
    way = written[-1] if written[-1] in "+-" else ""
    return Term(tuple(stems(written.rstrip("+-").strip())), way)


def _stem(word: str) -> str:
    return stems(word)[0]


def _follows(wanted: tuple[str, ...], words: list[str]) -> bool:
    """Whether the wanted stems stand in this order with at most two words between each."""
    for begin, word in enumerate(words):
        if word != wanted[0]:
            continue
        at, matched = begin, 1
        while matched < len(wanted):
            ahead = words[at + 1 : at + 4]
            if wanted[matched] not in ahead:
                break
            at += 1 + ahead.index(wanted[matched])
            matched += 1
        if matched == len(wanted):
            return True
    return False
