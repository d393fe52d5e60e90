"""What a set can be weak in that is seen only across drafts: more objectives than the level holds, links that lead nowhere,
cycles that do not fit the parent's.

A single draft's own review says what is seen in it alone; these say the rest, so that nothing is said twice.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from coach.criteria import Criterion
from coach.department.across.context import Context
from coach.department.across.lines import Goal, same_words
from coach.department.across.parents import Parents
from coach.department.across.sighting import CrossSighting, detects_across
from coach.reading.periods import Period, period_of

_SHOWN = 6
_CARRIED = 0.5
"""From this share of the objectives below the top on an input is taken to carry links."""


@detects_across("too_many_objectives")
def too_many_objectives(context: Context, criterion: Criterion) -> Iterable[CrossSighting]:
    """A team's objectives of one cycle, counted over all drafts and sheets that name it; within one draft its own review counts."""
    organisation = context.organisation
    for team in organisation.teams:
        by_cycle: dict[str, list[Goal]] = defaultdict(list)
        for number in team.goals:
            goal = organisation.goals[number]
            if goal.line is not None:
                by_cycle[same_words(goal.period)].append(goal)
        level = team.level or "team"
        most = int(criterion.limit(level))
        for goals in by_cycle.values():
            if len(goals) <= most or len({goal.draft_id for goal in goals}) == 1:
                continue
            sides = [side for goal in goals[:_SHOWN] if (side := organisation.side_of_goal(goal)) is not None]
            drafts = len({goal.draft_id for goal in goals})
            yield CrossSighting(
                tuple(sides),
                0.9,
                f"{team.name} has {len(goals)} objectives in {drafts} drafts; {most} is the limit for a {level}",
            )


@detects_across("no_parent_link")
def no_parent_link(context: Context, criterion: Criterion) -> Iterable[CrossSighting]:
    """An objective without a link in an input where others carry one, and a link that leads to nothing in the input."""
    organisation = context.organisation
    below = [goal for goal in organisation.goals if organisation.teams[goal.team].level != "company"]
    if not below or sum(goal.parent is not None for goal in below) < _CARRIED * len(below):
        return
    parents = Parents(organisation)
    for goal in below:
        team = organisation.teams[goal.team]
        side = organisation.side_of_goal(goal)
        if side is None or (goal.parent is None and goal.level in ("team", "department")):
            continue  # a draft that says its level is told so by its own review
        if goal.parent is None and not parents.is_named_in_words(goal) and not parents.serves_others(goal):
            yield CrossSighting(
                (side,), 0.75, f"most objectives here name what they serve; this one of {team.name} does not"
            )
        elif goal.parent is not None and parents.leads_nowhere(goal):
            yield CrossSighting(
                (side,), 0.7, f"“{goal.parent}” is named as its parent, and no objective here is called so", asks=True
            )


@detects_across("mixed_cycles")
def mixed_cycles(context: Context, criterion: Criterion) -> Iterable[CrossSighting]:
    """An objective whose parent belongs to another cycle, so that it can no longer help it, or not yet."""
    organisation = context.organisation
    parents = Parents(organisation)
    for goal in organisation.goals:
        upper = parents.parent_of(goal)
        if upper is None:
            continue
        mine, above = _period(goal), _period(upper)
        if mine is None or above is None or not (mine.year_known and above.year_known):
            continue
        if mine.first > above.last or mine.last < above.first:
            sides = [organisation.side_of_goal(each) for each in (goal, upper)]
            yield CrossSighting(
                tuple(side for side in sides if side is not None),
                0.85,
                f"its cycle is {mine}; that of the objective it serves is {above}",
            )


def _period(goal: Goal) -> Period | None:
    return period_of(goal.period) if goal.period and re.search(r"\w", goal.period) else None
