"""The coach that all visitors of the app share, with the model that is set now. It holds no draft."""

from __future__ import annotations

import streamlit as st

from coach.reviewer import Coach
from coach.settings import Settings, settings


def engine() -> Coach:
    """The coach with its reader and its index loaded, once for the whole server, and anew when other settings stand.

    So it never asks a model that the page does not name.

    Raises:
        CoachError: the house rules, the knowledge or the settings are not what they must be; the next visitor tries again.
    """
    chosen = settings()
    return _made(chosen, hash((chosen.home, chosen.house_rules, chosen.model)))


@st.cache_resource(show_spinner=False, max_entries=1)
def _made(_chosen: Settings, number: int) -> Coach:
    """The coach for these settings. Streamlit tells them apart by a number, so that no key of a model is kept in its cache."""
    coach = Coach.from_settings(_chosen)
    coach.warm()
    _ = coach.index
    return coach
