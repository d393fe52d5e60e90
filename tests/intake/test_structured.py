"""JSON drafts: the contract's form, pasted text in JSON, and errors that name the pointer."""

from __future__ import annotations

import json
from typing import Any

import pytest

from coach.errors import InputError
from coach.intake import read_bytes, read_json, read_lines, read_text
from coach.okr import Draft

DRAFT: dict[str, Any] = {
    "id": "d1",
    "team": "Payments",
    "level": "team",
    "period": "2027-Q1",
    "parent": None,
    "objectives": [
        {
            "objective": "Payments just work",
            "owner": None,
            "key_results": [
                "Failed payments from 2.1% to 0.8% (Anna)",
                {
                    "text": "Chargebacks",
                    "owner": "Ben",
                    "baseline": 0.9,
                    "target": 0.4,
                    "unit": "%",
                    "due": "2027-03-31",
                },
            ],
        }
    ],
}


def test_the_contract() -> None:
    draft = read_json(DRAFT)

    assert (draft.id, draft.team, draft.level, draft.period, draft.parent) == (
        "d1",
        "Payments",
        "team",
        "2027-Q1",
        None,
    )
    first, second = draft.objectives[0].key_results
    assert (first.text, first.owner, first.wording.place.field) == (
        "Failed payments from 2.1% to 0.8%",
        "Anna",
        "/objectives/0/key_results/0",
    )
    assert (second.baseline, second.target, second.unit, second.due, second.owner) == (
        "0.9",
        "0.4",
        "%",
        "2027-03-31",
        "Ben",
    )
    assert second.wording.place.field == "/objectives/0/key_results/1/text"
    assert draft.carries_owners and draft.notices == ()


def test_a_draft_as_pasted() -> None:
    draft = read_json({"id": "x", "text": "Objective: Grow\nKR1: Logos to 20", "team": "Sales"})

    assert (draft.id, draft.team, draft.objectives[0].text) == ("x", "Sales", "Grow")
    assert draft.source == "Objective: Grow\nKR1: Logos to 20"


def test_an_objective_may_be_missing() -> None:
    draft = read_json({"objectives": [{"objective": None, "key_results": ["Logos to 20"]}]})

    assert draft.objectives[0].wording is None and draft.objectives[0].key_results[0].text == "Logos to 20"


def test_unknown_keys_are_named_and_nothing_found_is_said() -> None:
    draft = read_json({"objectives": [], "colour": "red"})

    assert any("/colour" in notice for notice in draft.notices)
    assert any("No objective or key result was found" in notice for notice in draft.notices)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (42, "expected a JSON object, found a number"),
        ([], "found a list"),
        ({}, "/objectives is missing"),
        ({"objectives": {}}, "/objectives: expected a list, found an object"),
        ({"objectives": [7]}, "/objectives/0: expected an object"),
        ({"objectives": [{"owner": "Anna"}]}, "/objectives/0: neither"),
        ({"objectives": [{"objective": ["x"]}]}, "/objectives/0/objective: expected a string, found a list"),
        ({"objectives": [{"objective": "x", "key_results": "y"}]}, "/objectives/0/key_results: expected a list"),
        (
            {"objectives": [{"objective": "x", "key_results": [1]}]},
            "/objectives/0/key_results/0: expected a string or an object",
        ),
        (
            {"objectives": [{"objective": "x", "key_results": [{"owner": "Anna"}]}]},
            "/objectives/0/key_results/0/text: missing",
        ),
        (
            {"objectives": [{"objective": "x", "key_results": [{"text": "a", "target": []}]}]},
            "/objectives/0/key_results/0/target: expected a string or a number, found a list",
        ),
        ({"objectives": [], "level": "galaxy"}, "/level"),
        ({"text": 5}, "/text: expected a string"),
    ],
)
def test_errors_name_the_pointer(value: object, said: str) -> None:
    with pytest.raises(InputError) as caught:
        read_json(value)

    assert said in str(caught.value)


def test_lines_go_on_after_a_bad_one() -> None:
    lines = [
        '{"text": "Objective: Grow"}\n',
        "\n",
        "{broken\n",
        '{"objectives": [{"objective": "Win", "key_results": []}]}\n',
    ]

    found = list(read_lines(lines, name="drafts.jsonl"))

    assert [type(entry) for entry in found] == [Draft, InputError, Draft]
    assert "drafts.jsonl, line 3" in str(found[1])


def test_characters_cut_in_half_are_replaced() -> None:
    draft = read_json({"objectives": [{"objective": "Grow \ud83d fast", "key_results": []}]})

    assert draft.objectives[0].text == "Grow \ufffd fast"


def _json(text: str) -> Draft:
    return read_bytes(text.encode(), name="okrs.json")


def test_keys_given_twice_are_told() -> None:
    draft = _json(
        '{"objectives": [], "objectives": [{"objective": "Grow", "key_results": [{"text": "a", "text": "Logos to 20"}]}]}'
    )

    assert [k.text for _, _, k in draft.key_results()] == ["Logos to 20"]
    told = [notice for notice in draft.notices if "more than once" in notice]
    for at, notice in zip(("/objectives", "/objectives/0/key_results/0/text"), told, strict=True):
        assert f"{at} is given" in notice


def test_what_stands_beside_what_was_read_is_told() -> None:
    draft = read_json({"text": "KR: x", "objectives": [{"objective": "Grow", "title": "Win", "key_results": []}]})

    assert any("/text stands beside /objectives" in notice for notice in draft.notices)
    assert any("/objectives/0/title" in notice for notice in draft.notices)


@pytest.mark.parametrize("nothing", ["\u0000", "\u200b", "\u0001\u0002", " \ufeff "])
def test_words_that_nobody_sees_are_told(nothing: str) -> None:
    rows = [nothing, {"text": nothing, "owner": "Anna"}, "Logos to 20"]

    draft = read_json({"objectives": [{"objective": nothing, "key_results": rows}]})

    assert [(o.wording, [k.text for k in o.key_results]) for o in draft.objectives] == [(None, ["Logos to 20"])]
    for at in ("/objectives/0/objective", "/objectives/0/key_results/0", "/objectives/0/key_results/1/text"):
        assert any(f"{at} holds no words" in notice for notice in draft.notices), at


@pytest.mark.parametrize(
    ("number", "said"),
    [("9" * 5000, "999999999999... has 5,000 digits"), ("1e400", "1e400 is too large")],
    ids=["digits", "exponent"],
)
def test_numbers_that_are_too_large_are_named_with_their_line(number: str, said: str) -> None:
    with pytest.raises(InputError, match="line 2") as caught:
        _json(f'{{"objectives": [{{"objective": "Grow",\n"key_results": [{{"text": "a", "target": {number}}}]}}]}}')

    assert said in str(caught.value) and "sys." not in str(caught.value)


@pytest.mark.parametrize("number", [10**5000, float("inf"), float("nan")], ids=["digits", "inf", "nan"])
def test_numbers_that_are_none_name_the_pointer(number: float) -> None:
    with pytest.raises(InputError, match="/objectives/0/key_results/0/target"):
        read_json({"objectives": [{"objective": "Grow", "key_results": [{"text": "a", "target": number}]}]})


@pytest.mark.parametrize("lead", ["", "\n  ", "\ufeff"])
@pytest.mark.parametrize("whole", [True, False])
def test_json_pasted_as_text_is_read_as_json(lead: str, whole: bool) -> None:
    draft = read_text(lead + json.dumps(DRAFT if whole else DRAFT["objectives"]))

    assert draft.objectives == read_json(DRAFT).objectives
    assert draft.objectives[0].key_results[0].wording.place.field == "/objectives/0/key_results/0"


def test_json_pasted_with_a_fault_is_read_as_text_and_told() -> None:
    draft = read_text('{"objectives": [{"objective": "Grow"}')

    assert draft.source is not None
    assert any("looks like JSON" in notice and "line 1" in notice for notice in draft.notices)


@pytest.mark.parametrize("text", ["[x] Objective: Grow\n- KR1: Logos to 20\n", "[]", '{"colour": "red"}', "[" * 5000])
def test_text_that_only_begins_like_json_stays_text(text: str) -> None:
    assert read_text(text).source == text


def test_a_json_string_longer_than_a_line_is_refused() -> None:
    with pytest.raises(InputError, match="/objectives/0/key_results/0: 100,001 characters"):
        read_json({"objectives": [{"objective": "Grow", "key_results": ["x" * 100_001]}]})
