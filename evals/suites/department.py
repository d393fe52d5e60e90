"""How often what is seen across teams is right: criterion by criterion, on the half that thresholds were set on, on the other half,
and on three small organisations elsewhere.

Recall is over what was planted. Precision is over what was found: a pair that no label names was read by a person before it
counts (`evals/department/read.yaml`); as long as nobody has read it, it counts as wrong. `evals/department/README.md` has the rules.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

from coach.department.across import find_across
from coach.department.contract import CrossFinding, Side, Unit
from coach.detectors import DETECTORS, DraftRead
from coach.okr import Draft, KeyResult, Objective, Wording
from coach.reading import read_lines
from coach.reviewer import Coach
from evals.suites import Measure, Suite, measured

FOLDER = Path(__file__).parents[1] / "department"
_FIFTY = "fifty-teams"
_SMALL = ("hospital", "town", "studio")
_OF_A_SET = {
    "no-parent-link": "no_parent_link",
    "mixed-cycles": "mixed_cycles",
    "too-many-objectives": "too_many_objectives",
}
"""Criteria that a draft's own review sees as well: here both count as one."""
_BY_PAIR = ("duplicated-effort", "competing-goals")
CRITERIA = (*_BY_PAIR, "copied-down", "undeclared-dependency", "overloaded-owner", "inconsistent-format", *_OF_A_SET)
HALVES = ("fit", "test", "small")
_TITLES = {"fit": "teams with even numbers", "test": "teams with odd numbers", "small": "three small organisations"}

Found = frozenset[str]
"""What a finding or a label names: ids of lines, or of units."""


@dataclass(frozen=True)
class Labels:
    """What was planted in a set, what only looks like it, and what careful readers may judge either way, each by its id."""

    planted: dict[str, Found]
    innocent: dict[str, Found]
    either: dict[str, Found]


def suite(coach: Coach) -> Suite:
    """Every criterion on every half."""
    scores = score(coach)
    measures: list[Measure] = []
    figures: dict[str, float] = {}
    for (criterion, half), (recall, precision) in scores.items():
        title = f"{criterion}, {_TITLES[half]}"
        right = measured(f"{criterion}-{half}-precision", f"{title}: of what was found, right", precision)
        found = measured(f"{criterion}-{half}-recall", f"{title}: of what was planted, found", recall)
        measures += [right, found]
        if right.of and found.of:
            share, reach = 1 - len(right.failed) / right.of, 1 - len(found.failed) / found.of
            figures[f"F1 of {title}"] = 2 * share * reach / (share + reach) if share + reach else 0.0
    return Suite(name="department", title="Across teams", measures=tuple(measures), figures=figures)


def score(coach: Coach) -> dict[tuple[str, str], tuple[dict[str, bool], dict[str, bool]]]:
    """For each criterion and half: what was planted and whether it was found, what was found and whether it was right."""
    read = _read_by_a_person()
    scores: dict[tuple[str, str], tuple[dict[str, bool], dict[str, bool]]] = {
        (criterion, half): ({}, {}) for criterion in CRITERIA for half in HALVES
    }
    for name in (_FIFTY, *_SMALL):
        entries = entries_of(name)
        seen = list(seen_in(entries, coach))
        for criterion in CRITERIA:
            for half in ("small",) if name in _SMALL else ("fit", "test"):
                labels = labels_of(name, criterion, None if half == "small" else half)
                found = [items for of, items in seen if of == criterion and _belongs(items, half)]
                recall, precision = scores[criterion, half]
                recall.update(
                    {
                        f"{name}: {label}": any(_same(criterion, items, planted) for items in found)
                        for label, planted in labels.planted.items()
                    }
                )
                for items in found:
                    if not any(_same(criterion, items, label) for label in labels.either.values()):
                        right = any(_same(criterion, items, label) for label in labels.planted.values())
                        verdict = read.get((criterion, items), "wrong")
                        if right or verdict != "either":
                            precision[f"{name}: {' '.join(sorted(items))}"] = right or verdict == "right"
    return scores


def seen_in(entries: list[dict[str, Any]], coach: Coach) -> Iterator[tuple[str, Found]]:
    """What the detectors say of an organisation: the criterion and the ids it is about."""
    units = units_of(entries)
    for finding in find_across(units, coach.criteria, None, coach.rules):
        yield from _items(finding, units)
    for entry in entries:
        draft = whole_draft(entry)
        read = DraftRead(draft, read_lines(draft, None))
        for criterion, detector in _OF_A_SET.items():
            for sighting in DETECTORS[detector](read, coach.criteria[criterion]):
                line = sighting.line or sighting.where
                at = draft.objectives[line.objective or 0].label if criterion == "no-parent-link" else entry["id"]
                yield criterion, frozenset((str(at),))


def _items(finding: CrossFinding, units: list[Unit]) -> Iterator[tuple[str, Found]]:
    """The ids of a finding in the form its labels have: pair by pair where the labels are pairs."""
    ids = [_id(units, side) for side in finding.sides]
    if finding.criterion in (*_BY_PAIR, "copied-down"):
        yield from ((finding.criterion, frozenset(pair)) for pair in combinations(ids, 2))
    elif finding.criterion == "undeclared-dependency":
        yield finding.criterion, frozenset((ids[0], ids[1].split("-")[0]))
    elif finding.criterion == "inconsistent-format" and len(ids) == 2:
        # The first one differs; the other one is any that does not.
        yield finding.criterion, frozenset((ids[0].split("-")[0],))
    elif finding.criterion in ("inconsistent-format", "mixed-cycles", "too-many-objectives"):
        yield finding.criterion, frozenset(each.split("-")[0] for each in ids)
    else:
        yield finding.criterion, frozenset(ids)


def _same(criterion: str, items: Found, label: Found) -> bool:
    """Whether a finding is what a label names: for groups a part of it is enough."""
    if criterion in ("overloaded-owner", "inconsistent-format"):
        return items <= label
    return items == label


def _belongs(items: Found, half: str) -> bool:
    """Whether a finding lies within a half; the company's side belongs to neither, so that the other one decides."""
    if half == "small":
        return True
    numbers = [int(match.group(1)) for each in items if (match := re.match(r"[td](\d+)", each))]
    return bool(numbers) and all(number % 2 == (0 if half == "fit" else 1) for number in numbers)


def labels_of(name: str, criterion: str, half: str | None) -> Labels:
    """The labels of one criterion in one set, of one half where it is named."""
    groups: dict[str, dict[str, Found]] = {"planted": {}, "innocent": {}, "open": {}}
    for group, entries in (_yaml(_labels_file(name)).get(criterion) or {}).items():
        for entry in entries:
            if half is None or entry.get("half") == half:
                groups[group].update(_label(criterion, entry))
    return Labels(groups["planted"], groups["innocent"], groups["open"])


def _label(criterion: str, entry: dict[str, Any]) -> Iterator[tuple[str, Found]]:
    items = [str(item) for item in entry["items"]]
    if criterion in _BY_PAIR:
        pairs = list(combinations(items, 2))
        yield from (
            (entry["id"] if len(pairs) == 1 else f"{entry['id']} {' '.join(pair)}", frozenset(pair)) for pair in pairs
        )
    elif criterion in ("copied-down", "undeclared-dependency") and (other := entry.get("parent") or entry.get("needs")):
        yield from (
            (entry["id"] if len(items) == 1 else f"{entry['id']} {item}", frozenset((item, other))) for item in items
        )
    elif criterion in ("overloaded-owner", "inconsistent-format") or "undeclared" in criterion:
        yield entry["id"], frozenset(items)
    else:
        yield from ((entry["id"] if len(items) == 1 else f"{entry['id']} {item}", frozenset((item,))) for item in items)


def _read_by_a_person() -> dict[tuple[str, Found], str]:
    """Findings that no label names and that somebody read: "right", "wrong", or "either" where careful readers may differ."""
    rows = _yaml(FOLDER / "read.yaml") if (FOLDER / "read.yaml").exists() else {}
    return {(criterion, frozenset(row["items"])): row["verdict"] for criterion, group in rows.items() for row in group}


def entries_of(name: str) -> list[dict[str, Any]]:
    """The entries of a set, in the order of its files."""
    if name == _FIFTY:
        files = [FOLDER / name / "departments.yaml", *sorted((FOLDER / name).glob("teams-*.yaml"))]
    else:
        files = [FOLDER / "small" / f"{name}.yaml"]
    return [entry for path in files for entry in _yaml(path)]


def _labels_file(name: str) -> Path:
    return FOLDER / name / "labels.yaml" if name == _FIFTY else FOLDER / "small" / f"{name}-labels.yaml"


@cache
def _yaml(path: Path) -> Any:
    import yaml

    return yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def whole_draft(entry: dict[str, Any]) -> Draft:
    """An entry as one draft. The unit above it is its place in the organisation, and no link."""
    return Draft(
        id=entry["id"],
        team=entry["team"],
        level=entry.get("level"),
        period=str(entry["period"]) if entry.get("period") else None,
        carries_owners=True,
        objectives=tuple(_objective(row) for row in entry["objectives"]),
    )


def _objective(row: dict[str, Any]) -> Objective:
    return Objective(
        wording=Wording.plain(row["objective"]),
        label=row["id"],
        owner=row.get("owner"),
        parent=row.get("parent"),
        key_results=tuple(
            KeyResult(
                wording=Wording.plain(result["text"]),
                label=result["id"],
                owner=result.get("owner"),
                due=str(result["due"]) if result.get("due") else None,
            )
            for result in row["key_results"]
        ),
    )


def units_of(entries: list[dict[str, Any]]) -> list[Unit]:
    """The entries as units: one objective each, in order."""
    found: list[Unit] = []
    for entry in entries:
        draft = whole_draft(entry)
        for objective in draft.objectives:
            found.append(
                Unit(
                    number=len(found),
                    draft_id=entry["id"],
                    team=entry["team"],
                    department=entry.get("department"),
                    draft=draft.model_copy(update={"objectives": (objective,)}),
                )
            )
    return found


def _id(units: list[Unit], side: Side) -> str:
    objective = units[side.unit].draft.objectives[0]
    label = objective.label if side.where.key_result is None else objective.key_results[side.where.key_result].label
    return str(label)
