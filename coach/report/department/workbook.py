"""The workbook that was reviewed, with the review beside each row; all that was in it stays as it was.

Nothing of it is loaded and saved: what is added is spliced into the file's own parts (`xlsx_sheet`), so styles, formulas,
widths, merged cells, validation, charts, pictures and macros are the very bytes that were there.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from xml.parsers.expat import ExpatError
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

from coach.criteria import SEVERITIES
from coach.department.contract import BadRow, Ledger, SheetMapping
from coach.errors import InputError
from coach.report.department.coachs_page import Overview, counted
from coach.report.department.row_notes import HEADINGS, RowNotes
from coach.report.department.workbook_first import NAME, WIDTHS, first_sheet
from coach.report.department.writing import replacing_path
from coach.report.department.xlsx_comments import Comment, add_comments
from coach.report.department.xlsx_new import SHEET_TYPE, sheet, write_workbook
from coach.report.department.xlsx_package import Package, Sheet, Styles
from coach.report.department.xlsx_reading import MAX_COLUMN, Measured, measured
from coach.report.department.xlsx_sheet import Additions, Cells, spliced, with_columns

TABLES = (".csv", ".tsv", ".tab")
WORKBOOKS = (".xlsx", ".xlsm")
COMMENTS = 5_000
"""Cells with a comment, at most: programs open slowly a workbook with more, and the columns say the same."""


def takes(source: Path | None) -> bool:
    """Whether a reviewed workbook can be made of this input."""
    return source is not None and source.is_file() and source.suffix.lower() in (*TABLES, *WORKBOOKS)


def name_for(source: Path) -> str:
    """The name of the reviewed workbook; one with macros keeps the ending that lets it have them."""
    return "reviewed.xlsm" if source.suffix.lower() == ".xlsm" else "reviewed.xlsx"


def write_reviewed(source: Path, to: Path, over: Overview, ledger: Ledger, notes: RowNotes) -> list[str]:
    """Write the reviewed workbook; returns what could not be done to it, which its first sheet says as well.

    Raises:
        InputError: the file is not what its ending says, or is written in a way that nothing can be added to.
        CoachError: it cannot be written there.
    """
    with replacing_path(to) as beside, _as_workbook(source) as original:
        try:
            with ZipFile(original) as archive, ZipFile(beside, "w", ZIP_DEFLATED, compresslevel=4) as out:
                return _Reviewed(archive, out, over, ledger, notes).write()
        except (BadZipFile, ExpatError, NotImplementedError, RuntimeError, ValueError) as error:
            raise InputError(
                f"{source.name}: nothing could be added to this workbook ({error}), so no reviewed copy was made; report.html has "
                "the review. Open it in its program, save it again as .xlsx and run again to get one."
            ) from error
        except InputError as error:
            raise InputError(
                f"{source.name}: {error}, so no reviewed copy was made; report.html has the review"
            ) from error


@contextmanager
def _as_workbook(source: Path) -> Iterator[Path]:
    """The file itself; for a table of text, a workbook of its rows, under their own numbers."""
    if source.suffix.lower() not in TABLES:
        yield source
        return
    from coach.department.intake.csv_rows import CsvSheet

    with tempfile.TemporaryDirectory(prefix="okr-coach-") as folder:
        made = Path(folder) / "table.xlsx"
        rows = (row for row in CsvSheet(source, source.name).rows() if not isinstance(row, BadRow))
        with ZipFile(made, "w", ZIP_DEFLATED, compresslevel=1) as archive:
            write_workbook(
                archive, source.stem, ((number, [str(cell or "") for cell in cells]) for number, cells in rows)
            )
        yield made


class _Reviewed:
    """One workbook on its way from its archive to the new one."""

    def __init__(self, archive: ZipFile, out: ZipFile, over: Overview, ledger: Ledger, notes: RowNotes) -> None:
        self._archive, self._out = archive, out
        self._over, self._ledger, self._notes = over, ledger, notes
        self._package = Package(archive)
        self._styles = Styles(None, None)
        self._mappings = {mapping.sheet: mapping for mapping in over.mappings}
        self._notices: list[str] = []
        self._own_comments = 0
        worksheets = [each for each in self._package.sheets if each.is_worksheet]
        self._only = worksheets[0].name if worksheets else None

    def write(self) -> list[str]:
        package = self._package
        self._styles = package.add_styles()
        worst = self._worst_with_comments()
        # By its name in the archive: a relationship may write it with other capitals.
        added = {
            package.names[each.part.lower()]: self._additions(each, number, worst)
            for number, each in enumerate(package.sheets, 1)
            if each.part.lower() in package.names
        }
        if self._own_comments:
            self._notices.append(
                f"{counted(self._own_comments, 'cell')} with a comment already: it was left as it is, and the columns beside the row say what was found."
            )
        first = package.free_name("xl/worksheets/coach{}.xml")
        package.put_sheet_first(self._free_sheet_name(), first)
        package.declare(first, SHEET_TYPE)
        self._copy(added)
        with self._out.open(first, "w") as part:
            rows = first_sheet(self._over, self._ledger, self._notices, self._only, self._styles)
            for piece in sheet(rows, WIDTHS, package.is_strict):
                part.write(piece.encode("utf-8", "replace"))
        return self._notices

    def _copy(self, added: dict[str, Additions]) -> None:
        changed = dict(self._package.changed)
        for entry in self._archive.infolist():
            if entry.filename in changed:
                self._out.writestr(entry.filename, changed.pop(entry.filename))
                continue
            with self._archive.open(entry) as part, self._out.open(entry.filename, "w", force_zip64=True) as out:
                if entry.filename in added:
                    for piece in spliced(part, added[entry.filename]):
                        out.write(piece)
                else:
                    while piece := part.read(1 << 20):
                        out.write(piece)
        for name, content in changed.items():
            self._out.writestr(name, content)

    def _additions(self, of: Sheet, number: int, worst: int) -> Additions:
        key = self._key(of)
        rows = self._notes.rows(key) if of.is_worksheet and key in self._notes.sheets() else []
        nothing = Additions(first_column=0)
        if not rows:
            return nothing
        with self._archive.open(self._package.names[of.part.lower()]) as part:
            found = measured(part)
        if found.last_column + len(HEADINGS) > MAX_COLUMN:
            self._notices.append(
                f"Sheet {of.name}: there is no free column beside its last one, so nothing was added to it."
            )
            return nothing
        first = found.last_column + 1
        header = self._header_row(key, rows, found)

        def cells(row: int) -> Cells:
            if row == header:
                return tuple((words, self._styles.heading) for words in HEADINGS)
            return tuple((words, self._styles.words) for words in self._notes.cells(key, row) or ())

        drawing, kept = self._comments(of, key, found, number, worst)
        self._own_comments += kept
        taking = frozenset([*rows, *([header] if header else [])])
        return Additions(first, len(HEADINGS), taking, cells, with_columns(found.columns, first), drawing)

    def _comments(self, of: Sheet, key: str | None, found: Measured, number: int, worst: int) -> tuple[bytes, int]:
        if worst < 0:
            return b"", 0
        wanted = (Comment(row, column, words) for row, column, words in self._notes.comments(key, worst))
        return add_comments(self._package, of.part, found, wanted, number)

    def _key(self, of: Sheet) -> str | None:
        """The name under which the review knows a sheet: none where the file is one sheet."""
        return None if of.name == self._only and None in self._notes.sheets() else of.name

    def _header_row(self, key: str | None, rows: list[int], found: Measured) -> int | None:
        """The row of the sheet's headings; without any, the first row where that holds no line of an OKR."""
        mapping: SheetMapping | None = self._mappings.get(key)
        if mapping is not None and mapping.header_row:
            return mapping.header_row if mapping.header_row in found.rows and mapping.header_row not in rows else None
        return 1 if 1 in found.rows and 1 not in rows else None

    def _worst_with_comments(self) -> int:
        """The least important rank of finding that gets a comment: all, or those to fix alone, or (below 0) none."""
        if self._notes.quoted_cells(len(SEVERITIES) - 1) <= COMMENTS:
            return len(SEVERITIES) - 1
        if self._notes.quoted_cells(0) <= COMMENTS:
            self._notices.append(
                "Only cells with something to fix first carry a comment; the columns say the rest. There would be too many comments otherwise."
            )
            return 0
        self._notices.append(
            f"Comments on cells are left out: there would be more than {COMMENTS:,}. The columns beside each row say the same."
        )
        return -1

    def _free_sheet_name(self) -> str:
        taken = {each.name.casefold() for each in self._package.sheets}
        name, number = NAME, 1
        while name.casefold() in taken:
            number += 1
            name = f"{NAME} ({number})"
        return name
