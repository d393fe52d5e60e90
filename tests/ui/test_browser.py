"""The page as a person meets it, in a real browser: with a mouse, with a keyboard, on a phone, in the dark."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.support.pages import drawn, press

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

# One group: with `--dist loadgroup` one worker runs them all, and one server is enough.
pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

HOSTILE = """Objective: Cut costs by $2M and $3M for <b>all</b> *teams* <img src=x onerror=alert(1)> שלום
- Launch [the wizard](http://evil.example) ![p](http://evil.example/p.png) for :red[shops] & <script>alert(1)</script>
- Improve a_b_c `code` significantly
"""


def review(page: Page, text: str) -> None:
    page.get_by_label("Your draft").fill(text)
    press(page, "Review the draft")
    page.locator(".okr-readiness").wait_for()
    page.locator(".mark").first.wait_for()


def example(page: Page, whose: str) -> None:
    press(page, f"Open the {whose}")
    page.locator(".okr-readiness").wait_for()
    page.locator(".okr-draft .words").first.wait_for()


def action(page: Page, name: str) -> Locator:
    """One of the buttons below the finding that is open, when the page is whole."""
    drawn(page)
    return page.locator('[class*="st-key-okr_actions_"]').get_by_role("button", name=name)


def told(page: Page, words: str) -> None:
    """Wait until the page says so of the last change."""
    page.locator(".okr-told", has_text=words).wait_for()


def opened(page: Page) -> Locator:
    return page.locator('[class*="st-key-finding-"] > .stExpander > details[open]')


def wait_for_open(page: Page, title: str) -> None:
    opened(page).filter(has_text=title).locator(".okr-card").wait_for()
    page.wait_for_function(
        "document.querySelectorAll('[class*=\"st-key-finding-\"] > .stExpander > details[open]').length === 1"
    )


def test_a_typed_draft_is_reviewed_with_one_click(open_page: Callable[..., Page]) -> None:
    page = open_page()
    review(page, "Objective: Guests come back sooner\n- Launch the guest app\n")

    assert page.get_by_role("heading", name="Not ready").is_visible()
    wait_for_open(page, "A task, not a result")


def test_marked_words_and_lines_of_the_list_open_their_finding_and_the_review_is_saved(
    open_page: Callable[..., Page],
) -> None:
    page = open_page()
    example(page, "warehouse")
    wait_for_open(page, "A task, not a result")
    page.locator(".mark", has_text="Noticeably").click()
    wait_for_open(page, "Words open to taste")
    assert page.locator(".mark.selected").all_inner_texts() == ["Noticeably"]

    page.locator("summary", has_text="A task, not a result").click()
    wait_for_open(page, "A task, not a result")
    page.locator(".mark.selected", has_text="Roll out").wait_for()
    page.locator("summary", has_text="Take it with you").click()
    with page.expect_download() as saved:
        press(page, "Review as Markdown")
    assert saved.value.suggested_filename == "okr-review-warehouse-team-q2-2027.md"
    assert saved.value.path().read_text(encoding="utf-8").startswith("# OKR review: Not ready")


def test_the_keyboard_alone_reaches_marks_findings_and_citations(open_page: Callable[..., Page]) -> None:
    page = open_page()
    example(page, "warehouse")
    wait_for_open(page, "A task, not a result")
    page.get_by_role("button", name="Another draft").focus()
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.locator(".mark:focus", has_text=re.compile("^Noticeably$")).count():
            break
    assert page.locator(".tip").inner_text().startswith("Words open to taste (Improve)")
    page.keyboard.press("Escape")
    assert page.locator(".tip").is_hidden()
    page.keyboard.press("Enter")
    wait_for_open(page, "Words open to taste")
    assert page.locator(".mark:focus", has_text="Noticeably").count() == 1

    line = page.locator("summary", has_text="A task, not a result")
    line.focus()
    page.keyboard.press("Enter")
    wait_for_open(page, "A task, not a result")
    assert line.evaluate("line => line === document.activeElement")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.locator(".okr-citation[open] blockquote").wait_for()
    assert page.locator(".okr-citation[open] .okr-from").inner_text().startswith("From: ")


def test_a_draft_is_mended_undone_compared_and_taken_along(open_page: Callable[..., Page]) -> None:
    page = open_page()
    review(
        page,
        "Period: Q2 2027\n\nObjective: Guests come back sooner\n- Noticeably fewer complaints\n- Launch the guest app\n",
    )
    wait_for_open(page, "No value to reach")
    page.locator("summary", has_text="A task, not a result").click()
    wait_for_open(page, "A task, not a result")
    action(page, "Accept").click()
    form = page.locator(".st-key-okr_form")
    form.locator("input").nth(0).fill("12%")
    form.locator("input").nth(1).fill("30%")
    press(page, "Put it in")
    told(page, "2 fewer blanks")
    assert page.locator(".okr-draft .blank").count() >= 1

    wait_for_open(page, "No value to reach")
    action(page, "Accept").click()
    told(page, "Accepted the suggested line for key result 1")
    press(page, "Later")
    page.locator(".okr-draft", has_text="Fewer complaints from [baseline] to [target]").wait_for()
    press(page, "Undo")
    told(page, "Version 3 stands again")
    page.locator(".okr-draft", has_text="Noticeably fewer complaints").wait_for()
    press(page, "Redo")
    told(page, "Version 4 stands again")

    page.locator(".st-key-okr_versions").get_by_text("Before and after").click()
    page.locator(".okr-pair del", has_text="Launch the guest app").wait_for()
    page.locator(".okr-pair ins", has_text="Fewer complaints from [baseline]").wait_for()
    page.locator(".st-key-okr_versions").get_by_text("Before and after").click()
    page.locator(".okr-draft .words").first.wait_for()

    page.locator("summary", has_text="Take it with you").click()
    with page.expect_download() as saved:
        page.locator(".st-key-okr_draft_files").get_by_role("button", name="Markdown").click()
    assert saved.value.suggested_filename == "okrs-q2-2027.md"
    written = saved.value.path().read_text(encoding="utf-8")
    assert "Fewer complaints from \\[baseline\\] to \\[target\\]" in written
    assert "from 12% to 30%" in written


def test_a_finding_is_set_aside_with_a_reason(open_page: Callable[..., Page]) -> None:
    page = open_page()
    review(page, "Objective: Guests come back sooner\n- Launch the guest app\n")
    wait_for_open(page, "A task, not a result")
    action(page, "Excuse").click()
    reason = page.locator(".st-key-okr_form input")
    reason.wait_for()
    drawn(page)
    reason.fill("agreed with <b>the</b> board: $2M")
    reason.press("Enter")

    told(page, "Set aside for key result 1")
    page.get_by_text("agreed with <b>the</b> board: $2M").wait_for()
    assert page.locator("summary", has_text="A task, not a result").count() == 0


def test_a_line_is_accepted_with_the_keyboard_alone(open_page: Callable[..., Page]) -> None:
    page = open_page()
    review(page, "Objective: Guests come back sooner\n- Noticeably fewer complaints\n")
    wait_for_open(page, "No value to reach")
    page.locator("summary", has_text="No value to reach").focus()
    for _ in range(8):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.innerText").startswith("Accept"):
            break
    assert "No value to reach, key result 1" in page.evaluate("document.activeElement.textContent")
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.matches('.st-key-okr_form input')")
    page.keyboard.type("40 a week")
    page.keyboard.press("Tab")
    page.keyboard.type("15 a week")
    page.keyboard.press("Tab")
    page.keyboard.type("30 June")
    page.keyboard.press("Enter")

    page.locator(".okr-draft", has_text="Fewer complaints from 40 a week to 15 a week by 30 June").wait_for()
    page.get_by_role("button", name="Undo").focus()
    page.keyboard.press("Enter")
    told(page, "Version 2 stands again")


def test_a_line_is_edited_in_the_draft_and_shows_as_it_was_typed(open_page: Callable[..., Page]) -> None:
    page = open_page(width=390, height=844)
    review(page, "Objective: Guests come back sooner\n- Launch the guest app\n")
    words = "Cut $2M & $3M for <b>all</b> *teams*: ![p](http://evil.example/p.png) :red[x] שלום"
    press(page, "Edit key result 1")
    page.locator(".st-key-okr_desk textarea").fill(words)
    press(page, "Save")

    told(page, "Edited key result 1")
    page.locator(".okr-draft .words", has_text=words).wait_for()
    page.locator(".st-key-okr_versions").get_by_text("Before and after").click()
    page.locator(".okr-pair ins").first.wait_for()
    assert words in re.sub(
        r" ?\(end of added\)|added: ", "", page.locator(".okr-pair .after").last.text_content() or ""
    )
    assert sideways(page) <= 0
    assert page.locator('img[src*="evil"], .katex').count() == 0


def test_draft_text_is_only_text(open_page: Callable[..., Page]) -> None:
    page = open_page()
    review(page, HOSTILE)
    shown = re.sub(r"\s+", " ", page.locator(".okr-draft").inner_text())

    for line in HOSTILE.strip().splitlines():
        assert line.removeprefix("Objective: ").removeprefix("- ") in shown
    for line in page.locator(
        '[class*="st-key-finding-"] > .stExpander > details:not([open]) > summary'
    ).all_inner_texts():
        title = line.split("\n")[0]
        page.locator("summary", has_text=title).last.click()
        wait_for_open(page, title)
    assert page.locator('a[href*="evil"], img[src*="evil"], .katex').count() == 0


def test_nothing_scrolls_sideways_on_a_phone_and_findings_follow_the_draft(open_page: Callable[..., Page]) -> None:
    page = open_page(width=390, height=844)
    assert sideways(page) <= 0
    for whose in ("clinic", "warehouse", "school"):
        example(page, whose)
        assert sideways(page) <= 0
        draft, panel = page.locator(".okr-draft").bounding_box(), page.locator(".okr-readiness").bounding_box()
        assert draft is not None and panel is not None
        assert draft["y"] + draft["height"] < panel["y"]
        press(page, "Another draft")
        page.get_by_label("Your draft").wait_for()
    review(page, f"Objective: {'x' * 300}\n- Launch {'https://example.org/' + 'y' * 300} significantly\n")
    assert sideways(page) <= 0


def test_on_a_phone_a_tap_brings_the_finding_into_view(open_page: Callable[..., Page]) -> None:
    page = open_page(width=390, height=700, has_touch=True, reduced_motion="reduce")
    example(page, "clinic")
    page.locator(".mark", has_text="Hold a monthly").tap()
    line = page.locator("details[open] > summary", has_text="A task, not a result")

    line.wait_for()
    page.wait_for_function(
        "() => { const r = document.querySelector('[class*=\"st-key-finding-\"] details[open] > summary').getBoundingClientRect();"
        " return r.top >= 0 && r.top < window.innerHeight }"
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_from_their_background(open_page: Callable[..., Page], scheme: str) -> None:
    page = open_page(color_scheme=scheme)
    example(page, "clinic")
    wait_for_open(page, "Too broad")
    page.locator(".okr-citation summary").first.click()

    faint = page.evaluate(_CONTRAST)
    assert page.evaluate("getComputedStyle(document.querySelector('.stApp')).colorScheme") == scheme
    assert faint == []


def test_a_file_that_cannot_be_read_gives_one_clear_message(open_page: Callable[..., Page]) -> None:
    page = open_page()
    picture = {
        "name": "![x](http:evil) $a$.docx",
        "mimeType": "application/octet-stream",
        "buffer": b"\x89PNG\r\n\x1a\n",
    }
    page.set_input_files('[data-testid="stFileUploaderDropzoneInput"]', files=[picture])  # type: ignore[list-item]
    message = page.get_by_role("alert").filter(has_text="PNG picture")

    message.wait_for()
    assert message.inner_text().startswith("![x](http:evil) $a$.docx: ")
    assert "Traceback" not in page.locator("body").inner_text()


def sideways(page: Page) -> int:
    """By how many pixels the page is wider than its window."""
    width: int = page.evaluate(
        "Math.max(document.documentElement.scrollWidth, document.querySelector('.stMain').scrollWidth) - window.innerWidth"
    )
    return width


# Text below 4.5 to 1 against the nearest opaque background, in the page and in the draft's shadow root.
_CONTRAST = """() => {
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const rgba = (color) => { canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = color; canvas.fillRect(0, 0, 1, 1);
    return Array.from(canvas.getImageData(0, 0, 1, 1).data); };
  const light = ([r, g, b]) => { const [x, y, z] = [r, g, b].map(c => (c /= 255) <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
    return 0.2126 * x + 0.7152 * y + 0.0722 * z; };
  const ground = (node) => { for (; node; node = node.parentElement || node.getRootNode().host) {
    const color = rgba(getComputedStyle(node).backgroundColor); if (color[3] > 250) return color; } return [255, 255, 255, 255]; };
  const faint = [];
  const visit = (root) => { for (const node of root.querySelectorAll('*')) {
    if (node.shadowRoot) visit(node.shadowRoot);
    const own = Array.from(node.childNodes).some(child => child.nodeType === 3 && child.textContent.trim());
    if (!own || !node.checkVisibility() || ['STYLE', 'SCRIPT'].includes(node.tagName)) continue;
    const style = getComputedStyle(node), color = rgba(style.color);
    let opacity = color[3] / 255; for (let up = node; up; up = up.parentElement) opacity *= getComputedStyle(up).opacity;
    const back = ground(node), front = color.slice(0, 3).map((c, i) => c * opacity + back[i] * (1 - opacity));
    const [high, low] = [light(front), light(back)].sort((a, b) => b - a);
    if (opacity > 0 && (high + 0.05) / (low + 0.05) < 4.5) faint.push(node.textContent.trim().slice(0, 40) + ' ' + style.color);
  } };
  visit(document.querySelector('.stMain'));
  return faint;
}"""
