"""A suggestion taken over into the draft, its blanks with it."""

from __future__ import annotations

from dataclasses import dataclass

from coach.critique import Suggestion, blanks_of
from coach.dialogue.rewording import as_taken
from coach.editing import with_key_result, with_line
from coach.metrics import MetricLibrary
from coach.okr import Draft
from coach.reading.result import Where

_BESIDE = "Beside it: "


@dataclass(frozen=True)
class Accepted:
    """The draft with the suggested line in it."""

    draft: Draft
    where: Where
    """The line that was written."""
    blanks: frozenset[str]
    """The labels that the line brought."""
    is_added: bool = False
    """Whether it stands beside the line that it was suggested for, and not in its place."""


def accepted(draft: Draft, where: Where, suggestion: Suggestion, library: MetricLibrary) -> Accepted:
    """The suggestion as a line of the draft. What is unknown stays a blank; an owner is no part of the words.

    Args:
        draft: the draft as it stands.
        where: the line that it was suggested for.
        suggestion: the suggested line.
        library: the metrics whose names are words and no blanks.

    Raises:
        IndexError: there is no such line.
    """
    text = as_taken(suggestion, library)
    if text.startswith(_BESIDE):
        added = text.removeprefix(_BESIDE)
        added = added[:1].upper() + added[1:]
        at = (where.key_result or 0) + 1
        changed = with_key_result(draft, where.objective or 0, added, at)
        there = Where(objective=where.objective, key_result=at)
        return Accepted(changed, there, _labels(added, suggestion), is_added=True)
    return Accepted(with_line(draft, where, text), where, _labels(text, suggestion))


def _labels(text: str, suggestion: Suggestion) -> frozenset[str]:
    return frozenset(blanks_of(text)) & frozenset(suggestion.blanks)
