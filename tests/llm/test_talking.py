"""A turn of conversation: streamed, with tools that are checked, bounded and told of their faults."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from coach.errors import BudgetSpent, InputError, ModelRefused, ModelReplyError
from coach.llm import Message, Piece, Spent, Tool, ToolUse, Usage
from coach.llm.budget import Budget, spending
from coach.llm.talking import RESULT, ROUNDS
from tests.llm.connected import ASKED, KEY, connected
from tests.support.model_server import Act, ModelServer, calls, fails, says


def adding(call: Any = lambda a, b=1: str(a + b)) -> Tool:
    """A tool of one required and one optional argument."""
    return Tool(
        "add",
        "Adds two numbers.",
        {
            "type": "object",
            "properties": {"a": {"type": "integer", "maximum": 10}, "b": {"type": "integer"}},
            "required": ["a"],
            "additionalProperties": False,
        },
        call,
    )


def text_of(events: list[Any]) -> str:
    return "".join(event.text for event in events if isinstance(event, Piece))


def uses_of(events: list[Any]) -> list[ToolUse]:
    return [event for event in events if isinstance(event, ToolUse)]


def test_text_comes_in_pieces_and_ends_with_the_cost(tmp_path: Path) -> None:
    with ModelServer([says("What is it today?", usage=(11, 7))]) as server, connected(server, tmp_path) as chat:
        events = list(chat.talk(ASKED))

    assert len([event for event in events if isinstance(event, Piece)]) > 1
    assert text_of(events) == "What is it today?"
    assert events[-1] == Spent(Usage(tokens_in=11, tokens_out=7))


def test_the_cost_is_estimated_where_the_endpoint_does_not_count(tmp_path: Path) -> None:
    with ModelServer([says("Hello you", usage=(-1, -1))]) as server, connected(server, tmp_path) as chat:
        spent = list(chat.talk(ASKED))[-1]

    assert isinstance(spent, Spent) and spent.usage.tokens_in > 0 and spent.usage.tokens_out > 0


def test_a_tool_is_called_and_its_result_is_sent_back(tmp_path: Path) -> None:
    script = [calls("add", {"a": 2, "b": 3}, usage=(10, 5)), says("It is 5.", usage=(20, 4))]
    with ModelServer(script) as server, connected(server, tmp_path) as chat:
        events = list(chat.talk(ASKED, [adding()]))

        assert server.requests[1].body["messages"][-1]["content"] == "5"
    assert uses_of(events) == [ToolUse("add", {"a": 2, "b": 3}, "5")]
    assert text_of(events) == "It is 5."
    assert events[-1] == Spent(Usage(tokens_in=30, tokens_out=9))


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ({}, "a is missing"),
        ({"a": "two"}, "a must be of type integer"),
        ({"a": 99}, "between"),
        ({"a": 1, "c": 2}, "no argument c"),
        ({"a": True}, "a must be of type integer"),
    ],
)
def test_arguments_that_are_not_of_the_schema_never_reach_the_tool(
    arguments: dict[str, Any], told: str, tmp_path: Path
) -> None:
    def never(**_: Any) -> str:
        raise AssertionError("the tool was called")

    with ModelServer([calls("add", arguments), says("Sorry.")]) as server, connected(server, tmp_path) as chat:
        events = list(chat.talk(ASKED, [adding(never)]))

    assert told in uses_of(events)[0].result
    assert text_of(events) == "Sorry."


def test_a_tool_that_cannot_do_it_tells_the_model_why(tmp_path: Path) -> None:
    def cannot(a: int, b: int = 0) -> str:
        raise InputError("there is no key result 9")

    with ModelServer([calls("add", {"a": 9}), says("There is none.")]) as server, connected(server, tmp_path) as chat:
        events = list(chat.talk(ASKED, [adding(cannot)]))

    assert "there is no key result 9" in uses_of(events)[0].result


def test_a_fault_of_a_tool_is_the_callers(tmp_path: Path) -> None:
    def broken(a: int, b: int = 0) -> str:
        raise ZeroDivisionError("ours")

    with (
        ModelServer([calls("add", {"a": 9})]) as server,
        connected(server, tmp_path) as chat,
        pytest.raises(ZeroDivisionError),
    ):
        list(chat.talk(ASKED, [adding(broken)]))


def test_a_long_result_is_cut(tmp_path: Path) -> None:
    with (
        ModelServer([calls("add", {"a": 1}), says("Much.")]) as server,
        connected(server, tmp_path) as chat,
    ):
        events = list(chat.talk(ASKED, [adding(lambda a, b=0: "x" * 10 * RESULT)]))

    assert len(uses_of(events)[0].result) <= RESULT


def test_a_model_that_calls_tools_for_ever_is_stopped(tmp_path: Path) -> None:
    with ModelServer([calls("add", {"a": 1})]) as server, connected(server, tmp_path) as chat:
        with pytest.raises(ModelReplyError, match="came to no answer"):
            list(chat.talk(ASKED, [adding()]))

        assert len(server.requests) <= ROUNDS + 1


def test_a_tool_that_does_not_exist_is_told_to_the_model(tmp_path: Path) -> None:
    script = [calls("delete_everything", {}), says("I cannot.")]
    with ModelServer(script) as server, connected(server, tmp_path) as chat:
        events = list(chat.talk(ASKED, [adding()]))

    assert uses_of(events) == [] and text_of(events) == "I cannot."


@pytest.mark.parametrize("status", [400, 500])
def test_an_endpoint_without_tools_answers_without_them(status: int, tmp_path: Path) -> None:
    def toolless(body: dict[str, Any]) -> Act:
        return fails(status, "this model does not support tools") if body.get("tools") else says("Plainly.")

    with ModelServer(toolless) as server, connected(server, tmp_path) as chat:
        assert text_of(list(chat.talk(ASKED, [adding()]))) == "Plainly."
        assert text_of(list(chat.talk(ASKED, [adding()]))) == "Plainly."

        assert len(server.requests) == 3


def test_an_endpoint_that_counts_no_stream_is_not_asked_to(tmp_path: Path) -> None:
    def plain(body: dict[str, Any]) -> Act:
        return fails(400, "unknown field stream_options") if "stream_options" in body else says("Hello.")

    with ModelServer(plain) as server, connected(server, tmp_path) as chat:
        assert text_of(list(chat.talk(ASKED))) == "Hello."


def test_a_turn_that_nobody_reads_on_is_ended(tmp_path: Path) -> None:
    with (
        ModelServer([says("word " * 400, drip=0.02)]) as server,
        connected(server, tmp_path) as chat,
        spending(Budget(10**6)) as budget,
    ):
        events = chat.talk(ASKED)
        next(events)
        events.close()

    assert 0 < budget.spent.tokens < 400
    assert budget.left == 10**6 - budget.spent.tokens


def test_a_turn_counts_in_its_budget(tmp_path: Path) -> None:
    with ModelServer([says("Hello.")]) as server, connected(server, tmp_path) as chat:
        with spending(Budget(100, "this conversation")), pytest.raises(BudgetSpent, match="this conversation"):
            list(chat.talk([Message(role="user", content="word " * 200)]))

        assert server.requests == []


def test_a_refusal_in_the_middle_of_tools_is_told(tmp_path: Path) -> None:
    script = [calls("add", {"a": 1}), fails(401, "expired")]
    with ModelServer(script) as server, connected(server, tmp_path) as chat:
        events = chat.talk(ASKED, [adding()])
        assert isinstance(next(events), ToolUse)
        with pytest.raises(ModelRefused, match="expired"):
            list(events)


@pytest.mark.parametrize("text", [f"Your key is {KEY}, keep it.", f"{KEY}{KEY}", f"sk-proj-{KEY}", f"It is {KEY[:-1]}"])
def test_a_key_that_is_streamed_back_is_never_shown(text: str, tmp_path: Path) -> None:
    with ModelServer([says(text)]) as server, connected(server, tmp_path) as chat:
        events = list(chat.talk(ASKED))

    shown = text_of(events)
    assert KEY not in shown and KEY[:-1] not in shown and "[key]" in shown
    assert len([event for event in events if isinstance(event, Piece)]) >= 1


def test_an_end_like_the_beginning_of_a_key_is_shown_all_the_same(tmp_path: Path) -> None:
    with ModelServer([says("They ask for s")]) as server, connected(server, tmp_path) as chat:
        assert text_of(list(chat.talk(ASKED))) == "They ask for s"


def test_a_key_does_not_come_through_in_the_arguments_of_a_tool(tmp_path: Path) -> None:
    told: list[Any] = []

    def noting(note: str, more: list[Any]) -> str:
        told.extend([note, more])
        return f"noted {note}"

    schema = {"type": "object", "properties": {"note": {"type": "string"}, "more": {"type": "array"}}}
    script = [calls("note", {"note": f"key {KEY}", "more": [{"k": KEY}]}), says("Done.")]
    with ModelServer(script) as server, connected(server, tmp_path) as chat:
        events = list(chat.talk(ASKED, [Tool("note", "Keeps a note.", schema, noting)]))

    assert told == ["key [key]", [{"k": "[key]"}]]
    assert KEY not in repr(uses_of(events))
