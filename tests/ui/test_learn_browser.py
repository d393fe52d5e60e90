"""Learn as a person meets it, in a real browser: a quiz to its end by the keyboard, the workshop's papers, a phone, the dark."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from coach.learning.cards import NONE, Card, all_cards
from coach.ui.learn.words import NOTHING_WRONG
from tests.support.pages import drawn, press
from tests.ui.test_browser import _CONTRAST, HOSTILE, sideways

if TYPE_CHECKING:
    from playwright.sync_api import Page

# One group: with `--dist loadgroup` one worker runs them all, and one server is enough.
pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def learn(page: Page, address: str) -> Page:
    page.goto(f"{address}/learn")
    page.get_by_text("lesson 1 of").wait_for()
    return page


def section(page: Page, name: str) -> None:
    page.get_by_role("radio", name=name).click()


def card_on(page: Page) -> Card:
    text = page.locator(".okr-judge .okr-line").inner_text().strip()
    return next(card for card in all_cards().values() if card.text.strip() == text)


def answer_by_key(page: Page, right: bool) -> None:
    """Answer by the number that stands beside the answer, and go on with Enter."""
    from coach.criteria import catalogue

    card = card_on(page)
    wanted = NOTHING_WRONG if card.answer == NONE else catalogue()[card.answer].title
    buttons = page.locator(".st-key-okr_spot_answers button")
    buttons.nth(3).wait_for()
    drawn(page)
    labels = [each.split("\n")[0].strip() for each in buttons.all_inner_texts()]
    number = labels.index(wanted) + 1
    page.keyboard.press(str(number if right else number % 4 + 1))
    page.locator(".okr-reason").wait_for()
    drawn(page)
    assert ("right" in (page.locator(".okr-reason").get_attribute("class") or "")) == right
    page.keyboard.press("Enter")
    page.locator(".okr-reason").wait_for(state="detached")


def test_a_quiz_to_its_end_by_the_keyboard(open_page: Callable[..., Page], address: str) -> None:
    page = learn(open_page(), address)
    page.get_by_role("button", name="Now you: spot it").focus()
    page.keyboard.press("Enter")
    page.get_by_text("10 lines to go of 10").wait_for()
    answer_by_key(page, right=False)
    answered = 1
    while page.locator(".okr-judge").count():
        answer_by_key(page, right=True)
        answered += 1
    page.get_by_text("The deck is done").wait_for()
    assert answered == 11
    assert page.get_by_text("9 of 10 at the first try").is_visible()
    page.reload()
    section(page, "Spot it")
    page.get_by_text("The deck is done").wait_for()
    press(page, "Review your own draft")
    page.get_by_label("Your draft").wait_for()


def test_the_workshop_s_papers_are_saved(open_page: Callable[..., Page], address: str) -> None:
    page = learn(open_page(), address)
    section(page, "Workshop")
    page.get_by_label("Paste the draft of your team").fill(HOSTILE)
    press(page, "Make the handout")
    page.get_by_role("button", name="Handout as PDF").wait_for()
    assert page.locator('a[href*="evil"], img[src*="evil"], .katex').count() == 0
    for name, ending, begins in (("PDF", "pdf", b"%PDF-"), ("HTML", "html", b"<!doctype html>")):
        for paper, file in (("Handout", "handout"), ("Facilitator’s page", "facilitator")):
            with page.expect_download() as saved:
                press(page, f"{paper} as {name}")
            assert saved.value.suggested_filename == f"okr-workshop-{file}.{ending}"
            content = Path(saved.value.path()).read_bytes()
            assert content.startswith(begins)
            if ending == "html":
                _shows_only_text(page, content.decode())


def _shows_only_text(page: Page, content: str) -> None:
    """The saved file, opened: nothing runs, nothing is loaded, its own style is allowed."""
    opened = page.context.new_page()
    asked: list[str] = []
    opened.on("request", lambda request: asked.append(request.url))
    opened.on("dialog", lambda dialog: asked.append(dialog.message))
    opened.set_content(content)
    assert opened.locator("img, script, a").count() == 0
    assert opened.locator("h1").evaluate("e => getComputedStyle(e).fontSize") != "32px"
    opened.close()
    assert asked == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_phone_it_fits_and_can_be_read(open_page: Callable[..., Page], address: str, scheme: str) -> None:
    page = learn(open_page(width=390, height=844, color_scheme=scheme), address)
    assert sideways(page) <= 0 and page.evaluate(_CONTRAST) == []
    press(page, "Now you: spot it")
    page.locator(".okr-judge").wait_for()
    assert sideways(page) <= 0 and page.evaluate(_CONTRAST) == []
    page.locator(".st-key-okr_spot_answers button").first.click()
    page.locator(".okr-reason").wait_for()
    assert sideways(page) <= 0 and page.evaluate(_CONTRAST) == []
    section(page, "Rewrite it")
    page.get_by_label("Your line").fill("Letters " + "x" * 250)
    press(page, "See what the coach says")
    page.locator(".okr-said-of[role=status]").wait_for()
    assert sideways(page) <= 0 and page.evaluate(_CONTRAST) == []
    section(page, "Workshop")
    page.get_by_label("Paste the draft of your team").fill(f"Objective: {'y' * 200}\n- Launch {'z' * 200}")
    press(page, "Make the handout")
    page.get_by_role("button", name="Handout as PDF").wait_for()
    assert sideways(page) <= 0 and page.evaluate(_CONTRAST) == []
