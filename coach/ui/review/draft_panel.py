"""The left half of the review page: the marked draft with its versions, or before and after."""

from __future__ import annotations

import streamlit as st

from coach.critique import Review
from coach.drafting import History, changes, unfinished
from coach.ui.draft_component import show_marked_draft
from coach.ui.marked_draft import draft_html, legend_html
from coach.ui.markup import escaped, note
from coach.ui.review import beside, changing, state, versions, working
from coach.ui.review.before_after import before_after_html
from coach.ui.review.take_away import show_take_away
from coach.ui.unread import unread_html

_COMPARED = "okr_compared"
_COMPARES = "okr_compares"


def show_draft_panel(review: Review, told: History) -> None:
    """The panel: its head, the draft, what to do with it, what was not read."""
    _show_head(review)
    # The container is there from the first, so that the draft below it is not drawn anew when the first change is made.
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="okr_versions"):
        if len(told.versions) > 1:
            _show_versions(told)
    compares = bool(st.session_state.get(_COMPARES)) and told.at > 0
    if compares:
        st.html(_compared(told))
    elif not review.draft.is_empty:
        _show_sheet(review)
    if not review.draft.is_empty:
        if beside.shown() == beside.FINDINGS:
            _show_way_on()
        show_take_away(review)
    below = "".join(note(text) for text in review.draft.notices) + unread_html(review.unread)
    if below:
        st.html(below)


def _show_head(review: Review) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key="okr_draft_head"):
        st.html('<h2 class="okr-h2">Your draft</h2>')
        if review.draft.source is not None:
            st.button("Edit as text", on_click=state.edit, type="tertiary", icon=":material/edit:", key="okr_edit_text")
        st.button("Another draft", on_click=state.start_over, type="tertiary", icon=":material/note_add:")


def _show_versions(told: History) -> None:
    """Which version stands, one back, one on, all of them, and before and after."""
    st.button(
        "Undo",
        on_click=changing.undo,
        disabled=told.at == 0,
        type="tertiary",
        icon=":material/undo:",
        key="okr_undo",
    )
    last = told.at + 1 == len(told.versions)
    st.button("Redo", on_click=changing.redo, disabled=last, type="tertiary", icon=":material/redo:", key="okr_redo")
    label = f"v{told.current.number} of {told.versions[-1].number}"
    with st.popover(label, type="tertiary", icon=":material/history:"):
        _show_list(told)
    st.toggle("Before and after", key=_COMPARES, disabled=told.at == 0)


def _show_list(told: History) -> None:
    st.html('<h3 class="okr-h3">Versions</h3>')
    if told.let_go:
        st.html(
            '<p class="okr-because">The draft is large: older versions between the first and these were let go.</p>'
        )
    with st.container(gap=None):
        for version in reversed(told.versions):
            label = f"v{version.number}: {version.did}"
            if version.serial == told.current.serial:
                st.html(
                    f'<p class="okr-stands"><b>{escaped(label)}</b> <span class="okr-because">stands now</span></p>'
                )
                continue
            key = f"okr_version_{versions.token()}_{version.serial}"
            st.button(label, key=key, type="tertiary", on_click=changing.go_to, args=(version.serial,))


def _compared(told: History) -> str:
    """Before and after; kept, since a large draft takes a moment to be compared."""
    name, kept = versions.name(), st.session_state.get(_COMPARED)
    if isinstance(kept, tuple) and kept[0] == name:
        return str(kept[1])
    html = before_after_html(changes(told.up_to_now()), told.current.number)
    st.session_state[_COMPARED] = (name, html)
    return html


def _show_sheet(review: Review) -> None:
    now = versions.current()
    offered = now.offered if now else frozenset()
    with st.container(border=True, key="okr_sheet"):
        html = draft_html(review, state.shown("objectives"), unfinished(review.draft, offered), editable=True)
        show_marked_draft(
            html,
            beside.in_hand(review),
            _choose,
            ask=lambda said: _ask(said, review),
            attend=working.attends(),
            to=_goes_on_to(review),
        )
        if (hidden := len(review.draft.objectives) - state.shown("objectives")) > 0:
            more = f"Show more: {hidden} more objectives"
            st.button(more, on_click=state.show_more, args=("objectives",))
    if legend := legend_html(review):
        st.html(f'<p class="okr-legend">{legend}</p>')


def _choose(number: int) -> None:
    beside.show(beside.FINDINGS)
    working.close_form()
    state.select(number)


def _goes_on_to(review: Review) -> str:
    """What the keyboard goes on to after a change, as a CSS selector: the form that is open, else the finding that is."""
    if working.work() is not None:
        return ".st-key-okr_form :is(textarea, input)"
    number = state.selected()
    if number is None or number >= len(review.findings):
        return ""
    return f'[class*="-{state.name_of(review.findings[number])}-"][class*="st-key-finding-"] details[open] > summary'


def _ask(said: str, review: Review) -> None:
    if working.asked_in_draft(said, review.draft):
        beside.show(beside.FINDINGS)
        state.select(None)


def _show_way_on() -> None:
    talk = "Talk it through"
    st.button(
        talk,
        type="primary",
        icon=":material/forum:",
        key="okr_talk_through",
        on_click=beside.show,
        args=(beside.CONVERSATION,),
    )
