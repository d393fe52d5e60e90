"""``okr-coach review``: one draft, or a JSON Lines file of drafts."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from coach.cli.running import BAD_INPUT, quiet_libraries, tell
from coach.cli.streams import standard_input
from coach.errors import InputError

if TYPE_CHECKING:
    from coach.critique import Review
    from coach.okr import Draft

Format = Literal["text", "json", "sarif", "github", "markdown"]
FailOn = Literal["fix", "improve", "consider", "never"]
_STANDARD_INPUT = "-"


def review(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="Text, Markdown, CSV, JSON, .docx or .xlsx; - reads standard input.")
    ],
    format: Annotated[
        Format | None, typer.Option(help="How the review is written; text where nothing is said.")
    ] = None,
    fail_on: Annotated[FailOn, typer.Option(help="Exit with 1 when a finding is this important or more.")] = "fix",
    lines: Annotated[
        bool, typer.Option("--lines", help="FILE holds JSON drafts, one a line; write one JSON review a line.")
    ] = False,
) -> None:
    """Review a draft: what is weak in it, why, the question to ask, a better line.

    Exit code 0: nothing at or above the --fail-on severity. 1: findings at or above it. 2: the input cannot be read.

    A line is excused in the draft itself: (ok: missing-baseline, first year of this product).
    """
    quiet_libraries()
    if lines:
        if format not in (None, "json"):
            raise InputError(f"--lines writes JSON, one review a line; leave out `--format {format}`")
        from coach.cli.lines import review_lines

        raise typer.Exit(review_lines(str(file), fail_on))
    draft = _read(str(file))
    raise typer.Exit(
        _review_one(draft, None if str(file) == _STANDARD_INPUT else _shown(file), format or "text", fail_on)
    )


def failed(review: Review, fail_on: FailOn) -> bool:
    """Whether the review has findings at or above the severity that the caller asked for."""
    return fail_on != "never" and review.reaches(fail_on)


def _review_one(draft: Draft, file: str | None, format: Format, fail_on: FailOn) -> int:
    from coach.shared import shared_coach

    coach = shared_coach()
    if not draft.is_empty:
        coach.warm()
    found = coach.review(draft)
    nothing = draft.is_empty and fail_on != "never"
    if not (nothing and format == "text"):
        _write(_rendered(found, file, format), utf8=format != "text")
    if nothing:
        looked_for = next(
            (notice for notice in reversed(draft.notices) if "Looked for" in notice),
            "No objective or key result was found.",
        )
        tell(f"{file or 'standard input'}: {looked_for}")
        return BAD_INPUT
    return int(failed(found, fail_on))


def _rendered(found: Review, file: str | None, format: Format) -> str:
    from coach import report
    from coach.cli.terminal import paint, width

    if format == "text":
        return report.as_text(found, width(), paint(), file)
    if format == "json":
        return report.as_json(found)
    return {"sarif": report.as_sarif, "github": report.as_github, "markdown": report.as_markdown}[format](found, file)


def _read(file: str) -> Draft:
    from coach.intake import read_bytes, read_file
    from coach.intake.bounds import read_bounded

    if file != _STANDARD_INPUT:
        return read_file(file)
    name, stream = "standard input", standard_input()
    if stream.isatty():
        tell("paste the draft, then end it with Ctrl-D on a line of its own")
    try:
        content = read_bounded(stream, name)
    except OSError as error:
        raise InputError(f"{name}: it cannot be read ({error.strerror}); name a file instead") from None
    return read_bytes(content, name=name)


def _shown(file: Path) -> str:
    """The file's name as a tool in this folder would give it."""
    try:
        return file.resolve().relative_to(Path.cwd()).as_posix() if file.is_absolute() else file.as_posix()
    except (ValueError, FileNotFoundError):  # elsewhere, or the folder was removed meanwhile
        return file.as_posix()


def _write(text: str, utf8: bool) -> None:
    """Write to standard output; what programs read is UTF-8 whatever the terminal's encoding is."""
    if utf8 and hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
    sys.stdout.write(text)
    sys.stdout.flush()
