"""The review page changes the draft: accept, fill, edit, not now, excuse, add, remove, undo; and reviews no more than it has to."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from coach.drafting import History
from coach.errors import InputError
from coach.okr import Draft
from coach.reading.result import Where
from coach.reviewer import Coach
from coach.ui.examples import EXAMPLES
from coach.ui.review.working import Work

APP = str(Path(__file__).parents[2] / "app.py")
DRAFT = "Period: Q2 2027\n\nObjective: Guests come back sooner\n- Noticeably fewer complaints\n- Launch the guest app\n"
HOSTILE = "Cut costs by $2M and $3M for <b>all</b> *teams*: [x](http://e.example) :red[now] שלום"
FIRST, SECOND = Where(objective=0, key_result=0), Where(objective=0, key_result=1)


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> AppTest:
    monkeypatch.setenv("OKR_COACH_DATABASE_URL", f"sqlite:///{tmp_path / 'coach.db'}")
    return AppTest.from_file(APP, default_timeout=60).run()


def html(page: AppTest) -> str:
    assert not page.exception
    return "\n".join(element.proto.body for element in page.get("html"))


def press(page: AppTest, label: str) -> AppTest:
    """Press the button that is seen under this name: what a screen reader hears beside it is left out."""
    return next(b for b in page.button if re.sub(r" :gray\[.*", "", b.label) == label).click().run()


def seen(page: AppTest) -> list[str]:
    return [re.sub(r" :gray\[.*", "", button.label) for button in page.button]


def opened(page: AppTest, text: str = DRAFT) -> AppTest:
    page.text_area[0].set_value(text)
    return press(page, "Review the draft")


def choose(page: AppTest, criterion: str) -> AppTest:
    found = page.session_state["okr_review"].findings
    page.session_state["okr_selected"] = next(n for n, f in enumerate(found) if f.criterion == criterion)
    return page.run()


def asked_in_draft(page: AppTest, form: Work) -> AppTest:
    """What a click in the drawn draft does, which is no widget that can be pressed here."""
    page.session_state["okr_work"] = form
    return page.run()


def lines(page: AppTest) -> list[str]:
    draft = page.session_state["okr_review"].draft
    return [text for o in draft.objectives for text in (o.text, *(k.text for k in o.key_results))]


def told(page: AppTest) -> str:
    found = re.search(r'okr-told" role="status">(.*?)</p>', html(page))
    return found[1] if found else ""


def history(page: AppTest) -> History:
    found = page.session_state["okr_history"]
    assert isinstance(found, History)
    return found


def accept_first(page: AppTest) -> AppTest:
    return press(choose(opened(page), "missing-target"), "Accept")


def test_an_accepted_line_asks_for_its_blanks_and_is_judged_when_they_are_filled(page: AppTest) -> None:
    accept_first(page)
    assert lines(page)[1] == "Fewer complaints from [baseline] to [target]"
    assert "1 fewer to fix" in told(page) and "Fill in what you know" in told(page)
    assert "2 blanks to fill in" in html(page)
    assert not [f for f in page.session_state["okr_review"].findings if f.where == FIRST]

    page.text_input[0].set_value("40 a week")
    page.text_input[1].set_value("15 a week")
    press(page, "Put it in")
    assert lines(page)[1] == "Fewer complaints from 40 a week to 15 a week"
    assert "2 fewer blanks" in told(page)
    assert "blanks to fill in" not in html(page)
    assert history(page).current.number == 3


def test_a_blank_that_is_not_known_stays_and_can_be_filled_later(page: AppTest) -> None:
    accept_first(page)
    press(page, "Put it in")
    assert "Fill in at least one of them" in html(page)
    page.text_input[1].set_value("15 a week")
    press(page, "Put it in")
    assert lines(page)[1] == "Fewer complaints from [baseline] to 15 a week"

    press(page, "Fill in 1 blank")
    assert [field.label for field in page.text_input] == ["Where does it start from today? (baseline)"]
    press(page, "Later")
    assert not page.text_input
    assert "<h2>Not ready</h2>" in html(page)


def test_after_a_change_the_next_finding_of_the_same_line_is_open(page: AppTest) -> None:
    choose(opened(page), "missing-target")
    press(page, "Edit")
    page.text_area[0].set_value("Noticeably fewer complaints than 15 a week")
    press(page, "Save")
    review = page.session_state["okr_review"]
    here = [n for n, f in enumerate(review.findings) if f.where == FIRST]

    assert here, "the line is still weak in another way"
    assert page.session_state["okr_selected"] == here[0]


def test_undo_goes_all_the_way_back_redo_on_and_any_version_stands_again(page: AppTest) -> None:
    accept_first(page)
    page.text_input[0].set_value("40 a week")
    press(page, "Put it in")
    after = lines(page)
    press(press(page, "Undo"), "Undo")
    assert lines(page)[1] == "Noticeably fewer complaints"
    assert "Version 1 stands again." in told(page)
    assert next(b for b in page.button if b.label == "Undo").disabled

    press(press(page, "Redo"), "Redo")
    assert lines(page) == after
    press(page, "v2: Accepted the suggested line for key result 1")
    assert "[baseline]" in lines(page)[1]
    assert history(page).current.number == 2


def test_before_and_after_stand_side_by_side(page: AppTest) -> None:
    accept_first(page)
    page.toggle[0].set_value(True).run()

    assert "As it came" in html(page)
    assert "removed: </span>Noticeably fewer" in html(page)
    assert "added: </span>" in html(page)


@pytest.mark.parametrize("words", [HOSTILE, "**Bold** & \\ `code` #1 ~x~", "עברית: מ־3 ל־5 עד מאי"])
def test_words_in_an_edited_line_stay_as_they_were_typed(page: AppTest, words: str) -> None:
    press(choose(opened(page), "activity-key-result"), "Edit")
    page.text_area[0].set_value(words)
    press(page, "Save")

    assert lines(page)[2] == words
    assert page.session_state["okr_review"].draft.source.rstrip().endswith(words)
    page.toggle[0].set_value(True).run()
    assert "<b>all" not in html(page) and "<img" not in html(page)
    press(page, "Edit as text")
    assert words in page.text_area[0].value


def test_an_owner_and_a_date_are_asked_for_where_they_matter(page: AppTest) -> None:
    opened(
        page,
        "Objective: Guests come back sooner\n- Raise repeat visits from 3 to 5 (owner: Bo)\n- Cut waiting from 9 to 4 days\n",
    )
    choose(page, "missing-owner")
    press(page, "Edit")
    assert page.text_input[0].label == "Owner"
    page.text_input[0].set_value("Ines")
    press(page, "Save")

    assert page.session_state["okr_review"].draft.objectives[0].key_results[1].owner == "Ines"
    assert "missing-owner" not in [f.criterion for f in page.session_state["okr_review"].findings]


def test_a_line_without_words_is_not_taken(page: AppTest) -> None:
    press(choose(opened(page), "activity-key-result"), "Edit")
    page.text_area[0].set_value("   ")
    press(page, "Save")

    assert "Write the line first" in html(page)
    assert history(page).current.number == 1
    press(page, "Cancel")
    assert not page.text_area


def test_not_now_folds_a_finding_away_and_brings_the_next(page: AppTest) -> None:
    choose(opened(page), "activity-key-result")
    count = len(page.session_state["okr_review"].findings)
    press(page, "Not now")
    assert "Not now: 1" in html(page)
    selected = page.session_state["okr_review"].findings[page.session_state["okr_selected"]]
    assert selected.criterion != "activity-key-result"
    assert page.expander[-1].label.startswith("A task, not a result")
    assert len(page.session_state["okr_review"].findings) == count
    assert history(page).current.number == 1

    press(choose(page, "activity-key-result"), "Bring back")
    assert "Not now: 1" not in html(page)


def test_an_excuse_needs_a_reason_stands_with_it_and_can_be_taken_back(page: AppTest) -> None:
    press(choose(opened(page), "activity-key-result"), "Excuse")
    press(page, "Set it aside")
    assert "Give a reason" in html(page)
    page.text_input[0].set_value("agreed with <the> board ($2M)")
    press(page, "Set it aside")

    assert "activity-key-result" not in [f.criterion for f in page.session_state["okr_review"].findings]
    assert "Set aside by the draft" in html(page)
    assert "agreed with &lt;the&gt; board ($2M)" in html(page)
    press(page, "Take up again")
    assert "activity-key-result" in [f.criterion for f in page.session_state["okr_review"].findings]
    assert "Set aside by the draft" not in html(page)


def test_a_key_result_is_added_and_a_line_removed_and_undo_brings_it_back(page: AppTest) -> None:
    opened(page)
    asked_in_draft(page, Work("add", Where(objective=0)))
    page.text_area[0].set_value("Raise repeat visits from 3 to 5 a month by May")
    press(page, "Add it")
    assert lines(page)[-1] == "Raise repeat visits from 3 to 5 a month by May"
    assert told(page).startswith("Added key result 3.")

    asked_in_draft(page, Work("edit", FIRST))
    press(page, "Remove this line")
    assert len(lines(page)) == 3
    press(page, "Undo")
    assert lines(page)[1] == "Noticeably fewer complaints"


def test_a_draft_without_its_last_objective_is_empty_and_says_what_to_do(page: AppTest) -> None:
    opened(page)
    asked_in_draft(page, Work("edit", Where(objective=0)))
    press(page, "Remove this line")

    assert "<h2>Nothing to review</h2>" in html(page)
    press(page, "Undo")
    assert len(lines(page)) == 3


def test_text_that_was_edited_is_a_version_of_the_same_draft(page: AppTest) -> None:
    press(opened(page), "Edit as text")
    page.text_area[0].set_value(DRAFT + "- Raise repeat visits from 3 to 5 a month by May\n")
    press(page, "Review the draft")
    assert history(page).current.did == "Edited as text"
    press(page, "Undo")
    assert len(lines(page)) == 3

    press(press(page, "Edit as text"), "Back without changes")
    assert history(page).current.number == 1


def test_only_a_change_reviews_again(page: AppTest, reviews: list[Draft]) -> None:
    opened(page)
    for number in range(3):
        page.session_state["okr_selected"] = number
        page.run()
    press(page, "Edit")
    press(page, "Cancel")
    press(page, "Not now")
    page.expander(key="okr_take_away")  # it is there, closed
    assert len(reviews) == 1

    choose(page, "missing-target")
    press(page, "Accept")
    assert len(reviews) == 2
    page.toggle[0].set_value(True).run()
    page.toggle[0].set_value(False).run()
    assert len(reviews) == 2


def test_going_back_and_forth_reviews_nothing_that_was_reviewed(page: AppTest, reviews: list[Draft]) -> None:
    accept_first(page)
    press(press(page, "Undo"), "Redo")
    page.run()

    assert len(reviews) == 2


def test_a_change_that_cannot_be_reviewed_is_taken_back_and_said(
    page: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(opened(page), "missing-target")

    def failing(self: Coach, draft: Draft) -> Any:
        raise InputError("the <index>: cannot be read")

    monkeypatch.setattr(Coach, "by_rules", failing)
    press(page, "Accept")

    assert "the &lt;index&gt;: cannot be read" in html(page)
    assert lines(page)[1] == "Noticeably fewer complaints"
    assert history(page).current.number == 1


def test_what_was_put_off_and_what_was_undone_go_with_the_draft(page: AppTest) -> None:
    choose(opened(page), "activity-key-result")
    press(page, "Not now")
    press(page, "Another draft")
    opened(page)

    assert "Not now: 1" not in html(page)
    assert "Undo" not in seen(page)


def test_the_draft_and_its_review_can_be_taken_along_once_asked_for(page: AppTest) -> None:
    opened(page)
    assert not page.code
    page.session_state["okr_take_away"] = True
    page.run()

    assert "KR: Launch the guest app" in page.code[0].value
    labels = [button.label for button in page.get("download_button")]
    assert labels == ["Markdown", "Word", "CSV", "Review as Markdown", "Review as JSON"]


@pytest.mark.parametrize("said", ["edit 0 9", "edit 9", "fill", "edit 0 0 0", "remove 0 0", "<b>", "edit 0 -1"])
def test_what_a_browser_asks_for_and_is_not_there_opens_nothing(said: str) -> None:
    from coach.intake import read_text
    from coach.ui.review import working

    assert working.asked_in_draft(said, read_text(DRAFT)) is False


def test_the_three_starters_are_a_weak_a_middling_and_a_good_one() -> None:
    from coach import review

    found = [review(example.text) for example in EXAMPLES]
    weak, middling, good = (each.count("fix") for each in found)

    assert weak > middling > good == 0
    assert [each.readiness for each in found] == ["Not ready", "Not ready", "Ready to share"]
    assert found[1].strengths and not found[2].findings


def test_a_conversation_changes_the_same_draft_and_undo_crosses_it(page: AppTest) -> None:
    from streamlit.util import calc_hash

    press(opened(page), "Talk it through")
    page._page_hash = calc_hash("chat")
    page.run()
    page.chat_input[0].set_value("change KR 2 to Raise repeat visits from 22% to 40% by 31 March 2027").run()
    page._page_hash = calc_hash("")
    page.run()

    assert lines(page)[2] == "Raise repeat visits from 22% to 40% by 31 March 2027"
    assert history(page).current.did == "Changed in the conversation"
    press(page, "Undo")
    assert lines(page)[2] == "Launch the guest app"
    page.run()
    assert lines(page)[2] == "Launch the guest app"
