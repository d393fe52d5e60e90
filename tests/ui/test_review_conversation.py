"""The conversation beside the draft on the review page: one draft, changed from either side, reviewed once, there again after a reload."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from coach.dialogue.conversation import Conversation
from coach.dialogue.speech import CHANGED_BESIDE
from coach.okr import Draft
from coach.store import kept_conversations
from coach.ui.review.beside import CONVERSATION, FINDINGS
from tests.ui.test_review_changes import APP, choose, history, html, lines, opened, press, seen

MENDED = "Raise repeat visits from 22% to 40% by 31 March 2027"
OWNER_KEY = "1" * 32


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> AppTest:
    monkeypatch.setenv("OKR_COACH_DATABASE_URL", f"sqlite:///{tmp_path / 'coach.db'}")
    return AppTest.from_file(APP, default_timeout=60).run()


def talking(page: AppTest) -> AppTest:
    return press(opened(page), "Talk it through")


def say(page: AppTest, words: str) -> AppTest:
    page.chat_input[0].set_value(words).run()
    assert not page.exception
    return page


def conversation(page: AppTest) -> Conversation:
    found = page.session_state["okr_chat"].conversation
    assert isinstance(found, Conversation)
    return found


def show(page: AppTest, what: str) -> AppTest:
    page.button_group[0].set_value(what).run()
    assert not page.exception
    return page


def parameter(page: AppTest) -> Any:
    found = page.query_params["conversation"]
    return found[0] if isinstance(found, list) else found


def test_what_is_said_changes_the_draft_beside_it_and_is_reviewed_once(page: AppTest, reviews: list[Draft]) -> None:
    talking(page)
    assert 'class="okr-turn coach"' in html(page) and "Not ready" in html(page)
    assert 'class="okr-turn writer"' not in html(page)  # the draft stands beside it
    assert len(reviews) == 1
    say(page, f"change KR 2 to {MENDED}")

    assert lines(page)[2] == MENDED
    assert history(page).current.did == "Changed in the conversation"
    assert page.session_state["okr_review"].draft == conversation(page).draft
    assert len(reviews) == 2


def test_what_is_changed_on_the_page_is_what_the_conversation_goes_on_from(page: AppTest, reviews: list[Draft]) -> None:
    show(talking(page), FINDINGS)
    press(choose(page, "missing-target"), "Accept")
    press(page, "Later")
    assert conversation(page).draft == history(page).current.draft
    assert conversation(page).turns[-1].text.startswith(CHANGED_BESIDE)
    assert len(reviews) == 2

    show(page, CONVERSATION)
    assert "changed beside our conversation" in html(page)
    say(page, "undo")
    assert lines(page)[1] == "Noticeably fewer complaints"
    assert len(reviews) == 2


def test_undo_of_the_page_takes_back_what_was_said(page: AppTest) -> None:
    say(talking(page), f"change KR 2 to {MENDED}")
    press(page, "Undo")

    assert lines(page)[2] == "Launch the guest app"
    assert conversation(page).draft == history(page).current.draft and conversation(page).at == 0
    press(page, "Redo")
    assert lines(page)[2] == MENDED and conversation(page).at == 1


def test_a_reload_opens_the_draft_with_its_versions_and_the_conversation(page: AppTest) -> None:
    say(talking(page), f"change KR 2 to {MENDED}")
    again = AppTest.from_file(APP, default_timeout=60)
    again.query_params["conversation"] = parameter(page)
    again.run()

    assert lines(again)[2] == MENDED
    assert len(history(again).versions) == 2 and history(again).first.draft == history(page).first.draft
    assert f"change KR 2 to {MENDED}" in html(again)
    say(again, "undo")
    assert lines(again)[2] == "Launch the guest app"


def test_a_reload_of_what_another_browser_keeps_opens_nothing(page: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    from coach.ui import browser_key

    talking(page)
    monkeypatch.setattr(browser_key, "held_by_browser", lambda: "2" * 32)
    other = AppTest.from_file(APP, default_timeout=60)
    other.query_params["conversation"] = parameter(page)
    other.run()

    assert not other.exception
    assert "okr_history" not in other.session_state
    assert "Guests come back sooner" not in html(other)
    assert "conversation" not in other.query_params


def test_another_draft_leaves_the_conversation_where_it_is_kept(page: AppTest) -> None:
    talking(page)
    id_ = parameter(page)
    press(page, "Another draft")

    assert "conversation" not in page.query_params
    owner = "browser-" + hashlib.sha256(OWNER_KEY.encode()).hexdigest()[:48]
    assert [each.id for each in kept_conversations().listed(owner)] == [id_]
    opened(page, "Objective: Ships leave on time\n- Repair the crane\n")
    assert "Talk it through" in seen(page)
    press(page, "Talk it through")
    assert parameter(page) != id_
    assert "Guests come back sooner" not in html(page)


def test_findings_and_conversation_are_shown_in_turn(page: AppTest) -> None:
    talking(page)
    assert '<div class="okr-readiness">' not in html(page)
    show(page, FINDINGS)
    assert '<div class="okr-readiness">' in html(page)
    assert "Talk it through" in seen(page)


def test_a_draft_that_was_changed_is_kept_with_its_versions_without_a_word_being_said(page: AppTest) -> None:
    opened(page)
    assert "conversation" not in page.query_params
    press(choose(page, "missing-target"), "Accept")
    press(page, "Later")
    again = AppTest.from_file(APP, default_timeout=60)
    again.query_params["conversation"] = parameter(page)
    again.run()

    assert lines(again) == lines(page)
    assert "2 blanks to fill in" in html(again)
    assert [version.did for version in history(again).versions] == [version.did for version in history(page).versions]
    assert '<div class="okr-readiness">' in html(again)
    press(again, "Undo")
    assert lines(again)[1] == "Noticeably fewer complaints"


def kept_ids() -> list[str]:
    owner = "browser-" + hashlib.sha256(OWNER_KEY.encode()).hexdigest()[:48]
    return [each.id for each in kept_conversations().listed(owner)]


def on_chat(page: AppTest) -> AppTest:
    page._page_hash = calc_hash("chat")
    return page.run()


def on_review(page: AppTest) -> AppTest:
    page._page_hash = calc_hash("")
    return page.run()


def test_what_was_deleted_does_not_come_back_of_itself(page: AppTest) -> None:
    say(talking(page), f"change KR 2 to {MENDED}")
    assert len(kept_ids()) == 1
    press(press(on_chat(page), "Past conversations"), "Delete")
    press(page, "Delete for good")
    show(on_review(page), FINDINGS)
    page.run()
    assert kept_ids() == [] and lines(page)[2] == MENDED

    press(page, "Undo")
    assert len(kept_ids()) == 1  # it was changed again


def test_another_conversation_meanwhile_makes_no_second_one_of_this_draft(page: AppTest) -> None:
    say(talking(page), f"change KR 2 to {MENDED}")
    first = kept_ids()
    press(on_chat(page), "New conversation")
    show(on_review(page), FINDINGS)
    press(page, "Undo")

    assert kept_ids() == first and conversation(page).id == first[0]
    assert f"change KR 2 to {MENDED}" in html(show(page, CONVERSATION))


def test_another_draft_of_the_same_words_begins_anew_and_leaves_the_former_as_it_is(page: AppTest) -> None:
    say(talking(page), f"change KR 2 to {MENDED}")
    (first,) = kept_ids()
    press(page, "Another draft")
    talking(page)
    press(show(page, FINDINGS), "Talk it through")
    say(page, "change KR 2 to Raise repeat visits from 22% to 50% by 31 March 2027")

    assert len(kept_ids()) == 2
    owner = "browser-" + hashlib.sha256(OWNER_KEY.encode()).hexdigest()[:48]
    before = kept_conversations().opened(owner, first)
    assert before is not None and before.conversation.draft is not None
    assert before.conversation.draft.objectives[0].key_results[1].text == MENDED


def test_a_draft_that_began_as_nothing_is_kept_when_it_is_one(page: AppTest) -> None:
    page.text_area[0].set_value("Hello all, see you on Tuesday.")
    press(page, "Review the draft")
    press(page, "Edit as text")
    page.text_area[0].set_value("Objective: Guests come back sooner\n- Launch the guest app\n")
    press(page, "Review the draft")
    again = AppTest.from_file(APP, default_timeout=60)
    again.query_params["conversation"] = parameter(page)
    again.run()

    assert lines(again) == ["Guests come back sooner", "Launch the guest app"]
    press(again, "Talk it through")
    assert "Launch the guest app" in html(again)


def edited_elsewhere(id_: str, words: str) -> None:
    """What another tab of this browser makes of the conversation."""
    tab = AppTest.from_file(APP, default_timeout=60)
    tab.query_params["conversation"] = id_
    say(press(tab.run(), "Talk it through"), words)


def test_what_two_tabs_change_is_kept_for_both(page: AppTest) -> None:
    show(talking(page), FINDINGS)
    (first,) = kept_ids()
    edited_elsewhere(first, f"change KR 2 to {MENDED}")
    press(choose(page, "missing-target"), "Accept")
    press(page, "Later")

    assert lines(page)[1:] == ["Fewer complaints from [baseline] to [target]", "Launch the guest app"]
    assert "went on in another tab" in html(page)
    mine = next(id_ for id_ in kept_ids() if id_ != first)
    assert parameter(page) == mine and conversation(page).draft == history(page).current.draft
    tab = AppTest.from_file(APP, default_timeout=60)
    tab.query_params["conversation"] = first
    assert lines(tab.run())[1:] == ["Noticeably fewer complaints", MENDED]


def test_what_was_deleted_in_another_tab_stays_deleted(page: AppTest) -> None:
    say(talking(page), f"change KR 2 to {MENDED}")
    (first,) = kept_ids()
    owner = "browser-" + hashlib.sha256(OWNER_KEY.encode()).hexdigest()[:48]
    kept_conversations().delete(owner, first)
    for _ in range(2):
        press(page, "Undo")
        press(page, "Redo")

    assert first not in kept_ids() and len(kept_ids()) == 1
    assert lines(page)[2] == MENDED and len(conversation(page).turns) < 5


def test_the_address_names_the_draft_again_after_another_page(page: AppTest) -> None:
    opened(page)
    press(choose(page, "missing-target"), "Accept")
    press(page, "Later")
    id_ = parameter(page)
    del page.query_params["conversation"]  # as the browser does when another page is opened
    page.run()
    assert parameter(page) == id_
