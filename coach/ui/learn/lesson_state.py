"""Which lesson is open, and from which field of work its pairs are. Kept under keys of its own: a widget's is lost with its page."""

from __future__ import annotations

import streamlit as st

from coach.learning.lessons import lessons
from coach.ui.learn.words import ANY_FIELD

_LESSON, _FIELD, _PAIR = "okr_lesson", "okr_lesson_field", "okr_lesson_pair"
_LESSON_WIDGET, _FIELD_WIDGET = "okr_lesson_chosen", "okr_lesson_field_chosen"


def current() -> str:
    """The criterion that is taught."""
    return str(st.session_state.get(_LESSON, next(iter(lessons()))))


def field() -> str | None:
    """The field of work that was chosen."""
    return st.session_state.get(_FIELD)


def pair() -> int:
    """How many times another pair was asked for."""
    return int(st.session_state.get(_PAIR, 0))


def another_pair() -> None:
    """Show the next pair of this lesson."""
    st.session_state[_PAIR] = pair() + 1


def open_lesson(criterion: str) -> None:
    """Open a lesson. Called before its control is drawn."""
    st.session_state[_LESSON] = st.session_state[_LESSON_WIDGET] = criterion
    st.session_state[_PAIR] = 0


def lesson_widget() -> str:
    """The key of the lessons' control, which begins with the one that is open whenever it appears."""
    st.session_state.setdefault(_LESSON_WIDGET, current())
    return _LESSON_WIDGET


def keep_lesson() -> None:
    """Open the lesson that was chosen."""
    open_lesson(st.session_state[_LESSON_WIDGET])


def field_widget() -> str:
    """The key of the fields' control."""
    st.session_state.setdefault(_FIELD_WIDGET, field() or ANY_FIELD)
    return _FIELD_WIDGET


def keep_field() -> None:
    """Take pairs from the field that was chosen."""
    chosen = st.session_state[_FIELD_WIDGET]
    st.session_state[_FIELD] = None if chosen == ANY_FIELD else chosen
    st.session_state[_PAIR] = 0
