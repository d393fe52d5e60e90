"""Which proposals are shown: those that, reviewed by the same criteria, clear what they are meant for and gain nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from coach.critique import BLANK, Suggestion
from coach.detectors import DraftRead
from coach.metrics import Metric, MetricLibrary, Task
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
        _Search(number, line, fired[number][line], proposals)
        for number, (read, lines) in enumerate(zip(reads, fired, strict=True))
        for line, criteria in lines.items()
        if (proposals := _proposals(read, line, criteria, metrics.get((number, line), [])))
    ]
    while waiting:
        # One trial of every line at once: the next filling, or the next proposal where the last one is lost.
        trials = [_trial(reads[search.draft], search.line, search.filled) for search in waiting]
        again = judge(Draft(objectives=tuple(trials)))
        for at, search in enumerate(waiting):
            search.learn(again.get((at, -1 if search.line[1] < 0 else 0), frozenset()), found[search.draft])
        waiting = [search for search in waiting if search.proposals]
    return found


@dataclass
class _Search:
    """The search for a suggestion for one line: what is still to be tried, the best first."""

    draft: int
    line: Line
    fired: frozenset[str]
    proposals: list[Proposal]
    fires: frozenset[str] = frozenset()
    """What fired on the first proposal so far."""
    tried: int = 0

    @property
    def filled(self) -> str:
        """The first proposal with its blanks filled in the way that is tried next."""
        return self.proposals[0].filled[self.tried]

    def learn(self, fires: frozenset[str], found: dict[tuple[Line, str], Suggestion]) -> None:
        """Take in what fired on the last trial; a proposal that can no longer win is tried in no other filling."""
        best, *others = self.proposals
        self.fires |= fires
        self.tried += 1
        lost = not self.fires <= self.fired or best.meant_for <= self.fires
        if not lost and self.tried < len(best.filled):
            return
        if not lost:
            for criterion in best.meant_for - self.fires:
                found.setdefault((self.line, criterion), best.suggestion)
        self.proposals = [p for p in others if any((self.line, criterion) not in found for criterion in p.meant_for)]
        self.fires, self.tried = frozenset(), 0


def _metrics(
    reads: Sequence[DraftRead], fired: Sequence[Fired], library: MetricLibrary
) -> dict[tuple[int, Line], list[Metric]]:
    """The metrics of the library for every line that may need one."""
    wanted = [
        (number, line)
        for number, lines in enumerate(fired)
        for line in lines
        if line[1] >= 0 and lines[line] & BY_METRIC
    ]
    tasks = [_task(reads[number], line, fired[number]) for number, line in wanted]
    return dict(zip(wanted, library.offers(tasks), strict=True))


def _task(read: DraftRead, line: Line, fired: Fired) -> Task:
    """A line as work that is for something: what its objective says. Other lines have no say in what is suggested for this one."""
    objective = read.objectives[line[0]]
    clear = bool(objective.text) and not fired.get((line[0], -1), frozenset()) & {
        "vague-objective",
        "activity-objective",
    }
    return Task(objective.key_results[line[1]].text, objective.text, aim_is_clear=clear)


def _proposals(read: DraftRead, line: Line, criteria: frozenset[str], metrics: list[Metric]) -> list[Proposal]:
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
