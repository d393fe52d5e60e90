"""What can be wrong with a target: in reach already, or at the edge of what is possible."""

from __future__ import annotations

import re
from collections.abc import Iterable

from coach.criteria import Criterion
from coach.detectors.sighting import DraftRead, Sighting, detects
from coach.reading import KeyResultRead
from coach.reading.grammar import spans_of
from coach.reading.quantities import Quantity, quantities
from coach.reading.values import levels_of

_PERHAPS = 0.6


@detects("safe_target")
def safe_target(read: DraftRead, criterion: Criterion) -> Iterable[Sighting]:
    """At or near the baseline, or on its far side already."""
    near = criterion.limit("near")
    for line in read.key_results():
        start, goal = line.reading.baseline, line.reading.target
        levels = _levels(line)
        if start is None or goal is None or levels is None or line.values.relative:
            continue
        wanted = _wanted_direction(line)
        if wanted == "hold":
            continue
        change = levels[1] - levels[0]
        if (wanted == "up" and change < 0) or (wanted == "down" and change > 0):
            yield Sighting(line.where, 0.7, f"{start.text} is already beyond {goal.text}", _target_span(line))
        elif abs(change) <= near * max(abs(levels[0]), 1e-9):
            yield Sighting(line.where, 0.85, f"from {start.text} to {goal.text} is hardly a change", _target_span(line))


def _levels(line: KeyResultRead) -> tuple[float, float] | None:
    """Start and end on one scale, or None where either is missing or they cannot be compared."""
    start = _given(line.key_result.baseline, line.key_result.unit) or line.values.baseline
    goal = _given(line.key_result.target, line.key_result.unit) or line.values.target
    if start is None or goal is None or start.amount is None or goal.amount is None:
        return None
    if start.kind != goal.kind and "count" not in (start.kind, goal.kind):
        return None
    return levels_of(start, goal)


def _given(cell: str | None, unit: str | None) -> Quantity | None:
    """The value of a column, with the unit of its own column where there is one."""
    found = quantities(cell) if cell else []
    if cell and unit and len(found) == 1 and found[0].kind == "count":
        found = quantities(f"{found[0].number} {unit}") or found
    return found[0] if found else None


_UP = re.compile(
    r"\W*(?:we (?:will |want to )?|to )?(?:increase|raise|grow|lift (?:the|our|its|their|a|an)\b)", re.IGNORECASE
)
_DOWN = re.compile(
    r"\W*(?:we (?:will |want to )?|to )?(?:reduce|decrease|shorten|(?:cut|lower|drop) (?:the|our|its|their|a|an)\b)",
    re.IGNORECASE,
)
_MORE_THAN = re.compile(
    r"(?:\b(?:at least|(?<!no )(?<!not )more than|minimum(?: of)?|min\.?|above|over|no fewer than|no less than|exceed(?:s|ing)?)|≥|>=|(?<![-=–—>])(?<!\d)(?<!\d )>) ?$",
    re.IGNORECASE,
)
_LESS_THAN = re.compile(
    r"(?:\b(?:at most|(?<!no )(?<!not )fewer than|(?<!no )(?<!not )less than|maximum(?: of)?|max\.?|below|under|no more than|not more than|within)|≤|<=|<(?!-)) ?$",
    re.IGNORECASE,
)
_OR_MORE = re.compile(r" ?(?:[a-z]+ )?or (?:more|better|higher|above)\b|\+", re.IGNORECASE)
_OR_LESS = re.compile(r" ?(?:[a-z]+ )?or (?:fewer|less|lower|below)\b", re.IGNORECASE)


def _wanted_direction(line: KeyResultRead) -> str | None:
    """Which way the words ask for, whatever the values say.

    Only the verb that leads the line and the words at the target itself have a say: elsewhere "over" and "more than" belong
    to what is counted ("waiting over 30 days"). From one value to another, with neither, the values show the way.
    """
    if re.search(r"\b(?:maintain|keep|hold|stay|sustain|remain)\w*\b", line.text, re.IGNORECASE):
        return "hold"
    before, after = _around_target(line)
    more = _UP.match(line.text) or _MORE_THAN.search(before) or _OR_MORE.match(after)
    less = _DOWN.match(line.text) or _LESS_THAN.search(before) or _OR_LESS.match(after)
    if more and not less:
        return "up"
    if less and not more:
        return "down"
    return None


def _around_target(line: KeyResultRead) -> tuple[str, str]:
    """The words before and after the value to reach, in the line or in its own column."""
    given = line.key_result.target
    if given is not None:
        found = quantities(given)
        return (given[: found[0].start], given[found[0].end :]) if found else ("", "")
    span = _target_span(line)
    if span is None:
        return "", ""
    start = line.values.baseline
    at = start.end if start is not None and start.end <= span[0] else 0
    # Between two values signs alone are an arrow: in "4h>1h" nothing asks for more than an hour.
    before = "" if at and re.fullmatch(r"\W*", line.text[at : span[0]]) else line.text[: span[0]]
    return before, line.text[span[1] :]


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
        seen = None
        if target.amount is None:
            seen = "leaves no room for an exception" if line.values.baseline is not None else None
        elif target.amount == 0 and not line.values.relative:
            seen = None if spans_of(line.text, criterion.terms("never")) else "leaves no room for a single case"
        elif target.kind == "percent" and target.amount == 100 and not line.values.relative and target.unit == "%":
            seen = None if _may_exceed(line, criterion) else "leaves no room for an exception"
        elif _many_times(line, target, times):
            seen = "is many times where it starts"
        if seen:
            yield Sighting(line.where, _PERHAPS, f"“{words}” {seen}", span, asks=True)


def _may_exceed(line: KeyResultRead, criterion: Criterion) -> bool:
    """Whether 100 % is no ceiling: it starts above, or it is measured against a plan or last year."""
    start = line.values.baseline
    above = start is not None and start.amount is not None and start.amount > 100
    return above or bool(spans_of(line.text, criterion.terms("may_exceed")))


def _many_times(line: KeyResultRead, target: Quantity, times: float) -> bool:
    if target.kind == "multiple":
        return target.amount is not None and target.amount >= times
    start = line.values.baseline
    if start is None or not start.amount or target.amount is None or line.values.relative:
        return False
    first, last = levels_of(start, target)
    ratio = abs(last / first)
    return ratio >= times or (0 < ratio <= 1 / times)
