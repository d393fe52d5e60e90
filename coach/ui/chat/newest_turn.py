"""After each answer the page shows what was said last: on a phone it lies far below the draft."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st


@cache
def _component() -> Any:  # Streamlit gives the mounting function no public type.
    script = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
    return st.components.v2.component("okr_coach_newest_turn", html="<span hidden></span>", js=script)


def show_newest(conversation: str, turns: int) -> None:
    """Bring the last turns into view, if there are more than at the last call or it is another conversation."""
    _component()(key="okr_newest_turn", data={"conversation": conversation, "turns": turns}, height=0)
