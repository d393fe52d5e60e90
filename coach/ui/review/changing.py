"""What a form that was sent does to the draft. Each takes the keys under which the session holds what was typed."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from coach.critique import Finding
from coach.drafting import History, with_blanks_filled
from coach.editing import (
    with_due,
    with_excuse,
    with_key_result,
    with_line,
    with_owner,
    with_parent,
    with_period,
    without_excuses,
    without_key_result,
    without_objective,
)
from coach.okr import Draft
from coach.reading.result import Where
from coach.report.marks import line_at
from coach.ui.review import state, versions, working
from coach.ui.words import line_name, line_text

_NO_WORDS = "Write the line first, or remove it."
_NO_KEY_RESULT = "Write the key result first."
_NO_REASON = "Give a reason: it is what the next reader will ask for."
_NO_BLANK = "Fill in at least one of them, or choose “Later”."


def save_line(draft: Draft, where: Where, keys: tuple[str, str, str]) -> None:
    """Put other words into a line, and its owner and date where they were asked for."""
    words, owner, due = (typed(key) for key in keys)
    if not words:
        working.tell_wrong(_NO_WORDS)
        return
    changed = draft if words == line_text(where, draft) else with_line(draft, where, words)
    if line_at(draft, where) is None:
        changed = with_line(draft, where, words)
    holder_owner, holder_due = _beside(draft, where)
    if owner is not None and owner != holder_owner:
        changed = with_owner(changed, where, owner)
    if due is not None and due != holder_due:
        changed = with_due(changed, where, due)
    if changed is draft:
        cancel()
        return
    state.put(changed, f"Edited {line_name(where, draft).lower()}", where)


def save_whole(draft: Draft, parent: str, period: str) -> None:
    """Change what the draft says of itself."""
    changed = draft
    if (serves := typed(parent)) and serves != (draft.parent or ""):
        changed = with_parent(changed, serves)
    if (cycle := typed(period)) and cycle != (draft.period or ""):
        changed = with_period(changed, cycle)
    if changed is draft:
        cancel()
        return
    state.put(changed, "Changed what is said of the whole draft", Where())


def fill_in(draft: Draft, where: Where, offered: frozenset[str], keys: tuple[str, ...], owner: str) -> None:
    """Fill the blanks of a line with what was typed. Those that are left keep the line open."""
    words = [typed(key) or "" for key in keys]
    driver = typed(owner) or ""
    if not any(words) and not driver:
        working.tell_wrong(_NO_BLANK)
        return
    text = with_blanks_filled(line_text(where, draft), offered, words)
    changed = with_line(draft, where, text) if any(words) else draft
    if driver:
        changed = with_owner(changed, where, driver)
    state.put(changed, f"Filled in {line_name(where, draft).lower()}", where)


def add_key_result(draft: Draft, objective: int, key: str) -> None:
    """Put a further key result under an objective."""
    words = typed(key)
    if not words:
        working.tell_wrong(_NO_KEY_RESULT)
        return
    changed = with_key_result(draft, objective, words)
    there = Where(objective=objective, key_result=len(changed.objectives[objective].key_results) - 1)
    state.put(changed, f"Added {line_name(there, changed).lower()}", there)


def remove(draft: Draft, where: Where) -> None:
    """Take a line out of the draft; an objective goes with what stands under it."""
    name = line_name(where, draft).lower()
    if where.key_result is None:
        changed = without_objective(draft, where.objective or 0)
        name = f"{name} and its key results" if draft.objectives[where.objective or 0].key_results else name
    else:
        changed = without_key_result(draft, where)
    state.put(changed, f"Removed {name}")


def excuse(draft: Draft, finding: Finding, key: str) -> None:
    """Set a finding aside for its line, and for the others it was said of, with the reason that was typed."""
    reason = typed(key)
    if not reason:
        working.tell_wrong(_NO_REASON)
        return
    changed = draft
    for where in (finding.where, *finding.also):
        changed = with_excuse(changed, where, finding.criterion, reason)
    did = f"Set aside for {line_name(finding.where, draft).lower()}: {finding.title.lower()}"
    state.put(changed, did, finding.where)


def take_up_again(draft: Draft, where: Where, criterion: str, title: str) -> None:
    """Take back the excuse of one line for one criterion."""
    did = f"Took up again for {line_name(where, draft).lower()}: {title.lower()}"
    state.put(without_excuses(draft, where, {criterion}), did, where)


def cancel() -> None:
    """Close the form and change nothing. A line that is left with its blanks gives way to the next point."""
    form = working.work()
    working.cancel_form()
    if form is not None and form.finding is None and state.selected() is None:
        state.select_next(form.where)


def undo() -> None:
    """One version back."""
    _move_to(lambda found: found.undone())


def redo() -> None:
    """One version on."""
    _move_to(lambda found: found.redone())


def go_to(serial: int) -> None:
    """Let any of the versions stand again."""
    _move_to(lambda found: found.at_version(serial))


def typed(key: str) -> str | None:
    """What was typed, as one line; None where it was not asked for."""
    said = st.session_state.get(key)
    return " ".join(said.split()) if isinstance(said, str) else None


def _move_to(moved: Callable[[History], History | None]) -> None:
    found = versions.history()
    if found is not None:
        working.close_form()
        versions.show(moved(found))


def _beside(draft: Draft, where: Where) -> tuple[str, str]:
    objective = draft.objectives[where.objective or 0]
    if where.key_result is None:
        return objective.owner or "", ""
    key_result = objective.key_results[where.key_result]
    return key_result.owner or "", key_result.due or ""
