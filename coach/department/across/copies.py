"""`copied-down`: a team's objective or key result is one from above it, pasted."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from coach.criteria import Criterion
from coach.department.across.context import Context
from coach.department.across.lines import RANK, Line, Organisation
from coach.department.across.sighting import CrossSighting, detects_across
from coach.department.across.wording import overlap, telling_words, words_of

_PASTED, _TOUCHED = 0.95, 0.85
"""How sure it is where the words are the same, and where one was touched."""
_TELLING = 3
"""Words that say something which a line must have: of two that are the same nobody knows which was there first."""
_COMMON = 200
"""Words that stand in more lines of the upper levels than this lead to none of them."""


@detects_across("copied_down")
def copied_down(context: Context, criterion: Criterion) -> Iterable[CrossSighting]:
    """Lines that repeat one of the company, of their own department, or of the parent that they name themselves."""
    organisation = context.organisation
    least = criterion.limit("overlap")
    uppers = _Uppers(organisation)
    for line in organisation.lines:
        found = [(overlap(upper.text, line.text), upper) for upper in uppers.above(line)]
        found = [(same, upper) for same, upper in found if same >= least]
        if not found:
            yield from _parent_in_words(context, line, least)
            continue
        same, upper = max(found, key=lambda each: (each[0], RANK[organisation.team_of(each[1]).level]))
        touched = "" if same == 1 else ", with little changed"
        yield CrossSighting(
            (organisation.side(line), organisation.side(upper)),
            _PASTED if same == 1 else _TOUCHED,
            f"{organisation.team_of(line).name} has the words of {organisation.team_of(upper).name}{touched}",
        )


def _parent_in_words(context: Context, line: Line, least: float) -> Iterator[CrossSighting]:
    """Where the parent stands only in the objective's own row: there is one side, and the words of the parent are told."""
    goal = context.organisation.goals[line.goal]
    if line.key_result is not None or not goal.parent or telling_words(goal.parent) < _TELLING:
        return
    if overlap(goal.parent, line.text) >= least:
        yield CrossSighting(
            (context.organisation.side(line),), _TOUCHED, f"the parent that it names says the same: “{goal.parent}”"
        )


class _Uppers:
    """The lines of the company and of departments, found by their words."""

    def __init__(self, organisation: Organisation) -> None:
        self._organisation = organisation
        self._with: dict[str, list[int]] = defaultdict(list)
        for line in organisation.lines:
            if organisation.team_of(line).level in ("company", "department") and telling_words(line.text) >= _TELLING:
                for word in words_of(line.text):
                    self._with[word].append(line.number)

    def above(self, line: Line) -> Iterator[Line]:
        """The lines of one kind with it, above it, that share half of its words or more."""
        counted: Counter[int] = Counter()
        words = words_of(line.text)
        for word in words:
            found = self._with.get(word, [])
            if len(found) <= _COMMON:
                counted.update(found)
        for number, shared in counted.items():
            upper = self._organisation.lines[number]
            of_kind = (upper.key_result is None) is (line.key_result is None)
            if shared * 2 >= len(words) and of_kind and self._organisation.is_above(upper, line):
                yield upper
