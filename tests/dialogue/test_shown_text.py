"""What a model says is shown piece by piece, and never half a marker, a link, a picture or a tag."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.dialogue.shown_text import ShownText

_BITS = [
    "[p1]", "[p9]", "[", "]", "(", ")", "<", "b>", "<!--", "-->", "http://e.vil/x", "www.", "a", "!", " ", "\n", ":", "javascript:",
    "[p1", "word", "35 %", "。", "![x](y)", "<img src=", "//", "x" * 320, "www.e.com/" + "z" * 400, "[baseline]", "\x1b[31m", "\u202e", "me@e.vil.com",
]  # fmt: skip
_CAN_ACT = re.compile(r"://|www\.\w|javascript:|<[a-zA-Z/!?]|\]\(\S|!\[[^\]]*\]\(|\x1b|\u202e|@\w+\.", re.IGNORECASE)


def _shown(text: str, size: int) -> tuple[str, ShownText]:
    shown = ShownText({"p1", "p2"})
    pieces = [shown.shown(text[at : at + size]) for at in range(0, len(text), size)]
    return "".join([*pieces, shown.rest()]), shown


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Name the start [p2]. Then [p1, p9] go on [p7].", "Name the start [1]. Then [2] go on."),
        ("See [the guide](http://e.vil/x) and ![x](http://a/b.png) now.", "See the guide and now."),
        ("a < b, and <b>bold</b> 5 <6", "a < b, and bold 5 <6"),
        ("Lift [metric] from [baseline] to 35 %.", "Lift [metric] from [baseline] to 35 %."),
        ("Go to www.e.com/a?b=c or https://e.vil now", "Go to or now"),
        ("As shown [3].", "As shown."),
        ("[p1][p2] both", "[1][2] both"),
        ("Wait! Really!", "Wait! Really!"),
        ("文字没有空格[p1]。好", "文字没有空格[1]。好"),
        ("One.\n\n- two\n- three [P1]\n", "One.\n\n- two\n- three [1]"),
        ("https:/[p9]/e.vil.com", "https:/ /e.vil.com"),
        ("Write to me@e.vil.com or see e.vil.com/x.", "Write to or see"),
        ("an open [bracket", "an open bracket"),
    ],
)
@pytest.mark.parametrize("size", [1, 3, 1000])
def test_what_is_said_is_shown_without_what_could_act(said: str, expected: str, size: int) -> None:
    assert _shown(said, size)[0] == expected


def test_citations_are_numbered_as_they_come_and_what_was_not_retrieved_is_counted() -> None:
    _, shown = _shown("First [p2], then [p1; p2] and [p4] and [7].", 2)

    assert (shown.cited, shown.unknown) == (["p2", "p1"], 2)


def test_no_piece_holds_half_a_marker() -> None:
    shown = ShownText({"p1"})

    pieces = [shown.shown(char) for char in "Say where it stands today [p1] and go on."]

    assert "".join([*pieces, shown.rest()]) == "Say where it stands today [1] and go on."
    assert all(piece.count("[") == piece.count("]") for piece in pieces)


def test_a_word_is_shown_as_soon_as_it_is_whole() -> None:
    shown = ShownText(())

    assert [shown.shown(piece) for piece in ("Name ", "the ", "start")] == ["Name", " the", ""]


def test_what_never_closes_is_held_back_for_a_while_and_then_shown() -> None:
    shown = ShownText(())

    pieces = [shown.shown("word ") if at else shown.shown("[word ") for at in range(200)]

    assert "".join(pieces).split()[:3] == ["word", "word", "word"]
    assert "[" not in "".join(pieces)


@given(st.lists(st.sampled_from(_BITS), max_size=20).map("".join), st.integers(1, 50))
def test_nothing_shown_can_act_and_how_the_stream_is_cut_makes_no_difference(said: str, size: int) -> None:
    whole, _ = _shown(said, 10**6)

    assert _shown(said, size)[0] == whole
    assert not _CAN_ACT.search(whole)


@given(st.text(max_size=300), st.integers(1, 20))
def test_any_text_can_be_shown(said: str, size: int) -> None:
    assert _shown(said, size)[0] == _shown(said, 10**6)[0]
