"""What a detector saw becomes a finding, or is set aside with its reason; and what is complete is said too."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from coach.criteria import Criterion
from coach.critique import Excused, Finding, Suggestion
from coach.detectors import DraftRead, Sighting
from coach.grounding import citations, line_seen
from coach.index import Hit
from coach.okr import Draft, KeyResult, Objective


@dataclass(frozen=True)
class Seen:
    """A sighting with its criterion, before it becomes a finding."""

    criterion: Criterion
    sighting: Sighting
    asks: bool
    """It is a question and no verdict: the criterion can only ask here, or the reading is not sure enough."""


def excused(draft: Draft, seen: Seen, off: Mapping[str, str]) -> Excused | None:
    """Why this is not shown as a finding, if the house rules or the line itself say so. `off`: the criteria that are switched off, with the reason."""
    where, criterion = seen.sighting.where, seen.criterion.id
    quote = line_seen(draft, seen.sighting).text
    if criterion in off:
        return Excused(criterion=criterion, where=where, quote=quote, reason=off[criterion], by="house rules")
    if where.objective is None:
        return None
    objective = draft.objectives[where.objective]
    holder: Objective | KeyResult = objective if where.key_result is None else objective.key_results[where.key_result]
    for excuse in holder.excuses:
        if excuse.criterion == criterion:
            return Excused(criterion=criterion, where=where, quote=quote, reason=excuse.reason, by="draft")
    return None


def finding_of(draft: Draft, seen: Seen, hits: list[Hit], suggestion: Suggestion | None) -> Finding:
    """The finding that a sighting becomes: in the draft's own words, with the criterion's, grounded in what was retrieved."""
    criterion, sighting = seen.criterion, seen.sighting
    wording = line_seen(draft, sighting)
    quote, place = wording.quote(*(sighting.span or (0, len(wording.text))))
    return Finding(
        criterion=criterion.id,
        title=criterion.title,
        severity=criterion.severity,
        where=sighting.where,
        quote=quote,
        place=place,
        message=criterion.doubt if seen.asks else criterion.message,
        question=criterion.question,
        citations=citations(hits, criterion.id),
        suggestion=suggestion,
        confidence=sighting.confidence,
        is_question=seen.asks,
        because=sighting.because,
        also=sighting.also,
    )


def strengths(read: DraftRead) -> Iterator[str]:
    """What is complete, said once and precisely."""
    whole = [
        line for line in read.key_results() if line.reading.kind == "outcome" and line.has_baseline and line.has_target
    ]
    for line in whole[:3]:
        cycle = read.draft.period or read.objectives[line.where.objective or 0].objective.period
        parts = "Baseline and target are both there" + (", and the cycle gives the date" if cycle else "")
        if line.has_deadline:
            parts = "Baseline, target and date are all there"
        yield f"{parts}: “{line.text}”."
