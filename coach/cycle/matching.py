"""Which line of one run is which line of another, within a team: by equal words, then by like words, then by what took its place."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Literal

from coach.cycle.reviewed_lines import ReviewedLine

How = Literal["same words", "reworded", "replaced"]
Pair = tuple[ReviewedLine, ReviewedLine, How]

_ALIKE = 0.5
"""From this likeness on two lines are one that was reworded. Key results of one team share few words: chance pairs stayed below 0.35."""
_CANDIDATES = 12
_HOLDERS = 100
"""Of a word's holders no more are looked at for a line."""
_COMMON = frozenset(
    "a an the of to from by in on at for with and or our we per as is are be all each more less than that this its their new".split()
)


def pairs_of(
    old: Sequence[ReviewedLine], new: Sequence[ReviewedLine]
) -> tuple[list[Pair], list[ReviewedLine], list[ReviewedLine]]:
    """The lines that are one in both runs, those that are gone, and those that are new."""
    pairs: list[Pair] = []
    for of_kind in (False, True):
        mine = [line for line in old if line.is_key_result is of_kind and line.text]
        theirs = [line for line in new if line.is_key_result is of_kind and line.text]
        equal, mine, theirs = _equal(mine, theirs)
        alike, mine, theirs = _alike(mine, theirs)
        pairs += [*equal, *alike]
        if of_kind:
            pairs += _replaced(mine, theirs, pairs, old, new)
    matched_old = {id(pair[0]) for pair in pairs}
    matched_new = {id(pair[1]) for pair in pairs}
    return (
        pairs,
        [line for line in old if line.text and id(line) not in matched_old],
        [line for line in new if line.text and id(line) not in matched_new],
    )


def _equal(
    old: Iterable[ReviewedLine], new: Iterable[ReviewedLine]
) -> tuple[list[Pair], list[ReviewedLine], list[ReviewedLine]]:
    """Lines with the same words, whatever their capitals and punctuation."""
    waiting: dict[str, list[ReviewedLine]] = defaultdict(list)
    for line in new:
        waiting[_bare(line.text)].append(line)
    pairs: list[Pair] = []
    left = []
    for line in old:
        same = waiting.get(_bare(line.text))
        if same:
            pairs.append((line, same.pop(0), "same words"))
        else:
            left.append(line)
    return pairs, left, [line for lines in waiting.values() for line in lines]


def _alike(
    old: Sequence[ReviewedLine], new: Sequence[ReviewedLine]
) -> tuple[list[Pair], list[ReviewedLine], list[ReviewedLine]]:
    """The most alike first, each line once. Only lines that share a word are compared, so that the cost stays near the number of lines."""
    holders: dict[str, list[int]] = defaultdict(list)
    words = [_words(line.text) for line in new]
    for number, own in enumerate(words):
        for word in own:
            holders[word].append(number)
    scored: list[tuple[float, int, int]] = []
    for i, line in enumerate(old):
        shared: dict[int, float] = defaultdict(float)
        held = sorted((len(holders[word]), word) for word in _words(line.text) if word in holders)
        for count, word in held:
            # A word that most lines hold tells nothing; of its holders those are looked at that stand where this line stood.
            first = max(0, min(i - _HOLDERS // 2, count - _HOLDERS))
            for number in holders[word][first : first + _HOLDERS]:
                shared[number] += 1 / count
        for number in sorted(shared, key=lambda n: (-shared[n], n))[:_CANDIDATES]:
            likeness = likeness_of(line.text, new[number].text)
            if likeness >= _ALIKE:
                scored.append((likeness, i, number))
    pairs: list[Pair] = []
    taken_old: set[int] = set()
    taken_new: set[int] = set()
    for _, i, number in sorted(scored, key=lambda entry: (-entry[0], entry[1], entry[2])):
        if i not in taken_old and number not in taken_new:
            taken_old.add(i)
            taken_new.add(number)
            pairs.append((old[i], new[number], "reworded"))
    return (
        pairs,
        [line for i, line in enumerate(old) if i not in taken_old],
        [line for number, line in enumerate(new) if number not in taken_new],
    )


def _replaced(
    gone: Sequence[ReviewedLine],
    come: Sequence[ReviewedLine],
    pairs: Sequence[Pair],
    old: Sequence[ReviewedLine],
    new: Sequence[ReviewedLine],
) -> list[Pair]:
    """Key results that took the place of others: under one objective, as many came as went, and the objective has as many as before."""
    found: list[Pair] = []
    for mine, theirs, _ in pairs:
        if mine.is_key_result:
            continue
        left, came = _under(mine, gone), _under(theirs, come)
        if left and len(left) == len(came) and len(_under(mine, old)) == len(_under(theirs, new)):
            found += [(a, b, "replaced") for a, b in zip(left, came, strict=True)]
    return found


def _under(objective: ReviewedLine, lines: Iterable[ReviewedLine]) -> list[ReviewedLine]:
    at = (objective.draft, objective.where.objective)
    return [line for line in lines if line.is_key_result and (line.draft, line.where.objective) == at]


def likeness_of(old: str, new: str) -> float:
    """How alike two lines are, from 0 to 1, by their words without figures and by their order."""
    mine, theirs = _words(old), _words(new)
    if not mine or not theirs:
        return 0.0
    dice = 2 * len(mine & theirs) / (len(mine) + len(theirs))
    if dice == 1.0 and len(mine) > 1:
        return dice
    order = SequenceMatcher(None, _bare(old).split(), _bare(new).split(), autojunk=False).ratio()
    return max(dice, order) if min(len(mine), len(theirs)) > 1 else min(dice, order)


def edits_of(old: str, new: str) -> tuple[tuple[str, str], ...]:
    """What was changed between two lines: the words before and the words after, in order; empty for added or dropped words."""
    before, after = old.split(), new.split()
    codes = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    return tuple((" ".join(before[a:b]), " ".join(after[c:d])) for tag, a, b, c, d in codes if tag != "equal")


@lru_cache(maxsize=1 << 16)
def _words(text: str) -> frozenset[str]:
    return frozenset(word for word in re.findall(r"[^\W\d_]{2,}", text.casefold()) if word not in _COMMON)


def _bare(text: str) -> str:
    return " ".join(re.findall(r"\w+|[%€$£]", text.casefold()))
