"""House rules: what the organisation does otherwise, edited, with what would change on a draft before anything is saved."""

from __future__ import annotations

import streamlit as st

from coach.criteria import SEVERITY_WORDS, catalogue
from coach.house_rules import HouseRules
from coach.house_rules.edit import named, without
from coach.house_rules.file import default_place
from coach.settings import Settings
from coach.ui import visitor
from coach.ui.markup import escaped, note, words_of
from coach.ui.settings import rules_state as state
from coach.ui.settings.rules_form import show_form
from coach.ui.settings.rules_preview import show_preview
from coach.ui.settings.rules_state import Edited
from coach.ui.settings.words import (
    BOX_HELP,
    NO_RULES,
    RULES_ELSEWHERE,
    RULES_FOR_ALL,
    RULES_LEAD,
)

_WAYS = ("One criterion", "The file itself")
_WAY = "okr_rules_way"


def show_house_rules(chosen: Settings) -> None:
    """What holds, and the ways to change it."""
    path = chosen.house_rules or default_place(chosen.home)
    now = state.edited(path)
    st.html(f'<h3 class="okr-h3">House rules</h3><p>{RULES_LEAD}</p><p class="okr-because">{RULES_FOR_ALL}</p>')
    if not visitor.is_here():
        st.html(_rules_html(now.rules) if now.rules else "")
        st.html(note(RULES_ELSEWHERE))
        return
    st.html(
        f'<p class="okr-because">Kept in {words_of(str(path))}{"" if path.is_file() else ", which is not there yet"}.</p>'
    )
    problem, done = state.told()
    if problem:
        st.html(note(problem, "alert"))
    if done:
        st.html(f'<p role="status" class="okr-note">{escaped(done)}</p>')
    _show_held(now)
    st.session_state.setdefault(_WAY, _WAYS[0])
    if now.rules is None:
        st.session_state[_WAY] = _WAYS[1]  # a text that is no rules can only be mended as a text
    st.pills("How to change them", _WAYS, key=_WAY, required=True)
    if st.session_state[_WAY] == _WAYS[0] and now.rules is not None:
        show_form(now.rules)
    else:
        st.text_area("The file", key=state.box(), on_change=state.keep_box, height=260, help=BOX_HELP)
        st.html('<p class="okr-because">Press Ctrl and Enter, or leave the box, to see what would change.</p>')
    if now.trouble:
        st.html(note(now.trouble, "alert"))
    elif now.rules is not None:
        show_preview(now.rules)
    _show_actions(now)


def _show_held(now: Edited) -> None:
    """What differs from the defaults, each with a button that takes it back."""
    if now.rules is None:
        return
    if not named(now.rules):
        st.html(note(NO_RULES))
        return
    for name in named(now.rules):
        with st.container(horizontal=True, vertical_alignment="center", key=f"okr_rule_{name}"):
            st.html(f"<p><b>{escaped(catalogue()[name].title)}</b>: {said_html(now.rules, name)}</p>")
            st.button(
                "Take back", key=f"okr_rule_back_{name}", type="tertiary", on_click=state.put,
                args=(without(now.rules, name),), help=f"What the rules say of “{catalogue()[name].title}”",
            )  # fmt: skip


def said_html(rules: HouseRules, name: str) -> str:
    """What the rules say of one criterion, in words."""
    parts = []
    if name in rules.off:
        parts.append(f"switched off ({words_of(rules.off[name])})")
    if name in rules.severity:
        parts.append(escaped(SEVERITY_WORDS[rules.severity[name]].lower()))
    parts += [f"{escaped(limit.replace('_', ' '))} {value:g}" for limit, value in rules.limits.get(name, {}).items()]
    if rules.terms.get(name):
        parts.append("also " + ", ".join(f"“{words_of(term)}”" for term in rules.terms[name]))
    return "; ".join(parts)


def _rules_html(rules: HouseRules) -> str:
    if not named(rules):
        return note(NO_RULES)
    rows = (f"<li><b>{escaped(catalogue()[name].title)}</b>: {said_html(rules, name)}</li>" for name in named(rules))
    return f'<ul class="okr-list">{"".join(rows)}</ul>'


def _show_actions(now: Edited) -> None:
    with st.container(horizontal=True, key="okr_rules_actions"):
        st.button(
            "Save the rules", type="primary", key="okr_rules_save", on_click=state.save, args=(now.path, now.text),
            disabled=now.rules is None or not now.differs,
        )  # fmt: skip
        if now.differs:
            st.button(
                "Forget what was not saved", type="tertiary", key="okr_rules_forget", on_click=state.from_the_file,
                args=(now.path,),
            )  # fmt: skip
