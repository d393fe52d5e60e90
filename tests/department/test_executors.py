"""Workers: results in order, few jobs in flight, and a worker that dies costs nothing but the job that it dies of."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import CancelledError
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

import pytest

from coach.department.executors import Executor, LocalExecutor, Lost, RayExecutor
from coach.department.worker import Setup
from coach.errors import SettingsError
from tests.support.worked import dies_of_three, dies_once, doubled, noisy, process_id, raises, sleeps

SETUP = Setup(home="nowhere")


@pytest.fixture
def local() -> Iterator[LocalExecutor]:
    """Two processes."""
    executor = LocalExecutor(2)
    yield executor
    executor.close()


def test_results_come_in_the_order_of_the_jobs_and_nothing_costs_nothing(local: LocalExecutor) -> None:
    assert list(local.run(doubled, SETUP, [1, None, 2, 3, None, 4, 5])) == [2, None, 4, 6, None, 8, 10]
    assert len(local.pids()) == 2


def test_whoever_brings_jobs_waits_for_whoever_takes_results(local: LocalExecutor) -> None:
    brought = taken = most = 0

    def jobs() -> Iterator[int]:
        nonlocal brought, most
        for number in range(40):
            brought += 1
            most = max(most, brought - taken)
            yield number

    for _ in local.run(doubled, SETUP, jobs()):
        taken += 1
    assert brought == taken == 40
    assert most <= local.workers + 3


def test_a_job_that_kills_its_worker_twice_is_lost_and_the_others_are_not(local: LocalExecutor) -> None:
    found = list(local.run(dies_of_three, SETUP, range(8)))
    assert [each for each in found if not isinstance(each, Lost)] == [0, 1, 2, 4, 5, 6, 7]
    lost = found[3]
    assert isinstance(lost, Lost) and "killed, perhaps for lack of memory" in lost.reason


def test_a_job_whose_worker_died_once_is_done_by_another(local: LocalExecutor, tmp_path: Path) -> None:
    assert list(local.run(dies_once, Setup(home=str(tmp_path)), range(6))) == list(range(6))
    assert (tmp_path / "died").exists()


def test_a_worker_that_is_killed_from_outside_is_replaced(local: LocalExecutor) -> None:
    assert len(set(local.run(process_id, SETUP, range(4)))) <= 2
    before = local.pids()
    for pid in before:
        os.kill(pid, signal.SIGKILL)
    after = [found for found in local.run(process_id, SETUP, range(4)) if isinstance(found, int)]
    assert len(after) == 4 and not set(after) & set(before)


def test_what_the_work_raises_is_raised_here_and_the_worker_goes_on(local: LocalExecutor) -> None:
    with pytest.raises(ValueError, match="1 is not what was expected"):
        list(local.run(raises, SETUP, [1]))
    assert list(local.run(doubled, SETUP, [4])) == [8]
    assert len(local.pids()) == 1


def test_what_a_library_prints_does_not_disturb(local: LocalExecutor) -> None:
    assert list(local.run(noisy, SETUP, [1, 2])) == [1, 2]


def test_closing_ends_the_workers_in_the_middle_of_their_work(local: LocalExecutor) -> None:
    def wait_for_results() -> None:
        with suppress(CancelledError):
            list(local.run(sleeps, SETUP, range(3)))

    thread = threading.Thread(target=wait_for_results, daemon=True)
    thread.start()
    while len(local.pids()) < 2:
        thread.join(0.01)
    pids = local.pids()
    local.close()
    thread.join(30)
    assert not thread.is_alive()
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


def test_without_ray_it_says_how_to_get_it() -> None:
    if find_spec("ray") is not None:
        pytest.skip("Ray is installed here, so nothing is missing")
    with pytest.raises(SettingsError, match=r"pip install 'okr-coach\[ray\]'"):
        RayExecutor()


def test_ray_gives_the_same_results_in_the_same_order(tmp_path: Path) -> None:
    if find_spec("ray") is None:
        pytest.skip("Ray is not installed here; `pip install 'okr-coach[ray]'` brings it")
    executor: Executor = RayExecutor(workers=2)
    try:
        assert list(executor.run(doubled, SETUP, [1, None, 2, 3])) == [2, None, 4, 6]
    finally:
        executor.close()
    assert os.environ["RAY_USAGE_STATS_ENABLED"] == "0"
