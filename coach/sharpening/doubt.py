"""Where a detector leaves room for a model's word, and where it does not.

An addition that nothing has been proven for is one of three. It is *impossible* where exact reading contradicts it: the value that
it misses was read. It is *doubted* where the detectors are nearly in doubt themselves, or have no say: then the reader of the
review is asked. Else the detectors are *against* it, and it is told as a second opinion.

How near is near: adding what is true with probability p lowers F1 only where p is less than half of F1 (Lipton, Elkan and
Naryanaswamy 2014). The best of the detectors reach 0.93, so that from 0.46 on a question costs no criterion anything. The trained
reader's shares run too high on real drafts where a detector's limit is not 0.5 (docs/decisions/0003-reader.md), so each share is
read on a scale on which that limit is 0.5.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Literal

from coach.criteria import MODEL_ONLY, Criterion
from coach.detectors import DraftRead
from coach.detectors.sighting import has_joint
from coach.reading import TOO_BROAD_FROM, VAGUE_FROM, KeyResultRead, Kind, ObjectiveRead
from coach.sharpening.places import Line

Room = Literal["impossible", "doubted", "against"]

_FAIR_TO_ASK = 0.46
_EVEN = 0.5
_NUMBER_FROM = 0.2
"""From this share on a number in an objective is taken for a value (`coach.detectors.objective`)."""
_VANITY_FROM = 0.5
COUNTED = frozenset(
    {
        "missing_deadline",
        "missing_owner",
        "mixed_cycles",
        "no_parent_link",
        "single_key_result",
        "too_many_key_results",
        "too_many_objectives",
    }
)
"""Detectors that count, or read what is there or is not: no one is asked for more of these."""


def room_for(criterion: Criterion, line: Line, read: DraftRead, foreign: bool) -> Room:
    """What room there is for an addition of `criterion` at `line`, where no detector raised it.

    Args:
        criterion: the criterion, as the house rules have it.
        line: an objective, or a key result of it.
        read: the draft as read.
        foreign: the draft is in a language that the detectors do not judge.
    """
    if criterion.detector in COUNTED:
        return "impossible"
    objective = read.objectives[line[0]]
    if criterion.applies_to == "set":
        covered = criterion.detector in ("objective_not_covered", MODEL_ONLY)
        return _of_set(objective) if covered else "against"
    if criterion.detector == MODEL_ONLY:
        return "doubted"
    if criterion.applies_to == "objective":
        room = _ON_OBJECTIVE.get(criterion.detector, _against_objective)(objective, criterion)
    else:
        room = _ON_KEY_RESULT.get(criterion.detector, _against_line)(
            objective.key_results[line[1]], criterion, objective
        )
    return "doubted" if foreign and room == "against" else room


def _of_set(objective: ObjectiveRead) -> Room:
    return "doubted" if objective.text and objective.key_results else "impossible"


def _near(share: float | None, limit: float = _EVEN) -> Room:
    """Whether a share is near the limit from which the detector fires; None: it has not learned this."""
    if share is None:
        return "against"
    scaled = share * (1 - limit) / (share * (1 - limit) + (1 - share) * limit)
    return "doubted" if scaled >= _FAIR_TO_ASK else "against"


def _kind(line: KeyResultRead, kind: Kind) -> float:
    """How likely the line is of this kind; without the trained reader, at most."""
    if line.judged is not None:
        return float(getattr(line.judged, kind))
    sure = line.reading.kind_confidence
    return sure if line.reading.kind == kind else 1 - sure


# -- key results ------------------------------------------------------------------------------------------------------


def _activity(line: KeyResultRead, criterion: Criterion, objective: ObjectiveRead) -> Room:
    return _near(_kind(line, "activity"))


def _milestone(line: KeyResultRead, criterion: Criterion, objective: ObjectiveRead) -> Room:
    measured = any(k.reading.kind == "outcome" and k.has_baseline and k.has_target for k in objective.key_results)
    return "impossible" if measured else _near(_kind(line, "milestone"))


def _no_metric(line: KeyResultRead, criterion: Criterion, objective: ObjectiveRead) -> Room:
    given = line.key_result
    if given.metric or given.target or given.baseline or _digits_read(line):
        return "impossible"
    metric = line.judged.metric if line.judged else line.metric_confidence
    return _near(_kind(line, "outcome") * (1 - metric))


def _missing_baseline(line: KeyResultRead, criterion: Criterion, objective: ObjectiveRead) -> Room:
    if line.values.baseline is not None or line.key_result.baseline is not None:
        return "impossible"
    # A line without a quantity has no starting value to miss: there `no-metric` is what can be said.
    measured = 1.0 if line.has_metric else line.judged.metric if line.judged else 1 - line.metric_confidence
    unstated = 1 - line.judged.baseline if line.judged and line.has_baseline else 1.0
    return _near(_kind(line, "outcome") * measured * unstated)


def _missing_target(line: KeyResultRead, criterion: Criterion, objective: ObjectiveRead) -> Room:
    target = line.values.target
    if line.key_result.target is not None or line.values.compared or (target is not None and target.amount is not None):
        return "impossible"
    return _near(_kind(line, "outcome") * (1 - line.target_confidence))


def _vague(line: KeyResultRead, criterion: Criterion, objective: ObjectiveRead) -> Room:
    decided = line.values.target is not None and line.values.target.amount is not None and line.has_target
    return "against" if decided or line.key_result.target else _near(line.vague_confidence, VAGUE_FROM)


def _vanity(line: KeyResultRead, criterion: Criterion, objective: ObjectiveRead) -> Room:
    return _near(line.judged.vanity, _VANITY_FROM) if line.judged else "against"


def _compound_line(line: KeyResultRead, criterion: Criterion, objective: ObjectiveRead) -> Room:
    if not has_joint(line.text, criterion.terms("joiners")) or (line.has_baseline and line.has_target):
        return "against"
    return _near(line.judged.compound) if line.judged else "against"


def _compares_values(line: KeyResultRead, criterion: Criterion, objective: ObjectiveRead) -> Room:
    """A target can only be too near or too far where there is one to compare."""
    return "against" if line.has_target else "impossible"


def _against_line(line: KeyResultRead, criterion: Criterion, objective: ObjectiveRead) -> Room:
    return "against"


def _digits_read(line: KeyResultRead) -> bool:
    return any(
        value is not None and value.amount is not None and re.search(r"\d", value.number) is not None
        for value in (line.values.baseline, line.values.target)
    )


_ON_KEY_RESULT: dict[str, Callable[[KeyResultRead, Criterion, ObjectiveRead], Room]] = {
    "activity_key_result": _activity,
    "bare_milestone": _milestone,
    "no_metric": _no_metric,
    "missing_baseline": _missing_baseline,
    "missing_target": _missing_target,
    "vague_wording": _vague,
    "vanity_metric": _vanity,
    "compound_key_result": _compound_line,
    "safe_target": _compares_values,
    "implausible_target": _compares_values,
}


# -- objectives --------------------------------------------------------------------------------------------------------


def _vague_objective(objective: ObjectiveRead, criterion: Criterion) -> Room:
    return _near(objective.vague_confidence, TOO_BROAD_FROM)


def _activity_objective(objective: ObjectiveRead, criterion: Criterion) -> Room:
    return _near(objective.activity_confidence)


def _number(objective: ObjectiveRead, criterion: Criterion) -> Room:
    if not any(quantity.amount is not None for quantity in objective.quantities):
        return "impossible"
    return _near(objective.number_confidence, _NUMBER_FROM)


def _compound_objective(objective: ObjectiveRead, criterion: Criterion) -> Room:
    if not has_joint(objective.text, criterion.terms("joiners")):
        return "against"
    return _near(objective.judged.compound) if objective.judged else "against"


def _usual(objective: ObjectiveRead, criterion: Criterion) -> Room:
    return _near(objective.judged.usual) if objective.judged else "against"


def _against_objective(objective: ObjectiveRead, criterion: Criterion) -> Room:
    return "against"


_ON_OBJECTIVE: dict[str, Callable[[ObjectiveRead, Criterion], Room]] = {
    "vague_objective": _vague_objective,
    "activity_objective": _activity_objective,
    "number_in_objective": _number,
    "compound_objective": _compound_objective,
    "business_as_usual": _usual,
}
