"""What the detectors of the cycle are given and give, and what several of them ask of a check-in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from coach.criteria import Criterion
from coach.cycle.check_ins import CheckIn, CheckIns, KeyResultTrack
from coach.cycle.statuses import status_of
from coach.okr import Wording
from coach.reading.result import Where

OVER = ("done", "missed", "stopped")
"""States after which no update is needed."""
ASKS = 0.7
"""The confidence of what the coach can only ask."""


@dataclass(frozen=True)
class CheckInsRead:
    """The check-ins of a file, and the day they are judged on."""

    check_ins: CheckIns
    as_of: date


@dataclass(frozen=True)
class Seen:
    """A criterion seen at a line, and the words it was seen in."""

    where: Where
    confidence: float
    because: str
    quoted: Wording
    asks: bool = False
    """The criterion can only ask here, however sure the reading is."""
    lesser: bool = False
    """It matters one step less than the page says."""
    also: tuple[Where, ...] = ()


CycleDetector = Callable[[CheckInsRead, Criterion], Iterable[Seen]]


def trouble_of(check_in: CheckIn, low: float) -> str | None:
    """ "red", "at risk" or "low confidence", or None where nothing says that the result is in danger."""
    if check_in.status in OVER or check_in.status == "not started":
        return None
    if check_in.status == "red":
        return "red"
    if check_in.confidence is not None and check_in.confidence <= low:
        return "low confidence"
    if check_in.status == "yellow":
        said = check_in.status_cell.text if check_in.status_cell else ""
        return "at risk" if _AT_RISK.search(said) or not check_in.notes else None
    if check_in.status_cell is None:
        lead = status_of(re.split(r"[.:,;–—-]", check_in.text.strip(), maxsplit=1)[0])
        return {"red": "red", "yellow": "at risk"}.get(lead or "")
    return None


_AT_RISK = re.compile(r"risk|danger|gefähr|gefahr|risiko|risque|riesgo|rischi|risico", re.IGNORECASE)
"""A status that says so in a word. A yellow one means many things, from "watch this" to "ours to fix"; with a note, it is not asked for a plan."""


def lines_of(check_ins: CheckIns) -> Iterator[tuple[Where, KeyResultTrack]]:
    for i, j, track in check_ins.key_results():
        yield Where(objective=i, key_result=j), track


def day_words(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
