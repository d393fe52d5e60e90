"""Periods read from words."""

from __future__ import annotations

import pytest

from coach.reading.periods import period_of


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("January to March 2027", (2027, 1), (2027, 3)),
        ("between November and March 2027", (2026, 11), (2027, 3)),
        ("Nov 2026 - Feb 2027", (2026, 11), (2027, 2)),
        ("Q1/27", (2027, 1), (2027, 3)),
        ("H1 FY27", (2027, 1), (2027, 6)),
        ("30 June 2027", (2027, 6), (2027, 6)),
    ],
)
def test_period(words: str, first: tuple[int, int], last: tuple[int, int]) -> None:
    period = period_of(words)

    assert period is not None
    assert (divmod(period.first, 12), divmod(period.last, 12)) == (
        (first[0], first[1] - 1),
        (last[0], last[1] - 1),
    )


def test_a_span_over_the_new_year_holds_its_months() -> None:
    winter, january, june = period_of("November to March"), period_of("January"), period_of("June")

    assert winter and january and june
    assert winter.holds(january)
    assert not winter.holds(june)


def test_a_part_of_the_year_in_words_and_the_year_s_end() -> None:
    for words, same in (
        ("the second quarter of 2029", "Q2 2029"),
        ("first half of 2028", "H1 2028"),
        ("the year's end", "December"),
    ):
        named, other = period_of(words), period_of(same)
        assert named and other and (named.first, named.last) == (other.first, other.last)


def test_one_period_in_two_notations_is_the_same() -> None:
    first, second, bare = period_of("2027-Q1"), period_of("Q1 2027"), period_of("Q1")
    assert first and second and bare and first.is_same(second) and first.is_same(bare)
