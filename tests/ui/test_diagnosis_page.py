"""The diagnosis without a browser: answered, kept by cycle, compared, deleted; its remedies; nothing of one visitor shown to another."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from coach.diagnosis.questions import questionnaire
from coach.ui import browser_key
from coach.ui.learn.diagnosis_questions import NO_COOKIE
from coach.ui.learn.diagnosis_result import NOTHING_YET
from tests.ui.test_review_page import APP, html, press


@pytest.fixture(autouse=True)
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv("OKR_COACH_HOME", str(tmp_path))
    return tmp_path


def opened(screen: str = "Questions") -> AppTest:
    from streamlit.util import calc_hash

    app = AppTest.from_file(APP, default_timeout=60)
    app._page_hash = calc_hash("learn")
    app.run().segmented_control[0].set_value("Is it the OKRs?").run()
    return screen_of(app, screen)


def screen_of(app: AppTest, name: str) -> AppTest:
    return next(one for one in app.pills if one.label == "Which part of the diagnosis").set_value(name).run()


def answer(app: AppTest, level: str, cycle: str, but: dict[str, str] | None = None) -> AppTest:
    """Give every question the answer `level` (where it has no such answer, none), and those in `but` another."""
    parts = questionnaire().parts
    for number, part in enumerate(parts):
        assert f"Part {number + 1} of {len(parts)}" in html(app)
        for radio, question in zip(app.radio, part.questions, strict=True):
            assert radio.label == question.text
            chosen = (but or {}).get(question.id, level)
            if chosen in question.answers:
                radio.set_value(chosen)
        if part is not parts[-1]:
            press(app, "Next")
    next(one for one in app.text_input if one.label == "For which cycle").set_value(cycle)
    return press(app, "Show what it points at")


def test_it_is_answered_to_its_end_and_says_what_to_do_first_with_its_passage() -> None:
    app = answer(opened(), "holds", "2027-Q1", {"weekly-talk": "not", "review-changes": "seldom"})

    assert not app.exception
    assert "<h2>It points at the system around the OKRs, and not at their wording.</h2>" in html(app)
    assert "All of the 5 statements hold." in html(app)
    assert "What to do first" in html(app) and "Cadence and operating rhythm" in html(app)
    assert "2 of 3 questions point here" in html(app) and "they are a document, and guide nobody" in html(app)
    assert "What has moved" not in html(app)
    press(app, "Make the cycle’s calendar")
    assert "Plan the days" in [button.label for button in app.button]


def test_what_was_chosen_stays_when_one_goes_back_or_looks_elsewhere() -> None:
    app = opened()
    app.radio[1].set_value("not")
    press(app, "Next")
    press(app, "Back")
    assert app.radio[1].value == "not" and app.radio[0].value is None
    press(app, "Next")
    screen_of(app, "One-page standard")
    assert "Part 2 of 4" in html(screen_of(app, "Questions"))


def test_nothing_answered_is_nothing_kept_and_is_told() -> None:
    app = answer(opened(), "none", "2027-Q1")

    assert "nothing was answered" in html(app) and 'role="alert"' in html(app)
    assert NOTHING_YET in html(screen_of(app, "What it points at"))
    assert "has no name" in html(answer(opened(), "holds", "  "))


def test_several_people_and_two_cycles_show_the_spread_and_what_moved() -> None:
    app = answer(opened(), "not", "2026-Q4")
    press(app, "The next person answers")
    assert all(radio.value is None for radio in app.radio)
    answer(app, "holds", "2027-Q1")
    press(app, "The next person answers")
    answer(app, "holds", "2027-Q1", {"clash": "not"})

    assert "2 people answered" in html(app)
    assert "Where you see it differently" in html(app) and "1 said “Nobody decides, and both go on”" in html(app)
    assert "Since <bdi" not in html(app) and "Since 2026-Q4: 16 answers are better; 1 of 17 are as before." in html(app)
    assert html(app).count("<td>Better</td>") == 16
    app.selectbox[0].set_value("2026-Q4").run()
    assert "One person answered" in html(app) and "What has moved" not in html(app)

    press(app, "Delete this cycle’s answers")
    press(app, "Delete for good")
    assert "The answers of 2026-Q4 are deleted." in html(app)
    assert "2 people answered" in html(app)
    press(app, "Delete the last person’s answers")
    assert "One person answered" in html(app)


def test_another_browser_sees_nothing_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    app = answer(opened(), "not", "2027-Q1 <b>ours</b>")
    assert "Kept for 2027-Q1 &lt;b&gt;ours&lt;/b&gt;" in html(app)
    assert "One person answered" in html(opened("What it points at")), "the same browser, in another tab"
    monkeypatch.setattr(browser_key, "held_by_browser", lambda: "2" * 32)

    assert NOTHING_YET in html(opened("What it points at"))


def test_a_browser_that_keeps_no_cookie_still_gets_its_result(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browser_key, "is_refused", lambda: True)
    app = opened()
    assert NO_COOKIE in html(app)
    answer(app, "not", "2027-Q1")

    assert "<h2>It points at both" in html(app)


def test_the_standard_fills_in_what_is_given_and_leaves_the_rest_blank() -> None:
    app = opened("One-page standard")
    assert '<span class="okr-blank">organisation</span>' in html(app)
    next(one for one in app.text_input if one.label == "Organisation").set_value("<i>Mill</i> & $5 *co*")
    app.text_area[0].set_value("Sales with Support\nOps with IT")
    press(app, "Fill in the page")

    assert not app.exception
    assert "&lt;i&gt;Mill&lt;/i&gt; &amp; $5 *co*" in html(app) and "<i>Mill" not in html(app)
    assert "Ops with IT" in html(app) and '<span class="okr-blank">first day</span>' in html(app)


def test_the_calendar_is_planned_for_the_dates_given_and_says_what_is_wrong_with_others() -> None:
    app = opened("The cycle’s calendar")
    days = app.date_input
    days[0].set_value(date(2027, 1, 1))
    days[1].set_value(date(2027, 1, 10))
    next(one for one in app.selectbox if one.label == "Day of the talks").set_value(0)
    press(app, "Plan the days")
    assert "a cycle has 4 to 53 weeks" in html(app) and not app.get("download_button")

    app.date_input[1].set_value(date(2027, 3, 31))
    press(app, "Plan the days")
    assert not app.exception and "Mon 29 March 2027" in html(app)
    assert len(app.get("download_button")) == 1
    screen_of(app, "One-page standard")
    assert "1 January 2027" in html(app), "dates are given once for both"


def test_answers_that_cannot_be_read_are_deleted_from_the_page_and_the_others_come_back() -> None:
    from datetime import UTC, datetime

    from sqlalchemy import update

    from coach.diagnosis.kept import kept_diagnoses
    from coach.store.diagnoses import DIAGNOSES

    app = answer(opened(), "holds", "2027-Q1")
    kept, now = kept_diagnoses(), datetime.now(UTC)
    with kept.database.reading() as connection:
        (mine,) = {row.owner for row in connection.execute(DIAGNOSES.select())}
    lost = kept.add(mine, "2027-Q1", {"weekly-talk": "not"}, now)
    with kept.database.writing() as connection:
        connection.execute(update(DIAGNOSES).where(DIAGNOSES.c.id == lost).values(document="{"))
    app.run()
    assert not app.exception and "damaged" in html(app) and NOTHING_YET not in html(app)
    press(app, "Delete what cannot be read (1)")
    assert not app.exception and "The other answers are as they were" in html(app)
    assert kept.damaged(mine) == () and len(kept.cycles(mine)[0].sheets) == 1
