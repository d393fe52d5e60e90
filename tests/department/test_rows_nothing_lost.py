"""Nothing of a sheet is lost: each cell is in a unit, in a bad row, or in a column that the mapping names as not read."""

from __future__ import annotations

import csv
import json
import tempfile
from pathlib import Path

from hypothesis import example, given, settings
from hypothesis import strategies as st

from coach.department.contract import BadRow, SheetMapping, Unit
from coach.department.intake.cell_words import is_plain, read_objective, read_results
from coach.department.intake.header_names import NOT_READ
from coach.department.intake.sources import open_source
from coach.intake.columns import VALUE_ROLES
from coach.intake.sheets import column_letters
from coach.intake.table_cells import cell_lines, result_of
from coach.intake.view import Span, make_view
from coach.intake.wordings import wording_of
from coach.okr import Place

_NAMES = [
    "Team", "Department", "Objective", "Key result", "Owner", "Due date", "Baseline", "Target", "Unit", "Status", "Score",
    "KR1", "KR2", "KR2 target", "Title", "Type", "ID", "Parent ID", "Parent", "Initiatives", "Notes", "Period", "Level",
    "Objective owner", "Confidence", "Sparkle", "Current value", "Goal", "",
]  # fmt: skip
_SHAPES = [
    "{}",
    "Falls from 6 to 4 {}",
    "- {} first\n- {} second",
    "<p class='a'>{}</p>",
    "KR1: {} grows",
    "Objective: {} grows",
    "  {} set in",
    "#REF!",
    "{} (owner: Kim)",
    "2027-02-30",
    "Total",
    "{} \ufffd\ufffd",
]


@st.composite
def _sheets(draw: st.DrawFn) -> list[list[str]]:
    names = draw(st.lists(st.sampled_from(_NAMES), min_size=2, max_size=8))
    count = 0

    def cell() -> str:
        nonlocal count
        shape = draw(st.sampled_from(["", "", *_SHAPES, "same"]))
        if shape == "same":
            return "Everyone is zq0q happy"
        count += 1
        return shape.format(*[f"zq{count}q"] * 2)

    rows = [[cell() for _ in range(draw(st.integers(1, len(names) + 1)))] for _ in range(draw(st.integers(1, 9)))]
    kinds = ["Objective", "Key Result", "Task", "Story", ""]
    for row in rows:
        for k, name in enumerate(names[: len(row)]):
            if name == "Type":
                row[k] = draw(st.sampled_from(kinds))
            elif name in ("ID", "Parent ID"):
                row[k] = draw(st.sampled_from(["1", "2", "3", "9", ""]))
    return [names, *rows]


def _read(rows: list[list[str]]) -> tuple[list[Unit], list[BadRow], list[SheetMapping]]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "okrs.csv"
        with path.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows(rows)
        pieces = list(open_source(path, home=Path(folder)).read())
    return (
        [piece for piece in pieces if isinstance(piece, Unit)],
        [piece for piece in pieces if isinstance(piece, BadRow)],
        [piece for piece in pieces if isinstance(piece, SheetMapping)],
    )


@settings(max_examples=300)
@given(_sheets())
@example([["Type", "Team", "Type"], *[["Objective"]] * 3, ["Objective", "zq5q", "Key Result"], ["Objective"]])
def test_no_cell_is_lost(rows: list[list[str]]) -> None:
    units, bad, mappings = _read(rows)
    told = " ".join([*(json.dumps(unit.model_dump(mode="json")) for unit in units), *(row.text for row in bad)])
    told += " ".join(use.header for mapping in mappings for use in mapping.columns)
    roles = {use.column: use.role for mapping in mappings for use in mapping.columns}
    whole = {row.row for row in bad if "was not read" in row.reason}
    alone = {unit.draft.objectives[0].wording.place.row for unit in units if unit.draft.objectives[0].wording}
    alone -= {result.wording.place.row for unit in units for result in unit.draft.objectives[0].key_results}
    for number, row in enumerate(rows[1:], start=2):
        for k, text in enumerate(row):
            role = roles.get(column_letters(k))
            if role in NOT_READ or role in ("id", "parent id", "type") or number in whole:
                continue
            if role in (*VALUE_ROLES, "owner") and _holds_no_result(number, units):
                continue  # values are those of key results; `mapping_words` says so
            for token in _tokens(text):
                assert token in told, (rows, number, k, text, role, [b.reason for b in bad])


def _holds_no_result(number: int, units: list[Unit]) -> bool:
    results = {result.wording.place.row for unit in units for result in unit.draft.objectives[0].key_results}
    return number not in results


def _tokens(text: str) -> list[str]:
    return [word for word in text.replace(">", " ").replace("<", " ").split() if word.startswith("zq")]


_PIECES = [*"abcXYZ019 .,;:-–()[]%'\"’&<>/|@*_=#\t\n\u00a0éß→🟢", "KR1 ", "Objective", "from 3 to 4", " -> "]
_WORDS = st.lists(st.sampled_from(_PIECES), min_size=1, max_size=30).map("".join)


_ENDS = _WORDS | st.builds(
    "{} ({})".format, _WORDS, st.sampled_from(["1", "today 41", "Kim", "0.7", "v2", "red", "Q1 2027", "was 3, 4"])
)


@settings(max_examples=600)
@given(
    _WORDS | st.builds("{} {} {}".format, st.sampled_from(["Cut", "Older", "12", "KR", "Goal", "One"]), _WORDS, _ENDS)
)
def test_the_short_way_gives_what_the_long_way_gives(text: str) -> None:
    place = Place(start=0, end=0, sheet="S", row=3, column="B")
    bare = text.strip(" ")
    if not bare or not is_plain(bare):
        return
    view = make_view(text, place)
    cell = Span(view, 0, len(view.text)).strip()
    slow = [result for line in cell_lines(cell) if (result := result_of(line, "KR7"))]
    assert read_results(text, place, "KR7") == slow
    said = read_objective(text, place)
    assert said is not None
    assert (said.wording, said.label, said.owner) == (wording_of([cell]), None, None)
