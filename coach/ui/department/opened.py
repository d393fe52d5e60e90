"""One team's draft with its marks, and what was found in it: to read, not to change."""

from __future__ import annotations

import streamlit as st

from coach.criteria import SEVERITY_WORDS
from coach.critique import Review
from coach.department.kept_runs import KeptRun
from coach.department.results import DraftRow, Results
from coach.errors import CoachError
from coach.report.department.coachs_page import counted, title_of
from coach.report.plain import visible
from coach.ui.department import state
from coach.ui.draft_component import show_marked_draft
from coach.ui.finding_card import card_html
from coach.ui.marked_draft import draft_html, legend_html
from coach.ui.markup import escaped, note, swatch
from coach.ui.words import counted as found_words
from coach.ui.words import finding_title, line_name

_OBJECTIVES = 60
_FINDINGS = 60
"""Findings of one draft that are shown; the chosen one is always among them."""


def show_opened(run: KeptRun, results: Results) -> None:
    """The draft that was opened, if one was."""
    found = state.opened()
    if found is None:
        return
    with st.container(key="okr_dept_opened"):
        try:
            reviewed = state.review_of(run, found.draft)
        except CoachError as error:
            st.html(note(str(error), "alert"))
            return
        if reviewed is None:
            st.html(note("This draft is not kept any more; review the sheet again.", "alert"))
            return
        review: Review = reviewed.review
        _show_head(results, found, reviewed.team, review)
        with st.container(key="okr_columns"):
            left, right = st.columns([5, 4], gap="large")
            with left, st.container(key="okr_draft_panel"):
                with st.container(border=True, key="okr_sheet"):
                    show_marked_draft(draft_html(review, _OBJECTIVES), found.finding, state.select_finding)
                if legend := legend_html(review):
                    st.html(f'<p class="okr-legend">{legend}</p>')
            with right:
                st.html(findings_html(review, found.finding, found.criterion))


def _show_head(results: Results, found: state.Opened, team: str, review: Review) -> None:
    about = f" · {title_of(found.criterion)}" if found.criterion else ""
    with st.container(horizontal=True, vertical_alignment="center", key="okr_dept_opened_head"):
        st.html(f'<h3 class="okr-h2" dir="auto">{escaped(team)}{escaped(about)}</h3>')
        st.button(
            "Close",
            on_click=state.open_draft,
            args=(None,),
            type="tertiary",
            icon=":material/close:",
            key="okr_dept_close",
        )
    st.html(
        f'<p class="okr-standing"><b>{escaped(review.readiness)}</b> <span class="okr-because">{escaped(found_words(review))}</span></p>'
    )
    drafts = results.drafts_of(team)
    if len(drafts) > 1:
        _show_which(drafts, found.draft)


def _show_which(drafts: list[DraftRow], draft: int) -> None:
    numbers = [each.draft for each in drafts]
    key = f"okr_dept_which_{draft}"
    st.selectbox(
        f"Draft, of {counted(len(drafts), 'draft')}",
        range(len(numbers)),
        index=numbers.index(draft),
        format_func=lambda at: draft_name(drafts[at], at),
        key=key,
        on_change=lambda: state.open_draft(state.Opened(numbers[st.session_state[key]], 0)),
        width=420,
    )


def draft_name(draft: DraftRow, at: int) -> str:
    """A draft in the list of a team's drafts; plain text, as a box shows it."""
    name = f"{draft.name}, " if draft.name != draft.team else ""
    return f"{at + 1}: {visible(name)}{draft.readiness}, {counted(draft.findings, 'finding')}"


def findings_html(review: Review, selected: int | None, criterion: str | None) -> str:
    """The findings, each a line that opens in place: those of the criterion first, the chosen one open."""
    order = sorted(range(len(review.findings)), key=lambda number: review.findings[number].criterion != criterion)
    shown = order[:_FINDINGS]
    if selected is not None and selected < len(review.findings) and selected not in shown:
        shown.insert(0, selected)
    parts = []
    for number in shown:
        finding = review.findings[number]
        is_open = " open" if number == selected else ""
        parts.append(
            f'<details class="okr-dept-finding" data-finding="{number}"{is_open}><summary>{swatch(finding.severity)}'
            f"<span><b>{escaped(finding_title(finding))}</b> "
            f'<span class="okr-because">{escaped(line_name(finding.where, review.draft))} · {SEVERITY_WORDS[finding.severity]}</span></span>'
            f"</summary>{card_html(finding)}</details>"
        )
    if (rest := len(review.findings) - len(shown)) > 0:
        parts.append(f'<p class="okr-because">{counted(rest, "more finding")} in this draft: see the report.</p>')
    return (
        f'<div class="okr-dept-findings">{"".join(parts)}</div>' if parts else note("Nothing was found in this draft.")
    )
