"""The roles of unlabelled lines that are no list items: objectives, titles, key results under a header, or nothing."""

from __future__ import annotations

from collections.abc import Sequence

from coach.intake.heading_roles import is_heading, take_heading
from coach.intake.item import Item
from coach.intake.list_roles import read_run
from coach.intake.reading_state import State, begin_objective, count_result, kind_at, next_item, take_title
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
    if kind == "plain" and _is_result_paragraph(items, after) and not is_team_title(item.text) and may_lead(item.text):
        begin_objective(item, state)
        for k in _paragraph(items, after):
            items[k].role = "key result"
            count_result(items[k], state)
        return _paragraph(items, after)[-1] + 1
    take_title(item, state, loose=kind in ("objective", "title", "table", "plain", "list"))
    return index + 1


def _paragraph(items: Sequence[Item], index: int) -> list[int]:
    """The indexes of the unlabelled plain lines from `index` up to a blank line."""
    found = [index]
    for k in range(index + 1, len(items)):
        item = items[k]
        if item.role or item.is_list_item or item.is_title_like or item.blank_before or item.table is not None:
            break
        found.append(k)
    return found


def _is_result_paragraph(items: Sequence[Item], index: int) -> bool:
    lines = [items[k].text for k in _paragraph(items, index)]
    return not any(is_chatter(line) or len(line.split()) > 30 for line in lines) and sum(
        is_measurable(line) for line in lines
    ) * 2 > len(lines)


def _read_paragraph(items: Sequence[Item], index: int, state: State) -> int:
    """Plain lines without bullets: an objective and its key results where the first is an aim and the rest have figures."""
    indexes = _paragraph(items, index)
    lines = [items[k] for k in indexes]
    end = indexes[-1] + 1
    labelled = (
        state.objective is not None
        and state.objective.label is not None
        and state.results == 0
        and state.expecting == "results"
    )
    if labelled and all(not is_chatter(i.text) for i in lines) and _is_result_paragraph(items, index):
        for item in lines:
            item.role = "key result"
            count_result(item, state)
        return end
    if (
        labelled
        and not items[index].blank_before
        and len(lines) > 1
        and sum(is_result(i.text) for i in lines) * 2 >= len(lines)
        and not any(is_chatter(i.text) for i in lines)
    ):
        for item in lines:
            item.role = "key result"
            count_result(item, state)
        return end
    if (
        len(lines) >= 2
        and may_lead(lines[0].text)
        and not is_measurable(lines[0].text)
        and _is_result_paragraph(items, indexes[1])
        and not state.wary
        and (state.evidence or not are_ingredients(item.text for item in lines[1:]))
    ):
        for item in lines:
            if item is lines[0] or (item.text.endswith(":") and not is_measurable(item.text)):
                begin_objective(item, state)
            else:
                item.role = "key result"
                count_result(item, state)
        return end
    if (
        len(lines) == 1
        and end < len(items)
        and may_lead(lines[0].text)
        and not is_measurable(lines[0].text)
        and not lines[0].text.endswith(".")
        and not state.wary
    ):
        below = items[end]
        if (
            not below.role
            and not below.is_list_item
            and not below.is_title_like
            and len(_paragraph(items, end)) >= 2
            and all(is_measurable(items[k].text) for k in _paragraph(items, end))
            and (state.evidence or not are_ingredients(items[k].text for k in _paragraph(items, end)))
        ):
            begin_objective(lines[0], state)
            for k in _paragraph(items, end):
                items[k].role = "key result"
                count_result(items[k], state)
            return _paragraph(items, end)[-1] + 1
    for item in lines:
        item.role = "unread"
    return end
