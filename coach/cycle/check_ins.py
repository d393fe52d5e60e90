"""Check-ins as they were read: each key result of a file, with what was said of it and when."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Literal

from coach.cycle.statuses import Status
from coach.department.contract import BadRow, SheetMapping
from coach.okr import Place, Value, Wording

Part = Literal["note", "changed", "worked", "blocker", "next step", "help"]


class Amount(Value):
    """A measured value."""

    text: str
    amount: float
    unit: str | None = None
    kind: str = "count"
    """As in `coach.reading.quantities`: "percent", "currency", "duration", "count", ..."""


class NotePart(Value):
    """One cell with words of a check-in, and what its column asks for."""

    part: Part
    wording: Wording


class CheckIn(Value):
    """What was said of a key result at one time. What is None was not said."""

    on: date | None = None
    on_cell: Wording | None = None
    """The cell with the date, also where no day could be read from it."""
    status: Status | None = None
    status_cell: Wording | None = None
    confidence: float | None = None
    """From 0 to 1. It is no score: it says how sure the driver is, not how far the measure is."""
    confidence_cell: Wording | None = None
    score: float | None = None
    """As given, from 0 to 1 and at times beyond; never computed here."""
    score_cell: Wording | None = None
    value: Amount | None = None
    value_cell: Wording | None = None
    notes: tuple[NotePart, ...] = ()
    place: Place

    @property
    def text(self) -> str:
        """All words of the check-in, a part a line."""
        return "\n".join(part.wording.raw if "\n" in part.wording.raw else part.wording.text for part in self.notes)

    @property
    def says_anything(self) -> bool:
        """Whether anything but a date was said."""
        return bool(self.notes) or any(
            said is not None for said in (self.status_cell, self.confidence_cell, self.score_cell, self.value_cell)
        )


class KeyResultTrack(Value):
    """One key result and its check-ins, the oldest first."""

    wording: Wording
    owner: str | None = None
    baseline: Amount | None = None
    target: Amount | None = None
    is_milestone: bool = False
    """Reached or not, with nothing between."""
    direction: Literal["up", "down", "hold"] | None = None
    metric_unit: str | None = None
    due: date | None = None
    """The last day of its cycle, where one is given."""
    rhythm_days: int | None = None
    """How often it is to be updated, where the file says so."""
    check_ins: tuple[CheckIn, ...] = ()

    @property
    def text(self) -> str:
        return self.wording.text

    @property
    def last(self) -> CheckIn | None:
        """The newest check-in that says anything."""
        return next((check_in for check_in in reversed(self.check_ins) if check_in.says_anything), None)

    @property
    def last_day(self) -> date | None:
        """The newest day on which something was said."""
        return max((c.on for c in self.check_ins if c.on is not None), default=None)


class ObjectiveTrack(Value):
    """One objective of one team, with its key results."""

    wording: Wording | None = None
    team: str | None = None
    period: str | None = None
    key_results: tuple[KeyResultTrack, ...] = ()

    @property
    def text(self) -> str:
        return self.wording.text if self.wording else ""


class CheckIns(Value):
    """What was read from one file."""

    name: str
    objectives: tuple[ObjectiveTrack, ...] = ()
    mappings: tuple[SheetMapping, ...] = ()
    bad_rows: tuple[BadRow, ...] = ()
    notices: tuple[str, ...] = ()
    dated: bool = False
    """Whether the file has a place for dates at all: without one nobody can be late."""
    noted: bool = False
    """Whether it has a place for words."""

    def key_results(self) -> Iterator[tuple[int, int, KeyResultTrack]]:
        """Every key result with the index of its objective and its own."""
        for i, objective in enumerate(self.objectives):
            for j, key_result in enumerate(objective.key_results):
                yield i, j, key_result

    @property
    def days(self) -> list[date]:
        """Every day on which something was said, in order, each once."""
        return sorted({c.on for _, _, k in self.key_results() for c in k.check_ins if c.on is not None})
