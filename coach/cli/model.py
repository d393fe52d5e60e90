"""``okr-coach model``: which model is set, and what it answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from coach.model_check import Said

app = typer.Typer(help="Say which model is set, and try it out.", rich_markup_mode=None)
_MARGIN = 12
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
    from coach.model_check import as_set
    from coach.settings import settings

    chosen = settings().model
    for line in _NO_MODEL if chosen is None else map(_line, as_set(chosen)):
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
    from coach.model_check import as_set, tried
    from coach.settings import settings
    from coach.ui.examples import EXAMPLES

    chosen, home = settings().model, settings().home
    if chosen is None:
        raise SettingsError(" ".join(line.strip() for line in _NO_MODEL if line))
    quiet_libraries()
    for said in as_set(chosen):
        typer.echo(_line(said))
    example = (EXAMPLES[1].name, EXAMPLES[1].text)
    for said in tried(chosen, home, example if review else None):
        typer.echo(_line(said))


def _line(said: Said) -> str:
    from coach.report.plain import visible

    label, words = said
    return f"{label:<{_MARGIN}}{visible(words)}"
