"""What one visitor's session holds: the draft's text, the review of it, and which finding is open.

All under keys of its own: what a widget holds is lost when its page is left.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Literal

import streamlit as st

from coach.critique import Finding, Review
from coach.errors import CoachError
from coach.okr import Draft
from coach.ui.engine import engine
from coach.ui.review.asking import Asking, ask
from coach.ui.words import NO_TEXT

_TEXT = "okr_draft_text"
_BOX = "okr_draft_box"
_REVIEW = "okr_review"
_REVIEWED = "okr_reviewed"
_SELECTED = "okr_selected"
_PROBLEM = "okr_problem"
_UPLOADS = "okr_uploads"
_EDITING = "okr_editing"
_ASKING = "okr_asking"

Part = Literal["findings", "objectives"]
AT_ONCE: dict[Part, int] = {"findings": 20, "objectives": 60}
"""Lines with findings, and objectives, that are drawn before "Show more": a sheet can hold thousands, and each click draws
them again."""
_SHOWN: dict[Part, str] = {"findings": "okr_findings_shown", "objectives": "okr_objectives_shown"}


def draft_text() -> str:
    """The draft's text as it was last typed, pasted or taken from an example."""
    return str(st.session_state.get(_TEXT, ""))


def draft_box() -> str:
    """The key of the text box, which begins with the kept text whenever it appears."""
    if _BOX not in st.session_state:
        st.session_state[_BOX] = draft_text()
    return _BOX


def keep_box() -> None:
    """Keep what was typed into the box."""
    st.session_state[_TEXT] = st.session_state[_BOX]


def upload_key() -> str:
    """The key of the upload box; a new one after each file empties it."""
    return f"okr_upload_{st.session_state.get(_UPLOADS, 0)}"


def problem() -> str | None:
    """Why the last input could not be reviewed."""
    return st.session_state.get(_PROBLEM)


def tell(message: str | None) -> None:
    """Show `message` where the draft is entered, until the next try."""
    st.session_state[_PROBLEM] = message


def review_text(text: str) -> None:
    """Review pasted text, unless it is the text that was reviewed last."""
    from coach.intake import read_text

    st.session_state[_TEXT] = text
    if not text.strip():
        tell(NO_TEXT)
        return
    _review(_digest(text.encode("utf-8", "surrogatepass")), lambda: read_text(text))


def review_file(content: bytes, name: str) -> None:
    """Review an uploaded file."""
    from coach.intake import read_bytes

    st.session_state[_UPLOADS] = st.session_state.get(_UPLOADS, 0) + 1
    _review(_digest(name.encode(), content), lambda: read_bytes(content, name=name))


def review_draft(draft: Draft) -> None:
    """Review a draft as a conversation left it. Its text goes into the box, to be edited."""
    from coach.editing import as_text

    st.session_state[_TEXT] = draft.source if draft.source is not None else as_text(draft)
    _review(_digest(draft.model_dump_json().encode("utf-8", "surrogatepass")), lambda: draft)


def current() -> Review | None:
    """The review to show; None while a draft is being entered."""
    if st.session_state.get(_EDITING, True):
        return None
    review = st.session_state.get(_REVIEW)
    return review if isinstance(review, Review) else None


def token() -> str:
    """A short name of the reviewed input, for the keys of widgets that belong to it."""
    return str(st.session_state.get(_REVIEWED, ""))[:8]


def edit() -> None:
    """Go back to the text. A file that was text goes into the box."""
    review = current()
    if review and review.draft.source is not None:
        st.session_state[_TEXT] = review.draft.source
    st.session_state[_EDITING] = True
    tell(None)


def start_over() -> None:
    """Forget the draft and its review."""
    for key in (_TEXT, _BOX, _REVIEW, _REVIEWED, _SELECTED, _PROBLEM, _EDITING, _ASKING, *_SHOWN.values()):
        st.session_state.pop(key, None)


def asking() -> Asking | None:
    """What the model is being asked about the review that is shown; None where it is not being asked."""
    found = st.session_state.get(_ASKING)
    return found if isinstance(found, Asking) and found.before is st.session_state.get(_REVIEW) else None


def take_answer() -> bool:
    """Put the review with the model in the place of the one by rules, if it is there. The finding that was open stays open."""
    found = asking()
    if found is None or found.after is None:
        return False
    number = selected()
    open_now = found.before.findings[number] if number is not None and number < len(found.before.findings) else None
    st.session_state[_REVIEW] = found.after
    st.session_state[_ASKING] = None
    if open_now is not None:
        same = (n for n, finding in enumerate(found.after.findings) if name_of(finding) == name_of(open_now))
        # A finding that the model overruled is a finding no more; then the most important one is open, as at first.
        st.session_state[_SELECTED] = next(same, 0)
    return True


def go_on_without() -> None:
    """Wait for the model no longer. What it answers is not looked at."""
    st.session_state[_ASKING] = None


def may_ask() -> bool:
    """Whether the review that is shown is by the rules alone, and a model is set that could be asked."""
    review = current()
    return (
        review is not None and review.engine.model is None and not review.draft.is_empty and engine().model is not None
    )


def ask_model() -> None:
    """Ask the model about the review that is shown: one by rules, with what was said of an earlier try left out."""
    review = current()
    if review is not None:
        plain = engine().by_rules(review.draft)
        st.session_state[_REVIEW] = plain
        st.session_state[_ASKING] = ask(engine(), plain)


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


def _review(digest: str, read: Callable[[], Draft]) -> None:
    tell(None)
    if st.session_state.get(_REVIEWED) != digest:
        try:
            coach = engine()
            review = coach.by_rules(read())
        except CoachError as error:
            tell(str(error))
            return
        st.session_state[_REVIEW] = review
        st.session_state[_REVIEWED] = digest
        st.session_state[_ASKING] = ask(coach, review)
        for key in _SHOWN.values():
            st.session_state.pop(key, None)
    st.session_state[_SELECTED] = 0
    st.session_state[_EDITING] = False


def _digest(*parts: bytes) -> str:
    return hashlib.sha256(b"\0".join(parts)).hexdigest()
