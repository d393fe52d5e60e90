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


@pytest.mark.parametrize(
    "line",
    [
        "Keep late parcels under 8 % (we sit at 5.9 %)",
        "Claims capped at 900 a month while the count right now is 815",
        "Lost parcels not over 20 a month (16 in the last one)",
        "Depots not fewer than 25, these days we deliver to 29",
        "Parcels thrown away: 240 a week at most, last quarter's average 195",
        "Orders a month: 184,000 to 185,000",
        "Parcels per hour and day 28.4 tonnes to 28.6 tonnes",
        "Van speed 16.1 km/h instead of 16.0",
        "Late parcels stay where they are, 9 %, same as today",
    ],
)
def test_a_limit_that_holds_already_is_safe(line: str) -> None:
    assert _found("safe-target", line) == {0}


@pytest.mark.parametrize(
    "line",
    [
        "Parcels that make the van 97.2 % -> 99.1 %",
        "Keep 312 customers (312 today) even though the district shrinks",
    ],
)
def test_little_that_is_much_is_not_safe(line: str) -> None:
    assert _found("safe-target", line) == set()


@pytest.mark.parametrize(
    "line",
    [
        "Waiting vans: nobody waits, not even an hour",
        "Every single customer praises us",
        "Renewal without a single cancellation",
        "Parcels on time in 100 of 100 rounds, coming from 64",
        "Parcels sold fifteen times as much as today",
    ],
)
def test_the_edge_in_words_is_asked_about(line: str) -> None:
    assert _found("implausible-target", line) == {0}


@pytest.mark.parametrize(
    "line",
    [
        "Operating result from -1.1m to 0",
        "Regular depots: 1 today, 12 by the end",
        "No parcel over the legal limit (3 last year)",
    ],
)
def test_break_even_a_tiny_start_and_the_law_are_plausible(line: str) -> None:
    assert _found("implausible-target", line) == set()
