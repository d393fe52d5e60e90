"""Where chunks of a run are worked on: on all cores of this machine, or on a cluster by Ray. The same functions, the same results.

Both take jobs as they come and give results in the same order, with few in flight: whoever brings jobs waits for whoever takes
results, so that memory stays flat.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from importlib import import_module
from threading import Lock
from typing import Any, Protocol, TypeVar

from coach.department.processes import Process, WorkerDied
from coach.department.worker import Setup
from coach.errors import SettingsError

J = TypeVar("J")
R = TypeVar("R")

Work = Callable[[Setup, J], R]
"""A function of `coach.department.worker`."""
_AHEAD = 2
"""Jobs in flight beside one a worker, so that none waits while results are being written."""


@dataclass(frozen=True)
class Lost:
    """What came of a job whose worker died, twice."""

    reason: str


class Executor(Protocol):
    """Works on jobs."""

    workers: int

    def run(self, work: Work[J, R], setup: Setup, jobs: Iterable[J | None]) -> Iterator[R | Lost | None]:
        """What came of each job, in the order of the jobs; None for a None, which costs nothing."""
        ...

    def close(self) -> None:
        """End the workers."""
        ...


class LocalExecutor:
    """Processes on this machine, one a core. One that dies is replaced, and what it was at is tried once more."""

    def __init__(self, workers: int | None = None) -> None:
        self.workers = workers or cores()
        self._threads = ThreadPoolExecutor(self.workers, "coach-worker")
        self._lock = Lock()
        self._processes: set[Process] = set()
        self._idle: list[Process] = []
        self._closed = False

    def run(self, work: Work[J, R], setup: Setup, jobs: Iterable[J | None]) -> Iterator[R | Lost | None]:
        """See `Executor`. An exception of the work itself is raised here."""
        in_flight: deque[Future[R | Lost] | None] = deque()
        for job in jobs:
            in_flight.append(None if job is None else self._threads.submit(self._done, work, setup, job))
            if len(in_flight) >= self.workers + _AHEAD:
                yield _result(in_flight.popleft())
        while in_flight:
            yield _result(in_flight.popleft())

    def close(self) -> None:
        """End the workers at once; what they are at is lost."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        with self._lock:
            self._closed = True
            for process in self._processes:
                process.end()
        self._threads.shutdown(wait=True)

    def pids(self) -> list[int]:
        """The processes that work now."""
        with self._lock:
            return [process.pid for process in self._processes]

    def _done(self, work: Work[J, R], setup: Setup, job: J) -> R | Lost:
        """What came of a job, tried twice: a process may die of a job, or of what it did before."""
        died = ""
        for fresh in (False, True):
            process = self._taken(fresh)
            if process is None:
                return Lost("the run was stopped")
            try:
                found: R = process.call(work, setup, job)
            except WorkerDied as error:
                died = str(error)
                self._forget(process)
                continue
            except Exception:
                self._give_back(process)
                raise
            self._give_back(process)
            return found
        return Lost(died)

    def _taken(self, fresh: bool) -> Process | None:
        """A process with nothing to do, started if there is none; None once all is closed. A `fresh` one has done nothing yet: what
        another job, or somebody from outside, did to the others is not the fault of the job that comes next."""
        with self._lock:
            if self._closed:
                return None
            while self._idle and not fresh:
                process = self._idle.pop()
                if process.is_alive():
                    return process
                self._processes.discard(process)
                process.end()
            process = Process()
            self._processes.add(process)
            return process

    def _give_back(self, process: Process) -> None:
        with self._lock:
            self._idle.append(process)

    def _forget(self, process: Process) -> None:
        with self._lock:
            self._processes.discard(process)
        process.end()


def _result(waiting: Future[R | Lost] | None) -> R | Lost | None:
    return None if waiting is None else waiting.result()


class RayExecutor:
    """Tasks on a Ray cluster, which schedules them, and tries again those whose worker or machine died."""

    _TRIES = 3

    def __init__(self, address: str | None = None, workers: int | None = None) -> None:
        """`address`: of the cluster ("auto", "10.0.0.1:6379", "ray://..."); None: one on this machine, with `workers` cores.

        Raises:
            SettingsError: Ray is not installed, or no cluster answers there.
        """
        # Ray tells its maker how it is used, unless it is told not to.
        os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
        os.environ.setdefault("RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO", "0")
        try:
            ray: Any = import_module("ray")
        except ImportError as error:
            raise SettingsError(
                "--engine ray: Ray is not installed; pip install 'okr-coach[ray]' brings it. --engine local needs nothing more"
            ) from error
        self._ray = ray
        here: dict[str, Any] = {} if address else {"num_cpus": workers or cores(), "include_dashboard": False}
        try:
            ray.init(address=address, log_to_driver=False, logging_level="ERROR", **here)
        except (ConnectionError, RuntimeError, ValueError, TimeoutError) as error:
            raise SettingsError(
                f"--engine ray: no cluster answers at {address or 'this machine'} ({' '.join(str(error).split())[:200]}); "
                "see that it runs (`ray status`), and that the address is its own"
            ) from error
        self.workers = workers or max(1, int(ray.cluster_resources().get("CPU", 1)))

    def run(self, work: Work[J, R], setup: Setup, jobs: Iterable[J | None]) -> Iterator[R | Lost | None]:
        """See `Executor`."""
        task = self._ray.remote(max_retries=self._TRIES, num_cpus=1)(work)
        in_flight: deque[Any] = deque()
        for job in jobs:
            in_flight.append(None if job is None else task.remote(setup, job))
            if len(in_flight) >= self.workers + _AHEAD:
                yield self._taken(in_flight.popleft())
        while in_flight:
            yield self._taken(in_flight.popleft())

    def close(self) -> None:
        """Leave the cluster; one that was started for this run ends."""
        self._ray.shutdown()

    def _taken(self, waiting: Any) -> Any:
        if waiting is None:
            return None
        errors = self._ray.exceptions
        try:
            return self._ray.get(waiting)
        except (
            errors.WorkerCrashedError,
            errors.OutOfMemoryError,
            errors.NodeDiedError,
            errors.RaySystemError,
        ) as error:
            return Lost(" ".join(str(error).split())[:300])


def cores() -> int:
    """The cores that this process may use."""
    try:
        return max(1, len(os.sched_getaffinity(0)))
    except AttributeError:  # not on this system
        return os.cpu_count() or 1
