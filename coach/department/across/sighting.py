"""What a detector across teams returns, and the table of detectors by the name a page gives."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from coach.criteria import Criterion
from coach.department.across.context import Context
from coach.department.contract import Side


@dataclass(frozen=True)
class CrossSighting:
    """Something seen across teams, before it is put in words and given its citations."""

    sides: tuple[Side, ...]
    confidence: float
    because: str
    asks: bool = False
    """It can only be asked, however sure the reading is."""


CrossDetector = Callable[[Context, Criterion], Iterable[CrossSighting]]

ACROSS: dict[str, CrossDetector] = {}
"""Every detector across teams by the name its page gives; the pages of a set give the names that judge a single draft as well."""


def detects_across(name: str) -> Callable[[CrossDetector], CrossDetector]:
    """Register a detector under the name that its page gives."""

    def register(detector: CrossDetector) -> CrossDetector:
        ACROSS[name] = detector
        return detector

    return register
