"""The versions of the draft in one visitor's session: what made each, which one stands, one back, one on."""

from __future__ import annotations

from collections import OrderedDict

import streamlit as st

from coach.critique import Review
from coach.drafting import History, Version, begun
from coach.okr import Draft

_HISTORY = "okr_history"
_STOOD = "okr_history_stood"
_REVIEWS = "okr_version_reviews"
_COUNT = "okr_drafts_begun"
_MOVED = "okr_history_moved"
_PLAIN = "okr_version_plain"
KEYS = (_HISTORY, _STOOD, _REVIEWS, _MOVED, _PLAIN)
_KEPT_REVIEWS = 8
"""Reviews that are kept, so that going back and forth reviews nothing again."""


def history() -> History | None:
    """The versions; None before there is a draft."""
    found = st.session_state.get(_HISTORY)
    return found if isinstance(found, History) else None


def current() -> Version | None:
    """The version that stands."""
    found = history()
    return found.current if found else None


def begin(draft: Draft, did: str) -> None:
    """Begin with a draft; the versions of the one before are given up."""
    st.session_state[_HISTORY] = begun(draft, did)
    st.session_state[_COUNT] = st.session_state.get(_COUNT, 0) + 1
    for key in (_REVIEWS, _PLAIN, _STOOD):
        st.session_state.pop(key, None)


def put(draft: Draft, did: str, offered: frozenset[str] = frozenset()) -> None:
    """Let a changed draft stand, as a further version."""
    found = history()
    if found is not None:
        st.session_state[_HISTORY] = found.with_version(draft, did, offered)


def show(found: History | None) -> None:
    """Let another version stand: `history().undone()` and its like; None changes nothing."""
    if found is not None:
        st.session_state[_HISTORY] = found
        st.session_state[_MOVED] = True


def was_moved() -> bool:
    """Whether the version that stands was gone back or on to, and not made; asked once."""
    return bool(st.session_state.pop(_MOVED, False))


def stands() -> None:
    """The version that stands was reviewed: it is where to go back to if the next cannot be."""
    st.session_state[_STOOD] = history()


def give_up() -> bool:
    """Go back to what was reviewed last; False where there is nothing to go back to."""
    stood = st.session_state.get(_STOOD)
    st.session_state[_HISTORY] = stood
    return isinstance(stood, History)


def name() -> str | None:
    """What tells the version that stands from every other of this session."""
    now = current()
    return f"{token()}-{now.serial}" if now else None


def token() -> str:
    """A short name of the draft, the same through its versions, for the keys of widgets that belong to it."""
    return str(st.session_state.get(_COUNT, 0))


def kept_review(serial: int) -> Review | None:
    """The review of a version, if it is still kept."""
    return _kept(_REVIEWS).get(serial)


def plain_review(serial: int) -> Review | None:
    """The review of a version by rules alone, if it is still kept: versions are compared by these."""
    return _kept(_PLAIN).get(serial)


def keep_review(serial: int, review: Review) -> None:
    """Keep the review of a version; the oldest one is let go."""
    _keep(_REVIEWS, serial, review)
    if review.engine.model is None:
        _keep(_PLAIN, serial, review)


def _keep(where: str, serial: int, review: Review) -> None:
    reviews = _kept(where)
    reviews[serial] = review
    reviews.move_to_end(serial)
    while len(reviews) > _KEPT_REVIEWS:
        reviews.popitem(last=False)


def _kept(where: str) -> OrderedDict[int, Review]:
    found = st.session_state.get(where)
    if not isinstance(found, OrderedDict):
        found = st.session_state[where] = OrderedDict()
    return found
