"""What other house rules would change on a draft: findings that would go, come, or weigh otherwise."""

from __future__ import annotations

from typing import Literal

from coach.critique import Finding, Review
from coach.house_rules import HouseRules
from coach.okr import Draft, Value
from coach.reviewer import Coach

Kind = Literal["goes", "comes", "severity", "asks"]


class Change(Value):
    """One finding that would be otherwise."""

    kind: Kind
    before: Finding | None
    now: Finding | None

    @property
    def finding(self) -> Finding:
        """The finding as it would be; as it was, where it goes."""
        found = self.now or self.before
        assert found is not None
        return found


def changes_by(coach: Coach, rules: HouseRules, draft: Draft) -> tuple[Change, ...]:
    """What would change on this draft if `rules` held in place of the coach's own; by rules alone, nothing is sent."""
    trial = Coach(rules=rules, reader=coach.reader, library=coach.library, home=coach.home)
    # Guidance is the same under any rules, so the index that is open serves both.
    trial.__dict__["index"] = coach.index
    return differences(
        coach.by_rules_many([draft], suggestions=False)[0], trial.by_rules_many([draft], suggestions=False)[0]
    )


def differences(before: Review, now: Review) -> tuple[Change, ...]:
    """What goes, then what comes, then what weighs otherwise, each in the order of the review."""
    then, new = _by_place(before), _by_place(now)
    found = [Change(kind="goes", before=finding, now=None) for place, finding in then.items() if place not in new]
    found += [Change(kind="comes", before=None, now=finding) for place, finding in new.items() if place not in then]
    for place, finding in then.items():
        other = new.get(place)
        if other is None:
            continue
        if other.severity != finding.severity:
            found.append(Change(kind="severity", before=finding, now=other))
        elif other.is_question != finding.is_question:
            found.append(Change(kind="asks", before=finding, now=other))
    return tuple(found)


def _by_place(review: Review) -> dict[tuple[str, int | None, int | None], Finding]:
    return {(f.criterion, f.where.objective, f.where.key_result): f for f in review.findings}
