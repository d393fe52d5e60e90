"""Budgets of tokens: what a review, a conversation or a batch may cost at most. Imports no library of models.

batch = Budget(chosen.tokens_per_batch, "this batch")
with spending(batch):
    with spending(Budget(chosen.tokens_per_review, "this review")):
        model.ask(...)                  # counts in both, and is refused where it fits into one no more
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from threading import Lock

from coach.errors import BudgetSpent
from coach.llm.model import Message, Model, Usage
from coach.model_settings import ModelSettings

A_REPLY = 1000
"""Tokens that are set aside for a reply before it is known; most of a review's are shorter."""
_A_TOKEN = 3.5
"""Characters, for an estimate that is rather too high: English prose has about 4.3 a token, JSON and other languages fewer."""
_A_MESSAGE = 4
"""Tokens that a message costs beside its words."""


class Budget:
    """Tokens set aside for something. Safe to share between threads."""

    def __init__(self, tokens: int, purpose: str = "this review") -> None:
        """`purpose` names what they are for, as a notice says it."""
        self.tokens = tokens
        self.purpose = purpose
        self._lock = Lock()
        self._spent = Usage()
        self._reserved = 0

    @property
    def spent(self) -> Usage:
        """What was used so far, as the endpoint counted it, or as estimated where it does not say."""
        return self._spent

    @property
    def left(self) -> int:
        """Tokens that are neither spent nor set aside for a call under way; never below 0."""
        return max(0, self.tokens - self._spent.tokens - self._reserved)

    def reserve(self, tokens: int) -> None:
        """Set tokens aside for a call.

        Raises:
            BudgetSpent: so many are not left.
        """
        with self._lock:
            if tokens > self.left:
                raise BudgetSpent(
                    f"the tokens set aside for {self.purpose} are used up: {self.tokens:,} are set aside, {self._spent.tokens:,} were used, "
                    f"{self._reserved:,} are held for calls under way, and the next call takes about {tokens:,}. OKR_COACH_TOKENS_PER_REVIEW and OKR_COACH_TOKENS_PER_BATCH set more aside"
                )
            self._reserved += tokens

    def settle(self, reserved: int, usage: Usage) -> None:
        """Count what a call cost in place of what was set aside for it."""
        with self._lock:
            self._reserved -= reserved
            self._spent = self._spent + usage


_SPENDING: ContextVar[tuple[Budget, ...]] = ContextVar("budgets", default=())


@contextmanager
def spending(budget: Budget) -> Iterator[Budget]:
    """Let every call of a model inside count in this budget too."""
    token = _SPENDING.set((*_SPENDING.get(), budget))
    try:
        yield budget
    finally:
        _SPENDING.reset(token)


def budgets() -> tuple[Budget, ...]:
    """The budgets that a call made here counts in."""
    return _SPENDING.get()


class Reservation:
    """Tokens set aside in all budgets of this place at once, or in none."""

    def __init__(self, tokens: int) -> None:
        """Raises:
        BudgetSpent: one of the budgets has not so many left.
        """
        self._tokens = tokens
        self._held: list[Budget] = []
        try:
            for budget in budgets():
                budget.reserve(tokens)
                self._held.append(budget)
        except BudgetSpent:
            self.settle(Usage())
            raise

    def settle(self, usage: Usage) -> None:
        """Count what it cost; the second time nothing is counted."""
        held, self._held = self._held, []
        for budget in held:
            budget.settle(self._tokens, usage)


def limits_of(model: Model) -> ModelSettings | None:
    """What was set for a model that is behind an endpoint; None for one within this program, which has no limits."""
    chosen = getattr(model, "chosen", None)
    return chosen if isinstance(chosen, ModelSettings) else None


def estimated(text: str) -> int:
    """About how many tokens a text has; never fewer than one."""
    return max(1, int(len(text) / _A_TOKEN))


def estimated_call(messages: Sequence[Message], beside: str = "") -> int:
    """About how many tokens the messages of a call have, with what is sent `beside` them (a schema, tools)."""
    return sum(estimated(message.content) + _A_MESSAGE for message in messages) + (estimated(beside) if beside else 0)
