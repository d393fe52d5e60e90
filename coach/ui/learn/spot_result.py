"""The last screen of a deck: what was learned, and what to look at in one's own draft."""

from __future__ import annotations

import streamlit as st

from coach.criteria import catalogue
from coach.learning.cards import Card
from coach.learning.deck import DeckPlayed, DeckResult, result_of
from coach.ui.learn import lesson_state, sections, spot_state
from coach.ui.learn.words import doubted_words, in_own_draft, result_words
from coach.ui.markup import escaped, listed
from coach.ui.navigation import go_to
from coach.ui.review import state as review_state


def show_result(deck: DeckPlayed, cards: dict[str, Card]) -> None:
    """The screen."""
    result = result_of(deck, cards)
    st.html(
        f'<div class="okr-readiness" role="status"><h2>The deck is done</h2><p>{escaped(result_words(result))}</p></div>'
        f"{_learned_html(result)}"
    )
    _show_own_draft(result)
    with st.container(horizontal=True, key="okr_spot_after"):
        st.button(
            "Another deck", type="primary", key="okr_spot_again", on_click=spot_state.begin, args=(deck.criterion,)
        )
        st.button("Choose what to practise", key="okr_spot_choose", on_click=spot_state.put_away)
        if result.to_look_at:
            first = result.to_look_at[0]
            named = f"Read the lesson: {catalogue()[first].title}"
            st.button(named, type="tertiary", key="okr_spot_lesson", on_click=_read, args=(first,))


def _learned_html(result: DeckResult) -> str:
    parts = []
    if result.known:
        told = listed(escaped(catalogue()[each].title) for each in result.known)
        parts.append(f'<h3 class="okr-h3">You told these apart at once</h3>{told}')
    if result.to_look_at:
        back = listed(
            f"<b>{escaped(catalogue()[each].title)}</b>: {escaped(catalogue()[each].message)}"
            for each in result.to_look_at
        )
        parts.append(f'<h3 class="okr-h3">These came back, and come back in a later deck</h3>{back}')
    if doubted := doubted_words(result):
        parts.append(f'<p class="okr-because">{escaped(doubted)}</p>')
    return "".join(parts)


def _show_own_draft(result: DeckResult) -> None:
    """What to look at: what was missed, else what the deck was about. With a draft at hand, how often it is in there."""
    review = review_state.current()
    looked = (result.to_look_at or result.known)[:3]
    rows = []
    for criterion in looked:
        count = sum(f.criterion == criterion for f in review.findings) if review else 0
        rows.append(
            f"<b>{escaped(catalogue()[criterion].title)}</b>: {escaped(catalogue()[criterion].question)}"
            + (f" {escaped(in_own_draft(count))}" if count else "")
        )
    st.html(f'<h3 class="okr-h3">In your own draft, ask</h3>{listed(rows)}')
    label = "Go to your draft" if review else "Review your own draft"
    if st.button(label, key="okr_spot_review", icon=":material/arrow_forward:"):
        go_to("review")


def _read(criterion: str) -> None:
    lesson_state.open_lesson(criterion)
    sections.open_section("Lessons")
