"""What is not on the list: findings that were put off, and those that were set aside with a reason, each to be taken up again."""

from __future__ import annotations

import streamlit as st

from coach.criteria import catalogue
from coach.critique import Excused, Review
from coach.okr import Draft
from coach.ui.markup import escaped, label_of, quoted, words_of
from coach.ui.review import changing, versions
from coach.ui.words import line_name

_AT_ONCE = 20
"""Points set aside that are shown; a sheet can hold thousands."""


def show_set_aside(review: Review) -> None:
    """The points that the draft or the house rules set aside; those of the draft can be taken up again."""
    if not review.excused:
        return
    st.html('<h3 class="okr-h3">Set aside</h3>')
    for number, excused in enumerate(review.excused[:_AT_ONCE]):
        with st.container(key=f"okr_aside_{number}", gap=None):
            st.html(f'<p class="okr-aside">{aside_html(excused, review)}</p>')
            if excused.by == "draft":
                _offer_back(excused, review.draft, number)
    if (rest := len(review.excused) - _AT_ONCE) > 0:
        st.html(f'<p class="okr-because">and {rest} more</p>')


def _offer_back(excused: Excused, draft: Draft, number: int) -> None:
    title = _title(excused)
    hidden = label_of(f": {title}, {line_name(excused.where, draft).lower()}")
    key = f"okr_act_{versions.name()}_aside_{number}"
    args = (draft, excused.where, excused.criterion, title)
    st.button(f"Take up again :gray[{hidden}]", type="tertiary", key=key, on_click=changing.take_up_again, args=args)


def aside_html(excused: Excused, review: Review) -> str:
    """What was set aside, by whom, and why."""
    by = "by the draft" if excused.by == "draft" else "by the house rules"
    where = line_name(excused.where, review.draft).lower()
    reason = f": {words_of(excused.reason)}" if excused.reason else ""
    return f"{escaped(_title(excused))}, {where}: {quoted(excused.quote)}. Set aside {by}{reason}"


def _title(excused: Excused) -> str:
    criterion = catalogue().get(excused.criterion)
    return criterion.title if criterion else excused.criterion
