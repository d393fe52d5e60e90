"""Files of check-ins as records: what each row, or each JSON object, says under which name, with its place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from coach.cycle.columns import Header, find_header
from coach.cycle.json_records import read_json_records
from coach.cycle.record import LOOKED_FOR, Cell, Record, Records, put
from coach.department.contract import BadRow
from coach.department.intake.csv_rows import CsvSheet
from coach.department.intake.raw_rows import RawRow, row_text
from coach.department.intake.workbook_rows import Workbook
from coach.errors import InputError
from coach.intake.bounds import MAX_LINE_CHARACTERS, check_size
from coach.intake.sheets import column_letters
from coach.okr import Place


def read_records(path: Path, name: str, today: date) -> Records:
    """The records of a file.

    Raises:
        InputError: it is not there, is too large or damaged, or holds no check-ins.
    """
    try:
        size = path.stat().st_size
        with path.open("rb") as stream:
            head = stream.read(8)
    except FileNotFoundError:
        raise InputError(f"{name}: there is no such file. Check the path.") from None
    except OSError as error:
        raise InputError(f"{name}: the file cannot be opened ({error.strerror}). Check its permissions.") from None
    check_size(size, name)
    if not size:
        raise InputError(f"{name}: the file is empty. {LOOKED_FOR}")
    found = Records(name)
    if head.startswith(b"PK\x03\x04"):
        _read_workbook(path, found, today)
    elif name.lower().endswith((".json", ".jsonl", ".ndjson")) or head.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] in (
        b"{",
        b"[",
    ):
        read_json_records(path, found, today)
    else:
        _check_is_text(head, name)
        sheet = CsvSheet(path, name)
        found.notices += sheet.notices
        _read_rows(list(_good_rows(sheet.rows(), found)), None, found, today)
    if not found.records:
        raise InputError(f"{name}: no check-ins were found. {LOOKED_FOR}")
    return found


def _check_is_text(head: bytes, name: str) -> None:
    if head.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"\xd0\xcf\x11\xe0", b"\x1f\x8b")):
        raise InputError(
            f"{name}: this is no sheet that is read. Save it as .xlsx or .csv, or write JSON Lines, and try again."
        )


def _read_workbook(path: Path, found: Records, today: date) -> None:
    book = Workbook(path, found.name)
    try:
        for sheet in book.sheets():
            rows = list(_good_rows(sheet.rows(), found))
            _read_rows(rows, sheet.name, found, today)
        found.notices += book.notices
    finally:
        book.close()


def _good_rows(rows: Iterator[RawRow | BadRow], found: Records) -> Iterator[RawRow]:
    for row in rows:
        if isinstance(row, BadRow):
            found.bad_rows.append(row)
        elif any(len(cell) > MAX_LINE_CHARACTERS for cell in row[1]):
            reason = f"A cell holds more than {MAX_LINE_CHARACTERS:,} characters. Shorten it."
            found.bad_rows.append(BadRow(file=found.name, row=row[0], text=row_text(row[1]), reason=reason))
        else:
            yield row


def _read_rows(rows: Sequence[RawRow], sheet: str | None, found: Records, today: date) -> None:
    """The rows of one sheet below its header row."""
    header = find_header([cells for _, cells in rows], today)
    if header is None:
        if any(any(cell.strip() for cell in cells) for _, cells in rows):
            where = f"{found.name}, sheet {sheet!r}" if sheet else found.name
            found.notices.append(f"{where}: no check-ins were found and nothing was read. {LOOKED_FOR}")
        return
    found.mappings.append(header.mapping(sheet, rows[header.index][0]))
    for column in header.columns.values():
        found.headers.setdefault((sheet, column.role), column.header)
    beyond: list[str] = []
    for number, cells in rows[header.index + 1 :]:
        beyond += [
            f"{column_letters(k)}{number}" for k, text in enumerate(cells) if text.strip() and k not in header.columns
        ]
        record = _record(number, cells, sheet, header)
        if record.cells or record.several:
            found.records.append(record)
    if beyond:
        where = f"{found.name}, sheet {sheet!r}" if sheet else found.name
        found.notices.append(
            f"{where}: {len(beyond)} {'cell stands' if len(beyond) == 1 else 'cells stand'} under no name and {'was' if len(beyond) == 1 else 'were'} not read, such as {beyond[0]}. Write a name over the column."
        )


def _record(number: int, cells: Sequence[str], sheet: str | None, header: Header) -> Record:
    record = Record(place=Place(start=0, end=0, sheet=sheet, row=number), group=sheet)
    for k, column in header.columns.items():
        text = cells[k] if k < len(cells) else ""
        if not text.strip() or column.role == "ignored":
            continue
        place = Place(start=0, end=len(text), sheet=sheet, row=number, column=column_letters(k))
        put(record, column, Cell(text, place))
    return record
