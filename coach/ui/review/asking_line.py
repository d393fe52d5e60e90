"""One quiet line on the review page: that a model is being asked, and how to go on without it; that it was; or that it can be.

It has one height whatever it says, so that nothing below it moves when the model has answered.
"""

from __future__ import annotations

import streamlit as st

from coach.critique import Review
from coach.ui.engine import engine
from coach.ui.markup import escaped, label_of
from coach.ui.review import with_model
from coach.ui.words import asked_words, asking_words

_LOOKS_IN = 0.7
"""Seconds between one look at whether the model has answered and the next."""


def show_asking(review: Review) -> None:
    """The line, where a model is set or has had its say."""
    if with_model.asking() is not None:
        _wait()
    elif review.engine.model is not None:
        with _line():
            st.html(f'<p class="okr-asking" role="status">{escaped(asked_words(review.engine))}</p>')
    elif with_model.may_ask():
        _offer()


@st.fragment(run_every=_LOOKS_IN)
def _wait() -> None:
    if with_model.take_answer():
        st.rerun()
    asking = with_model.asking()
    if asking is None:
        return
    with _line():
        st.html(f'<p class="okr-asking" role="status">{escaped(asking_words(asking.name, asking.host))}</p>')
        if st.button("Go on without it", type="tertiary", key="okr_without"):
            with_model.go_on_without()
            st.rerun()


def _offer() -> None:
    """A model is set, and this review is by the rules alone: it was gone on without, it failed, or it was set since."""
    model = engine().model
    if model is None:
        return
    with _line():
        label = label_of(f"Ask {model.name} at {model.host}")
        st.button(label, on_click=with_model.ask_model, type="tertiary", icon=":material/refresh:", key="okr_ask_model")


def _line() -> st.delta_generator.DeltaGenerator:
    return st.container(horizontal=True, vertical_alignment="center", key="okr_asking")
