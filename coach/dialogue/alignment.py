"""Which line of a changed draft came of which line of an earlier one, followed through every version between them."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from difflib import SequenceMatcher
from itertools import pairwise


def aligned(versions: Sequence[Sequence[Hashable]]) -> list[tuple[int | None, int | None]]:
    """The lines of the first version beside those of the last, as pairs of indices in reading order.

    One step changes little, so that each is told apart surely; the first and the last alone may have nothing in common.

    Args:
        versions: the lines of each version, oldest first.

    Returns:
        Pairs (first, last). None on the left is a line that was added, None on the right one that was removed.
    """
    if not versions:
        return []
    came_of: list[int | None] = list(range(len(versions[0])))
    for earlier, later in pairwise(versions):
        came_of = [came_of[at] if at is not None else None for at in _step(earlier, later)]
    left = [number for number in range(len(versions[0])) if number not in came_of]
    pairs: list[tuple[int | None, int | None]] = []
    for now, before in enumerate(came_of):
        while left and before is not None and left[0] < before:
            pairs.append((left.pop(0), None))
        pairs.append((before, now))
    return [*pairs, *((number, None) for number in left)]


def _step(earlier: Sequence[Hashable], later: Sequence[Hashable]) -> list[int | None]:
    """For each line of `later` the index of the line of `earlier` that it came of."""
    found: list[int | None] = [None] * len(later)
    for _, a, b, c, d in SequenceMatcher(a=earlier, b=later, autojunk=False).get_opcodes():
        for offset in range(min(b - a, d - c)):
            found[c + offset] = a + offset
    return found
