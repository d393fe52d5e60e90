"""House rules and own documents on the settings page: shown before they hold, kept, and in force for everybody at once."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from coach.ui import visitor
from coach.ui.settings.words import (
    DOCUMENTS_ELSEWHERE,
    NO_DOCUMENTS,
    NO_REASON,
    NO_RULES,
    RULES_ELSEWHERE,
    SAME_RULES,
)
from tests.ui.test_review_page import APP, html, press, review_of

DRAFT = "Objective: Guests come back on their own\n- Launch the new portal\n"
HANDBOOK = b"""# Our handbook

## A task is not a result

A task such as the launch of a portal is not a key result here: it is done when the work is done, whatever changes. A key result
says the outcome: what is different for guests when the task is done. Say what guests do otherwise after the launch.
"""


@pytest.fixture(autouse=True)
def at_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(visitor, "is_here", lambda: True)


@pytest.fixture(autouse=True)
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv("OKR_COACH_HOME", str(tmp_path))
    return tmp_path


def opened(section: str) -> AppTest:
    from streamlit.util import calc_hash

    app = AppTest.from_file(APP, default_timeout=60)
    app._page_hash = calc_hash("settings")
    return choose(app.run(), "What to set", section)


def choose(app: AppTest, label: str, option: str) -> AppTest:
    groups = [*app.segmented_control, *app.pills]
    return next(group for group in groups if group.label == label).set_value(option).run()


def field(app: AppTest, label: str) -> object:
    inputs = [*app.text_input, *app.text_area, *app.number_input, *app.radio, *app.selectbox, *app.file_uploader]
    return next(one for one in inputs if one.label.startswith(label))


def fill(app: AppTest, label: str, value: object) -> AppTest:
    field(app, label).set_value(value)  # type: ignore[attr-defined]
    return app


def switch_off(app: AppTest, reason: str) -> AppTest:
    fill(app, "Criterion", "activity-key-result").run()
    fill(app, "How it counts", "off")
    fill(app, "Reason", reason)
    return press(app, "Put into the rules")


def is_disabled(app: AppTest, label: str) -> bool:
    return next(button for button in app.button if button.label == label).disabled


def test_a_rule_is_seen_on_a_draft_before_it_holds_and_holds_for_everybody_once_it_is_saved(home: Path) -> None:
    others = review_of(AppTest.from_file(APP, default_timeout=60).run(), DRAFT)
    assert "A task, not a result" in html(others) + str([e.label for e in others.expander])
    app = opened("House rules")
    assert NO_RULES in html(app) and SAME_RULES in html(app) and is_disabled(app, "Save the rules")

    switch_off(app, "We count $5 <b>launches</b> elsewhere")
    assert not app.exception
    assert "<b>Goes:</b> A task, not a result" in html(app) and "handheld scanners" in html(app)
    assert "&lt;b&gt;launches&lt;/b&gt;" in html(app) and "<b>launches" not in html(app)
    assert not (home / "okr-coach.yaml").exists()
    press(app, "Save the rules")

    assert "Saved in" in html(app) and SAME_RULES in html(app)
    assert "activity-key-result: We count $5" in (home / "okr-coach.yaml").read_text(encoding="utf-8")
    later = review_of(AppTest.from_file(APP, default_timeout=60).run(), DRAFT)
    assert "A task, not a result" not in str([e.label for e in later.expander])


def test_the_preview_is_of_the_draft_that_is_open() -> None:
    app = review_of(AppTest.from_file(APP, default_timeout=60).run(), DRAFT)
    from streamlit.util import calc_hash

    app._page_hash = calc_hash("settings")
    choose(app.run(), "What to set", "House rules")

    switch_off(app, "elsewhere")
    assert "What would change on your draft" in html(app) and "Launch the new portal" in html(app)


def test_a_criterion_is_not_switched_off_without_a_reason() -> None:
    app = switch_off(opened("House rules"), "  ")

    assert NO_REASON in html(app) and NO_RULES in html(app)


def test_limits_and_words_of_ones_own_are_put_in_and_taken_back(home: Path) -> None:
    app = opened("House rules")
    fill(app, "Limit: company", 4.0)
    press(app, "Put into the rules")
    fill(app, "Criterion", "vague-wording").run()
    fill(app, "Words of your own", "zingy\n\n parcels \n")
    press(app, "Put into the rules")
    assert "company 4" in html(app) and "parcels" in html(app)

    press(app, "Save the rules")
    text = (home / "okr-coach.yaml").read_text(encoding="utf-8")
    assert "company: 4" in text and "- zingy" in text and "team" not in text, "what is as it comes is not written down"

    next(button for button in app.button if button.label == "Take back").click().run()
    press(app, "Save the rules")
    assert "company" not in (home / "okr-coach.yaml").read_text(encoding="utf-8")
    assert (home / "okr-coach.yaml.bak").read_text(encoding="utf-8") == text


def test_a_fault_in_the_file_is_told_with_its_line_and_cannot_be_saved(home: Path) -> None:
    app = choose(opened("House rules"), "How to change them", "The file itself")
    fill(app, "The file", "# ours\nseverity:\n  missing-owner: urgent\n").run()

    assert "okr-coach.yaml, line 3" in html(app) and 'role="alert"' in html(app)
    assert is_disabled(app, "Save the rules")
    press(app, "Forget what was not saved")
    assert SAME_RULES in html(app) and not (home / "okr-coach.yaml").exists()


def test_a_file_that_was_broken_elsewhere_is_mended_here(home: Path) -> None:
    (home / "okr-coach.yaml").write_text("off: [\n", encoding="utf-8")
    app = opened("House rules")

    assert not app.exception and "not YAML" in html(app) and "okr-coach.yaml, line 2" in html(app)
    fill(app, "The file", "severity: {missing-owner: fix}  # since spring\n").run()
    press(app, "Save the rules")
    assert "since spring" in (home / "okr-coach.yaml").read_text(encoding="utf-8"), "comments stay in the file itself"
    assert "not YAML" not in html(app.run())


def test_a_file_that_changes_elsewhere_is_read_again(home: Path) -> None:
    app = opened("House rules")
    (home / "okr-coach.yaml").write_text("severity: {missing-owner: fix}\n", encoding="utf-8")

    assert "No one named driver" in html(app.run())


def test_a_folder_that_cannot_be_written_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("OKR_COACH_RULES", str(tmp_path / "file" / "rules.yaml"))
    app = choose(opened("House rules"), "How to change them", "The file itself")
    fill(app, "The file", "severity: {missing-owner: fix}\n").run()
    press(app, "Save the rules")

    assert not app.exception and "cannot be written there" in html(app)


def test_who_is_not_at_the_machine_sees_the_rules_and_changes_nothing(
    monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    (home / "okr-coach.yaml").write_text("off: {missing-owner: kept elsewhere}\n", encoding="utf-8")
    monkeypatch.setattr(visitor, "is_here", lambda: False)

    app = opened("House rules")
    assert RULES_ELSEWHERE in html(app) and "kept elsewhere" in html(app)
    assert not [*app.text_area, *app.text_input, *app.selectbox]
    app = opened("Your documents")
    assert DOCUMENTS_ELSEWHERE in html(app) and not app.file_uploader


def test_a_document_is_cited_at_once_and_no_more_when_it_is_removed(home: Path) -> None:
    app = opened("Your documents")
    assert NO_DOCUMENTS in html(app)
    fill(app, "Add a document", ("handbook.md", HANDBOOK, "text/markdown")).run()

    assert "Added: Our handbook, with 1 passage" in html(app) and "handbook.md" in html(app)
    fill(app, "Try what would be cited", "is a launch a key result?").run()
    assert "[1] <b>Our handbook</b>" in html(app) and "Say what guests do otherwise" in html(app)
    cited = review_of(AppTest.from_file(APP, default_timeout=60).run(), DRAFT)
    assert "Our handbook" in html(cited)

    press(app, "Remove")
    press(app, "Remove it for good")
    assert "Removed: Our handbook" in html(app) and not list((home / "documents").glob("*.json"))
    assert "Our handbook" not in html(review_of(AppTest.from_file(APP, default_timeout=60).run(), DRAFT))


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("scan.pdf", None, "no text was found"),
        ("broken.pdf", b"%PDF-1.4 nothing", "cannot be read"),
        ("empty.txt", b"  \n", "no text was found"),
        ("<b>book</b>.md", b"word " * 500_000, "at most 2,000 are kept"),
    ],
)
def test_a_document_that_cannot_be_taken_is_told_in_words(name: str, content: bytes | None, said: str) -> None:
    app = opened("Your documents")
    fill(app, "Add a document", (name, _blank_pdf() if content is None else content, "application/octet-stream")).run()

    assert not app.exception and said in html(app) and 'role="alert"' in html(app)
    assert "<b>book" not in html(app)
    assert NO_DOCUMENTS in html(app)


def _blank_pdf() -> bytes:
    from io import BytesIO

    from pypdf import PdfWriter

    writer, kept = PdfWriter(), BytesIO()
    writer.add_blank_page(200, 200)
    writer.write(kept)
    return kept.getvalue()


def test_a_document_that_cannot_be_removed_is_told(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    app = opened("Your documents")
    fill(app, "Add a document", ("handbook.md", HANDBOOK, "text/markdown")).run()
    monkeypatch.setattr("coach.ui.settings.documents.remove", refused)
    press(app, "Remove")
    press(app, "Remove it for good")
    assert not app.exception and "could not be removed (Permission denied)" in html(app)
