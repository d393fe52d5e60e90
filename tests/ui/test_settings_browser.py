"""The settings in a real browser: an endpoint that fails and then works; a rule that holds in another window at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.support.model_server import Act, ModelServer, fails, gives
from tests.support.pages import drawn, press
from tests.ui.conftest import served
from tests.ui.test_browser import _CONTRAST, review, sideways

if TYPE_CHECKING:
    from playwright.sync_api import Page

# One group: with `--dist loadgroup` one worker runs them all, and one server is enough.
pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

DRAFT = "Objective: Guests come back sooner\n- Launch the guest app\n"


@pytest.fixture(scope="module")
def own_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The app with a data directory of its own, for what is set here holds for everybody."""
    with served(OKR_COACH_HOME=str(tmp_path_factory.mktemp("home"))) as url:
        yield url


def settings(page: Page, address: str) -> Page:
    page.goto(f"{address}/settings")
    page.get_by_role("heading", name="Settings").wait_for()
    return page


def section(page: Page, name: str) -> None:
    page.get_by_role("radio", name=name, exact=True).click()


def test_an_endpoint_that_fails_is_told_and_works_when_it_works(
    open_page: Callable[..., Page], own_server: str
) -> None:
    works: list[bool] = []

    def script(body: dict[str, object]) -> Act:
        return gives({"word": "ready"}) if works else fails(401, "no such key")

    with ModelServer(script, probes=False) as server:
        page = settings(open_page(at=own_server), own_server)
        page.get_by_label("Endpoint", exact=True).fill(server.base_url)
        page.get_by_label("Model", exact=True).fill("scripted")
        page.get_by_label("Key", exact=True).fill("sk-wrong-0123456789")
        press(page, "Use this model")
        press(page, "Check")
        alert = page.get_by_role("alert").filter(has_text="401")
        alert.wait_for()
        assert "sk-wrong" not in page.locator("body").inner_text()

        works.append(True)
        press(page, "Check")
        page.get_by_text("median of 3 short calls").wait_for()
        alert.wait_for(state="detached")
        press(page, "Work without a model")
        page.get_by_text("No model is set, and none is needed").wait_for()


def test_a_rule_is_put_in_by_keyboard_and_holds_in_another_window(
    open_page: Callable[..., Page], own_server: str, tmp_path: Path
) -> None:
    other = open_page(at=own_server)
    review(other, DRAFT)
    assert other.get_by_text("A task, not a result").count()

    page = settings(open_page(at=own_server), own_server)
    section(page, "House rules")
    page.get_by_role("combobox", name="Criterion").click()
    page.keyboard.type("A task, not a result")
    page.keyboard.press("Enter")
    # The form of the criterion that was chosen before stands beside the new one for a moment.
    page.wait_for_function("document.querySelectorAll('[aria-label^=\"Reason, if it is switched off\"]').length === 1")
    drawn(page)
    page.get_by_role("radio", name="Switched off").focus()
    page.keyboard.press("Space")
    page.get_by_label("Reason, if it is switched off").fill("Counted elsewhere")
    page.get_by_role("button", name="Put into the rules").press("Enter")
    page.get_by_text("Goes:").wait_for()
    page.get_by_role("button", name="Save the rules").press("Enter")
    page.get_by_text("Saved in").wait_for()

    again = open_page(at=own_server)
    again.get_by_label("Your draft").fill(DRAFT)
    again.get_by_role("button", name="Review the draft").click()
    again.locator(".okr-readiness").wait_for()
    again.get_by_text("Counted elsewhere").first.wait_for(state="attached")


def test_a_document_is_added_tried_and_removed(open_page: Callable[..., Page], own_server: str) -> None:
    page = settings(open_page(width=390, height=844, color_scheme="dark", at=own_server), own_server)
    section(page, "Your documents")
    words = b"# House book\n\n## Launches\n\nA launch is never a key result in this house.\n"
    page.locator("[data-testid=stFileUploaderDropzoneInput]").set_input_files(
        files=[{"name": "book.md", "mimeType": "text/markdown", "buffer": words}]
    )
    page.get_by_text("Added: House book").wait_for()
    page.get_by_label("Try what would be cited").fill("is a launch a key result?")
    page.keyboard.press("Enter")
    page.get_by_text("[1] House book: Launches").wait_for()
    assert sideways(page) <= 0
    page.wait_for_function(f"({_CONTRAST})().length === 0")  # what is being drawn anew is faint for a moment
    press(page, "Remove", exact=True)
    press(page, "Remove it for good")
    page.get_by_text("Removed: House book").wait_for()
