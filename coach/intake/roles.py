"""What each item is where no label says it: objective, key result, initiative, team, or nothing that belongs here.

Labels win over layout. Where a label is missing, the reading goes by what stands around the item:

- A list under a line: the line is the objective, the list its key results, deeper levels are initiatives.
- A nested list without such a line: the outer level is the objectives; where the outer level carries the figures and the
  inner does not, the outer level is key results and the inner initiatives.
- A line before a labelled key result is its objective; a line before a labelled objective is a team or a title.
- Lines under a "Key results" header are key results until a blank line is followed by something else.
- Everything else is not read, and is given back as it stands.
"""

from __future__ import annotations

from collections.abc import Sequence

from coach.intake.item import Item
from coach.intake.line_roles import read_plain
from coach.intake.list_roles import read_run
from coach.intake.reading_state import PASSIVE, State
from coach.intake.shapes import is_title


def infer_roles(items: Sequence[Item]) -> None:
    """Gives every item without a role its role, in place."""
    state = State(evidence=_has_evidence(items), wary=_is_article(items))
    index = 0
    while index < len(items):
        item = items[index]
        if item.role in PASSIVE or item.role in ("unread", "team"):
            index += 1
        elif item.table is not None:
            state.expecting, state.under_header, state.last = None, False, None
            index += 1
        elif item.role:
            _follow_label(item, state)
            index += 1
        elif item.is_list_item:
            index = read_run(items, index, None, state)
        else:
            index = read_plain(items, index, state)


def _has_evidence(items: Sequence[Item]) -> bool:
    """Whether the text says somewhere that it holds OKRs: a label, or a title with the word."""
    return any(
        item.role in ("objective", "key result")
        or (item.role == "meta" and item.key in ("team", "period", "parent", "owner", "objective owner"))
        for item in items
    ) or any(not item.role and len(item.text) < 90 and is_title(item.text) for item in items[:40])


def _is_article(items: Sequence[Item]) -> bool:
    """Whether the text is long prose without labels, whose lists are not to be taken for key results lightly."""
    if any(item.role in ("objective", "key result") for item in items):
        return False
    sentences = sum(
        not item.role
        and not item.is_list_item
        and len(item.text.split()) > 5
        and item.text.endswith((".", "!", "?", ":"))
        for item in items
    )
    return sentences > 8


def _follow_label(item: Item, state: State) -> None:
    """Moves the state past an item that a label explained."""
    state.under_header = False
    if item.role == "objective":
        state.objective, state.results, state.last = (None if item.is_header else item), 0, None
        state.plural = bool(item.label and item.label.plural)
        state.expecting = ("objectives" if state.plural else "objective") if item.is_header else "results"
    elif item.role == "key result":
        if item.is_header:
            state.expecting = "result" if item.label and item.label.number else "results"
            state.under_header, state.last = True, None
        else:
            state.expecting = "results" if item.label and not item.name and not item.label.number else None
            state.last = item
            state.results += 1
    elif item.role == "initiative" and item.is_header:
        state.expecting = "initiatives"
