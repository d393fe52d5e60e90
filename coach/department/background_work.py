"""What the process of a background run does: the run, with how far it is written beside it for those who look."""

from __future__ import annotations

import logging
import os
import signal
import threading
import time
import traceback
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

from coach.department.kept_runs import KeptRun, read_json, write_json
from coach.errors import CoachError, InputError

if TYPE_CHECKING:
    from coach.department.contract import Progress
    from coach.settings import Settings

_log = logging.getLogger(__name__)
PROGRESS = "progress.json"
How = Literal["done", "cancelled", "out of budget", "failed"]
OURS = "An error of this program stopped it, which stands in the server’s log. What was done is kept: go on with it."
_WRITTEN_EVERY = 0.25
"""Seconds between two notes of how far the run is."""
_NICE = 5
"""The page that somebody looks at goes before the run."""
BEGUN_ANEW = (
    "The program, its rules, its knowledge or the model changed since this run began, so all of it was looked at again. What is "
    "reviewed by the same was taken from what was kept."
)


@dataclass(frozen=True)
class Ended:
    """How a run ended."""

    how: How
    words: str = ""
    notices: tuple[str, ...] = ()
    """What the reports leave out, and why."""


def read_ended(path: Path) -> Ended | None:
    """How a run ended, as it was noted; None where it was not, or the note is damaged."""
    noted = read_json(path) or {}
    how: How | None = next((each for each in get_args(How) if each == noted.get("how")), None)
    notices = noted.get("notices")
    said = tuple(map(str, notices)) if isinstance(notices, list) else ()
    return Ended(how, str(noted.get("words", "")), said) if how else None


def told_of(error: BaseException) -> str:
    """An error for a log: its kind and where it came from. Not its message, which may quote a draft."""
    return f"{type(error).__name__}\n{''.join(traceback.format_tb(error.__traceback__))}"


def review_kept(run: KeptRun, settings: Settings, workers: int | None) -> Ended:
    """Begin or go on with a run, in a process of its own. It ends with the process that started it, and with SIGTERM."""
    _end_with(os.getppid())
    signal.signal(signal.SIGTERM, _interrupt)
    if hasattr(os, "nice"):
        os.nice(_NICE)
    try:
        return reviewed(run, settings, workers)
    except KeyboardInterrupt:
        return Ended("cancelled")
    except Exception as error:
        _log.error("A run of a department failed: %s", told_of(error))
        return Ended("failed", OURS)


def reviewed(run: KeptRun, settings: Settings, workers: int | None) -> Ended:
    """Review what is not reviewed yet, and write the reports.

    A run that cannot be gone on with as it was, since the program or its rules changed, begins anew: what did not change is kept.
    """
    from coach.department.engine import RunStopped
    from coach.department.run_folder import RunFolder
    from coach.department.running import Options, run_department

    told = _Notes(run.path / PROGRESS)

    def once(resume: bool) -> tuple[str, ...]:
        options = Options(run.out, resume=resume, columns=run.columns, workers=workers, columns_home=run.path)
        return run_department(str(run.input), options, settings, told.tell).notices

    try:
        if RunFolder(run.out).run() is None:
            return Ended("done", notices=once(resume=False))
        try:
            return Ended("done", notices=once(resume=True))
        except InputError:
            return Ended("done", notices=(BEGUN_ANEW, *once(resume=False)))
    except RunStopped as error:
        return Ended("out of budget", str(error).partition("; the same command")[0])
    except CoachError as error:
        return Ended("failed", str(error))


class _Notes:
    """Writes how far a run is, so often that a reader sees it move and so seldom that it costs nothing."""

    def __init__(self, path: Path) -> None:
        from coach.department.progress import Rate

        self._path, self._rate = path, Rate()
        self._written, self._stage = 0.0, ""

    def tell(self, progress: Progress) -> None:
        """Note it, unless the last note is of just now."""
        rate, left = self._rate.told(progress)
        now = time.monotonic()
        if progress.stage == self._stage and now - self._written < _WRITTEN_EVERY:
            return
        self._written, self._stage = now, progress.stage
        write_json(self._path, {"progress": progress.model_dump(), "rate": rate, "left": left})


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def _end_with(parent: int) -> None:
    """End this process when the one that started it is no more."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, name="coach-watches-its-parent", daemon=True).start()
