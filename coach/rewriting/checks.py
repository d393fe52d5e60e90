"""Which proposals are shown: those that, reviewed by the same criteria, clear what they are meant for and gain nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from coach.critique import BLANK, Suggestion
from coach.detectors import DraftRead
from coach.metrics import Metric, MetricLibrary
from coach.okr import Draft, KeyResult, Objective, Wording
from coach.rewriting.proposals import BY_METRIC, Proposal, invents, propose_key_result, propose_objective

Line = tuple[int, int]
"""A line of a draft: the objective's index, the key result's (-1: the objective itself)."""
Fired = dict[Line, frozenset[str]]
"""The criteria that fired on each line of a draft."""
Judge = Callable[[Draft], Fired]


def suggest(
    reads: Sequence[DraftRead], fired: Sequence[Fired], library: MetricLibrary, judge: Judge
) -> list[dict[tuple[Line, str], Suggestion]]:
    """For each draft the suggestion for each line and criterion, where there is one that passed.

    Args:
        reads: the drafts as read.
        fired: what fired on each draft's lines.
        library: the metrics that could show what an activity is for.
        judge: reviews a draft by the same criteria, without guidance or suggestions.
    """
    found: list[dict[tuple[Line, str], Suggestion]] = [{} for _ in reads]
    metrics = _metrics(reads, fired, library)
    waiting = [
        (number, line, proposals)
        for number, (read, lines) in enumerate(zip(reads, fired, strict=True))
        for line, criteria in lines.items()
        if (proposals := _proposals(read, line, criteria, metrics.get((number, line), [])))
    ]
    while waiting:
        # The best proposal of every line at once; the next one only for lines whose best did not pass.
        firing = _firing(reads, [(number, line, proposals[0]) for number, line, proposals in waiting], judge)
        left = []
        for (number, line, proposals), fires in zip(waiting, firing, strict=True):
            best, *others = proposals
            if fires <= fired[number][line]:
                for criterion in best.meant_for - fires:
                    found[number].setdefault((line, criterion), best.suggestion)
            lacking = [p for p in others if any((line, criterion) not in found[number] for criterion in p.meant_for)]
            left += [(number, line, lacking)] if lacking else []
        waiting = left
    return found


def _firing(
    reads: Sequence[DraftRead], proposals: list[tuple[int, Line, Proposal]], judge: Judge
) -> list[frozenset[str]]:
    """What fires on each proposal, in whichever way its blanks are filled."""
    trials = [(i, _trial(reads[n], line, text)) for i, (n, line, p) in enumerate(proposals) for text in p.filled]
    again = judge(Draft(objectives=tuple(objective for _, objective in trials)))
    fires: list[frozenset[str]] = [frozenset()] * len(proposals)
    for at, (i, _) in enumerate(trials):
        fires[i] |= again.get((at, -1 if proposals[i][1][1] < 0 else 0), frozenset())
    return fires


def _metrics(
    reads: Sequence[DraftRead], fired: Sequence[Fired], library: MetricLibrary
) -> dict[tuple[int, Line], list[tuple[Metric, float]]]:
    """The metrics of the library for every line that may need one."""
    wanted = [
        (number, line)
        for number, lines in enumerate(fired)
        for line in lines
        if line[1] >= 0 and lines[line] & BY_METRIC
    ]
    pairs = []
    for number, (at, key_result) in wanted:
        objective = reads[number].objectives[at]
        pairs.append((objective.key_results[key_result].text, objective.text))
    return dict(zip(wanted, library.for_activities(pairs), strict=True))


def _proposals(
    read: DraftRead, line: Line, criteria: frozenset[str], metrics: list[tuple[Metric, float]]
) -> list[Proposal]:
    objective = read.objectives[line[0]]
    if line[1] < 0:
        proposals, given = propose_objective(criteria, objective), objective.text
    else:
        key_result = objective.key_results[line[1]]
        proposals = propose_key_result(criteria, key_result, metrics)
        given = f"{key_result.text} {key_result.key_result.due or ''}"
    if "[" in given or "]" in given:
        return []  # the writer's own brackets would pass for blanks
    return [p for p in proposals if _is_whole(p.suggestion.text) and not invents(p.suggestion.text, given)]


def _is_whole(text: str) -> bool:
    """Whether it could stand as a line: brackets closed, words beside the blanks."""
    closed = all(text.count(opening) == text.count(closing) for opening, closing in ("()", "[]"))
    return closed and len(re.findall(r"[^\W\d]{2,}", BLANK.sub(" ", text))) >= 2 and " to by " not in text


def _trial(read: DraftRead, line: Line, filled: str) -> Objective:
    """The proposal in the place of the line it is for, in the same cycle. A milestone is judged among its neighbours."""
    objective = read.draft.objectives[line[0]]
    period = objective.period or read.draft.period
    if line[1] < 0:
        return Objective(wording=Wording.plain(filled), period=period)
    rows = [KeyResult(wording=Wording.plain(filled))]
    if read.objectives[line[0]].key_results[line[1]].reading.kind == "milestone":
        rows += [key_result for number, key_result in enumerate(objective.key_results) if number != line[1]]
    return Objective(wording=objective.wording, key_results=tuple(rows), period=period)
