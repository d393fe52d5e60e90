"""What the learner of this browser has practised: read once a session, written with each answer, forgotten on request."""

from __future__ import annotations

import streamlit as st

from coach.errors import CoachError
from coach.learning.practice import Practice
from coach.ui import browser_key

_HELD = "okr_practice"
_PROBLEM = "okr_practice_problem"
_FORGETTING = "okr_practice_forgetting"
_DONE = "okr_practice_done"


def practice() -> Practice:
    """What was practised so far. Where the browser turns out to have another key, what is kept under that one."""
    owner = browser_key.owner()
    held = st.session_state.get(_HELD)
    if held is None or held[0] != owner:
        held = (owner, _opened(owner))
        st.session_state[_HELD] = held
    found: Practice = held[1]
    return found


def keep(changed: Practice) -> None:
    """Go on from here, in this session and, where the browser can be told again, in the store."""
    owner = browser_key.owner()
    st.session_state[_HELD] = (owner, changed)
    if browser_key.is_refused():
        return
    from coach.learning.keeping import kept_practice

    try:
        kept_practice().saved(owner, changed)
    except CoachError as error:
        st.session_state[_PROBLEM] = f"Your progress was not kept: {error}"


def forget() -> None:
    """Delete what is kept, for good."""
    from coach.learning.keeping import kept_practice

    owner = browser_key.owner()
    st.session_state[_FORGETTING] = False
    try:
        kept_practice().delete(owner)
    except CoachError as error:
        st.session_state[_PROBLEM] = str(error)
        return
    st.session_state[_HELD] = (owner, Practice())
    st.session_state[_DONE] = True


def ask_to_forget(asked: bool) -> None:
    """Ask before anything is deleted, or ask no longer."""
    st.session_state[_FORGETTING] = asked


def is_asked_to_forget() -> bool:
    """Whether it is being asked."""
    return bool(st.session_state.get(_FORGETTING, False))


def problem() -> str | None:
    """What went wrong with keeping, told once."""
    told: str | None = st.session_state.pop(_PROBLEM, None)
    return told


def was_forgotten() -> bool:
    """Whether it was just deleted, told once."""
    return bool(st.session_state.pop(_DONE, False))


def _opened(owner: str) -> Practice:
    if browser_key.is_refused():
        return Practice()
    from coach.learning.keeping import kept_practice

    try:
        return kept_practice().opened(owner)
    except CoachError as error:
        st.session_state[_PROBLEM] = str(error)
        return Practice()
