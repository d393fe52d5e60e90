"""The outline of a list: which items stand under which, by indent, bullet and number."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from coach.intake.brackets import STATUS_MARKS
from coach.intake.item import Item

_NESTED_BULLETS = frozenset(
    {
        ("•", "o"),
        ("●", "o"),
        ("●", "○"),
        ("•", "◦"),
        ("o", "§"),
        ("o", "▪"),
        ("○", "■"),
        ("•", "-"),
        ("•", "–"),
        ("\uf0b7", "o"),
        ("o", "\uf0a7"),
        ("➢", "-"),
        ("◆", "-"),
    }
)
_NUMBERS = ("1.", "1)", "(1)", "a", "A", "i", "I")


def is_numbered(marker: str) -> bool:
    return marker in _NUMBERS or marker.startswith("1.1")


def depths(run: Sequence[Item]) -> list[int]:
    """How deep each item of a list stands, the outermost being 0."""
    longest = _longest_runs(run)
    stack: list[tuple[int, str]] = []
    found: list[int] = []
    for item in run:
        entry = (item.indent, item.marker)
        while stack and stack[-1][0] > item.indent + 1:
            stack.pop()
        level = next(
            (
                k
                for k in range(len(stack) - 1, -1, -1)
                if stack[k][1] == item.marker and abs(stack[k][0] - item.indent) <= 1
            ),
            None,
        )
        if level is not None:
            del stack[level + 1 :]
        elif stack and abs(stack[-1][0] - item.indent) <= 1 and not _nests(stack[-1][1], item.marker, longest):
            stack[-1] = entry
        else:
            stack.append(entry)
        found.append(len(stack) - 1)
    return _without_gaps(found)


def _nests(outer: str, inner: str, longest: dict[str, int]) -> bool:
    """Whether a change from one bullet to another at the same indent means one level deeper."""
    if not inner:
        return True
    if is_numbered(outer) != is_numbered(inner):
        return is_numbered(outer) or longest.get(inner, 0) >= 2 or outer.startswith("emoji")
    if is_numbered(outer):
        return inner.count(".1") > outer.count(".1") or inner in ("a", "i", "A", "I") or longest.get(inner, 0) >= 2
    if (inner, outer) in _NESTED_BULLETS:
        return False
    if outer.startswith("emoji") and inner.startswith("emoji"):
        return outer[5:] not in STATUS_MARKS and longest.get(outer, 0) == 1 and longest.get(inner, 0) >= 2
    return (
        outer.startswith("emoji")
        or (outer, inner) in _NESTED_BULLETS
        or (longest.get(inner, 0) >= 2 and len(longest) == 2 and not inner.startswith("emoji"))
    )


def _longest_runs(run: Sequence[Item]) -> dict[str, int]:
    longest: dict[str, int] = {}
    for marker, group in groupby(run, key=lambda item: item.marker):
        longest[marker] = max(longest.get(marker, 0), sum(1 for _ in group))
    return longest


def _without_gaps(found: list[int]) -> list[int]:
    lowest = min(found, default=0)
    return [depth - lowest for depth in found]
