"""The draft as it came beside the draft as it stands, line by line, with the words that differ."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from coach.dialogue.alignment import aligned
from coach.dialogue.export import Line, lines_of
from coach.okr import Draft

_WORDS = re.compile(r"\s+|\S+")
_TOO_DIFFERENT = 0.35
"""Share of words in common below which a line counts as written anew: marks on every second word help nobody."""
_LONGEST = 400
"""Words of a line up to which single words are compared."""


@dataclass(frozen=True)
class Piece:
    """A stretch of a line."""

    text: str
    differs: bool


@dataclass(frozen=True)
class Change:
    """One line before and after; an empty side is a line that was not there."""

    before: Line | None
    after: Line | None
    removed: tuple[Piece, ...] = ()
    """The words of `before`; those that differ are gone."""
    added: tuple[Piece, ...] = ()
    """The words of `after`; those that differ are new."""

    @property
    def is_changed(self) -> bool:
        """Whether anything differs."""
        return self.before is None or self.after is None or _said(self.before) != _said(self.after)


def changes(drafts: Sequence[Draft]) -> list[Change]:
    """Each line of the first draft beside what it has become in the last, in reading order.

    Args:
        drafts: the versions from the first to the one that stands; what lies between tells which line came of which.
    """
    steps = [lines_of(draft) for draft in _distinct(drafts)]
    if not steps:
        return []
    pairs = aligned([[(line.words, line.facts) for line in lines] for lines in steps])
    return [
        _change(steps[0][was] if was is not None else None, steps[-1][now] if now is not None else None)
        for was, now in pairs
    ]


def _distinct(drafts: Sequence[Draft]) -> list[Draft]:
    return [draft for number, draft in enumerate(drafts) if number == 0 or draft is not drafts[number - 1]]


def _change(before: Line | None, after: Line | None) -> Change:
    left, right = _said(before) if before else "", _said(after) if after else ""
    return Change(before, after, *_pieces(left, right))


def _said(line: Line) -> str:
    return f"{line.words} ({line.facts})" if line.facts else line.words


def _pieces(before: str, after: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    left, right = _WORDS.findall(before), _WORDS.findall(after)
    if not before or not after or max(len(left), len(right)) > _LONGEST:
        differs = before != after
        return _joined([(before, differs)]), _joined([(after, differs)])
    matcher = SequenceMatcher(a=left, b=right, autojunk=False)
    if SequenceMatcher(a=before.split(), b=after.split(), autojunk=False).ratio() < _TOO_DIFFERENT:
        return _joined([(before, True)]), _joined([(after, True)])
    was, now = [], []
    for kind, a, b, c, d in matcher.get_opcodes():
        # A lone space between two changed words belongs to the change.
        differs = kind != "equal" or (a > 0 and b < len(left) and not "".join(left[a:b]).strip())
        was.append(("".join(left[a:b]), differs))
        now.append(("".join(right[c:d]), differs))
    return _joined(was), _joined(now)


def _joined(stretches: list[tuple[str, bool]]) -> tuple[Piece, ...]:
    """Neighbours of one kind as one piece; empty ones left out."""
    found: list[Piece] = []
    for text, differs in stretches:
        if not text:
            continue
        if found and found[-1].differs == differs:
            found[-1] = Piece(found[-1].text + text, differs)
        else:
            found.append(Piece(text, differs))
    return tuple(found)
