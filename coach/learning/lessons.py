"""Lessons: one criterion each, with pairs of lines from the field of work that the learner chose. All of it is the criterion's page."""

from __future__ import annotations

from functools import cache

from coach.criteria import AppliesTo, Criterion, Example, catalogue
from coach.errors import KnowledgeError
from coach.guidance import sources
from coach.learning.cards import all_cards
from coach.okr import Value
from coach.paths import shipped

GROUPS: dict[AppliesTo, str] = {
    "key-result": "Key results",
    "objective": "Objectives",
    "set": "The draft as a whole",
    "department": "Across teams",
    "cycle": "During the cycle",
}
"""What lessons are about, in the order they are taught: the most common trouble first."""


class Lesson(Value):
    """One idea."""

    criterion: str
    title: str
    group: str
    sentence: str
    """The idea in a sentence: what the coach says where it sees this."""
    checks: str
    why: str
    ask_yourself: tuple[str, ...]
    pairs: tuple[Example, ...]
    attribution: tuple[str, ...]
    has_cards: bool
    """Whether "Spot it" can practise it."""

    def pairs_from(self, field: str | None) -> tuple[Example, ...]:
        """Its pairs, those from this field of work first."""
        headings = fields().get(field or "", ())
        return tuple(sorted(self.pairs, key=lambda pair: pair.field not in headings))

    def is_from(self, pair: Example, field: str | None) -> bool:
        """Whether a pair is from this field of work; every pair is, where no field was chosen."""
        return field is None or pair.field in fields().get(field, ())


@cache
def fields() -> dict[str, tuple[str, ...]]:
    """The fields of work to choose from, with the headings of examples that belong to each.

    Raises:
        KnowledgeError: the file is not what it must be.
    """
    import yaml

    path = shipped("knowledge") / "lessons" / "fields.yaml"
    found = yaml.safe_load(path.read_text(encoding="utf-8"))
    if not isinstance(found, dict) or not all(isinstance(headings, list) for headings in found.values()):
        raise KnowledgeError(f"{path.name}: expected lines such as 'Hospital: [Hospital, Clinic]'")
    return {str(field): tuple(map(str, headings)) for field, headings in found.items()}


@cache
def lessons() -> dict[str, Lesson]:
    """A lesson for each criterion, by its id, in the order they are taught."""
    practised = {card.answer for card in all_cards().values()}
    order = list(GROUPS)
    ordered = sorted(catalogue().values(), key=lambda c: (order.index(c.applies_to), *_importance(c), c.title))
    return {criterion.id: _lesson(criterion, criterion.id in practised) for criterion in ordered}


def _importance(criterion: Criterion) -> tuple[bool, int]:
    """The task that passes for a result comes first: it is what most drafts suffer from."""
    return not criterion.id.startswith("activity"), ("fix", "improve", "consider").index(criterion.severity)


def _lesson(criterion: Criterion, has_cards: bool) -> Lesson:
    names = sources()
    asked = criterion.sections["Ask yourself"].splitlines()
    return Lesson(
        criterion=criterion.id,
        title=criterion.title,
        group=GROUPS[criterion.applies_to],
        sentence=criterion.message,
        checks=criterion.sections["What it checks"],
        why=criterion.sections["Why it matters"],
        ask_yourself=tuple(line.removeprefix("-").strip() for line in asked if line.strip()),
        pairs=criterion.examples,
        attribution=tuple(names[key] for key in criterion.sources),
        has_cards=has_cards,
    )
