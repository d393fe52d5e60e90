"""The reviewed workbook: what was in it stays to the letter, what is added stands beside its row, and no cell becomes a formula."""

from __future__ import annotations

import re
import shutil
import subprocess
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Font, PatternFill
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from coach.errors import InputError
from coach.intake.csv_file import read_csv
from coach.intake.workbook import read_workbook
from coach.okr import Draft
from coach.report.department import write_all
from coach.report.department.coachs_page import overview
from coach.report.department.row_notes import HEADINGS, RowNotes
from coach.report.department.workbook import write_reviewed
from coach.report.department.xlsx_reading import measured
from coach.report.department.xlsx_sheet import Additions, spliced, with_columns
from coach.reviewer import Coach
from tests.support.ledgers import MemoryLedger, by_team, team_review

ROWS = [
    ["Team", "Objective", "Key result", "Owner", "Score", "Double"],
    ["Shop", "Delight users", "Launch the wizard", "Anna", 0.4, "=E2*2"],
    [None, None, "Improve activation", "Ben", 0.2, "=E3*2"],
    ["Depot", "Parcels arrive when promised", "Late parcels from 9% to 4% by 30 June 2027", "Cem", None, None],
]


def rich() -> Workbook:
    """A workbook with what people put into one."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Plan 'A' & B"
    for row in ROWS:
        sheet.append(row)
    sheet["A1"].font = Font(bold=True, color="FF0000")
    sheet["C2"].fill = PatternFill("solid", fgColor="FFFF00")
    sheet["C2"].comment = Comment("Ask Anna first", "Anna")
    sheet.merge_cells("A2:A3")
    sheet.merge_cells("B2:B3")
    sheet.column_dimensions["B"].width = 44
    sheet.column_dimensions["H"].hidden = True
    sheet.row_dimensions[3].height = 60
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = "A1:F4"
    validation = DataValidation(type="list", formula1='"Anna,Ben"')
    sheet.add_data_validation(validation)
    validation.add("D2:D9")
    sheet.conditional_formatting.add(
        "E2:E9", CellIsRule(operator="lessThan", formula=["0.3"], font=Font(color="FF0000"))
    )
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=5, min_row=2, max_row=4))
    sheet.add_chart(chart, "H8")
    sheet["G3"].fill = PatternFill("solid", fgColor="00FF00")  # an empty cell with a style, where a column is added
    sheet["M4"].fill = PatternFill("solid", fgColor="0000FF")
    other = book.create_sheet("Numbers")
    other["A1"] = 3
    other.defined_names["mine"] = DefinedName("mine", attr_text="Numbers!$A$1")
    book.active = 1
    return book


def saved(book: Workbook, folder: Path) -> Path:
    path = folder / "plan.xlsx"
    book.save(path)
    return path


def reviewed(path: Path, draft: Draft, out: Path) -> tuple[Path, tuple[str, ...]]:
    coach = Coach()
    ledger = MemoryLedger([team_review(team, coach.by_rules(part)) for team, part in by_team(draft)])
    written = write_all(ledger, out, path)
    return out / "reviewed.xlsx", written.notices


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, tuple[str, ...]]:
    folder = tmp_path_factory.mktemp("workbook")
    path = saved(rich(), folder)
    made, notices = reviewed(path, read_workbook(path.read_bytes(), name="plan.xlsx"), folder / "out")
    return path, made, notices


def test_all_that_was_in_it_is_in_it(pair: tuple[Path, Path, tuple[str, ...]]) -> None:
    before, after = load_workbook(pair[0]), load_workbook(pair[1])
    assert after.sheetnames == ["What to do first", *before.sheetnames]
    for sheet in before.worksheets:
        same = after[sheet.title]
        for row in sheet.iter_rows():
            for cell in row:
                other = same[cell.coordinate]
                if cell.value is not None:
                    assert other.value == cell.value
                    for style in ("font", "fill", "border", "alignment", "number_format", "protection"):
                        assert repr(getattr(other, style)) == repr(getattr(cell, style))
        assert same.merged_cells.ranges == sheet.merged_cells.ranges
        assert same.freeze_panes == sheet.freeze_panes
        assert same.auto_filter.ref == sheet.auto_filter.ref
        assert [v.sqref for v in same.data_validations.dataValidation] == [
            v.sqref for v in sheet.data_validations.dataValidation
        ]
        assert len(same.conditional_formatting) == len(sheet.conditional_formatting)
        assert len(same._charts) == len(sheet._charts)
    plan = after["Plan 'A' & B"]
    assert plan.column_dimensions["B"].width == 44
    assert plan.row_dimensions[3].height == 60
    assert plan["C2"].comment.text == "Ask Anna first"
    assert plan["M4"].fill.fgColor.rgb == "000000FF"


def test_parts_that_nothing_is_added_to_are_the_same_bytes(pair: tuple[Path, Path, tuple[str, ...]]) -> None:
    with ZipFile(pair[0]) as before, ZipFile(pair[1]) as after:
        changed = {name for name in before.namelist() if before.read(name) != after.read(name)}
        assert after.testzip() is None
    assert any("chart" in name for name in before.namelist())
    assert not any("chart" in name or "theme" in name or "drawing1.xml" in name for name in changed)


def test_a_name_that_holds_for_one_sheet_still_does(pair: tuple[Path, Path, tuple[str, ...]]) -> None:
    after = load_workbook(pair[1])
    assert after["Numbers"].defined_names["mine"].attr_text == "Numbers!$A$1"


def test_only_the_new_sheet_is_shown_when_it_is_opened(pair: tuple[Path, Path, tuple[str, ...]]) -> None:
    after = load_workbook(pair[1])
    assert after.active is not None
    assert after.active.title == "What to do first"
    assert not any(sheet.sheet_view.tabSelected for sheet in after.worksheets[1:])


def test_what_was_found_stands_beside_its_row(pair: tuple[Path, Path, tuple[str, ...]]) -> None:
    plan = load_workbook(pair[1])["Plan 'A' & B"]
    assert [plan.cell(1, column).value for column in range(7, 11)] == list(HEADINGS)
    assert plan["G2"].value == "Not ready"
    assert "“Launch the wizard”" in plan["H2"].value
    assert plan["I2"].value.endswith("?")
    assert "activation" in plan["H3"].value
    assert plan["G3"].value == "Not ready"
    ready = {"Fix first": "Not ready", "Improve": "Nearly there"}
    worst = next((words for words in ready if words in (plan["H4"].value or "")), "")
    assert plan["G4"].value == ready.get(worst, "Ready to share")
    assert plan.column_dimensions["H"].hidden is False
    assert plan.dimensions == "A1:M4"
    assert plan["G5"].value is None


def test_a_quoted_cell_carries_a_comment_unless_it_has_one(pair: tuple[Path, Path, tuple[str, ...]]) -> None:
    plan = load_workbook(pair[1])["Plan 'A' & B"]
    assert "“Improve activation”" in plan["C3"].comment.text
    assert plan["C3"].comment.author == "OKR Coach"
    assert any("1 cell with a comment already" in notice for notice in pair[2])


def test_the_first_sheet_says_what_to_do_and_leads_to_the_cells(pair: tuple[Path, Path, tuple[str, ...]]) -> None:
    first = load_workbook(pair[1])["What to do first"]
    words = [cell.value for row in first.iter_rows() for cell in row if cell.value]
    assert any("what their tasks are for" in str(word) for word in words)
    links = [cell.hyperlink.location for row in first.iter_rows() for cell in row if cell.hyperlink]
    assert "'Plan ''A'' & B'!C2" in links


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r="])
def test_text_that_begins_like_a_formula_stays_text(start: str, tmp_path: Path) -> None:
    path = tmp_path / "plan.csv"
    line = f"{start}HYPERLINK(A1) activation by 2027-06-30"
    path.write_text(f'Team,Objective,Key result\n"{start}cmd",Delight users,"{line}"\n', encoding="utf-8", newline="")
    made, _ = reviewed(path, read_csv(path.read_bytes().decode(), name="plan.csv"), tmp_path / "out")
    book = load_workbook(made)
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type in ("s", "n", "inlineStr")
    with ZipFile(made) as archive:
        assert not any(b"<f>" in archive.read(name) for name in archive.namelist())
    assert book["plan"]["A2"].quotePrefix
    index = (tmp_path / "out" / "notes" / "index.csv").read_text(encoding="utf-8")
    assert "\n=" not in index


def test_a_table_of_text_becomes_a_workbook_with_the_same_words(tmp_path: Path) -> None:
    path = tmp_path / "plan.csv"
    path.write_text(
        'Team;Objective;Key result;No\nShop;Delight users;"Launch\nit";007\n;;Sell 5;12.5\n', encoding="utf-8"
    )
    made, _ = reviewed(path, read_csv(path.read_text(encoding="utf-8"), name="plan.csv"), tmp_path / "out")
    sheet = load_workbook(made)["plan"]
    assert [cell.value for cell in sheet[2]][:4] == ["Shop", "Delight users", "Launch\nit", "007"]
    assert sheet["D3"].value == 12.5
    assert sheet["E2"].value == "Not ready"


def test_a_file_that_is_no_workbook_is_told_and_the_rest_is_written(tmp_path: Path) -> None:
    path = tmp_path / "plan.xlsx"
    path.write_bytes(b"PK\x03\x04 and no more")
    ledger = MemoryLedger([])
    with pytest.raises(InputError, match=r"plan\.xlsx: nothing could be added"):
        write_reviewed(path, tmp_path / "reviewed.xlsx", overview(ledger), ledger, RowNotes())
    written = write_all(ledger, tmp_path / "out", path)
    assert "no reviewed copy was made" in written.notices[0]
    assert (tmp_path / "out" / "report.html").exists()
    assert not (tmp_path / "out" / "reviewed.xlsx").exists()
    assert not list(tmp_path.glob(".*"))


def test_a_part_with_prefixes_and_without_numbers_takes_cells() -> None:
    part = (
        b'<?xml version="1.0" encoding="utf-8"?><x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        b'<x:sheetData><x:row><x:c t="str"><x:v>a &gt; b</x:v></x:c><x:c s="3"/></x:row><x:row spans="1:2" r="4"><x:c r="B4"><x:v>1</x:v></x:c>'
        b'<x:c r="C4" s="1"/><x:c r="Z4" s="2"/></x:row><x:row r="5"/></x:sheetData><x:pageMargins left="1"/><x:extLst/></x:worksheet>'
    )
    found = measured(BytesIO(part))
    assert (found.last_column, found.rows) == (2, {1, 4, 5})
    cells = {1: (("one", None),), 4: (("four", 7), ("<&", None)), 5: (("never", None),)}
    made = b"".join(
        spliced(BytesIO(part), Additions(3, 2, frozenset(cells), cells.__getitem__, with_columns([], 3), b"<d/>"))
    )
    assert (
        b'<x:c s="3"/><x:c r="C1" t="inlineStr"><x:is><x:t xml:space="preserve">one</x:t></x:is></x:c></x:row>' in made
    )
    assert b'<x:row r="4"><x:c r="B4"><x:v>1</x:v></x:c><x:c r="C4" s="7" t="inlineStr">' in made
    assert b"&lt;&amp;</x:t></x:is></x:c>" in made
    assert made.index(b"&lt;&amp;") < made.index(b'<x:c r="Z4"')
    assert b'<x:row r="5"/>' in made
    assert b'<x:pageMargins left="1"/><d/><x:extLst/>' in made


@given(st.lists(st.tuples(st.integers(1, 40), st.booleans()), max_size=8), st.integers(1, 30))
def test_widths_never_overlap_and_those_before_stay(spans: list[tuple[int, bool]], first: int) -> None:
    columns: list[dict[str, str]] = []
    at = 1
    for size, hidden in spans:
        columns.append({"min": str(at), "max": str(at + size - 1), "width": "9", **({"hidden": "1"} if hidden else {})})
        at += size
    made = with_columns(columns, first)
    covered = [n for c in made for n in range(int(c["min"]), int(c["max"]) + 1)]
    assert covered == sorted(set(covered))
    before = {n: c for c in columns for n in range(int(c["min"]), int(c["max"]) + 1)}
    after = {n: c for c in made for n in range(int(c["min"]), int(c["max"]) + 1)}
    for number, attributes in before.items():
        if not first <= number < first + 4:
            assert after[number].get("hidden") == attributes.get("hidden")


@given(st.integers(1, 60))
def test_splicing_does_not_depend_on_how_the_part_arrives(size: int) -> None:
    part = b'<worksheet><dimension ref="A1:B2"/><cols><col min="1" max="9" width="3"/></cols><sheetData><row r="1"><c r="A1"><v>1</v></c></row>'
    part += b'<row r="2" spans="1:2"><c r="B2"><v>2</v></c><c r="C2" s="1"></c></row></sheetData></worksheet>'

    class Slow(BytesIO):
        def read(self, _: Any = -1) -> bytes:
            return super().read(size)

    columns = with_columns([{"min": "1", "max": "9", "width": "3"}], 3)
    add = Additions(3, 1, frozenset({1, 2}), lambda row: ((f"in row {row}", None),), columns)
    assert b"".join(spliced(Slow(part), add)) == b"".join(spliced(BytesIO(part), add))
    whole = b"".join(spliced(BytesIO(part), add)).decode()
    assert re.findall(r'r="([A-Z]\d)"', whole) == ["A1", "C1", "B2", "C2"]
    assert 'ref="A1:C2"' in whole


@pytest.mark.skipif(
    shutil.which("soffice") is None,
    reason="no LibreOffice on this machine; `apt-get install libreoffice-calc-nogui` brings it",
)
def test_an_office_program_opens_it_and_finds_the_same(
    pair: tuple[Path, Path, tuple[str, ...]], tmp_path: Path
) -> None:
    command = [
        "soffice",
        f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
        "--headless",
        "--convert-to",
        "xlsx:Calc MS Excel 2007 XML",
    ]
    subprocess.run([*command, "--outdir", str(tmp_path), str(pair[1])], check=True, capture_output=True, timeout=300)
    made = load_workbook(tmp_path / "reviewed.xlsx")
    assert made.sheetnames == load_workbook(pair[1]).sheetnames
    plan = made["Plan 'A' & B"]
    for row, values in enumerate(ROWS, 1):
        for column, value in enumerate(values, 1):
            if value is not None:
                assert plan.cell(row, column).value == value
    assert plan["G2"].value == "Not ready"
    assert plan["C3"].comment is not None
