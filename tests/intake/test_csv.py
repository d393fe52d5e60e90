"""CSV and TSV files: separators, quoting, and more cells than are read."""

from __future__ import annotations

import pytest

from coach.intake import read_bytes
from tests.support.files import EXPECTED, TABLE, as_read


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


def test_csv_cells_beyond_the_last_column_that_is_read_are_told() -> None:
    text = "Objective,Key Result\nGrow,Logos to 20\n" + ",".join(["x"] * 50_000)

    draft = read_bytes(text.encode(), name="okrs.csv")

    assert as_read(draft)[0] == ("Grow", ["Logos to 20"])
    assert any("49,800 cells (GS3, GT3" in notice and "beyond column GR" in notice for notice in draft.notices)
    assert len(draft.unread) <= 500


def test_csv_error_cells_are_told_and_not_taken_for_words() -> None:
    draft = read_bytes(b"Objective,Key Result,Target\n#REF!,Churn,#N/A\nGrow,Logos,20\n", name="okrs.csv")

    assert as_read(draft) == [(None, ["Churn"]), ("Grow", ["Logos"])]
    assert [(u.text, str(u.place)) for u in draft.unread] == [("#REF!", "A2"), ("#N/A", "C2")]


def test_a_csv_without_okrs_is_told_about_columns() -> None:
    draft = read_bytes(b"name,age\nJo,4\nAnn,5\n", name="people.csv")

    assert len(draft.notices) == 1
    assert "Name the columns in the first row" in draft.notices[0]
