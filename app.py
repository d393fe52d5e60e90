"""The app's frame: page settings, navigation, and the head and foot of every page.

Start it with ``streamlit run app.py``.
"""

from __future__ import annotations

from pathlib import Path

import streamlit as st

import coach.ui
from coach.errors import CoachError
from coach.settings import settings
from coach.ui.engine import engine
from coach.ui.markup import escaped, note
from coach.ui.navigation import pages
from coach.ui.words import foot, privacy

_UI = Path(coach.ui.__file__).parent

# The icon is a file: Streamlit's own icons and emoji for the tab would be fetched from the network.
st.set_page_config(page_title="OKR Coach", page_icon=_UI / "icon.svg", layout="wide")


def main() -> None:
    """Draw the page that was asked for."""
    st.html(_UI / "page.css")
    trouble, model = None, None
    try:
        model = settings().model
    except CoachError as error:
        trouble = str(error)
    page = st.navigation(list(pages().values()), position="top")
    st.html(f'<div class="okr-head"><h1>OKR Coach</h1><span class="okr-private">{escaped(privacy(model))}</span></div>')
    told = st.empty()
    page.run()
    st.html(f'<p class="okr-foot">{escaped(foot(model))}</p>')
    # Last, so that the first visitor sees the page while the index is opened, and not after it.
    try:
        engine()
    except CoachError as error:
        trouble = str(error)
    if trouble:
        told.html(note(trouble, "alert"))


main()
