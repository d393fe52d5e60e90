"""A draft that was changed beside its conversation: taken over as a version, decisions on their lines, one question, no heap of notes."""

from __future__ import annotations

from coach.dialogue.speech import CHANGED_BESIDE
from coach.editing import with_key_result, with_line, without_key_result
from coach.okr import Draft
from coach.reading.result import Where
from tests.dialogue.test_coaching import ONE, Talk

FIRST, SECOND = Where(objective=0, key_result=0), Where(objective=0, key_result=1)


def changed_beside(talk: Talk, draft: Draft) -> str:
    talk.conversation = talk.coaching.caught_up(talk.conversation, draft, "Edited")
    return talk.last


def draft_of(talk: Talk) -> Draft:
    assert talk.conversation.draft is not None
    return talk.conversation.draft


def test_a_change_is_a_version_and_the_next_thing_is_asked() -> None:
    talk = Talk(ONE)
    mended = with_line(draft_of(talk), FIRST, "Raise the share of orders placed online from 20 % to 35 % by 30 June")
    said = changed_beside(talk, mended)

    assert draft_of(talk) == mended and talk.conversation.versions[-1].why == "Edited"
    assert said.startswith(CHANGED_BESIDE) and len(said) > len(CHANGED_BESIDE)
    talk.say("undo")
    assert talk.line(1) == "Raise the share of orders placed online to 35 %"


def test_the_same_draft_changes_nothing() -> None:
    talk = Talk(ONE)
    assert talk.coaching.caught_up(talk.conversation, draft_of(talk), "Edited") is talk.conversation


def test_several_changes_leave_one_note() -> None:
    talk = Talk(ONE)
    turns = len(talk.conversation.turns)
    for words in ("Sell more online", "Sell more of everything online", "Sell all online"):
        changed_beside(talk, with_line(draft_of(talk), FIRST, words))

    assert len(talk.conversation.turns) == turns + 1
    assert talk.line(1) == "Sell all online" and talk.conversation.at == 3
    talk.say("what else?")
    changed_beside(talk, with_line(draft_of(talk), FIRST, "Sell"))
    assert len(talk.conversation.turns) == turns + 4


def test_what_was_undone_beside_goes_back_to_that_version_with_its_decisions() -> None:
    talk = Talk(ONE)
    before = draft_of(talk)
    talk.say("that's fine because the board agreed it")
    decided = talk.conversation.decisions
    assert decided
    changed_beside(talk, before)

    assert draft_of(talk) == before and not talk.conversation.decisions
    later = talk.conversation.versions[1].draft
    changed_beside(talk, later)
    assert talk.conversation.at == 1 and talk.conversation.decisions == decided
    assert len(talk.conversation.versions) == 2


def test_decisions_stay_with_their_lines() -> None:
    talk = Talk(ONE)
    talk.say("skip")
    (decision,) = talk.conversation.decisions
    assert decision.where == FIRST
    longer = with_key_result(draft_of(talk), 0, "Reorders within 30 days from 10 % to 25 % by 30 June")
    first_gone = without_key_result(longer, SECOND)
    changed_beside(talk, longer)
    changed_beside(talk, first_gone)
    assert [each.where for each in talk.conversation.decisions] == [FIRST]

    changed_beside(talk, without_key_result(first_gone, FIRST))
    assert talk.conversation.decisions == ()


def test_the_line_in_hand_stays_in_hand() -> None:
    talk = Talk(ONE)
    asked = talk.conversation.open
    assert asked is not None and asked.where == FIRST
    changed_beside(talk, with_line(draft_of(talk), SECOND, "Fewer calls to the order desk"))

    assert talk.conversation.open is not None
    assert talk.conversation.open.where == FIRST and talk.conversation.open.criterion == asked.criterion


def test_of_versions_of_one_draft_the_last_is_gone_on_to() -> None:
    talk = Talk(ONE)
    before = draft_of(talk)
    changed_beside(talk, with_line(before, SECOND, "Fewer calls to the order desk"))
    talk.say("skip")
    talk.say("skip")
    later, decided = draft_of(talk), talk.conversation.decisions
    assert len(decided) == 2
    changed_beside(talk, before)
    changed_beside(talk, later)

    assert talk.conversation.decisions == decided


def test_a_decision_does_not_go_over_to_a_line_of_other_words() -> None:
    talk = Talk(ONE)
    talk.say("skip")
    gone = without_key_result(draft_of(talk), FIRST)
    changed_beside(talk, with_line(gone, FIRST, "Merchants rate their last order at 4.6"))
    assert talk.conversation.decisions == ()
