"""What one visitor's session holds: the review of the version that stands, and which finding is open.

All under keys of its own: what a widget holds is lost when its page is left. A change puts a version (`versions.put`); at the
beginning of the next run `bring_up_to_date` reviews it, once.
"""

from __future__ import annotations

from typing import Literal

import streamlit as st

from coach.critique import Finding, Review
from coach.drafting import judged
from coach.errors import CoachError
from coach.okr import Draft
from coach.reading.result import Where
from coach.ui.coaching import coaching
from coach.ui.engine import engine
from coach.ui.review import entry, told, versions, working
from coach.ui.review.asking import ask
from coach.ui.words import NO_TEXT

_REVIEW = "okr_review"
_REVIEWED = "okr_reviewed"
_SELECTED = "okr_selected"
_EDITING = "okr_editing"
ASKING = "okr_asking"
"""Where `with_model` looks for what the model is being asked."""
_FOCUS = "okr_focus"

Part = Literal["findings", "objectives"]
AT_ONCE: dict[Part, int] = {"findings": 20, "objectives": 60}
"""Lines with findings, and objectives, that are drawn before "Show more": a sheet can hold thousands, and each click draws
them again."""
_SHOWN: dict[Part, str] = {"findings": "okr_findings_shown", "objectives": "okr_objectives_shown"}
AS_IT_CAME, AS_TEXT = "As it came", "Edited as text"
_LARGE = 300
"""Lines from which reviewing a change is waited for in sight: it takes about a second."""


def review_text(text: str) -> None:
    """Review pasted text: the draft that there is, edited, or the first version of another."""
    from coach.intake import read_text

    entry.hold(text)
    if not text.strip():
        entry.tell(NO_TEXT)
        return
    now = versions.current()
    try:
        if now is None:
            versions.begin(read_text(text), AS_IT_CAME)
        elif text != now.draft.source:
            put(read_text(text), AS_TEXT)
    except CoachError as error:
        entry.tell(str(error))
        return
    _open()


def review_file(content: bytes, name: str) -> None:
    """Review an uploaded file."""
    from coach.intake import read_bytes

    entry.empty_upload()
    try:
        versions.begin(read_bytes(content, name=name), AS_IT_CAME)
    except CoachError as error:
        entry.tell(str(error))
        return
    _open()


def review_draft(draft: Draft) -> None:
    """Review a draft as a conversation left it: a further version where the conversation is about the one that is open here."""
    from coach.ui.review import talking

    talking.take(draft)
    _open()


def _open() -> None:
    """Leave the text for the review of what stands."""
    entry.tell(None)
    st.session_state[_EDITING] = False
    bring_up_to_date()


def put(
    draft: Draft, did: str, focus: Where | None = None, offered: frozenset[str] = frozenset(), is_here: bool = True
) -> None:
    """Let a changed draft stand. It is reviewed when the page is drawn.

    Args:
        draft: the changed draft.
        did: what was done, in words that hold nothing of the draft.
        focus: the line that was changed: what is next is looked for there first.
        offered: the labels of the blanks that it brought.
        is_here: whether it was done on this page, so that the keyboard is to go on to what is next.
    """
    versions.put(draft, did, offered)
    entry.tell(None)
    st.session_state[_FOCUS] = focus
    if is_here:
        working.close_form()
        working.attend()


def is_large() -> bool:
    """Whether a version waits for its review, and has so many lines that this takes a while."""
    now = versions.current()
    if now is None or st.session_state.get(_REVIEWED) == versions.name():
        return False
    return sum(1 + len(objective.key_results) for objective in now.draft.objectives) > _LARGE


def bring_up_to_date() -> None:
    """Review the version that stands, unless its review is there already. What cannot be reviewed is taken back."""
    now = versions.current()
    if now is None or st.session_state.get(_REVIEWED) == versions.name():
        return
    review = versions.kept_review(now.serial)
    asking = None
    if review is None:
        try:
            coach = engine()
            review = judged(coaching().reviewed(now.draft), now.offered)
        except CoachError as error:
            entry.tell(str(error))
            if not versions.give_up():
                st.session_state[_EDITING] = True
            return
        asking = ask(coach, review)
    is_another = str(st.session_state.get(_REVIEWED, "")).partition("-")[0] != versions.token()
    # Compared by rules: what a model has yet to say of the new version would look like a change.
    was = str(st.session_state.get(_REVIEWED, "")).rpartition("-")[2]
    before = versions.plain_review(int(was)) if was and not is_another else None
    if is_another:
        _forget(working.KEYS + tuple(_SHOWN.values()))
    stand(review, now.serial)
    st.session_state[ASKING] = asking
    told.remember(before, versions.plain_review(now.serial) or review, now, versions.was_moved())
    _select_next(review)


def stand(review: Review, serial: int) -> None:
    """Let this be the review of the version that stands."""
    st.session_state[_REVIEW] = review
    st.session_state[_REVIEWED] = versions.name()
    versions.keep_review(serial, review)
    versions.stands()


def _select_next(review: Review) -> None:
    """Open what comes next: the most important finding of the line that was changed, else of the draft. A form comes first."""
    focus, form = st.session_state.pop(_FOCUS, None), working.work()
    if form is not None and form.finding is None:
        select(None)
        return
    due, _ = working.parted(review.findings, review.draft)
    here = (number for number, finding in due if finding.where == focus)
    select(next(here, due[0][0] if due else None))


def select_next(focus: Where | None) -> None:
    """Open the next finding after one was put off: one of the same line, else the first."""
    st.session_state[_FOCUS] = focus
    if (review := current()) is not None:
        _select_next(review)


def current() -> Review | None:
    """The review to show; None while a draft is being entered."""
    if st.session_state.get(_EDITING, True):
        return None
    review = st.session_state.get(_REVIEW)
    return review if isinstance(review, Review) else None


def kept() -> Review | None:
    """The review of the version that stands, on the page or not."""
    return st.session_state.get(_REVIEW)


def edit() -> None:
    """Go back to the text. A file that was text goes into the box."""
    review = current()
    if review and review.draft.source is not None:
        entry.hold(review.draft.source)
        entry.empty_box()
    st.session_state[_EDITING] = True
    working.close_form()
    entry.tell(None)


def leave_text() -> None:
    """Go back from the text to the review, and change nothing."""
    st.session_state[_EDITING] = False
    entry.tell(None)


def start_over() -> None:
    """Forget the draft, its versions and its review. A conversation about it stays where conversations are kept."""
    from coach.ui.review import beside, talking

    talking.leave()
    _forget(beside.KEYS)
    _forget((_REVIEW, _REVIEWED, _SELECTED, _EDITING, ASKING, _FOCUS, *_SHOWN.values()))
    _forget((*entry.KEYS, *versions.KEYS, *working.KEYS, *told.KEYS))


def _forget(keys: tuple[str, ...]) -> None:
    for key in keys:
        st.session_state.pop(key, None)


def name_of(finding: Finding) -> str:
    """What tells a finding from the others of a review, by rules as with the model."""
    where = finding.where
    return f"{finding.criterion}-{where.objective}-{where.key_result}-{finding.place.start}-{finding.place.end}"


def selected() -> int | None:
    """The index of the open finding."""
    number = st.session_state.get(_SELECTED)
    return number if isinstance(number, int) else None


def select(number: int | None) -> None:
    """Open this finding, and so close the one that was open."""
    st.session_state[_SELECTED] = number


def shown(what: Part) -> int:
    """How many of a part are on the page."""
    return int(st.session_state.get(_SHOWN[what], AT_ONCE[what]))


def show_more(what: Part) -> None:
    """Put more of a part on the page."""
    st.session_state[_SHOWN[what]] = shown(what) + AT_ONCE[what]
