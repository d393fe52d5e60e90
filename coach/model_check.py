"""What a model is set to, and what it answers when it is tried out, as labels with words: for the command line and the settings page."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from coach.llm.chat import Chat
    from coach.llm.model import Usage
    from coach.model_settings import ModelSettings
    from coach.reviewer import Coach

_LISTED = 8
Said = tuple[str, str]
"""A label, and what is said under it."""


def as_set(chosen: ModelSettings) -> Iterator[Said]:
    """What is set, without the key."""
    from coach.model_settings import OPENAI

    yield "Model", chosen.name
    plain = not chosen.is_local and (chosen.base_url or OPENAI).startswith("http://")
    unsafe = ", without encryption: others on the network can read the drafts and the key" if plain else ""
    yield "Endpoint", f"{chosen.base_url or OPENAI}{unsafe}"
    yield "Key", "set" if chosen.key is not None else "none"
    yield (
        "Limits",
        f"{chosen.timeout:g} s and {chosen.retries} retries a call, {chosen.concurrent} calls at once, "
        f"{chosen.tokens_per_review:,} tokens a review, {chosen.tokens_per_batch:,} a batch",
    )


def tried(chosen: ModelSettings, home: Path, example: tuple[str, str] | None = None) -> Iterator[Said]:
    """What the endpoint answers, point by point as it is known. Sends a few short calls and `example`: its name and a draft.

    Raises:
        ModelError: it answers no call.
    """
    from coach.llm import connect

    chat = connect(chosen, home)
    try:
        yield from _answers(chat)
        if example:
            yield "A review", _review_cost(*example)
        yield "Scorecard", _scorecard(home, chosen)
    finally:
        chat.close()


def _answers(chat: Chat) -> Iterator[Said]:
    from statistics import median

    from coach.llm.methods import PROBE, PROBING

    chat.memory.forget()
    method = chat.probe()
    yield "Reached", f"{chat.host} answers"
    yield "Models", _listed(chat)
    left_out = f"; does without {', '.join(sorted(chat.memory.without))}" if chat.memory.without else ""
    yield "Structured", f"{method}{left_out}"
    seconds = [chat.ask(PROBING, PROBE).seconds for _ in range(3)]
    yield "Latency", f"{median(seconds):.2f} s (median of 3 short calls)"


def _listed(chat: Chat) -> str:
    """The models that the endpoint lists; not every endpoint has a list, and a review needs none."""
    from coach.errors import ModelError

    try:
        names = chat.models()
    except ModelError:
        return "the endpoint gives no list of its models"
    there = "" if chat.name in names else f" (not {chat.name}, which answers all the same)"
    more = f" and {len(names) - _LISTED} more" if len(names) > _LISTED else ""
    return f"{len(names)} listed{there}: {', '.join(names[:_LISTED])}{more}" if names else "none is listed"


def _review_cost(name: str, text: str) -> str:
    """What the review of a draft costs, measured by doing it."""
    import time

    from coach.intake import read_text
    from coach.reviewer import Coach

    coach = Coach.from_settings()
    try:
        draft = read_text(text)
        before = coach.by_rules(draft)
        begun = time.monotonic()
        review = coach.sharpened(before)
    finally:
        _close(coach)
    usage: Usage | None = review.engine.usage
    if usage is None or not usage.tokens:
        return "the model added nothing: " + " ".join(review.notices[-1:] or ("it gave no reason",))
    shown = f"{usage.tokens_in:,} tokens in and {usage.tokens_out:,} out, {time.monotonic() - begun:.1f} s (example: {name.lower()})"
    new = [notice for notice in review.notices if notice not in before.notices]
    return f"{shown}. {' '.join(new)}" if new else shown


def _close(coach: Coach) -> None:
    with suppress(AttributeError):
        coach.model.close()  # type: ignore[union-attr]


def _scorecard(home: Path, chosen: ModelSettings) -> str:
    from coach.scorecards import read_scorecard

    card = read_scorecard(home, chosen.name, chosen.host)
    if card is None:
        return f"none, so the model overrules nothing; okr-coach evals run --model {chosen.name} measures it"
    earned = sorted(criterion for criterion in card.criteria if card.earned(criterion))
    if not earned:
        return f"measured on {card.drafts} drafts: better than the detectors on no criterion, so it overrules nothing"
    return f"measured on {card.drafts} drafts: better than the detectors on {', '.join(earned)}"
