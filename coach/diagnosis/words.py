"""A result in words: what it points at before any number, and every number with what it counts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from coach.diagnosis.movement import Moved
from coach.diagnosis.questions import Question
from coach.diagnosis.result import WRITING, Answered, AreaResult, Result, Standing

STANDING: dict[Standing, str] = {
    "does not hold": "Does not hold",
    "in part": "Holds in part",
    "holds": "Holds",
    "not known": "Not answered",
}
_ENOUGH_YES = 4
"""Of the five statements; with fewer that hold, one of the known failure patterns is at work (see the guidance on the audit)."""


def headline(result: Result) -> str:
    """What the answers point at, in a sentence."""
    pointed = result.pointed_at
    writing = any(found.area.id == WRITING for found in pointed)
    system = [found for found in pointed if found.area.id != WRITING]
    if not result.known:
        return "Nothing was answered yet."
    if writing and system:
        return "It points at both: the OKRs as written, and the system around them."
    if writing:
        return "It points at the OKRs as written. The way you work with them seems to hold."
    if system:
        return "It points at the system around the OKRs, and not at their wording."
    if any(found.standing == "in part" for found in result.areas):
        return "Nothing fails as a whole. Some answers point at something to mend."
    return "The answers point at no weak spot, neither in the OKRs nor around them."


def where(result: Result) -> str:
    """The areas that do not hold, by name; empty where all hold."""
    return _joined([found.area.title[0].lower() + found.area.title[1:] for found in result.pointed_at])


def audit_words(result: Result) -> str:
    """The five statements counted, and how the count is read."""
    known = [one for one in result.audit if one.level is not None]
    if not known:
        return ""
    weak = sum(1 for one in known if one.weak)
    total = len(result.audit)
    of_all = f"the {total} statements" if len(known) == total else f"the {len(known)} statements that were answered"
    said = f"{weak} of {of_all} {_verb(weak)} not hold."
    if weak in (0, len(known)) and len(known) > 1:
        said = f"None of {of_all} holds." if weak else f"All of {of_all} hold."
    if weak and len(known) == total:
        said += (
            " With three or fewer that hold, at least one of the known failure patterns is at work."
            if total - weak < _ENOUGH_YES
            else " That is one thing to mend, and no sign that the rest is failing."
        )
    return said


def answered_words(result: Result) -> str:
    """How much the result stands on."""
    asked = len(result.answered)
    people = "One person" if result.people == 1 else f"{result.people} people"
    middle = " The answer in the middle counts, and of two in the middle the weaker." if result.people > 1 else ""
    if result.known == asked:
        return f"{people} answered, and every one of the {asked} questions has an answer.{middle}"
    return f"{people} answered; {asked - result.known} of {asked} questions have no answer, and count nowhere.{middle}"


def weak_words(found: AreaResult) -> str:
    """How many of an area's questions point at it."""
    if found.known == 1:
        return "its only question points here"
    return f"{len(found.weak)} of {found.known} questions {'points' if len(found.weak) == 1 else 'point'} here"


def spread(one: Answered) -> str:
    """How many answered what: "2 said “Every week”, 1 said “Never”"."""
    return ", ".join(f"{count} said “{one.question.answers[level].says}”" for level, count in one.counts)


def movement_words(moved: Sequence[Moved], before: str) -> str:
    """What moved since another cycle, in a sentence."""
    if not moved:
        return f"No question was answered both now and in {before}, so nothing can be compared."
    better, worse = (sum(1 for one in moved if one.direction == way) for way in ("better", "worse"))
    same = len(moved) - better - worse
    if not better and not worse:
        return f"Since {before} nothing has moved: {_answers(same)} as before."
    parts = [f"{_answers(better)} better" if better else "", f"{_answers(worse)} worse" if worse else ""]
    rest = f"; {same} of {len(moved)} are as before" if same else ""
    return f"Since {before}: {_joined([part for part in parts if part])}{rest}."


def answer_words(question: Question, level: str) -> str:
    """The answer of that level, as it was chosen."""
    return next((answer.says for name, answer in question.answers.items() if name == level), "")


def _answers(count: int) -> str:
    return "1 answer is" if count == 1 else f"{count} answers are"


def _verb(count: int) -> str:
    return "does" if count == 1 else "do"


def _joined(parts: Iterable[str]) -> str:
    *others, last = [*parts] or [""]
    return f"{', '.join(others)} and {last}" if others else last
