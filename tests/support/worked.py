"""Functions for the workers of a department's run: what a test has a process do, and die of."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from coach.department.worker import Setup


def doubled(_: Setup, number: int) -> int:
    """Twice the number; an odd one takes longer, so that results come out of order."""
    time.sleep(0.02 * (number % 2))
    return 2 * number


def process_id(_: Setup, number: int) -> int:
    """Which process did it."""
    return os.getpid()


def dies_of_three(_: Setup, number: int) -> int:
    """Kills its process, as the system does when memory is short, whenever it meets a 3."""
    if number == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def dies_once(setup: Setup, number: int) -> int:
    """Kills its process the first time that it meets a 3."""
    mark = Path(setup.home) / "died"
    if number == 3 and not mark.exists():
        mark.touch()
        os._exit(7)
    return number


def raises(_: Setup, number: int) -> int:
    """Fails as a bug does."""
    raise ValueError(f"{number} is not what was expected")


def noisy(_: Setup, number: int) -> int:
    """Prints, as libraries do."""
    print("a library's remark")  # noqa: T201
    return number


def sleeps(_: Setup, number: int) -> int:
    """Takes long."""
    time.sleep(60)
    return number
