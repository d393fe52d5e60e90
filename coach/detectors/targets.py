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
        change = levels[1] - levels[0]
        if (wanted == "up" and change < 0) or (wanted == "down" and change > 0):
            yield Sighting(line.where, 0.7, f"{start.text} is already beyond {goal.text}", _target_span(line))
        elif _AGAINST_THE_TREND.search(line.text):
            continue
        elif _HOLD.search(line.text):
            if not change:
                yield Sighting(line.where, _PERHAPS, f"{goal.text} is what it is today", _target_span(line), asks=True)
        elif abs(change) <= near * max(abs(levels[0]), 1e-9) and not _near_the_top(line, *levels):
            yield Sighting(line.where, 0.85, f"from {start.text} to {goal.text} is hardly a change", _target_span(line))


_AGAINST_THE_TREND = re.compile(
    r"\b(?:even (?:though|when|as|if|with)|though|although|despite|in spite of|while we|while our|record|world(?:['’]s)? best)\b",
    re.IGNORECASE,
)
"""Words that say why little, or nothing, is much: it goes against something, or up to what nobody has reached."""
_TOP = 100.0
_SHARE_OF_FAILURES = 0.25
"""What part of the failures that are left a small step near 100 % must take away to be no small step."""


def _near_the_top(line: KeyResultRead, start: float, goal: float) -> bool:
    """Whether a small step up to 100 % takes away a good part of what still fails: from 97.2 % to 99.1 % two thirds."""
    target = line.values.target or _given(line.key_result.target, line.key_result.unit)
    if target is None or target.kind != "percent" or not start < goal <= _TOP:
        return False
    return (goal - start) / (_TOP - start) >= _SHARE_OF_FAILURES


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


_HOLD = re.compile(r"\b(?:maintain|keep|hold|stay|sustain|remain)\w*\b", re.IGNORECASE)
_UP = re.compile(
    r"\W*(?:we (?:will |want to )?|to )?(?:increase|raise|grow|lift (?:the|our|its|their|a|an)\b)", re.IGNORECASE
)
_DOWN = re.compile(
    r"\W*(?:we (?:will |want to )?|to )?(?:reduce|decrease|shorten|(?:cut|lower|drop) (?:the|our|its|their|a|an)\b)",
    re.IGNORECASE,
)
_MORE_THAN = re.compile(
    r"(?:\b(?:at least|(?<!no )(?<!not )more than|minimum(?: of)?|min\.?|(?<!not )above|(?<!not )over|(?:no|not) (?:fewer|less) than|at or above|at or over|floor (?:of|at)|exceed(?:s|ing)?)|≥|>=|(?<![-=–—>])(?<!\d)(?<!\d )>) ?$",
    re.IGNORECASE,
)
_LESS_THAN = re.compile(
    r"(?:\b(?:at most|(?<!no )(?<!not )fewer than|(?<!no )(?<!not )less than|maximum(?: of)?|max\.?|below|(?<!not )under|(?:no|not) more than|within|at or (?:below|under)|(?:capped|limited) (?:at|to)|(?:cap|ceiling|limit) (?:of|at))|≤|<=|<(?!-)) ?$",
    re.IGNORECASE,
)
_NOT_BEYOND = re.compile(
    r"(?:\b(?:not|never|no)|n['’]t)(?: [a-z]+)? (above|over|beyond|past|exceed(?:ing)?|more than|below|under|fewer than|less than) ?$",
    re.IGNORECASE,
)
_OR_MORE = re.compile(
    r" ?(?:[a-z]+ )?or (?:more|better|higher|above|over)\b|\+|[^,;.(]{0,20}? (?:at least|at the least|minimum)\b",
    re.IGNORECASE,
)
_OR_LESS = re.compile(
    r" ?(?:[a-z]+ )?or (?:fewer|less|lower|below|under|sooner|earlier|faster|quicker)\b|[^,;.(]{0,20}? (?:at (?:the )?(?:very )?most|maximum|max\b|tops)",
    re.IGNORECASE,
)


def _wanted_direction(line: KeyResultRead) -> str | None:
    """Which way the words ask for, whatever the values say.

    Only the verb that leads the line and the words at the target itself have a say: elsewhere "over" and "more than" belong
    to what is counted ("waiting over 30 days"). From one value to another, with neither, the values show the way.
    """
    before, after = _around_target(line)
    if negated := _NOT_BEYOND.search(before):
        return "up" if negated.group(1).lower() in ("below", "under", "fewer than", "less than") else "down"
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
    times, tiny = criterion.limit("times"), criterion.limit("tiny")
    for line in read.key_results():
        if not _measures(line):
            continue
        if seen := _at_the_edge(line, criterion, times, tiny):
            span, what = seen
            yield Sighting(line.where, _PERHAPS, f"“{line.text[slice(*span)]}” {what}", span, asks=True)


_NO_CASE = "leaves no room for a single case"
_NO_EXCEPTION = "leaves no room for an exception"
_NONE_AT_ALL = re.compile(
    r"\b(?:nobody|no one|nothing|not (?:even )?(?:a single|one)|without a single|no more(?! than)|none at all|eliminat\w+)\b",
    re.IGNORECASE,
)
_ALL_OF_THEM = re.compile(
    r"^\W*(?:all|every(?: single)?|each|everyone|everybody)\b(?! (?:second|other|third|week|month|day|year|quarter))|\b(?:in|for|on) (?:all|every(?: single)?) [a-z]|\bevery single\b",
    re.IGNORECASE,
)
_SURE_OUTCOME = 0.2


def _measures(line: KeyResultRead) -> bool:
    """Whether the line is about what happens and not about work: by its kind, by a start it gives, or as a doubt of the reader."""
    if line.reading.kind == "outcome" or line.values.baseline is not None:
        return True
    return line.judged is not None and line.judged.outcome >= _SURE_OUTCOME


def _at_the_edge(
    line: KeyResultRead, criterion: Criterion, times: float, tiny: float
) -> tuple[tuple[int, int], str] | None:
    """What stands at the edge in a line, and why; None where nothing does or where none, or all, is what must be."""
    target = line.values.target
    numbered = target is not None and target.amount is not None and re.search(r"\d", target.number) is not None
    must_be = bool(spans_of(line.text, criterion.terms("never")))
    if target is not None and target.amount is not None and not line.values.relative:
        span = (target.start, target.end)
        start = line.values.baseline
        if target.amount == 0 and not (start is not None and (start.amount or 0) < 0):
            return None if must_be else (span, _NO_CASE)
        if _is_everything(target):
            return None if _may_exceed(line, criterion) else (span, _NO_EXCEPTION)
    if target is not None and _many_times(line, target, times, tiny):
        return (target.start, target.end), "is many times where it starts"
    counted = target is not None and bool(target.amount) and line.values.baseline is not None
    if must_be or numbered or counted:
        return None
    none, everything = _NONE_AT_ALL.search(line.text), _ALL_OF_THEM.search(line.text)
    if none:
        return none.span(), _NO_CASE
    if everything and (target is None or target.amount is None or target.number.lower() in _NUMBER_WORDS):
        return everything.span(), _NO_EXCEPTION
    if target is not None and target.amount is None and line.values.baseline is not None:
        return (target.start, target.end), _NO_EXCEPTION
    return None


_NUMBER_WORDS = frozenset(("one", "two", "three", "four", "five"))
_FROM_MANY = 10
"""Cases from which "12 of 12" means everything; of fewer it is a plain count."""


def _is_everything(target: Quantity) -> bool:
    if target.amount != 100:
        return False
    if target.kind == "ratio":
        return int((re.findall(r"\d+", target.number) or ["0"])[-1]) >= _FROM_MANY
    return target.kind == "percent" and target.unit == "%"


def _may_exceed(line: KeyResultRead, criterion: Criterion) -> bool:
    """Whether 100 % is no ceiling: it starts above, or it is measured against a plan or last year."""
    start = line.values.baseline
    above = start is not None and start.amount is not None and start.amount > 100
    return above or bool(spans_of(line.text, criterion.terms("may_exceed")))


def _many_times(line: KeyResultRead, target: Quantity, times: float, tiny: float) -> bool:
    if target.kind == "multiple":
        return target.amount is not None and target.amount >= times
    start = line.values.baseline
    if start is None or not start.amount or target.amount is None or line.values.relative:
        return False
    if start.kind != target.kind or (start.kind == "count" and 0 < start.amount < tiny):
        return False
    first, last = levels_of(start, target)
    ratio = abs(last / first)
    return ratio >= times or (0 < ratio <= 1 / times)
