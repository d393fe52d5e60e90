"""What moved between two cycles: the same questions, answered before and now."""

from __future__ import annotations

from typing import Literal

from coach.diagnosis.questions import LEVELS, Level, Question
from coach.diagnosis.result import Result
from coach.okr import Value

Direction = Literal["better", "worse", "same"]


class Moved(Value):
    """A question that was answered in both cycles."""

    question: Question
    before: Level
    now: Level

    @property
    def direction(self) -> Direction:
        """Which way it moved."""
        step = LEVELS.index(self.before) - LEVELS.index(self.now)
        return "same" if step == 0 else "better" if step > 0 else "worse"


def movement(before: Result, now: Result) -> tuple[Moved, ...]:
    """Every question that was answered in both, in the order in which they are asked."""
    then = {one.question.id: one.level for one in before.answered}
    found = []
    for one in now.answered:
        earlier = then.get(one.question.id)
        if one.level is not None and earlier is not None:
            found.append(Moved(question=one.question, before=earlier, now=one.level))
    return tuple(found)
