"""The section "Rewrite it": a weak line with what is known about the matter, and what the coach says of the learner's own."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from pydantic import Field, ValidationError

from coach.criteria import SEVERITIES, catalogue
from coach.critique import Finding
from coach.errors import KnowledgeError
from coach.learning.cards import Kind
from coach.okr import Draft, KeyResult, Objective, Value, Wording
from coach.paths import shipped
from coach.reviewer import Coach

_CYCLE = "2027-Q2"
"""The cycle all tasks are written for: a line need not repeat its date."""
LONGEST = 400
"""Characters of a line that are judged."""
_STEM = 5
"""Letters by which two words count as the same one."""

_OF_ANY_LINE = frozenset(
    "from with that this than more less most their have will would them they within after before first last days week weeks month "
    "months quarter year share rate number june july august september reach raise lower".split()
)
"""Words that a line about anything may hold."""


class Task(Value):
    """One weak line to improve."""

    id: str = Field(pattern=r"^[a-z]+(-[a-z]+)*$")
    field: str
    kind: Kind
    fixes: str
    objective: str
    weak: str
    facts: tuple[str, ...] = Field(min_length=2)
    example: str
    because: str


class Verdict(Value):
    """What the coach says of a line that was written."""

    ready: bool
    open: tuple[Finding, ...] = ()
    """What keeps it from being ready, the most important first."""
    thoughts: tuple[Finding, ...] = ()
    """What is worth a thought and keeps nothing back."""
    strengths: tuple[str, ...] = ()
    is_unchanged: bool = False
    is_elsewhere: bool = False
    """It shares no word with the task: it may be about something else."""
    start_not_given: str | None = None
    """A starting value that does not stand in the facts, and so is the writer's own."""


@cache
def tasks() -> dict[str, Task]:
    """The tasks that ship with the program, by their ids, in the order of the file.

    Raises:
        KnowledgeError: the file is not what it must be.
    """
    return {task.id: task for task in load_tasks(shipped("knowledge") / "lessons" / "rewriting.yaml")}


def load_tasks(path: Path) -> tuple[Task, ...]:
    """The tasks of a file.

    Raises:
        KnowledgeError: it is not YAML, a task is incomplete, or it names no criterion.
    """
    import yaml

    try:
        found = yaml.safe_load(path.read_text(encoding="utf-8"))
        made = tuple(Task(**entry) for entry in found["tasks"])
    except (yaml.YAMLError, ValidationError, TypeError, KeyError) as error:
        raise KnowledgeError(f"{path.name}: {error}; expected `tasks:` as the file says") from error
    for task in made:
        if task.fixes not in catalogue():
            raise KnowledgeError(f"{path.name}: task '{task.id}' fixes '{task.fixes}'; expected the id of a criterion")
    return made


def draft_with(task: Task, line: str) -> Draft:
    """The draft that is judged: the line in its place, under the task's objective or as the objective itself."""
    wording = Wording.plain(" ".join(line.split())[:LONGEST])
    if task.kind == "objective":
        return Draft(period=_CYCLE, objectives=(Objective(wording=wording),))
    above = Wording.plain(task.objective)
    return Draft(period=_CYCLE, objectives=(Objective(wording=above, key_results=(KeyResult(wording=wording),)),))


def judged(task: Task, line: str, coach: Coach) -> Verdict:
    """What the coach says of `line`, by rules alone. Its figures are taken as the writer's own.

    A line is ready when nothing is left to fix or to improve, what the task is about is mended, and it is still about the same
    matter.
    """
    review = coach.by_rules(draft_with(task, line))
    mine = [finding for finding in review.findings if catalogue()[finding.criterion].applies_to == task.kind]
    first = SEVERITIES.index("improve")
    holds = [f for f in mine if f.criterion == task.fixes or SEVERITIES.index(f.severity) <= first]
    unchanged = _words(line) == _words(task.weak)
    elsewhere = not _stems(line) & _stems(" ".join((task.weak, task.objective, *task.facts)))
    read = review.readings[0].baseline if review.readings else None
    start = read.text if read else None
    given = _figures(" ".join((task.weak, *task.facts)))
    return Verdict(
        ready=bool(line.strip()) and not holds and not unchanged and not elsewhere,
        open=tuple(holds),
        thoughts=tuple(finding for finding in mine if finding not in holds),
        strengths=review.strengths,
        is_unchanged=unchanged,
        is_elsewhere=elsewhere,
        start_not_given=start if start and not _figures(start) <= given else None,
    )


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def _stems(text: str) -> set[str]:
    """The words that carry the matter, cut to their beginning."""
    return {word[:_STEM] for word in _words(text) if len(word) > 3 and not word.isdigit() and word not in _OF_ANY_LINE}


def _figures(text: str) -> set[str]:
    return set(re.findall(r"\d+(?:[.,]\d+)*", text))
