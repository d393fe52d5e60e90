"""The chat page: the conversation, and beside it the draft as it changes."""

from __future__ import annotations

from functools import partial

import streamlit as st

from coach.critique import Review
from coach.dialogue.conversation import Conversation
from coach.dialogue.export import ENDINGS, MIME, Form, exported
from coach.drafting import counts, judged, readiness, unfinished
from coach.ui import browser_key
from coach.ui.chat import state as chat_state
from coach.ui.chat import view
from coach.ui.chat.changes import changes_html, decisions_html
from coach.ui.chat.past_conversations import show_past
from coach.ui.chat.talk import show_answer, show_entry, show_turns
from coach.ui.chat.words import LEAD, PAST, STARTERS
from coach.ui.draft_component import show_marked_draft
from coach.ui.examples import EXAMPLES
from coach.ui.finding_card import card_html
from coach.ui.marked_draft import draft_html, legend_html
from coach.ui.markup import escaped
from coach.ui.navigation import go_to
from coach.ui.review import state
from coach.ui.unread import unread_html

_FORMS: dict[Form, str] = {"markdown": "Markdown", "docx": "Word", "json": "JSON"}


def show_chat_page() -> None:
    """The page: the open conversation with its draft, or the past conversations."""
    browser_key.hand_over()
    if view.shows_list():
        show_past()
        return
    conversation = chat_state.current()
    _show_head(conversation)
    draft = conversation.draft
    if draft is None:
        st.html(f'<p class="okr-lead">{LEAD}</p>')
        said = st.container(key="okr_said")
        show_turns(conversation, said)
        _show_starters()
    else:
        with st.container(key="okr_chat"), st.container(key="okr_columns"):
            left, right = st.columns([5, 4], gap="large")
            with left, st.container(key="okr_draft_panel"):
                _show_draft(conversation)
            said = right.container(key="okr_said")
            show_turns(conversation, said)
    with st.bottom:
        show_entry(conversation)
    show_answer(conversation, said)


def _show_head(conversation: Conversation) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key="okr_chat_head"):
        st.html('<h2 class="okr-h2">Conversation</h2>')
        if len(conversation.turns) > 1:
            st.button("New conversation", on_click=chat_state.begin_new, type="tertiary", icon=":material/note_add:")
        st.button(PAST, on_click=view.show_list, args=(True,), type="tertiary", icon=":material/history:")
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


def _show_starters() -> None:
    st.html(f'<h3 class="okr-h3">{STARTERS}</h3>')
    with st.container(key="okr_columns"):
        for number, (column, example) in enumerate(zip(st.columns(len(EXAMPLES)), EXAMPLES, strict=True)):
            with column, st.container(border=True, key=f"okr_starter_{number}"):
                st.html(f'<h3 class="okr-h3">{example.name}</h3><p class="okr-because">{example.about}</p>')
                label = f"Talk about the {example.whose} draft"
                st.button(label, on_click=chat_state.send, args=(example.text,), key=f"okr_talk_{number}")


def _show_draft(conversation: Conversation) -> None:
    review, offered = chat_state.review(), conversation.offered
    if review is None:
        return
    review = judged(review, offered)
    versions = f"Version {conversation.at + 1}" if len(conversation.versions) > 1 else ""
    st.html(
        f'<div class="okr-draft-head"><h2 class="okr-h2">Your draft</h2><span class="okr-because">{versions}</span></div>'
        f'<p class="okr-standing"><b>{escaped(readiness(review, offered))}</b> <span class="okr-because">{escaped(counts(review, offered))}</span></p>'
    )
    if not review.draft.is_empty:
        with st.container(border=True, key="okr_sheet"):
            show_marked_draft(
                draft_html(review, blanks=unfinished(review.draft, offered)), view.selected(), view.select
            )
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
    number = view.selected()
    if number is None or number >= len(review.findings):
        return
    finding = review.findings[number]
    with st.container(border=True, key="okr_chosen"):
        st.html(f'<h3 class="okr-h3">{escaped(finding.title)}</h3>{card_html(finding)}')
        st.button("Close", on_click=view.select, args=(None,), type="tertiary", key="okr_close_finding")
