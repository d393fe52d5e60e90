"""The questions of the diagnosis, read from `knowledge/diagnosis/questions.yaml` and defined nowhere else."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, ValidationError

from coach.errors import KnowledgeError
from coach.guidance import sources
from coach.okr import Value
from coach.paths import shipped

Level = Literal["holds", "mostly", "seldom", "not"]
Remedy = Literal["standard", "rhythm"]

LEVELS: tuple[Level, ...] = ("holds", "mostly", "seldom", "not")
"""From what holds to what does not."""
WEAK: frozenset[Level] = frozenset(("seldom", "not"))
"""The levels that point at something to mend."""
AUDIT = "audit"
"""The part that holds the five statements."""


class Answer(Value):
    """One of the answers that can be chosen."""

    says: str
    points: str
    """What it points at."""


class Question(Value):
    """A statement or a question, with its answers from what holds to what does not."""

    id: str
    area: str
    text: str
    look_for: str
    """What guidance is searched with."""
    answers: dict[Level, Answer] = Field(min_length=2)


class Area(Value):
    """What answers can point at."""

    id: str
    title: str
    weak: str
    """What is the matter where it does not hold."""
    first: str
    """What to do first."""
    look_for: str
    remedy: Remedy | None = None
    """What this program can give for it, ready to use."""


class Part(Value):
    """Questions that are asked together."""

    id: str
    title: str
    lead: str
    questions: tuple[Question, ...]


class Questionnaire(Value):
    """All of it. Areas stand in the order in which they are mended first where several are weak alike."""

    areas: tuple[Area, ...]
    parts: tuple[Part, ...]
    sources: tuple[str, ...]
    """What it was drawn from, in words a reader can look up."""

    @property
    def questions(self) -> tuple[Question, ...]:
        """Every question, in the order in which they are asked."""
        return tuple(question for part in self.parts for question in part.questions)


def load_questionnaire(path: Path) -> Questionnaire:
    """The questionnaire in a file.

    Raises:
        KnowledgeError: a key is missing, a question names an area that is not there, or a source is unknown.
    """
    import yaml

    written: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
    known = sources()
    try:
        unknown = [key for key in written["sources"] if key not in known]
        found = Questionnaire(**{**written, "sources": tuple(known.get(key, "") for key in written["sources"])})
    except (ValidationError, TypeError, KeyError) as error:
        raise KnowledgeError(f"{path.name}: the questions are not complete: {error}") from error
    if unknown:
        raise KnowledgeError(f"{path.name}: source '{unknown[0]}' is not in sources.yaml; add it there")
    _check(found, path.name)
    return found


@cache
def questionnaire() -> Questionnaire:
    """The questionnaire that ships with the program."""
    return load_questionnaire(shipped("knowledge") / "diagnosis" / "questions.yaml")


def _check(found: Questionnaire, name: str) -> None:
    ids = [question.id for question in found.questions]
    if len(set(ids)) < len(ids):
        raise KnowledgeError(f"{name}: two questions have one id; every question needs its own")
    areas = {area.id for area in found.areas}
    for question in found.questions:
        if question.area not in areas:
            raise KnowledgeError(
                f"{name}, '{question.id}': there is no area '{question.area}'; there are {', '.join(sorted(areas))}"
            )
        given = list(question.answers)
        if given != sorted(given, key=LEVELS.index) or given[0] != LEVELS[0] or given[-1] != LEVELS[-1]:
            raise KnowledgeError(f"{name}, '{question.id}': answers go from 'holds' to 'not', in this order")
