"""Days that no calendar has are no dates and no deadlines."""

from __future__ import annotations

import pytest

from coach.intake import read_json, read_text
from coach.intake.calendar_days import names_impossible_day
from coach.intake.dates import is_date

IMPOSSIBLE = [
    "31.02.2027",
    "31.04.",
    "29 Feb 2027",
    "30 February",
    "June 31st",
    "32 March 2027",
    "2027-13-01",
    "2027-13",
    "9999-99-99",
    "13/25/2027",
    "31/02",
]
POSSIBLE = [
    "28.02.2027",
    "29 Feb 2028",
    "29 February",
    "2027-12-31",
    "2027-28",
    "06/30/2027",
    "30/06/2027",
    "May 2027",
    "mayor 45",
    "version 2.31.2",
]


@pytest.mark.parametrize("text", IMPOSSIBLE)
def test_an_impossible_day_is_no_date(text: str) -> None:
    assert names_impossible_day(text) and not is_date(text)


@pytest.mark.parametrize("text", POSSIBLE)
def test_other_dates_and_figures_stay(text: str) -> None:
    assert not names_impossible_day(text)


def test_an_impossible_due_date_is_told_and_not_kept() -> None:
    rows = [{"text": "Churn to 3%", "due": "9999-99-99"}, {"text": "NPS to 40", "due": "2027-06-30"}]

    draft = read_json({"objectives": [{"objective": "Grow", "key_results": rows}]})

    assert [k.due for _, _, k in draft.key_results()] == [None, "2027-06-30"]
    assert any("'9999-99-99'" in notice and "'Churn to 3%'" in notice for notice in draft.notices)


def test_an_impossible_day_in_brackets_stays_in_the_words() -> None:
    draft = read_text("Objective: Grow\nKR1: Churn to 3% (31.02.2027)\n")

    (result,) = draft.objectives[0].key_results
    assert (result.text, result.due) == ("Churn to 3% (31.02.2027)", None)
