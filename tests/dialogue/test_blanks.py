"""A blank that is named in its brackets is asked for, and the line on offer is taken with it."""

from __future__ import annotations

from coach.dialogue.blanks import at_hand
from tests.dialogue.test_coaching import Talk

TASK = "Objective: Shops order again\n- Launch the shop app\n- Calls from 40 to 15 a day by 30 June\n"


def labels(talk: Talk) -> tuple[str, ...]:
    return at_hand(talk.conversation, talk.coaching.coach.library)


def test_the_blanks_of_the_line_on_offer_can_be_asked_for_and_the_line_is_taken() -> None:
    talk = Talk(TASK)
    assert {"baseline", "target", "date"} <= set(labels(talk))

    answer = talk.say("[target]")
    assert "Which value should it reach?" in answer
    assert "[baseline] to [target]" in talk.line(1)
    assert ("accepted", "activity-key-result") in talk.outcomes
    talk.say("80%")
    assert "from [baseline] to 80%" in talk.line(1)


def test_another_blank_of_the_line_in_hand_can_come_first() -> None:
    talk = Talk(TASK, "[target]")
    assert "target" not in labels(talk) and "date" in labels(talk)

    assert talk.say("[date]") == "By when?"
    assert talk.conversation.open is not None and talk.conversation.open.blank == "date"
    talk.say("30 June 2027")
    assert "by 30 June 2027" in talk.line(1)


def test_brackets_that_are_no_blank_of_the_line_change_nothing() -> None:
    talk = Talk(TASK)
    before = talk.line(1)
    talk.say("[the moon]")

    assert talk.line(1) == before


def test_one_step_back_brings_the_line_back_as_it_was() -> None:
    talk = Talk(TASK, "[baseline]", "undo")

    assert talk.line(1) == "Launch the shop app"
