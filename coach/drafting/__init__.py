"""A draft on its way: its versions, suggestions taken over with their blanks, what a change did, before and after, files to take away."""

from __future__ import annotations

from coach.drafting.accepting import Accepted, accepted
from coach.drafting.blanks import judged, open_blanks, unfinished, with_blanks_filled
from coach.drafting.comparing import Change, Piece, changes
from coach.drafting.history import History, Version, begun
from coach.drafting.outcome import Outcome, outcome
from coach.drafting.standing import counts, readiness

__all__ = [
    "Accepted", "Change", "History", "Outcome", "Piece", "Version", "accepted", "begun", "changes", "counts", "judged",
    "open_blanks", "outcome", "readiness", "unfinished", "with_blanks_filled",
]  # fmt: skip
