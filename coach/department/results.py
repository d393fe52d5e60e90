"""What came of a run, as a page shows it: the coach's first page, a row a finding, which drafts there are. Held whole, so
that a filter reads nothing from the disk; one draft's review is read when it is opened.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from coach.criteria import Severity
from coach.department.contract import BadRow, TeamReview
from coach.errors import InputError
from coach.report.department.coachs_page import Overview, overview
from coach.report.marks import line_at

if TYPE_CHECKING:
    from coach.critique import Review
    from coach.department.ledger import KeptLedger
    from coach.store.database import Database

_MOST = 30_000
"""Findings that are listed, and held for one reader; the reports have all."""
_BAD_ROWS = 500
_SHORT = 300


@dataclass(frozen=True, slots=True)
class FoundRow:
    """A finding in the list."""

    draft: int
    """The first unit of the draft it is in: what `draft_of` takes."""
    finding: int
    """Its index in the draft's review."""
    team: str
    criterion: str
    title: str
    severity: Severity
    line: str
    quote: str


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A draft of a team."""

    draft: int
    team: str
    name: str
    readiness: str
    findings: int
    units: tuple[int, ...]


@dataclass(frozen=True)
class Results:
    """All that is held of a run."""

    run: str
    overview: Overview
    rows: tuple[FoundRow, ...]
    """Findings in the order of the input."""
    more: int
    """Findings that are not in `rows` because there are too many."""
    drafts: tuple[DraftRow, ...]
    bad_rows: tuple[BadRow, ...]
    bad: int
    unread: tuple[tuple[str, str], ...]
    """Team and words that were read and taken for no part of an OKR: the first of them."""
    notices: tuple[str, ...]
    made_by: tuple[str, ...]

    def drafts_of(self, team: str) -> list[DraftRow]:
        """The drafts of a team."""
        return [draft for draft in self.drafts if draft.team == team]

    def draft_of(self, unit: int) -> int | None:
        """The draft that a unit is in, by its first unit."""
        return next((draft.draft for draft in self.drafts if unit in draft.units), None)


def results_of(ledger: KeptLedger) -> Results:
    """Go through a complete run once.

    Raises:
        StoreError: it cannot be read.
    """
    from coach.report.department.seen import Seen

    seen = Seen()
    rows: list[FoundRow] = []
    drafts: list[DraftRow] = []
    unread: list[tuple[str, str]] = []
    for reviewed in ledger.team_reviews():
        seen.add(reviewed)
        review = reviewed.review
        drafts.append(
            DraftRow(
                reviewed.units[0],
                reviewed.team,
                reviewed.draft_id,
                review.readiness,
                len(review.findings),
                reviewed.units,
            )
        )
        rows += islice(_rows(reviewed), max(0, _MOST - len(rows)))
        unread += [(reviewed.team, each.text[:_SHORT]) for each in review.unread][: max(0, _BAD_ROWS - len(unread))]
    over = overview(ledger)
    return Results(
        run=ledger.id,
        overview=over,
        rows=tuple(rows),
        more=sum(draft.findings for draft in drafts) - len(rows),
        drafts=tuple(drafts),
        bad_rows=tuple(islice(ledger.bad_rows(), _BAD_ROWS)),
        bad=over.totals.get("bad_rows", 0),
        unread=tuple(unread),
        notices=tuple(seen.said_of_notices()),
        made_by=tuple(seen.made_by()),
    )


def _rows(reviewed: TeamReview) -> Iterator[FoundRow]:
    review = reviewed.review
    for number, finding in enumerate(review.findings):
        yield FoundRow(
            draft=reviewed.units[0],
            finding=number,
            team=reviewed.team,
            criterion=finding.criterion,
            title=f"{finding.title}?" if finding.is_question else finding.title,
            severity=finding.severity,
            line=_line(review, number),
            quote=finding.quote[:_SHORT],
        )


def _line(review: Review, number: int) -> str:
    wording = line_at(review.draft, review.findings[number].where)
    return wording.text[:_SHORT] if wording else ""


def filtered(
    rows: Iterable[FoundRow],
    teams: Collection[str] = (),
    criteria: Collection[str] = (),
    severities: Collection[str] = (),
    text: str = "",
) -> list[FoundRow]:
    """The findings that fit all that is asked for; nothing asked for a part means any. Words may stand in any order."""
    words = text.casefold().split()
    return [
        row
        for row in rows
        if (not teams or row.team in teams)
        and (not criteria or row.criterion in criteria)
        and (not severities or row.severity in severities)
        and (not words or _holds(row, words))
    ]


def _holds(row: FoundRow, words: Sequence[str]) -> bool:
    there = f"{row.team}\n{row.title}\n{row.line}\n{row.quote}".casefold()
    return all(word in there for word in words)


def open_ledger(database: Database, out: Path) -> KeptLedger:
    """The run that wrote into `out`.

    Raises:
        InputError: no run did.
        StoreError: it is not kept any more.
    """
    from coach.department.ledger import KeptLedger
    from coach.department.run_folder import RunFolder

    id_ = RunFolder(out).run()
    if id_ is None:
        raise InputError(f"{out.parent.name}: this run wrote nothing yet; go on with it first.")
    return KeptLedger(database, id_)
