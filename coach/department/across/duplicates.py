"""`duplicated-effort`: key results of different teams that measure one thing, and nothing says that they know of one another.

Two signs together: the words mean one measure (an encoder taught on that), and the figures agree (the same start, the same goal, or
both counted from the other end). Neither is enough: look-alikes share words, and round figures meet by chance. How the two
are weighed was fitted on one half of evals/department/; docs/decisions/0010-across-teams.md.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from coach.criteria import Criterion
from coach.department.across.context import Context
from coach.department.across.figures import Agreement, Level, agreement, rounded
from coach.department.across.lines import Line
from coach.department.across.sharing import is_declared
from coach.department.across.sighting import CrossSighting, detects_across
from coach.department.across.told_apart import apart_by_words, each_its_own

_NEIGHBOURS, _NEIGHBOURS_OF_MANY, _MANY = 20, 8, 5_000
"""The nearest texts that a text is compared with; fewer in a large input, where the nearest are nearer."""
_SIMILAR = 0.35
"""Pairs below this likeness of meaning are looked at only where their figures lead to one another."""
_OF_TWO_FIGURES, _OF_ONE_FIGURE = 40, 12
"""A start and goal, or one figure, that stand in more lines than this say nothing about any two of them."""
_SIDES = 5
_SURELY = 0.8
_ALIKE_LEAST = 0.3
"""Below it lines are of different subjects, and their figures meet by chance."""
_ALIKE_WITH_ONE = 0.6
"""What it takes where only one figure agrees, or none."""
_ALIKE_AT_ALL = 0.5
"""Lines that are told apart by a word or two are one only where start and goal agree and their meaning is at least so near."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two key results of different teams, with what speaks for their being one."""

    first: Line
    second: Line
    alike: float
    """In meaning, -1 to 1."""
    figures: Agreement


@detects_across("duplicated_effort")
def duplicated_effort(context: Context, criterion: Criterion) -> Iterable[CrossSighting]:
    """Groups of key results, no two of one team, that are one result by their words and figures."""
    least = criterion.limit("confidence")
    organisation = context.organisation
    sure = [
        (chance, pair)
        for pair in pairs(context)
        if (chance := chance_of(pair)) >= least
        and not is_declared(context, pair.first, pair.second)
        and not _is_other(context, pair)
    ]
    for chance, lines in grouped(sure):
        names = [organisation.team_of(line).name for line in lines]
        more = f" and {len(names) - _SIDES} more teams" if len(names) > _SIDES else ""
        yield CrossSighting(
            tuple(organisation.side(line) for line in lines[:_SIDES]),
            round(min(chance, 0.98), 2),
            f"{_listed(names[:_SIDES])}{more} measure the same thing, and nothing says that they share it",
        )


def pairs(context: Context) -> Iterator[Pair]:
    """Pairs that may be one: near in meaning, or led to one another by their figures. Lines of one chain of command are left out:
    a department's and its team's are `copied-down`, or a contribution."""
    organisation = context.organisation
    for first, second in _candidates(context):
        if first.team == second.team or organisation.is_above(first, second) or organisation.is_above(second, first):
            continue
        figures = agreement(first.figures, second.figures, organisation.rarity)
        yield Pair(first, second, context.similarity(first, second), figures)


def _is_other(context: Context, pair: Pair) -> bool:
    """Whether each measures its own, or a word or two set the lines apart; start and goal that agree outweigh a word."""
    if each_its_own(context, pair.first, pair.second):
        return True
    agree = pair.figures.both and pair.alike >= _ALIKE_AT_ALL
    return not agree and apart_by_words(pair.first, pair.second)


def _candidates(context: Context) -> Iterator[tuple[Line, Line]]:
    """Pairs worth a closer look, each once; their number grows with that of the lines, not with its square."""
    seen: set[int] = set()
    size = len(context.organisation.lines)

    def fresh(one: Line, other: Line) -> bool:
        key = min(one.number, other.number) * size + max(one.number, other.number)
        if one.number == other.number or key in seen:
            return False
        seen.add(key)
        return True

    lines_of = context.key_results_of
    for lines in lines_of.values():
        for one, other in combinations(_one_a_team(lines), 2):
            if fresh(one, other):
                yield one, other
    most = _NEIGHBOURS if len(lines_of) <= _MANY else _NEIGHBOURS_OF_MANY
    for row, other_row, _ in context.near(most, _SIMILAR):
        for one in _one_a_team(lines_of[row]):
            for other in _one_a_team(lines_of[other_row]):
                if fresh(one, other):
                    yield one, other
    by_figure: dict[Level | tuple[Level, Level], list[Line]] = defaultdict(list)
    for line in context.organisation.key_results():
        for start in line.figures.start:
            for goal in line.figures.goal:
                by_figure[rounded(start), rounded(goal)].append(line)
        for level in line.figures.all:
            by_figure[level].append(line)
    for figure, lines in by_figure.items():
        if len(lines) <= (_OF_TWO_FIGURES if isinstance(figure[0], tuple) else _OF_ONE_FIGURE):
            for one, other in combinations(lines, 2):
                if fresh(one, other):
                    yield one, other


def _one_a_team(lines: list[Line]) -> list[Line]:
    """Lines of one text, one a team and a handful at most: a sentence that everyone has is everyone's."""
    first: dict[int, Line] = {}
    for line in lines:
        first.setdefault(line.team, line)
    return list(first.values())[: _SIDES + 1]


_WEIGHTS = {"alike": 2.9, "alike squared": 3.4, "figures": 3.0, "figures where alike": 2.6, "both": 1.0, "clash": -1.5}
_LEVEL = -5.65
"""A logistic regression on the pairs of the fit half, moved so that 0.5 is where 19 in 20 of the pairs above were right there."""


def chance_of(pair: Pair) -> float:
    """How likely it is that two key results are one, 0 to 1."""
    figures = pair.figures
    if pair.alike < (_ALIKE_LEAST if figures.both else _ALIKE_WITH_ONE):
        return 0.0
    score = (
        _LEVEL
        + _WEIGHTS["alike"] * pair.alike
        + _WEIGHTS["alike squared"] * pair.alike**2
        + _WEIGHTS["figures"] * figures.evidence
        + _WEIGHTS["figures where alike"] * pair.alike * figures.evidence
        + _WEIGHTS["both"] * figures.both
        + _WEIGHTS["clash"] * figures.clash
    )
    return 1 / (1 + math.exp(-score))


def grouped(sure: Iterable[tuple[float, Pair]]) -> Iterator[tuple[float, list[Line]]]:
    """Pairs put together where they share a line: a result of five teams is one finding. The surest first.

    A line joins a group where it goes with every line of it, or surely with one: a chain of likenesses is no likeness.
    """
    ranked = sorted(sure, key=lambda each: (-each[0], each[1].first.number, each[1].second.number))
    together = {frozenset((pair.first.number, pair.second.number)) for _, pair in ranked}
    group_of: dict[int, int] = {}
    groups: list[tuple[float, list[Line]]] = []
    for chance, pair in ranked:
        held = [line for line in (pair.first, pair.second) if line.number in group_of]
        if not held:
            group_of[pair.first.number] = group_of[pair.second.number] = len(groups)
            groups.append((chance, [pair.first, pair.second]))
        elif len(held) == 1:
            group = group_of[held[0].number]
            members = groups[group][1]
            new = pair.second if held[0] is pair.first else pair.first
            with_all = all(frozenset((new.number, member.number)) in together for member in members)
            if new.team not in {member.team for member in members} and (with_all or chance >= _SURELY):
                group_of[new.number] = group
                members.append(new)
    yield from groups


def _listed(names: list[str]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else "".join(names)
