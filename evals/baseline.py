"""The baseline: what the suites gave when it was last agreed on, and the floors that must hold.

`evals/baseline.json` is part of the repository. A check runs the offline suites and fails on a real drop (the paired
interval of the change lies wholly below zero) or a broken floor. It is changed only by a commit that says why.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from coach.errors import CoachError
from evals.cases import Case, Site
from evals.compare import compare
from evals.results import Result, Run, Said
from evals.score import Frozen, ScoreCard, score
from evals.suites import Measure, Suite

BASELINE = Path(__file__).with_name("baseline.json")
_RESAMPLES = 2000
_SEED = 20270104


class BaselineError(CoachError):
    """The baseline is not there or does not fit the cases."""


class Fault(Frozen):
    """One reason why a check fails."""

    suite: str
    measure: str
    said: str


def write(
    path: Path, run: Run, cases: Sequence[Case], suites: Sequence[Suite], why: str, floors: dict[str, float]
) -> None:
    """Keep what was found as the new baseline, with the reason."""
    head = {
        "why": why,
        "engine": run.engine,
        "floors": floors,
        "suites": {
            suite.name: {m.name: {"of": m.of, "failed": sorted(m.failed)} for m in suite.measures} for suite in suites
        },
    }
    rows = {case.id: _kept(case, result) for case, result in run.of(cases)}
    # One case a line, so that a changed baseline can be read as a diff.
    lines = ",\n".join(f"    {json.dumps(name)}: {json.dumps(row)}" for name, row in rows.items())
    text = json.dumps(head, indent=2, ensure_ascii=False)[:-2] + ',\n  "cases": {\n' + lines + "\n  }\n}\n"
    path.write_text(text, encoding="utf-8")


def _kept(case: Case, result: Result) -> dict[str, Any]:
    """What the baseline keeps of a case: where something was found that is labelled, and the kinds."""
    found = [(site, said) for site in case.expected if (said := result.finding(site)) is not None]
    return {
        "content": case.content,
        "labels": case.labels,
        "found": sorted([site.criterion, site.objective, site.key_result] for site, _ in found),
        "kinds": {str(n): kind for n, (kind, _) in result.kinds.items() if n in case.kinds},
    }


def read(path: Path = BASELINE) -> dict[str, Any]:
    """The baseline.

    Raises:
        BaselineError: there is none, or it is not what it must be.
    """
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(found, dict) or not {"why", "floors", "suites", "cases"} <= found.keys():
            raise ValueError("it lacks a part")
    except (OSError, ValueError) as error:
        raise BaselineError(
            f"{path}: no baseline ({error}). Make one: okr-coach evals check --update --why REASON."
        ) from error
    return dict(found)


def faults(baseline: dict[str, Any], run: Run, cases: Sequence[Case], suites: Sequence[Suite]) -> list[Fault]:
    """Every real drop against the baseline and every broken floor.

    Raises:
        BaselineError: the baseline is of other cases; they are compared only with themselves.
    """
    before = run_of(baseline, cases)
    found = [
        Fault(
            suite="judgement",
            measure=d.criterion,
            said=f"F1 fell from {d.before:.3f} to {d.after:.3f} (change {d.change.low:+.3f} to {d.change.high:+.3f})",
        )
        for d in compare(before, run, cases)
        if d.is_drop
    ]
    now = {suite.name: suite.measures for suite in suites}
    for name, kept in baseline["suites"].items():
        found += _drops(name, kept, now.get(name, ()))
    return found + _below_floors(baseline["floors"], score(run, cases), suites)


def run_of(baseline: dict[str, Any], cases: Sequence[Case]) -> Run:
    """The run that the baseline keeps, as far as the labels reach.

    Raises:
        BaselineError: it is of other cases, or their labels were others.
    """
    kept = baseline["cases"]
    known = {case.id: (case.content, case.labels) for case in cases}
    if known != {name: (row["content"], row.get("labels")) for name, row in kept.items()}:
        raise BaselineError(
            "The cases have changed since the baseline was made. Look at what the new ones give (okr-coach evals run), then "
            "update it: okr-coach evals check --update --why REASON."
        )
    results = {
        name: Result(
            name,
            row["content"],
            tuple(Said(Site(c, o, k), 1.0, False, "") for c, o, k in row["found"]),
            {int(n): (kind, 1.0) for n, kind in row["kinds"].items()},
        )
        for name, row in kept.items()
    }
    return Run({}, results)


def _drops(suite: str, kept: dict[str, Any], measures: Sequence[Measure]) -> list[Fault]:
    found = []
    now = {measure.name: measure for measure in measures}
    for name, before in kept.items():
        if before["of"] and not (name in now and now[name].of):
            said: str | None = f"nothing was measured; the baseline is of {before['of']}"
        else:
            said = _drop(before, now[name]) if name in now else None
        if said:
            found.append(Fault(suite=suite, measure=name, said=said))
    return found


def _drop(before: dict[str, Any], now: Measure) -> str | None:
    """What is to be said where a share has fallen for real; None where it has not.

    The same number of things is paired one by one; where the things differ (citations, suggestions), the two shares are
    compared as independent ones.
    """
    was, is_now = _held(before["of"], len(before["failed"])), _held(now.of, len(now.failed))
    if not was.size or not is_now.size:
        return None
    rng = np.random.default_rng(_SEED)
    names = list(dict.fromkeys([*before["failed"], *now.failed]))
    if before["of"] == now.of and len(names) <= now.of:
        change = np.zeros(now.of)
        failed_before, failed_now = set(before["failed"]), set(now.failed)
        for at, name in enumerate(names):
            change[at] = int(name in failed_before) - int(name in failed_now)
        drawn = rng.choice(change, size=(_RESAMPLES, len(change))).mean(axis=1)
    else:
        drawn = rng.binomial(len(is_now), is_now.mean(), _RESAMPLES) / len(is_now)
        drawn = drawn - rng.binomial(len(was), was.mean(), _RESAMPLES) / len(was)
    low, high = np.quantile(drawn, (0.025, 0.975))
    if high >= 0:
        return None
    return f"the share fell from {was.mean():.3f} to {is_now.mean():.3f} (change {low:+.3f} to {high:+.3f})"


def _held(of: int, failed: int) -> np.ndarray:
    return np.concatenate([np.ones(of - failed), np.zeros(failed)])


def _below_floors(floors: dict[str, float], card: ScoreCard, suites: Sequence[Suite]) -> list[Fault]:
    figures = {f"judgement/{row.criterion}": row.f1.value for row in card.criteria}
    figures |= {f"{suite.name}/{m.name}": m.share.value for suite in suites for m in suite.measures}
    found = []
    for name, floor in floors.items():
        suite, _, measure = name.partition("/")
        value = figures.get(name)
        if value is None or value < floor:
            shown = "nothing was measured" if value is None else f"{value:.3f}"
            found.append(Fault(suite=suite, measure=measure, said=f"{shown}, the floor is {floor:.2f}"))
    return found
