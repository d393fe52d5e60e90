"""Whose conversations these are, until there is a sign-in: those of the browser, which holds a random key in a cookie.

The key is the only thing that opens them, so it stands in no URL, and the store holds only its hash. Why a cookie:
docs/decisions/0009-where-a-conversation-is-kept.md.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

_COOKIE = "okr_coach_browser"
_KEY = "okr_browser_key"
_REFUSED = "okr_browser_refused"
_COMPONENT = "okr_browser_cookie"
_VALID = re.compile(r"[0-9a-f]{32}")


@cache
def _component() -> Any:  # Streamlit gives the mounting function no public type.
    script = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
    return st.components.v2.component("okr_coach_browser_key", html="<span hidden></span>", js=script)


def owner() -> str:
    """The name that this browser's conversations are kept under. It does not tell the key."""
    return "browser-" + hashlib.sha256(_key().encode("ascii")).hexdigest()[:48]


def is_refused() -> bool:
    """Whether the browser keeps no cookie: what is kept for it could never be opened, or deleted, again."""
    return bool(st.session_state.get(_REFUSED, False))


def hand_over() -> None:
    """Give the browser its key to keep. Call it once in every run of a page that keeps something."""
    _component()(key=_COMPONENT, data={"key": _key()}, on_held_change=_told, height=0)


def held_by_browser() -> str:
    """What the cookie held when the page was opened."""
    return st.context.cookies.get(_COOKIE, "")


def _key() -> str:
    if _KEY not in st.session_state:
        held = held_by_browser()
        st.session_state[_KEY] = held if _VALID.fullmatch(held) else secrets.token_hex(16)
    return str(st.session_state[_KEY])


def _told() -> None:
    """The browser holds another key, which another tab got first, or none."""
    held = st.session_state[_COMPONENT].get("held")
    if isinstance(held, str) and _VALID.fullmatch(held):
        st.session_state[_KEY] = held
    else:
        st.session_state[_REFUSED] = True
