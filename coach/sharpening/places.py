"""How a model names the lines of a draft: "1" is the first objective, "1.2" its second key result."""

from __future__ import annotations

import re

from coach.okr import Draft, Wording
from coach.reading import Where

Line = tuple[int, int]
"""A line of a draft: the objective's index, the key result's (-1: the objective itself)."""

_LABEL = re.compile(
    r"\W*(?:objective|o)?\W*(\d{1,6})(?:\s*(?:[.,/:-]|\s|key result|kr)+\s*(\d{1,6}))?\W*", re.IGNORECASE
)
_LONGEST = 40
"""Characters of a label that are looked at."""


def label_of(line: Line) -> str:
    """The line's name in the prompt."""
    return f"{line[0] + 1}" if line[1] < 0 else f"{line[0] + 1}.{line[1] + 1}"


def line_of(label: str, draft: Draft) -> Line | None:
    """The line that `label` names; None where the draft has no such line."""
    match = _LABEL.fullmatch(label[:_LONGEST])
    if match is None:
        return None
    at = int(match.group(1)) - 1
    row = int(match.group(2) or 0) - 1  # "1.0" is what a number makes of "1"
    if not 0 <= at < len(draft.objectives):
        return None
    return (at, row) if row < len(draft.objectives[at].key_results) else None


def where_of(line: Line) -> Where:
    """The line as findings name it."""
    return Where(objective=line[0], key_result=line[1] if line[1] >= 0 else None)


def wording_at(draft: Draft, line: Line) -> Wording | None:
    """The words of a line; None for key results that came without an objective."""
    objective = draft.objectives[line[0]]
    return objective.wording if line[1] < 0 else objective.key_results[line[1]].wording
