"""Quotes of the input: verbatim, and with both marks of an emphasis or neither."""

from __future__ import annotations

import pytest

from coach.intake import read_text
from coach.report.marks import stretch


@pytest.mark.parametrize(
    ("line", "words", "quote"),
    [
        ("*Lift* the rate", "Lift the rate", "*Lift* the rate"),
        ("*Lift* the rate", "Lift", "Lift"),
        ("*Lift* the rate", "the rate", "the rate"),
        ("**Better onboarding** for all", "Better onboarding for all", "**Better onboarding** for all"),
        ("**Better onboarding** for all", "Better", "Better"),
        ("**Better onboarding** for all", "onboarding for", "**Better onboarding** for"),
        ("Raise *the base*", "Raise the base", "Raise *the base*"),
        ("Raise *the base* now", "Raise the", "Raise *the base*"),
        ("***Lift*** the `rate` of **all**", "Lift the rate of all", "***Lift*** the `rate` of **all**"),
        ("*Lift the rate*", "Lift the rate", "Lift the rate"),
    ],
)
def test_a_quote_has_both_marks_of_an_emphasis_or_neither(line: str, words: str, quote: str) -> None:
    text = f"Objective: Grow\n- {line}\n- Logos to 20\n"
    wording = read_text(text).objectives[0].key_results[0].wording
    start = wording.text.index(words)

    quoted, place = wording.quote(start, start + len(words))

    assert quoted == quote == text[place.start : place.end]
    assert wording.raw == text[wording.place.start : wording.place.end]


def test_the_quoted_words_are_found_again_in_the_line() -> None:
    text = "Objective: Grow\n- Raise **better onboarding** now\n- Logos to 20\n"
    wording = read_text(text).objectives[0].key_results[0].wording

    for words in ("better", "onboarding", "now", "Raise"):
        start = wording.text.index(words)
        place = wording.locate(start, start + len(words))
        assert stretch(wording, place) == (start, start + len(words))
