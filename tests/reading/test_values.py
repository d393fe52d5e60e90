"""Where a measure starts and where it is to go, in the many forms in which lines say it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from coach.reading.dates import dates
from coach.reading.quantities import Quantity, quantities
from coach.reading.values import Values, values

_TABLE: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parents[1] / "support" / "starts.yaml").read_text(encoding="utf-8")
)
_RIGHT = 0.95


def _read(line: str) -> Values:
    return values(line, quantities(line, [(date.start, date.end) for date in dates(line)]))


def _amount(quantity: Quantity | None) -> float | None:
    return None if quantity is None or quantity.amount is None else round(quantity.amount, 2)


def _same(quantity: Quantity | None, expected: float | str | None) -> bool:
    if expected == "?" or expected is None:
        return expected == "?" or quantity is None
    return quantity is not None and quantity.amount is not None and quantity.amount == pytest.approx(expected, rel=0.01)


def test_starts_and_ends_are_read_in_most_forms() -> None:
    wrong = [
        row["line"]
        for row in _TABLE
        if not (_same(_read(row["line"]).baseline, row["baseline"]) and _same(_read(row["line"]).target, row["target"]))
    ]
    assert 1 - len(wrong) / len(_TABLE) >= _RIGHT, f"{len(wrong)} of {len(_TABLE)} are read otherwise: {wrong}"


@pytest.mark.parametrize(
    ("line", "start", "end"),
    [
        ("Half of our deliveries arrive on time, at the moment a third", 33.33, 50),
        ("About a third leave in the first year; by June it should be a fifth", 33.33, 20),
        ("Volunteers who come back: 60, so far 22", 22, 60),
        ("We lose 12 a month. By June: 6.", 12, 6),
        ("A three-week wait becomes one week", 3, 1),
        ("18 kg of food waste a day turns into 9 kg", 18, 9),
        ("Coding a claim takes one and a half days, by June one", 1.5, 1),
        ("A dozen escalations a month, down from twenty two", 22, 12),
        ("The number of mentors grows to 60 where it is 40 today", 40, 60),
        ("Bread thrown away: 6 kg, used to be 14 kg", 14, 6),
        ("Cut agency costs by a third, from £90k", 90000, 33.33),
        ("Wait at the hatch halved from its present 42 minutes", 42, 0.5),
        ("Cancelled trips a week 85 - 20", 85, 20),
        ("Response at night 3 h 10 min -> 45 min", 3.17, 45),
        ("Last month 220 meals went to waste; cut this to 90", 220, 90),
    ],
)
def test_a_start_is_seen_where_the_words_tell_it(line: str, start: float, end: float) -> None:
    read = _read(line)
    assert (_amount(read.baseline), _amount(read.target)) == (start, end)


@pytest.mark.parametrize(
    "line",
    [
        "95 % of complaints closed within 10 working days",
        "School meals eaten: 300 a day, up by 80 on last year",
        "600 hotels do housekeeping and billing in it at least five days a week",
        "40 shops open late, 12 people trained for it",
        "Reduce complaints from 3 key customers by 20 %",
        "15 % of visits fall into the unstaffed hours after half a year",
    ],
)
def test_what_is_no_start_is_not_taken_for_one(line: str) -> None:
    assert _read(line).baseline is None


@pytest.mark.parametrize(
    ("line", "amounts", "kind"),
    [
        ("p95 duration 22m -> 10m", (22, 10), "duration"),
        ("Batch run 48m → 15m", (48, 15), "duration"),
        ("Annual donations £3m -> £4m", (3e6, 4e6), "currency"),
        ("Page views from 2m to 3m", (2e6, 3e6), "count"),
        ("A trial balance with 3m lines opens in 5 s", (3e6, 5), "count"),
    ],
)
def test_a_short_m_is_minutes_beside_durations_only(line: str, amounts: tuple[float, float], kind: str) -> None:
    found = quantities(line)
    assert tuple(quantity.amount for quantity in found) == amounts
    assert found[0].kind == kind


def test_the_pair_next_to_an_arrow_is_the_pair() -> None:
    read = _read("Departures more than 60 s late: 17 → 8 per 100")
    assert (_amount(read.baseline), _amount(read.target)) == (17, 8)


def test_a_bare_number_in_brackets_takes_the_unit_beside_it() -> None:
    read = _read("Median time to degree down to 4.5 years (5.8)")
    assert _amount(read.baseline) == 5.8
    assert read.direction == "down"
