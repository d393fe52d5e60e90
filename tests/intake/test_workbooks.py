"""Excel workbooks: the forms OKRs have in them, and cells that hold no value."""

from __future__ import annotations

from io import BytesIO

import pytest
from openpyxl import Workbook

from coach.intake import read_bytes
from tests.support.files import EXPECTED, TABLE, as_read, rewrite, workbook


def test_workbook_with_a_header() -> None:
    draft = read_bytes(workbook(), name="okrs.xlsx")

    assert as_read(draft) == EXPECTED
    first, second = draft.objectives[0].key_results
    assert (first.owner, first.due, first.baseline, first.target, first.unit, first.status, first.score) == (
        "Anna",
        "30 June",
        "20",
        "40",
        "customers",
        "On track",
        "0.4",
    )
    assert second.owner == "Ben"
    place = second.wording.place
    assert (place.sheet, place.row, place.column, place.start, place.end) == ("Sheet1", 3, "B", 0, 5)
    assert str(place) == "Sheet1!B3"
    assert draft.source is None and draft.carries_owners


def test_workbook_header_further_down_with_titles_above() -> None:
    rows = [["Marketing OKRs Q3 2027"], [], ["Team:", "Marketing"], ["please fill in by Friday"], [], *TABLE]

    draft = read_bytes(workbook(rows), name="okrs.xlsx")

    assert as_read(draft) == EXPECTED
    assert (draft.team, draft.period) == ("Marketing", "Q3 2027")
    assert [u.text for u in draft.unread] == ["please fill in by Friday"]
    assert draft.unread[0].place.row == 4


def test_workbook_merged_cells_count_once() -> None:
    rows = [
        ["Objective", "Key Result", "Owner"],
        ["Grow the base", "Logos from 10 to 20", "Anna"],
        [None, "Churn to 3%", None],
        [None, "NPS to 40", None],
    ]

    def merge(book: Workbook) -> None:
        book.active.merge_cells("A2:A4")
        book.active.merge_cells("C2:C4")

    draft = read_bytes(workbook(rows, change=merge), name="okrs.xlsx")

    assert as_read(draft) == [("Grow the base", ["Logos from 10 to 20", "Churn to 3%", "NPS to 40"])]


def test_workbook_objective_repeated_on_every_row() -> None:
    rows = [
        ["Team", "Objective", "KR"],
        ["Ops", "Run smooth", "Tickets to 20"],
        ["Ops", "Run smooth", "Uptime 99.9%"],
        ["Sales", "Win", "10 deals"],
        ["Sales", "Win", "Win rate 30%"],
    ]

    draft = read_bytes(workbook(rows), name="okrs.xlsx")

    assert as_read(draft) == [("Run smooth", ["Tickets to 20", "Uptime 99.9%"]), ("Win", ["10 deals", "Win rate 30%"])]
    assert [o.team for o in draft.objectives] == ["Ops", "Sales"]


def test_workbook_one_row_an_objective() -> None:
    rows = [
        ["Objective", "KR1", "KR1 target", "KR2", "KR3", "Owner"],
        ["Grow the base", "New logos", 40, "Churn to 3%", None, "Anna"],
        ["Delight", "NPS to 40", None, None, "CSAT 90%", "Ben"],
    ]

    draft = read_bytes(workbook(rows), name="okrs.xlsx")

    assert as_read(draft) == [("Grow the base", ["New logos", "Churn to 3%"]), ("Delight", ["NPS to 40", "CSAT 90%"])]
    assert draft.objectives[0].owner == "Anna" and draft.objectives[0].key_results[0].target == "40"


def test_workbook_sheets_are_teams() -> None:
    def add(book: Workbook) -> None:
        other = book.create_sheet("Support")
        other.append(["Objective", "Key Result"])
        other.append(["Answers that stick", "Reopened tickets from 14% to 7%"])

    draft = read_bytes(workbook(title="Sales", change=add), name="okrs.xlsx")

    assert [(o.team, o.text) for o in draft.objectives] == [
        ("Sales", "Grow the base"),
        ("Sales", "Delight users"),
        ("Support", "Answers that stick"),
    ]


def test_workbook_german_header() -> None:
    rows = [
        ["Ziel", "Schlüsselergebnis", "Verantwortlich", "Frist", "Ausgangswert", "Zielwert"],
        ["Schneller werden", "Durchlaufzeit", "Jonas", "30.06.2027", "12 Tage", "6 Tage"],
    ]

    result = read_bytes(workbook(rows), name="okrs.xlsx").objectives[0].key_results[0]

    assert (result.text, result.owner, result.due, result.baseline, result.target) == (
        "Durchlaufzeit",
        "Jonas",
        "30.06.2027",
        "12 Tage",
        "6 Tage",
    )


def test_workbook_without_a_header() -> None:
    rows = [
        ["Grow the customer base", "Logos from 10 to 20", "Anna", "on track"],
        [None, "Churn from 5% to 3%", "Ben", "at risk"],
        ["Delight our users", "NPS from 20 to 40", "Kim", "on track"],
    ]

    draft = read_bytes(workbook(rows), name="okrs.xlsx")

    assert as_read(draft) == [
        ("Grow the customer base", ["Logos from 10 to 20", "Churn from 5% to 3%"]),
        ("Delight our users", ["NPS from 20 to 40"]),
    ]
    assert [k.owner for _, _, k in draft.key_results()] == ["Anna", "Ben", "Kim"]


def test_workbook_as_a_form() -> None:
    rows = [
        ["Objective", "Grow the base"],
        ["KR 1", "Logos from 10 to 20"],
        ["KR 2", "Churn to 3%"],
        ["Owner", "Anna"],
        [],
        ["Objective", "Delight"],
        ["KR 1", "NPS to 40"],
    ]

    assert as_read(read_bytes(workbook(rows), name="okrs.xlsx")) == [
        ("Grow the base", ["Logos from 10 to 20", "Churn to 3%"]),
        ("Delight", ["NPS to 40"]),
    ]


def test_workbook_as_an_outline() -> None:
    rows = [
        ["O1: Grow the base"],
        [None, "KR1: Logos from 10 to 20"],
        [None, "KR2: Churn to 3%"],
        ["O2: Delight"],
        [None, "KR1: NPS to 40"],
    ]

    draft = read_bytes(workbook(rows), name="okrs.xlsx")

    assert as_read(draft) == [("Grow the base", ["Logos from 10 to 20", "Churn to 3%"]), ("Delight", ["NPS to 40"])]
    assert str(draft.objectives[0].key_results[1].wording.place) == "Sheet1!B3"


def test_workbook_type_and_title_columns() -> None:
    rows = [
        ["ID", "Type", "Title", "Assignee", "Progress"],
        [1, "Objective", "Grow the base", "Anna", None],
        [2, "Key Result", "Logos to 20", "Ben", 0.3],
        [3, "Key Result", "Churn to 3%", "Kim", 0.6],
        [4, "Initiative", "Launch a partner programme", None, None],
    ]

    draft = read_bytes(workbook(rows), name="export.xlsx")

    assert as_read(draft) == [("Grow the base", ["Logos to 20", "Churn to 3%"])]
    assert [k.score for _, _, k in draft.key_results()] == ["0.3", "0.6"]
    assert [w.text for w in draft.objectives[0].key_results[1].initiatives] == ["Launch a partner programme"]


def test_workbook_formula_without_a_value_is_named() -> None:
    rows = [["Objective", "Key Result"], ["Grow", '="Logos from 10 to "&20'], [None, "Churn to 3%"]]

    draft = read_bytes(workbook(rows), name="okrs.xlsx")

    assert as_read(draft) == [("Grow", ["Churn to 3%"])]
    assert draft.unread[0].place.row == 2 and draft.unread[0].place.column == "B"
    assert any("formula" in notice for notice in draft.notices)


def test_workbook_formula_with_a_cached_value_is_read() -> None:
    content = workbook([["Objective", "Key Result"], ["Grow", "=1"]])
    content = rewrite(
        content,
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace(
            b'<c r="B2"><f>1</f><v/></c>', b'<c r="B2" t="str"><f>A1</f><v>Logos from 10 to 20</v></c>'
        ).replace(b'<c r="B2"><f>1</f><v></v></c>', b'<c r="B2" t="str"><f>A1</f><v>Logos from 10 to 20</v></c>'),
    )

    assert as_read(read_bytes(content, name="okrs.xlsx")) == [("Grow", ["Logos from 10 to 20"])]


def test_workbook_a_million_blank_rows() -> None:
    """Rows that hold nothing, and a stretch that is only claimed, end in bounded time."""
    blank = b"".join(b'<row r="%d"/>' % n for n in range(5, 1_000_000))
    content = rewrite(
        workbook(),
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace(
            b"</sheetData>",
            blank + b'<row r="1048576"><c r="A1048576" t="inlineStr"><is><t>far</t></is></c></row></sheetData>',
        ),
    )

    draft = read_bytes(content, name="okrs.xlsx")

    assert as_read(draft) == EXPECTED
    assert any("reading stopped" in notice for notice in draft.notices)


def test_workbook_hidden_sheet_is_named() -> None:
    def add(book: Workbook) -> None:
        other = book.create_sheet("Lists")
        other.append(["On track"])
        other.sheet_state = "hidden"

    draft = read_bytes(workbook(change=add), name="okrs.xlsx")

    assert as_read(draft) == EXPECTED and any("hidden" in notice for notice in draft.notices)


def test_workbook_without_okrs() -> None:
    draft = read_bytes(workbook([["Name", "Phone"], ["Anna", "123"], ["Ben", "456"]]), name="people.xlsx")

    assert draft.is_empty and any("No objective or key result" in notice for notice in draft.notices)
    assert draft.unread


HEADER = ["Objective", "Key Result", "Baseline", "Target"]


def test_workbook_error_cells_are_told_and_not_taken_for_words() -> None:
    rows = [HEADER, ["#REF!", "Churn", "#DIV/0!", 3], ["Grow", "#NAME?", 1, 2], [None, "Logos", 10, "#N/A"]]

    draft = read_bytes(workbook(rows), name="okrs.xlsx")

    assert as_read(draft) == [(None, ["Churn"]), ("Grow", ["Logos"])]
    assert [(k.baseline, k.target) for _, _, k in draft.key_results()] == [(None, "3"), ("10", None)]
    assert [(u.text, str(u.place)) for u in draft.unread] == [
        ("#REF!", "Sheet1!A2"),
        ("#DIV/0!", "Sheet1!C2"),
        ("#NAME?", "Sheet1!B3"),
        ("#N/A", "Sheet1!D4"),
    ]
    assert any("'Sheet1': 4 cells (A2, C2, B3, D4) show errors" in notice for notice in draft.notices)


@pytest.mark.parametrize(
    ("value", "number_format", "shown"),
    [
        (0.35, "0%", "35%"),
        (0.355, "0.0%", "35.5%"),
        (0.355, "0%", "35.5%"),
        (1 / 3, "0%", "33.33%"),
        (-0.05, '0.0%;[Red]"minus "0.0%', "-5%"),
        (1.2, "0.00%", "120%"),
        (0.000012, "0%", "0.0012%"),
        (0.35, '0.00" (% later)"', "0.35"),
        (12345678901, "General", "12345678901"),
        (12345678901.5, "General", "12345678901.5"),
        (0.1 + 0.2, "General", "0.3"),
        (40.0, "General", "40"),
        (1e-7, "General", "0.0000001"),
        (2.5e20, "General", "250000000000000000000"),
    ],
)
def test_workbook_numbers_read_as_they_are_shown(value: float, number_format: str, shown: str) -> None:
    def style(book: Workbook) -> None:
        assert book.active is not None
        book.active["C2"].number_format = number_format

    draft = read_bytes(workbook([HEADER, ["Grow", "Rate", value, 1]], change=style), name="okrs.xlsx")

    assert draft.objectives[0].key_results[0].baseline == shown


def test_workbook_number_too_large_is_told() -> None:
    content = rewrite(
        workbook([HEADER, ["Grow", "Rate", 77, 1]]),
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace(b"<v>77</v>", b"<v>1e400</v>"),
    )

    draft = read_bytes(content, name="okrs.xlsx")

    assert draft.objectives[0].key_results[0].baseline is None
    assert [(u.text, u.place.column) for u in draft.unread] == [("#NUM!", "C")]


def test_workbook_columns_beyond_the_last_that_is_read_are_told() -> None:
    rows = [["Objective", "Key Result"], ["Grow", "Logos to 20", *[None] * 300, "KR: Churn to 3%"]]

    draft = read_bytes(workbook(rows), name="okrs.xlsx")

    assert as_read(draft) == [("Grow", ["Logos to 20"])]
    assert any("cell KQ2 stands beyond column GR" in notice for notice in draft.notices)


def test_workbook_due_date_that_no_calendar_has_is_told() -> None:
    rows = [["Objective", "Key Result", "Due"], ["Grow", "Logos to 20", "31.02.2027"], [None, "Churn", "31.03.2027"]]

    draft = read_bytes(workbook(rows), name="okrs.xlsx")

    assert [k.due for _, _, k in draft.key_results()] == [None, "31.03.2027"]
    assert any("'31.02.2027'" in notice and "'Logos to 20'" in notice for notice in draft.notices)


def test_an_empty_workbook_is_told_about_columns() -> None:
    stream = BytesIO()
    Workbook().save(stream)

    draft = read_bytes(stream.getvalue(), name="empty.xlsx")

    assert len(draft.notices) == 1
    assert "Name the columns in the first row" in draft.notices[0]
