"""The coach of one visitor's conversations. It remembers the reviews of the last drafts, so that no page reviews one of them again."""

from __future__ import annotations

import streamlit as st

from coach.dialogue.coaching import Coaching
from coach.ui.engine import engine

_COACHING = "okr_coaching"


def coaching() -> Coaching:
    """The coach of this session's conversations; it remembers the reviews of the last drafts."""
    coach, found = engine(), st.session_state.get(_COACHING)
    if not isinstance(found, Coaching) or found.coach is not coach:
        found = st.session_state[_COACHING] = Coaching(coach)
    return found
