"""Time limits: how long something that asks a model several times may last in all. Imports no library of models.

with within(chosen.timeout):
    model.ask(...)                      # the probe, the call and every further one share what is left of the time
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_UNTIL: ContextVar[float | None] = ContextVar("time limit", default=None)


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Let every call of a model inside end within so many seconds from now, or sooner where a limit further out says so."""
    outer, until = _UNTIL.get(), time.monotonic() + seconds
    token = _UNTIL.set(until if outer is None else min(outer, until))
    try:
        yield
    finally:
        _UNTIL.reset(token)


def time_left(most: float) -> float:
    """Seconds that a call made here may last, `most` at most; never below 0."""
    until = _UNTIL.get()
    return most if until is None else max(0.0, min(most, until - time.monotonic()))
