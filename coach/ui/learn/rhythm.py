"""The cycle's rhythm as a calendar file: which talks, on which days, for the dates given."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial

import streamlit as st

from coach.diagnosis.calendar_file import as_calendar, file_name
from coach.diagnosis.rhythm import Rhythm, plan
from coach.diagnosis.rhythm_words import AGENDA, EVERY, TITLES
from coach.diagnosis.standard import NAME_LENGTH
from coach.errors import CoachError
from coach.ui.learn.rhythm_facts import CYCLE_HELP, ask_days, day_words, facts, key_of, take
from coach.ui.markup import escaped, note

LEAD = (
    "OKRs live from talks on fixed days. Give the cycle’s dates and take its days into your calendar: a weekly check-in with its three "
    "questions, a review each month, a talk at half time, the next drafts and the scoring."
)
HOW = (
    "All-day events without a time zone, shown as free: the days are settled, the hour is yours to choose. Import the file again "
    "after a change, under the same cycle and team, and the events move."
)
NOT_YET = "Give the first day, the last day and a day of the week, and the plan stands here before you take it."
_NAMES = ("team", "cycle", "start", "end", "weekday")
_MOST_DAYS = 6


def show_rhythm() -> None:
    """The form, the plan and the file."""
    st.html(f'<p class="okr-lead">{LEAD}</p>')
    with st.form("okr_rhythm_form", border=True):
        ask_days("rhythm")
        with st.container(horizontal=True, key="okr_rhythm_names"):
            st.text_input("Cycle", key=key_of("rhythm", "cycle", ""), max_chars=NAME_LENGTH, help=CYCLE_HELP)
            st.text_input("Team", key=key_of("rhythm", "team", ""), max_chars=NAME_LENGTH)
        asked = st.form_submit_button("Plan the days", type="primary", on_click=take, args=("rhythm", _NAMES))
    held = facts()
    if held.get("start") is None or held.get("end") is None or held.get("weekday") is None:
        missing = asked or any(held.get(name) is not None for name in ("start", "end", "weekday"))
        st.html(note(NOT_YET, "alert" if missing else "note"))
        return
    try:
        rhythm = plan(held["start"], held["end"], held["weekday"], held.get("cycle") or "", held.get("team") or "")
    except CoachError as error:
        st.html(note(str(error), "alert"))
        return
    st.html(_plan_html(rhythm))
    st.download_button(
        "Save the calendar file", partial(_file_now, rhythm), file_name(rhythm), "text/calendar",
        type="primary", on_click="ignore", icon=":material/event:",
    )  # fmt: skip
    st.html(f'<p class="okr-because">{HOW}</p>')


def _file_now(rhythm: Rhythm) -> bytes:
    """The file as it is taken at this moment."""
    return as_calendar(rhythm, datetime.now(UTC))


def _plan_html(rhythm: Rhythm) -> str:
    """Each talk with its days, and what is asked in it."""
    rows = []
    for talk in rhythm.talks:
        days = " · ".join(day_words(day) for day in talk.days[:_MOST_DAYS])
        if len(talk.days) > _MOST_DAYS:
            days = f"{' · '.join(day_words(day) for day in talk.days[:2])} … {day_words(talk.days[-1])}, {len(talk.days)} times"
        asked = "".join(f"<p>{escaped(line)}</p>" for line in AGENDA[talk.kind])
        rows.append(
            f'<details class="okr-area"><summary><b>{TITLES[talk.kind]}</b><span class="okr-because">{EVERY[talk.kind]}</span></summary>'
            f'<div class="okr-agenda">{asked}</div></details><p class="okr-days">{escaped(days)}</p>'
        )
    return f'<div class="okr-plan">{"".join(rows)}</div>'
