"""The standard streams of a process of its own. Each may be closed from the start, and output may fail or be closed half-way.

A closed one is None in Python, and its number would be given to the next file that is opened, such as the index.
"""

from __future__ import annotations

import io
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO, TextIO

from coach.cli.interrupts import interrupted
from coach.errors import CoachError, InputError


class OutputClosedError(CoachError):
    """Standard output takes no more: it is closed or full, or its reader stopped before the end, as ``| head`` does."""


class _Output(io.RawIOBase):
    """The bytes of standard output. A failure is told in words once and kept; what comes after it goes nowhere."""

    def __init__(self, raw: io.RawIOBase | None) -> None:
        super().__init__()
        self._raw = raw
        self.failure: OutputClosedError | None = None

    def write(self, content: Any, /) -> int | None:
        """Write some of `content`.

        Raises:
            OutputClosedError: nothing can be written.
        """
        # After an interrupt what is left goes nowhere: whoever reads may have stopped, and the write would wait for ever.
        if self.failure is not None or interrupted():
            return len(content)
        try:
            if self._raw is not None:
                return self._raw.write(content)
        except OSError as error:
            self.failure = _failure(error)
            raise self.failure from error
        self.failure = OutputClosedError(
            "standard output is closed, so nothing can be written; send it to a file or a pipe"
        )
        raise self.failure

    def writable(self) -> bool:
        """Yes: what cannot be written is told when it is tried."""
        return True

    def fileno(self) -> int:
        """The descriptor, where there is one."""
        return super().fileno() if self._raw is None else self._raw.fileno()

    def isatty(self) -> bool:
        """Whether it is a terminal."""
        return self._raw is not None and self._raw.isatty()


def _failure(error: OSError) -> OutputClosedError:
    if isinstance(error, BrokenPipeError):
        return OutputClosedError("the output was closed before all of it was written")
    return OutputClosedError(
        f"the output cannot be written ({error.strerror or error}); free some space, or send it elsewhere"
    )


def own_streams() -> None:
    """Make the streams of this process such that a closed or failing one ends the run in one line, not in a traceback."""
    for descriptor in (0, 1, 2):
        _occupy(descriptor)
    if sys.stderr is None:
        sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115  (for as long as the process runs)
    if sys.stdout is None:
        sys.stdout = _text(_Output(None), encoding="utf-8")
    elif isinstance(sys.stdout, io.TextIOWrapper):
        raw = getattr(sys.stdout.buffer, "raw", sys.stdout.buffer)
        sys.stdout = _text(_Output(raw), sys.stdout.encoding, sys.stdout.errors, sys.stdout.line_buffering)


def _text(output: _Output, encoding: str, errors: str | None = None, by_line: bool = False) -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BufferedWriter(output), encoding, errors, line_buffering=by_line)


def finish_output() -> None:
    """Have everything written.

    Raises:
        OutputClosedError: that fails, or it failed before in a place that did not pass the error on.
    """
    sys.stdout.flush()
    output = getattr(getattr(sys.stdout, "buffer", None), "raw", None)
    if isinstance(output, _Output) and output.failure is not None:
        raise output.failure


def standard_input() -> BinaryIO:
    """The bytes of standard input.

    Raises:
        InputError: it is closed.
    """
    if sys.stdin is None:
        raise InputError("standard input is closed; name a file, or send the draft through a pipe")
    return sys.stdin.buffer


def settle_errors() -> None:
    """Have standard error written, or given up where it takes nothing: what is left in it would change the exit code."""
    if sys.stderr is None:
        return
    try:
        sys.stderr.flush()
    except (OSError, ValueError):
        forget(sys.stderr)


def forget(stream: TextIO) -> None:
    """Point `stream` elsewhere, so that nothing more is written to where it cannot be written."""
    with suppress(OSError, ValueError):  # a stream without a file, in tests
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)


def _occupy(descriptor: int) -> None:
    """Keep the number of a closed stream from being given to a file."""
    try:
        os.fstat(descriptor)
    except OSError:
        opened = os.open(os.devnull, os.O_RDWR)
        if opened != descriptor:
            os.dup2(opened, descriptor)
            os.close(opened)
        os.set_inheritable(descriptor, True)
