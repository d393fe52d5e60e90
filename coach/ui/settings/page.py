"""The settings page: what leaves the machine, always; the model (set, tried out, given up), the house rules, own documents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import streamlit as st
from pydantic import SecretStr

from coach.errors import CoachError, SettingsError
from coach.model_check import Said, as_set, tried
from coach.model_settings import ModelSettings, forget_model, save_model
from coach.settings import Settings, model_decided_in, settings
from coach.ui import visitor
from coach.ui.examples import EXAMPLES
from coach.ui.markup import escaped, note, words_of
from coach.ui.settings import sections
from coach.ui.settings.documents import show_documents
from coach.ui.settings.house_rules import show_house_rules
from coach.ui.settings.words import (
    ALONE,
    CHECK_SENDS,
    ELSEWHERE,
    ENDPOINT_HELP,
    FOR_ALL,
    FORGOTTEN,
    KEPT,
    KEY_HELP,
    NO_NAME,
    fixed,
    leaves,
)

_CSS = Path(__file__).with_name("settings.css")
_ENDPOINT, _NAME, _KEY = "okr_set_endpoint", "okr_set_name", "okr_set_key"
_PROBLEM, _DONE, _CHECKED = "okr_set_problem", "okr_set_done", "okr_set_checked"


def show_settings_page() -> None:
    """The page."""
    st.html(_CSS)
    st.html('<h2 class="okr-h2 okr-page-title">Settings</h2>')
    try:
        chosen, place = settings(), model_decided_in()
    except CoachError as error:
        st.html(note(str(error), "alert"))
        return
    with st.container(key="okr_settings"):
        st.html(f'<p class="okr-leaves">{escaped(leaves(chosen.model))}</p>')
        sections.choose()
        if sections.current() == "House rules":
            show_house_rules(chosen)
        elif sections.current() == "Your documents":
            show_documents(chosen)
        else:
            _show_model_section(chosen, place)


def _show_model_section(chosen: Settings, place: str | None) -> None:
    _show_model(chosen, place)
    if place:
        st.html(note(fixed(place, chosen.model)))
    elif not visitor.is_here():
        st.html(note(ELSEWHERE))
    else:
        _show_form(chosen)


def _show_model(chosen: Settings, place: str | None) -> None:
    model = chosen.model
    st.html('<h3 class="okr-h3">Model</h3>')
    if model is None:
        st.html(f"<p>{ALONE}</p>")
    else:
        source = place or "this page"
        st.html(_facts_html([*as_set(model), ("Set in", source)]))
    st.html(f'<p class="okr-because">{FOR_ALL}</p>')
    if model is None:
        return
    with st.container(horizontal=True, vertical_alignment="center", key="okr_set_actions"):
        check = st.button("Check", key="okr_set_check", icon=":material/network_check:")
        if place is None and visitor.is_here():
            st.button("Work without a model", on_click=_forget, args=(chosen,), type="tertiary", key="okr_set_alone")
    st.html(f'<p class="okr-because">{CHECK_SENDS}</p>')
    _show_check(model, chosen, check)


def _show_check(model: ModelSettings, chosen: Settings, now: bool) -> None:
    """What the endpoint answers, as it comes, or what it answered when it was last asked."""
    number = hash(model)
    if not now:
        kept = st.session_state.get(_CHECKED)
        if kept and kept[0] == number:
            st.html(_checked_html(*kept[1:]))
        return
    said: list[Said] = []
    trouble = ""
    place = st.empty()
    with st.spinner(f"Asking {model.host}"):
        try:
            for point in tried(model, chosen.home, (EXAMPLES[1].name, EXAMPLES[1].text)):
                said.append(point)
                place.html(_checked_html(said))
        except CoachError as error:
            trouble = str(error)
    place.html(_checked_html(said, trouble))
    st.session_state[_CHECKED] = (number, said, trouble)


def _checked_html(said: Sequence[Said], trouble: str = "") -> str:
    return (_facts_html(said) if said else "") + (note(trouble, "alert") if trouble else "")


def _facts_html(facts: Sequence[Said]) -> str:
    rows = "".join(f"<dt>{escaped(label)}</dt><dd>{words_of(said)}</dd>" for label, said in facts)
    return f'<dl class="okr-facts">{rows}</dl>'


def _show_form(chosen: Settings) -> None:
    model = chosen.model
    st.html(f'<h3 class="okr-h3">{"Another model" if model else "Set a model"}</h3>')
    st.session_state.setdefault(_ENDPOINT, (model.base_url or "") if model else "")
    st.session_state.setdefault(_NAME, model.name if model else "")
    with st.form("okr_set_form", border=True):
        st.text_input("Endpoint", key=_ENDPOINT, help=ENDPOINT_HELP, placeholder="https://api.openai.com/v1")
        st.text_input("Model", key=_NAME, placeholder="As the endpoint names it")
        has_key = model is not None and model.key is not None
        st.text_input(
            "Key", key=_KEY, type="password", help=KEY_HELP, autocomplete="off",
            placeholder="One is set; it stays, for this endpoint" if has_key else "",
        )  # fmt: skip
        st.form_submit_button("Use this model", type="primary", on_click=_save, args=(chosen,))
    if problem := st.session_state.pop(_PROBLEM, None):
        st.html(note(problem, "alert"))
    if done := st.session_state.pop(_DONE, None):
        st.html(f'<p role="status">{escaped(done)}</p>')


def _save(chosen: Settings) -> None:
    """Keep what was typed; the key in this process's memory alone, and no longer in the page's."""
    model = chosen.model
    endpoint = str(st.session_state.get(_ENDPOINT, "")).strip().rstrip("/") or None
    name, typed = str(st.session_state.get(_NAME, "")).strip(), str(st.session_state.get(_KEY, "")).strip()
    if not name:
        st.session_state[_PROBLEM] = NO_NAME
        return
    key = SecretStr(typed) if typed else (model.key if model and model.base_url == endpoint else None)
    changed = replace(model or ModelSettings(name), name=name, base_url=endpoint, key=key)
    try:
        save_model(chosen.home, changed)
    except SettingsError as error:
        st.session_state[_PROBLEM] = str(error).replace("OPENAI_BASE_URL", "Endpoint")
        return
    st.session_state[_KEY] = ""
    st.session_state[_DONE] = KEPT


def _forget(chosen: Settings) -> None:
    try:
        forget_model(chosen.home)
    except SettingsError as error:
        st.session_state[_PROBLEM] = str(error)
        return
    for key in (_ENDPOINT, _NAME, _CHECKED):
        st.session_state.pop(key, None)
    st.session_state[_DONE] = FORGOTTEN
