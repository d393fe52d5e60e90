"""The Department page without a browser: how files are looked at, what is shown of a run, and that nobody sees another's."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from coach.department import results as results_module
from coach.department.background import background
from coach.department.intake.sheet_preview import remember
from coach.department.kept_runs import KeptRun, KeptRuns
from coach.settings import settings
from coach.shared import shared_coach
from coach.ui import browser_key
from coach.ui.department import state

KEY = f"{os.getpid():032x}"
OTHER = f"{os.getpid():x}".rjust(32, "f")
"""Of this process: tests run beside one another, and share the data directory."""
HOSTILE = "Cut <b>$2M</b> *costs* [x](http://evil.example) :red[a] שלום"
SHEET = f"""Team,Objective,Key result,Wunschdatum,Owner
Sales,Customers stay with us,Launch the new portal,2027-03-31,Ana
Sales,Customers stay with us,Raise renewals from 70% to 80%,2027-03-31,Ana
Support,Answers come at once,{HOSTILE},2027-03-31,
Support,Answers come at once,Improve quality significantly,,
,,,,just a remark
"""


def owned_by(key: str) -> KeptRuns:
    return KeptRuns(settings().home, "browser-" + hashlib.sha256(key.encode()).hexdigest()[:48])


@pytest.fixture(autouse=True)
def clean(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A browser of these tests' own; nothing works or lies there afterwards."""
    monkeypatch.setattr(browser_key, "held_by_browser", lambda: KEY)
    yield
    mine = owned_by(KEY)
    while (run := background().under_way(mine.folder)) is not None:
        background().cancel(run)
    mine.discard()


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KeptRun]:
    """A run that is complete, of the browser of these tests; the same for all of them."""
    assert shared_coach().index is not None
    mine = owned_by(KEY)
    run = mine.begin(mine.prepare([("okrs.csv", SHEET.encode())]), "Spring", None)
    background().start(run, replace(settings(), model=None, database_url=mine.database_url), workers=1)
    while background().standing(run).is_under_way:
        time.sleep(0.05)
    assert background().standing(run).state == "done"
    yield run
    mine.delete(run)


def page(run: KeptRun | None = None, part: str | None = None) -> AppTest:
    made = AppTest.from_function(_page, default_timeout=60)
    if run is not None:
        made.session_state["okr_dept_run"] = run.id
    if part is not None:
        made.session_state["okr_dept_part"] = part
    return made.run()


def _page() -> None:
    from coach.ui.department.page import show_department_page

    show_department_page()


def html(made: AppTest) -> str:
    return "\n".join(element.proto.body for element in made.get("html"))


def press(made: AppTest, key: str) -> AppTest:
    return made.button(key=key).click().run()


def upload(made: AppTest, content: str, name: str = "okrs.csv") -> AppTest:
    made.file_uploader[0].upload(name, content.encode(), "text/csv")
    return press(made, "okr_dept_read")


def shown_roles(made: AppTest) -> list[str | None]:
    return [box.value for box in made.selectbox]


def test_the_first_page_says_what_to_do_and_where_things_are_kept() -> None:
    made = page()
    assert not made.exception
    assert "Choose the sheet" in html(made) and "for this browser alone" in html(made)
    press(made, "okr_dept_read")
    assert "No file was chosen yet" in html(made)


def test_the_example_is_read_and_its_columns_are_understood() -> None:
    made = press(page(), "okr_dept_open_example")
    assert "6 teams, 12 objectives, 30 key results" in html(made)
    assert shown_roles(made)[:6] == ["department", "team", "period", "objective", "key result", "baseline"]
    assert "1 row that could not be read" in made.expander[0].label
    assert made.button(key="okr_dept_begin").label == "Review 12 objectives"


def test_a_column_is_corrected_and_can_be_remembered_and_taken_back() -> None:
    made = upload(page(), SHEET)
    assert shown_roles(made) == ["team", "objective", "key result", "ignored", "owner"]
    made.selectbox[3].set_value("due").run()
    assert shown_roles(made)[3] == "due" and "as you said" in html(made)
    assert made.checkbox(key="okr_dept_remember").value
    press(made, "okr_dept_take_back")
    assert shown_roles(made)[3] == "ignored"


def test_a_role_of_one_column_leaves_the_other() -> None:
    made = upload(page(), SHEET)
    made.selectbox[3].set_value("owner").run()
    assert shown_roles(made) == ["team", "objective", "key result", "owner", "ignored"]
    made.selectbox[4].set_value("owner").run()
    assert shown_roles(made)[4] == "owner" and shown_roles(made)[3] != "owner"


def odd() -> str:
    known = "Team,Objective,Key result,Wunschdatum,Owner"
    return SHEET.replace(known, "Wessen,Ziel oben,Woran gemessen,Wunschdatum,Wer")


def test_names_that_are_not_known_are_said_with_their_row_and_what_the_cells_told_still_holds() -> None:
    made = upload(page(), odd())
    assert "No row with known names was found" in html(made)
    made.number_input[0].set_value(1).run()
    assert shown_roles(made) == ["team", "objective", "key result", "due", "owner"]
    assert "as you said" not in html(made) and "Woran gemessen" in html(made) and "row 1" in html(made)
    assert "2 teams, 2 objectives, 4 key results" in html(made)
    assert not made.button(key="okr_dept_begin").disabled


LONG = """Goals 2027;;;;
;;;;
Crew;Where we want to be;How we will notice;Wish;Mood
Kitchen;Guests get hot food;Cut the wait from 24 to 15 minutes;15;fine
Spa;Guests come back to us;Raise bookings from 200 to 400;400;fine
Bar;Evenings run without waiting;Cut complaints from 12 to 5;5;bad
Garden;Paths are safe at night;Cut the number of falls from 9 to 2;2;bad
""".replace(";", ",")


def reviewed(made: AppTest) -> None:
    """What pressing Review remembers, without the run."""
    seen = made.session_state["okr_dept_columns"]
    remember(owned_by(KEY).folder, seen["preview"].sheets, seen["said"])


def test_a_row_of_names_leaves_what_the_program_guessed_its_guess() -> None:
    made = upload(page(), LONG)
    made.number_input[0].set_value(3).run()
    assert "How we will notice" in html(made) and "as you said" not in html(made)
    assert shown_roles(made)[1:3] == ["objective", "key result"]
    assert made.session_state["okr_dept_columns"]["said"] == {("okrs.csv", None): {"header row": "3"}}
    reviewed(made)
    again = upload(press(made, "okr_dept_back"), LONG)
    assert "in row 3" in html(again) and "as you said before" not in html(again)


def test_one_column_changed_leaves_what_was_remembered_of_the_others() -> None:
    made = upload(page(), LONG)
    made.number_input[0].set_value(3).run()
    for at, role in ((0, "team"), (3, "target")):
        made.selectbox[at].set_value("note").run()
        made.selectbox[at].set_value(role).run()
    reviewed(made)
    again = upload(press(made, "okr_dept_back"), LONG)
    before = shown_roles(again)
    assert "4 teams" in html(again) and html(again).count("as you said before") == 2
    again.selectbox[4].set_value("confidence").run()
    assert shown_roles(again) == [*before[:4], "confidence"]
    assert "4 teams" in html(again) and "in row 3" in html(again) and "no name" not in html(again)
    again.number_input[0].set_value(0).run()
    assert again.number_input[0].value == 0 and "No row with known names" in html(again)


def test_many_objectives_without_a_team_are_told_before_the_review() -> None:
    made = upload(page(), LONG.replace("Goals 2027,,,,\n,,,,\n", "").replace("Crew", "Mark", 1))
    made.number_input[0].set_value(1).run()
    made.selectbox[0].set_value("ignored").run()
    assert "No column was read as the team, so all of this is one team" in html(made)
    made.selectbox[0].set_value("team").run()
    assert "No column was read as the team" not in html(made) and "4 teams" in html(made)


def test_the_roles_that_are_used_most_come_first() -> None:
    assert upload(page(), SHEET).selectbox[0].options[:6] == [
        "Objective", "Key result", "Team", "Owner", "Baseline", "Target",
    ]  # fmt: skip


def test_what_does_not_go_together_yet_is_told_and_the_rest_stays() -> None:
    made = upload(page(), odd())
    made.number_input[0].set_value(500).run()
    assert "row 500, given as the header row, is empty or not there" in html(made)
    assert made.button(key="okr_dept_begin").disabled
    made.number_input[0].set_value(1).run()
    assert 'role="alert"' not in html(made) and not made.button(key="okr_dept_begin").disabled


def test_a_file_that_cannot_be_read_is_one_message() -> None:
    made = page()
    made.file_uploader[0].upload("o<b>.csv", b"\x89PNG\r\n\x1a\n", "text/csv")
    press(made, "okr_dept_read")
    assert not made.exception
    assert "PNG picture" in html(made) and "o<b>" not in html(made)
    press(made, "okr_dept_back")
    assert "Choose the sheet" in html(made)


def test_a_new_session_of_the_browser_finds_the_files_it_was_looking_at() -> None:
    upload(page(), SHEET)
    assert made_names(page()) == ["Review 2 objectives"]


def made_names(made: AppTest) -> list[str]:
    return [button.label for button in made.button if button.label.startswith("Review ")]


def test_monday_comes_first_and_leads_to_the_findings_it_counts(done: KeptRun) -> None:
    made = page(done)
    assert not made.exception
    assert "2 teams, 2 objectives, 4 key results" in html(made)
    assert html(made).count('class="okr-dept-action"') == len(results_of(made).overview.actions) > 0
    press(made, "okr_dept_show_1")
    criterion = results_of(made).overview.actions[0].criterion
    assert made.multiselect(key="okr_dept_filter_criteria").value == [criterion]


def results_of(made: AppTest) -> results_module.Results:
    found: results_module.Results = made.session_state["okr_dept_results"][1]
    return found


def test_the_list_filters_without_reading_anything_anew(done: KeptRun, monkeypatch: pytest.MonkeyPatch) -> None:
    made = page(done, "Findings")
    everything = len(results_of(made).rows)

    def unexpected(*_: object) -> None:
        raise AssertionError("it was read again")

    monkeypatch.setattr(results_module, "open_ledger", unexpected)
    made.multiselect(key="okr_dept_filter_teams").set_value(["Support"]).run()
    assert f"of {everything} findings" in html(made)
    made.multiselect(key="okr_dept_filter_severity").set_value(["fix"]).run()
    made.text_input(key="okr_dept_filter_text").set_value("nothing like it").run()
    assert not made.exception and "No finding fits all" in html(made)


def test_a_draft_that_is_opened_shows_its_words_as_typed_with_its_findings(done: KeptRun) -> None:
    made = page(done, "Heat map")
    row = next(row for row in results_of(made).rows if row.team == "Support")
    made.session_state["okr_dept_opened"] = state.Opened(row.draft, row.finding, row.criterion)
    made.run()
    assert not made.exception
    assert html(made).count('<details class="okr-dept-finding"') >= 2 and html(made).count(" open>") == 1
    assert "<b>$2M" not in html(made) and 'href="http://evil' not in html(made)
    press(made, "okr_dept_close")
    assert '<details class="okr-dept-finding"' not in html(made)


@pytest.mark.parametrize("part", state.PARTS)
def test_every_part_is_shown_without_a_fault(done: KeptRun, part: str) -> None:
    made = page(done, part)
    assert not made.exception and 'role="alert"' not in html(made)


def test_what_was_not_read_is_told(done: KeptRun) -> None:
    assert "1 row could not be read" in html(page(done, "Not read"))


def test_every_file_can_be_taken_away(done: KeptRun) -> None:
    names = {button.proto.label for button in page(done, "Take away").get("download_button")}
    assert names == {
        f"Save: {name}"
        for name in (
            "Workbook",
            "Report",
            "Markdown",
            "Notes to teams",
            "JSON",
            "Rows not read",
            "For developers: SARIF",
        )
    }


def test_another_browser_sees_nothing_of_it(done: KeptRun, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browser_key, "held_by_browser", lambda: OTHER)
    assert "Spring" not in html(page()) and "No department was reviewed" in html(page())
    stranger = page(done)
    assert "Spring" not in html(stranger) and "Choose the sheet" in html(stranger)


def test_a_run_is_deleted_after_being_asked_twice(done: KeptRun) -> None:
    mine = owned_by(KEY)
    run = mine.begin(mine.prepare([("okrs.csv", SHEET.encode())]), "To go", None)
    made = page()
    press(made, f"okr_dept_ask_{run.id}")
    assert "cannot be undone" in html(made) and mine.opened(run.id) is not None
    press(made, f"okr_dept_delete_{run.id}")
    assert mine.opened(run.id) is None and mine.opened(done.id) is not None
    assert "To go" not in html(made)


def test_a_run_that_was_left_is_offered_to_be_gone_on_with() -> None:
    mine = owned_by(KEY)
    run = mine.begin(mine.prepare([("okrs.csv", SHEET.encode())]), "Left", None)
    try:
        made = page(run)
        assert "stopped when the app was stopped" in html(made)
        assert made.button(key="okr_dept_go_on").label == "Try again"
    finally:
        mine.delete(run)


def test_a_new_session_of_the_browser_finds_the_run_under_way_and_cancels_it(done: KeptRun) -> None:
    mine = owned_by(KEY)
    run = mine.begin(mine.prepare([("okrs.csv", SHEET.encode())]), "Under way", None)
    try:
        background().start(run, replace(settings(), model=None, database_url=mine.database_url), workers=1)
        made = page()
        assert "Under way" in html(made) and "You may leave this page" in html(made)
        press(made, "okr_dept_cancel")
        assert background().under_way(mine.folder) is None
        assert "What was reviewed is kept" in html(made.run())
    finally:
        background().cancel(run)
        mine.delete(run)


def test_a_run_with_a_model_does_not_go_on_without_it() -> None:
    mine = owned_by(KEY)
    run = mine.begin(mine.prepare([("okrs.csv", SHEET.encode())]), "Asked", "wise at example.org")
    try:
        made = press(page(run), "okr_dept_go_on")
        assert "This run began with wise at example.org" in html(made)
        assert background().under_way(mine.folder) is None
    finally:
        mine.delete(run)


def test_two_runs_are_compared(done: KeptRun, monkeypatch: pytest.MonkeyPatch) -> None:
    mine = owned_by(KEY)
    run = mine.begin(mine.prepare([("later.csv", SHEET.encode())]), "Autumn", None)
    try:
        better = (
            (done.out / "reviews.jsonl")
            .read_text(encoding="utf-8")
            .replace("Launch the new portal", "Launch the portal")
        )
        run.out.mkdir()
        (run.out / "reviews.jsonl").write_text(better, encoding="utf-8")
        (run.path / "ended.json").write_text('{"how": "done", "words": "", "notices": []}')
        made = page(done, "Since last time")
        assert "still there" in html(made) and "Before: " in html(made)
    finally:
        mine.delete(run)


def test_nothing_of_a_draft_lies_outside_the_owners_folder(done: KeptRun) -> None:
    assert done.path.is_relative_to(Path(settings().home) / "departments")


def check_ins() -> AppTest:
    made = page()
    made.segmented_control(key="okr_dept_kind").set_value("Check-ins").run()
    return made


def test_check_ins_say_what_to_ask_next_and_are_not_kept() -> None:
    made = press(check_ins(), "okr_dept_open_cycle_example")
    assert not made.exception
    assert "5 key results as of 15 February 2025" in html(made)
    assert html(made).count('class="okr-dept-track"') == 5
    assert "Still waiting for the sensors." in html(made)
    assert not owned_by(KEY).folder.exists() or not any(owned_by(KEY).folder.rglob("*heck-in*"))
    press(made, "okr_dept_cycle_back")
    assert "Nothing of it is kept" in html(made)


def test_check_ins_that_cannot_be_read_are_one_message() -> None:
    made = check_ins()
    made.file_uploader[0].upload("c<b>.csv", b"\x89PNG\r\n\x1a\n", "text/csv").run()
    assert not made.exception
    assert "this is no sheet that is read" in html(made) and "c<b>" not in html(made)


def test_a_run_that_another_tab_deleted_is_told_and_nothing_begins(done: KeptRun) -> None:
    mine = owned_by(KEY)
    run = mine.begin(mine.prepare([("okrs.csv", SHEET.encode())]), "Gone", None)
    made = page(run)
    mine.delete(run)
    press(made, "okr_dept_go_on")
    assert not made.exception and "deleted meanwhile" in html(made)
    assert not run.path.exists() and background().under_way(mine.folder) is None


def test_a_run_whose_note_or_files_are_damaged_is_shown_without_a_fault() -> None:
    mine = owned_by(KEY)
    run = mine.prepare([("okrs.csv", SHEET.encode())])
    run.input.unlink()
    made = page(run)
    assert not made.exception and "not kept any more" in html(made)
    (run.path / "about.json").write_text("{")
    try:
        made = page()
        assert not made.exception and "A run whose note cannot be read" in html(made)
    finally:
        mine.delete(run)
