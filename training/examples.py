"""The labelled lines the reader learns from, and the labels it learns.

`training/data/*.jsonl` holds OKRs written for this project, labelled by the project's annotation guide; see
`training/README.md` for where they come from.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

HEADS: dict[str, tuple[str, ...]] = {
    "kind": ("outcome", "activity", "milestone"),
    "vague": ("no", "yes"),
    "metric": ("no", "yes"),
    "target": ("no", "yes"),
    "deadline": ("no", "yes"),
    "focus": ("clear", "vague"),
    "activity": ("no", "yes"),
    "number": ("no", "yes"),
    "baseline": ("no", "yes"),
    "compound": ("no", "yes"),
    "vanity": ("no", "yes"),
    "usual": ("no", "yes"),
}
KEY_RESULT_HEADS = ("kind", "vague", "metric", "target", "deadline", "baseline", "compound", "vanity")
OBJECTIVE_HEADS = ("focus", "activity", "number", "compound", "usual")


@dataclass(frozen=True)
class Line:
    """One objective or key result with its labels as class numbers by head."""

    text: str
    field: str
    labels: dict[str, int]
    is_objective: bool = False


def lines(folder: Path) -> list[Line]:
    """Every labelled line below `folder`, in file order."""
    found = []
    for path in sorted(folder.glob("*.jsonl")):
        for record in (json.loads(row) for row in path.read_text(encoding="utf-8").splitlines()):
            found += record_lines(record)
    return found


def record_lines(record: dict) -> list[Line]:
    """The lines of one labelled OKR (the form of the corpus), or the one line of a row that is labelled alone."""
    field = record.get("field") or record.get("org", "")
    labels = record["labels"]
    if "text" in record:
        is_objective = record["line"] == "objective"
        heads = OBJECTIVE_HEADS if is_objective else KEY_RESULT_HEADS
        return [Line(record["text"], field, _numbers(labels, heads), is_objective)]
    found = [Line(record["objective"], field, _numbers(labels["objective"], OBJECTIVE_HEADS), True)]
    for text, label in zip(record["key_results"], labels["key_results"], strict=True):
        found.append(Line(text, field, _numbers(label, KEY_RESULT_HEADS)))
    return found


def fields(folder: Path, wanted: list[str]) -> set[str]:
    """The fields of work named, or every Nth of all, in alphabetical order, for ``every:N``."""
    every = sorted({line.field for line in lines(folder)})
    chosen: set[str] = set()
    for name in wanted:
        chosen |= set(every[:: int(name.split(":")[1])]) if name.startswith("every:") else {name}
    return chosen


def _numbers(labels: dict[str, str], heads: tuple[str, ...]) -> dict[str, int]:
    return {head: HEADS[head].index(labels[head]) for head in heads if labels.get(head) in HEADS[head]}
