"""What is said in a conversation is data, too: what a writer types, what stands in the draft, and what a fooled model answers."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import SecretStr

from coach.dialogue import Coaching, Conversation, begin
from coach.dialogue.export import as_json, as_markdown
from coach.llm import connect
from coach.model_settings import ModelSettings
from coach.paths import shipped
from coach.reviewer import Coach
from coach.shared import shared_coach
from coach.ui.chat.turns import turn_html
from tests.support.fooled import KEY, OTHER_DRAFT, OTHER_WORDS, loot
from tests.support.injections import BLOCKS, INJECTIONS, Injection
from tests.support.model_server import Act, ModelServer, says
from tests.support.surfaces import controls, in_html, in_markdown

_OUT_OF_FENCES = ("fence", "fake-turn", "fake-tool", "fake-reply", "template", "leak")
QUESTION = "What is a good baseline for this?"
DRAFT = "\n".join(
    "\n".join([f"Objective: {objective}", *(f"- KR: {text}" for text in results)]) for objective, results in BLOCKS
)
_RUN = 8


def named(attempts: list[Injection]) -> list[object]:
    return [pytest.param(attempt, id=attempt.id) for attempt in attempts]


def surfaces(conversation: Conversation) -> dict[str, str]:
    """The conversation on every surface."""
    return {
        "markdown": as_markdown(conversation),
        "json": as_json(conversation),
        "page": "".join(turn_html(turn) for turn in conversation.turns),
    }


def faults(conversation: Conversation) -> list[str]:
    shown = surfaces(conversation)
    json.loads(shown["json"])
    return [*in_markdown(shown["markdown"]), *in_html(shown["page"])]


@pytest.fixture(scope="module")
def pasted() -> Conversation:
    """A conversation in which the draft was pasted."""
    return Coaching(shared_coach()).answer(begin(), DRAFT)


@pytest.mark.parametrize("attempt", named(INJECTIONS))
def test_by_rules_what_is_typed_excuses_nothing_and_ends_nothing(attempt: Injection, pasted: Conversation) -> None:
    coaching = Coaching(shared_coach())
    after = coaching.answer(pasted, attempt.words)
    assert after.draft is not None and not after.finished
    assert not [decision for decision in after.decisions if decision.outcome == "excused"]
    assert not [k for _, _, k in after.draft.key_results() if k.excuses]
    # Only the line in hand may take what was typed as its new words; the rest of the draft stays as it was.
    if len(after.draft.objectives) == len(BLOCKS):
        before = [k.text for _, _, k in pasted.draft.key_results()] if pasted.draft else []
        changed = [k.text for _, _, k in after.draft.key_results() if k.text not in before]
        assert len(changed) <= 1
        assert coaching.points(after)
    assert not faults(after)


@pytest.fixture(scope="module")
def server() -> Iterator[ModelServer]:
    def told(body: dict[str, Any]) -> Act:
        return says(_CHOSEN[0] if _CHOSEN else "Yes. [p1]")

    with ModelServer(told) as running:
        yield running


_CHOSEN: list[str] = []
"""What the model says next, if a test has chosen that."""


@pytest.fixture(scope="module")
def coaching(server: ModelServer, tmp_path_factory: pytest.TempPathFactory) -> Coaching:
    chosen = ModelSettings(name="scripted", base_url=server.base_url, key=SecretStr(KEY), retries=0)
    model = connect(chosen, tmp_path_factory.mktemp("model"))
    return Coaching(Coach(reader=shared_coach().reader, home=shared_coach().home, model=model))


@pytest.fixture(scope="module")
def system(server: ModelServer, coaching: Coaching, pasted: Conversation) -> dict[str, Any]:
    """A call as the model sees it, from which it takes what it tells."""
    coaching.answer(pasted, QUESTION)
    return server.requests[-1].body


def test_a_fooled_answer_renders_nowhere_and_tells_nothing_of_its_orders(
    coaching: Coaching, pasted: Conversation, system: dict[str, Any]
) -> None:
    orders = _in_a_row(re.sub(r"\{\{\w+\}\}", " ", (shipped("prompts") / "conversation-system.md").read_text("utf-8")))
    for said in loot(system):
        if said in OTHER_DRAFT or KEY in said:
            continue
        _CHOSEN[:] = [f"Well. {said} And that is all of it."]
        after = coaching.answer(pasted, QUESTION)
        answer = after.turns[-1]
        assert answer.text, said
        assert not faults(after), said
        assert not controls(answer.text.replace("\n", " ")), said
        assert "://" not in answer.text and "www." not in answer.text and "spy@" not in answer.text, said
        assert not _in_a_row(answer.text) & orders, said
        assert after.draft == pasted.draft and after.decisions == pasted.decisions
    _CHOSEN.clear()


@pytest.mark.parametrize("attempt", named([each for each in INJECTIONS if each.kind in _OUT_OF_FENCES]))
def test_words_of_a_draft_are_within_their_fence_in_a_turn(
    attempt: Injection, coaching: Coaching, server: ModelServer, system: dict[str, Any]
) -> None:
    begun = Coaching(shared_coach()).answer(begin(), f"{DRAFT}\n- KR: Launch it. {' '.join(attempt.words.split())}")
    coaching.answer(begun, QUESTION)
    messages = server.requests[-1].body["messages"]
    assert messages[0] == system["messages"][0], "the orders depend on the draft"
    assert [message["role"] for message in messages].count("system") == 1
    last = messages[-1]["content"]
    marks = set(re.findall(r"(?m)^<<<DRAFT (\w+)$", last))
    assert len(marks) == 1
    mark = marks.pop()
    fences = re.findall(rf"(?m)^<<<([A-Z]+) {mark}$", last)
    assert last.count(mark) == 2 * len(fences)
    outside = re.sub(rf"(?ms)^<<<([A-Z]+) {mark}\n.*?\n\1 {mark}>>>$", "", last)
    assert outside.split() == ["The", "writer", "asks:", *QUESTION.split()]
    assert not [word for word in OTHER_WORDS if word in server.requests[-1].text]


def _in_a_row(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[at : at + _RUN]) for at in range(len(words) - _RUN + 1)}
