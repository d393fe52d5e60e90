"""Ctrl-C in a process of its own: one line and exit code 130, whatever the program does at that moment.

While modules load there is nothing to clean up, and an exception could be lost or reported by the import system, so the
process ends at once. While a command runs the interrupt is an exception, so that half-written files are removed; a second
one ends the process at once.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import Any, NoReturn

INTERRUPTED = 130
"""The exit code: 128 and the number of the signal, as shells have it."""
_seen = False


def interrupted() -> bool:
    """Whether Ctrl-C was pressed: a library may have made another exception of it."""
    return _seen


def stop_at_once(*_: Any) -> NoReturn:
    """End the process here and now."""
    with suppress(OSError):
        os.write(2, b"okr-coach: stopped\n")
    os._exit(INTERRUPTED)


@contextmanager
def loading() -> Iterator[None]:
    """While the program's modules are imported."""
    found = signal.getsignal(signal.SIGINT)
    changed = found is signal.default_int_handler and _set(stop_at_once)
    try:
        yield
    finally:
        if changed:
            _set(found)


@contextmanager
def running() -> Iterator[None]:
    """While a command runs; after it, while the interpreter shuts down, an interrupt ends the process at once.

    Where interrupts are ignored, as for a job in the background, or the caller has a way of its own, it stays.
    """
    if signal.getsignal(signal.SIGINT) is not signal.default_int_handler or not _set(_raise_first):
        yield
        return
    sys.unraisablehook = _stop_where_lost
    try:
        yield
    except KeyboardInterrupt:
        stop_at_once()
    finally:
        _set(stop_at_once)


def _raise_first(_signal: int, _frame: FrameType | None) -> None:
    global _seen
    if _seen:
        stop_at_once()
    _seen = True
    raise KeyboardInterrupt


def _stop_where_lost(unraisable: Any) -> None:
    """An interrupt that reached a place from which nothing can be raised would be printed and lost."""
    if issubclass(unraisable.exc_type, KeyboardInterrupt):
        stop_at_once()
    sys.__unraisablehook__(unraisable)


def _set(handler: Any) -> bool:
    """Whether the handler could be set: only the main thread may."""
    try:
        signal.signal(signal.SIGINT, handler)
    except ValueError:
        return False
    return True
