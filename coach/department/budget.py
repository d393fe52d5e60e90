"""What a run may cost at most, in tokens or in money. When a call does not fit any more, no further one is made."""

from __future__ import annotations

from coach.errors import BudgetSpent
from coach.llm.budget import Budget
from coach.llm.model import Usage
from coach.okr import Value

_MILLION = 1_000_000
_REPLY = 1000
"""Tokens of a call, as set aside, that are its reply's; replies have another price."""
_NO_LIMIT = 10**15


class Price(Value):
    """What a million tokens cost, in any currency."""

    tokens_in: float
    tokens_out: float

    def of(self, usage: Usage) -> float:
        """What so many tokens cost."""
        return (usage.tokens_in * self.tokens_in + usage.tokens_out * self.tokens_out) / _MILLION


class RunBudget(Budget):
    """Tokens, money, or both, set aside for a run. Once it has refused a call, `is_spent` says so."""

    def __init__(self, tokens: int | None = None, money: float | None = None, price: Price | None = None) -> None:
        """`money` needs a `price`."""
        super().__init__(_NO_LIMIT if tokens is None else tokens, "this run")
        self.money, self.price = money, price
        self.is_spent = False

    def reserve(self, tokens: int) -> None:
        """Set tokens aside for a call.

        Raises:
            BudgetSpent: so many, or what they cost, are not left.
        """
        if self.is_spent:
            raise BudgetSpent(self.words)
        try:
            super().reserve(tokens)
            if self._costs_too_much():
                super().settle(tokens, Usage())
                raise BudgetSpent(self.words)
        except BudgetSpent:
            self.is_spent = True
            raise

    @property
    def words(self) -> str:
        """What was used, of what."""
        used = f"{self.spent.tokens:,} tokens"
        if self.money is not None and self.price is not None:
            limit = f"{used}, which cost {self.price.of(self.spent):.2f} of {self.money:.2f}"
            return f"what was set aside for this run is used up: {limit}"
        return f"the tokens set aside for this run are used up: {used} of {self.tokens:,}"

    def _costs_too_much(self) -> bool:
        """Whether what was spent and what is set aside now would cost more than there is."""
        if self.money is None or self.price is None:
            return False
        aside = self._reserved
        out = min(aside, _REPLY)
        return self.price.of(self.spent + Usage(tokens_in=aside - out, tokens_out=out)) > self.money
