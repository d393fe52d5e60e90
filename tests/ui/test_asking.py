"""A review with a model set: by rules at once, with the model when it has answered, by rules again where it fails."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from coach.reviewer import Coach
from coach.ui.review.asking import ask
from tests.support.answering import NOTHING, AnsweringModel
from tests.support.model_server import Act, ModelServer, fails, gives, words
from tests.ui.test_review_page import html, press, review_of

APP = str(Path(__file__).parents[2] / "app.py")
KEY = "sk-proj-Abc123Def456Ghi789Jkl"
DRAFT = "Objective: Guests come back and pay sooner\n- Launch the guest app\n- Noticeably fewer complaints\n"
ADDED = {
    **NOTHING,
    "additions": [
        {"criterion": "compound-objective", "place": "1", "quote": "come back and pay sooner", "reason": "To return and to pay are two aims.", "passages": []}
    ],
    "questions": ["Which guests do you mean?"],
}  # fmt: skip


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[ModelServer], AppTest]:
    def open_(server: ModelServer) -> AppTest:
        monkeypatch.setenv("OKR_COACH_MODEL", "scripted")
        monkeypatch.setenv("OPENAI_BASE_URL", server.base_url)
        monkeypatch.setenv("OPENAI_API_KEY", KEY)
        monkeypatch.setenv("OKR_COACH_RETRIES", "0")
        monkeypatch.setenv("OKR_COACH_DATABASE_URL", f"sqlite:///{tmp_path / 'coach.db'}")
        return AppTest.from_file(APP, default_timeout=60).run()

    return open_


@pytest.fixture
def held() -> Iterator[threading.Event]:
    """Until it is set, the model does not answer."""
    gate = threading.Event()
    yield gate
    gate.set()


def holding(gate: threading.Event, act: Act) -> Callable[[dict[str, Any]], Act]:
    def reply(_: dict[str, Any]) -> Act:
        gate.wait(30)
        return act

    return reply


def answered(page: AppTest) -> AppTest:
    """The page once the model has answered, or failed."""
    asking = page.session_state["okr_asking"]
    assert asking is None or asking.done.wait(60)  # None: it answered before the page was drawn
    return page.run()


def labels(page: AppTest) -> list[str]:
    return [button.label.replace("\\", "") for button in page.button]


def test_the_rules_come_first_and_the_model_after_with_the_open_finding_still_open(
    opened: Callable[[ModelServer], AppTest], held: threading.Event
) -> None:
    with ModelServer(holding(held, gives(ADDED))) as server:
        page = review_of(opened(server), DRAFT)
        assert "<h2>Not ready</h2>" in html(page)
        assert f"Asking scripted at {server.host} ..." in html(page)
        before = page.session_state["okr_review"]
        page.session_state["okr_selected"] = len(before.findings) - 1
        page.run()
        held.set()
        answered(page)
        sent = server.requests[0].text

    after = page.session_state["okr_review"]
    assert DRAFT.splitlines()[1].removeprefix("- ") in sent
    assert "Asking scripted" not in html(page)
    assert f"With scripted at {server.host}" in html(page)
    assert "To return and to pay are two aims." in html(page)
    assert "Which guests do you mean?" in html(page)
    assert f"{after.engine.usage.tokens_in:,} tokens in" in html(page)
    chosen = after.findings[page.session_state["okr_selected"]]
    assert (chosen.criterion, chosen.where) == (before.findings[-1].criterion, before.findings[-1].where)
    assert html(page).count('class="okr-card"') == 1
    assert KEY not in html(page)


def test_a_model_that_fails_leaves_the_review_by_rules_and_can_be_asked_again(
    opened: Callable[[ModelServer], AppTest],
) -> None:
    with ModelServer([fails(401, "wrong key"), gives(ADDED)]) as server:
        page = answered(review_of(opened(server), DRAFT))
        assert "This review is by the rules alone" in html(page)
        assert page.session_state["okr_review"].engine.model is None
        assert html(page).count('class="okr-card"') == 1

        answered(press(page, next(b.label for b in page.button if b.label.startswith("Ask"))))
    assert "by the rules alone" not in html(page)
    assert "To return and to pay are two aims." in html(page)


def test_one_need_not_wait_for_the_model(opened: Callable[[ModelServer], AppTest], held: threading.Event) -> None:
    with ModelServer(holding(held, gives(ADDED))) as server:
        page = review_of(opened(server), DRAFT)
        asking = page.session_state["okr_asking"]
        press(page, "Go on without it")
        assert "Asking scripted" not in html(page)
        held.set()
        assert asking.done.wait(60)
        page.run()

    assert page.session_state["okr_review"].engine.model is None
    assert "To return and to pay" not in html(page)
    assert f"Ask scripted at {server.host}" in labels(page)


def test_an_answer_about_a_draft_that_was_left_changes_nothing(
    opened: Callable[[ModelServer], AppTest], held: threading.Event
) -> None:
    other = "Objective: Patients get seen sooner\n- Launch the new desk\n"
    first, second = threading.Event(), threading.Event()

    def reply(body: dict[str, Any]) -> Act:
        (first if "guest app" in words(body) else second).wait(30)
        return gives(ADDED if "guest app" in words(body) else NOTHING)

    with ModelServer(reply) as server:
        page = review_of(opened(server), DRAFT)
        asking = page.session_state["okr_asking"]
        review_of(press(page, "Another draft"), other)
        first.set()
        assert asking.done.wait(60)
        page.run()
        assert "Asking scripted" in html(page)
        assert "To return and to pay" not in html(page)
        second.set()
        answered(page)
    assert "Patients get seen sooner" in html(page) or "new desk" in html(page)
    assert f"With scripted at {server.host}" in html(page)


def test_an_error_of_our_own_in_the_background_is_told_and_the_review_stays() -> None:
    def broken(_: object) -> Any:
        raise ZeroDivisionError

    coach = Coach(model=AnsweringModel(broken))
    from coach.intake import read_text

    plain = coach.by_rules(read_text(DRAFT))
    asking = ask(coach, plain)
    assert asking is not None and asking.done.wait(30)

    assert asking.after is not None
    assert asking.after.findings == plain.findings
    assert "an error of this program" in asking.after.notices[-1]


def test_without_a_model_nothing_is_asked_and_nothing_said_of_one(page: AppTest) -> None:
    review_of(page, DRAFT)

    assert page.session_state["okr_asking"] is None
    assert not [label for label in labels(page) if label.startswith("Ask ")]
    assert 'class="okr-asking"' not in html(page)


@pytest.fixture
def page() -> AppTest:
    return AppTest.from_file(APP, default_timeout=60).run()
