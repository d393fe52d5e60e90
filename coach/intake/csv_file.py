"""CSV and TSV files: the separator found by trying, quoted line breaks kept within their cell."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Sequence
from io import StringIO

from coach.errors import InputError
from coach.intake.bounds import MAX_COLUMNS, MAX_ROWS, MAX_TEXT_CHARACTERS, check_text
from coach.intake.cell_faults import CellFaults
from coach.intake.cell_values import is_error
from coach.intake.sheets import make_cell, read_sheet
from coach.intake.table_cells import Row
from coach.intake.text import LOOKED_FOR_COLUMNS, draft_of
from coach.okr import Draft

_SAMPLE = 100_000


def read_csv(text: str, *, name: str, notices: list[str] | None = None) -> Draft:
    """The draft in the text of a CSV or TSV file; raises InputError where its quoting cannot be followed."""
    check_text(text, name)
    separator = find_separator(text, tabs=name.lower().endswith((".tsv", ".tab")))
    if text[:4].lower() == "sep=" and "\n" in text[:8]:
        text = text.split("\n", 1)[1]
    faults = CellFaults(name, None)
    rows, said = _rows(text, separator, name, faults)
    made = read_sheet(rows, name)
    made.unread = [*faults.unread, *made.unread]
    notices = [*(notices or []), *said, *faults.notices()]
    return draft_of(made, id=None, source=None, notices=notices, looked_for=LOOKED_FOR_COLUMNS)


def _rows(text: str, separator: str, name: str, faults: CellFaults) -> tuple[list[Row], list[str]]:
    """The rows of cells, and a notice where there are more than are read."""
    csv.field_size_limit(MAX_TEXT_CHARACTERS)
    rows: list[Row] = []
    number = 0
    try:
        for number, record in enumerate(csv.reader(StringIO(text, newline=""), delimiter=separator), start=1):
            if number > MAX_ROWS:
                return rows, [
                    f"{name}: reading stopped at row {number:,}; {MAX_ROWS:,} rows are read. Save the rows with the OKRs in a file of their own."
                ]
            rows.append(_row(record, number, faults))
    except InputError as error:
        raise InputError(f"{name}: {error}") from None
    except csv.Error as error:
        raise InputError(
            f'{name}: row {number + 1} cannot be read as CSV ({error}). Expected cells between {separator!r}, quoted with ". Save it as CSV or .xlsx again and try again.'
        ) from None
    return rows, []


def _row(record: Sequence[str], number: int, faults: CellFaults) -> Row:
    """One row; `faults` takes the cells that show an error, and those beyond the columns that are read."""
    row: Row = []
    for k, value in enumerate(record[:MAX_COLUMNS]):
        if is_error(value):
            faults.add_error(value, number, k)
            value = ""
        row.append(make_cell(value, sheet=None, row=number, column=k) if value.strip() else None)
    faults.add_beyond([bool(value.strip()) for value in record[MAX_COLUMNS:]], number)
    return row


def find_separator(text: str, *, tabs: bool = False) -> str:
    """The separator under which the first rows have the same number of cells, and more than one."""
    if text[:4].lower() == "sep=" and len(text) > 4 and text[4] in ",;\t|":
        return text[4]
    sample = text[:_SAMPLE]
    best, score = ("\t" if tabs else ","), 0.0
    for separator in ("\t", ";", ",", "|"):
        widths: list[int] = []
        try:
            for record in csv.reader(StringIO(sample, newline=""), delimiter=separator):
                if any(value.strip() for value in record):
                    widths.append(len(record))
                if len(widths) >= 40:
                    break
        except csv.Error:
            continue
        if not widths:
            continue
        width, count = Counter(widths).most_common(1)[0]
        if width > 1 and (found := count / len(widths) + min(width, 8) / 100) > score:
            best, score = separator, found
    return best
