"""Learn: a criterion in a sentence, a pair side by side, why, and a question to take along. One idea a screen."""

from __future__ import annotations

import streamlit as st

from coach.criteria import Example
from coach.learning.lessons import Lesson, fields, lessons
from coach.ui.learn import lesson_state, sections, spot_state
from coach.ui.learn.words import ANY_FIELD
from coach.ui.markup import escaped, listed


def show_lessons() -> None:
    """The lesson that is open."""
    found = lessons()
    lesson = found[lesson_state.current()]
    _show_choice(found)
    ids = list(found)
    number = ids.index(lesson.criterion) + 1
    pairs = lesson.pairs_from(lesson_state.field())
    pair = pairs[lesson_state.pair() % len(pairs)]
    st.html(
        f'<p class="okr-because">{lesson.group} · lesson {number} of {len(ids)}</p>'
        f'<h3 class="okr-lesson-title">{escaped(lesson.title)}</h3><p class="okr-lead">{escaped(lesson.sentence)}</p>'
    )
    st.html(_pair_html(lesson, pair))
    st.button(
        "Another pair",
        on_click=lesson_state.another_pair,
        type="tertiary",
        icon=":material/swap_horiz:",
        key="okr_pair",
    )
    st.html(_why_html(lesson))
    _show_way_on(lesson, ids)


def _show_choice(found: dict[str, Lesson]) -> None:
    with st.container(key="okr_lesson_choice"):
        left, right = st.columns([3, 2])
        with left:
            st.selectbox(
                "Lesson",
                list(found),
                format_func=lambda each: f"{found[each].group}: {found[each].title}",
                key=lesson_state.lesson_widget(),
                on_change=lesson_state.keep_lesson,
            )
        with right:
            st.selectbox(
                "Examples from",
                [ANY_FIELD, *fields()],
                key=lesson_state.field_widget(),
                on_change=lesson_state.keep_field,
            )


def _pair_html(lesson: Lesson, pair: Example) -> str:
    field = lesson_state.field()
    from_there = (
        ""
        if lesson.is_from(pair, field)
        else f"This lesson has no further pair from there; this one is from: {pair.field}."
    )
    head = f'<p class="okr-because">{escaped(from_there or pair.field)}</p>'
    sides = "".join(
        f'<div class="okr-side {css}"><h4>{name}</h4><p class="okr-line">{escaped(line)}</p>'
        f'<p class="okr-because">{escaped(because)}</p></div>'
        for css, name, line, because in (
            ("weak", "Weak", pair.bad, pair.bad_because),
            ("better", "Better", pair.better, pair.better_because),
        )
    )
    return f'{head}<div class="okr-pair">{sides}</div>'


def _why_html(lesson: Lesson) -> str:
    asked = listed(escaped(question) for question in lesson.ask_yourself)
    return (
        f'<div class="okr-why"><h4>Why</h4><p>{escaped(lesson.why)}</p><h4>Ask yourself</h4>{asked}'
        f'<details class="okr-fold"><summary>What exactly the coach looks for</summary><p>{escaped(lesson.checks)}</p></details>'
        f'<p class="okr-from">From: {"; ".join(escaped(name) for name in lesson.attribution)}</p></div>'
    )


def _show_way_on(lesson: Lesson, ids: list[str]) -> None:
    at = ids.index(lesson.criterion)
    with st.container(horizontal=True, vertical_alignment="center", key="okr_lesson_on"):
        if lesson.has_cards:
            st.button(
                "Now you: spot it", type="primary", key="okr_now_you", on_click=_practise, args=(lesson.criterion,)
            )
        if at > 0:
            st.button("Lesson before", on_click=lesson_state.open_lesson, args=(ids[at - 1],), type="tertiary")
        if at + 1 < len(ids):
            st.button("Next lesson", on_click=lesson_state.open_lesson, args=(ids[at + 1],), type="tertiary")


def _practise(criterion: str) -> None:
    spot_state.begin(criterion)
    sections.open_section("Spot it")
