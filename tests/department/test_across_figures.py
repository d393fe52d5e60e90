"""Figures of key results on common scales: how they are read, and when two lines' figures are one."""

from __future__ import annotations

import pytest

from coach.department.across.figure_reading import figures_of
from coach.department.across.figures import Rarity, agreement
from tests.department.made import key_result


def _levels(text: str, **columns: str) -> tuple[set[tuple[str, float]], set[tuple[str, float]]]:
    figures, _ = figures_of(key_result(text, **columns))
    return tuple({(scale, round(amount, 2)) for scale, amount in part} for part in (figures.start, figures.goal))  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("text", "start", "goal"),
    [
        ("Late parcels from 12% to 5%", ("share", 12), ("share", 5)),
        ("7 in 100 parcels late → 1", ("share", 7), ("share", 1)),
        ("Late parcels: no more than one in twenty; last quarter one in eight", ("share", 12.5), ("share", 5)),
        ("Of 100 parcels at most 9 are late (14)", ("share", 14), ("share", 9)),
        ("Downtime from 190 minutes a month to 45", ("share", 0.44), ("share", 0.1)),
        ("Days to close the books: 9 → 5", ("time", 777_600), ("time", 432_000)),
        ("Cost per parcel down 12% on last year's €6.40", ("money", 6.4), ("money", 5.63)),
        ("Accidents: half of last year's 14", ("count", 14), ("count", 7)),
        ("52 of 100 know us, eight more than in autumn", ("share", 44), ("share", 52)),
        ("Errors from 31 to 12 per 10,000 lines", ("share", 0.31), ("share", 0.12)),
        ("Incidents from 2 a week to 1", ("rate", 104.3), ("rate", 52.1)),
    ],
)  # fmt: skip
def test_start_and_goal_are_read_on_a_common_scale(
    text: str, start: tuple[str, float], goal: tuple[str, float]
) -> None:
    starts, goals = _levels(text)
    assert start in starts and goal in goals, (starts, goals)


def test_columns_go_before_words() -> None:
    assert _levels("Late parcels", baseline="12", target="5", unit="%") == ({("share", 12)}, {("share", 5)})


def test_words_are_left_without_figures_dates_and_labels() -> None:
    _, bare = figures_of(key_result("KPI: cost per parcel | Now: €6.40 | Goal: €5.60 | Resp.: OF"))
    assert bare == "cost per parcel"


def _agreement(first: str, second: str):  # type: ignore[no-untyped-def]
    read = [figures_of(key_result(text))[0] for text in (first, second)]
    others = [figures_of(key_result(f"Something from {n} to {n + 1}"))[0] for n in range(20, 60)]
    return agreement(read[0], read[1], Rarity([*read, *others]))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("No-shows from 15% to 8%", "Kept appointments from 85% to 92%"),
        ("Shop reachable 99.9% of the time, 99.56% now", "Monthly downtime of the shop from 190 minutes to 45"),
        ("Reply within 48 hours for 90%", "Days until a reply: 2 (8 today)"),
        ("Cloud bill from €310k to €240k", "From €310,000 to €240,000 cloud bill"),
    ],
)
def test_the_same_figures_in_another_form_agree(first: str, second: str) -> None:
    assert _agreement(first, second).evidence > 0.3


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Uptime from 99.5% to 99.9%", "Uptime from 98% to 99%"),
        ("Frozen period from 6 weeks to 2", "Forecast horizon from 6 weeks to 13"),
        ("No-shows from 15% to 8%", "Rooms too warm from 85% to 70%"),
        ("Wait of 21 days → 10", "Cost of €21 → €10"),
    ],
)
def test_figures_that_only_look_alike_do_not(first: str, second: str) -> None:
    assert _agreement(first, second).evidence < 0.2


def test_two_starts_on_one_scale_clash() -> None:
    assert _agreement("Churn from 14% to 9%", "Churn from 6% to 4%").clash
    assert not _agreement("Kept from 85% to 92%", "Missed from 15% to 8%").clash


def test_a_common_figure_says_less_than_a_rare_one() -> None:
    rarity = Rarity(figures_of(key_result(f"Metric {n} to 90%, and {n} of it"))[0] for n in range(30, 80))
    assert rarity.of(("share", 90.0)) < rarity.of(("share", 99.56))
