"""How ready a draft is while blanks are open in it, in words."""

from __future__ import annotations

from collections.abc import Collection

from coach.critique import Review
from coach.drafting.blanks import unfinished


def readiness(review: Review, offered: Collection[str]) -> str:
    """How ready the draft is. With a blank in it nobody can decide on it, so it is not ready."""
    return "Not ready" if unfinished(review.draft, offered) else review.readiness


def counts(review: Review, offered: Collection[str]) -> str:
    """What there is to do, in numbers that say what they count; empty where there is nothing."""
    blanks = sum(len(labels) for labels in unfinished(review.draft, offered).values())
    _, _, found = review.summary.partition(": ")
    to_fill = f"{blanks} {'blank' if blanks == 1 else 'blanks'} to fill in" if blanks else ""
    return ", ".join(part for part in (found, to_fill) if part)
