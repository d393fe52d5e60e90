"""What is being worked on: the form that is open, the findings that were put off, and what to tell about either."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

import streamlit as st

from coach.critique import Finding
from coach.okr import Draft
from coach.reading.result import Where
from coach.ui.words import line_text

Kind = Literal["edit", "fill", "add", "excuse"]
Numbered = tuple[int, Finding]
"""A finding with its index in the review."""

_WORK = "okr_work"
_PUT_OFF = "okr_put_off"
_WRONG = "okr_work_wrong"
_ATTENDS = "okr_attends"
KEYS = (_WORK, _PUT_OFF, _WRONG)
_ASKED = re.compile(r"(edit|fill|add) (\d{1,6})(?: (\d{1,6}))?")


@dataclass(frozen=True)
class Work:
    """One form. `finding` names the finding below which it stands; None: it stands above the list."""

    kind: Kind
    where: Where
    finding: str | None = None


def work() -> Work | None:
    """The form that is open."""
    found = st.session_state.get(_WORK)
    return found if isinstance(found, Work) else None


def open_form(kind: Kind, where: Where, finding: str | None = None) -> None:
    """Open a form, and so close the one that was open."""
    st.session_state[_WORK] = Work(kind, where, finding)
    st.session_state.pop(_WRONG, None)
    attend()


def close_form() -> None:
    """Close the form that is open."""
    st.session_state.pop(_WORK, None)
    st.session_state.pop(_WRONG, None)


def cancel_form() -> None:
    """Close the form that is open, and go on where it was opened."""
    close_form()
    attend()


def wrong() -> str | None:
    """What keeps the form from being taken."""
    return st.session_state.get(_WRONG)


def tell_wrong(message: str) -> None:
    """Say what keeps the form from being taken."""
    st.session_state[_WRONG] = message
    attend()


def asked_in_draft(said: str, draft: Draft) -> bool:
    """Open the form that was asked for in the drawn draft; False, and nothing done, for what names no line of it."""
    found = _ASKED.fullmatch(said)
    if not found:
        return False
    objective, row = int(found[2]), int(found[3]) if found[3] else None
    if objective >= len(draft.objectives):
        return False
    if row is not None and row >= len(draft.objectives[objective].key_results):
        return False
    kinds: dict[str, Kind] = {"edit": "edit", "fill": "fill", "add": "add"}
    open_form(kinds[found[1]], Where(objective=objective, key_result=row))
    return True


def attend() -> None:
    """Bring the keyboard to what is to be done next: the form that is open, else the finding that is."""
    st.session_state[_ATTENDS] = attends() + 1


def attends() -> int:
    """How often the keyboard was to be brought on."""
    return int(st.session_state.get(_ATTENDS, 0))


def put_off(finding: Finding, draft: Draft) -> None:
    """Fold a finding away to the end of the list, for as long as its line reads as it does."""
    st.session_state[_PUT_OFF] = _all_put_off() | {_named(finding, draft)}


def bring_back(finding: Finding, draft: Draft) -> None:
    """Take a finding that was put off up again."""
    st.session_state[_PUT_OFF] = _all_put_off() - {_named(finding, draft)}


def is_put_off(finding: Finding, draft: Draft) -> bool:
    """Whether a finding was put off."""
    return _named(finding, draft) in _all_put_off()


def parted(findings: tuple[Finding, ...], draft: Draft) -> tuple[list[Numbered], list[Numbered]]:
    """The findings with their numbers: those that are due, and those that were put off."""
    aside = _all_put_off()
    numbered = list(enumerate(findings))
    if not aside:
        return numbered, []
    later = {number for number, finding in numbered if _named(finding, draft) in aside}
    return [each for each in numbered if each[0] not in later], [each for each in numbered if each[0] in later]


def _all_put_off() -> frozenset[tuple[str, str]]:
    found = st.session_state.get(_PUT_OFF)
    return found if isinstance(found, frozenset) else frozenset()


def _named(finding: Finding, draft: Draft) -> tuple[str, str]:
    return finding.criterion, line_text(finding.where, draft)
