"""What can be weak in a key result."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice

from coach.criteria import Criterion
from coach.detectors.sighting import DraftRead, Sighting, agreed, detects, has_joint
from coach.reading import KeyResultRead
from coach.reading.grammar import phrase, spans_of
from coach.reading.quantities import Quantity
from coach.reading.values import values

_EXACT = 0.95
_VERY_SURE = 0.9
_LIKELY = 0.75
_PERHAPS = 0.6


@detects("activity_key_result")
def activity_key_result(read: DraftRead, criterion: Criterion) -> Iterable[Sighting]:
    """Done when the work is done, counted or not."""
    for line in read.key_results():
        if line.reading.kind == "activity":
            shape = phrase(line.text, line.values)
            words = line.text[slice(*shape.head)]
            seen = "nothing in it depends on anyone but the team"
            if shape.form in ("work", "done"):
                seen = f"“{words}” names the work; nothing says what it changes"
            elif shape.form == "change" and shape.deliverable:
                seen = "what it counts or changes is the team's own work"
            yield Sighting(line.where, line.reading.kind_confidence, seen)


@detects("bare_milestone")
def bare_milestone(read: DraftRead, criterion: Criterion) -> Iterable[Sighting]:
    """A legitimate yes or no that someone outside grants, with no measure of its impact beside it.

    A measure stands beside it when another key result of the same objective says from where to where a quantity moves.
    """
    for objective in read.objectives:
        measured = any(k.reading.kind == "outcome" and k.has_baseline and k.has_target for k in objective.key_results)
        for line in objective.key_results:
            if line.reading.kind != "milestone" or measured:
                continue
            yield Sighting(
                line.where,
                line.reading.kind_confidence,
                "it can only be met or not, and no key result beside it measures what it changes",
            )


@detects("no_metric")
def no_metric(read: DraftRead, criterion: Criterion) -> Iterable[Sighting]:
    """An outcome with no quantity named."""
    for line in read.key_results():
        if line.reading.kind == "outcome" and not line.has_metric:
            yield Sighting(
                line.where,
                min(line.reading.kind_confidence, line.metric_confidence),
                "no quantity is named that could be read off",
            )


@detects("missing_baseline")
def missing_baseline(read: DraftRead, criterion: Criterion) -> Iterable[Sighting]:
    """A metric without its starting value. A relative change, a held level, zero and all state none."""
    for line in read.key_results():
        if line.reading.kind == "outcome" and line.has_metric and not line.has_baseline:
            target = line.values.target
            seen = (
                f"“{line.text[target.start : target.end]}” is where it should go; where it is today is not said"
                if target
                else "where it stands today is not said"
            )
            yield Sighting(line.where, min(_EXACT, line.reading.kind_confidence), seen)


@detects("missing_target")
def missing_target(read: DraftRead, criterion: Criterion) -> Iterable[Sighting]:
    """An outcome without the value to reach."""
    for line in read.key_results():
        if line.reading.kind == "outcome" and not line.has_target:
            yield Sighting(line.where, min(_EXACT, line.reading.kind_confidence), "the value to reach is not said")


@detects("vague_wording")
def vague_wording(read: DraftRead, criterion: Criterion) -> Iterable[Sighting]:
    """The deciding words are unquantified. Where a value decides, and no word beside it does, nothing is open to taste."""
    for line in read.key_results():
        if not line.reading.vague:
            continue
        if line.values.placeholder:
            span: tuple[int, int] | None = line.values.placeholder
        else:
            spans = spans_of(line.text, criterion.terms())
            span = spans[0] if spans else None
            if line.key_result.target is not None or (span is None and _states_level(line)):
                continue
        if span:
            seen = f"“{line.text[slice(*span)]}” decides it, and says no value"
        elif _is_bare_metric(line):
            seen = "it names a metric and no value"
        else:
            seen = "two fair readers could disagree on whether it was met"
        yield Sighting(line.where, line.vague_confidence, seen, span)


def _states_level(line: KeyResultRead) -> bool:
    """Whether the line holds a number to reach; "all" and "never" are left to the reading."""
    return line.values.target is not None and line.values.target.amount is not None and line.has_target


_LONGEST_NAME = 6
"""Words up to which a line without a verb can be the name of a metric."""


def _is_bare_metric(line: KeyResultRead) -> bool:
    named = phrase(line.text, line.values).form in ("metric", "state") and line.has_metric
    return named and not line.has_target and len(line.text.split()) <= _LONGEST_NAME


_LEADS_TO = re.compile(
    r"\b(?:(?:come|comes|came|coming) back|returns?|(?:again|second) (?:time|visit)|come again|who (?:then |also )?(?:buy|bought|order|sign|join|book|return|come back|donate|enrol|apply|stay|pay|convert)|convert\w*|conversion|rate|share|percentage|per|repeat|returning|active|paying|retention|qualified)\b|%",
    re.IGNORECASE,
)


@detects("vanity_metric")
def vanity_metric(read: DraftRead, criterion: Criterion) -> Iterable[Sighting]:
    """A count that can rise while nothing gets better, with nothing on what it leads to."""
    for line in read.key_results():
        if line.reading.kind == "milestone":
            continue
        spans = spans_of(line.text, criterion.terms())
        leads_on, share = _LEADS_TO.search(line.text), line.judged.vanity if line.judged else None
        if share is not None and share < _VERY_SURE and (leads_on or line.reading.kind == "activity"):
            continue  # what it leads to is said, or what is counted is the team's own work
        by_rule = None
        if spans and not leads_on:
            seen = f"“{line.text[slice(*spans[0])]}” can grow while nothing gets better"
            by_rule = Sighting(line.where, _LIKELY, seen, spans[0])
        counted = Sighting(line.where, _LIKELY, "the count says how many came by, and not what it leads to")
        if found := agreed(by_rule, share, counted):
            yield found


_JOINER = re.compile(
    r";\s+|,\s+(?=[^,]*\bfrom\b)|,? and (?:also )?|,? as well as |,? while |,? plus |\s\+\s|\s&\s|,\s+(?=(?:increase|raise|lift|grow|reduce|cut|lower|improve|launch|build|train|hold|hire|no |fewer |at least |\d))",
    re.IGNORECASE,
)
_MOST_JOINTS = 20
"""Looked at in a line; a line with more is compound at one of them or at none."""
_VERB = re.compile(
    r"^\W*(?:increase|raise|lift|grow|reduce|cut|lower|improve|launch|build|train|hold|hire|write|publish|create|develop|roll out|open|close|complete|migrate|run|set up|"
    r"double|halve|win|keep|sign|renew|replace|introduce|implement|deliver|bring|get|move|finish|recruit|start|define|document|test|install)\b",
    re.IGNORECASE,
)


@detects("compound_key_result")
def compound_key_result(read: DraftRead, criterion: Criterion) -> Iterable[Sighting]:
    """Two results in one: both sides of a joint have a value of their own, or a verb of their own."""
    for line in read.key_results():
        share = line.judged.compound if line.judged else None
        by_rule = _joined(line)
        if by_rule is None and not has_joint(line.text, criterion.terms("joiners")):
            continue
        if by_rule is None and _is_one_measure(line):
            continue
        joined = Sighting(line.where, _LIKELY, "one part of it could be met and the other missed")
        if found := agreed(by_rule, share, joined):
            yield found


def _is_one_measure(line: KeyResultRead) -> bool:
    """Whether the values of the line are the start and the end of one measure, beside such as say what is measured.

    A value in brackets, or of another kind that limits what is counted ("within 90 days"), is no second result.
    """
    start, end = line.values.baseline, line.values.target
    if start is None or end is None:
        return line.has_baseline and line.has_target
    beside = [q for q in line.quantities if q.amount is not None and q not in (start, end)]
    return all(q.kind == "duration" != end.kind or _in_brackets(line.text, q) for q in beside)


def _in_brackets(text: str, quantity: Quantity) -> bool:
    before = text[: quantity.start]
    return before.count("(") > before.count(")")


def _joined(line: KeyResultRead) -> Sighting | None:
    for joint in islice(_JOINER.finditer(line.text), _MOST_JOINTS):
        left, right = line.text[: joint.start()], line.text[joint.end() :]
        if len(left.split()) < 2 or len(right.split()) < 2 or left.count("(") != left.count(")"):
            continue
        if _two_results(line, left, right, joint.end()):
            return Sighting(line.where, 0.7, f"“{right.strip()[:60]}” could be met or missed on its own")
    return None


def _two_results(line: KeyResultRead, left: str, right: str, at: int) -> bool:
    if re.search(r"\bbetween [^,;]*$", left, re.IGNORECASE):
        return False
    if _VERB.match(left) and _VERB.match(right):
        return True
    first = [q for q in line.quantities if q.end <= len(left) and q.amount is not None]
    second = [q for q in line.quantities if q.start >= at and q.amount is not None]
    if not first or not second:
        return False
    pair = (line.values.baseline, line.values.target)
    if all(q in pair for q in second) and any(q in pair for q in first):
        return False  # the start and the end of one measure, told apart
    names = (
        re.findall(r"[^\W\d]{4,}", right[: max(second[0].start - at, 0)])
        + re.findall(r"[^\W\d]{4,}", right[second[0].end - at :])[:3]
    )
    own_side = values(right, [Quantity(q.start - at, q.end - at, q.amount, q.kind, q.unit, q.number) for q in second])
    return bool(names) and own_side.target is not None
