"""What a model is told of the conversation so far stays within a budget, however long the conversation is."""

from __future__ import annotations

from coach.critique import Citation
from coach.dialogue.conversation import Conversation, Decision, Turn, Version
from coach.dialogue.memory import HISTORY_TOKENS, history, notes_by_code, renewed
from coach.intake import read_text
from coach.llm.budget import estimated
from coach.llm.model import Usage
from coach.reading import Where
from tests.support.reviews import PASTED
from tests.support.talking import Breaks, Talker

_WHEN = "2026-11-22T10:00:00+00:00"


def _turn(by: str, text: str) -> Turn:
    return Turn.model_validate({"by": by, "text": text, "when": _WHEN})


def _talked(rounds: int, words: int = 40) -> Conversation:
    """A conversation of so many questions with their answers, each of about so many words."""
    turns = [_turn("coach", "Paste a draft.")]
    for number in range(rounds):
        turns.append(_turn("writer", f"Question {number}: " + "why so " * (words // 2)))
        turns.append(_turn("coach", f"Answer {number} [1]: " + "because of this " * (words // 3)))
    return Conversation(id="c", began=_WHEN, turns=tuple(turns))


def test_a_short_conversation_is_sent_as_it_was_said_without_numbers_of_citations() -> None:
    notes, messages = history(_talked(2))

    assert notes == ""
    assert [message.role for message in messages] == ["user", "assistant", "user", "assistant"]
    assert messages[0].content.startswith("Question 0:")
    assert messages[1].content.startswith("Answer 0:")


def test_a_long_one_costs_no_more_than_its_budget_and_keeps_the_last_turns() -> None:
    sizes = []
    for rounds in (10, 50, 400):
        notes, messages = history(_talked(rounds))
        sizes.append(estimated(notes) + sum(estimated(message.content) for message in messages))
        assert messages[-1].content.startswith(f"Answer {rounds - 1}")
        assert messages[0].role == "user"

    assert max(sizes) <= HISTORY_TOKENS + estimated("x" * 900)
    assert sizes[1] == sizes[2] or abs(sizes[1] - sizes[2]) < 60


def test_nothing_is_noted_before_the_budget_is_passed() -> None:
    model = Talker([["notes"]])

    assert renewed(_talked(3), model) is None
    assert model.told == []


def test_the_model_notes_older_turns_in_one_call_and_they_are_not_sent_again() -> None:
    model = Talker(
        [["The writer asked why, and [was told](http://e.vil) because."]], usage=Usage(tokens_in=300, tokens_out=15)
    )
    conversation = _talked(20)

    found = renewed(conversation, model)

    assert found is not None and found.usage.tokens == 315
    assert found.notes == "The writer asked why, and was told because."
    assert len(model.told) == 1 and "Question 0" in model.told[0][0].content
    noted = conversation.changed(memory=found.notes, remembered=found.turns)
    notes, messages = history(noted)
    sent = "\n".join(message.content for message in messages)
    assert notes == found.notes
    assert "Question 0:" not in sent and "Question 19:" in sent
    assert conversation.turns[found.turns].by == "writer"
    assert renewed(noted, model) is None
    assert sum(estimated(message.content) for message in messages) <= HISTORY_TOKENS / 2


def test_notes_build_on_notes() -> None:
    model = Talker([["First notes."], ["Second notes."]])
    conversation = _talked(20)
    first = renewed(conversation, model)
    assert first is not None
    longer = _talked(44).changed(memory=first.notes, remembered=first.turns)

    second = renewed(longer, model)

    assert second is not None and second.turns > first.turns
    told = model.told[1][0].content
    assert "First notes." in told and "Question 0:" not in told
    assert f"Question {(first.turns - 1) // 2}:" in told


def test_where_the_model_fails_the_notes_are_made_by_code() -> None:
    for model in (Talker([[Breaks()]]), Talker([[""]]), Talker([["half a no", Breaks()]])):
        found = renewed(_talked(20), model)

        assert found is not None
        assert "Writer: Question 12: why" in found.notes and "Coach: Answer 12: because" in found.notes
        assert len(found.notes) <= 900


def test_notes_by_code_drop_the_oldest_words_where_they_grow_too_long() -> None:
    conversation = _talked(60)

    notes = notes_by_code("Old notes.", conversation, conversation.turns)

    assert len(notes) <= 900 and "Old notes." not in notes and "Question 59" in notes


def test_a_pasted_draft_is_never_sent_as_a_turn() -> None:
    draft = read_text(PASTED)
    pasted = Conversation(id="c", began=_WHEN, turns=(_turn("writer", PASTED), _turn("coach", "Not ready.")))
    conversation = pasted.with_version(draft, (), "pasted", _WHEN)

    _, messages = history(conversation)

    assert "Launch the" not in messages[0].content and "pasted a draft" in messages[0].content


def test_decisions_stand_in_the_notes_however_old_they_are() -> None:
    decision = Decision(
        outcome="not now", criterion="missing-baseline", where=Where(objective=0, key_result=1),
        quote="Lift activation to 35%", words="we will look next week",
    )  # fmt: skip
    version = Version(draft=read_text(PASTED), decisions=(decision,), when=_WHEN, why="not now")

    notes, _ = history(_talked(100).changed(versions=(version,), at=0))

    assert "not now: missing-baseline on “Lift activation to 35%” (we will look next week)" in notes


def test_one_turn_longer_than_the_budget_is_cut() -> None:
    conversation = Conversation(id="c", began=_WHEN, turns=(_turn("writer", "so many words " * 5000),))

    _, messages = history(conversation)

    assert sum(estimated(message.content) for message in messages) <= 350


def test_what_was_cited_is_not_told_again() -> None:
    citation = Citation(source="Baselines", section="Why", excerpt="A start.", passage="guidance/baselines#Why")
    turn = _turn("coach", "Name it [1].").model_copy(update={"citations": (citation,)})
    conversation = Conversation(id="c", began=_WHEN, turns=(_turn("writer", "why?"), turn))

    _, messages = history(conversation)

    assert messages[1].content == "Name it."
