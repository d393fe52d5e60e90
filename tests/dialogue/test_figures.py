"""Figures in an answer that nobody gave are named; those of the draft, of the writer and of the guidance are not."""

from __future__ import annotations

import pytest

from coach.dialogue.figures import notice_of, unfounded

_GIVEN = [
    "Lift activation from 22% to 35% by 31 March 2027. Revenue CHF 40k. Tickets 1,500. twenty visits a day",
    "is Q3 soon enough for the five of us?",
]


@pytest.mark.parametrize(
    "said",
    [
        "Aim for 35 % rather than 22.",
        "1. First name the start.\n2. Then [1] set the target.",
        "Key result 2 and objective 1.2 share one measure.",
        "One thing first, then two questions.",
        "Thirty-five percent of users is a long way.",
        "By 31 March 2027 you will know.",
        "CHF 40,000 and 1500 tickets, and 20 visits.",
        "Double it, or take half of it.",
        "Q3 is soon enough.",
        "Lift it from [baseline] to [target].",
    ],
)
def test_what_was_given_may_be_said(said: str) -> None:
    assert unfounded(said, _GIVEN) == ()


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("Aim for 40 % by Q4 2027.", ("40 %", "by Q4 2027")),
        ("Fifty percent would be better.", ("Fifty percent",)),
        ("Say 30 June 2027.", ("30 June 2027",)),
        ("That is a rise of 13 points.", ("13",)),
        ("In 7 out of 10 teams it holds.", ("7 out of 10",)),
        ("Most see 0.7, and 0.7 again.", ("0.7",)),
        ("Allow ninety days.", ("ninety days",)),
        ("It will bring in $2M.", ("$2M",)),
    ],
)
def test_what_nobody_gave_is_named(said: str, found: tuple[str, ...]) -> None:
    assert unfounded(said, _GIVEN) == found


def test_the_notice_names_them() -> None:
    assert notice_of(("35 %",)) == "This number stands neither in your draft nor in the guidance: 35 %"
    assert notice_of(("35 %", "Q4")) == "These numbers stand neither in your draft nor in the guidance: 35 %, Q4"
    assert notice_of(()) is None
