"""``okr-coach department``: the OKRs of many teams, from a sheet, JSON Lines or a folder of documents."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from coach.cli.review import FailOn
from coach.cli.running import BAD_INPUT, quiet_libraries, tell
from coach.errors import InputError

if TYPE_CHECKING:
    from coach.department.contract import Progress
    from coach.department.engine import Told
    from coach.department.running import Finished
    from coach.settings import Settings

Engine = Literal["local", "ray"]
_SHOWN_EVERY = 0.2
"""Seconds between two changes of the line that says how far the run is."""


def department(
    file: Annotated[
        str,
        typer.Argument(metavar="FILE", help="A .csv, .tsv or .xlsx sheet, JSON Lines, a folder of documents, or -."),
    ],
    out: Annotated[Path, typer.Option(metavar="DIR", help="The folder to write into.")],
    resume: Annotated[bool, typer.Option("--resume", help="Go on with the run in DIR that was stopped.")] = False,
    columns: Annotated[
        Path | None, typer.Option(metavar="FILE", help="A YAML file that says what the sheets' columns hold.")
    ] = None,
    engine: Annotated[
        Engine, typer.Option(help="Where lines are reviewed: all cores here, or a Ray cluster.")
    ] = "local",
    address: Annotated[str | None, typer.Option(help="The address of the Ray cluster.")] = None,
    workers: Annotated[
        int | None, typer.Option(min=1, help="How many reviews are made at one time; all cores if nothing is said.")
    ] = None,
    suggest: Annotated[
        bool, typer.Option("--suggest", help="Suggest a better line with each finding; takes more than twice the time.")
    ] = False,
    model: Annotated[
        str | None, typer.Option(metavar="NAME", help="Ask this model too, at the endpoint that is set.")
    ] = None,
    no_model: Annotated[bool, typer.Option("--no-model", help="Review by the rules alone.")] = False,
    budget_tokens: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Tokens that the model may cost in this run.")
    ] = None,
    budget_money: Annotated[
        float | None, typer.Option(min=0, metavar="N", help="Money that the model may cost in this run.")
    ] = None,
    price_in: Annotated[
        float | None, typer.Option(min=0, metavar="N", help="What a million tokens sent to the model cost.")
    ] = None,
    price_out: Annotated[
        float | None, typer.Option(min=0, metavar="N", help="What a million tokens of its replies cost.")
    ] = None,
    fail_on: Annotated[FailOn, typer.Option(help="Exit with 1 when a finding is this important or more.")] = "fix",
) -> None:
    """Review the OKRs of many teams: what to fix first, team by team and across teams.

    Writes into DIR: reviews.jsonl (a JSON review a draft), bad-rows.jsonl (what could not be read, and why), and the reports. What was
    reviewed before, and has not changed, is not reviewed again. A run that was stopped goes on with --resume.

    Exit code 0: nothing at or above the --fail-on severity. 1: findings at or above it. 2: the input cannot be read, or an objective
    could not be reviewed, or the budget was used up first.
    """
    from coach.department.running import Options, run_department

    quiet_libraries()
    settings = _settings(model, no_model)
    price = None if price_in is None or price_out is None else (price_in, price_out)
    options = Options(
        out=out,
        resume=resume,
        columns=columns,
        engine=engine,
        address=address,
        workers=workers,
        suggestions=suggest,
        budget_tokens=budget_tokens,
        budget_money=budget_money,
        price=price,
    )
    begun = time.monotonic()
    with _shown() as told:
        finished = run_department(file, options, settings, told)
    _say(finished, time.monotonic() - begun)
    raise typer.Exit(_code(finished, fail_on))


def _settings(model: str | None, no_model: bool) -> Settings:
    from coach.settings import settings

    if model is not None and no_model:
        raise InputError("--model and --no-model exclude each other; give one of them")
    chosen = replace(settings(), model=None) if no_model else settings(model)
    if model is not None and chosen.model is None:
        raise InputError(f"--model {model}: no endpoint is set; set OPENAI_BASE_URL or OPENAI_API_KEY")
    if chosen.model is not None:
        tell(f"objectives and key results are sent to {chosen.model.name} at {chosen.model.host}")
    return chosen


def _code(finished: Finished, fail_on: FailOn) -> int:
    if not finished.totals["objectives"] or finished.totals["failed"]:
        return BAD_INPUT
    return int(fail_on != "never" and finished.ledger.reaches(fail_on))


def _say(finished: Finished, seconds: float) -> None:
    from coach.department.progress import summary_words
    from coach.report.plain import visible

    lines = [*summary_words(finished.totals, seconds), *finished.notices, "Written, the first to open first:"]
    for line in [*lines, *(f"  {path}" for path in finished.files)]:
        sys.stdout.write(f"{visible(line)}\n")
    sys.stdout.flush()


@contextmanager
def _shown() -> Iterator[Told]:
    """Where to tell how far the run is: one line that changes, on a terminal; nothing else anywhere."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console

    from coach.department.progress import Rate, progress_words

    rate, shown = Rate(), [0.0]
    with Console(stderr=True).status("Starting", spinner="dots") as status:

        def told(progress: Progress) -> None:
            so_far = rate.told(progress)
            if time.monotonic() - shown[0] >= _SHOWN_EVERY:
                shown[0] = time.monotonic()
                status.update(progress_words(progress, *so_far))

        yield told
