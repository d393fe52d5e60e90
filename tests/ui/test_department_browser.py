"""A coach's walk through a department in a real browser: map a column, run, cancel, go on, filter, open a cell, take away."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.support.pages import press

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

_LINES = (
    "Launch the new {x} portal",
    "Raise the share of {x} cases closed in a day from {a}% to {b}%",
    "Improve {x} significantly",
    "Cut the wait for {x} from {b} to {a} days",
)
_TOPICS = ("billing", "returns", "clinic", "harbour", "school", "parcel", "library", "garden", "claims", "payroll")


def sheet(rows: int) -> bytes:
    """A department whose due dates stand under a name that nobody knows."""
    lines = ["Team,Objective,Key result,Wunschdatum,Owner"]
    for at in range(rows):
        topic = _TOPICS[at // 3 % 10]
        words = _LINES[at % 4].format(x=topic, a=10 + at % 40, b=60 + at % 30)
        lines.append(
            f"Team {at // 12:02d},People get {topic} without asking twice ({at // 3}),{words},2027-03-31,Ana {at}"
        )
    return "\n".join(lines).encode()


def department(page: Page) -> None:
    page.goto(page.url.split("?")[0].rstrip("/") + "/department")
    page.get_by_role("button", name="Open the example").wait_for()


def part(page: Page, name: str) -> None:
    page.get_by_role("radio", name=name).click()


def sideways(page: Page) -> int:
    width: int = page.evaluate(
        "Math.max(document.documentElement.scrollWidth, document.querySelector('.stMain').scrollWidth) - window.innerWidth"
    )
    return width


def test_a_department_from_its_sheet_to_what_is_taken_away(open_page: Callable[..., Page]) -> None:
    page = open_page(locale="en-GB")
    department(page)
    file = {"name": "Spring.csv", "mimeType": "text/csv", "buffer": sheet(480)}
    page.set_input_files('[data-testid="stFileUploaderDropzoneInput"]', files=[file])  # type: ignore[list-item]
    page.get_by_text("Spring.csv").wait_for()
    press(page, "Read it")

    # The column that nobody knows is mapped, and the table says so.
    box = page.get_by_role("combobox", name="Column D, Wunschdatum: read as")
    box.click()
    box.fill("Due")
    page.get_by_role("option", name="Due", exact=True).click()
    page.get_by_text("as you said").wait_for()
    press(page, "Review 160 objectives")

    # Cancelled in the middle; a reload finds it, and it goes on to its end.
    page.get_by_text("Reviewing, ").wait_for()
    press(page, "Cancel")
    page.get_by_role("heading", name="Cancelled").wait_for()
    page.reload()
    page.get_by_role("button", name="Open Spring").or_(
        page.get_by_role("button", name="Open", exact=True)
    ).first.click()
    press(page, "Go on")
    page.get_by_role("heading", name="What to do on Monday").wait_for()
    page.locator(".okr-dept-action").nth(4).wait_for()
    assert page.locator(".okr-dept-action").count() == 5

    # The list filters.
    part(page, "Findings")
    page.get_by_test_id("stDataFrame").wait_for()
    page.get_by_label("Words").fill("clinic portal")
    page.get_by_label("Words").press("Enter")
    page.get_by_text(" findings. Choose a row").filter(has_text=" of ").wait_for()

    # A cell of the heat map opens its drafts, by the keyboard too.
    part(page, "Heat map")
    page.locator(".heat td.open").first.wait_for()
    first = page.locator('.heat [tabindex="0"].open')
    first.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.locator(".okr-dept-finding[open] .okr-quote").wait_for()
    assert page.locator(".heat .chosen").count() == 1
    assert page.locator(".okr-draft .mark.selected").count() >= 1
    press(page, "Close")
    page.locator(".okr-dept-findings").wait_for(state="detached")
    press(page, "A task, not a result")
    assert page.locator('.heat th[aria-sort="descending"]').count() == 1

    # All of it can be taken away.
    part(page, "Take away")
    saved = {}
    for name in ("Workbook", "Notes to teams", "JSON"):
        with page.expect_download() as waiting:
            press(page, f"Save: {name}")
        saved[waiting.value.suggested_filename] = waiting.value.path().read_bytes()
    assert set(saved) == {"Spring-reviewed.xlsx", "Spring-notes.zip", "Spring-reviews.jsonl"}
    assert len(saved["Spring-reviews.jsonl"].splitlines()) == 40
    review = json.loads(saved["Spring-reviews.jsonl"].splitlines()[0])
    assert review["draft"]["objectives"][0]["key_results"][0]["due"] == "2027-03-31"
    for packed in (saved["Spring-reviewed.xlsx"], saved["Spring-notes.zip"]):
        assert zipfile.ZipFile(io.BytesIO(packed)).testzip() is None

    another_visitor(open_page)
    press(page, "All departments")
    press(page, "Delete", exact=True)
    press(page, "Delete for good")
    page.get_by_text("No department was reviewed in this browser yet.").wait_for()


def another_visitor(open_page: Callable[..., Page]) -> None:
    """Sees nothing of it."""
    page = open_page(locale="fr-FR")
    department(page)
    page.get_by_text("No department was reviewed in this browser yet.").wait_for()
    assert "Spring" not in page.locator("body").inner_text()


def test_on_a_phone_nothing_scrolls_sideways(open_page: Callable[..., Page]) -> None:
    page = open_page(width=390, height=844, locale="de-DE")
    department(page)
    assert sideways(page) <= 0
    press(page, "Open the example")
    page.get_by_role("button", name="Review 12 objectives").wait_for()
    assert sideways(page) <= 0
    press(page, "Review 12 objectives")
    page.get_by_role("heading", name="What to do on Monday").wait_for()
    for name in ("Heat map", "Findings", "Across teams", "Since last time", "Not read", "Take away", "On Monday"):
        part(page, name)
        page.locator(".st-key-okr_dept_part_shown h3", has_text=_HEADS[name]).wait_for()
        assert sideways(page) <= 0


_HEADS = {
    "On Monday": "What to do on Monday",
    "Heat map": "Teams by criterion",
    "Findings": "Findings",
    "Across teams": "Across teams",
    "Since last time": "Since last time",
    "Not read": "Not read",
    "Take away": "Take away",
}
