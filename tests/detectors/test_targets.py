"""A target in reach already, or at the edge of what is possible."""

from __future__ import annotations

import pytest

from coach.intake import read_json
from coach.shared import shared_coach


def _found(criterion: str, *lines: object) -> set[int]:
    """The numbers of the key results on which `criterion` is found."""
    draft = read_json(
        {"period": "2027-Q1", "objectives": [{"objective": "Parcels come when we said", "key_results": list(lines)}]}
    )
    findings = shared_coach().review(draft).findings
    return {f.where.key_result for f in findings if f.criterion == criterion and f.where.key_result is not None}


def test_from_one_value_to_another_the_values_show_the_way() -> None:
    lines = [
        "p95 duration 22m -> 10m",
        "Downtime: 31 h/month => 18 h/month",
        "Lead time 9 d -> 4 d",
        "FRT 4h>1h",
        "Cost per case £31 -> £24",
        "Customers waiting over 30 days from 90 to 20",
        "Lift outages from 12 to 4",
        "Lower school attendance from 81 % to 90 %",
        "Improve response time from 5 h to 45 min",
    ]
    assert _found("safe-target", *lines) == set()


def test_words_at_the_target_or_the_leading_verb_say_otherwise() -> None:
    lines = [
        "At least 80 % of orders on time (currently 84 %)",
        "Raise the share of orders on time from 84 % to 80 %",
        "No more than 9 late parcels a day (today 6)",
        {"text": "Orders on time", "baseline": "84 %", "target": "at least 80 %"},
    ]
    assert _found("safe-target", *lines) == {0, 1, 2, 3}


def test_hardly_a_change_is_seen_in_columns_too() -> None:
    lines = [
        {"text": "Orders on time", "baseline": "84 %", "target": "84.5 %"},
        {"text": "Orders on time in Harlow", "baseline": "84 %", "target": "92 %"},
    ]
    assert _found("safe-target", *lines) == {0}


@pytest.mark.parametrize(
    "line",
    [
        "Zero lost-time injuries (4 last year)",
        "Data breaches from 3 to 0 a year",
        "Net revenue retention from 96 % to 100 %",
        "Net revenue retention from 104 % to 112 %",
        "Bed capacity used from 118 % to 100 %",
    ],
)
def test_what_must_never_happen_and_what_can_pass_a_hundred_is_plausible(line: str) -> None:
    assert _found("implausible-target", line) == set()


@pytest.mark.parametrize("line", ["Staff turnover from 24 % to 0 %", "Orders on time from 64 % to 100 %"])
def test_the_edge_is_still_asked_about(line: str) -> None:
    assert _found("implausible-target", line) == {0}
