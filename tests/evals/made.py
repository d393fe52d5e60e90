"""Cases and runs made by hand, so that figures can be worked out on paper."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from evals.cases import Case, Site
from evals.results import Result, Run, Said

CRITERION = "missing-baseline"
SITE = Site(CRITERION, 0, 0)
ENGINE = {"engine": "rules", "version": "0"}


def draft(*key_results: Any, objective: str = "Patients go home sooner", **parts: Any) -> dict[str, Any]:
    return {**parts, "objectives": [{"objective": objective, "key_results": list(key_results)}]}


def case(name: str, holds: bool = True, family: str = "", kinds: dict[int, str] | None = None) -> Case:
    """A case of one key result, on which one criterion holds or does not."""
    return Case(
        name, family or name, "ward", draft(f"Waiting time of {name} under 30 minutes"), {SITE: holds}, kinds or {}
    )


def result(of: Case, found: bool, confidence: float = 0.9, kind: str = "outcome") -> Result:
    said = (Said(SITE, confidence, False, "no value today"),) if found else ()
    return Result(of.id, of.content, said, {0: (kind, 0.8)})


def run_of(results: Sequence[Result]) -> Run:
    return Run(ENGINE, {r.case: r for r in results})


def judged(*rows: tuple[str, bool, bool]) -> tuple[list[Case], Run]:
    """Cases with a run on them, from (family, holds, found)."""
    cases = [case(f"c{n}", holds, family) for n, (family, holds, _) in enumerate(rows)]
    return cases, run_of([result(c, found) for c, (_, _, found) in zip(cases, rows, strict=True)])


LABELLED: dict[str, Any] = {
    "id": "one",
    "family": "twins",
    "field": "hospital ward",
    "level": "team",
    "period": "2027-Q1",
    "objective": "Patients go home sooner",
    "key_results": ["Launch the discharge checklist", "Median stay from 6.1 to 5.2 days"],
    "labels": {
        "objective": {"focus": "clear", "activity": "no", "number": "no"},
        "key_results": [
            {"kind": "activity", "metric": "no", "target": "no", "baseline": "n/a", "deadline": "no", "vague": "no"},
            {"kind": "outcome", "metric": "yes", "target": "yes", "baseline": "yes", "deadline": "no", "vague": "no"},
        ],
    },
}
PLACED: dict[str, Any] = {
    "id": "two",
    "field": "school",
    "draft": draft("Lateness from 31 to 12 pupils a week", "No day cancelled"),
    "expect": [{"criterion": "missing-deadline", "objective": 0, "key_result": 1}],
    "innocent": [{"criterion": "too-many-objectives", "objective": None, "key_result": None}],
}


def written(path: Path, *rows: Any) -> Path:
    path.write_text("".join(f"{row if isinstance(row, str) else json.dumps(row)}\n" for row in rows), encoding="utf-8")
    return path
