"""The diagnosis as a person meets it, in a real browser: by keyboard to its end, its files taken, on a phone in the dark."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from coach.diagnosis.questions import questionnaire
from tests.support.pages import press
from tests.ui.test_browser import _CONTRAST, sideways

if TYPE_CHECKING:
    from playwright.sync_api import Page

# One group: with `--dist loadgroup` one worker runs them all, and one server is enough.
pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def diagnosis(page: Page, address: str) -> Page:
    page.goto(f"{address}/learn")
    page.get_by_role("radio", name="Is it the OKRs?").click()
    page.get_by_text("Part 1 of 4").wait_for()
    return page


def screen(page: Page, name: str) -> None:
    page.get_by_role("radio", name=name, exact=True).click()


def test_it_is_answered_by_keyboard_to_its_end(open_page: Callable[..., Page], address: str) -> None:
    page = diagnosis(open_page(), address)
    parts = questionnaire().parts
    for part in parts:
        for question in part.questions:
            first = page.get_by_role("radiogroup", name=question.text).get_by_role("radio").first
            first.focus()
            page.keyboard.press("Space")
            if question.id == "same-standard":
                page.keyboard.press("ArrowRight")
        # What is drawn anew leaves its former self on the page for a moment.
        page.wait_for_function("document.querySelectorAll('[data-testid=stForm]').length === 1")
        last = part is parts[-1]
        page.get_by_role("button", name="Show what it points at" if last else "Next", exact=True).focus()
        page.keyboard.press("Enter")

    page.get_by_role("heading", name="What the answers point at").wait_for()
    page.get_by_text("1 of the 5 statements does not hold.").wait_for()
    citation = page.locator(".okr-first summary").first
    citation.focus()
    page.keyboard.press("Enter")
    assert page.locator(".okr-first blockquote").first.is_visible()


def test_the_remedies_are_taken_as_files(open_page: Callable[..., Page], address: str, tmp_path: Path) -> None:
    from icalendar import Calendar

    page = diagnosis(open_page(), address)
    screen(page, "The cycle’s calendar")
    for label, typed in (("First day of the cycle", "20270101"), ("Last day of the cycle", "20270331")):
        page.get_by_role("group", name=label).get_by_role("spinbutton").first.click()
        page.keyboard.type(typed)
    page.get_by_test_id("stSelectbox").filter(has_text="Day of the talks").get_by_role("combobox").click()
    page.get_by_role("option", name="Monday").click()
    press(page, "Plan the days")
    with page.expect_download() as taken:
        press(page, "Save the calendar file")
    taken.value.save_as(tmp_path / "cycle.ics")
    assert len(Calendar.from_ical((tmp_path / "cycle.ics").read_bytes()).walk("VEVENT")) == 5

    screen(page, "One-page standard")
    page.get_by_text("1 January 2027").wait_for()
    with page.expect_download() as taken:
        press(page, "Save to print")
    taken.value.save_as(tmp_path / "page.html")
    assert "1 January 2027" in (tmp_path / "page.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_phone_nothing_goes_sideways_and_all_can_be_read(
    open_page: Callable[..., Page], address: str, scheme: str
) -> None:
    page = diagnosis(open_page(width=390, height=844, color_scheme=scheme), address)
    for name, sign in (
        ("Questions", "Five statements"),
        ("One-page standard", "A good key result"),
        ("The cycle’s calendar", "OKRs live from talks"),
    ):
        screen(page, name)
        page.get_by_text(sign).first.wait_for()
        assert sideways(page) <= 0, name
        page.wait_for_function(f"({_CONTRAST})().length === 0")  # what is being drawn anew is faint for a moment
