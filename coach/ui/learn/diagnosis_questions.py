"""The questions, a few at a time: what was chosen stays when one goes back, and nothing has to be answered."""

from __future__ import annotations

import streamlit as st

from coach.diagnosis.questions import Part, Question, questionnaire
from coach.store.diagnoses import CYCLE_LENGTH
from coach.ui import browser_key
from coach.ui.learn import diagnosis_state as state
from coach.ui.markup import escaped, note

LEAD = (
    "Better wording helps where the wording is what is weak. Seventeen short questions show whether it is, or whether the "
    "rhythm, ownership, decisions or priorities around the OKRs are. It takes about five minutes."
)
NAMELESS = "Several people can answer, one after another: no name is asked for or kept, only what was answered, until you delete it."
NO_COOKIE = "This browser keeps no cookie for the app, so answers stay until this tab is closed, and are not kept for the next cycle."
_NO_ANSWER = "I cannot tell"


def show_questions() -> None:
    """The part that is open."""
    asked = questionnaire()
    number = state.part()
    part = asked.parts[number]
    if number == 0:
        st.html(f'<p class="okr-lead">{LEAD}</p><p class="okr-because">{NAMELESS}</p>')
        if browser_key.is_refused():
            st.html(note(NO_COOKIE, "alert"))
    st.html(
        f'<p class="okr-cap">Part {number + 1} of {len(asked.parts)}</p>'
        f'<h3 class="okr-h3 okr-part">{escaped(part.title)}</h3><p class="okr-because">{escaped(part.lead)}</p>'
    )
    if message := state.problem():
        st.html(note(message, "alert"))
    with st.form(f"okr_diagnosis_part_{part.id}", border=False):
        for question in part.questions:
            _show_question(question)
        if number == len(asked.parts) - 1:
            st.text_input(
                "For which cycle", value=state.cycle(), key=state.CYCLE_WIDGET, max_chars=CYCLE_LENGTH,
                help="A name that you will know again, such as 2027-Q1. Answers for one cycle are read together.",
            )  # fmt: skip
        _show_buttons(part, number, len(asked.parts))


def _show_question(question: Question) -> None:
    choices = [*question.answers, state.CANNOT_TELL]
    chosen = state.answers().get(question.id)
    says = {level: answer.says for level, answer in question.answers.items()}
    st.radio(
        question.text,  # our own words, without signs that Markdown reads: a test holds that
        choices,
        index=choices.index(chosen) if chosen in choices else None,
        format_func=lambda level: says.get(level, _NO_ANSWER),
        key=state.widget_of(question.id),
        horizontal=len(question.answers) == 2,
    )


def _show_buttons(part: Part, number: int, count: int) -> None:
    with st.container(horizontal=True, key="okr_diagnosis_buttons"):
        if number == count - 1:
            st.form_submit_button(
                "Show what it points at",
                type="primary",
                on_click=state.finish,
                args=(part,),
                key="okr_diagnosis_finish",
            )
        else:
            st.form_submit_button(
                "Next", type="primary", on_click=state.take_part, args=(part, 1), key="okr_diagnosis_next"
            )
        if number:
            st.form_submit_button(
                "Back", type="tertiary", on_click=state.take_part, args=(part, -1), key="okr_diagnosis_back"
            )
