"""What can be weak in a key result."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice

from coach.criteria import Criterion
from coach.detectors.sighting import DraftRead, Sighting, detects
from coach.reading import KeyResultRead
from coach.reading.grammar import phrase, spans_of
from coach.reading.quantities import Quantity
from coach.reading.values import values

_EXACT = 0.95
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
                seen = f"“{words}” is done when the work is done"
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


@detects("missing_deadline")
def missing_deadline(read: DraftRead, criterion: Criterion) -> Iterable[Sighting]:
    """No date in it, and none from its cycle. A task is not asked for its date: it is to become a result first."""
    for objective in read.objectives:
        if read.draft.period or objective.objective.period:
            continue
        for line in objective.key_results:
            if not line.has_deadline and line.reading.kind != "activity":
                yield Sighting(line.where, _EXACT, "neither the line nor its cycle gives a date")


@detects("missing_owner")
def missing_owner(read: DraftRead, criterion: Criterion) -> Iterable[Sighting]:
    """No one named driver, where the input carries owners."""
    nobody = set(criterion.terms("nobody"))
    named = [line for line in read.key_results() if line.key_result.owner]
    if not named and not read.draft.carries_owners:
        return
    for line in read.key_results():
        owner = (line.key_result.owner or "").strip()
        if not owner:
            yield Sighting(line.where, _EXACT, "other lines of the draft name an owner; this one does not")
        elif owner.lower().strip(" .") in nobody or re.search(
            r"\b(?:team|teams|department|staff|everyone|all)\b", owner, re.IGNORECASE
        ):
            yield Sighting(line.where, 0.9, f"“{owner}” is not one person")
        elif re.search(r"\w\s*(?:,|/|&|\+|;| and | und | et )\s*\w", owner):
            yield Sighting(line.where, 0.8, f"“{owner}” names more than one driver")


@detects("vague_wording")
def vague_wording(read: DraftRead, criterion: Criterion) -> Iterable[Sighting]:
    """The deciding words are unquantified."""
    for line in read.key_results():
        if not line.reading.vague:
            continue
        if line.values.placeholder:
            span: tuple[int, int] | None = line.values.placeholder
        else:
            spans = spans_of(line.text, criterion.terms())
            span = spans[0] if spans else None
        seen = (
            f"“{line.text[slice(*span)]}” decides it, and says no value"
            if span
            else "two fair readers could disagree on whether it was met"
        )
        yield Sighting(line.where, line.vague_confidence, seen, span)


_LEADS_TO = re.compile(
    r"\b(?:who (?:then |also )?(?:buy|bought|order|sign|join|book|return|come back|donate|enrol|apply|stay|pay|convert)|convert\w*|conversion|rate|share|percentage|per|repeat|returning|active|paying|retention|qualified)\b|%",
    re.IGNORECASE,
)


@detects("vanity_metric")
def vanity_metric(read: DraftRead, criterion: Criterion) -> Iterable[Sighting]:
    """A count that can rise while nothing gets better, with nothing on what it leads to."""
    for line in read.key_results():
        spans = spans_of(line.text, criterion.terms())
        if spans and line.reading.kind != "milestone" and not _LEADS_TO.search(line.text):
            yield Sighting(
                line.where, _LIKELY, f"“{line.text[slice(*spans[0])]}” can grow while nothing gets better", spans[0]
            )


@detects("safe_target")
def safe_target(read: DraftRead, criterion: Criterion) -> Iterable[Sighting]:
    """At or near the baseline, or on its far side already."""
    near = criterion.limit("near")
    for line in read.key_results():
        start, goal = line.reading.baseline, line.reading.target
        if start is None or goal is None or start.amount is None or goal.amount is None or line.values.relative:
            continue
        if (
            line.values.baseline
            and line.values.target
            and line.values.baseline.kind != line.values.target.kind
            and "count" not in (line.values.baseline.kind, line.values.target.kind)
        ):
            continue
        wanted = _wanted_direction(line)
        if wanted == "hold":
            continue
        change = goal.amount - start.amount
        met = (wanted == "up" and change < 0) or (wanted == "down" and change > 0)
        if met:
            yield Sighting(line.where, 0.7, f"{start.text} is already beyond {goal.text}", _target_span(line))
        elif abs(change) <= near * max(abs(start.amount), 1e-9):
            yield Sighting(line.where, 0.85, f"from {start.text} to {goal.text} is hardly a change", _target_span(line))


_MORE = re.compile(
    r"\b(?:at least|or more|more than|minimum|above|over|no fewer than|increase|raise|lift|grow|improve|boost)\b|>=?|≥",
    re.IGNORECASE,
)
_LESS = re.compile(
    r"\b(?:at most|or fewer|or less|fewer than|less than|maximum|below|under|no more than|reduce|cut|lower|decrease|shorten)\b|<=?|≤",
    re.IGNORECASE,
)


def _wanted_direction(line: KeyResultRead) -> str | None:
    """Which way the words ask for, whatever the values say."""
    if re.search(r"\b(?:maintain|keep|hold|stay|sustain|remain)\w*\b", line.text, re.IGNORECASE):
        return "hold"
    more, less = _MORE.search(line.text), _LESS.search(line.text)
    if more and not less:
        return "up"
    if less and not more:
        return "down"
    return None


def _target_span(line: KeyResultRead) -> tuple[int, int] | None:
    target = line.values.target
    return (target.start, target.end) if target else None


@detects("implausible_target")
def implausible_target(read: DraftRead, criterion: Criterion) -> Iterable[Sighting]:
    """Zero, 100 % or many times the baseline: worth a question, never a verdict."""
    times = criterion.limit("times")
    for line in read.key_results():
        target = line.values.target
        if line.reading.kind != "outcome" or target is None:
            continue
        words = line.text[target.start : target.end]
        span = (target.start, target.end)
        if target.amount is None:
            if line.values.baseline is not None:
                yield Sighting(line.where, _PERHAPS, f"“{words}” leaves no room for an exception", span, asks=True)
        elif target.amount == 0 and not line.values.relative:
            yield Sighting(line.where, _PERHAPS, f"“{words}” leaves no room for a single case", span, asks=True)
        elif target.kind == "percent" and target.amount >= 100 and not line.values.relative and target.unit == "%":
            yield Sighting(line.where, _PERHAPS, f"“{words}” leaves no room for an exception", span, asks=True)
        elif _many_times(line, target, times):
            yield Sighting(line.where, _PERHAPS, f"“{words}” is many times where it starts", span, asks=True)


def _many_times(line: KeyResultRead, target: Quantity, times: float) -> bool:
    if target.kind == "multiple":
        return target.amount is not None and target.amount >= times
    start = line.values.baseline
    if start is None or not start.amount or target.amount is None or line.values.relative:
        return False
    ratio = abs(target.amount / start.amount)
    return ratio >= times or (0 < ratio <= 1 / times)


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
        for joint in islice(_JOINER.finditer(line.text), _MOST_JOINTS):
            left, right = line.text[: joint.start()], line.text[joint.end() :]
            if len(left.split()) < 2 or len(right.split()) < 2 or left.count("(") != left.count(")"):
                continue
            if _two_results(line, left, right, joint.end()):
                yield Sighting(line.where, 0.7, f"“{right.strip()[:60]}” could be met or missed on its own")
                break


def _two_results(line: KeyResultRead, left: str, right: str, at: int) -> bool:
    if re.search(r"\bbetween [^,;]*$", left, re.IGNORECASE):
        return False
    if _VERB.match(left) and _VERB.match(right):
        return True
    first = [q for q in line.quantities if q.end <= len(left) and q.amount is not None]
    second = [q for q in line.quantities if q.start >= at and q.amount is not None]
    if not first or not second:
        return False
    names = (
        re.findall(r"[^\W\d]{4,}", right[: max(second[0].start - at, 0)])
        + re.findall(r"[^\W\d]{4,}", right[second[0].end - at :])[:3]
    )
    own_side = values(right, [Quantity(q.start - at, q.end - at, q.amount, q.kind, q.unit, q.number) for q in second])
    return bool(names) and own_side.target is not None
