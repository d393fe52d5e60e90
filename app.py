"""The app's frame: page settings, navigation, the head and foot of every page, and the engine that all visitors share.

Start it with ``streamlit run app.py``.
"""

from __future__ import annotations

from pathlib import Path

import streamlit as st

import coach.ui
from coach.errors import CoachError
from coach.reviewer import Coach
from coach.shared import shared_coach
from coach.ui.markup import note
from coach.ui.review_page import show_review_page
from coach.ui.words import PRIVACY

_UI = Path(coach.ui.__file__).parent

# The icon is a file: Streamlit's own icons and emoji for the tab would be fetched from the network.
st.set_page_config(page_title="OKR Coach", page_icon=_UI / "icon.svg", layout="wide")


@st.cache_resource(show_spinner="Opening the guidance")
def engine() -> Coach:
    """The coach with its reader and its index loaded, once for all visitors. It holds no draft."""
    coach = shared_coach()
    _ = coach.index
    return coach


def main() -> None:
    """Draw the page that was asked for."""
    st.html(_UI / "page.css")
    page = st.navigation([st.Page(show_review_page, title="Review", url_path="review", default=True)], position="top")
    st.html(f'<div class="okr-head"><h1>OKR Coach</h1><span class="okr-private">{PRIVACY}</span></div>')
    try:
        engine()
    except CoachError as error:
        st.html(note(str(error), "alert"))
        return
    page.run()
    st.html(
        '<p class="okr-foot">Drafts are read and reviewed here, by rules and a small trained reader. No model is used, and nothing is sent or kept.</p>'
    )


main()
