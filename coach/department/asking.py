"""A model's say on the units of a run: as many calls at a time as the endpoint takes, and none that was paid for lost.

The reviews by rules are there already. Calls overlap across chunks, so that the endpoint is never left waiting for the slowest of a few.
"""

from __future__ import annotations

import hashlib
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass
from threading import Lock

from coach.critique import Review
from coach.department.budget import RunBudget
from coach.department.packing import Citations, packed_review, unpacked_review, unpacked_unit
from coach.department.relocation import canonical
from coach.llm.budget import spending
from coach.reviewer import Coach

_FAILURES = 8
"""Calls in a row without a usable answer after which the model is asked no more in this run: an endpoint that is down costs a
time-out a call."""


@dataclass(frozen=True)
class Asked:
    """What came of one unit."""

    document: str | None
    """The review, packed; None where the budget was used up first: the unit still waits."""
    findings: int = 0
    citations: dict[str, str] | None = None
    answered: bool = False
    """Whether the model answered for all of it: else the review may be shown, and is not kept for other runs."""


class Asking:
    """Asks one model for one run."""

    def __init__(self, coach: Coach, budget: RunBudget, concurrent: int) -> None:
        """`concurrent`: how many calls the endpoint takes at one time."""
        self.coach, self.budget, self.concurrent = coach, budget, concurrent
        # Beside the calls under way some units are being prepared or joined, so that a call begins when another ends.
        self._pool = ThreadPoolExecutor(concurrent + max(2, concurrent // 4), "coach-asking")
        self._lock = Lock()
        self._in_a_row = 0
        self._why_not: str | None = None

    @property
    def identity(self) -> str:
        """What identifies the model's part in a review: model, endpoint, what it is told, and what it has earned."""
        model, card = self.coach.model, self.coach.scorecard
        assert model is not None
        told = [model.name, model.host, self.coach.prompt or "", card.model_dump_json() if card else ""]
        return hashlib.sha256("\0".join(told).encode("utf-8", "replace")).hexdigest()[:20]

    def submit(self, unit: str, review: str, citations: Citations) -> Future[Asked]:
        """Have a unit reviewed by the model too.

        Args:
            unit: the unit, packed.
            review: its review by rules, packed.
            citations: those that the review names, at least.
        """
        return self._pool.submit(copy_context().run, self._asked, unit, review, citations)

    def close(self) -> None:
        """Ask no more; calls under way come to their end unheard."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _asked(self, unit: str, packed: str, citations: Citations) -> Asked:
        draft = canonical(unpacked_unit(unit).draft)
        by_rules = unpacked_review(packed, draft, citations)
        if self.budget.is_spent:
            return Asked(None)
        if self._why_not is not None:
            return self._packed(_left_alone(by_rules, self._why_not), False)
        with spending(self.budget):
            review = self.coach.sharpened(by_rules)
        answered = review.engine.model is not None and not review.engine.left_to_rules
        if not answered and not draft.is_empty and self.budget.is_spent:
            return Asked(None)
        asked = review is not by_rules
        self._count(answered or not asked, review)
        return self._packed(review, answered or not asked)

    def _count(self, well: bool, review: Review) -> None:
        """Count failures in a row; after too many the model is asked no more."""
        with self._lock:
            self._in_a_row = 0 if well else self._in_a_row + 1
            if self._in_a_row >= max(_FAILURES, 2 * self.concurrent) and self._why_not is None:
                self._why_not = review.notices[-1] if review.notices else "it gave no usable answer"

    @staticmethod
    def _packed(review: Review, answered: bool) -> Asked:
        document, cited = packed_review(review)
        return Asked(document, len(review.findings), cited, answered)


def _left_alone(review: Review, why: str) -> Review:
    """The review by rules, which says that the model was not asked any more."""
    said = f"The model was not asked about this: too many calls in a row had failed. The last one said: {why}"
    return review.model_copy(update={"notices": (*review.notices, said)})
