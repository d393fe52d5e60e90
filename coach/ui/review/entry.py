"""What a visitor has entered and not yet seen reviewed: the text in the box, the upload, and why the last try failed."""

from __future__ import annotations

import streamlit as st

_TEXT = "okr_draft_text"
_BOX = "okr_draft_box"
_PROBLEM = "okr_problem"
_UPLOADS = "okr_uploads"
KEYS = (_TEXT, _BOX, _PROBLEM)


def draft_text() -> str:
    """The draft's text as it was last typed, pasted or taken from an example."""
    return str(st.session_state.get(_TEXT, ""))


def hold(text: str) -> None:
    """Let this be the text that the box begins with when it appears again."""
    st.session_state[_TEXT] = text


def empty_box() -> None:
    """Let the box begin with the text that is held. For callbacks only: in a run that has drawn the box it is too late."""
    st.session_state.pop(_BOX, None)


def draft_box() -> str:
    """The key of the text box, which begins with the kept text whenever it appears."""
    if _BOX not in st.session_state:
        st.session_state[_BOX] = draft_text()
    return _BOX


def keep_box() -> None:
    """Keep what was typed into the box. A word of it may still arrive when the box is gone."""
    if _BOX in st.session_state:
        st.session_state[_TEXT] = st.session_state[_BOX]


def upload_key() -> str:
    """The key of the upload box; a new one after each file empties it."""
    return f"okr_upload_{st.session_state.get(_UPLOADS, 0)}"


def empty_upload() -> None:
    """Let the upload box be empty when it is drawn again."""
    st.session_state[_UPLOADS] = st.session_state.get(_UPLOADS, 0) + 1


def problem() -> str | None:
    """Why the last input could not be reviewed."""
    return st.session_state.get(_PROBLEM)


def tell(message: str | None) -> None:
    """Show `message` where the draft is entered, until the next try."""
    st.session_state[_PROBLEM] = message
