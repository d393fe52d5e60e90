"""Word documents: paragraphs, lists, headings and tables in order."""

from __future__ import annotations

from typing import Any

import pytest

from coach.intake import read_bytes
from coach.intake.document import document_text
from tests.support.files import as_read, document, rewrite


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


def test_document_table_under_an_objective_that_has_bullets() -> None:
    def build(made: Any) -> None:
        made.add_heading("Objective: Grow the base", 1)
        made.add_paragraph("Owner calls from 4 to 9", style="List Bullet")
        table = made.add_table(rows=0, cols=3)
        for words in (("Key result", "Baseline", "Target"), ("Churn", "5%", "3%"), ("NPS", "20", "40")):
            for cell, text in zip(table.add_row().cells, words, strict=True):
                cell.text = text

    draft = read_bytes(document(build), name="okrs.docx")

    assert as_read(draft) == [("Grow the base", ["Owner calls from 4 to 9", "Churn", "NPS"])]
    assert [(k.baseline, k.target) for _, _, k in draft.key_results()] == [(None, None), ("5%", "3%"), ("20", "40")]
    assert draft.notices == () and draft.unread == ()


@pytest.mark.parametrize(
    ("level", "indent"), [(b"999999999", 32), (b"99999999999999", 0), (b"-4", 0), (b"x", 0), (b"2", 8)]
)
def test_document_list_levels_that_word_has_not(level: bytes, indent: int) -> None:
    numbering = b'<w:pPr><w:numPr><w:ilvl w:val="%s"/><w:numId w:val="1"/></w:numPr></w:pPr>' % level
    content = rewrite(
        document(lambda made: made.add_paragraph("KR1: Churn to 3%")),
        "word/document.xml",
        lambda xml: xml.replace(b"<w:p><w:r>", b"<w:p>" + numbering + b"<w:r>"),
    )

    assert document_text(content, "okrs.docx").rstrip("\n") == " " * indent + "- KR1: Churn to 3%"
