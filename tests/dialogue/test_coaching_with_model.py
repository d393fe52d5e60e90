"""With a model, free questions are answered by it as the words come in; everything else stays as it is."""

from __future__ import annotations

from coach.dialogue import Coaching, Conversation, begin
from coach.llm.model import Piece
from coach.reviewer import Coach
from tests.support.talking import Breaks, Calls, Talker

DRAFT = "Objective: Shops can order without calling us\n- Raise the share of orders placed online to 35 %\n- Calls to the order desk from 40 to 15 a day by 30 June\n"


def coaching(*talks: list[object]) -> Coaching:
    return Coaching(Coach(model=Talker([list(talk) for talk in talks])))  # type: ignore[arg-type, misc]


def test_a_free_question_is_streamed_and_the_open_question_stays() -> None:
    told = coaching(["Count what shops do, ", "not what you ship [p1]."])
    before = told.answer(begin(), DRAFT)
    events = list(told.answering(before, "how do I choose a good metric?"))
    last = events[-1]
    assert isinstance(last, Conversation)
    assert "".join(event.text for event in events if isinstance(event, Piece)).startswith("Count what shops do")
    assert last.turns[-1].citations and last.open == before.open and last.draft == before.draft
    assert last.usage.tokens > 0
    assert told.answer(last, "22 %").draft != before.draft


def test_a_plain_answer_asks_no_model() -> None:
    told = coaching(["never said"])
    conversation = told.answer(told.answer(begin(), DRAFT), "about 22 %")
    assert conversation.usage.tokens == 0 and "never said" not in conversation.turns[-1].text


def test_a_line_that_the_model_proposes_changes_nothing_until_it_is_accepted() -> None:
    line = {"place": "1.1", "text": "Raise the share of orders placed online from [baseline] to 35 %"}
    told = coaching([Calls("propose_line", line), "Try this."])
    before = told.answer(begin(), DRAFT)
    after = told.answer(before, "can you word the first one better?")
    assert after.draft == before.draft
    offered = after.turns[-1].suggestion
    assert offered is not None
    taken = told.answer(after, "ok")
    assert taken.draft is not None and taken.draft.objectives[0].key_results[0].text == offered.text
    left = told.answer(after, "no thanks")
    assert left.draft == before.draft and left.open == before.open
    answered = told.answer(after, "22 %")
    assert answered.draft is not None and "from 22 % to 35 %" in answered.draft.objectives[0].key_results[0].text


def test_a_model_that_fails_leaves_the_conversation_whole() -> None:
    told = coaching(["Well, ", Breaks()])
    before = told.answer(begin(), DRAFT)
    after = told.answer(before, "how do I choose a good metric?")
    assert any("broke off" in notice for notice in after.turns[-1].notices)
    assert after.turns[-1].citations and after.open == before.open
