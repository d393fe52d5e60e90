"""Scores against numbers worked out by hand."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from evals.cases import Case, Site
from evals.results import Said
from evals.score import OUTCOMES, f1_with_interval, score, share, wrong_sites
from tests.evals.made import CRITERION, SITE, case, judged, result, run_of

ROWS = [("a", True, True)] * 6 + [("b", False, True)] * 2 + [("c", True, False)] * 3 + [("d", False, False)] * 4


def test_precision_recall_and_f1_by_hand() -> None:
    cases, run = judged(*ROWS)
    row = score(run, cases).row(CRITERION)
    assert row is not None
    assert (row.true_positives, row.false_positives, row.false_negatives, row.true_negatives) == (6, 2, 3, 4)
    assert (row.precision.value, row.recall.value) == (6 / 8, 6 / 9)
    assert row.f1.value == pytest.approx(2 * 6 / (2 * 6 + 2 + 3))
    assert row.f1.low is not None and row.f1.high is not None
    assert 0 <= row.f1.low < row.f1.value < row.f1.high <= 1


def test_wilson_against_published_values() -> None:
    """Newcombe 1998, table I: the score method without continuity correction."""
    published = [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)]
    for held, of, low, high in published:
        found = share(held, of)
        assert (found.low, found.high) == (pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5))


def test_undefined_figures_are_none_and_never_zero() -> None:
    nothing = share(0, 0)
    assert (nothing.value, nothing.low, nothing.high) == (None, None, None)
    cases, run = judged(("a", False, False), ("b", False, False))
    row = score(run, cases).row(CRITERION)
    assert row is not None
    assert (row.precision.value, row.recall.value, row.f1.value) == (None, None, None)
    one_family = f1_with_interval([[3, 1, 1, 0]])
    assert (one_family.value, one_family.low, one_family.high) == (0.75, None, None)


def test_the_bootstrap_is_drawn_over_families_and_is_always_the_same() -> None:
    rng = np.random.default_rng(1)
    table = rng.integers(0, 4, size=(30, 4))
    first = f1_with_interval(table)
    assert first == f1_with_interval(table)
    # Every case twice in its family is no more evidence; every family twice is.
    assert f1_with_interval(table * 2) == first
    doubled = f1_with_interval(np.concatenate([table, table]))
    assert all(v is not None for v in (first.low, first.high, doubled.low, doubled.high))
    assert doubled.high - doubled.low < first.high - first.low  # type: ignore[operator]


def test_cases_doubled_within_their_families_keep_the_interval() -> None:
    rows = [(f"f{n % 7}", n % 3 > 0, n % 5 > 1) for n in range(40)]
    (cases, run), (twice, run_twice) = judged(*rows), judged(*rows, *rows)
    one, other = score(run, cases).row(CRITERION), score(run_twice, twice).row(CRITERION)
    assert one is not None and other is not None
    assert one.f1 == other.f1
    assert one.true_positives * 2 == other.true_positives


def test_kinds_are_counted_as_labelled_against_as_read() -> None:
    read = [("outcome", "outcome"), ("outcome", "activity"), ("activity", "activity"), ("milestone", "activity")]
    cases = [case(f"c{n}", kinds={0: labelled}) for n, (labelled, _) in enumerate(read)]
    run = run_of([result(c, True, kind=kind) for c, (_, kind) in zip(cases, read, strict=True)])
    card = score(run, cases)
    assert card.kinds["outcome"] == {"outcome": 1, "activity": 1, "milestone": 0}
    assert card.kinds["milestone"] == {"outcome": 0, "activity": 1, "milestone": 0}
    row = card.row(OUTCOMES)
    assert row is not None
    assert (row.true_positives, row.false_positives, row.false_negatives, row.true_negatives) == (1, 0, 1, 2)


def test_calibration_by_hand() -> None:
    sure = [(0.95, True), (0.91, False), (0.55, True), (0.5, False), (1.0, True)]
    cases = [case(f"c{n}", holds) for n, (_, holds) in enumerate(sure)]
    run = run_of([result(c, True, confidence) for c, (confidence, _) in zip(cases, sure, strict=True)])
    found = score(run, cases).calibration
    assert found.brier == pytest.approx((0.05**2 + 0.91**2 + 0.45**2 + 0.5**2 + 0) / 5)
    assert [(b.right.held, b.right.of) for b in found.bins] == [(1, 2), (2, 3)]
    assert [b.confidence for b in found.bins] == [pytest.approx(0.525), pytest.approx((0.95 + 0.91 + 1) / 3)]


def test_calibration_without_findings_is_empty() -> None:
    cases, run = judged(("a", True, False))
    found = score(run, cases).calibration
    assert (found.brier, found.bins) == (None, ())


def test_the_worst_come_by_confidence_and_are_twenty() -> None:
    cases = [case(f"c{n:02}", False) for n in range(25)]
    run = run_of([result(c, True, 0.5 + n / 100) for n, c in enumerate(cases)])
    worst = score(run, cases).worst
    assert [w.case for w in worst] == [f"c{n:02}" for n in range(24, 4, -1)]
    assert not worst[0].missed and worst[0].line == cases[24].words(SITE)


def test_what_was_missed_tells_how_the_line_was_read() -> None:
    cases, run = judged(("a", True, False), ("b", True, True))
    (missed,) = score(run, cases).worst
    assert (missed.missed, missed.seen, missed.confidence) == (True, "read as an outcome", 0.8)
    assert wrong_sites(run, cases, CRITERION) == [(cases[0], SITE, True)]


def test_a_place_on_the_whole_set_is_answered_by_a_finding_within() -> None:
    whole = Site("objective-not-covered", -1, -1)
    of = Case("s", "s", "ward", case("s").draft, {whole: True}, {})
    seen = dataclasses.replace(result(of, False), found=(Said(Site("objective-not-covered", 0, -1), 0.7, True, ""),))
    row = score(run_of([seen]), [of]).row("objective-not-covered")
    assert row is not None and row.true_positives == 1


def test_cases_that_the_run_does_not_hold_are_counted_as_left_out() -> None:
    cases, run = judged(*ROWS)
    changed = dataclasses.replace(cases[0], draft={"objectives": []})
    card = score(run, [changed, *cases[1:], case("new")])
    assert (card.cases, card.left_out) == (len(cases) - 1, 2)
