"""How every command runs: one clear line on standard error when it cannot go on, and an exit code that says why.

0    done; for `review`, nothing at or above the failing severity
1    `review` found something at or above it
2    bad input or usage, or the output is closed or full
130  interrupted
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any, cast

import typer
from typer.core import TyperGroup
from typer.exceptions import TyperException

from coach.cli.interrupts import INTERRUPTED, interrupted, running
from coach.cli.streams import finish_output, forget, own_streams, settle_errors
from coach.errors import CoachError

BAD_INPUT = 2


class Program(typer.Typer):
    """The program. Called, it is a process of its own, with the streams and the interrupts that go with it."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Run the command line."""
        with running():
            own_streams()
            try:
                return super().__call__(*args, **kwargs)
            finally:
                settle_errors()


class CommandLine(TyperGroup):
    """The group of all commands, with errors told in one line. Errors that are bugs still end in a traceback."""

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        windows_expand_args: bool = True,
        **extra: Any,
    ) -> Any:
        """The whole run: parse, invoke, have the output written, exit."""
        _survive_any_character()
        try:
            code = super().main(args, prog_name, complete_var, False, windows_expand_args, **extra)
            finish_output()
        except Exception as error:
            code = INTERRUPTED if interrupted() else _told(error)
        if interrupted() or code == INTERRUPTED:
            code = INTERRUPTED
            tell("stopped")
        if standalone_mode:
            sys.exit(code if isinstance(code, int) else 0)
        return code


def tell(message: str) -> None:
    """One line on standard error, in which nothing of the message can control the terminal."""
    from coach.report.plain import visible

    _say(f"okr-coach: {' '.join(visible(message).split())}")


def _say(text: str) -> None:
    """Write to standard error; where it takes nothing, the exit code is all that is left to say."""
    try:
        typer.echo(text, err=True)
    except OSError:
        forget(sys.stderr)


def _told(error: Exception) -> int:
    """Say what is wrong, and return the exit code; an error that is a bug is raised again."""
    if isinstance(error, CoachError):
        tell(str(error))
    elif isinstance(error, TyperException):
        _tell_usage(error)
    else:
        raise error
    return BAD_INPUT


def _tell_usage(error: TyperException) -> None:
    ctx = getattr(error, "ctx", None)
    if type(error).__name__ == "NoArgsIsHelpError":
        _say(error.format_message())
        return
    path = ctx.command_path if ctx else "okr-coach"
    message = error.format_message().replace("Value error, ", "").rstrip()
    tell(f"{message}{'' if message.endswith(('.', '?', '!')) else '.'} See `{path} --help`.")


def quiet_libraries() -> None:
    """Keep the libraries' own log below warnings off standard error; some log each step as soon as they are imported.

    Of pypdf's log nothing is shown: what it warns of are errors inside the PDF, in words for programmers, a line each.
    """
    import logging

    logging.getLogger("pypdf").setLevel(logging.CRITICAL + 1)

    handler = logging.StreamHandler()
    handler.setLevel(logging.WARNING)
    logging.basicConfig(handlers=[handler])


def _survive_any_character() -> None:
    """Let no character of a draft end the run where the terminal's encoding lacks it."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            cast(Any, stream).reconfigure(errors="replace")
