"""How well the criteria of the cycle are seen, on check-ins that were written and labelled before their detectors.

A row is judged as a reader saw it in its week: with what its team had said of the same cycle up to then, as of that week.
`all-targets-hit` is labelled on the closing rows of a team, the others on single rows. Rows marked `either_way` count neither way.
"""

from __future__ import annotations

import io
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal

from coach.cycle import CycleReview, read_check_ins, review_check_ins
from coach.reviewer import Coach
from coach.shared import shared_coach
from evals.score import Frozen, Share, share

Half = Literal["fit", "test"]
OF_ROWS = ("stale-check-in", "red-without-plan", "status-theatre")
OF_SETS = "all-targets-hit"
_FILE = Path(__file__).parent.parent / "department" / "check-ins.yaml"


class Counted(Frozen):
    """One criterion on one half: the rows or sets by what was labelled and what was found."""

    criterion: str
    half: Half
    found: tuple[str, ...]
    missed: tuple[str, ...]
    wrong: tuple[str, ...]

    @property
    def precision(self) -> Share:
        """Of what was found, the share that is labelled."""
        return share(len(self.found), len(self.found) + len(self.wrong))

    @property
    def recall(self) -> Share:
        """Of what is labelled, the share that was found."""
        return share(len(self.found), len(self.found) + len(self.missed))


@cache
def _labelled() -> dict[str, Any]:
    import yaml

    with _FILE.open(encoding="utf-8") as stream:
        found: dict[str, Any] = yaml.safe_load(stream)
    return found


def measure(coach: Coach | None = None) -> tuple[Counted, ...]:
    """Every criterion on both halves."""
    coach = coach or shared_coach()
    rows: list[dict[str, Any]] = _labelled()["rows"]
    fired = {row["id"]: _fired_on(row, rows, coach) for row in rows}
    counted = []
    for criterion in OF_ROWS:
        for half in ("fit", "test"):
            mine = [r for r in rows if r["half"] == half and criterion not in r.get("either_way", ())]
            counted.append(
                _counted(
                    criterion, half, {r["id"]: (criterion in r["labels"], criterion in fired[r["id"]]) for r in mine}
                )
            )
    return (*counted, *_sets(rows, coach))


def _counted(criterion: str, half: Half, judged: Mapping[str, tuple[bool, bool]]) -> Counted:
    return Counted(
        criterion=criterion,
        half=half,
        found=tuple(name for name, (wanted, seen) in judged.items() if wanted and seen),
        missed=tuple(name for name, (wanted, seen) in judged.items() if wanted and not seen),
        wrong=tuple(name for name, (wanted, seen) in judged.items() if seen and not wanted),
    )


def _sets(rows: Sequence[dict[str, Any]], coach: Coach) -> list[Counted]:
    by_id = {row["id"]: row for row in rows}
    judged: dict[Half, dict[str, tuple[bool, bool]]] = defaultdict(dict)
    for wanted in ("planted", "innocent"):
        for group in _labelled()[OF_SETS][wanted]:
            members = [by_id[name] for name in group["items"]]
            review = _review(members, date.fromisoformat(members[0]["week_of"]), coach)
            judged[group["half"]][group["id"]] = (
                wanted == "planted",
                any(f.criterion == OF_SETS for f in review.findings),
            )
    return [_counted(OF_SETS, half, groups) for half, groups in judged.items()]


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


def shown(counted: Iterable[Counted]) -> str:
    """The figures as lines of text."""
    return "\n".join(
        f"{each.criterion:<18}{each.half:<5} precision {_share(each.precision)}  recall {_share(each.recall)}"
        f"  missed {', '.join(each.missed) or 'none'}  wrong {', '.join(each.wrong) or 'none'}"
        for each in counted
    )


def _share(of: Share) -> str:
    value = "none" if of.value is None else f"{of.value:.2f}"
    return f"{value} ({of.held} of {of.of})"
