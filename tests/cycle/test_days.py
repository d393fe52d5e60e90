from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.cycle.days import day_of, is_ambiguous, last_day, month_comes_first

TODAY = date(2026, 11, 22)
DAY = date(2026, 3, 7)


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-07", "2026-03-07 14:05", "2026-03-07T14:05:00Z", "7.3.2026", "07.03.26", "07/03/2026", "7 March 2026", "7th of March 2026", "7. März 2026",
        "7 mars 2026", "7 de marzo de 2026", "March 7, 2026", "Mar 7 2026", "Sat, 7 Mar 2026", "7-Mar-2026", "7 March", "46088",
    ],
)  # fmt: skip
def test_a_day_is_read_however_it_is_written(text: str) -> None:
    assert day_of(text, TODAY) == DAY


@pytest.mark.parametrize("text", ["2026-W10", "KW 10", "Week 10, 2026", "W10 2026", "semaine 10"])
def test_a_week_is_its_friday(text: str) -> None:
    assert day_of(text, TODAY) == date(2026, 3, 6)


@pytest.mark.parametrize(
    "text", ["", "soon", "31.02.2026", "2026-13-01", "12", "Q3", "99.99.9999", "week 60", "3 days ago", "9" * 400]
)
def test_what_is_no_day_is_none(text: str) -> None:
    assert day_of(text, TODAY) is None


def test_a_day_without_a_year_lies_in_the_past() -> None:
    assert day_of("24 December", TODAY) == date(2025, 12, 24)
    assert day_of("21.11.", TODAY) == date(2026, 11, 21)


def test_a_column_says_whether_the_month_comes_first() -> None:
    assert month_comes_first(["03/04/2026", "03/25/2026"]) is True
    assert month_comes_first(["03/04/2026", "25/03/2026"]) is False
    assert month_comes_first(["03/04/2026"]) is None
    assert is_ambiguous("03/04/2026")
    assert not is_ambiguous("03/03/2026")
    assert day_of("03/04/2026", TODAY, month_first=True) == date(2026, 3, 4)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Q4 2026", date(2026, 12, 31)), ("2027-Q1", date(2027, 3, 31)), ("Q1", date(2027, 3, 31)), ("31 March 2027", date(2027, 3, 31)), ("by 5 March", date(2027, 3, 5)),
        ("December", date(2026, 12, 31)), ("2027", date(2027, 12, 31)), ("2027-02", date(2027, 2, 28)), ("29 February", date(2027, 2, 28)), ("some day", None),
    ],
)  # fmt: skip
def test_the_end_of_a_cycle_lies_ahead(text: str, day: date | None) -> None:
    assert last_day(text, TODAY) == day


@given(st.dates(date(1990, 1, 1), date(2099, 12, 31)))
def test_every_day_comes_back_from_every_form(day: date) -> None:
    forms = [
        day.isoformat(),
        f"{day.day}.{day.month}.{day.year}",
        f"{day.day} {day:%B %Y}",
        f"{day:%B} {day.day}, {day.year}",
    ]
    assert {day_of(form, TODAY) for form in forms} == {day}
    assert day_of(f"{day.month}/{day.day}/{day.year}", TODAY, month_first=True) == day


@given(st.dates(date(2020, 1, 1), TODAY))
def test_without_a_year_a_day_is_the_last_such_day(day: date) -> None:
    if (day.month, day.day) != (2, 29):
        found = day_of(f"{day.day} {day:%B}", TODAY)
        assert found is not None and found <= TODAY < found + timedelta(days=367)
        assert (found.month, found.day) == (day.month, day.day)


@given(st.text(max_size=70))
def test_any_text_is_read_or_not(text: str) -> None:
    day_of(text, TODAY)
    last_day(text, TODAY)
