"""What can be done about an open finding: accept its line, edit, put off, excuse. The names say which finding is meant."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from coach.critique import Finding, Review
from coach.drafting import accepted
from coach.okr import Draft
from coach.ui.engine import engine
from coach.ui.markup import label_of
from coach.ui.review import state, versions, working
from coach.ui.review.forms import show_form
from coach.ui.words import finding_title, line_name


def show_actions(finding: Finding, review: Review, name: str) -> None:
    """The row of buttons below a finding, or the form that one of them opened. `name` is the finding's own, for keys."""
    form = working.work()
    if form is not None and form.finding == state.name_of(finding):
        show_form(form, review)
        return
    whose = meant(finding, review.draft)
    on_line = finding.where.objective is not None
    key = f"okr_act_{versions.token()}_{name}"
    with st.container(horizontal=True, gap="small", key=f"okr_actions_{versions.token()}_{name}"):
        if finding.suggestion is not None and on_line:
            label = f"Accept{whose}"
            st.button(label, type="primary", key=f"{key}_accept", on_click=_accept, args=(finding, review.draft))
        edit = (f"Edit{whose}", working.open_form, ("edit", finding.where, state.name_of(finding)))
        aside = (f"Excuse{whose}", working.open_form, ("excuse", finding.where, state.name_of(finding)))
        _button(*edit, key=f"{key}_edit")
        if working.is_put_off(finding, review.draft):
            _button(f"Bring back{whose}", _bring_back, (finding, review.draft), key=f"{key}_back")
        else:
            _button(f"Not now{whose}", _put_off, (finding, review.draft), key=f"{key}_not_now")
        if on_line:
            _button(*aside, key=f"{key}_excuse")


def meant(finding: Finding, draft: Draft) -> str:
    """Which finding a button is about, for those who hear its name and do not see where it stands; page.css hides it."""
    words = f"{finding_title(finding)}, {line_name(finding.where, draft).lower()}"
    return f" :gray[{label_of(f': {words}')}]"


def _button(label: str, act: Callable[..., None], args: tuple[object, ...], key: str) -> None:
    st.button(label, key=key, on_click=act, args=args)


def _accept(finding: Finding, draft: Draft) -> None:
    if finding.suggestion is None:
        return
    taken = accepted(draft, finding.where, finding.suggestion, engine().library)
    line = line_name(taken.where, taken.draft).lower()
    did = f"Took a measure in as {line}" if taken.is_added else f"Accepted the suggested line for {line}"
    state.put(taken.draft, did, taken.where, taken.blanks)
    if taken.blanks:
        working.open_form("fill", taken.where)


def _put_off(finding: Finding, draft: Draft) -> None:
    working.put_off(finding, draft)
    state.select_next(finding.where)
    working.attend()


def _bring_back(finding: Finding, draft: Draft) -> None:
    working.bring_back(finding, draft)
    working.attend()
