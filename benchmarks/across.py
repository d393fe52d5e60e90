"""What reading teams beside one another costs: time and memory at 1,000, 10,000 and 100,000 key results.

    python -m benchmarks.across [SIZE ...]

Departments are made up of the OKRs of `training/data`, a team of twelve key results each, every line for a place of its own so that
no two texts are the same and each must be read and embedded. Each size runs in a process of its own.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from coach.department.contract import Unit

_DATA = Path(__file__).parents[1] / "training" / "data"
_SIZES = (1_000, 10_000, 100_000)
_TEAM = 3
"""Objectives a team."""
_DEPARTMENT = 10
"""Teams a department."""
_PLACES = "Ashford Brandon Corby Dover Epsom Frome Grays Hove Ilkley Jarrow Kendal Luton Morley Newark Oldham Poole Redcar Selby Truro Wigan".split()


def main(sizes: list[int]) -> None:
    """A row for each size."""
    print(
        f"{'key results':>12} {'findings':>9} {'read':>8} {'embed':>8} {'pairs':>8} {'all':>8} {'per 1,000':>10} {'peak MB':>8}"
    )
    for size in sizes:
        made = subprocess.run(
            [sys.executable, "-m", "benchmarks.across", "--one", str(size)], check=True, capture_output=True, text=True
        )
        row = json.loads(made.stdout)
        print(
            f"{row['key_results']:>12,} {row['findings']:>9,} {row['read']:>7.1f}s {row['embed']:>7.1f}s {row['rest']:>7.1f}s {row['all']:>7.1f}s"
            f" {1000 * row['all'] / row['key_results']:>9.2f}s {row['peak']:>8.0f}",
            flush=True,
        )


def one(size: int) -> dict[str, float]:
    """One size, measured in this process."""
    from coach.criteria import catalogue
    from coach.department.across.context import Context
    from coach.department.across.lines import Organisation
    from coach.department.across.sighting import ACROSS

    begun = time.process_time()
    organisation = Organisation(units(size))
    read = time.process_time()
    context = Context(organisation)
    assert len(context.vectors) > 0
    embedded = time.process_time()
    found = sum(
        len(list(ACROSS[criterion.detector](context, criterion)))
        for criterion in catalogue().values()
        if criterion.detector in ACROSS
    )
    done = time.process_time()
    return {
        "key_results": sum(1 for _ in organisation.key_results()),
        "findings": found,
        "read": read - begun,
        "embed": embedded - read,
        "rest": done - embedded,
        "all": done - begun,
        "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def units(size: int) -> Iterator[Unit]:
    """Units with `size` key results together."""
    from coach.department.contract import Unit
    from coach.okr import Draft, KeyResult, Objective, Wording

    rows = [
        json.loads(line)
        for path in sorted(_DATA.glob("batch-*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    made = 0
    for number, row in enumerate(cycle(rows)):
        if made >= size:
            return
        team, turn = number // _TEAM, number // len(rows)
        place = "" if turn == 0 else f" in {_PLACES[turn % 20]} {_PLACES[turn // 20 % 20]}"
        texts = [f"{text}{place}" for text in row["key_results"]]
        made += len(texts)
        objective = Objective(
            wording=Wording.plain(row["objective"]),
            key_results=tuple(KeyResult(wording=Wording.plain(text)) for text in texts),
        )
        draft = Draft(level="team", period="2027-Q1", objectives=(objective,))
        yield Unit(
            number=number, draft_id=f"team {team}", team=f"Team {_PLACES[team % 20]} {team}",
            department=f"Department {team // _DEPARTMENT}", draft=draft,
        )  # fmt: skip


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        print(json.dumps(one(int(sys.argv[2]))))
    else:
        main([int(each) for each in sys.argv[1:]] or list(_SIZES))
