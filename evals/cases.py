"""Labelled cases: drafts with what a fair, careful coach would and would not raise in them.

A file of cases is JSON Lines, in either of two forms:

- the corpus' own (``../shared/corpus/README.md``): one OKR with its labels; every line of it is expected to raise, or not
  to raise, each of the nine criteria that follow from the labels;
- a draft in the form of the contract with ``expect`` and ``innocent``: the places where a criterion holds, and near misses
  where it does not. Only the places named are counted.

``family`` groups versions of one another; intervals are drawn over families, because versions are not independent.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from coach.criteria import catalogue
from coach.errors import CoachError
from coach.intake import read_json

FOLDER = Path(__file__).with_name("cases")
OBJECTIVE_LABELS = {
    "vague-objective": ("focus", "vague"),
    "activity-objective": ("activity", "yes"),
    "number-in-objective": ("number", "yes"),
}
KEY_RESULT_CRITERIA = (
    "activity-key-result",
    "bare-milestone",
    "no-metric",
    "missing-baseline",
    "missing-target",
    "vague-wording",
)
KINDS = ("outcome", "activity", "milestone")
_YES_NO = ("yes", "no")
OBJECTIVE_VALUES = {"focus": ("clear", "vague"), "activity": _YES_NO, "number": _YES_NO}
KEY_RESULT_VALUES = {
    "kind": KINDS,
    "metric": _YES_NO,
    "target": _YES_NO,
    "baseline": ("yes", "no", "n/a"),
    "deadline": _YES_NO,
    "vague": _YES_NO,
}


@cache
def _on_sets() -> frozenset[str]:
    return frozenset(c.id for c in catalogue().values() if c.applies_to not in ("objective", "key-result"))


class CasesError(CoachError):
    """A file of cases is not in one of the two forms."""


@dataclass(frozen=True, order=True)
class Site:
    """A place of a draft where a criterion can hold: -1 stands for "none", as `null` does in the contract."""

    criterion: str
    objective: int
    key_result: int

    def holds(self, other: Site) -> bool:
        """Whether `other` is a place within this one, of a criterion that is judged on whole sets."""
        return (
            self.criterion == other.criterion
            and self.criterion in _on_sets()
            and self.key_result < 0
            and self.objective in (-1, other.objective)
        )


@dataclass(frozen=True)
class Case:
    """One labelled draft."""

    id: str
    family: str
    field: str
    draft: dict[str, Any]
    """In the form of the contract's JSON draft."""
    expected: dict[Site, bool]
    """Whether the criterion holds at the place; places that are not here are not counted."""
    kinds: dict[int, str]
    """The kind of each key result of the first objective, by its number, where the labels give it."""

    @property
    def content(self) -> str:
        """A hash of the draft: a result is of this case only while its draft is the same."""
        return hashlib.sha256(json.dumps(self.draft, sort_keys=True).encode()).hexdigest()[:16]

    @property
    def labels(self) -> str:
        """A hash of what is expected: figures are compared only while the labels are the same."""
        wanted = sorted((s.criterion, s.objective, s.key_result, holds) for s, holds in self.expected.items())
        return hashlib.sha256(json.dumps([wanted, sorted(self.kinds.items())]).encode()).hexdigest()[:16]

    def words(self, site: Site) -> str:
        """The line a site is about; the draft's lines joined for a site on the whole set."""
        objectives = self.draft["objectives"]
        if site.objective < 0:
            return " / ".join(o["objective"] for o in objectives)
        objective = objectives[site.objective]
        if site.key_result < 0:
            return str(objective["objective"])
        line = objective["key_results"][site.key_result]
        return str(line["text"] if isinstance(line, dict) else line)


def expected_on_key_result(labels: dict[str, str]) -> set[str]:
    """The criteria that hold for a key result with these labels (``../shared/corpus/README.md``)."""
    outcome = labels["kind"] == "outcome"
    holds = {
        "activity-key-result": labels["kind"] == "activity",
        "bare-milestone": labels["kind"] == "milestone",
        "no-metric": outcome and labels["metric"] == "no",
        "missing-baseline": labels["baseline"] == "no",
        "missing-target": outcome and labels["target"] == "no",
        "vague-wording": labels["vague"] == "yes",
    }
    return {criterion for criterion, it_holds in holds.items() if it_holds}


def read_cases(paths: Iterable[Path]) -> list[Case]:
    """The cases of several files, in order.

    Raises:
        CasesError: a line is not a labelled case, or an id comes twice; it names the file and the line.
    """
    found: dict[str, Case] = {}
    for path in paths:
        for number, record in _records(path):
            try:
                case = _of_draft(record) if "draft" in record else _of_labels(record)
                _check(case)
            except (KeyError, TypeError, ValueError, IndexError, AttributeError, CoachError) as error:
                raise CasesError(
                    f"{path.name}, line {number}: not a labelled case ({type(error).__name__}: {error}). "
                    "The two forms are described at the top of evals/cases.py."
                ) from error
            if case.id in found:
                raise CasesError(
                    f"{path.name}, line {number}: the id {case.id!r} comes twice; each case needs its own."
                )
            found[case.id] = case
    return list(found.values())


def shipped_cases() -> list[Path]:
    """The files of cases written for this project."""
    return sorted(FOLDER.glob("*.jsonl"))


def some_of(cases: Sequence[Case], limit: int | None) -> list[Case]:
    """At most `limit` of the cases; all where it is None.

    The next case is always one for the criterion, and the side of it, that has the fewest places so far, so that few cases tell
    something of every criterion. The choice depends on nothing but the cases, and a greater limit only adds to it.
    """
    if limit is None or limit >= len(cases):
        return list(cases)
    waiting = sorted(cases, key=lambda case: hashlib.sha256(case.id.encode()).hexdigest())
    strata = sorted({(site.criterion, holds) for case in cases for site, holds in case.expected.items()})
    places = dict.fromkeys(strata, 0)
    chosen: list[Case] = []
    while len(chosen) < limit:
        open_strata = {(site.criterion, holds) for case in waiting for site, holds in case.expected.items()}
        poorest = min((s for s in strata if s in open_strata), key=lambda s: places[s], default=None)
        case = next(c for c in waiting if poorest is None or poorest in _strata(c))
        waiting.remove(case)
        chosen.append(case)
        for stratum in _strata(case):
            places[stratum] += 1
    return chosen


def _strata(case: Case) -> list[tuple[str, bool]]:
    return [(site.criterion, holds) for site, holds in case.expected.items()]


def _records(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CasesError(f"{path}: the cases could not be read ({error}).") from error
    # Split at line feeds only: a case may hold any other character that Python takes for the end of a line.
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            try:
                yield number, json.loads(line)
            except json.JSONDecodeError as error:
                raise CasesError(f"{path.name}, line {number}: not JSON ({error}).") from error


def _check(case: Case) -> None:
    """Every site is a place of the draft, of a criterion there is; and the coach sees as many lines as the labels count."""
    for site in case.expected:
        if site.criterion not in catalogue():
            raise ValueError(f"there is no criterion {site.criterion!r}")
        case.words(site)
    counted = [len(objective["key_results"]) for objective in case.draft["objectives"]]
    if (read := [len(objective.key_results) for objective in read_json(case.draft).objectives]) != counted:
        raise ValueError(f"the draft is read with {read} key results by objective where it has {counted}")


def _place(place: dict[str, Any]) -> Site:
    """A place as a file of cases names it: `null` for "none", else a number from 0."""
    numbers = [place.get("objective"), place.get("key_result")]
    if any(n is not None and (not isinstance(n, int) or n < 0) for n in numbers):
        raise ValueError(f"{place}: objectives and key results are numbered from 0; null stands for none")
    objective, key_result = (-1 if n is None else int(n) for n in numbers)
    return Site(place["criterion"], objective, key_result)


def _checked(labels: dict[str, Any], values: Mapping[str, tuple[str, ...]]) -> None:
    for label, allowed in values.items():
        if labels[label] not in allowed:
            raise ValueError(f"{label} is {labels[label]!r}; expected {', '.join(allowed)}")


def _of_labels(record: dict[str, Any]) -> Case:
    labels = record["labels"]
    _checked(labels["objective"], OBJECTIVE_VALUES)
    for of_line in labels["key_results"]:
        _checked(of_line, KEY_RESULT_VALUES)
    expected = {
        Site(criterion, 0, -1): labels["objective"][label] == value
        for criterion, (label, value) in OBJECTIVE_LABELS.items()
    }
    for number, (_, of_line) in enumerate(zip(record["key_results"], labels["key_results"], strict=True)):
        holds = expected_on_key_result(of_line)
        expected |= {Site(criterion, 0, number): criterion in holds for criterion in KEY_RESULT_CRITERIA}
    draft = {
        "id": record["id"],
        "level": record.get("level"),
        "period": record.get("period"),
        "objectives": [{"objective": record["objective"], "key_results": record["key_results"]}],
    }
    return Case(
        id=record["id"],
        family=record.get("family") or record["id"],
        field=record.get("field") or record.get("org") or "",
        draft=draft,
        expected=expected,
        kinds={number: of_line["kind"] for number, of_line in enumerate(labels["key_results"])},
    )


def _of_draft(record: dict[str, Any]) -> Case:
    draft = {"id": record["id"], **{k: v for k, v in record["draft"].items() if k != "id"}}
    expected: dict[Site, bool] = {}
    for name, holds in (("expect", True), ("innocent", False)):
        for place in record.get(name, []):
            site = _place(place)
            if expected.get(site, holds) != holds:
                raise ValueError(f"{site} is both expected and innocent")
            expected[site] = holds
    return Case(record["id"], record.get("family") or record["id"], record.get("field") or "", draft, expected, {})
