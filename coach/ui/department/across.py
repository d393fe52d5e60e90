"""What shows only when teams are read beside one another: both sides quoted, and the question to put to both."""

from __future__ import annotations

import streamlit as st

from coach.criteria import SEVERITY_WORDS
from coach.department.contract import CrossFinding, Side
from coach.department.kept_runs import KeptRun
from coach.department.results import Results
from coach.report.department.coachs_page import counted, place_words
from coach.report.outline import sentence
from coach.ui.department import state
from coach.ui.department.opened import show_opened
from coach.ui.department.words import ACROSS, NO_ACROSS
from coach.ui.finding_card import citations_html
from coach.ui.markup import escaped, label_of, quoted, swatch, words_of

_AT_ONCE = 25
_SIDES = 6
_SHOWN = "okr_dept_across_shown"


@st.fragment
def show_across(run: KeptRun, results: Results) -> None:
    """The findings across teams, the surest first, with a way to the drafts of both sides."""
    found = results.overview.across
    st.html(f'<h3 class="okr-h2">Across teams</h3><p class="okr-because">{ACROSS if found else NO_ACROSS}</p>')
    shown = int(st.session_state.get(_SHOWN, _AT_ONCE))
    for number, finding in enumerate(found[:shown]):
        with st.container(border=True, key=f"okr_dept_across_{number}"):
            st.html(across_html(finding))
            with st.container(horizontal=True):
                _show_ways(results, finding, number)
    if len(found) > shown:
        more = f"Show more: {counted(len(found) - shown, 'finding')} across teams"
        st.button(more, on_click=_show_more, args=(shown,), key="okr_dept_across_more")
    show_opened(run, results)


def _show_more(shown: int) -> None:
    st.session_state[_SHOWN] = shown + _AT_ONCE


def _show_ways(results: Results, finding: CrossFinding, number: int) -> None:
    seen: set[int] = set()
    for side in finding.sides[:_SIDES]:
        draft = results.draft_of(side.unit)
        if draft is None or draft in seen:
            continue
        seen.add(draft)
        st.button(
            f"Open {label_of(side.team)}",
            on_click=state.open_draft,
            args=(state.Opened(draft, None),),
            type="tertiary",
            key=f"okr_dept_side_{number}_{draft}",
        )


def across_html(finding: CrossFinding) -> str:
    """One finding across teams."""
    more = len(finding.sides) - _SIDES
    rest = f'<p class="okr-because">and {counted(more, "more line")}.</p>' if more > 0 else ""
    because = f" {escaped(sentence(finding.because))}" if finding.because else ""
    return (
        f'<div class="okr-card"><h4 class="okr-h3">{swatch(finding.severity)} {escaped(finding.title)} '
        f'<span class="okr-because">{SEVERITY_WORDS[finding.severity]}</span></h4>'
        f'<ul class="okr-dept-sides">{"".join(map(_side, finding.sides[:_SIDES]))}</ul>{rest}'
        f"<p>{escaped(finding.message)}{because}</p>"
        f'<p class="okr-question">{escaped(finding.question)}</p>{citations_html(finding.citations)}</div>'
    )


def _side(side: Side) -> str:
    place = place_words(side.place)
    where = f' <span class="okr-cell">{words_of(place)}</span>' if place else ""
    return f"<li><b>{words_of(side.team)}</b>{where}<blockquote>{quoted(side.quote)}</blockquote></li>"
