"""A reply is read tolerantly in form, item by item; what cannot be read asks for a repair and raises nothing else."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.errors import ModelReplyError
from coach.sharpening.reply import Answer, read_answer, schema
from tests.support.answering import NOTHING

VERDICT = {"finding": 1, "verdict": "confirm", "reason": "Yes."}


def test_the_schema_is_flat_closed_and_whole() -> None:
    text = json.dumps(schema())
    assert schema()["title"]
    assert "$ref" not in text and "$defs" not in text and '"default"' not in text

    def check(node: Any) -> None:
        if isinstance(node, dict):
            if node.get("type") == "object":
                assert node["additionalProperties"] is False
                assert node["required"] == list(node["properties"])
            for each in node.values():
                check(each)
        elif isinstance(node, list):
            for each in node:
                check(each)

    check(schema())


@pytest.mark.parametrize(
    "text",
    [
        json.dumps({**NOTHING, "verdicts": [VERDICT]}),
        "```json\n" + json.dumps({**NOTHING, "verdicts": [VERDICT]}) + "\n```",
        "I looked {closely} at it: " + json.dumps({"verdicts": [VERDICT]}) + " Good luck {you}.",
        json.dumps({"review": {**NOTHING, "verdicts": [VERDICT]}}),
        json.dumps({"verdicts": VERDICT}),
        json.dumps({"verdicts": [{**VERDICT, "finding": "1", "verdict": " Confirmed ", "mood": 7}], "more": {}}),
        json.dumps({"verdicts": [VERDICT], "additions": None, "questions": None}),
    ],
)
def test_an_odd_form_is_read(text: str) -> None:
    answer = read_answer(text)
    assert [(v.finding, v.verdict) for v in answer.verdicts] == [(1, "confirm")]
    assert answer.malformed == 0


def test_one_item_out_of_form_costs_only_itself() -> None:
    answer = read_answer(
        json.dumps({"verdicts": [VERDICT, {"finding": "one"}, 7], "rewrites": "x", "questions": [3, "Why?"]})
    )
    assert len(answer.verdicts) == 1 and answer.questions == ("Why?",)
    assert answer.malformed == 4


def test_places_may_be_numbers_and_passages_a_single_id() -> None:
    said = {"additions": [{"criterion": "x", "place": 1.2, "quote": "q", "reason": None, "passages": "p1"}]}
    found = read_answer(json.dumps(said)).additions[0]
    assert (found.place, found.passages, found.reason) == ("1.2", ("p1",), "")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "empty"),
        ("No.", "no whole JSON object"),
        ('{"verdicts": [', "no whole JSON object"),
        ("[1, 2]", "no whole JSON object"),
        ('{"answer": 42}', "none of the keys"),
        ('{"verdicts": [{"finding": {}}], "rewrites": 5}', "nothing in its lists"),
        ('{"verdicts":' * 50_000, "no whole JSON object"),
    ],
)
def test_what_cannot_be_read_says_in_a_few_words_what_is_wrong(text: str, told: str) -> None:
    with pytest.raises(ModelReplyError, match=told):
        read_answer(text)


def test_an_answer_that_says_nothing_is_an_answer() -> None:
    assert read_answer(json.dumps(NOTHING)) == Answer()


def test_of_ten_thousand_items_a_thousand_are_read() -> None:
    answer = read_answer(json.dumps({"verdicts": [VERDICT] * 10_000}))
    assert len(answer.verdicts) == 1000 and answer.beyond == 9000


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from([*NOTHING, "other"]), _json, max_size=6))
def test_any_json_is_read_or_asks_for_a_repair(said: dict[str, Any]) -> None:
    try:
        assert isinstance(read_answer(json.dumps(said)), Answer)
    except ModelReplyError as error:
        assert str(error)


@given(st.text())
def test_any_text_is_read_or_asks_for_a_repair(text: str) -> None:
    try:
        assert isinstance(read_answer(text), Answer)
    except ModelReplyError as error:
        assert str(error)
