"""How well the criteria of the cycle are seen, on check-ins that were written and labelled before their detectors.

A row is judged as a reader saw it in its week: with what its team had said of the same cycle up to then, as of that week.
`all-targets-hit` is labelled on the closing rows of a team, the others on single rows. Rows marked `either_way` count neither way.
"""

from __future__ import annotations

import io
import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal

from coach.cycle import CycleReview, read_check_ins, review_check_ins
from coach.reviewer import Coach
from evals.suites import Measure, Suite, measured

Half = Literal["fit", "test"]
OF_ROWS = ("stale-check-in", "red-without-plan", "status-theatre")
OF_SETS = "all-targets-hit"
CRITERIA = (*OF_ROWS, OF_SETS)
HALVES: tuple[Half, ...] = ("fit", "test")
_TITLES: dict[Half, str] = {"fit": "check-ins that words were taken from", "test": "check-ins that were not looked at"}
_FILE = Path(__file__).parent.parent / "department" / "check-ins.yaml"


Judged = dict[str, tuple[bool, bool]]
"""Rows or sets by their ids: whether a criterion is labelled, and whether it was found."""


@cache
def _labelled() -> dict[str, Any]:
    import yaml

    with _FILE.open(encoding="utf-8") as stream:
        found: dict[str, Any] = yaml.safe_load(stream)
    return found


def suite(coach: Coach) -> Suite:
    """Every criterion on both halves: of what was labelled what was found, and of what was found what is right."""
    measures: list[Measure] = []
    for (criterion, half), judged in score(coach).items():
        title = f"{criterion}, {_TITLES[half]}"
        right = {name: wanted for name, (wanted, seen) in judged.items() if seen}
        found = {name: seen for name, (wanted, seen) in judged.items() if wanted}
        measures += [
            measured(f"{criterion}-{half}-precision", f"{title}: of what was found, right", right),
            measured(f"{criterion}-{half}-recall", f"{title}: of what is labelled, found", found),
        ]
    return Suite(name="check-ins", title="In the cycle", measures=tuple(measures))


def score(coach: Coach) -> dict[tuple[str, Half], Judged]:
    """For each criterion and half the rows or sets, by their ids."""
    rows: list[dict[str, Any]] = _labelled()["rows"]
    fired = {row["id"]: _fired_on(row, rows, coach) for row in rows}
    scores: dict[tuple[str, Half], Judged] = {}
    for criterion in OF_ROWS:
        for half in HALVES:
            mine = [r for r in rows if r["half"] == half and criterion not in r.get("either_way", ())]
            scores[criterion, half] = {r["id"]: (criterion in r["labels"], criterion in fired[r["id"]]) for r in mine}
    return scores | {(OF_SETS, half): judged for half, judged in _sets(rows, coach).items()}


def _sets(rows: Sequence[dict[str, Any]], coach: Coach) -> dict[Half, Judged]:
    by_id = {row["id"]: row for row in rows}
    judged: dict[Half, Judged] = defaultdict(dict)
    for wanted in ("planted", "innocent"):
        for group in _labelled()[OF_SETS][wanted]:
            members = [by_id[name] for name in group["items"]]
            review = _review(members, date.fromisoformat(members[0]["week_of"]), coach)
            judged[group["half"]][group["id"]] = (
                wanted == "planted",
                any(f.criterion == OF_SETS for f in review.findings),
            )
    return dict(judged)


def _fired_on(row: dict[str, Any], rows: Iterable[dict[str, Any]], coach: Coach) -> set[str]:
    """The criteria that fire on a row as of its week, beside what was said before it."""
    known = [
        other
        for other in rows
        if (other["team"], other["period"]) == (row["team"], row["period"]) and other["week_of"] <= row["week_of"]
    ]
    review = _review([*(o for o in known if o is not row), row], date.fromisoformat(row["week_of"]), coach)
    words = row["key_result"]
    return {
        finding.criterion
        for finding in review.findings
        if finding.where.key_result is not None
        and review.check_ins.objectives[finding.where.objective or 0].key_results[finding.where.key_result].text
        == words
    }


def _review(rows: Iterable[dict[str, Any]], as_of: date, coach: Coach) -> CycleReview:
    keys = ("team", "period", "key_result", "status", "confidence", "score", "last_update", "note")
    lines = "\n".join(json.dumps({key: row[key] for key in keys if row.get(key) is not None}) for row in rows)
    read = read_check_ins(io.BytesIO(lines.encode()), "check-ins.jsonl", as_of)
    return review_check_ins(read, coach, as_of, as_of)
