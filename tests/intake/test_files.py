"""Files: every format that is read, and every kind of bad input that gets one clear error."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from openpyxl import Workbook

from coach.errors import InputError
from coach.intake import read_bytes, read_file
from coach.okr import Draft

Rows = Sequence[Sequence[Any]]
TABLE: Rows = [
    ["Objective", "Key Result", "Owner", "Due", "Baseline", "Target", "Unit", "Status", "Score"],
    ["Grow the base", "New customers per month", "Anna", "30 June", 20, 40, "customers", "On track", 0.4],
    [None, "Churn", "Ben", None, "5%", "3%", None, "At risk", 0.2],
    ["Delight users", "NPS", None, None, 20, 40, None, None, None],
]


def workbook(rows: Rows = TABLE, *, title: str = "Sheet1", change: Callable[[Workbook], None] | None = None) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    if change:
        change(book)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def document(build: Callable[[Any], None]) -> bytes:
    made = Document()
    build(made)
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def as_read(draft: Draft) -> list[tuple[str | None, list[str]]]:
    return [(o.text if o.wording else None, [k.text for k in o.key_results]) for o in draft.objectives]


EXPECTED = [("Grow the base", ["New customers per month", "Churn"]), ("Delight users", ["NPS"])]


# -- workbooks --------------------------------------------------------------------------------------------------------


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
    content = _rewrite(
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
    content = _rewrite(
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


# -- CSV --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("separator", "name"), [(",", "okrs.csv"), (";", "okrs.csv"), ("\t", "okrs.tsv"), ("\t", "okrs.csv")]
)
def test_csv_separators(separator: str, name: str) -> None:
    text = "\n".join(separator.join("" if cell is None else str(cell) for cell in row) for row in TABLE)

    draft = read_bytes(text.encode(), name=name)

    assert as_read(draft) == EXPECTED
    assert (
        draft.objectives[0].key_results[1].wording.place.row,
        draft.objectives[0].key_results[1].wording.place.column,
    ) == (3, "B")


def test_csv_quoted_line_break_and_commas() -> None:
    text = 'Objective,Key Result,Owner\r\n"Grow, and keep,\r\nthe base","Logos, all new, from 10 to 20",Anna\r\n,Churn to 3%,Ben\r\n'

    assert as_read(read_bytes(text.encode(), name="okrs.csv")) == [
        ("Grow, and keep, the base", ["Logos, all new, from 10 to 20", "Churn to 3%"])
    ]


def test_csv_several_results_in_one_cell() -> None:
    text = (
        'Objective;Key Results\n"Grow";"1. Logos from 10 to 20\n2. Churn to 3%"\n"Delight";"- NPS to 40\n- CSAT 90%"\n'
    )

    assert as_read(read_bytes(text.encode(), name="okrs.csv")) == [
        ("Grow", ["Logos from 10 to 20", "Churn to 3%"]),
        ("Delight", ["NPS to 40", "CSAT 90%"]),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_text_encodings(encoding: str) -> None:
    text = "Ziel: Zufriedene Gäste\nKR1: Bewertung von 4,1 auf 4,6 – für alle Häuser\n"

    draft = read_bytes(text.encode(encoding), name="okr.txt")

    assert as_read(draft) == [("Zufriedene Gäste", ["Bewertung von 4,1 auf 4,6 – für alle Häuser"])]


# -- documents --------------------------------------------------------------------------------------------------------


def test_document_in_order() -> None:
    def build(made: Any) -> None:
        made.add_heading("Sales OKRs Q1 2027", 0)
        made.add_heading("Win mid-size customers", 1)
        made.add_paragraph("Deals over 50k from 10 to 25", style="List Bullet")
        made.add_paragraph("call the top 100", style="List Bullet 2")
        made.add_paragraph("Win rate from 18% to 25% (Anna)", style="List Bullet")
        made.add_heading("Keep them", 1)
        table = made.add_table(rows=1, cols=2)
        table.rows[0].cells[0].text, table.rows[0].cells[1].text = "Key Result", "Owner"
        for text, owner in (("Churn from 5% to 3%", "Ben"), ("NPS | partners from 20 to 40", "Kim")):
            row = table.add_row()
            row.cells[0].text, row.cells[1].text = text, owner

    draft = read_bytes(document(build), name="okrs.docx")

    assert as_read(draft) == [
        ("Win mid-size customers", ["Deals over 50k from 10 to 25", "Win rate from 18% to 25%"]),
        ("Keep them", ["Churn from 5% to 3%", "NPS | partners from 20 to 40"]),
    ]
    assert (draft.team, draft.period) == ("Sales", "Q1 2027")
    assert [w.text for w in draft.objectives[0].key_results[0].initiatives] == ["call the top 100"]
    assert [k.owner for _, _, k in draft.key_results()] == [None, "Anna", "Ben", "Kim"]
    assert draft.source is not None
    for _, _, result in draft.key_results():
        assert draft.source[result.wording.place.start : result.wording.place.end] == result.wording.raw


def test_document_labels_in_bold_paragraphs() -> None:
    def build(made: Any) -> None:
        made.add_paragraph().add_run("Objective: Calm nights").bold = True
        made.add_paragraph("KR1: Pages from 40 to 10")
        made.add_paragraph("KR2: Night calls below 5")

    assert as_read(read_bytes(document(build), name="okrs.docx")) == [
        ("Calm nights", ["Pages from 40 to 10", "Night calls below 5"])
    ]


# -- bad input --------------------------------------------------------------------------------------------------------


def _rewrite(content: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            inside = old.read(entry)
            new.writestr(entry.filename, change(inside) if entry.filename == part else inside)
    return out.getvalue()


def _bomb() -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            for _ in range(64):
                part.write(b"0" * (1 << 20))
    return out.getvalue()


def _zip(**parts: str) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name.replace("__", "/"), text)
    return out.getvalue()


_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600

BAD: list[tuple[str, str, bytes, str]] = [
    ("empty", "a.txt", b"", "empty"),
    ("blank", "a.txt", b"  \n \n", "no text"),
    ("a picture", "a.txt", b"\x89PNG\r\n\x1a\n" + b"\x00" * 40, "PNG picture"),
    ("a photo named as a workbook", "a.xlsx", b"\xff\xd8\xff\xe0" + b"\x00" * 40, "JPEG picture"),
    ("a PDF", "a.pdf", b"%PDF-1.7\n", "PDF"),
    ("a recording", "a.txt", b"RIFF\x00\x00\x00\x00WAVEfmt ", "recording"),
    ("a program", "a.csv", b"\x7fELF\x02\x01\x01" + b"\x00" * 40, "program"),
    ("an encrypted workbook", "a.xlsx", _OLE + "EncryptedPackage".encode("utf-16-le"), "password"),
    ("an old workbook", "a.xls", _OLE + "Workbook".encode("utf-16-le"), "save it as .xlsx"),
    ("an old document", "a.doc", _OLE + "WordDocument".encode("utf-16-le"), "save it as .docx"),
    ("a cut-off workbook", "a.xlsx", workbook()[:900], "damaged"),
    ("a workbook without its parts", "a.xlsx", _zip(xl__workbook="x"), "damaged"),
    (
        "a workbook with broken XML",
        "a.xlsx",
        _rewrite(workbook(), "xl/worksheets/sheet1.xml", lambda xml: xml[: len(xml) // 2]),
        "damaged",
    ),
    (
        "a broken document",
        "a.docx",
        _rewrite(document(lambda made: None), "word/document.xml", lambda xml: b"<w:document"),
        "damaged",
    ),
    ("a zip archive", "a.zip", _zip(readme="hello"), "ZIP archive"),
    ("a presentation", "a.pptx", _zip(ppt__presentation="x"), "PowerPoint"),
    ("a bomb", "a.xlsx", _bomb(), "compression bomb"),
    ("binary bytes", "a.txt", bytes(range(256)) * 8, "no text in any known encoding"),
    ("struct bytes", "a.csv", struct.pack("<200d", *[x / 7 for x in range(200)]), "encoding"),
    ("text named as a workbook", "a.xlsx", b"Objective: Grow", "ending is .xlsx"),
    ("broken JSON", "a.json", b'{"objectives": [', "line 1"),
    ("deep JSON", "a.json", b"[" * 100_000, "nested too deep"),
    ("JSON of another kind", "a.json", b"42", "found a number"),
    ("several drafts", "a.jsonl", b'{"text": "a"}\n{"text": "b"}\n', "--lines"),
]


@pytest.mark.parametrize(("name", "content", "said"), [case[1:] for case in BAD], ids=[case[0] for case in BAD])
def test_bad_input_gets_one_clear_error(name: str, content: bytes, said: str) -> None:
    with pytest.raises(InputError) as caught:
        read_bytes(content, name=name)

    assert said in str(caught.value) and name in str(caught.value)
    assert caught.value.__cause__ is None


def test_a_file_of_200_mb_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "big.txt"
    with path.open("wb") as stream:
        stream.truncate(200 * 1024 * 1024)

    with pytest.raises(InputError, match="20 MB"):
        read_file(path)


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        read_file(tmp_path / "none.md")
    with pytest.raises(InputError, match="folder"):
        read_file(tmp_path)


def test_a_long_text_is_refused() -> None:
    with pytest.raises(InputError, match="characters"):
        read_bytes(b"a" * (6 * 1024 * 1024), name="long.txt")


def test_read_file_goes_by_the_ending(tmp_path: Path) -> None:
    for name, content in (
        ("a.md", b"# O1: Grow\n- KR1: Logos to 20\n"),
        ("a.json", b'{"objectives": [{"objective": "Grow", "key_results": ["Logos to 20"]}]}'),
        ("a.csv", b"Objective,Key Result\nGrow,Logos to 20\n"),
    ):
        (tmp_path / name).write_bytes(content)
        assert as_read(read_file(tmp_path / name)) == [("Grow", ["Logos to 20"])], name
