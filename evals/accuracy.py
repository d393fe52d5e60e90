"""Precision, recall and F1 per criterion on labelled OKRs, by the offline half alone.

    python -m evals.accuracy FILE.jsonl [--wrong CRITERION]

The file has the form of the corpus: one OKR a line with its labels. What is expected where follows the labelling guide; a
finding that only asks counts as a finding.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from coach.critique import Review
from coach.intake import read_json
from coach.reviewer import Coach
from coach.settings import settings

Line = tuple[str, int, int | None]
"""A line of a case: the case's id, the objective, the key result (None: the objective itself)."""

OBJECTIVE_LABELS = {
    "vague-objective": ("focus", "vague"),
    "activity-objective": ("activity", "yes"),
    "number-in-objective": ("number", "yes"),
}


def expected_on_key_result(labels: dict[str, str]) -> set[str]:
    """The criteria that should fire on a key result with these labels (corpus/README.md)."""
    outcome = labels["kind"] == "outcome"
    expected = {
        "activity-key-result": labels["kind"] == "activity",
        "bare-milestone": labels["kind"] == "milestone",
        "no-metric": outcome and labels["metric"] == "no",
        "missing-baseline": labels["baseline"] == "no",
        "missing-target": outcome and labels["target"] == "no",
        "vague-wording": labels["vague"] == "yes",
    }
    return {criterion for criterion, is_expected in expected.items() if is_expected}


KEY_RESULT_CRITERIA = (
    "activity-key-result",
    "bare-milestone",
    "no-metric",
    "missing-baseline",
    "missing-target",
    "vague-wording",
)


@dataclass
class Score:
    """Counts for one criterion, with the lines that were judged wrongly."""

    true_positives: int = 0
    false_positives: int = 0
    false_negatives: int = 0
    wrong: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float | None:
        """The share of findings that were right; None where there were none."""
        found = self.true_positives + self.false_positives
        return self.true_positives / found if found else None

    @property
    def recall(self) -> float | None:
        """The share of what was there that was found; None where nothing was there."""
        there = self.true_positives + self.false_negatives
        return self.true_positives / there if there else None

    @property
    def f1(self) -> float | None:
        """The harmonic mean of precision and recall; None where nothing was there and nothing found."""
        total = 2 * self.true_positives + self.false_positives + self.false_negatives
        return 2 * self.true_positives / total if total else None


def cases(path: Path) -> Iterator[dict[str, Any]]:
    """The labelled OKRs in `path`."""
    with path.open(encoding="utf-8") as rows:
        yield from (json.loads(row) for row in rows if row.strip())


def score(pairs: Iterable[tuple[dict[str, Any], Review]]) -> dict[str, Score]:
    """Scores by criterion over cases and their reviews, with a row for outcomes (kind)."""
    scores = {name: Score() for name in (*OBJECTIVE_LABELS, *KEY_RESULT_CRITERIA, "kind: outcome")}
    for case, review in pairs:
        found: dict[int | None, set[str]] = {}
        for finding in review.findings:
            if finding.where.objective == 0:
                found.setdefault(finding.where.key_result, set()).add(finding.criterion)
        for name, (label, value) in OBJECTIVE_LABELS.items():
            _count(
                scores[name],
                name in found.get(None, set()),
                case["labels"]["objective"][label] == value,
                case["objective"],
            )
        kinds = {reading.where.key_result: reading.kind for reading in review.readings}
        for j, (text, labels) in enumerate(zip(case["key_results"], case["labels"]["key_results"], strict=True)):
            expected = expected_on_key_result(labels)
            for name in KEY_RESULT_CRITERIA:
                _count(scores[name], name in found.get(j, set()), name in expected, text)
            _count(scores["kind: outcome"], kinds.get(j) == "outcome", labels["kind"] == "outcome", text)
    return scores


def _count(score: Score, is_found: bool, is_expected: bool, text: str) -> None:
    score.true_positives += is_found and is_expected
    score.false_positives += is_found and not is_expected
    score.false_negatives += is_expected and not is_found
    if is_found != is_expected:
        score.wrong.append(f"{'found' if is_found else 'missed'}: {text}")


def table(scores: dict[str, Score]) -> str:
    """The scores as lines of text."""
    rows = [f"{'criterion':24}{'there':>7}{'found':>7}{'precision':>11}{'recall':>8}{'F1':>7}"]
    for name, s in scores.items():
        there, found = s.true_positives + s.false_negatives, s.true_positives + s.false_positives
        figures = [f"{value:.2f}" if value is not None else "-" for value in (s.precision, s.recall, s.f1)]
        rows.append(f"{name:24}{there:>7}{found:>7}{figures[0]:>11}{figures[1]:>8}{figures[2]:>7}")
    return "\n".join(rows)


def run(path: Path, coach: Coach) -> dict[str, Score]:
    """The scores of `coach` on the cases in `path`."""
    labelled = list(cases(path))
    drafts = (
        read_json({"id": c["id"], "objectives": [{"objective": c["objective"], "key_results": c["key_results"]}]})
        for c in labelled
    )
    return score(zip(labelled, coach.review_many(drafts), strict=True))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--wrong", help="print the lines that were judged wrongly on this criterion")
    arguments = parser.parse_args()
    scores = run(arguments.file, Coach.from_settings(settings()))
    print(table(scores))
    if arguments.wrong:
        print("\n".join(scores[arguments.wrong].wrong))


if __name__ == "__main__":
    main()
