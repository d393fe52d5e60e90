"""The chat page without a browser: what is said, shown, kept, exported and deleted, and what happens when it cannot be."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from coach.critique import Citation, Suggestion
from coach.dialogue.coaching import Coaching
from coach.dialogue.conversation import Conversation, Turn
from coach.errors import IndexBuildError
from coach.llm.model import Piece
from coach.store import kept_conversations
from coach.ui import browser_key
from coach.ui.chat.turns import turn_html
from coach.ui.chat.words import CONFIRM, GONE, NO_PAST
from coach.ui.examples import EXAMPLES

APP = str(Path(__file__).parents[2] / "app.py")
DRAFT = "Objective: Guests come back sooner\n- Launch the guest app\n- Raise repeat visits to 40%\n"


@pytest.fixture(autouse=True)
def browser(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[dict[str, str]]:
    """The browser's cookie, as it stands when a page is opened; and a database of the test's own."""
    cookie = {"key": "1" * 32}
    monkeypatch.setattr(browser_key, "held_by_browser", lambda: cookie["key"])
    monkeypatch.setenv("OKR_COACH_DATABASE_URL", f"sqlite:///{tmp_path / 'coach.db'}")
    yield cookie


def opened(conversation: str | None = None) -> AppTest:
    """The chat page as a tab opens it."""
    app = AppTest.from_file(APP, default_timeout=60)
    if conversation:
        app.query_params["conversation"] = conversation
    # The page that `st.navigation` draws, by the hash that it gives to the page's path.
    app._page_hash = _chat()
    return app.run()


def _chat() -> str:
    from streamlit.util import calc_hash

    return calc_hash("chat")


def said(app: AppTest, words: str) -> AppTest:
    app.chat_input[0].set_value(words).run()
    assert not app.exception
    return app


def press(app: AppTest, label: str) -> AppTest:
    app = next(button for button in app.button if button.label.replace("\\", "") == label).click().run()
    assert not app.exception
    return app


def html(app: AppTest) -> str:
    return "\n".join(element.proto.body for element in app.get("html"))


def open_id(app: AppTest) -> str:
    found = app.query_params["conversation"]
    return str(found[0] if isinstance(found, list) else found)


def turns(app: AppTest) -> list[str]:
    return [element.proto.body for element in app.get("html") if element.proto.body.startswith('<div class="okr-turn')]


def test_the_first_page_greets_and_offers_three_drafts() -> None:
    app = opened()

    assert not app.exception
    assert len(turns(app)) == 1
    assert [b.label for b in app.button if b.label.startswith("Talk")] == [
        f"Talk about the {e.whose} draft" for e in EXAMPLES
    ]
    assert "conversation" not in app.query_params


def test_a_pasted_draft_is_answered_and_shown_beside_the_conversation() -> None:
    app = said(opened(), DRAFT)

    assert "Your draft" in html(app)
    assert "<b>Not ready</b>" in html(app)
    assert len(turns(app)) == 3
    assert "Guests come back sooner" in turns(app)[1]


def test_an_example_begins_with_one_click() -> None:
    app = press(opened(), f"Talk about the {EXAMPLES[1].whose} draft")

    assert "Customers get the right parcel" in turns(app)[1]
    assert open_id(app)


def test_an_answer_changes_the_draft_and_undo_takes_it_back() -> None:
    app = said(opened(), DRAFT)
    said(app, "change KR 2 to Raise repeat visits from 22% to 40% by 31 March 2027")
    assert "Version 2" in html(app)
    assert "Before and after: 1 line" in html(app)

    press(app, "Undo")
    assert "Before and after" not in html(app)


def test_quick_replies_are_what_the_writer_would_type() -> None:
    app = said(opened(), DRAFT)
    before = len(turns(app))
    press(app, "Why?")

    assert len(turns(app)) == before + 2
    assert "Why?" in turns(app)[-2]


def test_a_reload_opens_the_same_conversation() -> None:
    app = said(said(opened(), DRAFT), "skip")
    again = opened(open_id(app))

    assert turns(again) == turns(app)
    assert "<b>Not ready</b>" in html(again)


def test_another_browser_opens_it_neither_by_its_address_nor_in_its_list(browser: dict[str, str]) -> None:
    app = said(opened(), DRAFT)
    browser["key"] = "2" * 32
    other = opened(open_id(app))

    assert GONE in html(other)
    assert "Guests" not in html(other)
    press(other, "Past conversations")
    assert NO_PAST in html(other)


@pytest.mark.parametrize("key", ["", "x", "1" * 31, "1" * 32 + "\n", "'; DROP TABLE conversations; --"])
def test_a_cookie_that_is_no_key_counts_as_none(browser: dict[str, str], key: str) -> None:
    browser["key"] = key
    first, second = said(opened(), DRAFT), opened()

    assert first.session_state["okr_browser_key"] != second.session_state["okr_browser_key"]
    assert len(first.session_state["okr_browser_key"]) == 32


def test_the_key_stands_in_no_address_and_not_in_the_store(tmp_path: Path) -> None:
    app = said(opened(), DRAFT)

    assert "1" * 32 not in str(dict(app.query_params))
    assert not any(b"1" * 32 in file.read_bytes() for file in tmp_path.iterdir())


def test_past_conversations_are_opened_and_gone_on_with() -> None:
    app = said(opened(), DRAFT)
    press(app, "New conversation")
    said(app, EXAMPLES[2].text)
    press(app, "Past conversations")
    titles = [t for t in ("Guests come back sooner", "Evening students stay") if t in html(app)]
    assert len(titles) == 2

    next(b for b in app.button if b.label == "Open" and "Guests" in (b.help or "")).click().run()
    assert "Guests come back sooner" in turns(app)[1]
    said(app, "skip")
    assert len(turns(opened(open_id(app)))) == 5


def test_deleting_asks_first_and_is_for_good(tmp_path: Path) -> None:
    app = said(opened(), DRAFT)
    id_ = open_id(app)
    press(press(app, "Past conversations"), "Delete")
    assert CONFIRM in html(app)
    press(app, "Keep it")
    press(press(app, "Delete"), "Delete for good")

    assert NO_PAST in html(app)
    press(app, "Back")
    assert len(turns(app)) == 1
    assert "conversation" not in app.query_params
    assert GONE in html(opened(id_))
    assert not any(b"Guests come back" in file.read_bytes() for file in tmp_path.iterdir())


def test_two_tabs_the_slower_one_sees_what_the_other_said_and_keeps_its_own_words() -> None:
    one = said(opened(), DRAFT)
    two = opened(open_id(one))
    said(one, "skip")
    said(two, "Priya owns it")

    assert "went on in another tab" in html(two)
    assert turns(two) == turns(one)
    assert "Priya owns it" in html(two)
    press(two, "Send it again")
    assert "Priya owns it" in turns(two)[-2]
    assert len(turns(opened(open_id(one)))) == 7


def test_a_conversation_deleted_in_another_tab_is_told() -> None:
    one = said(opened(), DRAFT)
    two = opened(open_id(one))
    press(press(press(one, "Past conversations"), "Delete"), "Delete for good")
    said(two, "skip")

    assert GONE in html(two)
    assert "Guests come back sooner" in turns(two)[1]


def test_where_nothing_can_be_kept_the_conversation_goes_on_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("OKR_COACH_DATABASE_URL", f"sqlite:///{tmp_path / 'file' / 'coach.db'}")
    app = said(said(opened(), DRAFT), "skip")

    assert len(turns(app)) == 5
    assert "is not kept" in html(app)
    assert "cannot be written" in html(app)
    assert "conversation" not in app.query_params


def test_a_browser_without_cookies_keeps_nothing_that_nobody_could_open_again(tmp_path: Path) -> None:
    app = opened()
    app.session_state["okr_browser_refused"] = True
    said(app, DRAFT)

    assert "keeps no cookie" in html(app)
    assert not (tmp_path / "coach.db").exists()


def test_an_error_of_the_coach_keeps_what_was_typed(monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(*_: Any) -> Iterator[Any]:
        raise IndexBuildError("the <b>index</b> is gone")
        yield

    app = said(opened(), DRAFT)
    with monkeypatch.context() as patched:
        patched.setattr(Coaching, "answering", failing)
        said(app, "Priya owns it")
    assert "the &lt;b&gt;index&lt;/b&gt; is gone" in html(app)

    press(app, "Send it again")
    assert "Priya owns it" in turns(app)[-2]


def test_a_click_in_the_middle_of_an_answer_loses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    from streamlit.runtime.scriptrunner_utils.exceptions import StopException  # what a click raises in the run before

    def broken_off(self: Coaching, conversation: Conversation, words: str) -> Iterator[Any]:
        yield Piece("Half an ans")
        raise StopException

    app = said(opened(), DRAFT)
    with monkeypatch.context() as patched:
        patched.setattr(Coaching, "answering", broken_off)
        app.chat_input[0].set_value("Priya owns it").run()
    assert app.session_state["okr_chat_waiting"] == "Priya owns it"

    app.run()
    assert "Priya owns it" in turns(app)[-2]
    assert "Half an ans" not in html(app)


def test_the_three_exports_are_offered_with_the_conversation() -> None:
    app = said(opened(), DRAFT)
    labels = [button.proto.label for button in app.get("download_button")]

    assert labels == ["Save as Markdown", "Save as Word", "Save as JSON"]


def test_a_long_conversation_is_drawn_in_steps() -> None:
    app = said(opened(), DRAFT)
    held = app.session_state["okr_chat"]
    many = tuple(Turn(by="writer", text=f"word {n}", when="now") for n in range(60))
    longer = held.conversation.changed(turns=(*held.conversation.turns, *many))
    kept_conversations().saved(app_owner(app), longer, held.revision)
    app = opened(longer.id)
    few = len(turns(app))
    next(button for button in app.button if button.label.startswith("Show what was said before")).click().run()

    assert few < len(turns(app)) == len(longer.turns)


def app_owner(app: AppTest) -> str:
    import hashlib

    return "browser-" + hashlib.sha256(app.session_state["okr_browser_key"].encode()).hexdigest()[:48]


HOSTILE = "![p](http://evil/p.png) [x](javascript:alert(1)) <img src=x onerror=alert(1)> $5M and $6M :red[no] \u202etxt"


def test_nothing_that_was_said_is_markup() -> None:
    citation = Citation(source=HOSTILE, section="s", excerpt=HOSTILE, passage="p")
    offered = Suggestion(text=f"Lift [metric] {HOSTILE}", blanks=("metric",))
    shown = turn_html(
        Turn(by="coach", text=f"{HOSTILE}\n\nTry: {offered.text}", when="now", quote=HOSTILE, citations=(citation,), suggestion=offered, notices=(HOSTILE,))
    )  # fmt: skip

    assert "<img" not in shown and "<a" not in shown
    assert "\u202e" not in shown
    assert shown.count('class="okr-blank"') == 1
    assert shown.count("Lift ") == 1


def test_words_in_a_button_are_only_words(monkeypatch: pytest.MonkeyPatch) -> None:
    real = Coaching.answering

    def offering(self: Coaching, conversation: Conversation, words: str) -> Iterator[Any]:
        for event in real(self, conversation, words):
            last = (
                event.turns[-1].model_copy(update={"options": (HOSTILE,)}) if isinstance(event, Conversation) else None
            )
            yield event.changed(turns=(*event.turns[:-1], last)) if last else event

    monkeypatch.setattr(Coaching, "answering", offering)
    app = said(opened(), DRAFT)
    label = next(button.label for button in app.button if "evil" in button.label)

    assert "\\!\\[p\\]\\(http\u2060\\:\\/\\/evil\\/p\\.png\\)" in label, (
        "a sign without width keeps the browser from linking it"
    )
    assert r"\$5M" in label and r"\:red\[no\]" in label


def test_a_models_answer_is_shown_as_it_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    from coach.ui.chat import state as chat_state

    heard: list[str] = []
    real = chat_state.say

    def listening(words: str) -> Iterator[str]:
        for piece in real(words):
            heard.append(piece)
            yield piece

    def streamed(self: Coaching, conversation: Conversation, words: str) -> Iterator[Any]:
        yield Piece("An outcome ")
        yield Piece("<b>changes</b> things.")
        with_question = conversation.with_turn(Turn(by="writer", text=words, when="now"))
        yield with_question.with_turn(Turn(by="coach", text="An outcome changes things.", when="now"))

    app = said(opened(), DRAFT)
    monkeypatch.setattr(Coaching, "answering", streamed)
    monkeypatch.setattr(chat_state, "say", listening)
    said(app, "what is an outcome?")

    assert heard == ["An outcome ", "<b>changes</b> things."]
    assert "An outcome changes things." in turns(app)[-1]
    assert "okr-spent" not in html(app)


@pytest.fixture
def model_set(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    def at(url: str) -> None:
        monkeypatch.setenv("OPENAI_BASE_URL", url)
        monkeypatch.setenv("OKR_COACH_MODEL", "some-model")
        monkeypatch.setenv("OPENAI_API_KEY", "sk-hidden")

    return at


def test_the_page_says_where_words_go(model_set: Callable[[str], None]) -> None:
    assert "Nothing leaves this machine" in html(opened())
    model_set("https://models.example.org/v1")
    app = opened()

    assert "Drafts are sent to models.example.org" in html(app)
    assert "some-model" in html(app)
    assert "Nothing leaves this machine" not in html(app)
    assert "sk-hidden" not in html(app)


def test_what_was_exported_is_the_conversation_that_is_open() -> None:
    from coach.dialogue.export import exported

    app = said(opened(), DRAFT)
    held = app.session_state["okr_chat"].conversation

    assert json.loads(exported(held, "json"))["title"] == "Guests come back sooner"


def test_a_click_on_a_blank_takes_the_line_and_asks_for_it() -> None:
    app = said(opened(), DRAFT)
    press(app, "[target]")

    assert "Which value should it reach?" in turns(app)[-1]
    assert "[target]" not in [button.label.replace("\\", "") for button in app.button]
    assert "[baseline]" in [button.label.replace("\\", "") for button in app.button]


def test_the_line_on_offer_is_taken_with_one_click() -> None:
    app = said(opened(), DRAFT)
    press(app, "Ok")

    assert "now reads" in turns(app)[-1]
    assert "Version 2" in html(app)


def test_a_reviewed_draft_is_talked_through_kept_and_reviewed_again() -> None:
    app = AppTest.from_file(APP, default_timeout=60).run()
    app.text_area[0].set_value(DRAFT)
    press(press(app, "Review the draft"), "Talk it through")
    press(app, "Open it in Chat")
    app._page_hash = _chat()
    app.run()
    assert "Guests come back sooner" in turns(app)[1]
    assert len(kept_conversations().listed(app_owner(app))) == 1
    said(app, "change KR 2 to Raise repeat visits from 22% to 40% by 31 March 2027")

    press(app, "Review this draft")
    assert "Raise repeat visits from 22% to 40% by 31 March 2027" in app.session_state["okr_review"].draft.source
    app._page_hash = ""
    app.run()
    assert "change KR 2 to Raise repeat visits" in html(app)
    assert len(kept_conversations().listed(app_owner(app))) == 1
