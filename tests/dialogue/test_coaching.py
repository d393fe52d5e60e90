"""The conversation without a model: what a manager says, what becomes of the draft, what is asked next."""

from __future__ import annotations

import pytest

from coach.dialogue import Coaching, Conversation, begin
from coach.dialogue.answers import meaning
from coach.dialogue.conversation import OpenQuestion
from coach.intake import read_text
from coach.shared import shared_coach
from coach.ui.examples import EXAMPLES

WEAK, MIDDLING, GOOD = (example.text for example in EXAMPLES)
ONE = "Objective: Shops can order without calling us\n- Raise the share of orders placed online to 35 %\n- Calls to the order desk from 40 to 15 a day by 30 June\n"


class Talk:
    """A conversation that is told line by line."""

    def __init__(self, *said: str) -> None:
        self.coaching = Coaching(shared_coach())
        self.conversation = begin()
        for words in said:
            self.say(words)

    def say(self, words: str) -> str:
        """Say it; what the coach answers."""
        self.conversation = self.coaching.answer(self.conversation, words)
        return self.last

    @property
    def last(self) -> str:
        return self.conversation.turns[-1].text

    def line(self, key_result: int, objective: int = 0) -> str:
        """A key result as it stands, counted from 1."""
        assert self.conversation.draft is not None
        return self.conversation.draft.objectives[objective].key_results[key_result - 1].text

    def owner(self, key_result: int) -> str | None:
        assert self.conversation.draft is not None
        return self.conversation.draft.objectives[0].key_results[key_result - 1].owner

    @property
    def outcomes(self) -> list[tuple[str, str | None]]:
        return [(decision.outcome, decision.criterion) for decision in self.conversation.decisions]


def test_it_says_how_ready_the_draft_is_what_is_good_and_asks_one_thing() -> None:
    talk = Talk(MIDDLING)
    assert talk.last.startswith("Not ready: 2 to fix, 3 to improve.")
    assert "Baseline, target and date are all there: “Raise on-time dispatch" in talk.last
    assert "“Roll out the handheld scanners to all three shifts”" in talk.last
    assert talk.last.count("?") == 1
    assert talk.conversation.turns[-1].citations
    assert talk.conversation.open is not None and talk.conversation.open.criterion == "activity-key-result"


def test_a_good_draft_is_called_ready_and_nothing_is_asked() -> None:
    talk = Talk(GOOD)
    assert "Ready to share" in talk.last
    assert talk.conversation.open is None


def test_a_value_goes_into_the_line_as_it_was_given_and_the_line_is_reviewed_again() -> None:
    talk = Talk(ONE)
    assert "What is the value today" in talk.last
    talk.say("about 22 % I think")
    assert talk.line(1) == "Raise the share of orders placed online from 22 % to 35 %"
    assert "an estimate" in talk.last
    (decision,) = talk.conversation.decisions
    assert (decision.outcome, decision.criterion, decision.note) == ("given", "missing-baseline", "an estimate")
    review = talk.coaching.review(talk.conversation)
    assert review is not None and all(f.criterion != "missing-baseline" for f in review.findings)


@pytest.mark.parametrize(
    ("line", "said", "expected"),
    [
        ("Raise sign-ups to 35 %", "22", "Raise sign-ups from 22 % to 35 %"),
        ("Raise sign-ups to 35%", "22", "Raise sign-ups from 22% to 35%"),
        ("Raise sign-ups to 35 %", "12,5", "Raise sign-ups from 12,5 % to 35 %"),
        ("Cut delivery delays to 12 days", "26", "Cut delivery delays from 26 days to 12 days"),
        ("Grow monthly revenue to £400", "250", "Grow monthly revenue from £250 to £400"),
        ("Reduce picking errors to 3 per 1,000 parcels", "5", "Reduce picking errors from 5 to 3 per 1,000 parcels"),
        ("Raise sign-ups to 35 %", "from 22 to 40", "Raise sign-ups from 22 % to 40 %"),
        ("Raise sign-ups to 35 %", "22 % now, 35 % by end of Q3, Priya", "Raise sign-ups from 22 % to 35 % by end of Q3"),
        ("Raise sign-ups to 35 %", "it was 22 % last month", "Raise sign-ups from 22 % to 35 %"),
        ("Raise sign-ups to 35 %", "22 % and by 31 march", "Raise sign-ups from 22 % to 35 % by 31 March"),
    ],
)  # fmt: skip
def test_the_line_is_amended_as_one_would_write_it(line: str, said: str, expected: str) -> None:
    talk = Talk(
        f"Objective: Shops can order without calling us\n- {line}\n- Calls from 40 to 15 a day by 30 June\n", said
    )
    assert talk.line(1) == expected


def test_several_answers_in_one_are_all_taken() -> None:
    talk = Talk(ONE, "22 % now, 35 % by end of Q3, Priya")
    assert talk.line(1) == "Raise the share of orders placed online from 22 % to 35 % by end of Q3"
    assert talk.owner(1) == "Priya"


def test_a_figure_that_could_be_two_things_is_asked_about() -> None:
    talk = Talk(
        "Objective: Shops order again\n- Grow monthly revenue to £40k\n- Calls from 40 to 15 a day by 30 June\n", "25"
    )
    assert talk.conversation.turns[-1].options == ("£25k", "£25")
    assert talk.line(1) == "Grow monthly revenue to £40k"
    talk.say("the first")
    assert talk.line(1) == "Grow monthly revenue from £25k to £40k"


def test_another_unit_is_asked_about() -> None:
    talk = Talk(
        "Objective: Shops get answers\n- Cut delivery delays to 12 days\n- Calls from 40 to 15 a day by 30 June\n",
        "5 weeks",
    )
    assert "another unit" in talk.last and "“12 days”" in talk.last
    talk.say("yes")
    assert talk.line(1) == "Cut delivery delays from 5 weeks to 12 days"


def test_two_values_are_asked_about_and_never_averaged() -> None:
    talk = Talk(ONE, "between 20 and 25")
    assert talk.conversation.turns[-1].options == ("20", "25")
    talk.say("25")
    assert talk.line(1) == "Raise the share of orders placed online from 25 % to 35 %"


def test_a_start_beyond_the_goal_is_asked_about() -> None:
    talk = Talk(ONE, "50 %")
    assert "start above the value it is to rise to" in talk.last
    assert "from" not in talk.line(1)
    talk.say("no")
    assert talk.conversation.open is not None and talk.conversation.open.asks == "baseline"
    talk.say("15 %")
    assert talk.line(1) == "Raise the share of orders placed online from 15 % to 35 %"


def test_what_nobody_measures_becomes_the_first_step_and_no_figure() -> None:
    talk = Talk(ONE)
    answer = talk.say("we don't measure that yet")
    assert "By when will you know it?" in answer
    assert any("without a baseline" in citation.source for citation in talk.conversation.turns[-1].citations)
    talk.say("end of january")
    assert talk.conversation.draft is not None
    first = talk.conversation.draft.objectives[0].key_results[0]
    assert first.text == "Raise the share of orders placed online to 35 %"
    assert [i.text for i in first.initiatives] == [
        "Find the starting value of the share of orders placed online by end of January"
    ]
    assert ("baseline being found", "missing-baseline") in talk.outcomes
    assert talk.conversation.open is None or talk.conversation.open.criterion != "missing-baseline"


def test_a_start_that_is_found_after_all_ends_the_first_step() -> None:
    talk = Talk(ONE, "no idea", "end of january", "the baseline of the first one is 22 %")
    assert talk.line(1) == "Raise the share of orders placed online from 22 % to 35 %"
    assert talk.conversation.draft is not None and not talk.conversation.draft.objectives[0].key_results[0].initiatives
    assert "baseline being found" not in [outcome for outcome, _ in talk.outcomes]


def test_skip_leaves_a_point_and_what_else_lists_the_rest() -> None:
    talk = Talk(MIDDLING)
    talk.say("skip")
    assert ("not now", "activity-key-result") in talk.outcomes
    listed = talk.say("what else?")
    assert "A task, not a result" not in listed and "No starting point" in listed


def test_why_gives_the_reason_and_where_it_is_from() -> None:
    talk = Talk(ONE)
    answer = talk.say("why?")
    assert "The same target can be a stroll or a mountain" in answer
    assert talk.conversation.turns[-1].citations
    assert "What is the value today" in answer


def test_examples_come_from_the_page_and_are_not_repeated() -> None:
    talk = Talk(ONE)
    first, second = talk.say("show me an example"), talk.say("another example")
    assert "Not: " in first and "Better: " in first and first != second


def test_an_excuse_stands_in_the_draft_with_its_reason() -> None:
    talk = Talk(ONE, "that's fine because it is our first year")
    assert talk.conversation.draft is not None
    (excuse,) = talk.conversation.draft.objectives[0].key_results[0].excuses
    assert (excuse.criterion, excuse.reason) == ("missing-baseline", "it is our first year")
    assert "it is our first year" in talk.say("done")


def test_fine_without_a_reason_is_asked_for_one() -> None:
    talk = Talk(
        "Objective: Shops order again\n- Launch the shop app\n- Calls from 40 to 15 a day by 30 June\n", "that's fine"
    )
    assert talk.conversation.turns[-1].options == ("Take the line on offer", "Leave the line as it is")
    talk.say("2")
    assert "why?" in talk.last
    talk.say("the board has promised it to the shops")
    assert ("excused", "activity-key-result") in talk.outcomes


def test_accepting_puts_the_line_in_and_asks_for_its_blanks_one_by_one() -> None:
    talk = Talk("Objective: Shops order again\n- Launch the shop app\n- Calls from 40 to 15 a day by 30 June\n", "ok")
    assert "[baseline]" in talk.line(1) and "[target]" in talk.line(1)
    assert talk.conversation.open is not None and talk.conversation.open.blank
    if talk.conversation.open.asks == "words":
        talk.say("share of orders placed in the app")
    talk.say("0 %")
    talk.say("30 %")
    talk.say("end of march")
    assert "[" not in talk.line(1)
    assert "from 0 % to 30 % by end of March" in talk.line(1)


def test_words_that_mend_a_task_take_its_place_and_words_that_do_not_are_asked_about() -> None:
    talk = Talk("Objective: Shops order again\n- Launch the shop app\n- Calls from 40 to 15 a day by 30 June\n")
    talk.say("Launch the app in all shops and train everyone")
    assert "the same weakness" in talk.last and talk.line(1) == "Launch the shop app"
    talk.say("no")
    talk.say("shops that order at least twice a month from 120 to 200")
    assert talk.line(1) == "Shops that order at least twice a month from 120 to 200"


def test_one_driver_is_asked_for_where_two_a_group_or_me_was_said() -> None:
    talk = Talk(ONE, "Priya and Tom")
    assert talk.conversation.turns[-1].options == ("Priya", "Tom")
    talk.say("tom")
    assert talk.owner(1) == "Tom"
    talk.say("owner of KR 2 is the team")
    assert "one person" in talk.last
    talk.say("me")
    assert "your name" in talk.last
    talk.say("sam okafor")
    assert talk.owner(2) == "Sam Okafor"


def test_an_answer_can_name_another_line() -> None:
    talk = Talk(ONE.replace(" from 40 to 15", " to 15"), "the baseline of the second one is 44")
    assert talk.line(2) == "Calls to the order desk from 44 to 15 a day by 30 June"
    assert "There is no such key result" in talk.say("the baseline of KR 9 is 4")


def test_one_answer_for_all_lines() -> None:
    talk = Talk(ONE, "set the owner of all to Priya", "end of Q3 for all")
    assert (talk.owner(1), talk.owner(2)) == ("Priya", "Priya")
    assert talk.line(1).endswith("by end of Q3") and talk.line(2).endswith("by 30 June")


def test_apply_to_all_takes_the_last_name_or_date() -> None:
    talk = Talk(ONE, "Priya owns it", "apply to all")
    assert talk.owner(2) == "Priya"


def test_undo_takes_back_a_skip_too() -> None:
    talk = Talk(MIDDLING, "skip", "undo")
    assert talk.conversation.decisions == ()
    assert talk.conversation.open is not None and talk.conversation.open.criterion == "activity-key-result"


def test_lines_are_added_changed_and_removed_and_decisions_follow_their_line() -> None:
    talk = Talk(MIDDLING, "skip")
    (skipped,) = talk.conversation.decisions
    assert skipped.where.key_result == 2
    talk.say("remove KR 1")
    assert talk.conversation.decisions[0].where.key_result == 1
    talk.say("KR: Complaints from 12 to 4 a week by June")
    assert talk.line(4) == "Complaints from 12 to 4 a week by June"
    talk.say("change KR 1 to Cut picking errors from 5 to 3 per 1,000 parcels")
    assert talk.line(1) == "Cut picking errors from 5 to 3 per 1,000 parcels"
    talk.say("change the objective to Customers get what they ordered when we said")
    assert talk.conversation.draft is not None
    assert talk.conversation.draft.objectives[0].text == "Customers get what they ordered when we said"


def test_make_it_shorter_takes_out_only_what_carries_nothing() -> None:
    line = "We will basically raise the share of orders placed online in order to reach 35 %"
    talk = Talk(f"Objective: Shops can order without calling us\n- {line}\n- Calls from 40 to 15 a day by 30 June\n")
    talk.say("make KR 1 shorter")
    assert talk.line(1) == "Raise the share of orders placed online to reach 35 %"
    again = talk.say("make KR 1 shorter")
    assert "carries something" in again
    assert talk.line(1) == "Raise the share of orders placed online to reach 35 %"


def test_something_worse_is_said_and_asked_about() -> None:
    talk = Talk(ONE, "34.9 %")
    assert "new point" in talk.last
    assert talk.conversation.open is not None and talk.conversation.open.criterion == "safe-target"


def test_a_new_draft_begins_anew_and_undo_brings_the_old_one_back() -> None:
    talk = Talk(ONE, MIDDLING)
    assert "A new draft" in talk.last
    talk.say("undo")
    assert talk.line(1) == "Raise the share of orders placed online to 35 %"


def test_what_is_missing_altogether_is_asked_for() -> None:
    talk = Talk("Objective: Shops can order without calling us")
    assert talk.conversation.open is not None and talk.conversation.open.asks == "key-result"
    talk.say("share of orders placed online from 22 % to 35 % by 30 June")
    assert talk.line(1) == "Share of orders placed online from 22 % to 35 % by 30 June"


def test_the_end_shows_the_draft_before_and_after_and_what_was_left_and_why() -> None:
    talk = Talk(MIDDLING, "skip", "that's ok because damage is counted elsewhere", "the baseline of KR 2 is 5", "done")
    assert talk.conversation.finished
    assert "The draft:\nTeam: Warehouse team" in talk.last
    assert (
        "- Reduce picking errors to 3 per 1,000 parcels\n+ Reduce picking errors from 5 to 3 per 1,000 parcels"
        in talk.last
    )
    assert "Left as it is, as you decided:" in talk.last and "damage is counted elsewhere" in talk.last
    again = talk.coaching.answer(talk.conversation, "undo")
    assert not again.finished


def test_a_free_question_is_answered_from_the_guidance_and_the_open_question_stays() -> None:
    talk = Talk(ONE)
    before = talk.conversation.open
    answer = talk.say("how do I choose a good metric?")
    assert talk.conversation.turns[-1].citations
    assert "What is the value today" in answer and talk.conversation.open == before
    assert "no guidance on that" in talk.say("what is the capital of France?")


@pytest.mark.parametrize(
    "said",
    [
        "",
        "   ",
        "asdf",
        "🙂",
        "Bonjour, comment allez-vous aujourd'hui",
        "{}",
        "<script>alert(1)</script>",
        "x" * 30_000,
    ],
)
def test_what_is_no_answer_leaves_the_question_open(said: str) -> None:
    talk = Talk(ONE)
    asked, draft = talk.conversation.open, talk.conversation.draft
    talk.say(said)
    assert talk.conversation.open == asked and talk.conversation.draft == draft


def test_before_there_is_a_draft_it_says_what_it_needs() -> None:
    talk = Talk("hello", "help", "what?", "make it better")
    assert talk.conversation.draft is None and talk.last


def test_text_that_is_too_long_is_answered_and_not_raised() -> None:
    talk = Talk("Objective: A\n- " + "word " * 60_000)
    assert talk.conversation.turns[-1].by == "coach"


def test_the_same_words_give_the_same_conversation() -> None:
    def told() -> list[str]:
        talk = Talk(WEAK, "patients see a dentist in the week they call", "ok", "20 %", "why?", "done")
        return [turn.text for turn in talk.conversation.turns]

    assert told() == told()


def test_the_state_goes_to_json_and_back_and_goes_on() -> None:
    talk = Talk(MIDDLING, "skip", "between 4 and 5")
    again = Conversation.model_validate_json(talk.conversation.model_dump_json())
    assert again == talk.conversation
    assert Coaching(shared_coach()).answer(again, "1").turns[-1].text == talk.say("1")


def test_a_draft_from_a_file_is_begun_with() -> None:
    coaching = Coaching(shared_coach())
    conversation = coaching.start_with(begin(), read_text(ONE), "q1.md")
    assert conversation.draft is not None and conversation.turns[-2].by == "writer"
    nothing = coaching.start_with(begin(), read_text("Hello"), "hello.txt")
    assert nothing.draft is None


def test_a_value_that_speaks_of_another_line_is_asked_about() -> None:
    text = "Objective: Developers never wait for a build\n- Cut p95 latency to 200 ms\n- Raise uptime to 99.9 % by 30 June\n"
    talk = Talk(text, "uptime is 99.5 % at the moment")
    assert talk.conversation.turns[-1].options == ("Cut p95 latency to 200 ms", "Raise uptime to 99.9 % by 30 June")
    talk.say("2")
    assert talk.line(2) == "Raise uptime from 99.5 % to 99.9 % by 30 June"


def test_a_whole_line_given_for_a_blank_takes_the_place_of_the_line() -> None:
    talk = Talk("Objective: Shops order again\n- Launch the shop app\n- Calls from 40 to 15 a day by 30 June\n", "ok")
    talk.say("orders placed in the app from 0 to 120 a week by 30 June")
    assert talk.line(1) == "Orders placed in the app from 0 to 120 a week by 30 June"


def test_a_choice_between_two_goes_to_the_line_it_was_said_of() -> None:
    talk = Talk(ONE, "KR 2 starts between 40 and 50", "50")
    assert talk.line(1) == "Raise the share of orders placed online to 35 %"
    assert talk.line(2) == "Calls to the order desk from 50 to 15 a day by 30 June"
    talk.say("Priya or Tom for KR 2")
    talk.say("Tom")
    assert (talk.owner(1), talk.owner(2)) == (None, "Tom")


@pytest.mark.parametrize(
    ("said", "line"),
    [
        ("about 4 per 1,000", "Reduce falls on the wards from 4 per 1,000 to 2 in 1,000 by 30 June"),
        ("4 per thousand", "Reduce falls on the wards from 4 per thousand to 2 in 1,000 by 30 June"),
    ],
)
def test_a_rate_is_one_value(said: str, line: str) -> None:
    talk = Talk(
        "Objective: Patients leave the wards unharmed\n- Reduce falls on the wards to 2 in 1,000 by 30 June\n"
        "- Reduce pressure ulcers from 9 to 4 a month by 30 June\n"
    )
    assert talk.conversation.open is not None and talk.conversation.open.asks == "baseline"
    talk.say(said)
    assert talk.line(1) == line


def test_two_rates_are_asked_about() -> None:
    talk = Talk(ONE)
    talk.say("2 or 3 per 100")
    assert talk.conversation.turns[-1].options == ("2 per 100", "3 per 100")


def test_a_remark_is_no_line_until_the_writer_says_so() -> None:
    talk = Talk(MIDDLING)
    before = talk.line(3)
    assert talk.conversation.open is not None and talk.conversation.open.asks == "wording"
    answer = talk.say("I think we should talk with the shift leads about it first")
    assert "Shall “I think we should talk" in answer
    assert talk.line(3) == before
    talk.say("no")
    assert talk.line(3) == before


def test_a_line_in_the_writers_own_words_is_taken_at_once() -> None:
    talk = Talk(MIDDLING)
    talk.say("Lower the picking errors from 40 to 15 a week by 30 June")
    assert talk.line(3) == "Lower the picking errors from 40 to 15 a week by 30 June"


@pytest.mark.parametrize(
    "said", ["about 22 %, but why does a starting value matter?", "22 %. How do I choose a good metric?"]
)
def test_a_value_and_a_question_in_one_sentence_are_both_taken(said: str) -> None:
    talk = Talk(ONE)
    before = len(talk.conversation.turns)
    talk.say(said)

    assert talk.line(1) == "Raise the share of orders placed online from 22 % to 35 %"
    taken, answered = talk.conversation.turns[before + 1 :]
    assert "now reads" in taken.text and "now reads" not in answered.text
    assert answered.citations
    talk.say("undo")
    assert talk.line(1) == "Raise the share of orders placed online to 35 %"


@pytest.mark.parametrize("said", ["is 22 % good?", "what is a baseline, 22 %?"])
def test_a_question_about_a_value_gives_none(said: str) -> None:
    talk = Talk(ONE, said)
    assert talk.line(1) == "Raise the share of orders placed online to 35 %"


@pytest.mark.parametrize(
    "said",
    ["22 %, maybe 25 %?", "today 22 %, target 30 %?", "how about 22 %?", "30 %, Priya owns it?", "should be 22 %?"],
)
def test_what_is_said_with_a_doubtful_voice_is_an_answer_and_no_question(said: str) -> None:
    got = meaning(said, "baseline")
    assert got.act == "give" and got.then is None


def test_a_cycle_and_a_question_do_not_become_the_cycle() -> None:
    talk = Talk("Objective: Shops can order without calling us\n- Calls to the order desk from 40 to 15 a day\n")
    talk.conversation = talk.conversation.changed(open=OpenQuestion(asks="period", criterion="mixed-cycles"))
    talk.say("Q3 2026. Why do you ask?")
    assert talk.conversation.draft is not None and "Why" not in (talk.conversation.draft.period or "")
