"""The talk itself, on whichever page it stands: what was said, quick replies, the box to type in, the answer as it comes.

What was typed or clicked waits in the session until the answer is kept, so that a click in the middle of an answer loses nothing:
the question is asked again.
"""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from coach.dialogue.conversation import Conversation, Turn
from coach.editing import as_text
from coach.ui.chat import state as chat_state
from coach.ui.chat import view
from coach.ui.chat.newest_turn import show_newest
from coach.ui.chat.turns import said_html, turn_html
from coach.ui.chat.words import NOT_SENT, PLACEHOLDER, TAKE, short, spent
from coach.ui.markup import escaped, label_of, note

_ALWAYS = ("Skip", "Why?", "Show an example", "Undo", "What else?")
"""Quick replies that fit at any time, as the writer would type them."""
_TURNS_AT_ONCE = 40
"""Turns drawn before "Show what was said before": each answer draws them again."""


def show_turns(
    conversation: Conversation, place: st.delta_generator.DeltaGenerator, is_beside_draft: bool = False
) -> None:
    """What was said so far, in `place`, and what to tell about keeping it.

    Args:
        conversation: what was said in.
        place: where to draw.
        is_beside_draft: whether the draft was there first, so that how it was given need not be told.
    """
    turns = conversation.turns
    if is_beside_draft and _begins_with_draft(conversation):
        turns = turns[2:]
    shown = turns if view.shows_all_turns() else turns[-_TURNS_AT_ONCE:]
    with place:
        if len(shown) < len(turns):
            earlier = f"Show what was said before: {len(turns) - len(shown)} more"
            st.button(earlier, on_click=view.show_all_turns, type="tertiary", key="okr_earlier")
        for turn in shown:
            _show_turn(turn)
        if conversation.usage.tokens:
            st.html(f'<p class="okr-because okr-spent">{escaped(spent(conversation.usage.tokens))}</p>')
        _show_notices()


def _begins_with_draft(conversation: Conversation) -> bool:
    """Whether the first that was said, after the greeting, is the draft itself."""
    said, draft = conversation.turns[1:2], conversation.first_draft
    if not said or draft is None or len(conversation.turns) < 3:
        return False
    return said[0].by == "writer" and said[0].text == (draft.source or as_text(draft)).strip()


def _show_turn(turn: Turn) -> None:
    with _message(turn.by == "coach"):
        st.html(turn_html(turn))


def _message(by_coach: bool) -> st.delta_generator.DeltaGenerator:
    if by_coach:
        return st.chat_message("Coach", avatar=":material/edit_note:")
    return st.chat_message("You", avatar=":material/person:")


def _show_notices() -> None:
    if message := chat_state.notice():
        st.html(note(message, "alert"))
    if words := chat_state.unsent():
        with st.container(key="okr_unsent"):
            st.html(f'<p class="okr-because">{NOT_SENT}</p>{said_html(words)}')
            with st.container(horizontal=True):
                st.button("Send it again", on_click=chat_state.send, args=(words,), key="okr_send_again")
                st.button("Drop it", on_click=chat_state.drop_unsent, type="tertiary", key="okr_drop")


def show_entry(conversation: Conversation, placeholder: str = PLACEHOLDER) -> None:
    """Quick replies, and the box to type in."""
    if conversation.draft is not None:
        last = conversation.turns[-1]
        offered = last.options if last.by == "coach" else ()
        takes = (TAKE,) if conversation.open is not None and conversation.open.suggestion is not None else ()
        with st.container(horizontal=True, key="okr_replies", gap="small"):
            _show_replies((*takes, *offered), "reply", conversation)
            _show_replies([f"[{label}]" for label in chat_state.blanks()], "blank", conversation)
            can_undo = conversation.at > 0
            _show_replies([words for words in _ALWAYS if can_undo or words != "Undo"], "always", conversation)
    st.chat_input(placeholder, key="okr_entry", on_submit=chat_state.send_typed, submit_mode="disable")


def _show_replies(replies: Sequence[str], kind: str, conversation: Conversation) -> None:
    """Buttons that say these words for the writer. A blank, in its brackets, is asked for; a line on offer is taken with it."""
    for number, words in enumerate(dict.fromkeys(replies)):
        key = f"okr_{kind}_{len(conversation.turns)}_{number}"
        label = short(words) if kind == "blank" else words
        st.button(label_of(label), on_click=chat_state.send, args=(words,), key=key)


def show_answer(conversation: Conversation, place: st.delta_generator.DeltaGenerator) -> None:
    """Bring the newest turn into view, and answer in `place` what waits for an answer. Call it last: the page is then drawn anew."""
    words = chat_state.waiting()
    show_newest(conversation.id, len(conversation.turns) + bool(words))
    if words:
        with place:
            _answer(words)


def _answer(words: str) -> None:
    """Draw what was said and, as it comes, what the coach says to it; keep both, and draw the page anew."""
    with _message(by_coach=False):
        st.html(f'<div class="okr-turn writer">{said_html(words)}</div>')
    with _message(by_coach=True):
        place, text = st.empty(), ""
        with st.spinner("Reading"):
            for piece in chat_state.say(words):
                text += piece
                place.html(f'<div class="okr-turn">{said_html(text)}</div>')
    st.rerun()
