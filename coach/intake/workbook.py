"""Excel workbooks, read as a stream: values as last computed, blank stretches skipped, sheets as teams."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from typing import Any

from coach.errors import InputError
from coach.intake.bounds import MAX_COLUMNS, MAX_ROWS, open_zip
from coach.intake.cell_faults import CellFaults
from coach.intake.cell_values import is_error, shown
from coach.intake.groups import Assembly, lift
from coach.intake.sheets import make_cell, read_sheet, with_team
from coach.intake.table_cells import Row
from coach.intake.text import LOOKED_FOR_COLUMNS, draft_of
from coach.okr import Draft

BLANK_ROWS = 2_000
MAX_SHEETS = 200
DEFAULT_SHEET = re.compile(
    r"(?:sheet|tabelle|blatt|feuil|feuille|hoja|foglio|blad|planilha|table|arkusz)[ _]?\d*|okrs?|draft|data|export|template",
    re.IGNORECASE,
)


def read_workbook(content: bytes, *, name: str) -> Draft:
    """The draft in an .xlsx workbook; raises InputError where it is damaged or cannot be opened."""
    open_zip(content, name)
    whole = Assembly()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of parts it leaves out (validation lists, drawings)
        sheets = _sheets(content, name, whole)
    for title, rows in sheets:
        _add(whole, read_sheet(rows, f"{name}, sheet {title!r}"), title, len(sheets) > 1)
    lift(whole)
    return draft_of(whole, id=None, source=None, looked_for=LOOKED_FOR_COLUMNS)


def _sheets(content: bytes, name: str, whole: Assembly) -> list[tuple[str, list[Row]]]:
    """The visible sheets and their rows; `whole` takes what could not be read."""
    book = _open(content, name, values=True)
    formulas = _open(content, name, values=False) if _has_formulas(content, name) else None
    found: list[tuple[str, list[Row]]] = []
    try:
        sheets = [sheet for sheet in book.worksheets if hasattr(sheet, "iter_rows")]
        if len(sheets) > MAX_SHEETS:
            whole.notices.append(
                f"{name}: the workbook has {len(sheets)} sheets, and the first {MAX_SHEETS} were read. Save the sheets with the OKRs in a workbook of their own."
            )
        for sheet in sheets[:MAX_SHEETS]:
            if sheet.sheet_state != "visible":
                whole.notices.append(f"{name}: the hidden sheet {sheet.title!r} was not read.")
                continue
            other = formulas[sheet.title] if formulas is not None and sheet.title in formulas.sheetnames else None
            found.append((sheet.title, _rows(sheet, other, name, whole)))
    except InputError as error:
        raise InputError(f"{name}: {error}") from None
    except Exception as error:
        raise _damaged(name, error) from None
    finally:
        book.close()
        if formulas is not None:
            formulas.close()
    return found


def _open(content: bytes, name: str, *, values: bool) -> Any:
    from openpyxl import load_workbook

    try:
        return load_workbook(BytesIO(content), read_only=True, data_only=values, keep_links=False)
    except Exception as error:
        raise _damaged(name, error) from None


def _damaged(name: str, error: Exception) -> InputError:
    said = " ".join(str(error).split())[:160] or type(error).__name__
    return InputError(
        f"{name}: the workbook is damaged and cannot be read ({said}). Expected an .xlsx workbook. Open it in its program, save it again as .xlsx and try again."
    )


def _has_formulas(content: bytes, name: str) -> bool:
    """Whether any sheet holds a formula, looked for in the packed XML piece by piece."""
    with open_zip(content, name) as archive:
        for part in archive.infolist():
            if not (part.filename.startswith("xl/worksheets/") and part.filename.endswith(".xml")):
                continue
            try:
                with archive.open(part) as stream:
                    tail = b""
                    while piece := stream.read(1 << 20):
                        if b"<f>" in tail + piece or b"<f " in tail + piece:
                            return True
                        tail = piece[-3:]
            except Exception as error:
                raise _damaged(name, error) from None
    return False


def _rows(sheet: Any, formulas: Any, name: str, whole: Assembly) -> list[Row]:
    """The rows of a sheet down to its last filled one; a long blank stretch ends it, and a notice says so."""
    sheet.reset_dimensions()
    if formulas is not None:
        formulas.reset_dimensions()
    rows: list[Row] = []
    faults = CellFaults(f"{name}, sheet {sheet.title!r}", sheet.title)
    blank = 0
    for number, (cells, sources) in enumerate(_paired(sheet, formulas), start=1):
        row = _row(cells, sources, number, faults)
        if any(row):
            rows.append(row)
            blank = 0
        else:
            blank += 1
            if blank <= 3:
                rows.append([])
        if blank >= BLANK_ROWS or number >= MAX_ROWS + BLANK_ROWS or len(rows) >= MAX_ROWS:
            whole.notices.append(
                f"{name}, sheet {sheet.title!r}: reading stopped at row {number}, after {blank} rows without content. Move what stands below it up, if anything does."
            )
            break
    whole.unread += faults.unread
    whole.notices += faults.notices()
    return rows


def _row(cells: Sequence[Any], sources: Sequence[Any], number: int, faults: CellFaults) -> Row:
    """One row of a sheet; `faults` takes the cells that hold no value, and those beyond the columns that are read."""
    row: Row = []
    for k, cell in enumerate(cells[:MAX_COLUMNS]):
        text = shown(cell.value, number_format(cell))
        source = sources[k] if k < len(sources) else None
        if is_error(text):
            faults.add_error(text, number, k)
            text = ""
        elif not text and isinstance(source, str) and source.startswith("="):
            faults.add_uncomputed(source, number, k)
        row.append(make_cell(text, sheet=faults.sheet, row=number, column=k) if text.strip() else None)
    faults.add_beyond([cell.value not in (None, "") for cell in cells[MAX_COLUMNS:]], number)
    return row


def number_format(cell: Any) -> str:
    """How a number is shown; ``General`` where the cell names a style that the workbook does not hold."""
    if not isinstance(cell.value, (int, float)):
        return "General"
    try:
        return cell.number_format or "General"
    except IndexError:
        return "General"


def _paired(sheet: Any, formulas: Any) -> Iterator[tuple[tuple[Any, ...], tuple[Any, ...]]]:
    """The cells of each row, beside the formulas behind them."""
    rows: Iterable[tuple[Any, ...]] = sheet.iter_rows()
    if formulas is None:
        for cells in rows:
            yield cells, ()
    else:
        yield from zip(rows, formulas.iter_rows(values_only=True), strict=False)


def _add(whole: Assembly, made: Assembly, sheet: str, several: bool) -> None:
    """Adds a sheet's reading to the workbook's."""
    objectives = [
        o.model_copy(
            update={
                key: getattr(made, key) for key in ("team", "period") if getattr(o, key) is None and getattr(made, key)
            }
        )
        for o in made.objectives
    ]
    if not DEFAULT_SHEET.fullmatch(sheet.strip()):
        objectives = with_team(objectives, sheet)
    whole.objectives += objectives
    whole.unread += made.unread
    whole.notices += (
        made.notices
        if not several
        else [note if sheet in note else f"Sheet {sheet!r}: {note}" for note in made.notices]
    )
    whole.level = whole.level or made.level
    whole.parent = whole.parent or made.parent
    whole.carries_owners = whole.carries_owners or made.carries_owners
