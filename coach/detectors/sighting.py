"""What a detector returns, what it is given, and the table of detectors by name."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from coach.criteria import Criterion
from coach.okr import Draft
from coach.reading import KeyResultRead, ObjectiveRead, Where


@dataclass(frozen=True)
class Sighting:
    """A criterion seen at a place. `span` is in the line's text, end exclusive; None means the whole line."""

    where: Where
    confidence: float
    because: str
    span: tuple[int, int] | None = None
    line: Where | None = None
    """The line the quote is taken from, where `where` names no single line (findings on a set)."""
    asks: bool = False
    """The criterion can only ask here, however sure the reading is."""


@dataclass(frozen=True)
class DraftRead:
    """A draft with everything that was read from it."""

    draft: Draft
    objectives: tuple[ObjectiveRead, ...]

    def key_results(self) -> Iterable[KeyResultRead]:
        """Every key result in reading order."""
        for objective in self.objectives:
            yield from objective.key_results


Detector = Callable[[DraftRead, Criterion], Iterable[Sighting]]

DETECTORS: dict[str, Detector] = {}
"""Every detector by the name a page gives in its front matter."""


def detects(name: str) -> Callable[[Detector], Detector]:
    """Register a detector under the name that its page gives."""

    def register(detector: Detector) -> Detector:
        DETECTORS[name] = detector
        return detector

    return register
