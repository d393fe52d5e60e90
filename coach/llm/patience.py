"""Whether an endpoint is worth asking on, learned from what came of the calls before."""

from __future__ import annotations

from threading import Lock

from coach.errors import BudgetSpent, ModelError, ModelRefused, ModelUnreachable
from coach.llm.faults import ParameterRefused, TooManyCalls, WordsRefused
from coach.llm.model import Reply

_FAILURES_IN_A_ROW = 3
"""Calls of several that fail one after another before the rest is left unsent."""


class Patience:
    """Ends once an endpoint refuses every call, or has failed several times in a row. Safe to share between threads."""

    def __init__(self) -> None:
        self.over: ModelError | None = None
        """What went wrong last, once it is worth no further call."""
        self._in_a_row = 0
        self._lock = Lock()

    def take(self, came: Reply | ModelError) -> None:
        """Learn from what came of a call."""
        if isinstance(came, BudgetSpent):
            return
        with self._lock:
            if isinstance(came, ModelUnreachable | TooManyCalls):
                self._in_a_row += 1
                if self._in_a_row >= _FAILURES_IN_A_ROW:
                    self.over = came
            elif isinstance(came, ModelRefused) and not isinstance(came, ParameterRefused | WordsRefused):
                self.over = came
            else:
                self._in_a_row = 0
