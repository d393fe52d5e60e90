"""What one cell says in a check-in: a day, a status, a share, a value, or words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from coach.cycle.amounts import cell_amount
from coach.cycle.check_ins import NotePart, Part
from coach.cycle.columns import WORDS
from coach.cycle.days import day_of
from coach.cycle.record import Cell
from coach.cycle.statuses import share_of, status_of
from coach.cycle.tracks import NOTHING, worded

_SAID_NOTHING = re.compile(r"\s*(?:n\s*/?\s*a|none|nil|tbd|\?+)[.\s]*", re.IGNORECASE)
"""What is written into a column for notes in order to write nothing: a note all the same, and an empty one."""
_WORDY = 4
"""From so many words on, what stands under "Progress" or "Last update" is a note and no figure or day."""


@dataclass
class Scale:
    """How the bare texts of a file are to be taken, settled for it as a whole."""

    today: date
    month_first: bool = False
    shares: dict[tuple[str | None, str], float] | None = None
    """What bare numbers of a score or confidence column are counted to, by sheet and role."""
    day_scores: bool = False
    """What stands under days are scores and no values."""


def say(said: dict[str, Any], role: str, cell: Cell, group: str | None, scale: Scale) -> None:
    """Put what a cell says where it belongs; words in a column for figures are a note."""
    if NOTHING.fullmatch(cell.text) and not (role in ("note", "changed") and _SAID_NOTHING.fullmatch(cell.text)):
        return
    wording = worded(cell)
    wordy = len(wording.text.split()) > _WORDY
    if role == "date":
        day = day_of(wording.text, scale.today, scale.month_first)
        if day is None and wordy:
            role = "note"
        else:
            said |= {"on": day, "on_cell": wording}
            return
    if role == "on a day":
        role = _role_under_day(wording.text, scale)
    if role == "status":
        status, share = status_of(wording.text), share_of(wording.text)
        if status is None and share is not None and re.search(r"\d", wording.text):
            said |= {"confidence": _bounded(share if share <= 1 else share / 10), "confidence_cell": wording}
            return
        if status is not None or not wordy:
            said |= {"status": status, "status_cell": wording}
            return
    elif role in ("score", "confidence"):
        share = share_of(wording.text, (scale.shares or {}).get((group, role)))
        if share is None and (status := status_of(wording.text)) and "status" not in said:
            said |= {"status": status, "status_cell": wording}
            return
        if share is not None or not wordy:
            said |= {role: _bounded(share) if role == "confidence" else share, f"{role}_cell": wording}
            return
    elif role == "value":
        amount = cell_amount(wording.text)
        if amount is not None or not wordy:
            said |= {"value": amount, "value_cell": wording}
            return
    said["notes"].append(NotePart(part=cast(Part, role) if role in WORDS else "note", wording=wording))


def _role_under_day(text: str, scale: Scale) -> str:
    """What a cell under a day is: a status, a score, a value, or words."""
    if status_of(text):
        return "status"
    if cell_amount(text) is not None and len(text.split()) <= _WORDY:
        return "score" if scale.day_scores else "value"
    return "note"


def _bounded(share: float | None) -> float | None:
    return None if share is None else min(1.0, max(0.0, share))
