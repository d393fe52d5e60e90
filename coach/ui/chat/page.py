"""The chat page: the conversation, and beside it the draft as it changes.

What was typed or clicked waits in the session until the answer is kept, so that a click in the middle of an answer loses nothing:
the question is asked again.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st

from coach.critique import Review
from coach.dialogue.conversation import Conversation, Turn
from coach.dialogue.export import ENDINGS, MIME, Form, exported
from coach.ui import browser_key
from coach.ui.chat import state as chat_state
from coach.ui.chat.changes import changes_html, decisions_html
from coach.ui.chat.newest_turn import show_newest
from coach.ui.chat.past_conversations import show_past
from coach.ui.chat.turns import said_html, turn_html
from coach.ui.chat.words import LEAD, NOT_SENT, PAST, PLACEHOLDER, STARTERS, TAKE, short, spent
from coach.ui.draft_component import show_marked_draft
from coach.ui.examples import EXAMPLES
from coach.ui.finding_card import card_html
from coach.ui.marked_draft import draft_html, legend_html
from coach.ui.markup import escaped, label_of, note
from coach.ui.navigation import go_to
from coach.ui.review import state
from coach.ui.review.page import unread_html
from coach.ui.words import counted

_FORMS: dict[Form, str] = {"markdown": "Markdown", "docx": "Word", "json": "JSON"}
_ALWAYS = ("Skip", "Why?", "Show an example", "Undo", "What else?")
"""Quick replies that fit at any time, as the writer would type them."""
_TURNS_AT_ONCE = 40
"""Turns drawn before "Show what was said before": each answer draws them again."""


def show_chat_page() -> None:
    """The page: the open conversation with its draft, or the past conversations."""
    browser_key.hand_over()
    if chat_state.shows_list():
        show_past()
        return
    conversation = chat_state.current()
    _show_head(conversation)
    draft = conversation.draft
    if draft is None:
        st.html(f'<p class="okr-lead">{LEAD}</p>')
        said = st.container(key="okr_said")
        _show_turns(conversation, said)
        _show_starters()
    else:
        with st.container(key="okr_chat"), st.container(key="okr_columns"):
            left, right = st.columns([5, 4], gap="large")
            with left, st.container(key="okr_draft_panel"):
                _show_draft(conversation)
            said = right.container(key="okr_said")
            _show_turns(conversation, said)
    with said:
        _show_notices()
    with st.bottom:
        _show_entry(conversation)
    words = chat_state.waiting()
    show_newest(conversation.id, len(conversation.turns) + bool(words))
    if words:
        with said:
            _answer(words)


def _show_head(conversation: Conversation) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key="okr_chat_head"):
        st.html('<h2 class="okr-h2">Conversation</h2>')
        if len(conversation.turns) > 1:
            st.button("New conversation", on_click=chat_state.begin_new, type="tertiary", icon=":material/note_add:")
        st.button(PAST, on_click=chat_state.show_list, args=(True,), type="tertiary", icon=":material/history:")
        if conversation.draft is not None:
            with st.popover("Export", type="tertiary", icon=":material/download:"):
                _show_exports(conversation)


def _show_exports(conversation: Conversation) -> None:
    for form, name in _FORMS.items():
        st.download_button(
            f"Save as {name}",
            data=partial(exported, conversation, form),
            file_name=f"okr-conversation.{ENDINGS[form]}",
            mime=MIME[form],
            on_click="ignore",
            type="tertiary",
            key=f"okr_export_{form}",
        )


def _show_turns(conversation: Conversation, place: st.delta_generator.DeltaGenerator) -> None:
    turns = conversation.turns
    shown = turns if chat_state.shows_all_turns() else turns[-_TURNS_AT_ONCE:]
    with place:
        if len(shown) < len(turns):
            earlier = f"Show what was said before: {len(turns) - len(shown)} more"
            st.button(earlier, on_click=chat_state.show_all_turns, type="tertiary", key="okr_earlier")
        for turn in shown:
            _show_turn(turn)
        if conversation.usage.tokens:
            st.html(f'<p class="okr-because okr-spent">{escaped(spent(conversation.usage.tokens))}</p>')


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


def _show_starters() -> None:
    st.html(f'<h3 class="okr-h3">{STARTERS}</h3>')
    with st.container(key="okr_columns"):
        for number, (column, example) in enumerate(zip(st.columns(len(EXAMPLES)), EXAMPLES, strict=True)):
            with column, st.container(border=True, key=f"okr_starter_{number}"):
                st.html(f'<h3 class="okr-h3">{example.name}</h3><p class="okr-because">{example.about}</p>')
                label = f"Talk about the {example.whose} draft"
                st.button(label, on_click=chat_state.send, args=(example.text,), key=f"okr_talk_{number}")


def _show_draft(conversation: Conversation) -> None:
    review = chat_state.review()
    if review is None:
        return
    versions = f"Version {conversation.at + 1}" if len(conversation.versions) > 1 else ""
    st.html(
        f'<div class="okr-draft-head"><h2 class="okr-h2">Your draft</h2><span class="okr-because">{versions}</span></div>'
        f'<p class="okr-standing"><b>{escaped(review.readiness)}</b> <span class="okr-because">{escaped(counted(review))}</span></p>'
    )
    if not review.draft.is_empty:
        with st.container(border=True, key="okr_sheet"):
            show_marked_draft(draft_html(review), chat_state.selected(), chat_state.select)
        if legend := legend_html(review):
            st.html(f'<p class="okr-legend">{legend}</p>')
        if st.button("Review this draft", icon=":material/rule:", type="tertiary", key="okr_review_this"):
            with st.spinner("Reading the draft"):
                state.review_draft(review.draft)
            go_to("review")
    _show_selected(review)
    below = changes_html(conversation) + decisions_html(conversation) + unread_html(review.unread)
    if below:
        st.html(below)


def _show_selected(review: Review) -> None:
    number = chat_state.selected()
    if number is None or number >= len(review.findings):
        return
    finding = review.findings[number]
    with st.container(border=True, key="okr_chosen"):
        st.html(f'<h3 class="okr-h3">{escaped(finding.title)}</h3>{card_html(finding)}')
        st.button("Close", on_click=chat_state.select, args=(None,), type="tertiary", key="okr_close_finding")


def _show_entry(conversation: Conversation) -> None:
    """Quick replies, and the box to type in."""
    if conversation.draft is not None:
        last = conversation.turns[-1]
        offered = last.options if last.by == "coach" else ()
        takes = (TAKE,) if conversation.open is not None and conversation.open.suggestion is not None else ()
        with st.container(horizontal=True, key="okr_replies", gap="small"):
            _show_replies((*takes, *offered), "reply", conversation)
            _show_replies([f"[{label}]" for label in chat_state.blanks()], "blank", conversation)
            _show_replies(_ALWAYS, "always", conversation)
    st.chat_input(PLACEHOLDER, key="okr_entry", on_submit=chat_state.send_typed, submit_mode="disable")


def _show_replies(replies: Sequence[str], kind: str, conversation: Conversation) -> None:
    """Buttons that say these words for the writer. A blank, in its brackets, is asked for; a line on offer is taken with it."""
    for number, words in enumerate(dict.fromkeys(replies)):
        key = f"okr_{kind}_{len(conversation.turns)}_{number}"
        label = short(words) if kind == "blank" else words
        st.button(label_of(label), on_click=chat_state.send, args=(words,), key=key)


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
