"""What can be weak in a set: the key results of one objective, or all objectives of a draft."""

from __future__ import annotations

import re
from collections.abc import Iterable

from coach.criteria import Criterion
from coach.detectors.sighting import DraftRead, Sighting, detects
from coach.embedding import similarities
from coach.reading import TOO_BROAD_FROM, Where
from coach.reading.periods import Period, period_of

_EXACT = 0.95


@detects("too_many_objectives")
def too_many_objectives(read: DraftRead, criterion: Criterion) -> Iterable[Sighting]:
    """Over the limit for its level; a draft of several teams is counted by team."""
    level = read.draft.level or "team"
    most = int(criterion.limit(level))
    by_team: dict[str | None, list[int]] = {}
    for i, objective in enumerate(read.objectives):
        if objective.text:
            by_team.setdefault(objective.objective.team, []).append(i)
    for team, at in by_team.items():
        if len(at) > most:
            whose = f"{team} has" if team else "there are"
            yield Sighting(
                Where(),
                _EXACT,
                f"{whose} {len(at)} objectives; {most} is the limit for a {level}",
                line=Where(objective=at[most]),
            )


@detects("too_many_key_results")
def too_many_key_results(read: DraftRead, criterion: Criterion) -> Iterable[Sighting]:
    """Over five under one objective; three is the advice."""
    most, advice = int(criterion.limit("most")), int(criterion.limit("advice"))
    for i, objective in enumerate(read.objectives):
        count = len(objective.key_results)
        if objective.text and count > most:
            yield Sighting(
                Where(objective=i),
                _EXACT,
                f"{count} key results; {most} is the limit, {advice} the advice",
                line=Where(objective=i, key_result=most),
            )


@detects("single_key_result")
def single_key_result(read: DraftRead, criterion: Criterion) -> Iterable[Sighting]:
    """One measure for the whole objective."""
    for i, objective in enumerate(read.objectives):
        if objective.text and len(objective.key_results) == 1:
            yield Sighting(
                Where(objective=i),
                0.9,
                "one key result carries the whole objective",
                line=Where(objective=i, key_result=0),
            )


_FILLERS = re.compile(r"\b(?:up|down|the|a|an|our|by|to|from|of)\b|[^\w%]+")


@detects("duplicate_key_result")
def duplicate_key_result(read: DraftRead, criterion: Criterion) -> Iterable[Sighting]:
    """Two key results of a draft say the same thing: nearly the same words, and no value that tells them apart."""
    limit = criterion.limit("similarity")
    lines = [line for line in read.key_results() if len(line.text.split()) >= 2]
    if len(lines) < 2:
        return
    texts = [_FILLERS.sub(" ", re.sub(r"\s+(?=%)", "", line.text.lower())) for line in lines]
    alike = similarities(texts, texts)
    for later in range(1, len(lines)):
        for earlier in range(later):
            if alike[later, earlier] < limit:
                continue
            other = lines[earlier]
            team = read.objectives[other.where.objective or 0].objective.team
            if team != read.objectives[lines[later].where.objective or 0].objective.team:
                continue
            yield Sighting(
                lines[later].where, min(0.95, float(alike[later, earlier])), f"it says the same as “{other.text}”"
            )
            break


@detects("objective_not_covered")
def objective_not_covered(read: DraftRead, criterion: Criterion) -> Iterable[Sighting]:
    """A first guess by embedding: no key result speaks of anything the objective speaks of. Always a question.

    An objective that is too broad to choose by is left out: anything fits under it, and it is flagged for that.
    """
    limit = criterion.limit("similarity")
    for i, objective in enumerate(read.objectives):
        texts = [line.text for line in objective.key_results]
        if len(objective.text.split()) < 3 or len(texts) < 2 or objective.vague_confidence >= TOO_BROAD_FROM:
            continue
        closest = float(similarities([objective.text], texts).max())
        if closest < limit:
            yield Sighting(
                Where(objective=i),
                0.5,
                "no key result shares a subject with the objective",
                line=Where(objective=i),
                asks=True,
            )


@detects("no_parent_link")
def no_parent_link(read: DraftRead, criterion: Criterion) -> Iterable[Sighting]:
    """The draft says it is a team's or a department's, and nothing says what above it this serves."""
    if read.draft.level not in ("team", "department") or read.draft.parent:
        return
    for objective in read.objectives:
        if objective.text and not objective.objective.parent:
            yield Sighting(
                Where(), 0.9, f"the draft is a {read.draft.level}'s, and names nothing above it", line=objective.where
            )
            return


@detects("mixed_cycles")
def mixed_cycles(read: DraftRead, criterion: Criterion) -> Iterable[Sighting]:
    """Objectives of different periods in one draft, or a key result due outside its cycle."""
    cycles: list[tuple[int, Period]] = []
    for i, objective in enumerate(read.objectives):
        period = period_of(objective.objective.period or read.draft.period or "")
        if period:
            cycles.append((i, period))
    for i, period in cycles[1:]:
        if period != cycles[0][1]:
            yield Sighting(
                Where(objective=i),
                0.9,
                f"its cycle is {period}, the first objective's is {cycles[0][1]}",
                line=Where(objective=i),
            )
            return
    if not cycles:
        yield from _apart(read)
    for i, period in cycles:
        for line in read.objectives[i].key_results:
            due = period_of(line.reading.deadline.text) if line.reading.deadline else None
            if due and not period.holds(due):
                yield Sighting(line.where, 0.8, f"it is due {due}; its cycle is {period}")


_FAR_APART = 5
"""Months between two deadlines from which they no longer belong to one cycle: two quarters do not touch."""


def _apart(read: DraftRead) -> Iterable[Sighting]:
    """Where no cycle is named: the line whose deadline lies furthest behind the first one's, if that is too far."""
    due = [(line, period_of(line.reading.deadline.text)) for line in read.key_results() if line.reading.deadline]
    dated = [(line, period) for line, period in due if period is not None and period.year_known]
    if len(dated) < 2:
        return
    first = min(period.last for _, period in dated)
    line, latest = max(dated, key=lambda pair: pair[1].last)
    if latest.last - first >= _FAR_APART:
        yield Sighting(
            line.where,
            0.8,
            f"it is due {latest}; another key result of the draft is due {latest.last - first} months earlier",
        )
