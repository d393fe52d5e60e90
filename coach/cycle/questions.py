"""The three questions of a weekly check-in, and which of them to ask next of a key result."""

from __future__ import annotations

from datetime import date

from coach.cycle.check_ins import CheckIn, KeyResultTrack
from coach.cycle.detectors import has_plan, last_update
from coach.cycle.notes import read_note
from coach.cycle.scoring import score_of
from coach.cycle.seen import trouble_of

THREE_QUESTIONS = (
    "Where does the number stand, and what has changed since last time?",
    "What is working, and what is stuck?",
    "What is the next step, and what would help to take it?",
)
_DROP = 0.15
"""By how much confidence has to fall to be talked about before anything else: a point and a half of ten."""
_LOW = 0.4


def ask_next(track: KeyResultTrack, as_of: date, stale_after: int, hollow: tuple[str, ...] = ()) -> str:
    """The one question that would bring most at the next check-in, with this key result's own words and days in it.

    Args:
        track: the key result.
        as_of: the day it is asked on.
        stale_after: days after which an update is old.
        hollow: phrases in notes that say nothing.
    """
    last, update = track.last, last_update(track)
    if last is None:
        return "Where does the number stand today? Nothing has been said of it yet."
    if closing := _closing(last):
        return closing
    if update is not None and update.on is not None and (as_of - update.on).days > stale_after:
        return f"Nothing was said since {_day(update.on)}. Does this still matter? If it does, what is the next small step, and on which day?"
    if question := _of_confidence(track, last):
        return question
    if trouble_of(last, _LOW) and not has_plan(last):
        return "What is in the way, what will you try, and what do you need from whom? When do we look again?"
    score = score_of(track)
    if score is not None and score.is_reached and score.how != "given":
        return "It is at its target. What would be worth aiming for in the time that is left?"
    return _of_the_three(last, hollow)


def _closing(last: CheckIn) -> str | None:
    if last.status == "done":
        return "It is done. What did it change, and what did it teach you for the next target?"
    if last.status == "missed":
        return "It was missed. What did you assume that turned out otherwise?"
    if last.status == "stopped":
        return "It is stopped. Does everybody who counted on it know, and what is the time used for now?"
    return None


def _of_confidence(track: KeyResultTrack, last: CheckIn) -> str | None:
    """A fall in confidence comes before everything else: somebody has noticed something, and there is still time."""
    sure = [check_in for check_in in track.check_ins if check_in.confidence is not None and check_in.confidence_cell]
    if len(sure) < 2 or sure[-1] is not last:
        return None
    before, now = sure[-2], sure[-1]
    if before.confidence is None or now.confidence is None or before.confidence - now.confidence < _DROP:
        return None
    was, is_now = (cell.text if (cell := c.confidence_cell) else "" for c in (before, now))
    return f"Confidence fell from {was} to {is_now}. What have you noticed?"


def _of_the_three(last: CheckIn, hollow: tuple[str, ...]) -> str:
    """The first of the three questions that the update leaves open; help, where it answers all."""
    note = read_note(last.text, hollow)
    parts = {part.part for part in last.notes}
    if last.value is None and last.score is None and not note.says & {"figure", "moved"}:
        return THREE_QUESTIONS[0]
    if not note.says & {"worked", "stuck"} and not parts & {"worked", "blocker"}:
        return THREE_QUESTIONS[1]
    if not has_plan(last):
        return THREE_QUESTIONS[2]
    return "Where it stands and what comes next is said. Who could help to make the next step easier?"


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
