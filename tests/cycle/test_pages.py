"""The pages on the cycle: every example is a small sheet, and is judged as its page says."""

from __future__ import annotations

import re

import pytest

from coach.criteria import Criterion, Example, catalogue
from coach.cycle.detectors import CYCLE_DETECTORS
from tests.cycle.made import reviewed

_CRITERIA = [criterion for criterion in catalogue().values() if criterion.applies_to == "cycle"]
_PAIRS = [
    pytest.param(criterion, example, id=f"{criterion.id}-{re.sub('[^a-z]+', '-', example.field.lower())}")
    for criterion in _CRITERIA
    for example in criterion.examples
]


def _fired(table: str, criterion: Criterion) -> bool:
    review = reviewed(table)
    assert not review.check_ins.bad_rows
    assert not any("under no name" in notice for notice in review.all_notices), "an example is read whole"
    return any(finding.criterion == criterion.id for finding in review.findings)


def test_the_design_s_criteria_of_the_cycle_are_there() -> None:
    assert {criterion.id for criterion in _CRITERIA} == {
        "stale-check-in",
        "red-without-plan",
        "status-theatre",
        "all-targets-hit",
    }
    assert {criterion.detector for criterion in _CRITERIA} == set(CYCLE_DETECTORS)


@pytest.mark.parametrize(("criterion", "example"), _PAIRS)
def test_a_bad_example_fires(criterion: Criterion, example: Example) -> None:
    assert _fired(example.bad, criterion)


@pytest.mark.parametrize(("criterion", "example"), _PAIRS)
def test_a_better_example_does_not_fire(criterion: Criterion, example: Example) -> None:
    assert not reviewed(example.better).findings, "a better check-in is good in every respect"
