"""What the last change did, in a sentence or two above the findings."""

from __future__ import annotations

import streamlit as st

from coach.critique import Review
from coach.drafting import Version, outcome, unfinished
from coach.ui.words import finding_title, line_name

_TOLD = "okr_told"
KEYS = (_TOLD,)
SAME = "There is as much to do as before."
_MOST_NEW = 3
"""New findings that are named; the rest are counted."""


def told() -> str:
    """What the last change did; empty where nothing was changed yet."""
    return str(st.session_state.get(_TOLD, ""))


def remember(before: Review | None, after: Review, now: Version, moved: bool) -> None:
    """Say what the version that stands now changed, beside the review that stood before; nothing before there was one."""
    st.session_state[_TOLD] = "" if before is None else change_words(before, after, now, moved)


def change_words(before: Review, after: Review, now: Version, moved: bool) -> str:
    """One change in words: which version stands, what was done, what there is to do now beside before, what is new."""
    if moved:
        return f"Version {now.number} stands again."  # what there is to do in it was told before, and stands above
    did = outcome(before, after)
    had, has = (unfinished(review.draft, now.offered) for review in (before, after))
    fewer = sum(map(len, had.values())) - sum(map(len, has.values()))
    blanks = f"{fewer} fewer {'blank' if fewer == 1 else 'blanks'}" if fewer > 0 else ""
    differences = ", ".join(part for part in (did.words, blanks) if part)
    parts = [f"{now.did}.", f"{differences}." if differences else "" if did.new or has.keys() - had.keys() else SAME]
    if did.new:
        names = [f"{finding_title(f)} ({line_name(f.where, after.draft).lower()})" for f in did.new[:_MOST_NEW]]
        more = f" and {len(did.new) - _MOST_NEW} more" if len(did.new) > _MOST_NEW else ""
        parts.append(f"New: {'; '.join(names)}{more}.")
    if has.keys() - had.keys():
        parts.append("Fill in what you know; what you leave stays a blank in the line.")
    return " ".join(part for part in parts if part)
