"""The criteria of the cycle on check-ins that were labelled before their detectors were written."""

from __future__ import annotations

import pytest

from coach.shared import shared_coach
from evals.suites import Measure
from evals.suites.check_ins import CRITERIA, HALVES, suite


@pytest.fixture(scope="module")
def measures() -> dict[str, Measure]:
    return {measure.name: measure for measure in suite(shared_coach()).measures}


@pytest.mark.parametrize("criterion", CRITERIA)
@pytest.mark.parametrize("what", ["precision", "recall"])
def test_what_is_found_is_mostly_right_and_what_is_there_is_mostly_found(
    criterion: str, what: str, measures: dict[str, Measure]
) -> None:
    mine = [measures[f"{criterion}-{half}-{what}"] for half in HALVES]
    of, failed = sum(measure.of for measure in mine), [name for measure in mine for name in measure.failed]
    assert of and 1 - len(failed) / of >= 0.8, failed
