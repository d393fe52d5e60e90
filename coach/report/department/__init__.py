"""A department's review as a coach takes it away: a page, Markdown, the workbook that was reviewed, a note a team, SARIF.

The reviews are gone through once, and each report takes what it needs of one after the other: memory does not grow with
their number, except for what stands beside the rows of a workbook.
"""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from coach.department.contract import Ledger

__all__ = ["Written", "write_all"]


@dataclass(frozen=True)
class Written:
    """What was written, and what could not be."""

    files: tuple[Path, ...]
    """In the order in which a coach opens them; the folder of notes is one of them."""
    notices: tuple[str, ...] = ()


def write_all(ledger: Ledger, out: Path, source: Path | str | None) -> Written:
    """Write every report of a run into `out`.

    Args:
        ledger: the run.
        out: the folder; what an earlier run wrote there is replaced, each file when its successor is whole.
        source: what was read: a file, a folder, or None (or ``-``) for standard input. A workbook, or a table of text,
            gets a reviewed copy.

    Raises:
        CoachError: a report cannot be written there, or the run cannot be read.
    """
    from coach.errors import InputError
    from coach.report.department.coachs_page import overview
    from coach.report.department.html import HtmlReport
    from coach.report.department.markdown import MarkdownReport
    from coach.report.department.notes import TEAMS, Notes
    from coach.report.department.row_notes import RowNotes
    from coach.report.department.sarif import SarifReport
    from coach.report.department.seen import Seen
    from coach.report.department.workbook import name_for, takes, write_reviewed
    from coach.report.department.writing import replacing

    read = None if source is None or str(source) == "-" else Path(source)
    over = overview(ledger)
    seen, notes = Seen(), Notes()
    rows = RowNotes() if takes(read) else None
    files = [out / name for name in ("report.html", "report.md", "report.sarif")]
    with ExitStack() as open_files:
        page, text, run = (open_files.enter_context(replacing(path)) for path in files)
        html, markdown, sarif = (
            HtmlReport(page, over),
            MarkdownReport(text, over),
            SarifReport(run, read, over.totals.get("findings", 0)),
        )
        for reviewed in ledger.team_reviews():
            for report in (seen, html, markdown, sarif, notes):
                report.add(reviewed)
            if rows is not None:
                rows.add(reviewed)
        html.close(ledger, seen)
        markdown.close(ledger, seen)
        sarif.close(ledger)
    notices = []
    notes.write(out / "notes")
    if notes.left_out:
        notices.append(f"The first {TEAMS:,} teams got a note; for the others there is none.")
    if rows is not None and read is not None:
        try:
            notices += write_reviewed(read, out / name_for(read), over, ledger, rows)
            files.append(out / name_for(read))
        except InputError as error:
            notices.append(str(error))
    return Written((*files, out / "notes"), tuple(notices))
