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


def show_marked_draft(
    html: str,
    selected: int | None,
    choose: Callable[[int], None],
    ask: Callable[[str], None] | None = None,
    attend: int = 0,
    to: str = "",
) -> None:
    """Show the draft; `choose` is called with the finding whose words were clicked, or picked with the keyboard.

    Args:
        html: what `coach.ui.marked_draft.draft_html` gave.
        selected: the finding that is open.
        choose: takes the finding that was chosen.
        ask: takes what a button in the draft asks for, such as "edit 0 1"; a browser says it, so it may be anything.
        attend: when this number grows, the keyboard goes on to what is open beside the draft,
        to: which is what this CSS selector finds.
    """

    def chosen() -> None:
        number = st.session_state[_KEY].get("selected")
        if isinstance(number, int):
            choose(number)

    def asked() -> None:
        said = st.session_state[_KEY].get("asked")
        if isinstance(said, str) and ask is not None:
            ask(said)

    data = {"html": html, "selected": selected, "attend": attend, "to": to}
    _component()(key=_KEY, data=data, on_selected_change=chosen, on_asked_change=asked)
