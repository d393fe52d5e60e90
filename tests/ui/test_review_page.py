"""The review page without a browser: what is shown, what is kept, and how often the engine is asked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from coach.criteria import SEVERITY_WORDS
from coach.errors import InputError
from coach.okr import Draft
from coach.reviewer import Coach
from coach.ui.examples import EXAMPLES

APP = str(Path(__file__).parents[2] / "app.py")


@pytest.fixture
def page() -> AppTest:
    return AppTest.from_file(APP, default_timeout=60).run()


def html(page: AppTest) -> str:
    return "\n".join(element.proto.body for element in page.get("html"))


def found(page: AppTest) -> list[str]:
    """The findings on the page, in order."""
    return [each.label for each in page.expander if " :gray[" in each.label]


def press(page: AppTest, label: str) -> AppTest:
    return next(button for button in page.button if button.label == label).click().run()


def review_of(page: AppTest, text: str) -> AppTest:
    page.text_area[0].set_value(text)
    return press(page, "Review the draft")


def test_the_first_page_says_what_to_do_and_that_nothing_leaves(page: AppTest) -> None:
    assert not page.exception
    assert page.text_area[0].label == "Your draft"
    assert "Paste your objectives" in html(page)
    assert "Nothing leaves this machine" in html(page)


@pytest.mark.parametrize(("number", "readiness"), [(0, "Not ready"), (1, "Not ready"), (2, "Ready to share")])
def test_an_example_opens_with_its_readiness_in_words(page: AppTest, number: int, readiness: str) -> None:
    press(page, f"Open the {EXAMPLES[number].whose} draft")

    assert not page.exception
    assert f"<h2>{readiness}</h2>" in html(page)


def test_the_most_important_finding_is_open_and_the_rest_are_lines(page: AppTest) -> None:
    press(page, f"Open the {EXAMPLES[0].whose} draft")

    assert SEVERITY_WORDS["fix"] in found(page)[0]
    assert html(page).count('class="okr-card"') == 1
    assert len(found(page)) > 3


def test_findings_of_one_line_stand_together(page: AppTest) -> None:
    review_of(page, EXAMPLES[1].text)

    names = [name for name in ("Key result 2", "Key result 3", "Key result 4") if html(page).count(f">{name}<") == 1]
    assert names == ["Key result 2", "Key result 3", "Key result 4"]


def test_opening_another_finding_closes_the_first_and_reviews_nothing_again(
    page: AppTest, reviews: list[Draft]
) -> None:
    review_of(page, EXAMPLES[0].text)
    before = html(page)
    page.session_state["okr_selected"] = 3
    page.run()

    assert html(page).count('class="okr-card"') == 1
    assert html(page) != before
    assert len(reviews) == 1


def test_the_same_text_is_reviewed_once_and_another_text_anew(page: AppTest, reviews: list[Draft]) -> None:
    review_of(page, EXAMPLES[0].text)
    press(page, "Edit as text")
    press(page, "Review the draft")
    assert len(reviews) == 1

    press(page, "Edit as text")
    review_of(page, EXAMPLES[1].text)
    assert len(reviews) == 2


def test_the_text_survives_a_review_and_reruns(page: AppTest) -> None:
    typed = "Objective: Guests come back\n- Launch $a_b$ *app*\n"
    review_of(page, typed)
    page.run()
    press(page, "Edit as text")

    assert page.text_area[0].value == typed


def test_a_typed_text_survives_an_upload_that_cannot_be_read(page: AppTest) -> None:
    page.text_area[0].set_value("Objective: Guests come back").run()
    page.file_uploader[0].upload("notes.txt", b"\x89PNG\r\n\x1a\n", "text/plain").run()

    assert 'role="alert"' in html(page)
    assert "PNG picture" in html(page)
    assert page.text_area[0].value == "Objective: Guests come back"


def test_an_uploaded_table_is_reviewed(page: AppTest) -> None:
    table = "Objective,Key result,Comment\nParcels arrive on time,Launch scanners,see wiki\n"
    page.file_uploader[0].upload("okrs.csv", table.encode(), "text/csv").run()

    assert "<h2>Not ready</h2>" in html(page)
    assert "see wiki" in html(page)
    assert "headed “Objective”" in html(page)
    assert "Edit as text" not in [button.label for button in page.button]


def test_an_empty_box_says_what_to_do(page: AppTest) -> None:
    press(page, "Review the draft")

    assert "There is no draft yet" in html(page)
    assert not page.exception


def test_text_without_okrs_says_what_was_looked_for_and_shows_it(page: AppTest) -> None:
    review_of(page, "The printer is broken again.\nLunch is at noon on Friday.\n")

    assert "<h2>Nothing to review</h2>" in html(page)
    assert "Looked for" in html(page)
    assert "The printer is broken again." in html(page)


def test_what_was_set_aside_is_shown_with_its_reason(page: AppTest) -> None:
    review_of(
        page, "Objective: Guests come back sooner\n- Launch the guest app (ok: activity-key-result, agreed in May)\n"
    )

    assert "Set aside by the draft" in html(page)
    assert "agreed in May" in html(page)


def test_an_error_is_one_message_with_the_names_escaped(page: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(self: Coach, draft: Draft) -> Any:
        raise InputError("a <b>file</b>: cannot be read")

    monkeypatch.setattr(Coach, "by_rules", failing)
    review_of(page, "Objective: An aim that nobody reviewed before\n- Launch it")

    assert not page.exception
    assert "a &lt;b&gt;file&lt;/b&gt;: cannot be read" in html(page)


def test_many_lines_are_shown_in_steps(page: AppTest) -> None:
    review_of(
        page,
        "\n".join(
            f"Objective: Guests of house {n} come back\n- Launch app {n}\n- Launch site {n}\n" for n in range(15)
        ),
    )
    few = len(found(page))
    more = next(button for button in page.button if button.label.startswith("Show more"))
    more.click().run()

    assert len(found(page)) > few


def test_another_draft_starts_empty(page: AppTest) -> None:
    review_of(page, EXAMPLES[0].text)
    press(page, "Another draft")

    assert page.text_area[0].value == ""


def test_a_long_draft_is_drawn_in_steps_and_says_how_much_is_left(page: AppTest) -> None:
    review_of(page, "\n".join(f"Objective: Guests of house {n} come back\n- Launch app {n}\n" for n in range(70)))
    more = next(button for button in page.button if "more objectives" in button.label)
    assert more.label == "Show more: 10 more objectives"
    more.click().run()

    assert not [button for button in page.button if "more objectives" in button.label]


def test_a_finding_chosen_in_a_long_draft_comes_to_the_head_of_the_list(page: AppTest) -> None:
    review_of(page, "\n".join(f"Objective: Guests of house {n} come back\n- Launch app {n}\n" for n in range(40)))
    before = len(found(page))
    findings = page.session_state["okr_review"].findings
    page.session_state["okr_selected"] = len(findings) - 1
    page.run()

    assert any(findings[-1].title in label for label in found(page)[:2])
    assert len(found(page)) <= before + 5
    assert html(page).count('class="okr-card"') == 1
