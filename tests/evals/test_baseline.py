"""The baseline: kept and read, and what makes a check fail."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import pytest

from evals import baseline
from evals.baseline import BaselineError, faults, run_of
from evals.cases import Case
from evals.compare import compare
from evals.results import Run
from evals.suites import Suite, measured
from tests.evals.made import CRITERION, case, judged, result
from tests.evals.made import run_of as made_run

GOOD = [(f"f{n}", n % 2 > 0, n % 2 > 0 or n == 4) for n in range(60)]


def _suite(of: int, failed: int, name: str = "intake", measure: str = "exact", from_failed: int = 0) -> Suite:
    held = {f"paste {n}": not from_failed <= n < from_failed + failed for n in range(of)}
    return Suite(name=name, title="Reading", measures=(measured(measure, "pastes read", held),))


def _kept(tmp_path: Path, cases: list[Case], run: Run, *suites: Suite, **floors: float) -> dict[str, Any]:
    path = tmp_path / "baseline.json"
    baseline.write(path, run, cases, suites, "first figures", {k.replace("__", "/"): v for k, v in floors.items()})
    return baseline.read(path)


def test_what_is_kept_is_read_again(tmp_path: Path) -> None:
    cases, run = judged(*GOOD)
    cases[1] = dataclasses.replace(cases[1], kinds={0: "outcome"})
    kept = _kept(tmp_path, cases, run, _suite(20, 2), intake__exact=0.5)
    assert (kept["why"], kept["floors"]) == ("first figures", {"intake/exact": 0.5})
    assert kept["suites"]["intake"]["exact"] == {"of": 20, "failed": ["paste 0", "paste 1"]}
    assert all(row.change.value == 0 for row in compare(run_of(kept, cases), run, cases))
    assert faults(kept, run, cases, [_suite(20, 2)]) == []


def test_one_case_is_one_line_of_the_file(tmp_path: Path) -> None:
    cases, run = judged(*GOOD)
    _kept(tmp_path, cases, run)
    lines = (tmp_path / "baseline.json").read_text(encoding="utf-8").split("\n")
    assert sum(line.startswith('    "c') for line in lines) == len(cases)


def test_a_real_drop_is_a_fault_and_a_gain_is_none(tmp_path: Path) -> None:
    cases, run = judged(*GOOD)
    worse = made_run([result(c, bool(n % 4 == 1)) for n, c in enumerate(cases)])
    (fault,) = faults(_kept(tmp_path, cases, run), worse, cases, [])
    assert (fault.suite, fault.measure) == ("judgement", CRITERION)
    assert "fell from" in fault.said
    assert not faults(_kept(tmp_path, cases, worse), run, cases, [])


def test_a_slip_of_one_case_is_no_real_drop(tmp_path: Path) -> None:
    cases, run = judged(*GOOD)
    slipped = made_run([*[result(c, n % 2 > 0 and n != 1) for n, c in enumerate(cases)]])
    assert not faults(_kept(tmp_path, cases, run), slipped, cases, [])


@pytest.mark.parametrize("now", [_suite(100, 20), _suite(300, 60), _suite(15, 15)])
def test_a_suite_that_drops_is_a_fault(tmp_path: Path, now: Suite) -> None:
    cases, run = judged(*GOOD)
    (fault,) = faults(_kept(tmp_path, cases, run, _suite(100, 2)), run, cases, [now])
    assert (fault.suite, fault.measure) == ("intake", "exact")
    assert "the share fell from 0.980" in fault.said


@pytest.mark.parametrize("now", [_suite(100, 3), _suite(100, 0), _suite(90, 2), _suite(100, 2, from_failed=50)])
def test_a_suite_that_slips_or_gains_is_none(tmp_path: Path, now: Suite) -> None:
    cases, run = judged(*GOOD)
    assert not faults(_kept(tmp_path, cases, run, _suite(100, 2)), run, cases, [now])


def test_more_failures_by_name_than_there_are_things_are_compared_as_shares(tmp_path: Path) -> None:
    """Suggestions are named by what they say, so that all names can change at once."""
    cases, run = judged(*GOOD)
    before, now = _suite(10, 8), Suite(name="intake", title="", measures=(
        measured("exact", "", {f"other {n}": n > 7 for n in range(10)}),))  # fmt: skip
    assert not faults(_kept(tmp_path, cases, run, before), run, cases, [now])


@pytest.mark.parametrize("now", [[], [_suite(0, 0)], [_suite(10, 0, measure="other")]])
def test_a_measure_that_is_gone_is_a_fault(tmp_path: Path, now: list[Suite]) -> None:
    cases, run = judged(*GOOD)
    found = faults(_kept(tmp_path, cases, run, _suite(10, 0)), run, cases, now)
    assert [(f.suite, f.measure) for f in found] == [("intake", "exact")]
    assert found[0].said == "nothing was measured; the baseline is of 10"


def test_a_broken_floor_is_a_fault_and_one_on_nothing_too(tmp_path: Path) -> None:
    cases, run = judged(*GOOD)
    floors = {f"judgement__{CRITERION}": 0.99, "intake__exact": 0.95, "intake__whole": 0.5, "intkae__exact": 0.1}
    found = faults(_kept(tmp_path, cases, run, _suite(100, 2), **floors), run, cases, [_suite(100, 2)])
    assert [(f"{f.suite}/{f.measure}", f.said) for f in found] == [
        (f"judgement/{CRITERION}", "0.984, the floor is 0.99"),
        ("intake/whole", "nothing was measured, the floor is 0.50"),
        ("intkae/exact", "nothing was measured, the floor is 0.10"),
    ]


def test_other_cases_are_refused_with_the_remedy(tmp_path: Path) -> None:
    cases, run = judged(*GOOD)
    kept = _kept(tmp_path, cases, run)
    redrafted = dataclasses.replace(cases[0], draft=case("other").draft)
    relabelled = dataclasses.replace(cases[0], expected={site: not holds for site, holds in cases[0].expected.items()})
    for others in (cases[1:], [*cases, case("new")], [redrafted, *cases[1:]], [relabelled, *cases[1:]]):
        with pytest.raises(BaselineError, match=r"evals check --update --why"):
            faults(kept, run, others, [])


@pytest.mark.parametrize("text", [None, "", "{", "[]", "{}", '{"why": "", "floors": {}, "suites": {}}'])
def test_no_baseline_is_told_with_the_remedy(tmp_path: Path, text: str | None) -> None:
    path = tmp_path / "baseline.json"
    if text is not None:
        path.write_text(text, encoding="utf-8")
    with pytest.raises(BaselineError, match=r"baseline\.json: no baseline .* evals check --update --why REASON"):
        baseline.read(path)
