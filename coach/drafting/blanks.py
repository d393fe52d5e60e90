"""Blanks that a suggestion left in the draft: which are still open, and how they are filled.

Square brackets stand in drafts for many things ("[Marketing] Launch the newsletter"). A blank is only what a suggestion that was
taken over has brought, told by its label.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from coach.critique import BLANK, Review
from coach.okr import Draft
from coach.reading.result import Where


def open_blanks(text: str, offered: Collection[str]) -> tuple[str, ...]:
    """The labels of the open blanks of a line, in order; a label twice where it stands twice."""
    return tuple(match.group()[1:-1] for match in _found(text, offered))


def with_blanks_filled(text: str, offered: Collection[str], words: Sequence[str]) -> str:
    """The line with its open blanks filled, the first with the first of `words`. Empty words leave a blank as it is.

    A blank at the beginning takes a capital.
    """
    parts, at = [], 0
    for match, given in zip(_found(text, offered), words, strict=False):
        said = " ".join(given.split())
        if match.start() == 0:
            said = said[:1].upper() + said[1:]
        parts += [text[at : match.start()], said or match.group()]
        at = match.end()
    return "".join((*parts, text[at:]))


def unfinished(draft: Draft, offered: Collection[str]) -> dict[Where, tuple[str, ...]]:
    """The open blanks of each line that has some, in the order of the draft."""
    if not offered:
        return {}
    return {where: found for where, text in _lines(draft) if (found := open_blanks(text, offered))}


def judged(review: Review, offered: Collection[str]) -> Review:
    """The review without what it says of lines that still have blanks: a line is judged when it is whole."""
    waiting = unfinished(review.draft, offered)
    if not waiting:
        return review
    kept = {
        name: tuple(finding for finding in getattr(review, name) if finding.where not in waiting)
        for name in ("findings", "overruled", "second_opinions")
    }
    lines = "1 line has" if len(waiting) == 1 else f"{len(waiting)} lines have"
    said = f"{lines} blanks to fill in, and will be judged then."
    return review.model_copy(update={**kept, "notices": (*(n for n in review.notices if n != said), said)})


def _found(text: str, offered: Collection[str]) -> Iterator[re.Match[str]]:
    return (match for match in BLANK.finditer(text) if match.group()[1:-1] in offered)


def _lines(draft: Draft) -> Iterator[tuple[Where, str]]:
    for i, objective in enumerate(draft.objectives):
        yield Where(objective=i), objective.text
        for j, key_result in enumerate(objective.key_results):
            yield Where(objective=i, key_result=j), key_result.text
