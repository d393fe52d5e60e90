"""What the lines of a draft say: kind, metric, baseline, target, deadline, owner, vagueness, each with its place.

Who decides what: values (baseline, target, deadline, a number in an objective) by exact reading; kind and vagueness by the
trained reader with the grammar of the phrase beside it. Where the two differ, the confidence is lowered, and a finding built
on it becomes a question.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from coach.okr import Draft, KeyResult, Objective, Wording
from coach.reading.dates import dates, dates_of, undated
from coach.reading.grammar import kind_by_grammar, phrase, spans_of
from coach.reading.in_words import InWords, in_words, unstopped
from coach.reading.quantities import Quantity, quantities, quantities_of
from coach.reading.result import Direction, Kind, Reading, ReadValue, Where
from coach.reading.trained import Judgement, LineReader
from coach.reading.values import Values, values

__all__ = [
    "Direction",
    "KeyResultRead",
    "Kind",
    "LineReader",
    "ObjectiveRead",
    "ReadValue",
    "Reading",
    "Where",
    "forget_lines",
    "judged_lines",
    "read_lines",
]

VAGUE_FROM = 0.85
TOO_BROAD_FROM = 0.8
"""From these shares on a key result's wording is called vague, and an objective too broad. Real drafts hold fewer such lines than the
reader learned from; here it is as good on fields it has not seen as at 0.5, and better on real drafts (docs/decisions/0003-reader.md)."""
VAGUE_WITH_WORD_FROM = 0.5
"""From this share on a key result is vague where a word that decides nothing stands in it and no value."""
BASELINE_FROM = 0.8
"""From this share on a line with two values is believed to state its start where exact reading finds none; from 0.8 to 0.95 the
cases gave the same within 0.01, without it missing-baseline falls by 0.05."""
_TURN_OF_PHRASE = 0.3
_UNSPOKEN = 0.95
_SAID_IN_COLUMN = 0.3
"""How vague a line can be at most whose value to reach stands in a column of its own."""
_DISAGREEMENT = 0.8
"""What the confidence is multiplied by where grammar and trained reader differ on the kind."""


@dataclass(frozen=True)
class KeyResultRead:
    """A key result with everything that was read from it, for the detectors."""

    where: Where
    key_result: KeyResult
    quantities: tuple[Quantity, ...]
    values: Values
    has_deadline: bool
    has_metric: bool
    metric_confidence: float
    vague_confidence: float
    """How sure it is that the line is vague, 0 to 1."""
    target_confidence: float
    """How sure the trained reader is that a value to reach is stated, 0 to 1; 0.5 without it."""
    judged: Judgement | None
    """What the trained reader says of the line; None without it."""
    reading: Reading

    @property
    def text(self) -> str:
        return self.key_result.text

    @property
    def has_baseline(self) -> bool:
        """A starting value stands in the words or came in a column of its own.

        Words of a line with two values or more are believed to hold one also where exact reading found none, if the
        trained reader is sure: people say "as we speak" and "Jan: 1.4 / Nov: 2.8" in more ways than rules know.
        """
        if self.values.baseline is not None or self.key_result.baseline is not None:
            return True
        amounts = sum(quantity.amount is not None for quantity in self.quantities)
        return self.judged is not None and amounts >= 2 and self.judged.baseline >= BASELINE_FROM

    @property
    def has_target(self) -> bool:
        """A value to reach stands in the words or came in a column of its own."""
        if self.key_result.target is not None:
            return True
        if self.values.placeholder is not None:
            return False
        target = self.values.target
        if target is not None and not re.search(r"\d", self.text[target.start : target.end]):
            # "one", "no" and "never" are values in one line and turns of phrase in the next: the trained reader has a say.
            return self.target_confidence >= _TURN_OF_PHRASE
        return target is not None or self.values.compared or self.target_confidence >= _UNSPOKEN


@dataclass(frozen=True)
class ObjectiveRead:
    """An objective with what was read from it, for the detectors. Confidences are 0 to 1."""

    where: Where
    objective: Objective
    quantities: tuple[Quantity, ...]
    vague_confidence: float
    activity_confidence: float
    number_confidence: float
    """How sure the trained reader is that the text carries a value to reach; 0.5 without it."""
    judged: Judgement | None
    """What the trained reader says of it; None without it."""
    key_results: tuple[KeyResultRead, ...]

    @property
    def text(self) -> str:
        return self.objective.text


def read_lines(draft: Draft, reader: LineReader | None, vague_terms: tuple[str, ...] = ()) -> tuple[ObjectiveRead, ...]:
    """Everything that was read from a draft, by objective.

    Args:
        draft: the draft.
        reader: the trained reader; None: the grammar judges alone.
        vague_terms: words that decide nothing (from the criterion's page); they name what is vague in a line.
    """
    texts = judged_lines(draft)
    judgements = dict(zip(texts, reader.judge(texts), strict=True)) if reader else {}
    found = []
    for i, objective in enumerate(draft.objectives):
        rows = tuple(
            _key_result(
                Where(objective=i, key_result=j), key_result, judgements.get(undated(key_result.text)), vague_terms
            )
            for j, key_result in enumerate(objective.key_results)
        )
        found.append(_objective(Where(objective=i), objective, judgements.get(objective.text), rows, vague_terms))
    return tuple(found)


def forget_lines() -> None:
    """Forget what was read of lines. For those who read line after line and meet none twice: what is remembered is then only in the way."""
    for remembered in (in_words, dates_of, quantities_of):
        remembered.cache_clear()


def judged_lines(draft: Draft) -> list[str]:
    """What the trained reader is shown of a draft: objectives as they are, key results without their deadlines."""
    lines = [objective.text for objective in draft.objectives]
    return lines + [undated(key_result.text) for _, _, key_result in draft.key_results()]


def _objective(
    where: Where,
    objective: Objective,
    judged: Judgement | None,
    rows: tuple[KeyResultRead, ...],
    vague_terms: tuple[str, ...],
) -> ObjectiveRead:
    text = unstopped(objective.text)
    found = tuple(quantities(text, [(d.start, d.end) for d in dates(text)]))
    if judged is not None:
        return ObjectiveRead(
            where,
            objective,
            found,
            judged.objective_vague,
            judged.objective_activity,
            judged.objective_number,
            judged,
            rows,
        )
    kind, sure = kind_by_grammar(text, values(text, list(found)))
    short = len(text.split()) <= 4 or bool(spans_of(text, vague_terms))
    return ObjectiveRead(
        where, objective, found, 0.85 if short else 0.3, sure if kind == "activity" else 1 - sure, 0.5, None, rows
    )


def _key_result(
    where: Where, key_result: KeyResult, judged: Judgement | None, vague_terms: tuple[str, ...]
) -> KeyResultRead:
    words = in_words(key_result.text, vague_terms)
    said, found, vague_at = words.values, words.quantities, words.vague_at
    kind, sure = _kind(key_result, words, judged)
    due = [d for d in words.dates if d.is_deadline]
    vague = _vague(said, judged, vague_at)
    if key_result.target is not None:
        vague = min(vague, _SAID_IN_COLUMN)
    named = bool(vague_at) and not any(quantity.amount is not None for quantity in found)
    is_vague = vague >= (VAGUE_WITH_WORD_FROM if named else VAGUE_FROM)
    has_metric, metric_sure = _metric(key_result, said, judged)
    unit = key_result.unit or next((q.unit for q in (said.target, said.baseline) if q and q.unit), None)
    reading = Reading(
        where=where,
        kind=kind,
        kind_confidence=sure,
        metric=_metric_phrase(key_result, words.metric_at) if has_metric else None,
        baseline=_value(key_result.wording, said.baseline, key_result.baseline, key_result.unit),
        target=_value(key_result.wording, said.target, key_result.target, key_result.unit),
        unit=unit,
        direction=said.direction,
        deadline=_deadline(key_result, (due[-1].start, due[-1].end) if due else None),
        owner=key_result.owner,
        vague=is_vague,
        vague_words=tuple(_words(key_result.wording, start, end) for start, end in vague_at) if is_vague else (),
    )
    return KeyResultRead(
        where,
        key_result,
        found,
        said,
        bool(due) or key_result.due is not None,
        has_metric,
        metric_sure,
        vague,
        judged.target if judged else 0.5,
        judged,
        reading,
    )


def _kind(key_result: KeyResult, words: InWords, judged: Judgement | None) -> tuple[Kind, float]:
    text, said = key_result.text, words.values
    by_grammar, sure = words.kind, words.kind_confidence
    if judged is None:
        return by_grammar, sure
    shares: dict[Kind, float] = {
        "outcome": judged.outcome,
        "activity": judged.activity,
        "milestone": judged.milestone,
    }
    kind = max(shares, key=lambda name: shares[name])
    # A start and a target in columns of their own say that a quantity moves, unless what is counted is the team's own work.
    measured = key_result.baseline is not None and key_result.target is not None
    counts_work = by_grammar == "activity" and sure >= 0.8 and phrase(text, said).deliverable
    if kind != "outcome" and measured and not counts_work:
        return "outcome", 0.75
    # What is exact outweighs what is likely: a line that says where a quantity starts from measures one, and words of a
    # grant by outsiders, with no quantity beside them, name a milestone. Neither costs anything on fields not seen.
    if kind != "outcome" and said.baseline is not None and judged.outcome >= 0.05:
        return "outcome", 0.75
    if kind != "milestone" and judged.milestone >= 0.1 and said.target is None and phrase(text, said).granted:
        return "milestone", 0.6
    confidence = shares[kind]
    if by_grammar != kind and sure >= 0.8:
        confidence *= _DISAGREEMENT
    return kind, max(confidence, 0.34)


def _vague(said: Values, judged: Judgement | None, vague_at: Sequence[tuple[int, int]]) -> float:
    if said.placeholder is not None:
        return 0.95
    if judged is None:
        return 0.8 if vague_at and said.target is None else 0.2
    return judged.vague


def _metric(key_result: KeyResult, said: Values, judged: Judgement | None) -> tuple[bool, float]:
    given = key_result.metric is not None or key_result.target is not None or key_result.baseline is not None
    target = said.target
    if (
        target is not None
        and judged is not None
        and not re.search(r"\d", target.number)
        and judged.target < _TURN_OF_PHRASE
    ):
        target = None
    if given or target is not None or said.baseline is not None or said.placeholder is not None:
        return True, 0.95
    if judged is None:
        return said.direction is not None, 0.6
    return judged.metric >= 0.5, max(judged.metric, 1 - judged.metric)


def _value(wording: Wording, quantity: Quantity | None, given: str | None, unit: str | None) -> ReadValue | None:
    if given is not None:
        return ReadValue(text=f"{given} {unit}" if unit else given, amount=_number(given), unit=unit)
    if quantity is None:
        return None
    text = (
        f"{quantity.number} {quantity.unit}"
        if quantity.kind in ("percent", "duration") and quantity.unit
        else wording.text[quantity.start : quantity.end]
    )
    return ReadValue(
        text=text, amount=quantity.amount, unit=quantity.unit, place=wording.locate(quantity.start, quantity.end)
    )


def _number(given: str) -> float | None:
    found = quantities(given)
    return found[0].amount if found else None


def _words(wording: Wording, start: int, end: int) -> ReadValue:
    return ReadValue(text=wording.text[start:end], place=wording.locate(start, end))


def _deadline(key_result: KeyResult, span: tuple[int, int] | None) -> ReadValue | None:
    if span is None:
        return ReadValue(text=key_result.due) if key_result.due else None
    return _words(key_result.wording, *span)


def _metric_phrase(key_result: KeyResult, at: tuple[int, int] | None) -> ReadValue | None:
    """The words that name what is measured."""
    if key_result.metric is not None:
        return ReadValue(text=key_result.metric)
    return _words(key_result.wording, *at) if at else None
