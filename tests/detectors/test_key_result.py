"""Tasks, vague words, counts and joined results."""

from __future__ import annotations

from typing import Any

import pytest

from coach.critique import Finding
from coach.intake import read_json
from coach.shared import shared_coach


def _findings(line: Any, criterion: str) -> list[Finding]:
    draft = {"period": "2027-Q1", "objectives": [{"objective": "Parcels come when we said", "key_results": [line]}]}
    return [f for f in shared_coach().review(read_json(draft)).findings if f.criterion == criterion]


@pytest.mark.parametrize(
    "line",
    [
        {"text": "On-time delivery rate", "baseline": "82 %", "target": "95 %"},
        {"text": "Improve on-time delivery", "baseline": "82 %", "target": "95 %"},
        "Pipeline coverage 3x",
    ],
)
def test_a_line_with_a_value_to_reach_is_not_vague(line: Any) -> None:
    assert _findings(line, "vague-wording") == []


def test_a_bare_metric_is_told_that_it_names_no_value() -> None:
    [finding] = _findings("NPS", "vague-wording")
    assert finding.because == "it names a metric and no value"


def test_values_in_columns_are_values() -> None:
    line = {"text": "Parcels that come on the day", "baseline": "82 %", "target": "95 %"}
    for criterion in ("missing-baseline", "missing-target", "no-metric"):
        assert _findings(line, criterion) == []


def test_the_reason_adds_to_the_message() -> None:
    [finding] = _findings("Launch the new portal", "activity-key-result")
    assert "Launch" in finding.because and "done when the work is done" not in finding.because


@pytest.mark.parametrize(
    "line",
    ["Cut agency costs by a third, from £90k", "Forty-two thefts last quarter, no more than fifteen in this one"],
)
def test_the_start_of_the_same_measure_is_no_second_result(line: str) -> None:
    assert _findings(line, "compound-key-result") == []


def test_two_measures_are_two_results() -> None:
    assert _findings("Late parcels down to 4 %, and complaints fall from 30 to 12 a week", "compound-key-result")


@pytest.mark.parametrize(
    "line", ["1,000 visitors come back for a second evening", "Returning visitors from 200 to 400"]
)
def test_people_who_come_back_are_no_vanity(line: str) -> None:
    assert _findings(line, "vanity-metric") == []
