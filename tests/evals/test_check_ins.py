"""The criteria of the cycle on check-ins that were labelled before their detectors were written."""

from __future__ import annotations

import pytest

from evals.suites.check_ins import OF_ROWS, OF_SETS, Counted, measure, shown


@pytest.fixture(scope="module")
def counted() -> tuple[Counted, ...]:
    return measure()


@pytest.mark.parametrize("criterion", [*OF_ROWS, OF_SETS])
def test_what_is_found_is_mostly_right_and_what_is_there_is_mostly_found(
    criterion: str, counted: tuple[Counted, ...]
) -> None:
    mine = [each for each in counted if each.criterion == criterion]
    found, missed, wrong = (sum(len(getattr(each, part)) for each in mine) for part in ("found", "missed", "wrong"))
    assert {each.half for each in mine} == {"fit", "test"}
    assert found / (found + wrong) >= 0.8, shown(mine)
    assert found / (found + missed) >= 0.8, shown(mine)
