"""The draft to take away, as a file or by the clipboard, and the review of it."""

from __future__ import annotations

from functools import partial

import streamlit as st

from coach.critique import Review
from coach.drafting.taking_away import ENDINGS, MIME, Form, as_plain_text, file_name, taken_away
from coach.report import as_json, as_markdown

_FORMS: dict[Form, str] = {"markdown": "Markdown", "docx": "Word", "csv": "CSV"}


def show_take_away(review: Review) -> None:
    """One line that opens the ways to take the draft and its review along; nothing is written before that."""
    opened = st.expander("Take it with you", icon=":material/download:", on_change="rerun", key="okr_take_away")
    if not opened.open:
        return
    with opened:
        st.html('<h3 class="okr-h3">The draft</h3>')
        with st.container(horizontal=True, key="okr_draft_files"):
            for form, name in _FORMS.items():
                _download(
                    name,
                    partial(taken_away, review.draft, form),
                    file_name(review.draft, ENDINGS[form]),
                    MIME[form],
                    f"draft_{form}",
                )
        st.html(
            '<p class="okr-because">Or copy it: the sign at the right of the box puts all of it on the clipboard.</p>'
        )
        st.code(as_plain_text(review.draft), language=None, wrap_lines=True, height=180)
        st.html('<h3 class="okr-h3">The review</h3>')
        with st.container(horizontal=True, key="okr_review_files"):
            _download(
                "Review as Markdown",
                partial(as_markdown, review),
                file_name(review.draft, "md", "okr-review"),
                "text/markdown",
                "review_md",
            )
            _download(
                "Review as JSON",
                partial(as_json, review),
                file_name(review.draft, "json", "okr-review"),
                "application/json",
                "review_json",
            )


def _download(label: str, data: partial[bytes] | partial[str], name: str, mime: str, key: str) -> None:
    st.download_button(
        label,
        data=data,
        file_name=name,
        mime=mime,
        on_click="ignore",
        type="tertiary",
        icon=":material/download:",
        key=f"okr_take_{key}",
    )
