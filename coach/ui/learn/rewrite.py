"""Learn: a weak line to improve, judged by the same criteria as any draft, with a question and not the answer."""

from __future__ import annotations

import streamlit as st

from coach.criteria import catalogue
from coach.critique import Finding
from coach.learning.rewriting import LONGEST, Task, Verdict, tasks
from coach.report.outline import sentence
from coach.ui.finding_card import citations_html
from coach.ui.learn import practice_state, rewrite_state
from coach.ui.learn.words import IS_ELSEWHERE, IS_UNCHANGED, READY, REWRITE_LEAD
from coach.ui.markup import escaped, listed, note, quoted, words_of


def show_rewrite() -> None:
    """The task that is open, the box to write in, and what the coach says of the line."""
    task = rewrite_state.current()
    if problem := practice_state.problem():
        st.html(note(problem, "alert"))
    st.html(f'<p class="okr-lead">{escaped(REWRITE_LEAD)}</p>')
    left, right = st.columns([1, 1], gap="large")
    with left:
        _show_task(task)
    with right:
        _show_verdict(task)
    _show_way_on(task)


def _show_task(task: Task) -> None:
    above = f'<p class="okr-because">Objective above it: {escaped(task.objective)}</p>' if task.objective else ""
    thing = "Objective" if task.kind == "objective" else "Key result"
    st.html(
        f'<div class="okr-judge"><p class="okr-because">{thing} · {escaped(task.field)}</p>'
        f'<p class="okr-line">{escaped(task.weak)}</p>{above}</div>'
        f'<h3 class="okr-h3">What the team knows</h3>{listed(escaped(fact) for fact in task.facts)}'
    )
    st.text_area(
        "Your line",
        key=rewrite_state.box(task),
        height=100,
        max_chars=LONGEST,
        on_change=rewrite_state.judge,
        args=(task,),
    )
    with st.container(horizontal=True, vertical_alignment="center", key="okr_rewrite_try"):
        st.button("See what the coach says", type="primary", key="okr_rewrite_judge", on_click=rewrite_state.judge, args=(task,))  # fmt: skip
        if not rewrite_state.is_example_shown(task):
            st.button("Show one way", type="tertiary", key="okr_rewrite_show", on_click=rewrite_state.show_example, args=(task,))  # fmt: skip


def _show_verdict(task: Task) -> None:
    said = rewrite_state.verdict(task)
    if said is None:
        criterion = catalogue()[task.fixes]
        st.html(
            f'<div class="okr-said-of"><h3>{escaped(criterion.title)}</h3><p>{escaped(criterion.message)}</p>'
            f'<p class="okr-question">{escaped(criterion.question)}</p></div>'
        )
    else:
        st.html(verdict_html(said))
    if rewrite_state.is_example_shown(task):
        st.html(
            f'<div class="okr-suggestion"><p class="okr-cap">One way to write it</p><p class="okr-line">{escaped(task.example)}</p>'
            f'<p class="okr-because">{escaped(task.because)}</p></div>'
        )


def verdict_html(said: Verdict) -> str:
    """What the coach says of a line: that it is ready, or the one question that comes next and how many wait behind it."""
    if said.ready:
        good = listed(words_of(each) for each in said.strengths)
        body = f"<h3>{READY}</h3>{good}"
        body += "".join(_finding_html(finding, "Worth a thought: ") for finding in said.thoughts[:1])
    elif said.is_unchanged:
        body = f'<h3>Not yet</h3><p class="okr-question">{IS_UNCHANGED}</p>'
    elif said.open:
        rest = len(said.open) - 1
        more = (
            f'<p class="okr-because">After that, {rest} more {"point" if rest == 1 else "points"}.</p>' if rest else ""
        )
        body = _finding_html(said.open[0], "") + more
    else:
        body = f'<h3>Not yet</h3><p class="okr-question">{IS_ELSEWHERE}</p>'
    if said.start_not_given:
        body += (
            f'<p class="okr-because">The team’s facts give no {quoted(said.start_not_given)} as today’s value. '
            "If it is yours, keep it; else look again.</p>"
        )
    return f'<div class="okr-said-of {"ready" if said.ready else ""}" role="status">{body}</div>'


def _finding_html(finding: Finding, before: str) -> str:
    """A finding with its question, and not with the coach's own suggestion: the line is the learner's to find."""
    because = f'<p class="okr-because">{words_of(sentence(finding.because))}</p>' if finding.because else ""
    mark = "?" if finding.is_question else ""
    return (
        f"<h3>{before}{escaped(finding.title)}{mark}</h3><p>{escaped(finding.message)}</p>{because}"
        f'<p class="okr-question">{escaped(finding.question)}</p>{citations_html(finding.citations[:1])}'
    )


def _show_way_on(task: Task) -> None:
    ids = list(tasks())
    at, done = ids.index(task.id), practice_state.practice().rewritten
    ready = sum(id_ in done for id_ in ids)
    with st.container(horizontal=True, vertical_alignment="center", key="okr_rewrite_on"):
        if at > 0:
            st.button("Line before", on_click=rewrite_state.open_task, args=(ids[at - 1],), type="tertiary")
        if at + 1 < len(ids):
            st.button("Next line", on_click=rewrite_state.open_task, args=(ids[at + 1],), type="tertiary", key="okr_rewrite_next")  # fmt: skip
        st.html(f'<p class="okr-because">Line {at + 1} of {len(ids)} · {ready} brought to ready</p>')
