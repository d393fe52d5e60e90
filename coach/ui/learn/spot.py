"""Learn: a deck of lines to judge, one at a time, with the reason after each answer."""

from __future__ import annotations

import streamlit as st

from coach.criteria import catalogue
from coach.learning.cards import NONE, Card, options
from coach.learning.deck import DeckPlayed
from coach.learning.spacing import waiting
from coach.ui import browser_key
from coach.ui.learn import practice_state, spot_state
from coach.ui.learn.spot_reason import reason_html
from coach.ui.learn.spot_result import show_result
from coach.ui.learn.words import (
    ALL,
    FORGET_CONFIRM,
    FORGOTTEN,
    KEPT,
    KEYS,
    NO_CARDS,
    NOT_KEPT,
    NOTHING_WRONG,
    SPOT_LEAD,
    asked_about,
    kind_of,
    place_in,
    standing,
)
from coach.ui.markup import escaped, label_of, note


def show_spot() -> None:
    """The deck in hand, its result, or the way to begin one."""
    cards = spot_state.cards()
    held = spot_state.in_hand()
    if problem := practice_state.problem():
        st.html(note(problem, "alert"))
    if not cards:
        st.html(note(NO_CARDS))
        return
    just = spot_state.answered()
    if held.deck is None:
        _show_beginning(cards)
    elif just is not None and just.card in cards:
        _show_card(cards[just.card], held.deck, just.chosen)
    elif held.deck.now is not None:
        _show_card(cards[held.deck.now], held.deck, None)
    else:
        show_result(held.deck, cards)


def _show_beginning(cards: dict[str, Card]) -> None:
    held = practice_state.practice()
    missed = len(waiting(held.progress, cards))
    st.html(f'<p class="okr-lead">{escaped(SPOT_LEAD)}</p><p>{escaped(standing(held.progress, cards, missed))}</p>')
    named = {each: catalogue()[each].title for each in spot_state.criteria(cards)}
    st.selectbox(
        "Practise",
        [ALL, *named],
        format_func=lambda each: named.get(each) or ALL,
        key=spot_state.criterion_widget(),
    )
    st.button("Begin a deck of ten", type="primary", key="okr_spot_begin", on_click=spot_state.begin_chosen)
    _show_keeping()


def _show_keeping() -> None:
    st.html(f'<p class="okr-because">{NOT_KEPT if browser_key.is_refused() else KEPT}</p>')
    if practice_state.was_forgotten():
        st.html(f'<p role="status">{FORGOTTEN}</p>')
    if practice_state.practice().is_empty:
        return
    if not practice_state.is_asked_to_forget():
        st.button(
            "Delete my progress", type="tertiary", key="okr_forget", on_click=practice_state.ask_to_forget, args=(True,)
        )
        return
    st.html(note(FORGET_CONFIRM, "alert"))
    with st.container(horizontal=True):
        st.button("Delete for good", key="okr_forget_now", on_click=practice_state.forget)
        st.button(
            "Keep it", type="tertiary", key="okr_forget_not", on_click=practice_state.ask_to_forget, args=(False,)
        )


def _show_card(card: Card, deck: DeckPlayed, chosen: str | None) -> None:
    st.progress(deck.done / len(deck.cards), text=place_in(deck))
    again = "This one comes back. " if chosen is None and deck.is_again else ""
    st.html(
        f'<div class="okr-judge"><p class="okr-because">{again}{escaped(kind_of(card))}</p>'
        f'<p class="okr-line{" several" if card.kind == "set" else ""}">{escaped(card.text.strip())}</p></div>'
    )
    if chosen is None:
        _show_answers(card)
    else:
        findings, review = spot_state.seen(card)
        st.html(reason_html(card, chosen, findings, review))
        last = deck.now is None
        st.button(
            "See what it showed" if last else "Next line",
            type="primary",
            key="okr_spot_next",
            on_click=spot_state.go_on,
            shortcut="Enter",
        )
    with st.container(horizontal=True, vertical_alignment="center", key="okr_spot_foot"):
        st.html(f'<p class="okr-because">{KEYS}</p>')
        st.button("Leave the deck", type="tertiary", key="okr_spot_leave", on_click=spot_state.put_away)


def _show_answers(card: Card) -> None:
    st.html(f'<h3 class="okr-h3" id="okr-asked">{escaped(asked_about(card))}</h3>')
    with st.container(key="okr_spot_answers"):
        for number, option in enumerate(options(card), start=1):
            st.button(
                NOTHING_WRONG if option == NONE else label_of(catalogue()[option].title),
                key=f"okr_spot_{card.id}_{option}",
                on_click=spot_state.answer,
                args=(card, option),
                width="stretch",
                shortcut=str(number),
            )
