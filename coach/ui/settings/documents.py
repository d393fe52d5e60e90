"""Guidance of the organisation's own: documents added, listed, tried out and removed; what they say is cited like any other guidance."""

from __future__ import annotations

import tempfile
from pathlib import Path

import streamlit as st

from coach.diagnosis.cited import passages_for
from coach.errors import CoachError
from coach.own_documents import OwnDocument, add, documents, remove
from coach.settings import Settings
from coach.ui import visitor
from coach.ui.engine import engine
from coach.ui.finding_card import citations_html
from coach.ui.markup import escaped, note, words_of
from coach.ui.settings.words import (
    DOCUMENTS_ELSEWHERE,
    DOCUMENTS_LEAD,
    NO_DOCUMENTS,
    RULES_FOR_ALL,
    TRY_LABEL,
    TRY_PLACEHOLDER,
)

_UPLOADS, _ASKED = "okr_documents_uploads", "okr_documents_remove"
_PROBLEM, _DONE, _QUESTION = "okr_documents_problem", "okr_documents_done", "okr_documents_question"
_CITED = 3


def show_documents(chosen: Settings) -> None:
    """The list, the box to add one, and a question to try them with."""
    st.html(f'<h3 class="okr-h3">Your documents</h3><p>{DOCUMENTS_LEAD}</p><p class="okr-because">{RULES_FOR_ALL}</p>')
    if problem := st.session_state.pop(_PROBLEM, None):
        st.html(note(problem, "alert"))
    if done := st.session_state.pop(_DONE, None):
        st.html(f'<p role="status" class="okr-note">{escaped(done)}</p>')
    try:
        held = documents(chosen.home)
    except CoachError as error:
        st.html(note(str(error), "alert"))
        return
    may_change = visitor.is_here()
    for document in held:
        _show_document(document, chosen, may_change)
    if not held:
        st.html(note(NO_DOCUMENTS))
    if may_change:
        key = f"okr_documents_upload_{st.session_state.get(_UPLOADS, 0)}"
        st.file_uploader(
            "Add a document", type=["md", "txt", "docx", "pdf"], key=key, on_change=_add, args=(key, chosen)
        )
    else:
        st.html(note(DOCUMENTS_ELSEWHERE))
    if held:
        _show_try()


def _show_document(document: OwnDocument, chosen: Settings, may_change: bool) -> None:
    passages = "1 passage" if document.passages == 1 else f"{document.passages:,} passages"
    with st.container(horizontal=True, vertical_alignment="center", key=f"okr_document_{_short(document)}"):
        st.html(
            f"<p><b>{words_of(document.title)}</b><br><span class='okr-because'>{words_of(document.name)} · {passages} · "
            f"added {escaped(document.added[:10])}</span></p>"
        )
        if not may_change:
            return
        if st.session_state.get(_ASKED) == document.name:
            st.button(
                "Remove it for good", key=f"okr_gone_{_short(document)}", on_click=_remove, args=(document, chosen)
            )
            st.button("Keep it", key=f"okr_stay_{_short(document)}", type="tertiary", on_click=_ask, args=(None,))
        else:
            st.button(
                "Remove", key=f"okr_remove_{_short(document)}", type="tertiary", on_click=_ask, args=(document.name,)
            )


def _show_try() -> None:
    """What is found for a question, the organisation's own passages first where they are on the point."""
    asked = st.text_input(TRY_LABEL, key=_QUESTION, placeholder=TRY_PLACEHOLDER, max_chars=300)
    if not asked.strip():
        return
    try:
        with st.spinner("Looking it up"):
            found = passages_for(engine(), asked, _CITED)
    except CoachError as error:
        st.html(note(str(error), "alert"))
        return
    st.html(citations_html(found, numbered=True))


def _add(key: str, chosen: Settings) -> None:
    """Add what was chosen; called in a callback. The box is a new one afterwards, and so it is empty."""
    upload = st.session_state.get(key)
    st.session_state[_UPLOADS] = int(st.session_state.get(_UPLOADS, 0)) + 1
    if upload is None:
        return
    try:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / (Path(upload.name).name or "document")
            file.write_bytes(upload.getvalue())
            added = add(file, chosen.home)
    except CoachError as error:
        st.session_state[_PROBLEM] = str(error)
        return
    except (OSError, ValueError) as error:  # a name that this system takes for no file's
        st.session_state[_PROBLEM] = f"The document could not be taken ({error}); give the file a shorter, plain name"
        return
    passages = "1 passage" if added.passages == 1 else f"{added.passages:,} passages"
    st.session_state[_DONE] = f"Added: {added.title}, with {passages}. It can be cited from now on."


def _remove(document: OwnDocument, chosen: Settings) -> None:
    _ask(None)
    try:
        remove(document.name, chosen.home)
    except CoachError as error:
        st.session_state[_PROBLEM] = str(error)
        return
    except OSError as error:
        st.session_state[_PROBLEM] = (
            f"The document could not be removed ({error.strerror or error}); it is still cited. Make the data directory writable"
        )
        return
    st.session_state[_DONE] = f"Removed: {document.title}. It is cited no more."


def _ask(name: str | None) -> None:
    st.session_state[_ASKED] = name


def _short(document: OwnDocument) -> str:
    """A name for the keys of its widgets, which become part of the page."""
    import hashlib

    return hashlib.sha256(document.name.encode("utf-8", "replace")).hexdigest()[:12]
