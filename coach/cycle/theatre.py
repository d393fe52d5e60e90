"""Updates that say nothing: empty words, last time's words, green with a value that stands still."""

from __future__ import annotations

import re
from collections.abc import Iterator

from coach.criteria import Criterion
from coach.cycle.amounts import levels
from coach.cycle.check_ins import CheckIn
from coach.cycle.notes import NoteRead, read_note
from coach.cycle.scoring import score_of
from coach.cycle.seen import ASKS, OVER, CheckInsRead, Seen, day_words, lines_of, trouble_of
from coach.okr import Wording
from coach.reading.dates import dates


def status_theatre(read: CheckInsRead, criterion: Criterion) -> Iterator[Seen]:
    """The newest update says nothing: empty words, last time's words, or all is well with a value that stands still."""
    hollow = criterion.terms()
    for where, track in lines_of(read.check_ins):
        said = [check_in for check_in in track.check_ins if check_in.says_anything]
        if not said or said[-1].status in (*OVER, "not started"):
            continue
        last, before = said[-1], said[:-1]
        reached = score_of(track)
        if reached is not None and reached.is_reached and reached.how == "measured":
            continue
        if trouble_of(last, 0.0) is not None:
            found = _copied(last, before)  # that it has no plan is another criterion's to say
        else:
            found = _note_seen(last, before, hollow, read.check_ins.noted) or _stands_still(
                last, before, hollow, criterion
            )
        if found is not None:
            sure, because, quoted = found
            yield Seen(where, sure, because, quoted)


Found = tuple[float, str, Wording]


def _note_seen(last: CheckIn, before: list[CheckIn], hollow: tuple[str, ...], noted: bool) -> Found | None:
    """What is to be said of the words of an update, or of their absence."""
    moved = _moved(last, before)
    if not last.notes:
        cell = last.status_cell or last.confidence_cell
        silent = (
            noted and cell is not None and not moved and (last.value is None and last.score is None or moved is False)
        )
        return (ASKS, "an update without a word", cell) if silent and cell is not None else None
    if copied := _copied(last, before):
        return copied
    note = read_note(last.text, hollow)
    if note.tells:
        return None
    quoted = last.notes[0].wording
    if note.is_empty:
        because = (
            "it could stand under any key result" if not moved else "the value moved, and the note does not say why"
        )
        return (0.75 if moved else 0.92), because, quoted
    return None if moved else (0.72, "it says that somebody is at it, and not what came of it", quoted)


def _copied(last: CheckIn, before: list[CheckIn]) -> Found | None:
    """Whether the words are those of the update before."""
    earlier = next((check_in for check_in in reversed(before) if check_in.notes), None)
    if earlier is None or not last.notes or _bare(earlier.text) != _bare(last.text):
        return None
    day = f"on {day_words(earlier.on)}" if earlier.on else "the time before"
    return 0.88, f"the same words as {day}", last.notes[0].wording


def _stands_still(last: CheckIn, before: list[CheckIn], hollow: tuple[str, ...], criterion: Criterion) -> Found | None:
    """Green, and the value is what it was for some check-ins, with no word on why or on what comes next."""
    if last.status != "green" or last.value is None or last.value_cell is None:
        return None
    still = 0
    for check_in in reversed(before):
        if check_in.value is None:
            continue
        pair = levels((last.value, check_in.value))
        if pair is None or pair[0] != pair[1]:
            break
        still += 1
    note: NoteRead = read_note(last.text, hollow)
    if still < int(criterion.limit("still")) - 1 or note.says & {"stuck", "next", "moved"}:
        return None
    return (
        (ASKS if note.tells else 0.85),
        f"green, and {last.value.text} for {still + 1} updates in a row",
        last.value_cell,
    )


def _moved(last: CheckIn, before: list[CheckIn]) -> bool | None:
    """Whether value or score is another than the time before; None where there is nothing to compare."""
    for check_in in reversed(before):
        if last.value is not None and check_in.value is not None:
            pair = levels((last.value, check_in.value))
            return pair is not None and pair[0] != pair[1]
        if last.value is None and last.score is not None and check_in.score is not None:
            return abs(last.score - check_in.score) > 1e-9
    return None


def _bare(text: str) -> str:
    """A note without dates, capitals and punctuation: what is left is the same where it was copied."""
    for day in reversed(dates(text)):
        text = f"{text[: day.start]} {text[day.end :]}"
    return " ".join(re.findall(r"\w+|%", text.casefold()))
