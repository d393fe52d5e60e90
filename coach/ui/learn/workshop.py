"""Learn: from the team's own draft, a handout of lines that read as work, and a page for the one who leads the hour."""

from __future__ import annotations

from functools import partial

import streamlit as st

from coach.learning.handout_html import guide_html, handout_html
from coach.learning.handout_pdf import guide_pdf, handout_pdf, unprintable
from coach.learning.workshop import Guide, Handout, HandoutLine, handout_of
from coach.learning.workshop_words import counted, name_of
from coach.ui.finding_card import citations_html
from coach.ui.learn import workshop_state
from coach.ui.learn.words import NO_ACTIVITIES, WORKSHOP_LEAD, WORKSHOP_PASTE
from coach.ui.markup import escaped, listed, note, words_of
from coach.ui.words import PLACEHOLDER

_FILE_TYPES = ["md", "txt", "docx", "csv", "tsv", "xlsx", "json"]
_SHOWN = 12
"""Lines of the handout on the page; all of them are in the files."""


def show_workshop() -> None:
    """The draft's entry, or what comes of it."""
    st.html(f'<p class="okr-lead">{escaped(WORKSHOP_LEAD)}</p>')
    review = workshop_state.review()
    if review is None:
        _show_entry()
        return
    handout = handout_of(review)
    with st.container(horizontal=True, vertical_alignment="center", key="okr_workshop_head"):
        whose = "The draft on your Review page" if workshop_state.is_from_review_page() else "The draft you gave"
        st.html(f'<h3 class="okr-h3">{whose}</h3>')
        st.button("Another draft", type="tertiary", on_click=workshop_state.take_another, icon=":material/note_add:")
    if not handout.lines:
        st.html(note(NO_ACTIVITIES))
        return
    guide = workshop_state.guide()
    left, right = st.columns([1, 1], gap="large")
    with left:
        _show_handout(handout)
    with right:
        _show_guide(guide, handout)


def _show_entry() -> None:
    text = st.text_area(WORKSHOP_PASTE, key=workshop_state.box(), height=220, placeholder=PLACEHOLDER)
    with st.container(horizontal=True, vertical_alignment="center"):
        asked = st.button("Make the handout", type="primary", key="okr_workshop_make")
        if workshop_state.has_draft_on_review_page():
            st.button(
                "Use the draft on the Review page", type="tertiary", on_click=workshop_state.take_from_review_page
            )
    said = st.empty()
    uploaded = st.file_uploader("Or choose a file", type=_FILE_TYPES, key=workshop_state.upload_key())
    if asked or uploaded is not None:
        with st.spinner("Reading the draft"):
            if asked:
                workshop_state.give_text(text or "")
            elif uploaded is not None:
                workshop_state.give_file(uploaded.getvalue(), uploaded.name)
        st.rerun()
    if problem := workshop_state.problem():
        said.html(note(problem, "alert"))


def _show_handout(handout: Handout) -> None:
    st.html(f'<h3 class="okr-h3">The handout</h3><p>{escaped(counted(handout))}</p>')
    with st.container(horizontal=True, key="okr_workshop_handout"):
        _show_download("Handout as PDF", partial(handout_pdf, handout), "okr-workshop-handout.pdf")
        _show_download("Handout as HTML", partial(handout_html, handout), "okr-workshop-handout.html")
    if missing := unprintable(handout):
        st.html(
            note(
                f"The PDF’s font has no sign for {len(missing)} of the characters ({' '.join(missing[:8])}). The HTML shows them all; "
                "print that one."
            )
        )
    rest = len(handout.lines) - _SHOWN
    more = f'<p class="okr-because">{rest} more in the files.</p>' if rest > 0 else ""
    st.html(listed((_line_html(line) for line in handout.lines[:_SHOWN]), "okr-list okr-unread") + more)


def _line_html(line: HandoutLine) -> str:
    doubt = " The coach is not sure here, and asks." if line.doubted else ""
    return (
        f'<p class="okr-because">{name_of(line)}</p><p><b>{words_of(line.text)}</b></p><p>{escaped(line.question)}'
        f'<span class="okr-cell">{doubt}</span></p>'
    )


def _show_guide(guide: Guide, handout: Handout) -> None:
    st.html(
        f'<h3 class="okr-h3">The facilitator’s page</h3><p>{guide.minutes} minutes, in {len(guide.steps)} steps.</p>'
    )
    with st.container(horizontal=True, key="okr_workshop_guide"):
        _show_download("Facilitator’s page as PDF", partial(guide_pdf, guide, handout), "okr-workshop-facilitator.pdf")
        _show_download(
            "Facilitator’s page as HTML", partial(guide_html, guide, handout), "okr-workshop-facilitator.html"
        )
    steps = "".join(
        f'<details class="okr-fold"><summary>{escaped(step.title)} ({step.minutes} minutes)</summary><div class="okr-step">'
        f"<p>{escaped(step.do)}</p><h4>Ask</h4>{listed(map(escaped, step.ask))}<h4>Listen for</h4>"
        f"{listed(map(escaped, step.listen_for))}{citations_html(step.citations)}</div></details>"
        for step in guide.steps
    )
    st.html(f"{listed(map(escaped, guide.before))}{steps}")


def _show_download(label: str, made: partial[bytes] | partial[str], name: str) -> None:
    mime = "application/pdf" if name.endswith(".pdf") else "text/html"
    st.download_button(
        label,
        data=made,
        file_name=name,
        mime=mime,
        on_click="ignore",
        icon=":material/download:",
        key=f"okr_get_{name}",
    )
