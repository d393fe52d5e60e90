"""Titles over rows: a team, a period or a goal that holds for what stands below."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, field
from functools import lru_cache

from coach.department.intake.row_values import value_of
from coach.intake.labels import read_label
from coach.intake.shapes import is_team_title, is_title, read_title

_CARRIED = ("team", "period", "parent", "level", "department", "owner")
Said = tuple[str, str]
"""What a title says: its key, such as ``team``, and its value."""


@dataclass(frozen=True, slots=True)
class Context:
    """What titles over a stretch of rows say of it."""

    said: tuple[tuple[str, str], ...] = ()

    def with_said(self, **said: str | None) -> Context:
        """The context with what a further title says."""
        return Context(tuple({**dict(self.said), **{key: value for key, value in said.items() if value}}.items()))


@dataclass
class Titles:
    """What titles have said so far, and in which rows."""

    context: Context = field(default_factory=Context)
    _rows: list[tuple[int, str, frozenset[Said]]] = field(default_factory=list)

    def carry(self, number: int, text: str, **said: str | None) -> None:
        """Takes what row `number` says for the rows below it."""
        pairs = frozenset((key, value) for key, value in said.items() if value)
        if pairs:
            self._rows.append((number, text, pairs))
        self.context = self.context.with_said(**said)

    def named_value(self, number: int, text: str, value: str | None = None) -> bool:
        """Takes in ``Team: Marketing``, with the value in the text or in the next cell; False where it is none."""
        label = read_label(text if value is None or text.endswith(":") else f"{text}:")
        if label is None or label.role != "meta" or (value is None and label.end >= len(text)):
            return False
        key = "owner" if label.key == "objective owner" else label.key
        said = text[label.end :].strip() if value is None else value
        if key not in _CARRIED:
            return False
        self.carry(number, text if value is None else f"{text} {value}", **{key: said})
        return True

    def title(self, number: int, text: str) -> bool:
        """Takes in ``Marketing OKRs Q3``; False where the words are no title."""
        if not (is_team_title(text) or is_title(text)):
            return False
        team, period, level = read_title(text)
        self.carry(number, text, team=team, period=period, level=level)
        return True

    def above(self, number: int, cells: Sequence[str]) -> list[str]:
        """Takes in a row that stands over the names of the columns; gives the cells that say nothing."""
        filled = [cell.strip() for cell in cells if cell.strip()]
        if not filled:
            return []
        if len(filled) > 1 and self.named_value(number, filled[0], filled[1]):
            return filled[2:]
        if self.named_value(number, filled[0]) or self.title(number, filled[0]):
            return filled[1:]
        return filled

    def unused(self, used: Set[Said]) -> Iterator[tuple[int, str]]:
        """The titles that hold for no objective, by row; `used` is what objectives took over."""
        yield from ((number, text) for number, text, pairs in self._rows if not pairs & used)


@lru_cache(maxsize=4096)
def context_of_team(context: Context, team: str) -> Context:
    """The context of a row that names its team itself."""
    return context.with_said(team=value_of(team)) if team else context
