"""The forms of the review page: a line in other words, its blanks, a further key result, the reason of an excuse."""

from __future__ import annotations

import re
from collections.abc import Callable

import streamlit as st

from coach.critique import Finding, Review
from coach.drafting import open_blanks
from coach.okr import Draft, KeyResult, Objective
from coach.reading.result import Where
from coach.report.plain import visible
from coach.ui.markup import escaped, note, quoted
from coach.ui.review import changing, state, versions, working
from coach.ui.review.working import Work
from coach.ui.words import line_name, line_text

_NAMES = {
    "baseline": "Where does it start from today?",
    "target": "Which value should it reach?",
    "date": "By when?",
    "name": "Who drives it?",
}
"""What is asked for a blank whose label is short; the label itself is said with it."""


_SIGNS = re.compile(r"[\\`*_\[\]{}<>#+!|~$&^=]|:(?=\S)|-(?=[->])|(?<=\d)[.)](?=\s)|^[-+]")


def show_form(form: Work, review: Review) -> None:
    """The form that is open, with what keeps it from being taken."""
    with st.container(key="okr_form"):
        shows = {"edit": _edit, "fill": _fill, "add": _add, "excuse": _excuse}
        shows[form.kind](form, review)
        if message := working.wrong():
            st.html(note(message, "alert"))


def show_desk(review: Review) -> None:
    """The form that belongs to a line of the draft and to no finding, above the list."""
    form = working.work()
    if form is None or form.finding is not None or not _is_there(form.where, review.draft):
        return
    with st.container(border=True, key="okr_desk"):
        show_form(form, review)


def _edit(form: Work, review: Review) -> None:
    draft, where = review.draft, form.where
    if where.objective is None:
        _edit_whole(review)
        return
    st.html(f'<h3 class="okr-h3">Edit {escaped(line_name(where, draft).lower())}</h3>')
    with st.form(_key("edit", where), border=False):
        st.text_area("The line, in your words", value=line_text(where, draft), key=_key("words", where), height=120)
        holder = _holder(draft, where)
        if _asks(review, where, "missing-owner") or draft.carries_owners or holder.owner:
            st.text_input("Owner", value=holder.owner or "", key=_key("owner", where))
        if isinstance(holder, KeyResult) and (holder.due or _asks(review, where, "missing-deadline")):
            hint = "Here, or in the line itself."
            st.text_input("Due", value=holder.due or "", key=_key("due", where), placeholder=hint)
        with st.container(horizontal=True, gap="small"):
            asked = ("words", "owner", "due")
            _submit("Save", changing.save_line, (draft, where, tuple(_key(name, where) for name in asked)))
            _cancel()
            st.form_submit_button(
                "Remove this line",
                type="tertiary",
                icon=":material/delete:",
                on_click=changing.remove,
                args=(draft, where),
            )


def _edit_whole(review: Review) -> None:
    """What is said of the draft as a whole: what it serves, its cycle; the rest is in its text."""
    draft = review.draft
    st.html('<h3 class="okr-h3">About the whole draft</h3>')
    with st.form(_key("whole", Where()), border=False):
        st.text_input("What above it does it serve?", value=draft.parent or "", key=_key("parent", Where()))
        st.text_input("Its cycle", value=draft.period or "", key=_key("period", Where()), placeholder="Q1 2027")
        st.html(
            '<p class="okr-because">Objectives and key results are changed with “Edit” beside the line, or as text.</p>'
        )
        with st.container(horizontal=True, gap="small"):
            _submit("Save", changing.save_whole, (draft, _key("parent", Where()), _key("period", Where())))
            _cancel()


def _fill(form: Work, review: Review) -> None:
    draft, where, now = review.draft, form.where, versions.current()
    text = line_text(where, draft)
    labels = open_blanks(text, now.offered) if now else ()
    if now is None or not labels:
        working.close_form()
        return
    st.html(
        f'<h3 class="okr-h3">Fill in {escaped(line_name(where, draft).lower())}</h3>'
        f'<p class="okr-line">{quoted(text)}</p>'
    )
    keys = tuple(_key(f"blank{number}", where) for number in range(len(labels)))
    owner = _key("blank_owner", where)
    with st.form(_key("fill", where), border=False):
        for label, key in zip(labels, keys, strict=True):
            asked = f"{_NAMES[label]} ({label})" if label in _NAMES else f"Fill in: {label}"
            st.text_input(_spoken(asked), key=key)
        if where.key_result is not None and draft.carries_owners and not _holder(draft, where).owner:
            st.text_input("Who drives it? (owner)", key=owner)
        st.html('<p class="okr-because">What you leave empty stays a blank in the line.</p>')
        with st.container(horizontal=True, gap="small"):
            _submit("Put it in", changing.fill_in, (draft, where, now.offered, keys, owner))
            _cancel("Later")


def _add(form: Work, review: Review) -> None:
    draft, where = review.draft, form.where
    several = len(draft.objectives) > 1
    under = f" under objective {(where.objective or 0) + 1}" if several else ""
    st.html(f'<h3 class="okr-h3">Add a key result{under}</h3>')
    with st.form(_key("add", where), border=False):
        hint = "Which measure, from what to what, by when"
        st.text_area("The key result", key=_key("added", where), height=100, placeholder=hint)
        with st.container(horizontal=True, gap="small"):
            _submit("Add it", changing.add_key_result, (draft, where.objective or 0, _key("added", where)))
            _cancel()


def _excuse(form: Work, review: Review) -> None:
    finding = _finding(form, review)
    if finding is None:
        working.close_form()
        return
    where = finding.where
    with st.form(_key(f"excuse-{finding.criterion}", where), border=False):
        asked = "Why does it stay as it is?"
        st.text_input(
            asked,
            key=_key(f"reason-{finding.criterion}", where),
            help="The reason stands with the line, for whoever reads it next.",
        )
        with st.container(horizontal=True, gap="small"):
            _submit(
                "Set it aside", changing.excuse, (review.draft, finding, _key(f"reason-{finding.criterion}", where))
            )
            _cancel()


def _spoken(text: str) -> str:
    """`text` as the label of a field: screen readers get it as it is, so signs of Markdown are left out and not escaped."""
    return " ".join(_SIGNS.sub(" ", visible(text)).split())


def _submit(label: str, act: Callable[..., None], args: tuple[object, ...]) -> None:
    st.form_submit_button(label, type="primary", on_click=act, args=args)


def _cancel(label: str = "Cancel") -> None:
    st.form_submit_button(label, on_click=changing.cancel)


def _finding(form: Work, review: Review) -> Finding | None:
    return next((finding for finding in review.findings if state.name_of(finding) == form.finding), None)


def _asks(review: Review, where: Where, criterion: str) -> bool:
    return any(f.criterion == criterion and where in (f.where, *f.also) for f in review.findings)


def _holder(draft: Draft, where: Where) -> Objective | KeyResult:
    objective = draft.objectives[where.objective or 0]
    return objective if where.key_result is None else objective.key_results[where.key_result]


def _is_there(where: Where, draft: Draft) -> bool:
    if where.objective is None:
        return True
    if where.objective >= len(draft.objectives):
        return False
    return where.key_result is None or where.key_result < len(draft.objectives[where.objective].key_results)


def _key(what: str, where: Where) -> str:
    """A widget's key: another for each version, so that a form begins with what stands."""
    return f"okr_{what}_{versions.name()}_{where.objective}_{where.key_result}"
