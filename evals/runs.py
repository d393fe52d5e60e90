"""Runs: what the coach said of each case, one line of JSON a case. Running and scoring are separate.

The first line says what made the run. A run that was stopped goes on where it was: cases that stand in the file with the
same draft are not reviewed again, and a last line that was cut off is dropped. A case on which a model failed is asked anew.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from coach import __file__ as coach_package
from coach.criteria import catalogue
from coach.errors import CoachError
from coach.intake import read_json
from coach.paths import shipped
from coach.reviewer import Coach
from coach.settings import settings
from evals.cases import Case
from evals.results import Result, Run, as_json, of_json, result_of

if TYPE_CHECKING:
    from coach.llm.model import Model

EngineName = Literal["rules", "grammar"]
ENGINES: dict[EngineName, str] = {
    "rules": "the offline half as it ships: exact reading, grammar and the trained reader",
    "grammar": "the same without the trained reader",
}


_READ_AT_ONCE = 32
_ASKED_AT_ONCE = 8
_GIVEN_UP = 12
"""Failures in a row after which the model is not asked again: a wrong key or a dead endpoint would fail on every case."""


class RunError(CoachError):
    """A run cannot be gone on with, or read."""


def engine(name: EngineName, model: Model | None = None) -> Coach:
    """The coach that a run is made with. No model but the one given is asked, whatever the environment says.

    It reads no scorecard: what a model is measured by is not what an earlier measurement let through.
    """
    from coach.house_rules import read_house_rules
    from coach.reading.trained import trained_reader

    chosen = settings(model.name if model else None)
    rules = read_house_rules(chosen.house_rules, catalogue()) if chosen.house_rules else None
    return Coach(rules=rules, reader=trained_reader() if name == "rules" else None, home=chosen.home, model=model)


def described(coach: Coach, name: EngineName) -> dict[str, Any]:
    """What makes a run: the same description gives the same results."""
    from coach.about import version

    made_by = {
        "engine": name,
        "version": version(),
        "reader": coach.reader.version if coach.reader else None,
        "program": _program(Path(coach_package).parent),
        "knowledge": coach.index.version if coach.index else None,
        "house_rules": coach.rules.model_dump(mode="json"),
    }
    if coach.model is not None:
        made_by["model"] = {"name": coach.model.name, "host": coach.model.host, "prompt": coach.prompt}
    return made_by


@cache
def _program(package: Path) -> str:
    """A hash of the coach's code and of the criteria: either can change a verdict without a new version.

    Once a process: files that are edited while it runs do not change the code it runs on.
    """
    digest = hashlib.sha256()
    for path in (*sorted(package.rglob("*.py")), *sorted((shipped("knowledge")).rglob("*.*"))):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def run(cases: Sequence[Case], coach: Coach, name: EngineName, out: Path | None = None, patient: bool = False) -> Run:
    """What `coach` says of the cases, kept in `out` as it comes if that is given.

    Args:
        cases: labelled cases.
        coach: the reviewer, with or without a model.
        name: the engine's name.
        out: where the run is kept and gone on with.
        patient: go on however often the model fails.

    Raises:
        RunError: `out` holds a run that something else made; or the model fails on one case after the other.
    """
    made_by = described(coach, name)
    done: dict[str, Result] = {}
    head = json.dumps({"run": made_by})
    if out is not None and out.exists() and not _is_begun(out, head):
        before = read_run(out)
        if before.engine != made_by:
            raise RunError(
                f"{out}: this run was made by another version, reader, knowledge, model, prompt or set of rules. Name another "
                "file, or remove it."
            )
        done = {case.id: result for case, result in before.of(cases) if not _is_owed(result)}
    missing = [case for case in cases if case.id not in done]
    if out is None:
        done |= {result.case: result for result in _results(missing, coach, patient)}
        return Run(made_by, done)
    _cut_to_whole_lines(out)
    with out.open("a", encoding="utf-8") as kept:
        if not kept.tell():
            print(head, file=kept, flush=True)
        for result in _results(missing, coach, patient):
            print(json.dumps(as_json(result), ensure_ascii=False), file=kept, flush=True)
            done[result.case] = result
    return Run(made_by, done)


def _is_owed(result: Result) -> bool:
    """Whether a model was asked and did not answer."""
    return result.by_model is not None and not result.by_model.answered


def _results(cases: Sequence[Case], coach: Coach, patient: bool) -> Iterator[Result]:
    asked = coach.model is not None
    # With a model few at a time: what a stopped run loses was paid for.
    reviews = coach.review_many((read_json(case.draft) for case in cases), _ASKED_AT_ONCE if asked else _READ_AT_ONCE)
    failed = 0
    for case, review in zip(cases, reviews, strict=True):
        result = result_of(case, review, asked)
        yield result
        failed = failed + 1 if _is_owed(result) else 0
        if failed == _GIVEN_UP and not patient:
            raise RunError(
                f"The model failed on {failed} cases one after the other; the last time: {' '.join(review.notices[-1:]) or 'it said nothing'} "
                "What was kept stays: the same command goes on from there."
            )


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
        head, results = dict(lines[0]["run"]), [of_json(line) for line in lines[1:]]
    except (ValueError, KeyError, IndexError, TypeError, AttributeError) as error:
        raise RunError(f"{path}: this is not a run of the evaluation suite. Make one: okr-coach evals run.") from error
    return Run(head, {result.case: result for result in results})
