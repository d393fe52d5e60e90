"""The conversation beside the draft, in a real browser: seen at once with the draft, changing it, there after a reload, fit for a phone."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.support.pages import drawn, press
from tests.ui.test_browser import _CONTRAST, HOSTILE, example, review, sideways, wait_for_open

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def talk(page: Page) -> None:
    press(page, "Talk it through")
    page.locator(".okr-turn.coach").last.wait_for()
    drawn(page)


def answered(page: Page, count: int) -> None:
    """Until the writer has said so many things, and the coach has answered."""
    page.wait_for_function(
        f"() => {{ const turns = [...document.querySelectorAll('.okr-turn')];"
        f" return turns.filter(turn => turn.matches('.writer')).length === {count} && turns.at(-1).matches('.coach') }}"
    )
    drawn(page)


def in_view(page: Page, selector: str) -> bool:
    box = page.locator(selector).last.bounding_box()
    size = page.viewport_size
    return box is not None and size is not None and box["y"] >= 0 and box["y"] + 20 <= size["height"]


def test_it_changes_the_draft_beside_it_and_a_reload_opens_both(open_page: Callable[..., Page]) -> None:
    page = open_page(reduced_motion="reduce")
    example(page, "warehouse")
    talk(page)
    page.locator(".mark.selected", has_text="Roll out the handheld scanners").first.wait_for()
    press(page, "Ok", exact=True)
    answered(page, 1)
    page.locator(".okr-draft", has_text="from [baseline] to [target] by [date]").wait_for()
    page.wait_for_timeout(600)  # the newest turn is brought into view a moment after it is drawn
    assert in_view(page, ".okr-turn.coach") and in_view(page, ".okr-draft")

    page.reload()
    answered(page, 1)
    page.locator(".okr-draft", has_text="from [baseline] to [target] by [date]").wait_for()
    drawn(page)
    page.locator(".st-key-okr_versions").get_by_role("button", name="Undo").click()  # the page's own, not the reply
    page.locator(".mark", has_text="Roll out the handheld scanners").first.wait_for()
    page.get_by_text("The draft was changed beside our conversation").wait_for()
    drawn(page)
    assert page.get_by_text("The draft was changed beside our conversation").count() == 1

    # A word chosen in the draft shows its finding, and the keyboard goes back to the conversation.
    page.locator(".mark", has_text="Noticeably").click()
    wait_for_open(page, "Words open to taste")
    page.get_by_role("radio", name="Conversation").focus()
    page.keyboard.press("Enter")
    answered(page, 1)
    assert page.locator('[class*="st-key-finding-"]').count() == 0


def test_a_draft_that_was_changed_is_there_after_a_reload(open_page: Callable[..., Page]) -> None:
    page = open_page()
    example(page, "warehouse")
    page.locator('[class*="st-key-okr_actions_"]').get_by_role("button", name="Accept").click()
    page.locator(".okr-told", has_text="1 fewer to fix").wait_for()
    drawn(page)
    page.reload()
    page.locator(".okr-draft", has_text="from [baseline] to [target] by [date]").wait_for()
    page.locator(".okr-readiness").wait_for()
    page.get_by_text("v2 of 2").wait_for()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_phone_it_follows_the_draft_and_can_be_read(open_page: Callable[..., Page], scheme: str) -> None:
    page = open_page(width=390, height=844, color_scheme=scheme, reduced_motion="reduce")
    review(page, HOSTILE)
    talk(page)
    page.wait_for_timeout(600)
    assert sideways(page) <= 0 and in_view(page, ".okr-turn.coach")
    assert page.evaluate(_CONTRAST) == []
    assert page.locator('a[href*="evil"], img[src*="evil"], .katex').count() == 0
