"""What every detector across teams is given: the organisation, the teams that lines name, and how near lines are in meaning."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property

import numpy as np

from coach.department.across.lines import Line, Organisation, same_words
from coach.department.across.names import Mention, TeamNames
from coach.embedding import Vectors


class Context:
    """An organisation with what is worked out of it once, when it is first needed."""

    def __init__(self, organisation: Organisation) -> None:
        self.organisation = organisation
        self._mentions: dict[int, list[Mention]] = {}

    @cached_property
    def names(self) -> TeamNames:
        return TeamNames(self.organisation.teams)

    @cached_property
    def texts(self) -> dict[str, int]:
        """Every distinct line without its figures, with its row in `vectors`."""
        found: dict[str, int] = {}
        for line in self.organisation.lines:
            found.setdefault(_key(line), len(found))
        return found

    @cached_property
    def vectors(self) -> Vectors:
        """One unit vector a distinct text: near where they measure one thing."""
        from coach.department.across.meaning import vectors_of

        return vectors_of(list(self.texts))

    @cached_property
    def key_results_of(self) -> dict[int, list[Line]]:
        """The key results with each text, by its row in `vectors`."""
        found: dict[int, list[Line]] = defaultdict(list)
        for line in self.organisation.key_results():
            found[self.row(line)].append(line)
        return found

    def row(self, line: Line) -> int:
        return self.texts[_key(line)]

    def similarity(self, first: Line, second: Line) -> float:
        """How near two lines are in meaning, -1 to 1."""
        one, other = self.vectors[self.row(first)], self.vectors[self.row(second)]
        return float(one.astype(np.float32) @ other.astype(np.float32))

    def near(self, most: int, least: float) -> Iterator[tuple[int, int, float]]:
        """Pairs of rows of key results' texts that are near in meaning; the work grows little faster than their number."""
        from coach.department.across.neighbours import nearest

        rows = np.array(sorted(self.key_results_of), dtype=np.int64)
        for one, other, alike in nearest(self.vectors[rows], most, least):
            yield int(rows[one]), int(rows[other]), alike

    def mentions(self, line: Line) -> list[Mention]:
        """The teams other than its own that a line names."""
        if line.number not in self._mentions:
            own = same_words(self.organisation.teams[line.team].name)
            self._mentions[line.number] = [
                mention
                for mention in self.names.named_in(line.text)
                if same_words(self.organisation.teams[mention.team].name) != own
            ]
        return self._mentions[line.number]


def _key(line: Line) -> str:
    return (line.bare or line.text).casefold()
