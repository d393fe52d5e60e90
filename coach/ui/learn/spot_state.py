"""The deck in hand: begun, answered a card at a time, gone on with. What counts is kept; what is on the screen is the session's."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

import streamlit as st

from coach.criteria import catalogue
from coach.critique import Finding, Review
from coach.learning.cards import Card, draft_of, playable, seen_by_coach
from coach.learning.practice import Practice
from coach.ui.engine import engine
from coach.ui.learn import practice_state
from coach.ui.learn.words import ALL

_ANSWERED = "okr_spot_answered"
_REVIEWED = "okr_spot_reviewed"
_CRITERION = "okr_spot_criterion"


@dataclass(frozen=True)
class Answered:
    """The card that was just judged, until the next one is asked for."""

    card: str
    chosen: str


def cards() -> dict[str, Card]:
    """The cards to play with."""
    return playable(engine().rules.off)


def in_hand() -> Practice:
    """What was practised, with a deck in hand that holds only cards that are there."""
    return practice_state.practice().without_cards_gone(cards())


def criteria(of: dict[str, Card]) -> list[str]:
    """The criteria that can be practised, by title."""
    return sorted({card.answer for card in of.values()} & set(catalogue()), key=lambda each: catalogue()[each].title)


def criterion_widget() -> str:
    """The key of the control that chooses what to practise."""
    st.session_state.setdefault(_CRITERION, ALL)
    return _CRITERION


def begin_chosen() -> None:
    """Begin a deck on what the control says."""
    chosen = st.session_state.get(_CRITERION, ALL)
    begin(None if chosen == ALL else chosen)


def begin(criterion: str | None = None) -> None:
    """Begin a deck. One that was in hand is put away; what was answered in it counts."""
    st.session_state[_ANSWERED] = None
    practice_state.keep(practice_state.practice().with_deck(cards(), secrets.randbits(32), criterion))


def put_away() -> None:
    """Leave the deck; what was answered in it counts."""
    st.session_state[_ANSWERED] = None
    practice_state.keep(practice_state.practice().model_copy(update={"deck": None}))


def answer(card: Card, chosen: str) -> None:
    """Judge the card on the screen. A second click on the same card, before the page was drawn again, changes nothing."""
    held = in_hand()
    if answered() is not None or held.deck is None or held.deck.now != card.id:
        return
    st.session_state[_ANSWERED] = Answered(card.id, chosen)
    practice_state.keep(held.with_answer(chosen == card.answer))


def answered() -> Answered | None:
    """The card that was judged, while its reason is on the screen."""
    found = st.session_state.get(_ANSWERED)
    return found if isinstance(found, Answered) else None


def go_on() -> None:
    """Ask for the next card."""
    st.session_state[_ANSWERED] = None


def seen(card: Card) -> tuple[tuple[Finding, ...], Review]:
    """What the coach says of a card: its findings and the whole review. Reviewed once a card and session."""
    coach = engine()
    made: dict[tuple[str, int], Review] = st.session_state.setdefault(_REVIEWED, {})
    name = (card.id, id(coach))
    if name not in made:
        made[name] = coach.by_rules(draft_of(card))
    return seen_by_coach(card, made[name]), made[name]
