"""What is left to talk about, the most important first: blanks of lines, and findings that the writer has not set aside."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from coach.criteria import SEVERITIES, Severity
from coach.critique import Finding, Review
from coach.dialogue.amending import blanks_in
from coach.dialogue.conversation import Asked, Decision
from coach.okr import Draft
from coach.reading.result import Where
from coach.report.marks import line_at

_ASKS: dict[str, Asked] = {
    "missing-baseline": "baseline",
    "missing-target": "target",
    "safe-target": "target",
    "implausible-target": "target",
    "missing-deadline": "deadline",
    "missing-owner": "owner",
    "no-metric": "metric",
    "no-parent-link": "parent",
    "mixed-cycles": "period",
    "single-key-result": "key-result",
    "objective-not-covered": "key-result",
    "too-many-key-results": "choice",
    "too-many-objectives": "choice",
    "duplicate-key-result": "choice",
}
"""What a criterion's question asks for; those that are not here ask for the line in other words."""
_BLANKS: dict[str, Asked] = {"baseline": "baseline", "target": "target", "date": "deadline", "name": "owner"}
NO_KEY_RESULTS = "no-key-results"
NO_OBJECTIVE = "no-objective"
_SET_ASIDE = ("not now", "excused", "baseline being found")


@dataclass(frozen=True)
class Point:
    """One thing to ask about: a finding, or a blank of a line."""

    where: Where
    asks: Asked
    severity: Severity
    finding: Finding | None = None
    blank: str | None = None
    gap: str | None = None
    """What is not there at all: `NO_KEY_RESULTS` or `NO_OBJECTIVE`."""

    @property
    def criterion(self) -> str:
        """What a decision about it is filed under."""
        return self.finding.criterion if self.finding else self.gap or blank_id(self.blank or "")


def blank_id(label: str) -> str:
    """What a decision about a blank is filed under."""
    return f"[{label}]"


def asks_for(criterion: str) -> Asked:
    """What the question of a criterion asks for."""
    return _ASKS.get(criterion, "wording")


def points(review: Review, decisions: Sequence[Decision]) -> list[Point]:
    """All that is open. A line with blanks is not judged before they are filled."""
    aside = {(d.criterion, d.where) for d in decisions if d.outcome in _SET_ASIDE}
    missing = [*_blanks(review.draft), *_gaps(review.draft)]
    blanks = [point for point in missing if (point.criterion, point.where) not in aside]
    unfinished = {where for where, text in _lines(review.draft) if blanks_in(text)}
    found = [
        Point(finding.where, asks_for(finding.criterion), finding.severity, finding)
        for finding in review.findings
        if (finding.criterion, finding.where) not in aside and finding.where not in unfinished
    ]
    return sorted([*blanks, *found], key=_importance)


def next_point(open_points: Sequence[Point], focus: Where | None, thorough: bool) -> Point | None:
    """What to ask now: what is still open on the line in hand, else what matters most; None where nothing is due.

    Args:
        open_points: `points(...)`.
        focus: the line that was just worked on.
        thorough: whether what is only worth a thought is gone through, too.
    """
    due = [point for point in open_points if thorough or point.severity != "consider"]
    here = [point for point in due if focus is not None and point.where == focus]
    return next(iter(here or due), None)


def quote_of(draft: Draft, where: Where) -> str:
    """The words of a line; none for the whole set, and for a line that is not there (any more)."""
    if where.objective is None or where.objective >= len(draft.objectives):
        return ""
    if where.key_result is not None and where.key_result >= len(draft.objectives[where.objective].key_results):
        return ""
    wording = line_at(draft, where)
    return wording.text if wording else ""


def _blanks(draft: Draft) -> Iterator[Point]:
    for where, text in _lines(draft):
        for label in blanks_in(text):
            yield Point(where, _BLANKS.get(label, "words"), "fix", blank=label)


def _gaps(draft: Draft) -> Iterator[Point]:
    for i, objective in enumerate(draft.objectives):
        if not objective.text:
            yield Point(Where(objective=i), "wording", "fix", gap=NO_OBJECTIVE)
        elif not objective.key_results:
            yield Point(Where(objective=i), "key-result", "fix", gap=NO_KEY_RESULTS)


def _lines(draft: Draft) -> Iterator[tuple[Where, str]]:
    for i, objective in enumerate(draft.objectives):
        yield Where(objective=i), objective.text
        for j, key_result in enumerate(objective.key_results):
            yield Where(objective=i, key_result=j), key_result.text


def _importance(point: Point) -> tuple[int, bool, int, int]:
    finding, where = point.finding, point.where
    return (
        SEVERITIES.index(point.severity),
        finding is not None and (finding.is_question or finding.unproven),
        -1 if where.objective is None else where.objective,
        -1 if where.key_result is None else where.key_result,
    )
