"""What the review says of each row of a sheet, gathered from the drafts so that it can be written beside the row."""

from __future__ import annotations

from collections.abc import Iterator
from sys import intern
from typing import NamedTuple

from coach.criteria import SEVERITIES, SEVERITY_WORDS
from coach.critique import Finding
from coach.department.contract import TeamReview
from coach.okr import Place
from coach.report.outline import reason

HEADINGS = ("Coach: how ready", "Coach: what to look at", "Coach: question", "Coach: try")
READY = ("Not ready", "Nearly there", "Ready to share")
"""By the most important finding of the row: to fix, to improve, or nothing but a thought."""
_MOST = 6
"""Findings that are written out beside one row."""


class Said(NamedTuple):
    """A finding as a row of a sheet takes it."""

    rank: int
    column: str
    title: str
    quote: str
    reason: str
    question: str
    suggestion: str


class RowNotes:
    """The findings by sheet and row; a row that was reviewed and has none is known as well."""

    def __init__(self) -> None:
        self._rows: dict[str | None, dict[int, list[Said]]] = {}

    def __bool__(self) -> bool:
        return bool(self._rows)

    def add(self, reviewed: TeamReview) -> None:
        """The lines and findings of one more draft."""
        review = reviewed.review
        for objective in review.draft.objectives:
            for wording in (objective.wording, *(row.wording for row in objective.key_results)):
                if wording is not None and wording.place.row is not None:
                    self._row(wording.place)
        for finding in review.findings:
            if finding.place.row is not None:
                self._row(finding.place).append(_said(finding))

    def sheets(self) -> list[str | None]:
        """The sheets that have reviewed rows; None for a file that is one sheet."""
        return list(self._rows)

    def rows(self, sheet: str | None) -> list[int]:
        """The rows of a sheet that were reviewed, in order."""
        return sorted(self._rows.get(sheet, {}))

    def cells(self, sheet: str | None, row: int) -> tuple[str, str, str, str] | None:
        """What stands beside a row, in the order of `HEADINGS`; None for a row that holds no line of an OKR."""
        said = self._rows.get(sheet, {}).get(row)
        if said is None:
            return None
        said = sorted(said, key=lambda each: each.rank)
        looked_at = [f"{each.title}. “{each.quote}” {each.reason}" for each in said[:_MOST]]
        if len(said) > _MOST:
            looked_at.append(f"and {len(said) - _MOST} more")
        questions = dict.fromkeys(each.question for each in said[:_MOST])
        suggestion = next((each.suggestion for each in said if each.suggestion), "")
        ready = READY[min((each.rank for each in said), default=len(READY) - 1)]
        return ready, "\n".join(looked_at), "\n".join(questions), suggestion

    def comments(self, sheet: str | None, worst: int) -> Iterator[tuple[int, str, str]]:
        """Row, column and words of a comment for each quoted cell with a finding of rank `worst` or a more important one."""
        for row in self.rows(sheet):
            by_column: dict[str, list[Said]] = {}
            for each in sorted(self._rows[sheet][row], key=lambda each: each.rank):
                if each.rank <= worst and each.column:
                    by_column.setdefault(each.column, []).append(each)
            for column, said in by_column.items():
                words = [f"{each.title}\n“{each.quote}”\n{each.question}" for each in said[:_MOST]]
                yield row, column, "\n\n".join(words)

    def quoted_cells(self, worst: int) -> int:
        """How many cells would carry a comment."""
        found = (
            (sheet, row, each.column)
            for sheet, rows in self._rows.items()
            for row, said in rows.items()
            for each in said
            if each.rank <= worst and each.column
        )
        return len(set(found))

    def _row(self, place: Place) -> list[Said]:
        return self._rows.setdefault(place.sheet, {}).setdefault(place.row or 0, [])


def _said(finding: Finding) -> Said:
    title = f"{finding.title}?" if finding.is_question else finding.title
    return Said(
        rank=len(SEVERITIES) - 1 if finding.unproven else SEVERITIES.index(finding.severity),
        column=intern(finding.place.column or ""),
        title=intern(f"{SEVERITY_WORDS[finding.severity]}: {title}"),
        quote=finding.quote,
        reason=intern(reason(finding)),
        question=intern(finding.question),
        suggestion=finding.suggestion.text if finding.suggestion else "",
    )
