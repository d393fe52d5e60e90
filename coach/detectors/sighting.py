"""What a detector returns, what it is given, and the table of detectors by name."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from coach.criteria import Criterion
from coach.okr import Draft
from coach.reading import KeyResultRead, ObjectiveRead, Where
from coach.reading.grammar import spans_of


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
    also: tuple[Where, ...] = ()
    """Further lines of which the same is true: said once, at `where`, and known for each."""


@dataclass(frozen=True)
class DraftRead:
    """A draft with everything that was read from it."""

    draft: Draft
    objectives: tuple[ObjectiveRead, ...]

    def key_results(self) -> Iterable[KeyResultRead]:
        """Every key result in reading order."""
        for objective in self.objectives:
            yield from objective.key_results


_SEEN_BY_BOTH = 0.1
"""From this share of the trained reader on, what a rule has seen stands; below it the rule was misled by a word."""


def agreed(by_rule: Sighting | None, share: float | None, otherwise: Sighting) -> Sighting | None:
    """What rule and trained reader see together.

    The reader decides; a rule that fired stands while the reader does not rule it out, with the reader's share as its confidence
    and 0.5 at least, so that it asks where the two differ.

    Args:
        by_rule: what the words alone gave, if anything.
        share: how sure the trained reader is, 0 to 1; None where it has not learned this: then the rule decides.
        otherwise: the sighting where only the reader fires; its confidence is replaced.
    """
    if share is None:
        return by_rule
    if by_rule is not None and share >= _SEEN_BY_BOTH:
        return replace(by_rule, confidence=max(min(share, 0.95), 0.5))
    return replace(otherwise, confidence=min(share, 0.95)) if share >= 0.5 else None


_PUNCTUATION = re.compile(r"[,;/+&()]|[.:]\s|\s[-–—]\s")


def has_joint(text: str, joiners: tuple[str, ...]) -> bool:
    """Whether anything in the text could join two parts: a word of the page, or a mark between them."""
    return _PUNCTUATION.search(text) is not None or bool(spans_of(text, joiners))


Detector = Callable[[DraftRead, Criterion], Iterable[Sighting]]

DETECTORS: dict[str, Detector] = {}
"""Every detector by the name a page gives in its front matter."""


def detects(name: str) -> Callable[[Detector], Detector]:
    """Register a detector under the name that its page gives."""

    def register(detector: Detector) -> Detector:
        DETECTORS[name] = detector
        return detector

    return register
