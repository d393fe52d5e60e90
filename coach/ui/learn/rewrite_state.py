"""Which weak line is being rewritten, and what was written so far: by task, for this session only."""

from __future__ import annotations

import streamlit as st

from coach.learning.rewriting import Task, Verdict, judged, tasks
from coach.ui.engine import engine
from coach.ui.learn import practice_state

_TASK = "okr_rewrite_task"
_WRITTEN = "okr_rewrite_written"
_BOX = "okr_rewrite_box"
_VERDICTS = "okr_rewrite_verdicts"
_SHOWN = "okr_rewrite_shown"


def current() -> Task:
    """The task on the screen: the one that was opened, else the first that was not brought to ready yet."""
    found = tasks()
    if st.session_state.get(_TASK) not in found:
        done = practice_state.practice().rewritten
        st.session_state[_TASK] = next((id_ for id_ in found if id_ not in done), next(iter(found)))
    return found[st.session_state[_TASK]]


def open_task(id_: str) -> None:
    """Open another task."""
    st.session_state[_TASK] = id_


def box(task: Task) -> str:
    """The key of the task's text box, which begins with what was written, or with the weak line."""
    key = f"{_BOX}_{task.id}"
    st.session_state.setdefault(key, _written().get(task.id, task.weak))
    return key


def judge(task: Task) -> None:
    """Judge what stands in the box."""
    line = str(st.session_state.get(f"{_BOX}_{task.id}", ""))
    _written()[task.id] = line
    verdict = judged(task, line, engine())
    _verdicts()[task.id] = verdict
    if verdict.ready:
        practice_state.keep(practice_state.practice().with_rewritten(task.id))


def verdict(task: Task) -> Verdict | None:
    """What the coach said of the line that was judged last; None before the first try."""
    return _verdicts().get(task.id)


def show_example(task: Task) -> None:
    """Show one way to write it."""
    st.session_state.setdefault(_SHOWN, set()).add(task.id)


def is_example_shown(task: Task) -> bool:
    """Whether one way is shown: it was asked for, or the learner's own line is ready."""
    said = verdict(task)
    return task.id in st.session_state.get(_SHOWN, set()) or (said is not None and said.ready)


def _written() -> dict[str, str]:
    found: dict[str, str] = st.session_state.setdefault(_WRITTEN, {})
    return found


def _verdicts() -> dict[str, Verdict]:
    found: dict[str, Verdict] = st.session_state.setdefault(_VERDICTS, {})
    return found
