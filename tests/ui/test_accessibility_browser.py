"""axe-core over every page and what opens on it, wide and light, and narrow and dark: nothing serious."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.support.pages import drawn, press

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

_GRAVE = ("serious", "critical")
_LOOKS = 6


def faults(page: Page, where: str) -> list[str]:
    """What axe finds on the page as it is now: the rule and the element, for what is serious. What is being drawn anew is faint for a
    moment, so a fault counts that is there still when all is at rest."""
    found: list[str] = []
    for _ in range(_LOOKS):
        drawn(page)
        found = _faults_now(page, where)
        if not found:
            break
        page.wait_for_timeout(700)
    return found


def _faults_now(page: Page, where: str) -> list[str]:
    from axe_playwright_python.sync_playwright import Axe

    violations = Axe().run(page).response["violations"]
    return [
        f"{where}: {fault['id']} at {node['target']} ({node['failureSummary']})"
        for fault in violations
        if fault["impact"] in _GRAVE
        for node in fault["nodes"]
    ]


def choices(page: Page, group: str) -> list[str]:
    """The names of the choices of a group that shows one section of a page."""
    return [each.strip() for each in page.get_by_role("radiogroup", name=group).get_by_role("radio").all_inner_texts()]


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_no_page_has_a_serious_fault(width: int, scheme: str, open_page: Callable[..., Page], address: str) -> None:
    page = open_page(width=width, color_scheme=scheme)
    found = faults(page, "review, empty")
    page.get_by_role("button", name="Open the").first.click()
    page.locator(".okr-card").wait_for()
    found += faults(page, "review")
    press(page, "Talk it through")
    page.locator(".okr-turn.coach").wait_for()
    found += faults(page, "review, its conversation")

    page.goto(f"{address}/chat")
    page.get_by_role("textbox").first.wait_for()
    found += faults(page, "chat")

    for name, group in (("learn", "What to learn by"), ("settings", "What to set")):
        page.goto(f"{address}/{name}")
        page.get_by_role("radiogroup", name=group).wait_for()
        for choice in choices(page, group):
            page.get_by_role("radiogroup", name=group).get_by_role("radio", name=choice).click()
            found += faults(page, f"{name}, {choice}")

    page.goto(f"{address}/department")
    page.get_by_role("button", name="Open the example").wait_for()
    found += faults(page, "department, empty")
    press(page, "Open the example")
    begins = page.get_by_role("button", name=re.compile(r"Review \d+ objectives"))
    begins.wait_for()
    found += faults(page, "department, its columns")
    begins.click()
    page.get_by_role("radio", name="On Monday").wait_for()
    for choice in choices(page, "What to look at"):
        page.get_by_role("radiogroup", name="What to look at").get_by_role("radio", name=choice).click()
        found += faults(page, f"department, {choice}")
    assert not found, "\n".join(found)
