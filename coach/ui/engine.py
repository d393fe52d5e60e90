"""The coach that all visitors of the app share. It holds no draft."""

from __future__ import annotations

import streamlit as st

from coach.reviewer import Coach
from coach.shared import shared_coach


@st.cache_resource(show_spinner=False)
def engine() -> Coach:
    """The coach with its reader and its index loaded, once for the whole server.

    Raises:
        CoachError: the house rules or the knowledge are not what they must be; the next visitor tries again.
    """
    coach = shared_coach()
    _ = coach.index
    return coach
