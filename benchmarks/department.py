"""What a department's run costs by rules: rate, memory and share of time per stage at 1,000, 10,000 and 100,000 key results.

    python -m benchmarks.department [SIZE ...]              # as `okr-coach department FILE --out DIR`
    python -m benchmarks.department --engines [SIZE ...]    # this machine's processes beside Ray with as many workers

Departments are those of `benchmarks.across`, a row a key result: every line is its own, so nothing is served from a former review.
Each size runs in a process of its own. Memory is that of the command and its workers together, what they share counted once (PSS),
looked at twice a second.
"""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from benchmarks.across import units

_SIZES = (1_000, 10_000, 100_000)
_SIZES_OF_ENGINES = (100, 1_000, 5_000)
_STAGES = ("reading", "reviewing", "composing", "across", "writing")
_EVERY = 0.5
"""Seconds between looks at the memory."""


def main(sizes: list[int]) -> None:
    """A row for each size."""
    print(f"{'key results':>12} {'all':>8} {'peak MB':>8} {'rows a second':>14} | share of time: {', '.join(_STAGES)}")
    for size in sizes:
        row = _measured(size, "local")
        whole = sum(row["stages"].values())
        shares = "  ".join(f"{row['stages'][stage] / whole:>4.0%}" for stage in _STAGES)
        rows = sum(row["stages"][stage] for stage in ("reading", "reviewing", "composing"))
        print(
            f"{row['key_results']:>12,} {row['seconds']:>7.1f}s {row['peak']:>8.0f} {row['key_results'] / rows:>14.0f} | {shares}"
            f" | reviewing alone {row['key_results'] / row['stages']['reviewing']:.0f} a second",
            flush=True,
        )


def compare_engines(sizes: list[int]) -> None:
    """Both engines at each size."""
    print(f"{'key results':>12} {'processes':>10} {'Ray':>8} {'Ray / processes':>16}")
    for size in sizes:
        here, ray = (_measured(size, engine)["seconds"] for engine in ("local", "ray"))
        print(f"{size:>12,} {here:>9.1f}s {ray:>7.1f}s {ray / here:>16.2f}", flush=True)


def sheet(size: int, path: Path) -> None:
    """A sheet of about `size` rows, one a key result."""
    with path.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(["Department", "Team", "Period", "Objective", "Key result"])
        for unit in units(size):
            for objective in unit.draft.objectives:
                for key_result in objective.key_results:
                    rows.writerow([unit.department, unit.team, "2027-Q1", objective.text, key_result.text])


def _measured(size: int, engine: str) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "department.csv")
        sheet(size, path)
        begun = time.monotonic()
        command = [sys.executable, "-m", "benchmarks.department", "--one", str(path), engine]
        process = subprocess.Popen(
            command, stdout=subprocess.PIPE, text=True, env={**os.environ, "OKR_COACH_HOME": f"{folder}/home"}
        )
        peak = 0.0
        while True:
            try:
                said, _ = process.communicate(timeout=_EVERY)
                break
            except subprocess.TimeoutExpired:
                peak = max(peak, sum(map(_memory, _family(process.pid))))
        if process.returncode:
            raise SystemExit(process.returncode)
        return {**json.loads(said.splitlines()[-1]), "seconds": time.monotonic() - begun, "peak": peak}


def _one(path: str, engine: str) -> dict[str, Any]:
    """One run in this process."""
    from coach.department.recording import Recording
    from coach.department.running import Options, run_department
    from coach.settings import settings

    stages: dict[str, float] = {}
    begun, before, moved = time.monotonic(), "reading", Recording.move_to

    def timed(self: Recording, stage: str, **values: Any) -> None:
        nonlocal begun, before
        moved(self, stage, **values)
        now = time.monotonic()
        stages[before], begun, before = now - begun, now, stage

    Recording.move_to = timed  # type: ignore[method-assign]
    assert engine in ("local", "ray")
    options = Options(out=Path(path).with_name("out"), engine="ray" if engine == "ray" else "local")
    finished = run_department(path, options, settings())
    return {"key_results": finished.totals["key_results"], "stages": stages}


def _family(pid: int) -> Iterable[int]:
    """The process and all that it started."""
    yield pid
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            found = children.read_text().split()
        except OSError:
            continue  # it ended while we looked
        for child in found:
            yield from _family(int(child))


def _memory(pid: int) -> float:
    """In MB, what is shared counted in parts."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


if __name__ == "__main__":
    chosen = sys.argv[1:]
    if chosen[:1] == ["--one"]:
        print(json.dumps(_one(*chosen[1:])))
    elif chosen[:1] == ["--engines"]:
        compare_engines([int(each) for each in chosen[1:]] or list(_SIZES_OF_ENGINES))
    else:
        main([int(each) for each in chosen] or list(_SIZES))
