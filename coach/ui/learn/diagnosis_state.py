"""What one visitor's session holds of the diagnosis: the open screen, answers not yet kept, and what to tell about keeping them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Literal, get_args

import streamlit as st

from coach.diagnosis.kept import KeptCycle, KeptSheet, cycle_name, kept_diagnoses
from coach.diagnosis.questions import LEVELS, Level, Part, questionnaire
from coach.errors import CoachError
from coach.ui import browser_key

Screen = Literal["Questions", "What it points at", "One-page standard", "The cycle’s calendar"]
SCREENS: tuple[Screen, ...] = get_args(Screen)
CANNOT_TELL = "unknown"
"""Chosen where somebody cannot tell; it counts nowhere."""

_SCREEN, _WIDGET = "okr_diagnosis_screen", "okr_diagnosis_screen_chosen"
_ANSWERS, _PART, _CYCLE = "okr_diagnosis_answers", "okr_diagnosis_part", "okr_diagnosis_cycle"
_SHOWN, _HERE_ONLY = "okr_diagnosis_shown", "okr_diagnosis_here_only"
_PROBLEM, _DONE, _ASKED = "okr_diagnosis_problem", "okr_diagnosis_done", "okr_diagnosis_delete"


def screen() -> Screen:
    """The screen that is open."""
    kept: Screen = st.session_state.get(_SCREEN, SCREENS[0])
    return kept


def widget() -> str:
    """The key of the control that chooses the screen."""
    if _WIDGET not in st.session_state:
        st.session_state[_WIDGET] = screen()
    return _WIDGET


def keep_screen() -> None:
    """Keep which screen was chosen."""
    st.session_state[_SCREEN] = st.session_state[_WIDGET]


def open_screen(chosen: Screen) -> None:
    """Open another screen; called in a callback."""
    st.session_state[_SCREEN] = st.session_state[_WIDGET] = chosen


def answers() -> dict[str, str]:
    """What was chosen so far, by question: a level, or `CANNOT_TELL`."""
    found: dict[str, str] = st.session_state.setdefault(_ANSWERS, {})
    return found


def part() -> int:
    """Which part of the questions is open."""
    return int(st.session_state.get(_PART, 0))


def cycle() -> str:
    """The cycle's name as it was last typed; at first the quarter that it is today."""
    today = datetime.now(UTC)
    return str(st.session_state.get(_CYCLE, f"{today.year}-Q{(today.month - 1) // 3 + 1}"))


def widget_of(name: str) -> str:
    """The key of a question's widget."""
    return f"okr_diagnosis_q_{name}"


CYCLE_WIDGET = "okr_diagnosis_cycle_typed"


def take_part(shown: Part, step: int) -> None:
    """Keep what was chosen in this part, and go on by `step` parts; called in a callback."""
    for question in shown.questions:
        chosen = st.session_state.get(widget_of(question.id))
        if chosen is None:
            answers().pop(question.id, None)
        else:
            answers()[question.id] = str(chosen)
    if CYCLE_WIDGET in st.session_state:
        st.session_state[_CYCLE] = st.session_state[CYCLE_WIDGET]
    st.session_state[_PART] = max(0, min(part() + step, len(questionnaire().parts) - 1))


def finish(shown: Part) -> None:
    """Keep one person's answers, and show what all of the cycle point at; called in a callback."""
    take_part(shown, 0)
    given: dict[str, Level] = {name: level for name in answers() for level in LEVELS if answers()[name] == level}
    try:
        name = cycle_name(cycle())
        moment = datetime.now(UTC)
        if browser_key.is_refused():
            _keep_here(name, KeptSheet("", moment, given))
        else:
            kept_diagnoses().add(browser_key.owner(), name, given, moment)
    except CoachError as error:
        st.session_state[_PROBLEM] = str(error)
        return
    begin_again()
    st.session_state[_SHOWN] = name
    st.session_state[_DONE] = f"Kept for {name}, without a name. The next person can answer now."
    open_screen("What it points at")


def begin_again() -> None:
    """Forget what was chosen, so that somebody else can answer; called in a callback."""
    st.session_state[_ANSWERS] = {}
    st.session_state[_PART] = 0
    for question in questionnaire().questions:
        st.session_state.pop(widget_of(question.id), None)
    open_screen("Questions")


def cycles() -> tuple[KeptCycle, ...]:
    """The cycles that were answered, in the order of time; those of this session alone where the browser keeps no cookie."""
    if browser_key.is_refused():
        here: tuple[KeptCycle, ...] = st.session_state.get(_HERE_ONLY, ())
        return here
    try:
        return kept_diagnoses().cycles(browser_key.owner())
    except CoachError as error:
        st.session_state[_PROBLEM] = str(error)
        return ()


def damaged() -> tuple[str, ...]:
    """Which kept answers cannot be read any more; none where nothing is known of them."""
    if browser_key.is_refused():
        return ()
    try:
        return kept_diagnoses().damaged(browser_key.owner())
    except CoachError:
        return ()  # that the database cannot be read is told where its cycles are asked for


def delete_damaged() -> None:
    """Delete the answers that cannot be read, so that the others are shown again; called in a callback."""
    ids = damaged()
    _delete(
        lambda: sum(kept_diagnoses().delete_sheet(browser_key.owner(), id_) for id_ in ids) > 0,
        "What could not be read is deleted. The other answers are as they were.",
    )


def shown_cycle(names: list[str]) -> str:
    """The cycle whose result is open; the last one at first."""
    chosen = st.session_state.get(_SHOWN)
    return chosen if chosen in names else names[-1]


def show_cycle(name: str) -> None:
    """Open a cycle's result."""
    st.session_state[_SHOWN] = name


def delete_cycle(name: str) -> None:
    """Delete a cycle's answers for good; called in a callback."""
    _delete(lambda: kept_diagnoses().delete_cycle(browser_key.owner(), name), f"The answers of {name} are deleted.")
    st.session_state[_HERE_ONLY] = tuple(one for one in st.session_state.get(_HERE_ONLY, ()) if one.name != name)


def delete_sheet(id_: str) -> None:
    """Delete one person's answers for good; called in a callback."""
    _delete(lambda: kept_diagnoses().delete_sheet(browser_key.owner(), id_), "The last person’s answers are deleted.")


def ask_to_delete(name: str | None) -> None:
    """Ask before a cycle is deleted; None takes the question back."""
    st.session_state[_ASKED] = name


def asked_to_delete() -> str | None:
    """The cycle that was asked about."""
    found: str | None = st.session_state.get(_ASKED)
    return found


def problem() -> str | None:
    """What could not be done, once."""
    found: str | None = st.session_state.pop(_PROBLEM, None)
    return found


def done() -> str | None:
    """What was done, once."""
    found: str | None = st.session_state.pop(_DONE, None)
    return found


def _delete(deleted: Callable[[], bool], said: str) -> None:
    st.session_state[_ASKED] = None
    try:
        if not browser_key.is_refused():
            deleted()
        st.session_state[_DONE] = said
    except CoachError as error:
        st.session_state[_PROBLEM] = str(error)


def _keep_here(name: str, sheet: KeptSheet) -> None:
    """Keep answers in this session alone."""
    before: tuple[KeptCycle, ...] = st.session_state.get(_HERE_ONLY, ())
    mine = next((one.sheets for one in before if one.name == name), ())
    st.session_state[_HERE_ONLY] = (
        *(one for one in before if one.name != name),
        KeptCycle(name, (*mine, sheet)),
    )
