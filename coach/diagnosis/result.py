"""What the answers of one or several people point at. Pure: no text is retrieved here, nothing is kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Literal

from coach.diagnosis.questions import AUDIT, LEVELS, WEAK, Area, Level, Question, Questionnaire
from coach.okr import Value

Sheet = Mapping[str, Level]
"""One person's answers: a level for each question that was answered, by its id."""
Standing = Literal["holds", "in part", "does not hold", "not known"]

WRITING = "writing"
"""The area of the OKRs as written; all others are the system around them."""
_APART = 2
"""So many levels between two answers, and people see it differently: "mostly" against "not", "yes" against "no"."""


class Answered(Value):
    """A question with what people answered."""

    question: Question
    counts: tuple[tuple[Level, int], ...] = ()
    """How many gave each answer, from what holds to what does not; only answers that were given."""
    level: Level | None = None
    """The answer in the middle; of two in the middle the weaker. None where nobody answered."""
    apart: bool = False
    """Whether people see it differently."""

    @property
    def weak(self) -> bool:
        """Whether it points at something to mend."""
        return self.level in WEAK


class AreaResult(Value):
    """An area with its questions."""

    area: Area
    standing: Standing
    answered: tuple[Answered, ...]

    @property
    def weak(self) -> tuple[Answered, ...]:
        """The questions that point at something to mend, the weakest first."""
        found = [one for one in self.answered if one.weak]
        return tuple(sorted(found, key=lambda one: -LEVELS.index(one.level) if one.level else 0))

    @property
    def known(self) -> int:
        """How many of its questions were answered."""
        return sum(1 for one in self.answered if one.level is not None)


class Result(Value):
    """What the answers point at."""

    people: int
    """How many people answered."""
    areas: tuple[AreaResult, ...]
    """What does not hold first, then what holds in part; among these the one that most answers point at."""
    answered: tuple[Answered, ...]
    """Every question, in the order in which they are asked."""
    audit: tuple[Answered, ...]
    """The five statements."""

    @property
    def known(self) -> int:
        """How many questions somebody answered."""
        return sum(1 for one in self.answered if one.level is not None)

    @property
    def pointed_at(self) -> tuple[AreaResult, ...]:
        """The areas that do not hold."""
        return tuple(area for area in self.areas if area.standing == "does not hold")

    @property
    def apart(self) -> tuple[Answered, ...]:
        """The questions that people see differently."""
        return tuple(one for one in self.answered if one.apart)


def read_result(asked: Questionnaire, sheets: Sequence[Sheet]) -> Result:
    """What these sheets point at, taken together. An answer that the questionnaire does not have is left out."""
    answered = tuple(_answered(question, sheets) for question in asked.questions)
    by_area = [_area(area, tuple(one for one in answered if one.question.area == area.id)) for area in asked.areas]
    order: tuple[Standing, ...] = ("does not hold", "in part", "holds", "not known")
    by_area.sort(key=lambda found: (order.index(found.standing), -len(found.weak), -_share(found)))
    statements = {question.id for part in asked.parts if part.id == AUDIT for question in part.questions}
    return Result(
        people=len(sheets),
        areas=tuple(by_area),
        answered=answered,
        audit=tuple(one for one in answered if one.question.id in statements),
    )


def _answered(question: Question, sheets: Sequence[Sheet]) -> Answered:
    given = sorted(LEVELS.index(sheet[question.id]) for sheet in sheets if sheet.get(question.id) in question.answers)
    if not given:
        return Answered(question=question)
    counts = Counter(LEVELS[at] for at in given)
    return Answered(
        question=question,
        counts=tuple((level, counts[level]) for level in LEVELS if level in counts),
        level=LEVELS[given[len(given) // 2]],
        apart=given[-1] - given[0] >= _APART,
    )


def _area(area: Area, answered: tuple[Answered, ...]) -> AreaResult:
    known = sum(1 for one in answered if one.level is not None)
    weak = sum(1 for one in answered if one.weak)
    standing: Standing = "holds"
    if not known:
        standing = "not known"
    elif weak * 2 >= known and weak:
        standing = "does not hold"
    elif weak:
        standing = "in part"
    return AreaResult(area=area, standing=standing, answered=answered)


def _share(found: AreaResult) -> float:
    """How much of it is weak; areas alike keep the order of the questionnaire."""
    return len(found.weak) / found.known if found.known else 0.0
