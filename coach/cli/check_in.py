"""``okr-coach check-in``: the check-ins of a sheet. ``okr-coach since``: what changed between two runs."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from coach.cli.review import FailOn
from coach.cli.running import quiet_libraries, tell
from coach.errors import InputError

if TYPE_CHECKING:
    from coach.cycle import CheckIns

Format = Literal["text", "json", "markdown"]
_STANDARD_INPUT = "-"


def check_in(
    file: Annotated[
        str,
        typer.Argument(
            metavar="FILE", help="A sheet (.xlsx, .csv) or JSON Lines of check-ins; - reads standard input."
        ),
    ],
    format: Annotated[Format, typer.Option(help="How the review is written.")] = "text",
    as_of: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="The day to judge on; the newest date in FILE if nothing is said."),
    ] = None,
    fail_on: Annotated[FailOn, typer.Option(help="Exit with 1 when a finding is this important or more.")] = "fix",
) -> None:
    """Review check-ins: updates that are late or say nothing, trouble without a plan, targets that were all reached.

    Columns are known by their names: key result, date or last update, status, confidence, score, value, notes, next steps. Several
    check-ins of a key result over the weeks give a forecast where the numbers allow one.

    Exit code 0: nothing at or above the --fail-on severity. 1: findings at or above it. 2: the input cannot be read.
    """
    quiet_libraries()
    from coach.cli.terminal import paint, width
    from coach.cycle import review_check_ins, words
    from coach.shared import shared_coach

    day = _day(as_of)
    review = review_check_ins(_read(file), shared_coach(), day)
    if format == "text":
        _write(words.as_text(review, width(), paint()), utf8=False)
    else:
        _write(words.as_json(review) if format == "json" else words.as_markdown(review), utf8=True)
    raise typer.Exit(int(fail_on != "never" and review.reaches(fail_on)))


def since(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="The reviews.jsonl of the earlier run, or its folder.")],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="The reviews.jsonl of the later run, or its folder.")],
    format: Annotated[Format, typer.Option(help="How the comparison is written.")] = "text",
) -> None:
    """Compare two runs of `okr-coach department`: what was fixed, what is new, what is still there, team by team.

    It also says where better wording came with an easier target.
    """
    quiet_libraries()
    from coach.cli.terminal import paint, width
    from coach.cycle import compare, since_words
    from coach.cycle.reviewed_lines import read_reviews

    found = compare(read_reviews(old), read_reviews(new))
    if format == "text":
        _write(since_words.as_text(found, width(), paint()), utf8=False)
    else:
        _write(since_words.as_json(found) if format == "json" else since_words.as_markdown(found), utf8=True)


def _day(as_of: str | None) -> date | None:
    if as_of is None:
        return None
    try:
        return date.fromisoformat(as_of)
    except ValueError:
        raise InputError(f"--as-of {as_of}: not a date. Write it as 2026-03-31.") from None


def _read(file: str) -> CheckIns:
    from coach.cli.streams import standard_input
    from coach.cycle import read_check_ins

    if file != _STANDARD_INPUT:
        return read_check_ins(Path(file), file)
    stream = standard_input()
    if stream.isatty():
        tell("paste the rows, then end them with Ctrl-D on a line of its own")
    return read_check_ins(stream, "standard input")


def _write(text: str, utf8: bool) -> None:
    """Write to standard output; what programs read is UTF-8 whatever the terminal's encoding is."""
    if utf8 and hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
    sys.stdout.write(text)
    sys.stdout.flush()
