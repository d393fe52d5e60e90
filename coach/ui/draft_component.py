"""The marked draft on the page: drawn by the browser, and it tells which finding was chosen.

The HTML it is given comes from `coach.ui.marked_draft`, which escapes every word of the draft.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

_HERE = Path(__file__).parent
_KEY = "marked_draft"
_FRAME = '<div class="okr-draft"><div class="page"></div><div class="tip" id="tip" role="tooltip" hidden></div></div>'


@cache
def _component() -> Any:  # Streamlit gives the mounting function no public type.
    return st.components.v2.component(
        "okr_coach_marked_draft",
        html=_FRAME,
        css=(_HERE / "marked_draft.css").read_text(encoding="utf-8"),
        js=(_HERE / "marked_draft.js").read_text(encoding="utf-8"),
    )


def show_marked_draft(html: str, selected: int | None, choose: Callable[[int], None]) -> None:
    """Show the draft; `choose` is called with the finding whose words were clicked, or picked with the keyboard."""

    def chosen() -> None:
        number = st.session_state[_KEY].get("selected")
        if isinstance(number, int):
            choose(number)

    _component()(key=_KEY, data={"html": html, "selected": selected}, on_selected_change=chosen)
