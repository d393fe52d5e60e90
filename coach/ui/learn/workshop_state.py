"""Whose draft the workshop is about: the one on the Review page, or one that was given here. For this session only."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from coach.critique import Review
from coach.errors import CoachError
from coach.intake import read_bytes, read_text
from coach.learning.workshop import Guide, cited_guide
from coach.okr import Draft
from coach.ui.engine import engine
from coach.ui.learn.words import NO_DRAFT, NO_LINES
from coach.ui.review import state as review_state

_GIVEN = "okr_workshop_given"
_OTHER = "okr_workshop_other"
_BOX, _TEXT = "okr_workshop_box", "okr_workshop_text"
_PROBLEM = "okr_workshop_problem"
_UPLOADS = "okr_workshop_uploads"
_GUIDE = "okr_workshop_guide"


def review() -> Review | None:
    """The reviewed draft that the workshop is about; None where one is to be given."""
    given = st.session_state.get(_GIVEN)
    if isinstance(given, Review):
        return given
    shown = None if st.session_state.get(_OTHER) else review_state.current()
    return shown if shown is not None and not shown.draft.is_empty else None


def is_from_review_page() -> bool:
    """Whether it is the draft of the Review page."""
    return not isinstance(st.session_state.get(_GIVEN), Review)


def take_another() -> None:
    """Give another draft."""
    st.session_state[_GIVEN] = None
    st.session_state[_OTHER] = True


def take_from_review_page() -> None:
    """Take the draft of the Review page after all."""
    st.session_state[_GIVEN] = None
    st.session_state[_OTHER] = False


def has_draft_on_review_page() -> bool:
    """Whether there is one to take."""
    shown = review_state.current()
    return shown is not None and not shown.draft.is_empty


def box() -> str:
    """The key of the text box, which begins with what was pasted last."""
    st.session_state.setdefault(_BOX, st.session_state.get(_TEXT, ""))
    return _BOX


def upload_key() -> str:
    """The key of the upload box; a new one after each file empties it."""
    return f"okr_workshop_upload_{st.session_state.get(_UPLOADS, 0)}"


def problem() -> str | None:
    """Why the last draft could not be taken."""
    return st.session_state.get(_PROBLEM)


def give_text(text: str) -> None:
    """Take pasted text."""
    st.session_state[_TEXT] = text
    if not text.strip():
        st.session_state[_PROBLEM] = NO_DRAFT
        return
    _give(lambda: read_text(text))


def give_file(content: bytes, name: str) -> None:
    """Take an uploaded file."""
    st.session_state[_UPLOADS] = st.session_state.get(_UPLOADS, 0) + 1
    _give(lambda: read_bytes(content, name=name))


def guide() -> Guide:
    """The facilitator's page with what is cited now. Looked up once a session and coach; it holds nothing of a draft."""
    coach = engine()
    held = st.session_state.get(_GUIDE)
    if held is None or held[0] != id(coach):
        held = (id(coach), cited_guide(coach))
        st.session_state[_GUIDE] = held
    found: Guide = held[1]
    return found


def _give(read: Callable[[], Draft]) -> None:
    st.session_state[_PROBLEM] = None
    try:
        found = engine().by_rules(read())
    except CoachError as error:
        st.session_state[_PROBLEM] = str(error)
        return
    if found.draft.is_empty:
        st.session_state[_PROBLEM] = NO_LINES
        return
    st.session_state[_GIVEN] = found
