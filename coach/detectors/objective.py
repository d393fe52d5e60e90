"""What can be weak in an objective."""

from __future__ import annotations

import re
from collections.abc import Iterable

from coach.criteria import Criterion
from coach.detectors.sighting import DraftRead, Sighting, agreed, detects, has_joint
from coach.reading import TOO_BROAD_FROM
from coach.reading.grammar import CHANGE_VERBS, WORK_VERBS, spans_of
from coach.reading.quantities import Quantity

_CERTAIN = 0.95
_LIKELY = 0.75
_PERHAPS = 0.6


@detects("vague_objective")
def vague_objective(read: DraftRead, criterion: Criterion) -> Iterable[Sighting]:
    """So broad that almost any work fits under it (the trained reader's verdict; the page's terms name the words)."""
    for objective in read.objectives:
        if objective.text and objective.vague_confidence >= TOO_BROAD_FROM:
            spans = spans_of(objective.text, criterion.terms("slogan_terms") + criterion.terms("broad_objects"))
            seen = (
                f"“{objective.text[slice(*spans[0])]}” leaves open what would change"
                if spans
                else "nothing in it tells two pieces of work apart"
            )
            yield Sighting(objective.where, objective.vague_confidence, seen)


@detects("activity_objective")
def activity_objective(read: DraftRead, criterion: Criterion) -> Iterable[Sighting]:
    """The objective is itself a task, a deliverable or a project."""
    for objective in read.objectives:
        if objective.text and objective.activity_confidence >= 0.5:
            yield Sighting(objective.where, objective.activity_confidence, "it is finished when this work is finished")


_NO_VALUE = 0.2
"""Below this the trained reader takes a number for a name or a description ("the two sites"), and it is not flagged."""
_NO_VALUE_WORDS = {
    "all",
    "every",
    "each",
    "everyone",
    "everybody",
    "nobody",
    "no one",
    "no",
    "none",
    "never",
    "not one",
    "not a single",
}


@detects("number_in_objective")
def number_in_objective(read: DraftRead, criterion: Criterion) -> Iterable[Sighting]:
    """The objective's own text carries the value to reach. Dates, versions and names with digits do not count."""
    for objective in read.objectives:
        carried = [q for q in objective.quantities if _is_value(objective.text, q)]
        if carried and objective.number_confidence >= _NO_VALUE:
            span = (carried[0].start, carried[0].end)
            yield Sighting(objective.where, _CERTAIN, f"“{objective.text[slice(*span)]}” is a value to reach", span)


def _is_value(text: str, quantity: Quantity) -> bool:
    words = text[quantity.start : quantity.end].lower()
    if words in _NO_VALUE_WORDS or quantity.amount is None:
        return False
    return not (words == "one" and not re.match(r" (?:in|out of) ", text[quantity.end :]))


_AIM_VERBS = (
    WORK_VERBS
    | CHANGE_VERBS
    | frozenset(
        "become turn give bring help simplify modernise modernize transform protect defend scale earn free end stop speed rebuild diversify".split()
    )
)
_JOINT = re.compile(r",? and (?:to |then |also )*|,? while (?:also )?|; ?|, | & |, plus ", re.IGNORECASE)
_STRONG_JOINT = re.compile(r";\s|,? as well as |,? while also |,? and also |,? plus ", re.IGNORECASE)
_JOINED_GERUND = re.compile(r"\b(?:while|whilst) (?:also |at the same time )?[a-z]+ing\b", re.IGNORECASE)
_JOINED_STATES = re.compile(
    r"\b(?:more|fewer|less|better|faster|higher|lower|happier|safer|shorter|stronger|cheaper) [a-z'’ -]{3,40}?(?:,? and |; |, )(?:more|fewer|less|better|faster|higher|lower|happier|safer|shorter|stronger|cheaper) [a-z]{3,}",
    re.IGNORECASE,
)
_JOINED_CLAUSES = re.compile(
    r"^.{12,}?,? and (?:[a-z'’-]+ ){1,4}?(?:is|are|have|has|know|knows|get|gets|can|feel|feels|leave|stay|wait|find|use|uses|need|needs) [a-z]",
    re.IGNORECASE,
)


@detects("compound_objective")
def compound_objective(read: DraftRead, criterion: Criterion) -> Iterable[Sighting]:
    """Two or more aims joined: two verbs of aim, two comparatives on different things, or two full clauses."""
    for objective in read.objectives:
        joined = Sighting(objective.where, _LIKELY, "two aims are joined in one sentence")
        forms = (_JOINED_STATES, _JOINED_GERUND, _JOINED_CLAUSES)
        by_rule = _joins_two_verbs(objective.text) or any(form.search(objective.text) for form in forms)
        if not by_rule and not has_joint(objective.text, criterion.terms("joiners")):
            continue
        share = objective.judged.compound if objective.judged else None
        if found := agreed(joined if by_rule else None, share, joined):
            yield found


def _joins_two_verbs(text: str) -> bool:
    """Whether an imperative is followed by a second one behind a joint, or two stretches stand behind a strong joint."""
    strong = _STRONG_JOINT.search(text)
    if strong and len(text[: strong.start()].split()) >= 2 and len(text[strong.end() :].split()) >= 2:
        return True
    if not _is_verb(re.sub(r"^\W*(?:to |we (?:will )?)?", "", text, flags=re.IGNORECASE)):
        return False
    return any(
        len(text[: joint.start()].split()) >= 2 and _is_verb(text[joint.end() :]) for joint in _JOINT.finditer(text)
    )


def _is_verb(text: str) -> bool:
    words = text.split()
    return (
        len(words) >= 2
        and words[0].lower().strip(",.;") in _AIM_VERBS
        and words[1].lower() not in ("of", "for", "and", "is", "are", "that")
    )


_CHANGE = re.compile(
    r"\b(?:improv\w+|increas\w+|reduc\w+|rais\w+|grow\w*|lower\w*|cut\w*|lift\w*|better|more|fewer|less|faster|without|despite|even (?:when|though|as|while|in)|through the (?:move|switch|merger|change)|"
    r"during the (?:move|switch|merger|migration|strike)|from \d|\d+ ?%|first|new|instead|no longer|while we)\b",
    re.IGNORECASE,
)


@detects("business_as_usual")
def business_as_usual(read: DraftRead, criterion: Criterion) -> Iterable[Sighting]:
    """It keeps things as they are: led by a word of keeping, with no change named."""
    terms = criterion.terms()
    for objective in read.objectives:
        spans = [span for span in spans_of(objective.text, terms) if span[0] <= 12]
        by_rule = None
        if spans and not _CHANGE.search(objective.text[spans[0][1] :]):
            seen = f"“{objective.text[slice(*spans[0])]}” names no change"
            by_rule = Sighting(objective.where, _LIKELY, seen, spans[0])
        kept = Sighting(objective.where, _LIKELY, "nothing in it is to be different at the end")
        if found := agreed(by_rule, objective.judged.usual if objective.judged else None, kept):
            yield found
