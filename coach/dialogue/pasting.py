"""What of a message is a draft, or further lines for the one in hand."""

from __future__ import annotations

import re

from coach.intake import read_text
from coach.okr import Draft

_LABELLED = re.compile(r"^\s*(?:[-*•–]|\d+[.)]|(?:kr|key ?result)\s*\d*\s*[:.)-])\s*\S", re.IGNORECASE)
_FEWEST = 4
"""Words of a first message without any label from which it may be an aim or a task."""
_OBJECTIVE = re.compile(r"^\s*(?:\*\*|#+ *)?(?:objective|ziel|objectif|o\d)\b[^\n]*\S", re.IGNORECASE | re.MULTILINE)


def pasted_draft(said: str, first: bool) -> Draft | None:
    """The draft that a message is; None where it is none.

    Args:
        said: the message.
        first: there is no draft yet, so that a single line may be one.

    Raises:
        InputError: it is longer than is read, or a JSON draft that is not as it must be.
    """
    lines = [line for line in said.splitlines() if line.strip()]
    if not first and (len(lines) < 2 or all(_LABELLED.match(line) for line in lines)):
        return None
    if (
        first
        and len(lines) == 1
        and not _OBJECTIVE.match(said)
        and not _LABELLED.match(said)
        and len(said.split()) < _FEWEST
    ):
        return None
    draft = read_text(said)
    if draft.is_empty or (first and len(lines) == 1 and said.rstrip().endswith("?")):
        return None
    if first:
        return draft
    whole = any(objective.text and objective.key_results for objective in draft.objectives)
    return draft if whole and (_OBJECTIVE.search(said) or sum(1 for _ in draft.key_results()) > 1) else None


def pasted_lines(said: str) -> list[str]:
    """Key results that were pasted on several lines, each with a bullet, a number or a label; none where it is anything else."""
    lines = [line for line in said.splitlines() if line.strip()]
    if len(lines) < 2 or not all(_LABELLED.match(line) for line in lines):
        return []
    draft = read_text(said)
    return [key_result.text for _, _, key_result in draft.key_results()]
