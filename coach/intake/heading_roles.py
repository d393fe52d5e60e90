"""Whether an unlabelled line is a heading over the OKRs or a footer under them, by what it says and where it stands."""

from __future__ import annotations

from collections.abc import Sequence

from coach.intake.headings import read_heading
from coach.intake.item import Item
from coach.intake.reading_state import State
from coach.intake.shapes import is_title


def is_heading(items: Sequence[Item], index: int, kind: str, state: State) -> bool:
    """Whether the line says for whom and when; `kind` is what stands after it.

    A line right over key results could be their objective: there its words must surely name a team.
    """
    heading = read_heading(items[index].text)
    if heading is None or (is_title(items[index].text) and kind != "end" and heading.owner is None):
        return False
    if kind == "end":
        return heading.team is None and (state.objective is not None or state.results > 0)
    if items[index].is_title_like or state.objective is None:
        return heading.team is None or heading.names_team or kind in ("objective", "plain", "title")
    return False


def take_heading(item: Item, state: State) -> None:
    """The line is a heading, and what stood before it is complete."""
    item.role, item.key = "team", "heading"
    state.objective, state.results, state.last = None, 0, None
    state.expecting, state.under_header, state.plural = None, False, False
