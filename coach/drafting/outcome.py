"""What a change did to what there is to do: how much less, how much more, and what is new."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from coach.criteria import SEVERITIES, Severity
from coach.critique import Finding, Review
from coach.dialogue.alignment import aligned
from coach.okr import Draft
from coach.reading.result import Where

_TO_DO: dict[Severity, str] = {"fix": "to fix", "improve": "to improve", "consider": "to think about"}
_MOST_ROWS = 400
"""Lines up to which lines are told apart when one was added or removed; in a larger draft places are compared as they are."""


@dataclass(frozen=True)
class Outcome:
    """The difference between two reviews of a draft."""

    fewer: tuple[tuple[Severity, int], ...]
    more: tuple[tuple[Severity, int], ...]
    new: tuple[Finding, ...]
    """Findings that were not there before, most important first."""

    @property
    def words(self) -> str:
        """The counts in words: "2 fewer to fix, 1 more to improve"; empty where they are the same."""
        said = [f"{count} fewer {_TO_DO[severity]}" for severity, count in self.fewer]
        said += [f"{count} more {_TO_DO[severity]}" for severity, count in self.more]
        return ", ".join(said)


def outcome(before: Review, after: Review) -> Outcome:
    """What there is to do after a change, beside what there was."""
    differences = {severity: after.count(severity) - before.count(severity) for severity in SEVERITIES}
    came_of = _lines_came_of(before.draft, after.draft)
    had = Counter((finding.criterion, finding.where) for finding in before.findings)
    new = []
    for finding in after.findings:
        name = (finding.criterion, came_of.get(finding.where, finding.where))
        if finding.where not in came_of and finding.where.objective is not None or not had[name]:
            new.append(finding)
        else:
            had[name] -= 1
    return Outcome(
        fewer=tuple((severity, -count) for severity, count in differences.items() if count < 0),
        more=tuple((severity, count) for severity, count in differences.items() if count > 0),
        new=tuple(new),
    )


def _lines_came_of(before: Draft, after: Draft) -> dict[Where, Where]:
    """For each line of the changed draft the one that it came of; lines that were added are not in it."""
    old, new = _lines(before), _lines(after)
    whole = {Where(): Where()}
    same = [where for where, _ in old] == [where for where, _ in new]
    if same or max(len(old), len(new)) > _MOST_ROWS:
        known = {where for where, _ in old}
        return whole | {where: where for where, _ in new if where in known}
    pairs = aligned([[text for _, text in old], [text for _, text in new]])
    return whole | {new[now][0]: old[was][0] for was, now in pairs if was is not None and now is not None}


def _lines(draft: Draft) -> list[tuple[Where, str]]:
    found = []
    for i, objective in enumerate(draft.objectives):
        found.append((Where(objective=i), objective.text))
        found += [(Where(objective=i, key_result=j), k.text) for j, k in enumerate(objective.key_results)]
    return found
