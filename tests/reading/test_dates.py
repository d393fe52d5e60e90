"""Dates in a line: which of them are deadlines."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator

import pytest

from coach.reading.dates import dates, deadline


@pytest.mark.parametrize(
    "line",
    [
        "Cut churn to 3% by 31.02.2027",
        "Cut churn to 3% by 2027-13-01",
        "Cut churn to 3% by 9999-99-99",
        "Ship the portal by 30 February 2027",
        "Ship the portal (31.04.)",
        "Ship the portal by 31/02",
    ],
)
def test_an_impossible_day_is_no_deadline(line: str) -> None:
    assert deadline(line) is None


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("Cut churn to 3% by 28.02.2027", "by 28.02.2027"),
        ("Ship the portal by 29 Feb 2028", "by 29 Feb 2028"),
        ("Close by 2027-28", "by 2027-28"),
    ],
)
def test_a_day_of_the_calendar_is_a_deadline(line: str, words: str) -> None:
    found = deadline(line)

    assert found is not None and line[found.start : found.end] == words


def test_an_impossible_day_is_still_no_value() -> None:
    """It is covered as a date, so that nothing takes its figures for a target."""
    assert [(d.start, d.is_deadline) for d in dates("Churn by 31.02.2027")] == [(6, False)]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("Reduce falls from 12 to 6 between November and March", "between November and March"),
        ("Visits rise to 300 from April to June", "from April to June"),
        ("No more than 3 outages (Nov - Mar)", "Nov - Mar"),
        ("Heating complaints under 10 over the winter", "over the winter"),
    ],
)
def test_a_range_is_due_at_its_end(line: str, words: str) -> None:
    found = deadline(line)

    assert found is not None
    assert line[found.start : found.end] == words


@pytest.mark.parametrize("line", ["Hold between 4 and 6 meetings", "Calls fall from 12 to 6"])
def test_a_range_of_figures_is_no_deadline(line: str) -> None:
    assert deadline(line) is None


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("By the end of June one in five parcels is late, today one in three", "By the end of June"),
        ("By the end of spring 90% of claims are closed", "By the end of spring"),
        ("By the end of the spring term twelve pupils read aloud", "By the end of the spring term"),
        ("450 donors a week by the end of month six", "by the end of month six"),
    ],
)
def test_a_date_ends_where_a_value_begins(line: str, words: str) -> None:
    found = deadline(line)

    assert found is not None and line[found.start : found.end] == words


@pytest.mark.parametrize(
    "line",
    [
        "Cut calls by half, currently 120",
        "No fatal accidents (4 in 2026)",
        "Late parcels under 9 (in 2026: 14)",
        "98 % scanned, in Q2 it was 81",
    ],
)
def test_a_share_and_a_past_value_are_no_deadline(line: str) -> None:
    assert deadline(line) is None


module = sys.modules[dates.__module__]


class _Counting:
    """A pattern that counts how many characters it was given to look at."""

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self.pattern, self.characters = pattern, 0

    def _seen(self, text: str) -> str:
        self.characters += len(text)
        return text

    def search(self, text: str) -> re.Match[str] | None:
        return self.pattern.search(self._seen(text))

    def match(self, text: str) -> re.Match[str] | None:
        return self.pattern.match(self._seen(text))

    def sub(self, by: str, text: str) -> str:
        return self.pattern.sub(by, self._seen(text))

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        return self.pattern.finditer(self._seen(text))


@pytest.mark.parametrize("words", ["by 31 March 2027 or ", "was 12 % in Q2, ", "(12 in FY24) "])
def test_twice_as_long_a_line_is_twice_the_work(words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def work(times: int) -> int:
        counting = {
            name: _Counting(getattr(module, name)) for name in ("_REFERENCE", "_PREPARED_FOR", "_VALUE_IN", "_ANY")
        }
        steps = 0

        def step(*_: object) -> None:
            nonlocal steps
            steps += 1

        with monkeypatch.context() as patched:
            for name, pattern in counting.items():
                patched.setattr(module, name, pattern)
            sys.setprofile(step)
            try:
                found = module.dates_of.__wrapped__(words * times)
            finally:
                sys.setprofile(None)
        assert len(found) == times
        return steps + sum(pattern.characters for pattern in counting.values())

    assert work(400) < 2.2 * work(200)
