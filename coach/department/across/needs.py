"""`undeclared-dependency`: a key result names another team, and that team carries nothing for it. Always a question.

Only teams that are named are seen: which team a result needs without a word about it takes knowledge of the organisation.
"""

from __future__ import annotations

from collections.abc import Iterable

from coach.criteria import Criterion
from coach.department.across.context import Context
from coach.department.across.sharing import is_for, is_told, names_team_of, says_shared
from coach.department.across.sighting import CrossSighting, detects_across

_WHOLE, _PART = 0.65, 0.55


@detects_across("undeclared_dependency")
def undeclared_dependency(context: Context, criterion: Criterion) -> Iterable[CrossSighting]:
    """Key results that name a team which neither names theirs nor carries anything near to it."""
    organisation = context.organisation
    carried_from = criterion.limit("similarity")
    for line in organisation.key_results():
        if says_shared(line):
            continue
        asked: set[int] = set()
        for mention in context.mentions(line):
            other = organisation.teams[mention.team]
            if mention.team in asked or not other.goals or is_told(line, mention) or is_for(line, mention):
                continue
            asked.add(mention.team)
            rows = [organisation.lines[n] for g in other.goals for n in organisation.goals[g].key_results]
            if (
                not rows
                or organisation.is_above(rows[0], line)
                or any(names_team_of(context, row, line) for row in rows)
            ):
                continue
            nearest = max(rows, key=lambda row: context.similarity(line, row))
            if context.similarity(line, nearest) >= carried_from:
                continue
            yield CrossSighting(
                (organisation.side(line), organisation.side(nearest)),
                _WHOLE if mention.whole else _PART,
                f"{organisation.team_of(line).name} names {other.name} (“{line.text[mention.start : mention.end]}”), and no key result "
                f"of {other.name} speaks of it; the second quote is the nearest",
                asks=True,
            )
