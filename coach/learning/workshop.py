"""The workshop: a team's own activity-shaped lines, each with its question and room for another one, and the facilitator's page."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pydantic import Field, ValidationError

from coach.critique import Citation, Finding, Review
from coach.errors import KnowledgeError
from coach.grounding import citations
from coach.okr import Draft, Value
from coach.paths import shipped
from coach.reviewer import Coach

ACTIVITIES = ("activity-objective", "activity-key-result")
"""The criteria whose lines are brought to the workshop: work that stands where an aim or a result should."""


class HandoutLine(Value):
    """One line of the team's draft that reads as work."""

    number: int
    is_objective: bool
    text: str
    objective: str
    """What stands above a key result; empty for an objective, and where none was written."""
    question: str
    because: str
    doubted: bool
    """The coach is not sure, and only asks."""
    ways: tuple[str, ...] = ()
    """For the facilitator: lines to start from, as the coach would suggest them, with blanks."""


class Handout(Value):
    """What the team works on."""

    about: str
    """Whose draft it is and for when, as far as it says so."""
    lines: tuple[HandoutLine, ...]
    judged: int
    """Lines that were looked at: objectives and key results."""


class Step(Value):
    """One part of the workshop."""

    title: str
    minutes: int = Field(gt=0)
    do: str
    ask: tuple[str, ...] = Field(min_length=1)
    listen_for: tuple[str, ...] = Field(min_length=1)
    query: str
    criterion: str
    citations: tuple[Citation, ...] = ()
    """Retrieved guidance; none in the material itself."""


class Guide(Value):
    """The facilitator's page."""

    minutes: int
    before: tuple[str, ...]
    steps: tuple[Step, ...]


def handout_of(review: Review) -> Handout:
    """The handout for a reviewed draft. What was excused, and what is no activity, is not on it."""
    found: dict[tuple[int, int], Finding] = {}
    for finding in review.findings:
        where = finding.where
        if finding.criterion in ACTIVITIES and where.objective is not None:
            for place in (where, *finding.also):
                line = (place.objective or 0, -1 if place.key_result is None else place.key_result)
                found.setdefault(line, finding)
    lines = tuple(
        _line(number, at, finding, review.draft) for number, (at, finding) in enumerate(sorted(found.items()), start=1)
    )
    draft = review.draft
    judged = sum(bool(objective.text) + len(objective.key_results) for objective in draft.objectives)
    return Handout(about=" · ".join(part for part in (draft.team, draft.period) if part), lines=lines, judged=judged)


def _line(number: int, at: tuple[int, int], finding: Finding, draft: Draft) -> HandoutLine:
    objective = draft.objectives[at[0]]
    is_objective = at[1] < 0
    return HandoutLine(
        number=number,
        is_objective=is_objective,
        text=objective.text if is_objective else objective.key_results[at[1]].text,
        objective="" if is_objective else objective.text,
        question=finding.question,
        because=finding.because,
        doubted=finding.is_question,
        ways=(finding.suggestion.text,) if finding.suggestion else (),
    )


@cache
def guide() -> Guide:
    """The facilitator's page without citations.

    Raises:
        KnowledgeError: the file is not what it must be.
    """
    return load_guide(shipped("knowledge") / "lessons" / "workshop.yaml")


def load_guide(path: Path) -> Guide:
    """The guide of a file.

    Raises:
        KnowledgeError: it is not YAML, a step is incomplete, or the minutes do not add up.
    """
    import yaml

    try:
        made = Guide(**yaml.safe_load(path.read_text(encoding="utf-8")))
    except (yaml.YAMLError, ValidationError, TypeError) as error:
        raise KnowledgeError(f"{path.name}: {error}; expected `minutes:`, `before:` and `steps:`") from error
    total = sum(step.minutes for step in made.steps)
    if total != made.minutes:
        raise KnowledgeError(f"{path.name}: the steps take {total} minutes; expected {made.minutes}")
    return made


def cited_guide(coach: Coach) -> Guide:
    """The facilitator's page with the passages that this coach retrieves for each step."""
    steps = tuple(
        step.model_copy(update={"citations": citations(coach.guidance(step.query, step.criterion), step.criterion)[:1]})
        for step in guide().steps
    )
    return guide().model_copy(update={"steps": steps})
