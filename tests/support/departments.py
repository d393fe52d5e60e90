"""Departments for the engine's tests: units, a source of them, and an executor in this process that counts what it is given."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from coach.department.contract import BadRow, SheetMapping, Unit
from coach.department.executors import Lost
from coach.department.worker import Setup, review_chunk
from coach.intake import read_json
from coach.okr import Draft

ORGANISATIONS: list[dict[str, Any]] = [
    json.loads(line)
    for line in Path("evals/cases/organisations.jsonl").read_text(encoding="utf-8").splitlines()
    if line.strip()
]
"""Objectives of made-up organisations, each with its key results."""


def draft_of(*numbers: int, **beside: Any) -> Draft:
    """A draft of these objectives of `ORGANISATIONS`."""
    objectives = [
        {"objective": ORGANISATIONS[at]["objective"], "key_results": list(ORGANISATIONS[at]["key_results"])}
        for at in numbers
    ]
    return read_json({"objectives": objectives, **beside}, name="a test")


def units_of(*drafts: Draft) -> list[Unit]:
    """A unit an objective."""
    found: list[Unit] = []
    for number, draft in enumerate(drafts):
        for objective in draft.objectives:
            alone = draft.model_copy(update={"objectives": (objective,)})
            name = draft.id or f"draft {number}"
            found.append(Unit(number=len(found), draft_id=name, team=draft.team or name, draft=alone))
    return found


class Listed:
    """A source of what a test lists."""

    def __init__(self, *items: Unit | BadRow | SheetMapping, name: str = "a list") -> None:
        self.items, self.name = items, name
        self.reads = 0

    def read(self) -> Iterator[Unit | BadRow | SheetMapping]:
        """What was listed."""
        self.reads += 1
        yield from self.items


class Here:
    """An executor in this process."""

    workers = 2

    def __init__(self, dies_of: str | None = None, stops_after: int | None = None) -> None:
        """`dies_of`: words that a worker dies of; `stops_after`: chunks after which the run is cut off."""
        self.reviewed: list[str] = []
        self._dies_of, self._stops_after = dies_of, stops_after

    def run(self, work: Any, setup: Setup, jobs: Iterable[Any]) -> Iterator[Any]:
        """What came of each job, one at a time."""
        for job in jobs:
            yield None if job is None else self._done(work, setup, job)

    def close(self) -> None:
        """Nothing is open."""

    def _done(self, work: Any, setup: Setup, job: Any) -> Any:
        if work is not review_chunk:
            return work(setup, job)
        if self._stops_after is not None:
            if self._stops_after == 0:
                raise KeyboardInterrupt
            self._stops_after -= 1
        if self._dies_of and any(self._dies_of in words for words in _words(job)):
            return Lost("the process that worked on it was killed")
        self.reviewed += _words(job)
        return work(setup, job)


def _words(job: Sequence[str]) -> list[str]:
    from coach.department.packing import unpacked_unit

    return [unpacked_unit(unit).draft.objectives[0].text for unit in job]
