"""How every command runs: one clear line on standard error when it cannot go on, and an exit code that says why.

0    done; for `review`, nothing at or above the failing severity
1    `review` found something at or above it
2    bad input or usage, or the output was closed
130  interrupted
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Any, TextIO, cast

import typer
from typer.core import TyperGroup
from typer.exceptions import TyperException

from coach.errors import CoachError

BAD_INPUT = 2
_INTERRUPTED = 130


class OutputClosedError(CoachError):
    """Whoever read the output stopped before its end, as ``| head`` does."""


class CommandLine(TyperGroup):
    """The group of all commands, with errors told in one line. Errors that are bugs still end in a traceback."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command, and have the output written before the exit code is decided."""
        try:
            answer = super().invoke(ctx)
            sys.stdout.flush()
            return answer
        except BrokenPipeError as error:
            _forget_output()
            raise OutputClosedError("the output was closed before all of it was written") from error
        except KeyboardInterrupt:
            tell("stopped")
            raise typer.Exit(_INTERRUPTED) from None

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        windows_expand_args: bool = True,
        **extra: Any,
    ) -> Any:
        """The whole run: parse, invoke, exit."""
        _survive_any_character()
        try:
            code = super().main(args, prog_name, complete_var, False, windows_expand_args, **extra)
        except CoachError as error:
            tell(str(error))
            code = BAD_INPUT
        except TyperException as error:
            _tell_usage(error)
            code = BAD_INPUT
        if standalone_mode:
            sys.exit(code if isinstance(code, int) else 0)
        return code


def tell(message: str) -> None:
    """One line on standard error, in which nothing of the message can control the terminal."""
    from coach.report.plain import visible

    typer.echo(f"okr-coach: {' '.join(visible(message).split())}", err=True)


def _tell_usage(error: TyperException) -> None:
    ctx = getattr(error, "ctx", None)
    if type(error).__name__ == "NoArgsIsHelpError":
        typer.echo(error.format_message(), err=True)
        return
    path = ctx.command_path if ctx else "okr-coach"
    message = error.format_message().replace("Value error, ", "").rstrip()
    tell(f"{message}{'' if message.endswith(('.', '?', '!')) else '.'} See `{path} --help`.")


def quiet_libraries() -> None:
    """Keep the libraries' own log below warnings off standard error; some log each step as soon as they are imported."""
    import logging

    handler = logging.StreamHandler()
    handler.setLevel(logging.WARNING)
    logging.basicConfig(handlers=[handler])


def _survive_any_character() -> None:
    """Let no character of a draft end the run where the terminal's encoding lacks it."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            cast(Any, stream).reconfigure(errors="replace")


def _forget_output() -> None:
    """Point standard output elsewhere, so that nothing is written to the closed pipe when the program ends."""
    stream: TextIO = sys.stdout
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
    except (OSError, ValueError):  # a stream without a file, in tests
        return
