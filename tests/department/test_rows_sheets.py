"""Sheets as departments keep them: each example of `tests/support/sheets.yaml`, as a CSV file and as a workbook."""

from __future__ import annotations

import csv
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from coach.department.contract import BadRow, SheetMapping, Unit
from coach.department.intake.sources import open_source

_SHEETS = Path(__file__).parents[1] / "support" / "sheets.yaml"
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def _examples() -> list[Any]:
    examples = yaml.load(_SHEETS.read_text("utf-8"), yaml.BaseLoader)
    return [
        pytest.param(example, ending, id=f"{example['name']} ({ending})")
        for example in examples
        for ending in example.get("as", ["csv", "xlsx"])
    ]


def _cell(text: str) -> str:
    return "" if text == "null" else text.replace("\\n", "\n")


def write_csv(path: Path, rows: list[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([[_cell(cell) for cell in row] for row in rows])


def write_workbook(path: Path, sheets: dict[str, list[list[str]]], example: dict[str, Any]) -> None:
    from openpyxl import Workbook
    from openpyxl.utils import column_index_from_string

    book: Any = Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for n, row in enumerate(rows, start=1):
            for k, text in enumerate(row, start=1):
                if _cell(text):
                    sheet.cell(n, k, _cell(text)).data_type = "s"
        for area in example.get("merged", []):
            sheet.merge_cells(area)
        for letters, shape in example.get("formats", {}).items():
            for n in range(2, len(rows) + 1):
                cell = sheet.cell(n, column_index_from_string(letters))
                cell.value, cell.number_format = float(cell.value), shape
    book.save(path)


@pytest.mark.parametrize(("example", "ending"), _examples())
def test_a_sheet_is_read(example: dict[str, Any], ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"okrs.{ending}"
    sheets = example.get("sheets") or {"Sheet1": example["rows"]}
    if ending == "csv":
        write_csv(path, sheets["Sheet1"])
    else:
        write_workbook(path, sheets, example)
    pieces = list(open_source(path).read())
    units = [piece for piece in pieces if isinstance(piece, Unit)]
    bad = [piece for piece in pieces if isinstance(piece, BadRow)]
    said = [(row.row, row.reason) for row in bad]
    assert [_shown(unit) for unit in units] == [_expected(w, u) for w, u in _pairs(example, units)], said
    for wanted in example.get("bad", []):
        assert any(int(wanted["row"]) == row and wanted["says"] in reason for row, reason in said), said
    assert {row for row, _ in said} == {int(wanted["row"]) for wanted in example.get("bad", [])}, said
    roles = {use.column: use.role for piece in pieces if isinstance(piece, SheetMapping) for use in piece.columns}
    assert {k: roles.get(k) for k in example.get("roles", {})} == example.get("roles", {})
    assert [unit.number for unit in units] == list(range(len(units)))


def _pairs(example: dict[str, Any], units: list[Unit]) -> list[tuple[dict[str, Any], Unit | None]]:
    wanted = example["units"]
    return [(w, units[i] if i < len(units) else None) for i, w in enumerate(wanted)]


def _shown(unit: Unit) -> dict[str, Any]:
    objective = unit.draft.objectives[0]
    return {
        "objective": objective.text,
        "key_results": [result.text for result in objective.key_results],
    }


def _expected(wanted: dict[str, Any], unit: Unit | None) -> dict[str, Any]:
    """What is expected, once the values that it names are compared."""
    results = wanted.get("key_results")
    words = [r if isinstance(r, str) else r["text"] for r in results or []]
    if unit is None:
        return {"objective": wanted["objective"], "key_results": words}
    objective = unit.draft.objectives[0]
    known = {
        "team": unit.team,
        "department": unit.department,
        "period": objective.period or unit.draft.period,
        "parent": objective.parent,
        "owner": objective.owner,
        "label": objective.label,
        "level": unit.draft.level,
    }
    for key, value in known.items():
        if key in wanted:
            assert value == wanted[key], key
    for result, said in zip(objective.key_results, results or [], strict=False):
        for key, value in said.items() if isinstance(said, dict) else ():
            if key == "initiatives":
                assert [work.text for work in result.initiatives] == value
            elif key != "text":
                assert getattr(result, key) == (None if value == "null" else value), (result.text, key)
    if results is None:
        words = [result.text for result in objective.key_results]
    return {"objective": wanted["objective"], "key_results": words}
