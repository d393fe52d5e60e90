"""The end of a conversation: what is ready, what changed, what was left and why."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from coach.dialogue.agenda import Point, points
from coach.dialogue.conversation import Conversation, Decision
from coach.dialogue.export import Line, before_and_after, decided, left_as_it_is
from coach.dialogue.speech import listed, quoted
from coach.editing import as_text

if TYPE_CHECKING:
    from coach.critique import Review
    from coach.dialogue.exchange import Exchange


def nothing_left(exchange: Exchange) -> Iterator[str]:
    """What is said when nothing more is due: the readiness, and what is only worth a thought."""
    left = exchange.open_points
    yield _readiness(exchange.review, exchange.state.decisions, left)
    thoughts = [point for point in left if point.severity == "consider"]
    if thoughts:
        yield f"Worth a thought, if you like:\n{listed(thoughts, exchange.draft)}"
        yield "Say “yes” to go through them, or “done” to see the draft before and after."
    else:
        yield "Say “done” to see the draft before and after, or change anything you like."


def summary(conversation: Conversation, review: Review) -> list[str]:
    """The last word: the draft as it stands, before and after, what is still open, what was decided not to fix and why."""
    left = points(review, conversation.decisions)
    said = [_readiness(review, conversation.decisions, left), "The draft:\n" + as_text(review.draft).strip()]
    changed = [_change(before, after) for before, after in before_and_after(conversation) if before != after]
    if changed:
        said.append("Before and after:\n" + "\n".join(changed))
    if left:
        said.append(f"Still open:\n{listed(left, review.draft)}")
    aside = left_as_it_is(conversation)
    if aside:
        lines = "\n".join(
            f"- {quoted(each.quote) + ': ' if each.quote else ''}{_without_capital(each)}" for each in aside
        )
        said.append(f"Left as it is, as you decided:\n{lines}")
    return said


def _readiness(review: Review, decisions: tuple[Decision, ...], left: list[Point]) -> str:
    """How ready the draft is, with what the writer set aside taken into account and named."""
    aside = sum(decision.outcome in ("not now", "baseline being found") for decision in decisions)
    if any(point.severity == "fix" for point in left):
        words = "Not ready yet"
    elif any(point.severity == "improve" for point in left):
        words = "Nearly there"
    elif review.readiness == "Ready to share":
        words = "Ready to share"
    else:
        words = f"Nothing more to ask. The draft as it stands is “{review.readiness}”"
        if aside:
            words += " because of what you left for later"
    gaps = "; ".join(gap.brief for gap in review.gaps)
    return f"{words}: {gaps}." if gaps else f"{words}."


def _change(before: Line | None, after: Line | None) -> str:
    if before is None:
        return f"+ {_written(after)}"
    if after is None:
        return f"- {_written(before)} (removed)"
    return f"- {_written(before)}\n+ {_written(after)}"


def _written(line: Line | None) -> str:
    return " ".join(filter(None, (line.words, f"({line.facts})" if line.facts else ""))) if line else ""


def _without_capital(decision: Decision) -> str:
    words = decided(decision)
    return words[:1].lower() + words[1:]
