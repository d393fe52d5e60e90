"""``okr-coach department`` as a process: killed at any moment it loses nothing, and it says what came of it in a few lines."""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from coach.shared import shared_coach
from tests.support.commands import in_text, okr_coach
from tests.support.departments import ORGANISATIONS

ROOT = Path(__file__).parent.parent.parent
HOME = Path(os.environ["OKR_COACH_HOME"])


def sheet(folder: Path, teams: int, each: int, start: int = 0) -> Path:
    """JSON Lines: a team a line."""
    path = folder / "okrs.jsonl"
    lines = []
    for team in range(teams):
        mine = [ORGANISATIONS[(start + team * each + at) % len(ORGANISATIONS)] for at in range(each)]
        objectives = [{"objective": one["objective"], "key_results": one["key_results"]} for one in mine]
        lines.append(json.dumps({"id": f"t{team}", "team": f"Team {team}", "level": "team", "objectives": objectives}))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def environment(database: Path) -> dict[str, str]:
    """The index that all tests share, and a store of its own."""
    assert shared_coach().index is not None
    return {**os.environ, "OKR_COACH_HOME": str(HOME), "OKR_COACH_DATABASE_URL": f"sqlite:///{database}"}


def command(*arguments: str) -> list[str]:
    """The command line, in a process of its own."""
    return [sys.executable, "-m", "coach", "department", *arguments, "--no-model", "--workers", "1"]


def run(*arguments: str, database: Path, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
    """The command, to its end."""
    _, _, _, *given = command(*arguments)
    return in_text(okr_coach(*given, said=stdin or "", environment=environment(database)))


def test_a_run_says_in_a_few_lines_what_came_of_it(tmp_path: Path) -> None:
    path, out, database = sheet(tmp_path, 3, 2), tmp_path / "out", tmp_path / "coach.db"
    done = run(str(path), "--out", str(out), database=database)
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.startswith("3 teams, 3 drafts, 6 objectives, ")
    reviews = [json.loads(line) for line in (out / "reviews.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [review["draft_id"] for review in reviews] == ["t0", "t1", "t2"]
    assert f"{sum(len(review['findings']) for review in reviews)} findings: " in done.stdout
    for name in ("reviews.jsonl", "bad-rows.jsonl", "report.html", "report.md"):
        assert (out / name).is_file() and str(out / name) in done.stdout

    again = run(str(path), "--out", str(out), "--fail-on", "never", database=database)
    assert again.returncode == 0
    assert "6 objectives had not changed and were taken from what was kept" in again.stdout


def test_standard_input_is_read_and_a_bad_line_is_named(tmp_path: Path) -> None:
    text = sheet(tmp_path, 2, 1).read_text(encoding="utf-8")
    done = run("-", "--out", str(tmp_path / "out"), database=tmp_path / "coach.db", stdin=text + "{broken\n")
    assert done.returncode == 1
    (bad,) = (tmp_path / "out" / "bad-rows.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(bad)["row"] == 3
    assert "bad-rows.jsonl says which and why" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--resume"], "there is no run in it to go on with"),
        (["--address", "10.0.0.1:6379"], "--engine ray"),
        (["--budget-tokens", "1000"], "no model is set"),
        (["--columns", "nowhere.yaml"], "nowhere.yaml"),
    ],
)
def test_what_cannot_be_is_told_in_a_line(tmp_path: Path, arguments: list[str], said: str) -> None:
    done = run(str(sheet(tmp_path, 1, 1)), "--out", str(tmp_path / "out"), *arguments, database=tmp_path / "coach.db")
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr and len(done.stderr.splitlines()) == 1


def test_two_runs_do_not_write_into_one_folder(tmp_path: Path) -> None:
    path, out, database = sheet(tmp_path, 40, 2), tmp_path / "out", tmp_path / "coach.db"
    first = subprocess.Popen(command(str(path), "--out", str(out)), cwd=ROOT, env=environment(database))
    try:
        while not (out / "run.json").exists():
            assert first.poll() is None
            time.sleep(0.05)
        second = run(str(path), "--out", str(out), database=database)
        assert second.returncode == 2 and "another run writes there just now" in second.stderr
    finally:
        first.kill()
        first.wait()


def workers_of(pid: int) -> list[int]:
    """The processes that a process started."""
    found = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False)
    return [int(each) for each in found.stdout.split()]


def test_ctrl_c_ends_the_run_and_its_workers_and_it_can_go_on(tmp_path: Path) -> None:
    path, out, database = sheet(tmp_path, 12, 2), tmp_path / "out", tmp_path / "coach.db"
    stopped = subprocess.Popen(
        command(str(path), "--out", str(out)), cwd=ROOT, env=environment(database), stderr=subprocess.PIPE, text=True
    )
    while not (workers := workers_of(stopped.pid)):
        assert stopped.poll() is None
        time.sleep(0.05)
    stopped.send_signal(signal.SIGINT)
    assert stopped.communicate()[1] == "okr-coach: stopped\n"
    assert stopped.returncode == 130
    for worker in workers:
        with pytest.raises(ProcessLookupError):
            os.kill(worker, 0)
    done = run(str(path), "--out", str(out), "--resume", database=database)
    assert done.returncode == 1 and "12 drafts" in done.stdout


KILLS = int(os.environ.get("OKR_COACH_TEST_KILLS", "3"))
"""How often a run is killed here; fifty take a quarter of an hour."""


def test_killed_at_any_moment_it_loses_nothing_and_does_nothing_twice(tmp_path: Path) -> None:
    """The moments are chosen by a fixed seed over the time that an undisturbed run took; a run that came to its end begins anew."""
    (tmp_path / "whole").mkdir()
    path = sheet(tmp_path, 15, 4)
    begun = time.monotonic()
    whole = run(str(path), "--out", str(tmp_path / "whole"), database=tmp_path / "whole.db")
    took = time.monotonic() - begun
    assert whole.returncode == 1

    moments, kills, rounds, ended = random.Random(7), 0, 0, True
    while kills < KILLS or not ended:
        rounds += ended
        out, database = tmp_path / f"out {rounds}", tmp_path / f"coach {rounds}.db"
        resume = ["--resume"] if (out / "run.json").exists() else []
        arguments = command(str(path), "--out", str(out), *resume)
        process = subprocess.Popen(arguments, cwd=ROOT, env=environment(database), stdout=subprocess.DEVNULL)
        try:
            process.wait(moments.uniform(0.05, 0.95) * took if kills < KILLS else None)
        except subprocess.TimeoutExpired:
            process.kill()
            kills += 1
        ended = process.wait() != -signal.SIGKILL
        if ended:
            assert process.returncode == 1
            assert (out / "reviews.jsonl").read_bytes() == (tmp_path / "whole" / "reviews.jsonl").read_bytes()
            assert_nothing_twice(database)


def assert_nothing_twice(database: Path) -> None:
    """Every unit is there once and reviewed, and every review is kept once."""
    kept = sqlite3.connect(database)
    last = "(SELECT batch_id FROM batch_units ORDER BY rowid DESC LIMIT 1)"
    count = "SELECT count(*), count(DISTINCT number), min(state), max(state) FROM batch_units WHERE batch_id = "
    units = kept.execute(count + last).fetchone()
    reviews = kept.execute("SELECT count(*) FROM kept_reviews").fetchone()
    different = kept.execute("SELECT count(DISTINCT digest) FROM batch_units").fetchone()
    kept.close()
    assert units == (60, 60, 1, 1)
    assert reviews == different
