"""Sets of key results: repeats in other words, and dates outside the cycle."""

from __future__ import annotations

import pytest

from coach.intake import read_json
from coach.shared import shared_coach


def _fires(
    criterion: str, *lines: str, period: str | None = "2027-Q2", objective: str = "Parcels come when we said"
) -> bool:
    draft = read_json({"period": period, "objectives": [{"objective": objective, "key_results": list(lines)}]})
    return any(finding.criterion == criterion for finding in shared_coach().review(draft).findings)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Returned parcels from 4.1 % to 2 %", "Share of parcels that customers return: 2 %, today 4.1 %"),
        ("8 former shops sell for us", "Eight former shops begin selling for us again"),
        ("Late parcels from 12 % to 3 %", "Parcels not late from 88 % to 97 %"),
        ("Answers to parcel questions in 48 h, now 96 h", "Parcel questions answered in 2 days, now 4 days"),
        ("re-deliveries 31 -> 18 a day", "Redeliveries down to 18 a day from 31"),
    ],
)  # fmt: skip
def test_the_same_figures_of_one_subject_are_a_repeat(first: str, second: str) -> None:
    assert _fires("duplicate-key-result", first, second)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Waits in Leeds from 40 to 20 minutes", "Waits in Hull from 40 to 20 minutes"),
        ("Lost parcels, new clients 30 % (was 41)", "Lost parcels, old clients 22 % (was 35)"),
        ("Riders up the hill 14,000 a day", "Riders down the hill 19,000 a day"),
        ("Guests on weekdays 2,100 a month", "Guests on weekdays under 25: 600 a month"),
    ],
)  # fmt: skip
def test_two_groups_of_one_metric_are_two(first: str, second: str) -> None:
    assert not _fires("duplicate-key-result", first, second)


@pytest.mark.parametrize(
    "line",
    [
        "New van Q2/2028 driven by 60 couriers", "Late parcels 9 % to 4 % in fiscal 2030", "Late parcels 9 % to 4 % by the year's end",
        "Lost parcels 90 to 40 by the second quarter of 2029", "All parcels counted at last on 20 December",
    ],
)  # fmt: skip
def test_a_date_behind_the_cycle_is_outside(line: str) -> None:
    assert _fires("mixed-cycles", "Damaged parcels from 5 % to 2 %", line)


@pytest.mark.parametrize(
    "line",
    [
        "Late parcels 4 % (in 2025: 9 %)", "Parcels sent before 2025 and still on the shelf from 90 to 20", "Van warranty extended until 2034",
        "Drivers on the 2030-app 85 %", "98 % of parcels scanned, in Q1 it was 81",
    ],
)  # fmt: skip
def test_a_reference_is_no_date_outside(line: str) -> None:
    assert not _fires("mixed-cycles", "Damaged parcels from 5 % to 2 %", line)


def test_a_period_in_the_title_is_the_objective_s_cycle() -> None:
    rows = [
        {"objective": f"{name} come on the day ({part})", "key_results": ["Late from 9 % to 4 %"]}
        for name, part in (("Parcels", "Q1"), ("Letters", "Q3"))
    ]
    findings = shared_coach().review(read_json({"objectives": rows})).findings
    assert "mixed-cycles" in {finding.criterion for finding in findings}
