"""Draft text on its way to a terminal: nothing in it can control one, and lines fit."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from coach.report.plain import cells, shortened, stretches, visible, wrapped

TEXTS = st.text(st.characters(codec="utf-8"), max_size=200)


@given(TEXTS)
def test_visible_text_keeps_its_length_and_loses_every_control_character(text: str) -> None:
    shown = visible(text)
    assert len(shown) == len(text)
    assert not [
        char for char in shown if unicodedata.category(char) in ("Cc", "Cs") or char in "\u2028\u2029\u202e\u2066"
    ]


def test_an_escape_sequence_is_shown_and_not_obeyed() -> None:
    assert visible("\x1b[31mred\x07\u202egnol") == "␛[31mred␇\ufffdgnol"


def test_plain_words_stay_as_they_are() -> None:
    for text in ("Lift “activation” to 35 %", "Größe → 20 €", "顧客満足度を上げる", "Voilà 👩‍🚀"):
        assert visible(text) == text


@given(TEXTS.map(visible), st.integers(min_value=20, max_value=60))
def test_stretches_fit_and_lose_nothing_but_spaces(text: str, width: int) -> None:
    found = list(stretches(text, width))
    assert "".join(text[a:b] for a, b in found).replace(" ", "") == text.replace(" ", "")
    assert all(cells(text[a:b]) <= width for a, b in found)
    assert all(a < b for a, b in found)


def test_wrapped_lines_hang_below_their_lead() -> None:
    lines = wrapped("one two three four five six seven", 24, "    ", "1.1 ")
    assert lines == ["1.1 one two three four", "    five six seven"]


def test_a_shortened_passage_ends_at_a_sentence_or_says_that_it_goes_on() -> None:
    passage = "A baseline is the value at the start. With it, a target becomes a distance that readers can judge."
    assert shortened(passage, 60) == "A baseline is the value at the start."
    assert shortened("word " * 40, 22) == "word word word word ..."
    assert shortened("short", 60) == "short"
