"""What the edited house rules would change on a draft: the visitor's own, else an example."""

from __future__ import annotations

import streamlit as st

from coach.criteria import SEVERITY_WORDS
from coach.errors import CoachError
from coach.house_rules import HouseRules
from coach.house_rules.preview import Change, changes_by
from coach.okr import Draft
from coach.ui.engine import engine
from coach.ui.examples import EXAMPLES
from coach.ui.markup import escaped, note, quoted
from coach.ui.review import state as review_state
from coach.ui.settings.words import NO_CHANGE, SAME_RULES

_MOST = 12
_KINDS = {"goes": "Goes", "comes": "Comes", "severity": "Weighs otherwise", "asks": "Is said otherwise"}


def show_preview(rules: HouseRules) -> None:
    """The changes, finding by finding."""
    draft, whose = _sample()
    try:
        coach = engine()
    except CoachError as error:
        st.html(note(f"What would change cannot be shown, since the rules that hold now do not work: {error}"))
        return
    head = f'<h3 class="okr-h3">What would change on {escaped(whose)}</h3>'
    if rules == coach.rules:
        st.html(f"{head}{note(SAME_RULES)}")
        return
    changes = changes_by(coach, rules, draft)
    st.html(head + (_changes_html(changes) if changes else note(NO_CHANGE)))


def _sample() -> tuple[Draft, str]:
    """The draft that is open on the Review page, else an example, and what to call it."""
    from coach.intake import read_text

    review = review_state.current()
    if review is not None and not review.draft.is_empty:
        return review.draft, "your draft"
    return read_text(EXAMPLES[1].text), f"the {EXAMPLES[1].whose} example draft"


def _changes_html(changes: tuple[Change, ...]) -> str:
    rows = "".join(f"<li>{_change_html(change)}</li>" for change in changes[:_MOST])
    more = len(changes) - _MOST
    return f'<ul class="okr-list">{rows}</ul>' + (f"<p class='okr-because'>And {more} more.</p>" if more > 0 else "")


def _change_html(change: Change) -> str:
    finding = change.finding
    words = f"<b>{_KINDS[change.kind]}:</b> {escaped(finding.title)}"
    if change.kind == "severity" and change.before and change.now:
        words += f" ({SEVERITY_WORDS[change.before.severity]}, now {SEVERITY_WORDS[change.now.severity]})"
    elif change.kind == "asks":
        words += " (now a question)" if finding.is_question else " (a question no more)"
    else:
        words += f" ({SEVERITY_WORDS[finding.severity]})"
    return f'{words}<br><span class="okr-because">{quoted(finding.quote)}</span>'
