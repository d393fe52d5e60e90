"""How far a key result is, from 0.0 to 1.0, and how that was worked out.

The score is the part of the way from the start to the target that the measure has gone: 0.0 at the start, 1.0 at the target, in a straight
line between. Below the start it is 0.0 and beyond the target it stays 1.0. A milestone is 0 or 1. How sure somebody is that the
target will be reached is no part of it.
"""

from __future__ import annotations

from typing import Any, Literal

from coach.cycle.amounts import levels
from coach.cycle.check_ins import Amount, CheckIn, KeyResultTrack
from coach.okr import Value

How = Literal["measured", "met or not", "given"]
EXPLAINED = (
    "A score is the part of the way from the start to the target: 0.0 at the start, 1.0 at the target, in a straight line between. "
    "Below the start it is 0.0, beyond the target it stays 1.0. A milestone is 0 or 1.",
    "Where targets are set as stretches, 0.7 is the result to hope for, and 1.0 throughout says that they were too safe. What was promised is expected in full.",
    "Confidence is no score. The score says how far the measure is; confidence says how sure the driver is that it will arrive, and it often falls first.",
)
_NEAR_HELD = 1e-9
_GIVEN_DIFFERS = 0.1


class Score(Value):
    """A score from 0.0 to 1.0."""

    score: float
    how: How
    explanation: str
    """In a sentence, with the numbers it was worked out from."""
    beyond: float | None = None
    """The part of the way without the cap, where it is below 0 or above 1."""

    @property
    def is_reached(self) -> bool:
        """Whether the target is reached."""
        return self.score >= 1.0

    def as_json(self) -> dict[str, Any]:
        """As in the JSON of a cycle review."""
        return {"score": round(self.score, 3), "how": self.how, "explanation": self.explanation}


def linear_score(baseline: float, target: float, value: float) -> float | None:
    """The part of the way from `baseline` to `target` that `value` has gone, from 0.0 to 1.0; None where there is no way between them."""
    part = part_of_way(baseline, target, value)
    return None if part is None else min(1.0, max(0.0, part))


def part_of_way(baseline: float, target: float, value: float) -> float | None:
    """The same without the cap: below 0 before the start, above 1 beyond the target."""
    way = target - baseline
    if abs(way) <= _NEAR_HELD * max(abs(target), abs(baseline), 1.0):
        return None
    return (value - baseline) / way


def latest_value(track: KeyResultTrack) -> CheckIn | None:
    """The newest check-in that gives a value."""
    return next((check_in for check_in in reversed(track.check_ins) if check_in.value is not None), None)


def score_of(track: KeyResultTrack) -> Score | None:
    """The score of a key result as its newest value stands, or None where the numbers give none.

    Worked out from start, target and value where all three are there; met or not where there is no start, or start and target are one;
    for a milestone from its status. A score that was only given is passed on as that.
    """
    last = latest_value(track)
    if last is not None and last.value is not None and track.target is not None:
        found = _measured(track, last.value, track.target)
        if found is not None:
            return found
    newest = track.last
    if track.is_milestone and newest is not None and newest.status in ("done", "missed"):
        done = newest.status == "done"
        return Score(
            score=float(done),
            how="met or not",
            explanation=f"A milestone is 1 when it is reached and 0 before; its status says that it is {'reached' if done else 'missed'}.",
        )
    given = next((c for c in reversed(track.check_ins) if c.score is not None), None)
    if given is None or given.score is None or given.score_cell is None:
        return None
    capped = min(1.0, max(0.0, given.score))
    missing = _missing(track, last)
    return Score(
        score=capped,
        how="given",
        explanation=f"Given as “{given.score_cell.text}”{f'; it cannot be checked, for {missing}' if missing else ''}.",
        beyond=given.score if given.score > 1.0 else None,
    )


def _measured(track: KeyResultTrack, value: Amount, target: Amount) -> Score | None:
    baseline = track.baseline
    scale = levels((baseline, target, value)) if baseline is not None else None
    if baseline is not None and scale is not None:
        part = part_of_way(scale[0], scale[1], scale[2])
        if part is not None:
            score = min(1.0, max(0.0, part))
            capped = (
                " It stays at 0.0 below the start."
                if part < 0
                else " It stays at 1.0 beyond the target."
                if part > 1
                else ""
            )
            return Score(
                score=score,
                how="measured",
                explanation=f"From {baseline.text} to {target.text}, now {value.text}: {score:.2f} of the way.{capped}",
                beyond=part if not 0 <= part <= 1 else None,
            )
    pair = levels((target, value))
    met = is_met(track, pair[1], pair[0]) if pair is not None else None
    if met is None:
        return None
    held = baseline is not None
    why = f"Start and target are both {target.text}" if held else "There is no start to measure the way from"
    return Score(
        score=float(met),
        how="met or not",
        explanation=f"{why}, so it is 1 where the target is met and 0 where it is not: {value.text} against {target.text}.",
    )


def is_met(track: KeyResultTrack, value: float, target: float) -> bool | None:
    """Whether a value meets the target; None where nothing says which way the measure is to move."""
    if value == target:
        return True
    direction = track.direction
    if direction == "hold" and track.baseline is not None:
        direction = None
    if direction in ("up", "down"):
        return value >= target if direction == "up" else value <= target
    text = track.text.lower()
    if any(
        words in text for words in ("at most", "no more than", "below", "under", "fewer than", "less than", "≤", "<")
    ):
        return value <= target
    if any(words in text for words in ("at least", "more than", "above", "over", "≥", ">")):
        return value >= target
    return None


def _missing(track: KeyResultTrack, last: CheckIn | None) -> str:
    lacking = [
        name
        for name, there in (("start", track.baseline), ("target", track.target), ("value of today", last))
        if there is None
    ]
    return f"there is no {' and no '.join(lacking)}" if lacking else ""


def differs_from_given(track: KeyResultTrack, score: Score) -> str | None:
    """What to say where the score that was given is another than the numbers make it; None where they agree."""
    last = track.last
    if score.how != "measured" or last is None or last.score is None or last.score_cell is None or last.value is None:
        return None
    if abs(min(1.0, max(0.0, last.score)) - score.score) <= _GIVEN_DIFFERS:
        return None
    return f"“{last.score_cell.text}” is given as the score; start, target and value make it {score.score:.2f}."
