"""What one visitor's session holds of the house rules: the text being edited, and the version of the file that it began with.

Nothing holds until it is saved.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from coach.criteria import catalogue
from coach.errors import CoachError, HouseRulesError
from coach.house_rules import HouseRules, parse_house_rules
from coach.house_rules.file import as_text, keep_house_rules, kept_text

_TEXT, _FROM, _BOX = "okr_rules_text", "okr_rules_from", "okr_rules_box"
_PROBLEM, _DONE = "okr_rules_problem", "okr_rules_done"


@dataclass(frozen=True)
class Edited:
    """The rules as they are being edited."""

    path: Path
    text: str
    kept: str
    """What stands in the file."""
    rules: HouseRules | None
    """None where the text is no rules."""
    trouble: str | None = None

    @property
    def differs(self) -> bool:
        """Whether there is something to save."""
        return self.text.strip() != self.kept.strip()


def edited(path: Path) -> Edited:
    """The text as it stands, from the file at first, and again where the file changed and nothing was edited."""
    kept, unread = "", None
    try:
        kept = kept_text(path)
    except CoachError as error:
        unread = str(error)
    began = st.session_state.get(_FROM)
    text = st.session_state.get(_TEXT)
    if text is None or (began != kept and text == began):
        text = kept
        _put(text)
        st.session_state[_FROM] = kept
    try:
        return Edited(path, str(text), kept, parse_house_rules(str(text), catalogue(), path.name), unread)
    except HouseRulesError as error:
        return Edited(path, str(text), kept, None, str(error))


def box() -> str:
    """The key of the box with the text."""
    if _BOX not in st.session_state:
        st.session_state[_BOX] = st.session_state.get(_TEXT, "")
    return _BOX


def keep_box() -> None:
    """Take what was typed into the box; called in a callback."""
    st.session_state[_TEXT] = st.session_state[_BOX]


def put(rules: HouseRules) -> None:
    """Let these be the rules that are being edited; called in a callback."""
    _put(as_text(rules))


def from_the_file(path: Path) -> None:
    """Forget what was edited; called in a callback."""
    try:
        _put(kept_text(path))
        st.session_state[_FROM] = st.session_state[_TEXT]
    except CoachError as error:
        tell(str(error))


def save(path: Path, text: str) -> None:
    """Write the text to its file, for everybody; called in a callback."""
    try:
        parse_house_rules(text, catalogue(), path.name)
        former = keep_house_rules(path, text)
    except CoachError as error:
        tell(str(error))
        return
    _put(kept_text(path))
    st.session_state[_FROM] = st.session_state[_TEXT]
    before = f" The former version is in {former.name}." if former else ""
    st.session_state[_DONE] = f"Saved in {path}. Drafts are reviewed by these rules from now on.{before}"


def tell(message: str) -> None:
    """Show why something could not be done."""
    st.session_state[_PROBLEM] = message


def told() -> tuple[str | None, str | None]:
    """What could not be done and what was done, once."""
    return st.session_state.pop(_PROBLEM, None), st.session_state.pop(_DONE, None)


def _put(text: str) -> None:
    st.session_state[_TEXT] = text
    st.session_state[_BOX] = text
