"""A look at a department's files before they are run: columns, corrections, rows that are not read."""

from __future__ import annotations

from pathlib import Path

import pytest

from coach.department.intake.sheet_preview import preview, remember, settle
from coach.department.intake.sheets_seen import SheetSeen
from coach.department.intake.sources import open_source
from coach.errors import InputError

TABLE = """Team,Objective,Key result,Wunschdatum
Sales,Customers stay,Raise renewals from 70% to 80%,2027-03-31
Sales,Customers stay,Launch the portal,2027-03-31
Support,Answers come at once,Cut the wait from 9 to 4 hours,2027-03-31
,,,
"""
ODD = """Whose,Ziel oben,Woran gemessen
Sales,Customers stay,Raise renewals from 70% to 80%
Sales,Customers stay,Launch the portal
Support,Answers come at once,Cut the wait from 9 to 4 hours
"""


def write(folder: Path, text: str, name: str = "okrs.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def roles(sheet: SheetSeen) -> dict[str, str]:
    return {column.letters: column.role for column in sheet.columns}


def test_each_column_is_told_with_its_role_its_reason_and_an_example(tmp_path: Path) -> None:
    seen = preview(write(tmp_path, TABLE), tmp_path, {})
    (sheet,) = seen.sheets
    assert (seen.teams, seen.objectives, seen.key_results, sheet.header_row) == (2, 2, 3, 1)
    assert roles(sheet) == {"A": "team", "B": "objective", "C": "key result", "D": "ignored"}
    assert [column.example for column in sheet.columns][1:] == [
        "Customers stay", "Raise renewals from 70% to 80%", "2027-03-31",
    ]  # fmt: skip
    assert sheet.columns[0].told_by == "by its name" and not sheet.columns[3].is_read


def test_a_correction_is_read_at_once_and_remembered_for_the_next_sheet_of_its_names(tmp_path: Path) -> None:
    path = write(tmp_path, TABLE)
    said = {("okrs.csv", None): {"D": "due"}}
    seen = preview(path, tmp_path, said)
    assert roles(seen.sheets[0])["D"] == "due" and seen.sheets[0].columns[3].told_by == "as you said"
    assert not (tmp_path / "columns.json").exists()

    remember(tmp_path, seen.sheets, said)
    again = preview(write(tmp_path, TABLE, "next.csv"), tmp_path, {})
    assert roles(again.sheets[0])["D"] == "due"
    assert again.sheets[0].columns[3].told_by == "as you said before"


def test_names_that_nobody_knows_are_said_with_their_row(tmp_path: Path) -> None:
    path = write(tmp_path, ODD)
    said = {"A": "team", "B": "objective", "C": "key result"}
    guessed = preview(path, tmp_path, {("okrs.csv", None): {"header row": "1"}}).sheets[0]
    assert guessed.header_row == 1 and roles(guessed)["B"] == "objective"
    assert {column.told_by for column in guessed.columns} <= {"by its name", "by what its cells hold"}
    nothing = {"header row": "1", "B": "ignored", "C": "ignored"}
    with pytest.raises(InputError, match="no column holds objectives"):
        preview(path, tmp_path, {("okrs.csv", None): nothing})
    seen = preview(path, tmp_path, {("okrs.csv", None): {**said, "header row": "1"}})
    assert (seen.teams, seen.objectives, seen.key_results) == (2, 2, 3)
    assert seen.sheets[0].names_in(1) == {"A": "Whose", "B": "Ziel oben", "C": "Woran gemessen"}


def test_a_run_reads_what_the_look_showed_whatever_is_remembered_later(tmp_path: Path) -> None:
    home, run = tmp_path / "home", tmp_path / "run"
    home.mkdir(), run.mkdir()
    path = write(tmp_path, TABLE)
    said = {("okrs.csv", None): {"D": "due"}}
    seen = preview(path, home, said)
    settle(run, path, home, seen.sheets, said)
    remember(home, seen.sheets, {("okrs.csv", None): {"D": "note"}})
    (mapping, *_) = open_source(path, run / "columns.yaml", run).read()
    assert [use.role for use in mapping.columns] == ["team", "objective", "key result", "due"]  # type: ignore[union-attr]


def test_several_files_are_one_department_and_one_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    folder, run = tmp_path / "in", tmp_path / "run"
    folder.mkdir(), run.mkdir()
    write(folder, TABLE, "a.csv")
    write(folder, ODD.replace("Ziel oben", "Objective").replace("Woran gemessen", "Key result"), "b.csv")
    (folder / "c.csv").write_bytes(b"\x89PNG\r\n\x1a\n")
    said = {("a.csv", None): {"D": "due"}}
    seen = preview(folder, tmp_path, said)
    assert [sheet.file for sheet in seen.sheets] == ["a.csv", "b.csv"]
    assert seen.objectives == 4 and any("PNG" in row.reason for row in seen.bad_rows)

    settle(run, folder, tmp_path, seen.sheets, said)
    assert not (run / "columns.yaml").exists()
    found = [piece for piece in open_source(folder, None, run).read() if hasattr(piece, "columns")]
    assert [use.role for use in found[0].columns][3] == "due"  # type: ignore[union-attr]


def test_a_workbook_is_told_sheet_by_sheet(tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    book.active.title = "Q1"  # type: ignore[union-attr]
    for row in TABLE.splitlines()[:4]:
        book.active.append(row.split(","))  # type: ignore[union-attr]
    book.create_sheet("Notes").append(["Call the vendor"])
    book.save(tmp_path / "okrs.xlsx")
    seen = preview(tmp_path / "okrs.xlsx", tmp_path, {("okrs.xlsx", "Q1"): {"D": "due"}})
    assert seen.sheets[0].sheet == "Q1" and roles(seen.sheets[0])["D"] == "due"
    assert [sheet.sheet for sheet in seen.sheets] == ["Q1", "Notes"]
    assert not seen.sheets[1].is_understood


def test_of_a_long_cell_only_its_beginning_is_held(tmp_path: Path) -> None:
    path = write(tmp_path, f"Team,Objective,Key result\nA,Grow,{'wide ' * 4_000}\n")
    (sheet,) = preview(path, tmp_path / "memory", {}).sheets
    assert max(len(cell) for _, cells in sheet.rows for cell in cells) == 2_000


def test_what_is_remembered_refuses_no_sheet(tmp_path: Path) -> None:
    said = {("okrs.csv", None): {"header row": "1"}}
    sheets = preview(write(tmp_path, ODD), tmp_path, said).sheets
    remember(tmp_path, sheets, {("okrs.csv", None): {"header row": "1", "B": "ignored", "C": "ignored"}})
    seen = preview(write(tmp_path, ODD, "next.csv"), tmp_path, {})
    assert seen.sheets[0].header_row == 1 and not seen.objectives


def test_no_row_of_names_can_be_said_of_a_sheet_that_has_one(tmp_path: Path) -> None:
    seen = preview(write(tmp_path, TABLE), tmp_path, {("okrs.csv", None): {"header row": "0", "A": "team"}})
    assert seen.sheets[0].header_row is None and seen.sheets[0].columns[0].told_by == "as you said"


def test_a_table_of_many_objectives_in_which_nothing_names_teams_is_told(tmp_path: Path) -> None:
    rows = "".join(f"Customers stay in region {at},Raise renewals from 70% to 8{at}%\n" for at in range(5))
    table = "Objective,Key result\n" + rows
    assert preview(write(tmp_path, table), tmp_path, {}).without_team == ((("okrs.csv", None), "okrs"),)
    few = "".join(table.splitlines(keepends=True)[:4])
    assert preview(write(tmp_path, few), tmp_path, {}).without_team == ()
    with_team = "Team,Objective,Key result\n" + "".join(f"Sales,{row}\n" for row in rows.splitlines())
    assert preview(write(tmp_path, with_team), tmp_path, {}).without_team == ()
