"""The command line: ``okr-coach``. One module a command; each imports what it needs when it runs.

Nothing heavy is imported here, so that ``--help`` and completion answer at once.
"""

from __future__ import annotations

from coach.cli.interrupts import loading

with loading():
    from typing import Annotated

    import typer

    from coach.about import version
    from coach.cli import chat, check_in, department, evaluation, explain, knowledge, model, review, web
    from coach.cli.running import CommandLine, Program

app = Program(
    name="okr-coach",
    cls=CommandLine,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Reviews drafts of OKRs: what is weak, why, what to ask, and a better line. "
    "Everything stays on this machine, unless a model is set: then drafts go to its endpoint, and nowhere else.",
)
app.command("review")(review.review)
app.command("department")(department.department)
app.command("check-in")(check_in.check_in)
app.command("since")(check_in.since)
app.command("chat")(chat.chat)
app.command("explain")(explain.explain)
app.add_typer(knowledge.app, name="knowledge")
app.add_typer(model.app, name="model")
app.command("app")(web.run)
evaluation.add_to(app)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"okr-coach {version()}")
        raise typer.Exit


@app.callback()
def _options(
    _version: Annotated[
        bool, typer.Option("--version", help="Show the version and stop.", callback=_show_version, is_eager=True)
    ] = False,
) -> None:
    """Options of the program as a whole; what it does stands in the Typer app above."""
