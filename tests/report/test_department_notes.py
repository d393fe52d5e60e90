"""A note to a team: what is good, three things, questions, nothing about others, in a file that every system takes."""

from __future__ import annotations

import csv
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.intake import read_text
from coach.okr import Draft
from coach.reading.result import Where
from coach.report.department.cells import as_text_cell, xml_text
from coach.report.department.file_names import FileNames, safe_stem
from coach.report.department.notes import Notes
from tests.support.ledgers import team_review
from tests.support.reviews import LIFT, TASK, finding, review_of, sample

RESERVED = {"con", "prn", "aux", "nul", *(f"{name}{n}" for name in ("com", "lpt") for n in range(10))}


def written(notes: Notes, folder: Path) -> dict[str, str]:
    notes.write(folder)
    return {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()}


def draft_of(lines: int) -> Draft:
    return read_text(
        "Objective: Shops begin without help\n" + "\n".join(f"- Lift part {n} to {n}0%" for n in range(1, lines + 1))
    )


def test_a_note_says_what_is_good_then_three_things_then_what_to_ask(tmp_path: Path) -> None:
    notes = Notes()
    notes.add(team_review("Shop", sample()))
    files = written(notes, tmp_path)
    text = files["Shop.txt"]
    order = [
        "Hello Shop,",
        "What is good",
        "Baseline, target and date are all there.",
        "1. “",
        "This is a task.",
        "Questions",
        "What will be different?",
    ]
    assert [text.index(words) for words in order] == sorted(text.index(words) for words in order)
    assert text.splitlines()[0] == "Your OKRs: 3 things to look at first"
    assert "## What is good" in files["Shop.md"]


def test_nothing_about_another_team_stands_in_a_note(tmp_path: Path) -> None:
    notes = Notes()
    notes.add(team_review("Shop", sample()))
    notes.add(team_review("Depot", review_of(read_text("Objective: Parcels arrive\n- Late parcels from 9% to 4%"))))
    files = written(notes, tmp_path)
    assert "Parcels" not in files["Shop.md"] + files["Shop.txt"]
    assert "Shop" not in files["Depot.md"] + files["Depot.txt"]


def test_the_three_are_of_different_kinds_and_lines_while_there_are_others(tmp_path: Path) -> None:
    draft = draft_of(5)
    found = [finding(draft, Where(objective=0, key_result=n)) for n in range(4)]
    task = finding(
        draft, Where(objective=0, key_result=4), criterion="activity-key-result", severity="consider", message="A task."
    )
    notes = Notes()
    notes.add(team_review("Shop", review_of(draft, *found, task)))
    text = written(notes, tmp_path)["Shop.txt"]
    assert "A task." in text
    assert text.count("There is a measure here") == 2
    assert "There are 2 further points" in text


def test_drafts_of_one_team_make_one_note(tmp_path: Path) -> None:
    notes = Notes()
    other = read_text("Objective: Other\n- Lift a to 1%\n- Lift b to 2%")
    for draft, period in ((draft_of(2), "2027-Q2"), (other, "2027-Q3")):
        draft = draft.model_copy(update={"period": period})
        notes.add(team_review("Shop", review_of(draft, finding(draft, TASK), finding(draft, LIFT))))
    files = written(notes, tmp_path)
    assert set(files) == {"Shop.md", "Shop.txt", "index.csv"}
    assert "2 objectives and 4 key results" in files["Shop.txt"]
    assert "There is one further point" in files["Shop.txt"]
    assert files["Shop.txt"].startswith("Your OKRs for 2027-Q2, 2027-Q3: 3 things")


def test_without_strengths_a_line_without_findings_is_named_and_nothing_is_praised(tmp_path: Path) -> None:
    draft = draft_of(2)
    notes = Notes()
    notes.add(team_review("Shop", review_of(draft, finding(draft, TASK))))
    assert "nothing to add to “Lift part 2 to 20%”" in written(notes, tmp_path)["Shop.txt"]
    other = Notes()
    other.add(team_review("Shop", review_of(draft_of(1), finding(draft_of(1), TASK))))
    assert "What is good" not in written(other, tmp_path)["Shop.txt"]


def test_a_note_of_an_earlier_run_goes_and_a_file_of_the_coach_stays(tmp_path: Path) -> None:
    first = Notes()
    first.add(team_review("Shop", sample()))
    written(first, tmp_path)
    (tmp_path / "mine.md").write_text("my own", encoding="utf-8")
    (tmp_path.parent / "outside.md").write_text("elsewhere", encoding="utf-8")
    with (tmp_path / "index.csv").open("a", encoding="utf-8") as index:
        index.write("x,../outside.md,../outside.md\n")
    second = Notes()
    second.add(team_review("Depot", sample()))
    assert set(written(second, tmp_path)) == {"Depot.md", "Depot.txt", "index.csv", "mine.md"}
    assert (tmp_path.parent / "outside.md").exists()


def test_a_name_in_the_list_of_notes_is_no_formula(tmp_path: Path) -> None:
    notes = Notes()
    notes.add(team_review("=1+1", sample()))
    rows = list(csv.reader(written(notes, tmp_path)["index.csv"].splitlines()))
    assert rows[1] == ["'=1+1", "1+1.md", "1+1.txt"]
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in rows[1])


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("CON", "CON_"), ("nul.txt", "nul.txt_"), ("Com1", "Com1_"), ("R&D / Ops: *new*", "R-D - Ops- -new"),
        ("../../etc/passwd", "etc-passwd"), ("trailing. ", "trailing"), ("\u202egnp", "gnp"), ("משלוחים", "משלוחים"),
        ("   ", "team"), ("...", "team"), ("A\nB", "A B"),
    ],
)  # fmt: skip
def test_any_name_becomes_a_file_name(name: str, stem: str) -> None:
    assert safe_stem(name) == stem


@given(st.lists(st.text(max_size=300), max_size=12))
def test_file_names_are_safe_and_each_teams_own(teams: list[str]) -> None:
    names = FileNames()
    given_ = [names.of(team) for team in dict.fromkeys(teams)]
    assert len({unicodedata.normalize("NFKC", name).casefold() for name in given_}) == len(given_)
    for name in given_:
        assert name.split(".")[0].casefold() not in RESERVED
        assert not set('<>:"/\\|?*\0') & set(name)
        assert len(f"{name}.md".encode()) < 200
        assert name == name.strip(" .")
        assert name[0] not in "=+-@"


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@a", "\t=1", "\r=1", " =1", "＝1"])
def test_a_cell_of_text_is_no_formula(text: str) -> None:
    assert as_text_cell(text) == f"'{text}"
    assert as_text_cell("from 3 = 3") == "from 3 = 3"


def test_what_xml_cannot_hold_is_written_in_a_workbooks_own_escapes() -> None:
    assert xml_text("a\x07b_x0041_<&\r") == "a_x0007_b_x005F_x0041_&lt;&amp;_x000D_"
    assert len(xml_text("x" * 40_000)) == 32_767
