"""A model's better lines, checked as every suggestion is: nothing invented, better by the same criteria, about the same thing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from coach.critique import BLANK, Suggestion, blanks_of
from coach.detectors import DraftRead
from coach.embedding import similarities
from coach.okr import Draft, KeyResult, Objective, Wording
from coach.reading import KeyResultRead, ObjectiveRead
from coach.reading.dates import dates
from coach.reading.quantities import Quantity, quantities
from coach.reading.values import Values, values
from coach.rewriting import Fired, ways_to_fill
from coach.sharpening.invention import Given, has_stray_brackets, invention_in
from coach.sharpening.places import Line
from coach.sharpening.plain_words import bare, plain_words

KEEPS_SUBJECT = 0.25
"""How alike a line and its rewrite have to be (cosine of the embeddings, without figures, blanks and words that only frame them).
Measured on the pairs of the criteria pages whose `bad` and `better` are single lines (120): at 0.25 83 % of the pairs pass, and 3 %
of those put together from two fields of work; at 0.15 it is 88 % and 11 %, at 0.35 73 % and 1 %. Between 0.2 and 0.25 the two
shares lie furthest apart. A line that is a slogan has no subject to keep, and its pairs are most of those that fail."""
_FRAME = re.compile(r"\[[^\]]*\]|[\d.,]+%?|\b(?:from|to|by|(?:the )?(?:share|number) of)\b", re.IGNORECASE)
_LONGEST = 300
_FEWEST_WORDS = 2
_OF_ALL_LINES = frozenset({"missing-owner"})
"""Criteria that turn on what stands beside the words: no rewrite of the words mends them."""

_INVENTED = {
    "figure": "it holds a figure that the line does not",
    "date": "it holds a date that the line does not",
    "unit": "it holds a unit that the line does not",
    "name": "it holds a name that the draft does not",
}
NOT_PLAIN = "it is no plain line"
MOVES_VALUES = "it loses or moves a value of the line"
OTHER_SUBJECT = "it is about something else"
NO_BETTER = "it is no better by the same criteria"
NOTHING_TO_MEND = "nothing was found in that line"


@dataclass(frozen=True)
class Better:
    """A rewrite that passed, and the criteria it clears."""

    suggestion: Suggestion
    clears: frozenset[str]


def passing(
    proposed: Mapping[Line, str], read: DraftRead, judge: Callable[[Draft], Fired], asked: str = ""
) -> tuple[dict[Line, Better], Counter[str]]:
    """The rewrites that may be shown, by line, and why the others may not, in words with their count.

    Args:
        proposed: a model's better line for each place.
        read: the draft as read.
        judge: reviews a draft by the same criteria, line by line.
        asked: what the writer said beside the draft, whose figures and names may be used too.
    """
    dropped: Counter[str] = Counter()
    texts: dict[Line, str] = {}
    for line, said in proposed.items():
        text = bare(said)
        fault = fault_of(text, line, read, asked)
        if fault:
            dropped[fault] += 1
        else:
            texts[line] = text
    found, worse = _better(texts, read, judge)
    return found, dropped + worse


def fault_of(text: str, line: Line, read: DraftRead, asked: str = "") -> str | None:
    """What keeps a rewrite of `line` from being tried at all, in words; None where nothing does."""
    objective = read.objectives[line[0]]
    held = objective.text if line[1] < 0 else objective.key_results[line[1]].text
    is_plain = len(text) <= _LONGEST and plain_words(text, _LONGEST) == text and not has_stray_brackets(text)
    words = re.findall(r"[^\W\d]{2,}", BLANK.sub(" ", text))
    # The writer's own brackets would pass for blanks.
    if not is_plain or len(words) < _FEWEST_WORDS or "[" in held or "]" in held or text.count("(") != text.count(")"):
        return NOT_PLAIN
    if invented := invention_in(text, given_for(line, read, asked)):
        return _INVENTED[invented]
    if line[1] >= 0 and _moves_values(text, objective.key_results[line[1]]):
        return MOVES_VALUES
    subjects = [each for each in (held, objective.text) if each]
    return None if subjects and _alike(text, subjects) >= KEEPS_SUBJECT else OTHER_SUBJECT


def _alike(text: str, subjects: list[str]) -> float:
    """How alike a text is to that of the subjects it is most like."""
    return float(similarities([_FRAME.sub(" ", text)], [_FRAME.sub(" ", each) for each in subjects]).max())


def given_for(line: Line, read: DraftRead, asked: str = "") -> Given:
    """What a rewrite of `line` may hold: the figures of the line, its objective and its columns; the names of its objective's lines."""
    objective = read.objectives[line[0]]
    period = objective.objective.period or read.draft.period or ""
    if line[1] < 0:
        figures = f"{objective.text} {period}"
    else:
        row = objective.key_results[line[1]]
        beside = row.key_result
        columns = (beside.due, beside.owner, beside.metric, beside.unit, beside.baseline, beside.target)
        figures = " ".join([row.text, objective.text, period, *(each for each in columns if each)])
    names = " ".join([figures, objective.text, *(row.text for row in objective.key_results), read.draft.team or ""])
    return Given(f"{figures} {asked}", f"{names} {asked}")


def _moves_values(text: str, row: KeyResultRead) -> bool:
    """Whether a value of the line is lost, or where it starts from is said to be where it should go."""
    before, after = row.values, _values_of(BLANK.sub(" ", text))
    filled = _values_of(ways_to_fill(text, row)[0])
    start, goal = _amount(before.baseline), _amount(before.target)
    if start == goal:
        return False
    if start is not None and _amount(filled.target) == start and _states(text, before.baseline):
        return True
    if goal is not None and _amount(filled.baseline) == goal and _states(text, before.target):
        return True
    kept = {_amount(value) for value in (after.baseline, after.target, filled.baseline, filled.target)}
    return row.reading.kind == "outcome" and any(value is not None and value not in kept for value in (start, goal))


def _values_of(text: str) -> Values:
    return values(text, list(quantities(text, [(date.start, date.end) for date in dates(text)])))


def _amount(value: Quantity | None) -> float | None:
    return value.amount if value is not None else None


def _states(text: str, value: Quantity | None) -> bool:
    return value is not None and value.number.lower() in BLANK.sub(" ", text).lower()


def _better(
    texts: Mapping[Line, str], read: DraftRead, judge: Callable[[Draft], Fired]
) -> tuple[dict[Line, Better], Counter[str]]:
    """Those that clear a criterion that fires on their line and make no other fire, all tried in one review."""
    found: dict[Line, Better] = {}
    dropped: Counter[str] = Counter()
    if not texts:
        return found, dropped
    fires = judge(read.draft)
    trials: list[Objective] = []
    tried: dict[Line, range] = {}
    for line, text in texts.items():
        ways = ways_to_fill(text, _read_at(read, line))
        tried[line] = range(len(trials), len(trials) + len(ways))
        trials += [_trial(read.draft, line, filled) for filled in ways]
    again = judge(read.draft.model_copy(update={"objectives": tuple(trials), "source": None}))
    for line, text in texts.items():
        before = fires.get(line, frozenset()) - _OF_ALL_LINES
        after = frozenset[str]().union(*(again.get((at, line[1]), frozenset()) for at in tried[line])) - _OF_ALL_LINES
        if not before:
            dropped[NOTHING_TO_MEND] += 1
        elif not after < before:
            dropped[NO_BETTER] += 1
        else:
            suggestion = Suggestion(text=text, blanks=blanks_of(text), why="in the draft's own words", origin="model")
            found[line] = Better(suggestion, before - after)
    return found, dropped


def _read_at(read: DraftRead, line: Line) -> KeyResultRead | ObjectiveRead:
    objective = read.objectives[line[0]]
    return objective if line[1] < 0 else objective.key_results[line[1]]


def _trial(draft: Draft, line: Line, filled: str) -> Objective:
    """The line's objective with the rewrite in its place; everything beside the words stays as it is."""
    objective = draft.objectives[line[0]]
    wording = Wording.plain(filled)
    if line[1] < 0:
        return objective.model_copy(update={"wording": wording})
    rows: list[KeyResult] = list(objective.key_results)
    rows[line[1]] = rows[line[1]].model_copy(update={"wording": wording})
    return objective.model_copy(update={"key_results": tuple(rows)})
