"""Check-ins for tests, from small tables."""

from __future__ import annotations

from datetime import date
from io import BytesIO

from coach.cycle import CheckIns, CycleReview, KeyResultTrack, read_check_ins, review_check_ins
from coach.shared import shared_coach

TODAY = date(2026, 12, 31)


def read(table: str, name: str = "sheet.csv", today: date = TODAY) -> CheckIns:
    """What is read from a table whose cells stand between semicolons, or from JSON."""
    return read_check_ins(BytesIO(table.encode()), name, today)


def reviewed(table: str, as_of: date | None = None, name: str = "sheet.csv") -> CycleReview:
    """Its review."""
    return review_check_ins(read(table, name), shared_coach(), as_of, TODAY)


def fired(table: str, as_of: date | None = None) -> set[str]:
    """The criteria that fire on it."""
    return {finding.criterion for finding in reviewed(table, as_of).findings}


def only(check_ins: CheckIns) -> KeyResultTrack:
    """The one key result there is."""
    (found,) = [track for _, _, track in check_ins.key_results()]
    return found
