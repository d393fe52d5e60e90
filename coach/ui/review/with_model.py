"""The review with a model in this session: it is being asked, it has answered, it is not waited for any more, it can be asked."""

from __future__ import annotations

import streamlit as st

from coach.drafting import judged
from coach.ui.engine import engine
from coach.ui.review import state, versions
from coach.ui.review.asking import Asking, ask


def asking() -> Asking | None:
    """What the model is being asked about the review that is shown; None where it is not being asked."""
    found = st.session_state.get(state.ASKING)
    return found if isinstance(found, Asking) and found.before is state.kept() else None


def take_answer() -> bool:
    """Put the review with the model in the place of the one by rules, if it is there. The finding that was open stays open."""
    found, now = asking(), versions.current()
    if found is None or found.after is None or now is None:
        return False
    number = state.selected()
    open_now = found.before.findings[number] if number is not None and number < len(found.before.findings) else None
    after = judged(found.after, now.offered)
    state.stand(after, now.serial)
    st.session_state[state.ASKING] = None
    if open_now is not None:
        same = (n for n, finding in enumerate(after.findings) if state.name_of(finding) == state.name_of(open_now))
        # A finding that the model overruled is a finding no more; then the most important one is open, as at first.
        state.select(next(same, 0))
    return True


def go_on_without() -> None:
    """Wait for the model no longer. What it answers is not looked at."""
    st.session_state[state.ASKING] = None


def may_ask() -> bool:
    """Whether the review that is shown is by the rules alone, and a model is set that could be asked."""
    review = state.current()
    return (
        review is not None and review.engine.model is None and not review.draft.is_empty and engine().model is not None
    )


def ask_model() -> None:
    """Ask the model about the review that is shown: one by rules, with what was said of an earlier try left out."""
    review, now = state.current(), versions.current()
    if review is not None and now is not None:
        plain = judged(engine().by_rules(review.draft), now.offered)
        state.stand(plain, now.serial)
        st.session_state[state.ASKING] = ask(engine(), plain)
