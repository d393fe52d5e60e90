"""Runs in the background of a server: one registry for all that look at them, a process for each run.

What a run did is on the disk at any moment, so that it may be cancelled, or the server ended, and gone on with later.
"""

from __future__ import annotations

import atexit
import logging
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from coach.department.background_work import OURS, PROGRESS, Ended, read_ended, review_kept, told_of
from coach.department.kept_runs import KeptRun, read_json, write_json
from coach.department.processes import Process, WorkerDied
from coach.errors import InputError, StoreError

if TYPE_CHECKING:
    from coach.department.contract import Progress
    from coach.settings import Settings

_log = logging.getLogger(__name__)
_ENDED = "ended.json"
_AT_ONCE = 2
"""Runs that work at one time; each takes all cores, further ones wait for their turn."""
_GRACE = 5.0
"""Seconds that a run that is cancelled has to end its own workers."""
_KILLED = "The process that reviewed was ended from outside, perhaps for lack of memory. What was done is kept: go on with it."
_GONE = "This run is not kept any more; it was deleted meanwhile."
_BUSY = "A run is under way. Wait until it has ended, or cancel it, and then delete this one."
_DELETING = "Something is being deleted just now. Try again in a moment."

State = Literal["waiting", "running", "done", "cancelled", "out of budget", "failed", "left unfinished"]


@dataclass
class _Job:
    run: KeptRun
    thread: threading.Thread | None = None
    process: Process | None = None
    waits: bool = False
    """Whether others work, so that this one waits for its turn."""
    cancelled: threading.Event = field(default_factory=threading.Event)


@dataclass(frozen=True)
class Standing:
    """What there is to say of a run now."""

    state: State
    progress: Progress | None = None
    rate: float | None = None
    """Key results a second."""
    left: float | None = None
    """Seconds."""
    words: str = ""
    """Why it ended before its end, where there is more to say."""
    notices: tuple[str, ...] = ()

    @property
    def is_under_way(self) -> bool:
        """Whether it works, or waits for its turn."""
        return self.state in ("waiting", "running")


class Background:
    """The runs of this server."""

    def __init__(self, at_once: int = _AT_ONCE) -> None:
        self._lock = threading.Lock()
        self._jobs: dict[str, _Job] = {}
        self._unnoted: dict[str, Ended] = {}
        """How runs ended that the disk had no room to note."""
        self._held_still: set[Path] = set()
        self._slots = threading.Semaphore(at_once)
        self._closed = False

    def start(self, run: KeptRun, settings: Settings, workers: int | None = None) -> None:
        """Begin a run, or go on with it. `settings` say where its owner's reviews are kept, and which model is asked.

        Raises:
            InputError: another run of the same owner is under way or being deleted, or this one is not kept any more.
            StoreError: its folder cannot be written.
        """
        job = _Job(run)
        job.thread = threading.Thread(
            target=self._work, args=(job, settings, workers), name=f"coach-run-{run.id}", daemon=True
        )
        with self._lock:
            if any(other.run.path.parent == run.path.parent for other in self._jobs.values()):
                raise InputError(
                    "Another run is under way. Wait until it has ended, or cancel it, and then start this one."
                )
            if run.path.parent in self._held_still:
                raise InputError(_DELETING)
            if not run.path.is_dir():
                raise InputError(_GONE)
            try:
                (run.path / _ENDED).unlink(missing_ok=True)
                (run.path / PROGRESS).unlink(missing_ok=True)
            except OSError as error:
                raise StoreError(
                    f"{run.path}: nothing can be written there ({error.strerror}). Make the folder writable, and try again."
                ) from error
            self._unnoted.pop(str(run.path), None)
            self._jobs[str(run.path)] = job
        job.thread.start()

    def standing(self, run: KeptRun) -> Standing:
        """How far a run is, or how it ended: as this registry, or the run's own folder, has it."""
        with self._lock:
            job = self._jobs.get(str(run.path))
            unnoted = self._unnoted.get(str(run.path))
        if job is not None and job.waits:
            return Standing("waiting")
        ended = unnoted or (read_ended(run.path / _ENDED) if job is None else None)
        state: State = "running" if job is not None else ended.how if ended else "left unfinished"
        noted = read_json(run.path / PROGRESS) or {}
        return Standing(
            state,
            _progress(noted.get("progress")),
            _number(noted.get("rate")),
            _number(noted.get("left")),
            words=ended.words if ended else "",
            notices=ended.notices if ended else (),
        )

    @contextmanager
    def held_still(self, folder: Path) -> Iterator[None]:
        """Keep runs of an owner's folder from beginning, so that something may be deleted there.

        Raises:
            InputError: one is under way, or something else is being deleted.
        """
        with self._lock:
            if any(job.run.path.parent == folder for job in self._jobs.values()):
                raise InputError(_BUSY)
            if folder in self._held_still:
                raise InputError(_DELETING)
            self._held_still.add(folder)
        try:
            yield
        finally:
            with self._lock:
                self._held_still.remove(folder)

    def under_way(self, folder: object) -> KeptRun | None:
        """The run of an owner's folder that works now, or waits."""
        with self._lock:
            return next((job.run for job in self._jobs.values() if job.run.path.parent == folder), None)

    def cancel(self, run: KeptRun) -> None:
        """Stop a run and wait until it has stopped; what is done stays done."""
        with self._lock:
            job = self._jobs.get(str(run.path))
        if job is None or job.thread is None:
            return
        job.cancelled.set()
        if job.process is not None:
            _signal(job.process.pid, signal.SIGTERM)
        job.thread.join(_GRACE)
        if job.process is not None and job.thread.is_alive():
            job.process.end()
        job.thread.join(_GRACE)

    def close(self) -> None:
        """End all that works here. Nothing is noted, so that the runs are found unfinished."""
        self._closed = True
        with self._lock:
            jobs = list(self._jobs.values())
        for job in jobs:
            self.cancel(job.run)

    def _work(self, job: _Job, settings: Settings, workers: int | None) -> None:
        ended = Ended("failed", OURS)
        try:
            ended = self._ended(job, settings, workers)
        except Exception as error:
            _log.error("A run of a department failed: %s", told_of(error))
        try:
            if not self._closed:
                write_json(job.run.path / _ENDED, asdict(ended))
        except StoreError as error:
            _log.error("How a run of a department ended could not be noted: %s", error)
            with self._lock:
                self._unnoted[str(job.run.path)] = ended
        finally:
            with self._lock:
                del self._jobs[str(job.run.path)]

    def _ended(self, job: _Job, settings: Settings, workers: int | None) -> Ended:
        """Wait for a turn, and then for the process."""
        while not self._slots.acquire(timeout=0.2):
            job.waits = True
            if job.cancelled.is_set():
                return Ended("cancelled")
        job.waits = False
        process = None
        try:
            job.process = process = Process()
            if job.cancelled.is_set():
                return Ended("cancelled")
            found: Ended = process.call(review_kept, job.run, settings, workers)
            return found
        except WorkerDied:
            return Ended("cancelled") if job.cancelled.is_set() else Ended("failed", _KILLED)
        finally:
            if process is not None:
                process.end()
            self._slots.release()


@cache
def background() -> Background:
    """The registry of this process. What works in it ends with the process."""
    made = Background()
    atexit.register(made.close)
    return made


def _progress(noted: object) -> Progress | None:
    from pydantic import ValidationError

    from coach.department.contract import Progress

    try:
        return Progress.model_validate(noted)
    except ValidationError:
        return None


def _number(noted: object) -> float | None:
    return float(noted) if isinstance(noted, (int, float)) else None


def _signal(pid: int, number: int) -> None:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return  # it ended by itself meanwhile
