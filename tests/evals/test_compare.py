"""Whether two runs differ for real."""

from __future__ import annotations

import pytest

from evals.cases import Case
from evals.compare import compare
from evals.results import Run
from evals.score import OUTCOMES
from tests.evals.made import CRITERION, case, judged, result, run_of


def _found(cases: list[Case], found: list[bool]) -> Run:
    return run_of([result(c, it_is) for c, it_is in zip(cases, found, strict=True)])


def test_equal_runs_do_not_differ() -> None:
    cases, run = judged(*[(f"f{n}", n % 2 > 0, n % 3 > 0) for n in range(30)])
    (row,) = compare(run, run, cases)
    assert (row.change.value, row.change.low, row.change.high) == (0, 0, 0)
    assert (row.is_real, row.is_drop, row.p_value) == (False, False, None)
    assert row.before == row.after


def test_many_fixes_are_real_and_so_is_their_loss() -> None:
    cases = [case(f"c{n}") for n in range(40)]
    poor, good = _found(cases, [n < 20 for n in range(40)]), _found(cases, [n < 36 for n in range(40)])
    (gain,), (loss,) = compare(poor, good, cases), compare(good, poor, cases)
    assert gain.before == pytest.approx(2 * 20 / (2 * 20 + 20)) and gain.after == pytest.approx(72 / 76)
    assert gain.is_real and not gain.is_drop
    assert loss.is_real and loss.is_drop
    assert (gain.only_before_right, gain.only_after_right) == (0, 16)


def test_one_fix_among_many_is_not_real() -> None:
    cases = [case(f"c{n}") for n in range(40)]
    (row,) = compare(_found(cases, [n < 30 for n in range(40)]), _found(cases, [n < 31 for n in range(40)]), cases)
    assert row.change.value and row.change.value > 0
    assert not row.is_real


def test_mcnemar_by_hand() -> None:
    """2 against 8 discordant places: twice the chance of 2 or fewer heads in 10 throws, 2 * 56 / 1024."""
    cases = [case(f"c{n}") for n in range(20)]
    first, second = [n < 2 or n >= 10 for n in range(20)], [n >= 2 for n in range(20)]
    (row,) = compare(_found(cases, first), _found(cases, second), cases)
    assert (row.only_before_right, row.only_after_right) == (2, 8)
    assert row.p_value == pytest.approx(2 * (1 + 10 + 45) / 2**10)


def test_one_family_has_no_interval_and_is_never_called_real() -> None:
    cases = [case(f"c{n}", family="same") for n in range(10)]
    (row,) = compare(_found(cases, [False] * 10), _found(cases, [True] * 10), cases)
    assert (row.change.value, row.change.low, row.change.high) == (1, None, None)
    assert not row.is_real and not row.is_drop


def test_kinds_are_compared_place_by_place_too() -> None:
    cases = [case(f"c{n}", kinds={0: "outcome"}) for n in range(6)]
    first = run_of([result(c, True, kind="activity") for c in cases])
    second = run_of([result(c, True) for c in cases])
    row = next(d for d in compare(first, second, cases) if d.criterion == OUTCOMES)
    assert (row.before, row.after, row.only_before_right, row.only_after_right) == (0, 1, 0, 6)
    assert row.p_value == pytest.approx(2 / 2**6)


def test_figures_that_are_not_defined_do_not_differ() -> None:
    cases, run = judged(("a", False, False), ("b", False, False))
    (row,) = compare(run, run, cases)
    assert (row.criterion, row.before, row.change.value, row.is_real) == (CRITERION, None, None, False)


def test_only_cases_of_both_runs_count() -> None:
    cases, run = judged(*[(f"f{n}", True, n > 2) for n in range(8)])
    (row,) = compare(run_of([run.results[c.id] for c in cases[2:]]), run, cases)
    assert row.after == pytest.approx(2 * 5 / (2 * 5 + 1))
    assert not compare(run_of([]), run, cases)
