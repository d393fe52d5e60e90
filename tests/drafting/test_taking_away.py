"""A draft taken away can be read back, holds no formula, and its file has a safe name."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import datetime

import pytest

from coach.drafting.taking_away import as_csv, as_docx, as_plain_text, file_name, taken_away
from coach.intake import read_bytes, read_json, read_text
from coach.okr import Draft
from coach.ui.examples import EXAMPLES

WARD = """Team: Ward 4
Period: 2027-Q1
Supports: Patients get home

Objective: Patients get home sooner (owner: Ines)
KR: Patients discharged before noon from 18% to 30% (owner: Bob) (ok: missing-deadline, the cycle says it)
  Initiative: Launch the list
KR: Patients readmitted within a week from 9% to 6%

Objective: Night staff can plan the week
KR: Shifts swapped at short notice from 40 to 15 a month by 31 March
"""


def shape(draft: Draft) -> object:
    return [
        (o.text, [(k.text, k.owner, [e.criterion for e in k.excuses]) for k in o.key_results]) for o in draft.objectives
    ]


@pytest.mark.parametrize("text", [WARD, *(example.text for example in EXAMPLES)], ids=range(4))
def test_a_sheet_is_read_back_to_the_same(text: str) -> None:
    draft = read_text(text)
    back = read_bytes(taken_away(draft, "csv"), name="okrs.csv")

    assert shape(back) == shape(draft)
    assert back.unread == ()
    assert {o.period or back.period for o in back.objectives} == {o.period or draft.period for o in draft.objectives}


@pytest.mark.parametrize("text", [WARD, *(example.text for example in EXAMPLES)], ids=range(4))
def test_a_word_document_is_read_back_to_the_same_lines(text: str) -> None:
    draft = read_text(text)
    back = read_bytes(as_docx(draft, datetime(2027, 1, 1)), name="okrs.docx")

    assert [(o.text, [k.text for k in o.key_results]) for o in back.objectives] == [
        (o.text, [k.text for k in o.key_results]) for o in draft.objectives
    ]


@pytest.mark.parametrize("text", [WARD, *(example.text for example in EXAMPLES)], ids=range(4))
def test_what_is_copied_is_read_back_to_the_same(text: str) -> None:
    draft = read_text(text)

    assert shape(read_text(as_plain_text(draft))) == shape(draft)


def test_values_beside_the_words_have_columns_of_their_own() -> None:
    row = {"text": "Repeat visits", "baseline": 22, "target": 35, "unit": "%", "due": "2027-03-31"}
    draft = read_json({"objectives": [{"objective": "Guests come back", "key_results": [row]}]})
    (cells,) = csv.DictReader(io.StringIO(as_csv(draft)))

    assert (cells["Baseline"], cells["Target"], cells["Unit"]) == ("22", "35", "%")
    assert "2027-03-31" in cells["Due"]
    assert "Score" not in cells


def test_no_cell_is_a_formula_and_no_control_character_is_kept() -> None:
    draft = read_text("Objective: Guests come back\n- Raise it\n").model_copy(update={"team": "=cmd|' /C calc'!A0"})
    sheet = as_csv(draft.model_copy(update={"period": "\u202e2027"}))

    assert "'=cmd" in sheet
    assert "\u202e" not in sheet


def test_a_word_document_runs_from_right_to_left_where_its_words_do_and_holds_no_markup_of_the_draft() -> None:
    draft = read_text("Objective: לקוחות חוזרים מהר יותר\n- Raise <b>it</b> & them from 3 to 4 by May\n")
    with zipfile.ZipFile(io.BytesIO(as_docx(draft))) as archive:
        xml = archive.read("word/document.xml").decode()

    assert xml.count("<w:bidi/>") == 1
    assert "<b>" not in xml


@pytest.mark.parametrize(
    ("team", "expected"),
    [
        ("Ward 4", "okrs-ward-4.md"),
        (None, "okrs.md"),
        ("../../etc/passwd", "okrs-etc-passwd.md"),
        ("a\u202eb:*?", None),
        ("..", "okrs.md"),
    ],
)
def test_a_files_name_is_safe(team: str | None, expected: str | None) -> None:
    name = file_name(Draft(team=team), "md")

    assert name == expected if expected else True
    assert not set(name) & set('/\\:*?"<>|\u202e ')
    assert not name.startswith(".")
    assert name.endswith(".md")
