"""Runs: what the coach said of each case, one line of JSON a case. Running and scoring are separate.

The first line says what made the run. A run that was stopped goes on where it was: cases that stand in the file with the
same draft are not reviewed again, and a last line that was cut off is dropped.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from coach import __file__ as coach_package
from coach.critique import Review
from coach.errors import CoachError
from coach.intake import read_json
from coach.paths import shipped
from coach.reviewer import Coach
from coach.settings import settings
from evals.cases import Case, Site

EngineName = Literal["rules", "grammar"]
ENGINES: dict[EngineName, str] = {
    "rules": "the offline half as it ships: exact reading, grammar and the trained reader",
    "grammar": "the same without the trained reader",
}


class RunError(CoachError):
    """A run cannot be gone on with, or read."""


@dataclass(frozen=True)
class Said:
    """One finding of a run."""

    site: Site
    confidence: float
    asks: bool
    because: str


@dataclass(frozen=True)
class Result:
    """What was said of one case."""

    case: str
    content: str
    found: tuple[Said, ...]
    kinds: Mapping[int, tuple[str, float]]
    """Kind and confidence of each key result of the first objective."""

    def finding(self, site: Site) -> Said | None:
        """What was said at a site; None where nothing was.

        A site on the whole set, or on a whole objective of it, is answered by a finding anywhere within.
        """
        return next((said for said in self.found if said.site == site or site.holds(said.site)), None)


@dataclass(frozen=True)
class Run:
    """A whole run, by case."""

    engine: dict[str, Any]
    results: dict[str, Result]

    def of(self, cases: Sequence[Case]) -> list[tuple[Case, Result]]:
        """Cases with their results; a case whose draft has changed since, or that was not run, is left out."""
        pairs = [(case, self.results[case.id]) for case in cases if case.id in self.results]
        return [(case, result) for case, result in pairs if result.content == case.content]


def engine(name: EngineName) -> Coach:
    """The coach that a run is made with."""
    chosen = Coach.from_settings(settings())
    return chosen if name == "rules" else Coach(rules=chosen.rules, reader=None, home=chosen.home)


def described(coach: Coach, name: EngineName) -> dict[str, Any]:
    """What makes a run: the same description gives the same results."""
    from coach.about import version

    return {
        "engine": name,
        "version": version(),
        "reader": coach.reader.version if coach.reader else None,
        "program": _program(Path(coach_package).parent),
        "knowledge": coach.index.version if coach.index else None,
        "house_rules": coach.rules.model_dump(mode="json"),
    }


@cache
def _program(package: Path) -> str:
    """A hash of the coach's code and of the criteria: either can change a verdict without a new version.

    Once a process: files that are edited while it runs do not change the code it runs on.
    """
    digest = hashlib.sha256()
    for path in (*sorted(package.rglob("*.py")), *sorted((shipped("knowledge")).rglob("*.*"))):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def run(cases: Sequence[Case], coach: Coach, name: EngineName, out: Path | None = None) -> Run:
    """What `coach` says of the cases, kept in `out` as it comes if that is given.

    Raises:
        RunError: `out` holds a run that something else made.
    """
    made_by = described(coach, name)
    done: dict[str, Result] = {}
    head = json.dumps({"run": made_by})
    if out is not None and out.exists() and not _is_begun(out, head):
        before = read_run(out)
        if before.engine != made_by:
            raise RunError(
                f"{out}: this run was made by another version, reader, knowledge or set of rules. Name another file, or remove it."
            )
        done = {case.id: result for case, result in before.of(cases)}
    missing = [case for case in cases if case.id not in done]
    if out is None:
        done |= {result.case: result for result in _results(missing, coach)}
        return Run(made_by, done)
    _cut_to_whole_lines(out)
    with out.open("a", encoding="utf-8") as kept:
        if not kept.tell():
            print(head, file=kept, flush=True)
        for result in _results(missing, coach):
            print(json.dumps(_as_json(result), ensure_ascii=False), file=kept, flush=True)
            done[result.case] = result
    return Run(made_by, done)


def _is_begun(path: Path, head: str) -> bool:
    """Whether a file holds no more than the beginning of this run's first line: it was stopped there, or is empty."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise RunError(f"{path}: the run could not be read ({error.strerror}).") from error
    return b"\n" not in raw and head.encode().startswith(raw)


def _cut_to_whole_lines(path: Path) -> None:
    """Drop a last line that was not written to its end, so that the run can go on behind it."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a+b") as kept:
            kept.seek(0)
            kept.truncate(kept.read().rfind(b"\n") + 1)
    except OSError as error:
        raise RunError(f"{path}: the run could not be kept there ({error.strerror}). Name another file.") from error


def read_run(path: Path) -> Run:
    """The run in a file; a last line that was not written to its end is left out.

    Raises:
        RunError: it is no run.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise RunError(f"{path}: the run could not be read ({error.strerror}).") from error
    whole = raw[: raw.rfind(b"\n") + 1]
    try:
        lines = [json.loads(line) for line in whole.decode("utf-8").split("\n") if line]
        head, results = dict(lines[0]["run"]), [_of_json(line) for line in lines[1:]]
    except (ValueError, KeyError, IndexError, TypeError, AttributeError) as error:
        raise RunError(f"{path}: this is not a run of the evaluation suite. Make one: okr-coach evals run.") from error
    return Run(head, {result.case: result for result in results})


def _results(cases: Sequence[Case], coach: Coach) -> Iterator[Result]:
    reviews = coach.review_many(read_json(case.draft) for case in cases)
    for case, review in zip(cases, reviews, strict=True):
        yield result_of(case, review)


def result_of(case: Case, review: Review) -> Result:
    """A review in the form of a run."""
    found = tuple(
        Said(
            Site(
                f.criterion,
                -1 if where.objective is None else where.objective,
                -1 if where.key_result is None else where.key_result,
            ),
            round(f.confidence, 4),
            f.is_question,
            f.because,
        )
        for f in review.findings
        for where in (f.where, *f.also)
    )
    kinds = {
        r.where.key_result: (r.kind, round(r.kind_confidence, 4))
        for r in review.readings
        if r.where.objective == 0 and r.where.key_result is not None
    }
    return Result(case.id, case.content, found, kinds)


def _as_json(result: Result) -> dict[str, Any]:
    return {
        "case": result.case,
        "content": result.content,
        "found": [
            [s.site.criterion, s.site.objective, s.site.key_result, s.confidence, s.asks, s.because]
            for s in result.found
        ],
        "kinds": {str(number): list(kind) for number, kind in result.kinds.items()},
    }


def _of_json(line: dict[str, Any]) -> Result:
    return Result(
        line["case"],
        line["content"],
        tuple(Said(Site(c, o, k), confidence, asks, because) for c, o, k, confidence, asks, because in line["found"]),
        {int(number): (kind, confidence) for number, (kind, confidence) in line["kinds"].items()},
    )
