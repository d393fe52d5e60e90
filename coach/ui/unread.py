"""What of an input was not read as an OKR, as HTML. Pure."""

from __future__ import annotations

from coach.okr import Unread
from coach.ui.markup import escaped, listed, words_of
from coach.ui.words import WHAT_TO_DO_UNREAD, WHAT_TO_DO_UNREAD_CELLS

_UNREAD_AT_ONCE = 5
"""Unread lines shown before the rest is folded away: a pasted chat has many."""


def unread_html(unread: tuple[Unread, ...]) -> str:
    """What was not read as an OKR, in the draft's own words, and what to do about it."""
    if not unread:
        return ""
    advice = WHAT_TO_DO_UNREAD_CELLS if unread[0].place.row else WHAT_TO_DO_UNREAD
    rows = [f"{words_of(part.text)}{_place(part)}" for part in unread]
    rest = ""
    if len(rows) > _UNREAD_AT_ONCE:
        folded = listed(rows[_UNREAD_AT_ONCE:], "okr-list okr-unread")
        rest = f"<details><summary>{len(rows) - _UNREAD_AT_ONCE} more</summary>{folded}</details>"
    shown = listed(rows[:_UNREAD_AT_ONCE], "okr-list okr-unread")
    return f'<h3 class="okr-h3">Not read</h3><p class="okr-because">{escaped(advice)}</p>{shown}{rest}'


def _place(part: Unread) -> str:
    return f' <span class="okr-cell">{escaped(str(part.place))}</span>' if part.place.row or part.place.field else ""
