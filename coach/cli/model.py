"""``okr-coach model``: which model is set, and what it answers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from coach.llm.chat import Chat
    from coach.llm.model import Usage
    from coach.model_settings import ModelSettings
    from coach.reviewer import Coach

app = typer.Typer(help="Say which model is set, and try it out.", rich_markup_mode=None)
_MARGIN = 12
_LISTED = 8
_NO_MODEL = (
    "No model is set, and none is needed: the coach works alone. To set one, give these in the environment or in a file .env:",
    "",
    "  OKR_COACH_MODEL   the model's name, as the endpoint knows it",
    "  OPENAI_BASE_URL   the endpoint, such as http://localhost:11434/v1 (not needed for OpenAI's own)",
    "  OPENAI_API_KEY    its key (not needed where the endpoint asks for none)",
    "",
    "Then `okr-coach model check` tries it out. Drafts that are reviewed are sent to that endpoint from then on.",
)


@app.callback(invoke_without_command=True)
def model(ctx: typer.Context) -> None:
    """Say which model is set, and try it out."""
    if ctx.invoked_subcommand is not None:
        return
    from coach.settings import settings

    chosen = settings().model
    for line in _NO_MODEL if chosen is None else _set(chosen):
        typer.echo(line)


@app.command()
def check(
    review: Annotated[bool, typer.Option(help="Review an example draft too, to see what a review costs.")] = True,
) -> None:
    """Try the model out: what is reached, how it answers, how fast, and what a review costs.

    Sends a few short calls and an example draft to the endpoint, and nothing else.
    """
    from coach.cli.running import quiet_libraries
    from coach.errors import SettingsError
    from coach.llm import connect
    from coach.settings import settings

    chosen, home = settings().model, settings().home
    if chosen is None:
        raise SettingsError(" ".join(line.strip() for line in _NO_MODEL if line))
    quiet_libraries()
    for line in _set(chosen):
        typer.echo(line)
    chat = connect(chosen, home)
    try:
        for line in _tried(chat):
            typer.echo(line)
        if review:
            typer.echo(_line("A review", _review_cost()))
        typer.echo(_line("Scorecard", _scorecard(home, chosen)))
    finally:
        chat.close()


def _line(label: str, said: str) -> str:
    from coach.report.plain import visible

    return f"{label:<{_MARGIN}}{visible(said)}"


def _set(chosen: ModelSettings) -> Iterator[str]:
    """What is set, without the key."""
    from coach.model_settings import OPENAI

    yield _line("Model", chosen.name)
    plain = not chosen.is_local and (chosen.base_url or OPENAI).startswith("http://")
    unsafe = ", without encryption: others on the network can read the drafts and the key" if plain else ""
    yield _line("Endpoint", f"{chosen.base_url or OPENAI}{unsafe}")
    yield _line("Key", "set" if chosen.key is not None else "none")
    yield _line(
        "Limits",
        f"{chosen.timeout:g} s and {chosen.retries} retries a call, {chosen.concurrent} calls at once, "
        f"{chosen.tokens_per_review:,} tokens a review, {chosen.tokens_per_batch:,} a batch",
    )


def _tried(chat: Chat) -> Iterator[str]:
    """What the endpoint answers, line by line as it is known."""
    from statistics import median

    from coach.llm.methods import PROBE, PROBING

    chat.memory.forget()
    method = chat.probe()
    yield _line("Reached", f"{chat.host} answers")
    yield _line("Models", _listed(chat))
    left_out = f"; does without {', '.join(sorted(chat.memory.without))}" if chat.memory.without else ""
    yield _line("Structured", f"{method}{left_out}")
    seconds = [chat.ask(PROBING, PROBE).seconds for _ in range(3)]
    yield _line("Latency", f"{median(seconds):.2f} s (median of 3 short calls)")


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


def _review_cost() -> str:
    """What the review of an example draft costs, measured by doing it."""
    import time

    from coach.intake import read_text
    from coach.reviewer import Coach
    from coach.ui.examples import EXAMPLES

    example = EXAMPLES[1]
    coach = Coach.from_settings()
    try:
        draft = read_text(example.text)
        before = coach.by_rules(draft)
        begun = time.monotonic()
        review = coach.sharpened(before)
    finally:
        _close(coach)
    usage: Usage | None = review.engine.usage
    if usage is None or not usage.tokens:
        return "the model added nothing: " + " ".join(review.notices[-1:] or ("it gave no reason",))
    shown = f"{usage.tokens_in:,} tokens in and {usage.tokens_out:,} out, {time.monotonic() - begun:.1f} s (example: {example.name.lower()})"
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
