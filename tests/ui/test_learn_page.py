"""The Learn page without a browser: a lesson, a quiz to its end, a line rewritten, a workshop from a draft."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from coach.criteria import catalogue
from coach.learning.cards import NONE, Card, all_cards, options
from coach.learning.practice import Practice
from coach.learning.rewriting import tasks
from coach.okr import Draft
from coach.reviewer import Coach
from coach.ui import browser_key
from coach.ui.learn.words import NO_ACTIVITIES, NO_LINES, NOTHING_WRONG, READY
from tests.ui.test_review_page import html, press

APP = str(Path(__file__).parents[2] / "app.py")
DRAFT = "Objective: Implement the $new *portal*\n- Launch <b>the app</b> for :red[all]\n- Wait from 21 to 9 days by 30 June\n"


@pytest.fixture(autouse=True)
def own_store(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("OKR_COACH_DATABASE_URL", f"sqlite:///{tmp_path / 'coach.db'}")


def opened(section: str = "Lessons", **held: Any) -> AppTest:
    app = AppTest.from_file(APP, default_timeout=60)
    app._page_hash = calc_hash("learn")
    app.session_state["okr_learn_section"] = section
    for name, value in held.items():
        app.session_state[name] = value
    app.run()
    assert not app.exception
    return app


def practice(app: AppTest) -> Practice:
    held: Practice = app.session_state["okr_practice"][1]
    return held


def now(app: AppTest) -> Card:
    deck = practice(app).deck
    assert deck is not None and deck.now is not None
    return all_cards()[deck.now]


def answer(app: AppTest, right: bool) -> Card:
    """Answer the card on the screen, and see its reason."""
    card = now(app)
    chosen = card.answer if right else next(each for each in options(card) if each != card.answer)
    press(app, NOTHING_WRONG if chosen == NONE else label(chosen))
    assert not app.exception
    return card


def label(criterion: str) -> str:
    from coach.ui.markup import label_of

    return label_of(catalogue()[criterion].title)


def test_a_lesson_is_one_idea_with_a_pair_from_the_field_that_was_chosen() -> None:
    app = opened()
    first = catalogue()["activity-key-result"]
    assert first.title in html(app) and first.message in html(app) and first.examples[0].bad in html(app)

    app.selectbox[1].set_value("Factory").run()
    factory = next(example for example in first.examples if example.field == "Factory")
    assert factory.bad in html(app) and factory.better_because in html(app)
    assert first.examples[0].bad not in html(app)

    press(app, "Next lesson")
    assert "lesson 2 of" in html(app) and first.title not in html(app)
    press(app, "Another pair")
    assert not app.exception


def test_a_lesson_without_a_pair_from_there_says_where_it_is_from() -> None:
    app = opened(okr_lesson="no-metric", okr_lesson_field="Logistics")
    assert "no further pair from there; this one is from: Hospital" in html(app)


def test_now_you_leads_to_lines_on_this_criterion() -> None:
    app = press(opened(okr_lesson="vanity-metric"), "Now you: spot it")
    deck = practice(app).deck
    assert deck is not None and deck.criterion == "vanity-metric"
    assert sum(all_cards()[id_].answer == "vanity-metric" for id_ in deck.cards) >= 5
    assert now(app).text in app_text(app)


def app_text(app: AppTest) -> str:
    from html import unescape

    return unescape(html(app))


def test_a_quiz_to_its_end_and_what_was_missed_comes_back() -> None:
    app = press(opened("Spot it"), "Begin a deck of ten")
    missed = answer(app, right=False)
    assert missed.because in app_text(app) and "You said:" in html(app)
    press(app, "Next line")
    shown = [missed.id]
    while practice(app).deck.now is not None:  # type: ignore[union-attr]
        card = answer(app, right=True)
        shown.append(card.id)
        assert card.because in app_text(app)
        assert "okr-citation" in html(app), "the reason cites a passage"
        press(app, "Next line" if practice(app).deck.now else "See what it showed")  # type: ignore[union-attr]
    assert len(shown) == 11 and shown.index(missed.id, 1) == 4, "it came back after three others"

    assert "The deck is done" in html(app) and "9 of 10 at the first try" in html(app)
    if missed.answer != NONE:
        assert "These came back" in html(app) and catalogue()[missed.answer].question in app_text(app)
    assert any(button.label == "Review your own draft" for button in app.button)

    again = press(opened("Spot it"), "Another deck")
    assert missed.id in practice(again).deck.cards  # type: ignore[union-attr]


def test_progress_is_kept_for_this_browser_and_for_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    app = press(opened("Spot it"), "Begin a deck of ten")
    card = answer(app, right=True)
    assert practice(opened("Spot it")).progress.cards[card.id].seen == 1

    monkeypatch.setattr(browser_key, "held_by_browser", lambda: "2" * 32)
    other = opened("Spot it")
    assert practice(other).is_empty and "You have judged none yet" in html(other)


def test_progress_is_deleted_on_request_after_asking() -> None:
    app = press(opened("Spot it"), "Begin a deck of ten")
    answer(app, right=False)
    press(app, "Leave the deck")
    assert "You have judged 1 of" in html(app) and "1 of them comes back" in html(app)
    press(app, "Delete my progress")
    press(app, "Keep it")
    assert "You have judged 1 of" in html(app)
    press(app, "Delete my progress")
    press(app, "Delete for good")
    assert "Your progress was deleted" in html(app)
    assert practice(opened("Spot it")).is_empty


def test_a_deck_in_hand_is_there_after_a_reload() -> None:
    app = press(opened("Spot it"), "Begin a deck of ten")
    answer(app, right=True)
    press(app, "Next line")
    assert now(opened("Spot it")) == now(app)


def test_a_card_is_reviewed_once_and_a_rerun_reviews_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Draft] = []
    real = Coach.by_rules
    monkeypatch.setattr(Coach, "by_rules", lambda self, draft: asked.append(draft) or real(self, draft))  # type: ignore[func-returns-value]
    app = press(opened("Spot it"), "Begin a deck of ten")
    assert asked == []
    answer(app, right=True)
    app.run()
    app.run()
    assert len(asked) == 1


def test_a_line_is_rewritten_until_it_is_ready() -> None:
    task = next(iter(tasks().values()))
    app = opened("Rewrite it")
    assert task.weak in app_text(app) and catalogue()[task.fixes].question in app_text(app)
    assert all(fact in app_text(app) for fact in task.facts)
    assert task.example not in app_text(app)

    app.text_area[0].set_value("Letters reach the family doctor within 2 days").run()
    assert catalogue()["missing-baseline"].question in app_text(app) and READY not in html(app)
    assert task.example not in app_text(app)

    app.text_area[0].set_value("Days until the letter reaches the family doctor from 6 to 3 by 30 June").run()
    assert READY in html(app) and task.example in app_text(app)
    assert practice(app).rewritten == (task.id,) and "1 brought to ready" in html(app)
    assert tasks()[opened("Rewrite it").session_state["okr_rewrite_task"]].id != task.id, "the next visit goes on"


def test_one_way_is_shown_on_request_only() -> None:
    app = opened("Rewrite it")
    task = next(iter(tasks().values()))
    press(app, "Show one way")
    assert task.example in app_text(app) and practice(app).rewritten == ()
    press(app, "Next line")
    assert task.example not in app_text(app)


def test_the_workshop_takes_a_pasted_draft() -> None:
    app = opened("Workshop")
    app.text_area[0].set_value(DRAFT)
    press(app, "Make the handout")
    assert not app.exception
    assert "2 of 3 lines read as work" in html(app)
    assert "Implement the $new" in html(app)
    assert "<b>the app</b>" not in html(app)
    assert "okr-citation" in html(app)
    assert len(app.get("download_button")) == 4


def test_the_workshop_takes_the_draft_of_the_review_page() -> None:
    from coach.intake import read_text
    from coach.shared import shared_coach

    review = shared_coach().by_rules(read_text(DRAFT))
    app = opened("Workshop", okr_review=review, okr_editing=False)
    assert "The draft on your Review page" in html(app) and "2 of 3 lines" in html(app)
    press(app, "Another draft")
    assert app.text_area and "2 of 3 lines" not in html(app)
    press(app, "Use the draft on the Review page")
    assert "2 of 3 lines" in html(app)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "There is no draft yet"),
        ("hello there", NO_LINES),
        ("Objective: Patients wait less\n- Wait from 21 to 9 days by 30 June 2027\n", NO_ACTIVITIES),
    ],
)
def test_the_workshop_says_why_there_is_no_handout(text: str, said: str) -> None:
    app = opened("Workshop")
    app.text_area[0].set_value(text)
    press(app, "Make the handout")
    assert not app.exception and said in app_text(app)
    assert not app.get("download_button")
