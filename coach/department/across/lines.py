"""An input's units as they are compared across teams: teams, goals (objectives) and lines, each with its way back to its unit.

Made once for a run and kept whole in memory, so it is slim: about 1 kB a line. Nothing here judges.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache
from sys import intern
from typing import Any

from coach.department.across.figure_reading import figures_of
from coach.department.across.figures import Figures, Rarity
from coach.department.contract import Side, Unit
from coach.okr import Level, Place, Wording
from coach.reading.result import Where

RANK: dict[Level | None, int] = {"company": 0, "department": 1, "team": 2, None: 3}


@dataclass(slots=True)
class Team:
    """One team: the units that name it, wherever in the input they stand."""

    number: int
    name: str
    department: str | None
    level: Level | None
    goals: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Goal:
    """One objective, with what the input says of it beside its words."""

    number: int
    unit: int
    draft_id: str
    team: int
    level: Level | None
    period: str | None
    owner: str | None
    parent: str | None
    label: str | None
    line: int | None
    """Its own line; None where key results came without an objective."""
    key_results: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One objective or key result."""

    number: int
    unit: int
    team: int
    goal: int
    key_result: int | None
    """Its index under its objective; None for the objective itself."""
    text: str
    raw: str
    at: tuple[int | str | None, ...]
    """Its place, as the values of `Place`: a tenth of the memory, for a hundred thousand lines of which few are quoted."""
    bare: str
    """Its words without figures, dates and the labels of a form."""
    figures: Figures
    owner: str | None
    due: str | None
    score: str | None

    @property
    def where(self) -> Where:
        return Where(objective=0, key_result=self.key_result)

    @property
    def place(self) -> Place:
        return Place.model_validate(dict(zip(Place.model_fields, self.at, strict=True)))


class Organisation:
    """Everything that is compared: who wrote what, and what stands above what."""

    def __init__(self, units: Iterable[Unit]) -> None:
        self.teams: list[Team] = []
        self.goals: list[Goal] = []
        self.lines: list[Line] = []
        self._team_of: dict[tuple[str, str], int] = {}
        self.top: int | None = None
        for unit in units:
            self._take(unit)
        self.rarity = Rarity(line.figures for line in self.lines if line.key_result is not None)

    def key_results(self) -> Iterator[Line]:
        """Every key result, in the order of the input."""
        return (line for line in self.lines if line.key_result is not None)

    def team_of(self, line: Line | Goal) -> Team:
        return self.teams[line.team]

    def side(self, line: Line) -> Side:
        """A line as one side of a finding: quoted whole, with its place."""
        return Side(team=self.teams[line.team].name, unit=line.unit, where=line.where, quote=line.raw, place=line.place)

    def side_of_goal(self, goal: Goal) -> Side | None:
        """An objective as one side; its first key result where it has no words; None where nothing can be quoted."""
        at = goal.line if goal.line is not None else next(iter(goal.key_results), None)
        return None if at is None else self.side(self.lines[at])

    def is_above(self, upper: Line | Goal, lower: Line | Goal) -> bool:
        """Whether `upper` stands above `lower`: the company above all, a department above its own teams."""
        above, below = self.teams[upper.team], self.teams[lower.team]
        if RANK[above.level] >= RANK[below.level] or above.level is None or below.level is None:
            return False
        return above.level == "company" or same_words(above.department) == same_words(below.department)

    def _take(self, unit: Unit) -> None:
        objective = unit.draft.objectives[0]
        team = self._team(unit)
        number = len(self.goals)
        own = None
        if objective.wording is not None and objective.text:
            own = self._line(unit.number, team, number, None, objective.wording, Figures(), objective.text)
        rows = []
        for at, key_result in enumerate(objective.key_results):
            figures, bare = figures_of(key_result)
            rows.append(
                self._line(
                    unit.number, team, number, at, key_result.wording, figures, bare,
                    key_result.owner, key_result.due, key_result.score,
                )
            )  # fmt: skip
        period = objective.period or unit.draft.period
        parent = objective.parent or unit.draft.parent
        self.goals.append(
            Goal(
                number, unit.number, unit.draft_id, team, unit.draft.level, period, objective.owner, parent,
                objective.label, own, tuple(rows),
            )
        )  # fmt: skip
        self.teams[team].goals.append(number)

    def _line(
        self, unit: int, team: int, goal: int, at: int | None, wording: Wording, figures: Figures, bare: str,
        owner: str | None = None, due: str | None = None, score: str | None = None,
    ) -> int:  # fmt: skip
        number = len(self.lines)
        raw = wording.text if wording.raw == wording.text else wording.raw
        self.lines.append(
            Line(
                number,
                unit,
                team,
                goal,
                at,
                wording.text,
                raw,
                _values(wording.place),
                bare,
                figures,
                owner,
                due,
                score,
            )
        )
        return number

    def _team(self, unit: Unit) -> int:
        key = (same_words(unit.team), same_words(unit.department))
        if key not in self._team_of:
            self._team_of[key] = len(self.teams)
            level = unit.draft.level
            if level is None and unit.department and same_words(unit.department) == same_words(unit.team):
                level = "department"
            self.teams.append(Team(len(self.teams), unit.team, unit.department, level))
        return self._team_of[key]


def _values(place: Place) -> tuple[int | str | None, ...]:
    """The place's values, the names of sheets and columns once for all lines."""
    return tuple(intern(value) if isinstance(value, str) else value for value in vars(place).values())


@lru_cache(maxsize=16_384)
def same_words(text: str | None) -> str:
    """A name in the form it is compared by: case, spaces and punctuation say nothing."""
    return " ".join(re.findall(r"[^\W_]+", (text or "").casefold()))


def stems(text: str) -> list[str]:
    """The stem of every word, in order."""
    found: list[str] = _stemmer().stemWords(re.findall(r"[^\W\d_]+", text.lower()))
    return found


@cache
def _stemmer() -> Any:
    import Stemmer

    return Stemmer.Stemmer("english")
