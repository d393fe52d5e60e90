"""The suites beside the judgement: what they measure, and how a measure is kept.

A measure is a share of named things that held, so that two runs of a suite can be paired thing by thing.
"""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import Field

from evals.score import Frozen, Share, share


class Measure(Frozen):
    """The share of things that held, and those that did not."""

    name: str
    title: str
    of: int
    failed: tuple[str, ...]
    """The names of the things that did not hold, with what was seen."""

    @property
    def share(self) -> Share:
        """The share that held, with its Wilson interval."""
        return share(self.of - len(self.failed), self.of)


class Suite(Frozen):
    """What one suite found."""

    name: str
    title: str
    measures: tuple[Measure, ...]
    figures: dict[str, float] = Field(default_factory=dict)
    """Means that are no share of things, such as a mean reciprocal rank."""

    def measure(self, name: str) -> Measure:
        """The measure of that name."""
        return next(measure for measure in self.measures if measure.name == name)


def measured(name: str, title: str, held: Mapping[str, bool]) -> Measure:
    """A measure from what held, by the names of the things."""
    return Measure(
        name=name, title=title, of=len(held), failed=tuple(thing for thing, it_held in held.items() if not it_held)
    )
