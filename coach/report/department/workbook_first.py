"""The first sheet of a reviewed workbook: what to do first, what is seen across teams, what was not read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from coach.criteria import SEVERITY_WORDS
from coach.department.contract import Ledger
from coach.okr import Place
from coach.report.department.coachs_page import Overview, counted, place_words
from coach.report.department.row_notes import HEADINGS
from coach.report.department.seen import ACCURACY
from coach.report.department.xlsx_new import Words, cell_of_a_workbook
from coach.report.department.xlsx_package import Styles

NAME = "What to do first"
WIDTHS = (5, 60, 30, 70, 26, 26)
ACROSS = 200
BAD_ROWS = 500
Row = Sequence[Words | None]


def first_sheet(
    over: Overview, ledger: Ledger, notices: Sequence[str], only_sheet: str | None, styles: Styles
) -> Iterator[Row]:
    """Its rows.

    Args:
        over: what the coach does first.
        ledger: the run.
        notices: what could not be done to this workbook.
        only_sheet: the sheet that is meant where a place names none.
        styles: of the workbook.
    """

    def bold(*texts: str) -> Row:
        return [Words(text, styles.heading) if text else None for text in texts]

    def plain(*texts: str) -> Row:
        return [Words(text, styles.words) if text else None for text in texts]

    yield bold("", f"OKR review: {over.name}")
    things = (("teams", "team"), ("objectives", "objective"), ("key_results", "key result"))
    yield plain("", ", ".join(counted(over.totals.get(key, 0), thing) for key, thing in things))
    yield []
    yield bold("", "What to do first", "It would mend", "The clearest examples", "Team", "Where")
    for number, action in enumerate(over.actions, 1):
        for at, quote in enumerate(action.quotes or (None,)):
            lead = (str(number), f"{action.words}\n{action.question}", action.mends) if at == 0 else ("", "", "")
            if quote is None:
                yield plain(*lead)
            else:
                where = Words(place_words(quote.place), styles.words, link(quote.place, only_sheet))
                yield [*plain(*lead, f"“{quote.quote}”", quote.team), where if where.text else None]
    if not over.actions:
        yield plain("", "Nothing was found to change.")
    yield []
    yield bold("", "In the other sheets")
    yield plain("", f"Beside each row that was reviewed: {', '.join(HEADINGS)}. Everything else is as it was.")
    for notice in notices:
        yield plain("", notice)
    yield plain("", ACCURACY)
    if over.across:
        yield []
        yield bold("", "Across teams", "Question to both", "What stands there", "Team", "Where")
    for found in over.across[:ACROSS]:
        for at, side in enumerate(found.sides):
            lead = (
                ("", f"{SEVERITY_WORDS[found.severity]}: {found.title}. {found.message}", found.question)
                if at == 0
                else ("", "", "")
            )
            where = Words(place_words(side.place), styles.words, link(side.place, only_sheet))
            yield [*plain(*lead, f"“{side.quote}”", side.team), where if where.text else None]
    if over.totals.get("bad_rows"):
        yield []
        yield bold("", "What was not read", "Why, and what to do", "What stands there", "Sheet", "Row")
    for row in islice(ledger.bad_rows(), BAD_ROWS):
        yield plain("", row.file, row.reason, row.text, row.sheet or "", str(row.row))


def link(place: Place, only_sheet: str | None) -> str:
    """Where a click on a place leads within the workbook."""
    sheet = place.sheet or only_sheet
    if not sheet or place.row is None or not place.column:
        return ""
    return cell_of_a_workbook(sheet, f"{place.column}{place.row}")
