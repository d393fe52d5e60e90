"""Files made in memory, and a draft as the tests compare it."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Sequence
from io import BytesIO
from typing import Any

from docx import Document
from openpyxl import Workbook

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


def rewrite(content: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """An Office file with one part of it changed."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            inside = old.read(entry)
            new.writestr(entry.filename, change(inside) if entry.filename == part else inside)
    return out.getvalue()
