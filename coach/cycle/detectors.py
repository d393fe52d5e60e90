"""What is wrong with check-ins: one detector a criterion, pure and without I/O. The pages in `knowledge/criteria` say what each looks for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from coach.criteria import Criterion
from coach.cycle.check_ins import CheckIn, KeyResultTrack
from coach.cycle.notes import read_note
from coach.cycle.scoring import score_of
from coach.cycle.seen import ASKS, OVER, CheckInsRead, CycleDetector, Seen, day_words, lines_of, trouble_of
from coach.cycle.theatre import status_theatre
from coach.reading.result import Where

_RHYTHMS_MISSED = 2
"""How many check-ins may be missed before a line with a rhythm of its own is stale."""
_CLOSING = 7
"""In the last days of a cycle an update closes it."""


def stale_check_in(read: CheckInsRead, criterion: Criterion) -> Iterator[Seen]:
    """No update for longer than the rhythm, or none with a day where others have one."""
    if not read.check_ins.dated:
        return
    for where, track in lines_of(read.check_ins):
        newest = track.last or (track.check_ins[-1] if track.check_ins else None)
        status = newest.status if newest else None
        if status in OVER:
            continue
        limit = _RHYTHMS_MISSED * track.rhythm_days if track.rhythm_days else int(criterion.limit("days"))
        until = min(read.as_of, track.due) if track.due else read.as_of
        last = last_update(track)
        if last is not None and last.on is not None:
            days = (until - last.on).days
            if days > limit:
                asks = status == "not started"
                because = f"{days} days without an update, from {day_words(last.on)} to {day_words(until)}; more than {limit} are too many"
                yield Seen(where, ASKS if asks else 0.9, because, last.on_cell or track.wording, asks)
        elif read.check_ins.days and status != "not started" and not any(c.on_cell for c in track.check_ins):
            said = any(check_in.says_anything for check_in in track.check_ins)
            because = "its update has no date, and others have one" if said else "it has no update, and others have one"
            yield Seen(where, ASKS if said else 0.85, because, track.wording, asks=said)


def last_update(track: KeyResultTrack) -> CheckIn | None:
    """The newest dated check-in that says anything; where none says anything, the newest dated one."""
    dated = [check_in for check_in in track.check_ins if check_in.on is not None]
    return next((c for c in reversed(dated) if c.says_anything), dated[-1] if dated else None)


def red_without_plan(read: CheckInsRead, criterion: Criterion) -> Iterator[Seen]:
    """In trouble by status or confidence, and no next step, owner or date in its note."""
    if not read.check_ins.noted:
        return
    low = criterion.limit("low_confidence")
    for where, track in lines_of(read.check_ins):
        last = track.last
        trouble = trouble_of(last, low) if last else None
        if last is None or trouble is None or has_plan(last):
            continue
        closing = track.due is not None and (track.due - read.as_of).days < _CLOSING
        if closing and read_note(last.text).tells:
            continue  # the cycle ends: what was learned is worth more than a step that nobody can take any more
        cell = last.status_cell if trouble != "low confidence" else last.confidence_cell
        quoted = next((part.wording for part in last.notes), None) or cell or track.wording
        said = cell.text if cell else trouble
        because = f"“{said}”, and " + ("the note names no step, owner or date" if last.notes else "there is no note")
        sure = 0.9 if trouble == "red" else 0.82 if trouble == "low confidence" else ASKS
        yield Seen(where, sure, because, quoted, asks=trouble == "at risk", lesser=trouble == "at risk")


def has_plan(check_in: CheckIn) -> bool:
    """Whether a check-in names a step, a day or a person for it, or asks for something."""
    for part in check_in.notes:
        text = part.wording.raw if "\n" in part.wording.raw else part.wording.text
        note = read_note(f"next: {text}" if part.part in ("next step", "help") else text)
        if note.has_plan:
            return True
    return False


def all_targets_hit(read: CheckInsRead, criterion: Criterion) -> Iterator[Seen]:
    """Every key result of an objective is at or above its target."""
    fewest = int(criterion.limit("fewest"))
    for i, objective in enumerate(read.check_ins.objectives):
        running = [
            (Where(objective=i, key_result=j), track)
            for j, track in enumerate(objective.key_results)
            if not (track.last and track.last.status == "stopped")
        ]
        if len(running) < fewest or not all(is_reached(track) for _, track in running):
            continue
        words = " ".join([objective.text, *(track.text for _, track in running)])
        if _PROMISED.search(words):
            continue
        shares = [
            score.beyond for _, track in running if (score := score_of(track)) and score.beyond and score.beyond > 1
        ]
        because = f"all {len(running)} are at their target" + (f", {len(shares)} of them beyond it" if shares else "")
        first = running[0][1]
        quoted = objective.wording or first.wording
        where = Where(objective=i)
        sure = 0.75 if len(running) >= 3 else 0.65
        yield Seen(where, sure, because, quoted, asks=True, also=tuple(where for where, _ in running))


_PROMISED = re.compile(
    r"\b(?:commit(?:ted|ment)s?|promised|mandatory|compliance|regulat\w+|legally|statutory|must[- ]have)\b",
    re.IGNORECASE,
)
"""Words of lines that are expected in full, so that reaching them says nothing of ambition."""


def is_reached(track: KeyResultTrack) -> bool:
    """Whether a key result is at its target or beyond, by its numbers where there are any, else by its status or score."""
    score = score_of(track)
    if score is not None and score.how != "given":
        return score.is_reached
    last = track.last
    if last is not None and last.status in ("red", "yellow", "missed", "not started"):
        return False
    return bool(score and score.is_reached) or (last is not None and last.status == "done")


CYCLE_DETECTORS: dict[str, CycleDetector] = {
    "stale_check_in": stale_check_in,
    "red_without_plan": red_without_plan,
    "status_theatre": status_theatre,
    "all_targets_hit": all_targets_hit,
}
"""Every detector of the cycle by the name its page gives."""
