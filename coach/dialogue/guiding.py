"""What the coach answers from its pages and its guidance: why a point matters, an example, the best passage for a question."""

from __future__ import annotations

from collections.abc import Sequence

from coach.critique import Citation
from coach.dialogue.conversation import Turn
from coach.grounding import cited
from coach.reviewer import Coach

EXAMPLE_LEAD = "An example from another field"


def about_baselines(coach: Coach, metric: str) -> tuple[Citation, ...]:
    """What the guidance says of a measure that nobody has measured yet."""
    query = f"what to do without a baseline, nobody measures it yet, measure first: {metric}"
    hits = coach.guidance(query, "missing-baseline", 8)
    return tuple(cited(hit) for hit in hits[:1])


def about(coach: Coach, criterion: str) -> tuple[Citation, ...]:
    """What the guidance says of a criterion."""
    page = coach.criteria.get(criterion)
    hits = coach.guidance(f"{page.title}. {page.retrieval}", criterion, 4) if page else []
    return tuple(cited(hit) for hit in hits[:1])


def why(coach: Coach, criterion: str) -> str:
    """Why a criterion matters, from its page."""
    page = coach.criteria.get(criterion)
    return page.sections["Why it matters"].strip() if page else ""


def example(coach: Coach, criterion: str, turns: Sequence[Turn], draft_words: str) -> str | None:
    """A pair from the criterion's page that was not shown yet, from another field of work; None where there is no page."""
    page = coach.criteria.get(criterion)
    if page is None:
        return None
    words = draft_words.lower()
    others = [each for each in page.examples if each.field.lower() not in words] or list(page.examples)
    shown = sum(turn.by == "coach" and turn.criterion == criterion and EXAMPLE_LEAD in turn.text for turn in turns)
    pair = others[shown % len(others)]
    return (
        f"{EXAMPLE_LEAD} ({pair.field}).\n\nNot: {pair.bad}\n{pair.bad_because}\n\n"
        f"Better: {pair.better}\n{pair.better_because}"
    )
