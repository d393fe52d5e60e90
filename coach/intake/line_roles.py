"""The roles of unlabelled lines that are no list items: objectives, titles, key results under a header, or nothing."""

from __future__ import annotations

from collections.abc import Sequence

from coach.intake.heading_roles import is_heading, take_heading
from coach.intake.item import Item
from coach.intake.list_roles import read_run
from coach.intake.reading_state import (
    State,
    begin_objective,
    count_result,
    kind_at,
    leave_unread,
    next_item,
    take_title,
)
from coach.intake.shapes import are_ingredients, is_chatter, is_measurable, is_result, is_team_title, is_title, may_lead


def read_plain(items: Sequence[Item], index: int, state: State) -> int:
    """Gives a role to the unlabelled line at `index`; the index of the next item to read."""
    item = items[index]
    after = next_item(items, index)
    kind = kind_at(items, after)
    text = item.text
    chatter = is_chatter(text)
    if state.expecting in ("objective", "result") and not (chatter and kind == "end"):
        if state.expecting == "objective":
            begin_objective(item, state)
        else:
            item.role = "key result"
            count_result(item, state)
            state.expecting = None
        return index + 1
    if is_heading(items, index, kind, state):
        take_heading(item, state)
        return index + 1
    if item.is_title_like:
        return _read_title(items, index, kind, state)
    if state.expecting == "results" and state.under_header and _is_listed_line(item, kind, state):
        item.role = "key result"
        count_result(item, state)
        return index + 1
    if state.expecting == "initiatives" and not item.blank_before and kind != "key result" and not chatter:
        item.role = "initiative"
        return index + 1
    if chatter and kind != "key result":
        item.role = "unread"
        return index + 1
    if is_title(text) and not is_measurable(text):
        take_title(item, state, loose=True)
        return index + 1
    headed = kind == "table" and _lacks_objective(items[after]) and may_lead(text) and not text.endswith(".")
    if (kind == "key result" or headed) and not chatter and not _is_remark(item, state):
        begin_objective(item, state)
        return index + 1
    if kind == "objective":
        take_title(
            item, state, loose=len(text.split()) <= 5 and not text.endswith((".", "!", "?")) and ":" not in text[:-1]
        )
        return index + 1
    if kind == "list" and not _is_remark(item, state):
        return read_run(items, after, item, state)
    if state.expecting == "objectives" or (state.plural and item.blank_before and not is_measurable(text)):
        begin_objective(item, state)
        return index + 1
    return _read_paragraph(items, index, state)


def _lacks_objective(item: Item) -> bool:
    """Whether a table begins with key results that have no objective in it."""
    table = item.table
    return table is not None and bool(table.objectives) and table.objectives[0].wording is None


def _is_remark(item: Item, state: State) -> bool:
    """Whether an unlabelled line stands between a labelled objective and its key results, and so says nothing new."""
    return (
        state.objective is not None
        and state.results == 0
        and state.objective.label is not None
        and not item.is_title_like
    )


def _is_listed_line(item: Item, kind: str, state: State) -> bool:
    """Whether a plain line under a key results header is one of them."""
    if is_chatter(item.text) and item.blank_before:
        return False
    if state.results == 0 or not item.blank_before:
        return not (kind in ("key result", "list") and item.blank_before and state.results > 0)
    return (
        kind not in ("key result", "list")
        and is_measurable(item.text)
        and state.last is not None
        and not state.last.is_list_item
    )


def _read_title(items: Sequence[Item], index: int, kind: str, state: State) -> int:
    item = items[index]
    after = next_item(items, index)
    if is_title(item.text) and not is_measurable(item.text):
        take_title(item, state, loose=True)
        return index + 1
    if kind == "key result" or (kind == "table" and _lacks_objective(items[after]) and may_lead(item.text)):
        if is_team_title(item.text):
            take_title(item, state, loose=True)
        else:
            begin_objective(item, state)
        return index + 1
    if kind == "list":
        return read_run(items, after, item, state)
    below = _paragraph(items, after) if kind == "plain" else []
    if below and _have_figures(below) and not is_team_title(item.text) and may_lead(item.text):
        begin_objective(item, state)
        _take_results(below, state)
        return after + 1  # the lines under the first have their roles now, and are passed like labelled ones
    take_title(item, state, loose=kind in ("objective", "title", "table", "plain", "list"))
    return index + 1


def _paragraph(items: Sequence[Item], index: int) -> list[Item]:
    """The unlabelled plain lines from `index` up to a blank line."""
    found = [items[index]]
    for k in range(index + 1, len(items)):
        item = items[k]
        if item.role or item.is_list_item or item.is_title_like or item.blank_before or item.table is not None:
            break
        found.append(item)
    return found


def _have_figures(lines: Sequence[Item]) -> bool:
    """Whether most of the lines have a figure, and none is prose."""
    return not any(is_chatter(line.text) or len(line.text.split()) > 30 for line in lines) and sum(
        is_measurable(line.text) for line in lines
    ) * 2 > len(lines)


def _take_results(lines: Sequence[Item], state: State) -> None:
    for item in lines:
        item.role = "key result"
        count_result(item, state)


def _read_paragraph(items: Sequence[Item], index: int, state: State) -> int:
    """Plain lines without bullets: key results, an objective with its key results, or nothing that belongs here."""
    lines = _paragraph(items, index)
    end = index + len(lines)
    below = _paragraph(items, end) if end < len(items) else []
    if _are_results_of_labelled(lines, state):
        _take_results(lines, state)
    elif _are_objective_and_results(lines, state):
        _take_objective_and_results(lines, state)
    elif _is_objective_of(lines, below, state):
        begin_objective(lines[0], state)
        _take_results(below, state)
        return end + 1  # the lines under the first have their roles now, and are passed like labelled ones
    else:
        leave_unread(lines)
    return end


def _are_results_of_labelled(lines: Sequence[Item], state: State) -> bool:
    """Whether the lines are the key results of the labelled objective above them, which has none yet."""
    if state.objective is None or state.objective.label is None or state.results or state.expecting != "results":
        return False
    if any(is_chatter(line.text) for line in lines):
        return False
    joined = not lines[0].blank_before and len(lines) > 1
    return _have_figures(lines) or (joined and sum(is_result(line.text) for line in lines) * 2 >= len(lines))


def _are_objective_and_results(lines: Sequence[Item], state: State) -> bool:
    """Whether the first line is an aim and the rest are its key results."""
    first, *rest = lines
    return bool(rest) and _is_aim_line(first, state) and _have_figures(rest) and not _is_recipe(rest, state)


def _take_objective_and_results(lines: Sequence[Item], state: State) -> None:
    """The first line is an objective, and so is each later one that ends in a colon and has no figure."""
    for item in lines:
        if item is lines[0] or (item.text.endswith(":") and not is_measurable(item.text)):
            begin_objective(item, state)
        else:
            _take_results([item], state)


def _is_objective_of(lines: Sequence[Item], below: Sequence[Item], state: State) -> bool:
    """Whether a line that stands alone is the objective of the paragraph `below`, each line of which has a figure."""
    if len(lines) != 1 or not _is_aim_line(lines[0], state) or lines[0].text.endswith("."):
        return False
    if len(below) < 2 or below[0].role or below[0].is_list_item or below[0].is_title_like:
        return False
    return all(is_measurable(line.text) for line in below) and not _is_recipe(below, state)


def _is_aim_line(item: Item, state: State) -> bool:
    return may_lead(item.text) and not is_measurable(item.text) and not state.wary


def _is_recipe(lines: Sequence[Item], state: State) -> bool:
    """Whether the lines are amounts of things, in a text that nowhere says that it holds OKRs."""
    return not state.evidence and are_ingredients(line.text for line in lines)
