"""What was given for the one-page standard and for the cycle's calendar: typed once, in this session only, used for both."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import streamlit as st

from coach.diagnosis.rhythm import WEEKDAYS
from coach.diagnosis.standard import Given

_FACTS = "okr_facts"
CYCLE_HELP = "A name that you will know again, such as 2027-Q1."


def facts() -> dict[str, Any]:
    """What was given so far, by the names of `Given`, and "team"."""
    found: dict[str, Any] = st.session_state.setdefault(_FACTS, {})
    return found


def given() -> Given:
    """What was given, for the standard."""
    return Given(**{name: value for name, value in facts().items() if name in Given.model_fields and value is not None})


def key_of(form: str, name: str, empty: Any) -> str:
    """The key of a form's widget for a fact, which begins with what was given whenever it appears."""
    key = f"okr_{form}_{name}"
    if key not in st.session_state:
        st.session_state[key] = facts().get(name, empty)
    return key


def take(form: str, names: tuple[str, ...], then: Callable[[], None] | None = None) -> None:
    """Keep what a form holds; called in a callback."""
    for name in names:
        if f"okr_{form}_{name}" in st.session_state:
            facts()[name] = st.session_state[f"okr_{form}_{name}"]
    if then:
        then()


def ask_days(form: str) -> None:
    """Ask for the cycle's first and last day, and the day of the week on which people meet."""
    with st.container(horizontal=True, key=f"okr_{form}_days"):
        st.date_input("First day of the cycle", key=key_of(form, "start", None), format="YYYY-MM-DD")
        st.date_input("Last day of the cycle", key=key_of(form, "end", None), format="YYYY-MM-DD")
        st.selectbox(
            "Day of the talks", range(7), key=key_of(form, "weekday", None), index=None,
            format_func=lambda number: WEEKDAYS[number], placeholder="Not settled",
        )  # fmt: skip


def day_words(day: date) -> str:
    """A day as it is read: "Mon 4 January 2027"."""
    return f"{day:%a} {day.day} {day:%B %Y}"
