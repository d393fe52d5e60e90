"""A conversation takes over a draft that was changed beside it: on the page where both are open, by hand, by an accepted suggestion."""

from __future__ import annotations

from difflib import SequenceMatcher

from coach.dialogue.alignment import aligned
from coach.dialogue.conversation import Conversation, Decision, Version
from coach.dialogue.exchange import Exchange
from coach.dialogue.speech import CHANGED_BESIDE
from coach.okr import Draft
from coach.reading.result import Where

_ALIKE = 0.3
"""The share of words in common from which a changed line is taken for the one that stood there. A suggestion keeps the subject and changes
the rest."""


def catch_up(exchange: Exchange, draft: Draft, did: str, offered: frozenset[str]) -> None:
    """Go on from `draft`: as the version it is, where it was there before (undone, or done again), else as a further one.

    Args:
        exchange: one that begins.
        draft: the draft as it stands.
        did: what made it, in words that hold nothing of the draft.
        offered: the labels of the blanks that suggestions taken over have brought.
    """
    state = _without_last_note(exchange.state)
    before, at = exchange.draft, _version_of(state, draft)
    moved = _moves(before, draft)
    if at is not None:
        exchange.state = state.changed(at=at, finished=False)
    else:
        decisions = tuple(now for old in state.decisions if (now := _moved(old, moved)) is not None)
        exchange.state = state.going_on_with(
            Version(
                draft=draft, decisions=decisions, when=exchange.when, why=did, is_beside=True, offered=tuple(sorted(offered))
            )
        )  # fmt: skip
    exchange.focus = moved.get(exchange.focus) if exchange.focus is not None else None
    exchange.asked = None
    exchange.tell(CHANGED_BESIDE)
    exchange.move_on()


def _without_last_note(state: Conversation) -> Conversation:
    """Without the words that the last such change brought, where the writer has answered nothing since: the newest are enough."""
    last = state.turns[-1] if state.turns else None
    if last is not None and last.by == "coach" and last.text.startswith(CHANGED_BESIDE):
        return state.changed(turns=state.turns[:-1])
    return state


def _version_of(state: Conversation, draft: Draft) -> int | None:
    """The version that holds this draft: the nearest before the one that stands, else the nearest after it. Of several in a row, which
    differ by what was decided, the last.
    """
    holds = [version.draft == draft for version in state.versions]
    for at in range(state.at - 1, -1, -1):
        if holds[at]:
            return at
    for at in range(state.at + 1, len(holds)):
        if holds[at] and not (at + 1 < len(holds) and holds[at + 1]):
            return at
    return None


def _moves(before: Draft, after: Draft) -> dict[Where, Where]:
    """Where each line stands now; one that was removed, or gave way to another, is not there."""
    earlier, later = _lines(before), _lines(after)
    moved = {Where(): Where()}
    for was, now in aligned([[words for _, words in earlier], [words for _, words in later]]):
        if was is not None and now is not None and _is_one_line(earlier[was][1], later[now][1]):
            moved[earlier[was][0]] = later[now][0]
    return moved


def _is_one_line(before: tuple[bool, str], after: tuple[bool, str]) -> bool:
    """Whether a line came of another: of one kind, and in part the same words."""
    if before == after:
        return True
    return before[0] == after[0] and SequenceMatcher(None, before[1].split(), after[1].split()).ratio() >= _ALIKE


def _lines(draft: Draft) -> list[tuple[Where, tuple[bool, str]]]:
    """The lines; an objective is never taken for a key result."""
    found = []
    for i, objective in enumerate(draft.objectives):
        found.append((Where(objective=i), (True, objective.text)))
        found += [(Where(objective=i, key_result=j), (False, row.text)) for j, row in enumerate(objective.key_results)]
    return found


def _moved(decision: Decision, moved: dict[Where, Where]) -> Decision | None:
    where = moved.get(decision.where)
    return decision.model_copy(update={"where": where}) if where is not None else None
