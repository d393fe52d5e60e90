"""What to do on Monday: five actions, how many lines each would mend, and words of the drafts it is about."""

from __future__ import annotations

import streamlit as st

from coach.criteria import SEVERITY_WORDS
from coach.department.contract import Quoted
from coach.department.kept_runs import KeptRun
from coach.department.results import Results
from coach.report.department.coachs_page import Action, counted, place_words
from coach.report.department.seen import WORDING_IS_NOT_ALL
from coach.ui.department import state
from coach.ui.department.words import NOTHING_FOUND
from coach.ui.markup import escaped, listed, note, quoted, swatch, words_of


def show_monday(run: KeptRun, results: Results) -> None:
    """The actions, each with a way to the findings it is about."""
    over = results.overview
    st.html('<h3 class="okr-h2">What to do on Monday</h3>')
    if not over.actions:
        st.html(note(NOTHING_FOUND))
    across = {finding.criterion for finding in over.across}
    for number, action in enumerate(over.actions, start=1):
        with st.container(key=f"okr_dept_action_{number}", gap="small"):
            st.html(action_html(action, number))
            is_across = action.criterion in across
            st.button(
                f"Show {counted(action.lines, 'line')}: {action.title}",
                on_click=state.show_part,
                args=("Across teams",) if is_across else ("Findings", action.criterion),
                type="tertiary",
                icon=":material/arrow_forward:",
                key=f"okr_dept_show_{number}",
            )
    st.html(f'<p class="okr-because">{escaped(WORDING_IS_NOT_ALL)}</p>')


def action_html(action: Action, number: int) -> str:
    """One action: what to do, what it would mend, three quotes, what to ask."""
    return (
        f'<div class="okr-dept-action"><p class="okr-dept-number" aria-hidden="true">{number}</p><div>'
        f'<h4 class="okr-dept-do">{escaped(action.words)}</h4>'
        f'<p class="okr-because">{swatch(action.severity)} {SEVERITY_WORDS[action.severity]}: {escaped(action.title)}. '
        f"It would mend {escaped(action.mends)}.</p>"
        f"{listed(map(_quote, action.quotes), 'okr-dept-quotes')}"
        f'<p class="okr-question">{escaped(action.question)}</p></div></div>'
    )


def _quote(each: Quoted) -> str:
    place = place_words(each.place)
    where = f", {words_of(place)}" if place else ""
    return f'{quoted(each.quote)} <span class="okr-cell">{words_of(each.team)}{where}</span>'
