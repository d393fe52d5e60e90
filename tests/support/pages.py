"""What every test in a browser must wait for."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page


def drawn(page: Page) -> None:
    """Until the page is whole. What the last run drew goes away at this run's end, and what stands below it moves then: a key or a
    click that falls into that moment meets nothing.
    """
    page.wait_for_function("document.querySelector('.stApp').dataset.testScriptState === 'notRunning'")


def press(page: Page, name: str, exact: bool = False) -> None:
    """Press the button of that name, when the page is whole."""
    button = page.get_by_role("button", name=name, exact=exact)
    button.wait_for()
    drawn(page)
    button.click()
