"""The one-page standard: what was given is filled in, what was not stays a blank; to be printed, or taken as Markdown or Word."""

from __future__ import annotations

from functools import partial

import streamlit as st

from coach.criteria import catalogue
from coach.diagnosis.standard import (
    AGREEMENT_LENGTH,
    MOST_AGREEMENTS,
    NAME_LENGTH,
    SCALES,
    Line,
    Section,
    Standard,
    standard,
)
from coach.diagnosis.standard_forms import ENDINGS, MIME, STRONG, Form, written
from coach.errors import CoachError
from coach.ui.engine import engine
from coach.ui.learn.rhythm_facts import CYCLE_HELP, ask_days, facts, given, key_of, take
from coach.ui.markup import escaped, note, words_of

LEAD = (
    "One page that everybody uses makes OKRs comparable. It is filled from your house rules and from what you give here. "
    "What you leave out stays a blank in square brackets, to be filled in when it is settled."
)
_LABELS: dict[Form, str] = {"html": "Save to print", "markdown": "Save as Markdown", "docx": "Save for Word"}
_NAMES = ("organisation", "cycle", "start", "end", "weekday", "meeting", "scale", "keeper", "decides")
_AGREED = "agreements_typed"


def show_standard() -> None:
    """The form, and the page as it stands."""
    st.html(f'<p class="okr-lead">{LEAD}</p>')
    with st.form("okr_standard_form", border=True):
        _ask()
        st.form_submit_button(
            "Fill in the page", type="primary", on_click=take, args=("standard", (*_NAMES, _AGREED), _split)
        )
    try:
        page = standard(catalogue(), engine().rules, given())
    except CoachError as error:
        st.html(note(str(error), "alert"))
        return
    with st.container(horizontal=True, key="okr_standard_files"):
        for form, label in _LABELS.items():
            st.download_button(
                label, partial(written, page, form), f"okr-standard.{ENDINGS[form]}", MIME[form],
                key=f"okr_standard_{form}", on_click="ignore", type="primary" if form == "html" else "secondary",
            )  # fmt: skip
    st.html(_page_html(page))


def _ask() -> None:
    with st.container(horizontal=True, key="okr_standard_whose"):
        st.text_input("Organisation", key=key_of("standard", "organisation", ""), max_chars=NAME_LENGTH)
        st.text_input("Cycle", key=key_of("standard", "cycle", ""), max_chars=NAME_LENGTH, help=CYCLE_HELP)
    ask_days("standard")
    with st.container(horizontal=True, key="okr_standard_how"):
        st.text_input(
            "Meeting that holds the check-in", key=key_of("standard", "meeting", ""), max_chars=NAME_LENGTH,
            placeholder="One that you already have",
        )  # fmt: skip
        st.selectbox(
            "Scores", list(SCALES), key=key_of("standard", "scale", None), index=None, placeholder="Not settled"
        )
    with st.container(horizontal=True, key="okr_standard_who"):
        st.text_input("Who keeps the page", key=key_of("standard", "keeper", ""), max_chars=NAME_LENGTH)
        st.text_input("Who decides between two aims", key=key_of("standard", "decides", ""), max_chars=NAME_LENGTH)
    st.text_area(
        "Who agrees with whom, and on what", key=key_of("standard", _AGREED, ""), height=110,
        placeholder="Sales with Support on the time to a first answer", max_chars=MOST_AGREEMENTS * (AGREEMENT_LENGTH + 1),
        help=f"One agreement a line, at most {MOST_AGREEMENTS} of {AGREEMENT_LENGTH} characters, so that it stays one page.",
    )  # fmt: skip


def _split() -> None:
    """Take the agreements line by line."""
    facts()["agreements"] = tuple(str(facts().get(_AGREED) or "").split("\n"))


def _page_html(page: Standard) -> str:
    sections = "".join(_section_html(section) for section in page.sections)
    notes = "".join(f'<p class="okr-because">{words_of(text)}</p>' for text in (*page.notes, STRONG))
    return (
        f'<article class="okr-sheet" aria-label="The one-page standard"><h3 class="okr-h2">{_line_html(page.title)}</h3>'
        f'<p class="okr-because">{_line_html(page.about)}</p><div class="okr-six">{sections}</div>{notes}</article>'
    )


def _section_html(section: Section) -> str:
    pattern = f'<p class="okr-pattern">{_line_html(section.pattern)}</p>' if section.pattern else ""
    rows = "".join(f"<li>{_line_html(line)}</li>" for line in section.lines)
    return (
        f'<section><h3 class="okr-h3">{escaped(section.title)}</h3>{pattern}<ul class="okr-list">{rows}</ul></section>'
    )


def _line_html(line: Line) -> str:
    words = "".join(
        f'<span class="okr-blank">{escaped(piece.text)}</span>' if piece.is_blank else words_of(piece.text)
        for piece in line.pieces
    )
    return f"<b>{words}</b>" if line.is_strong else words
