"""The chat as a person meets it, in a real browser: pasted, answered, undone, reloaded, deleted; on a phone, in the dark."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.support.pages import press
from tests.ui.test_browser import _CONTRAST, HOSTILE, sideways

if TYPE_CHECKING:
    from playwright.sync_api import Page

# One group: with `--dist loadgroup` one worker runs them all, and one server is enough.
pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

DRAFT = "Objective: Guests come back sooner\n- Launch the guest app\n- Raise repeat visits to 40%\n"


def chat(page: Page, address: str) -> Page:
    page.goto(f"{address}/chat")
    page.get_by_role("button", name="Past conversations").wait_for()
    return page


def say(page: Page, words: str) -> None:
    before = page.locator(".okr-turn.writer").count()
    box = page.get_by_placeholder("Paste a draft, or answer")
    box.fill(words)
    box.press("Enter")
    answered(page, before + 1)


def answered(page: Page, count: int) -> None:
    """Until the writer has said so many things and the last word is the coach's."""
    page.wait_for_function(
        f"() => {{ const turns = [...document.querySelectorAll('.okr-turn')];"
        f" return turns.filter(turn => turn.matches('.writer')).length === {count} && turns.at(-1).matches('.coach')"
        " && !document.querySelector('.stSpinner') }"
    )


def drawn(page: Page, words: str) -> None:
    page.locator(".okr-draft", has_text=words).wait_for()


def test_a_draft_is_pasted_mended_undone_reloaded_and_deleted(open_page: Callable[..., Page], address: str) -> None:
    page = chat(open_page(), address)
    say(page, DRAFT)
    drawn(page, "Launch the guest app")
    say(page, "change KR 2 to Raise repeat visits from 22% to 40% by 31 March 2027")
    drawn(page, "from 22% to 40%")
    press(page, "Undo")
    answered(page, 3)
    drawn(page, "Raise repeat visits to 40%")

    page.reload()
    answered(page, 3)
    drawn(page, "Raise repeat visits to 40%")
    assert page.get_by_text("from 22% to 40%").first.is_visible()

    press(page, "Past conversations")
    row = page.locator('[class*="st-key-okr_past_"]', has_text="Guests come back sooner").first
    row.get_by_role("button", name="Delete").click()
    row.get_by_role("button", name="Delete for good").click()
    page.get_by_role("button", name="Delete for good").wait_for(state="detached")
    page.reload()
    page.get_by_role("button", name="Talk about the clinic").wait_for()
    assert page.locator(".okr-turn.writer").count() == 0


def test_another_browser_does_not_open_it(open_page: Callable[..., Page]) -> None:
    page = open_page()
    chat(page, page.url.split("/?")[0].rstrip("/"))
    say(page, DRAFT)
    page.wait_for_url(re.compile(r"conversation=[0-9a-f]{32}"))
    other = open_page(locale="en-GB")
    other.goto(page.url)
    other.get_by_text("This conversation is not there any more").wait_for()

    assert other.get_by_text("Guests come back").count() == 0


def test_the_conversation_is_saved_in_three_forms(open_page: Callable[..., Page], address: str) -> None:
    page = chat(open_page(), address)
    say(page, DRAFT)
    press(page, "Export")
    for name, ending in (("Markdown", "md"), ("Word", "docx"), ("JSON", "json")):
        with page.expect_download() as saved:
            press(page, f"Save as {name}")
        assert saved.value.suggested_filename == f"okr-conversation.{ending}"
        assert saved.value.path().stat().st_size > 500


def test_what_is_said_is_only_text(open_page: Callable[..., Page], address: str) -> None:
    page = chat(open_page(), address)
    say(page, HOSTILE)
    say(page, "what else?")
    say(page, "<script>alert(2)</script> [x](http://evil.example) $5M and $6M ![p](http://evil.example/p.png)")
    press(page, "Past conversations")
    page.get_by_role("button", name="Back").wait_for()

    assert page.locator('a[href*="evil"], img[src*="evil"], .katex').count() == 0
    press(page, "Back")
    answered(page, 3)
    assert page.locator('a[href*="evil"], img[src*="evil"], .katex').count() == 0
    assert "<script>alert(2)</script>" in page.locator(".okr-turn.writer").last.inner_text()


def test_on_a_phone_nothing_scrolls_sideways_and_the_answer_is_in_view(
    open_page: Callable[..., Page], address: str
) -> None:
    page = chat(open_page(width=390, height=844, reduced_motion="reduce"), address)
    assert sideways(page) <= 0
    for words in (f"Objective: {'x' * 300}\n- Launch {'https://example.org/' + 'y' * 300}", "why?", "z" * 400):
        say(page, words)
        assert sideways(page) <= 0
    page.wait_for_function(
        "() => { const r = [...document.querySelectorAll('.okr-turn.coach')].at(-1).getBoundingClientRect();"
        " return r.top >= 0 && r.top < window.innerHeight - 100 }"
    )
    press(page, "Past conversations")
    page.get_by_role("button", name="Back").wait_for()
    assert sideways(page) <= 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_from_their_background(open_page: Callable[..., Page], address: str, scheme: str) -> None:
    page = chat(open_page(color_scheme=scheme), address)
    press(page, "Talk about the warehouse")
    answered(page, 1)
    say(page, "that's fine because we agreed it in May")
    drawn(page, "Customers get the right parcel")

    assert page.evaluate("getComputedStyle(document.querySelector('.stApp')).colorScheme") == scheme
    assert page.evaluate(_CONTRAST) == []


def test_the_keyboard_alone_pastes_and_answers(open_page: Callable[..., Page], address: str) -> None:
    page = chat(open_page(), address)
    page.get_by_placeholder("Paste a draft, or answer").focus()
    for line in DRAFT.strip().splitlines():
        page.keyboard.type(line)
        page.keyboard.press("Shift+Enter")
    page.keyboard.press("Enter")
    answered(page, 1)
    page.get_by_role("button", name="Skip", exact=True).focus()
    page.keyboard.press("Enter")
    answered(page, 2)
    drawn(page, "Launch the guest app")
