"""Which words of a line a review is about: the stretches that a finding quotes, found again in the line as it is shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from coach.criteria import SEVERITIES, Severity
from coach.critique import Finding
from coach.okr import Draft, Place, Wording
from coach.reading.result import Where


def line_at(draft: Draft, where: Where) -> Wording | None:
    """The line that `where` means; None for the whole set, and for an objective that was not written."""
    if where.objective is None:
        return None
    objective = draft.objectives[where.objective]
    return objective.wording if where.key_result is None else objective.key_results[where.key_result].wording


def stretch(wording: Wording, place: Place) -> tuple[int, int] | None:
    """Where in ``wording.text`` the words at `place` of the input stand; None where they are not part of it."""
    at = wording.place
    if (at.sheet, at.row, at.column, at.field) != (place.sheet, place.row, place.column, place.field):
        return None
    if not wording.runs:
        found = [(place.start - at.start, place.end - at.start)]
    else:
        found = []
        for run in wording.runs:
            low, high = max(place.start, run.start), min(place.end, run.end)
            if low >= high:
                continue
            if run.end - run.start == run.size:
                found.append((run.at + low - run.start, run.at + high - run.start))
            else:
                found.append((run.at, run.at + run.size))
    start = max(0, min((low for low, _ in found), default=0))
    end = min(len(wording.text), max((high for _, high in found), default=0))
    return (start, end) if start < end else None


def marks(wording: Wording, findings: Iterable[Finding]) -> list[tuple[int, int, Severity | None]]:
    """``wording.text`` cut into (start, end, severity): the most important severity that quotes each stretch, or None."""
    strongest: list[Severity | None] = [None] * len(wording.text)
    for finding in findings:
        found = stretch(wording, finding.place)
        for index in range(*found) if found else ():
            now = strongest[index]
            if now is None or SEVERITIES.index(finding.severity) < SEVERITIES.index(now):
                strongest[index] = finding.severity
    return list(_runs(strongest))


def _runs(values: list[Severity | None]) -> Iterator[tuple[int, int, Severity | None]]:
    start = 0
    for index in range(1, len(values) + 1):
        if index == len(values) or values[index] != values[start]:
            yield start, index, values[start]
            start = index
