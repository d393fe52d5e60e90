"""The roles of unlabelled list items, from the line they stand under and from their levels."""

from __future__ import annotations

from collections.abc import Sequence

from coach.intake.item import Item
from coach.intake.outline import depths, is_numbered
from coach.intake.reading_state import (
    State,
    begin_objective,
    count_result,
    give_roles,
    kind_at,
    leave_unread,
    next_item,
    take_title,
)
from coach.intake.sections import is_reply, is_section, take_section
from coach.intake.shapes import (
    are_ingredients,
    is_aim,
    is_chatter,
    is_measurable,
    is_result,
    is_team_title,
    is_title,
    may_lead,
)


def _collect(items: Sequence[Item], index: int) -> list[int]:
    """The indexes of the unlabelled list that starts at `index`; indented plain lines under an item belong to it."""
    run: list[int] = []
    k = index
    while k < len(items):
        item = items[k]
        if item.role in ("meta", "note"):
            k += 1
            continue
        if item.role or item.table is not None or (run and (item.heading or item.speaks)):
            break
        if not item.is_list_item and not (
            run and not item.strong and not item.blank_before and _is_child_line(items[run[-1]], item)
        ):
            break
        run.append(k)
        k += 1
    return run


def _is_child_line(above: Item, item: Item) -> bool:
    if above.is_list_item and item.indent > above.indent:
        return True
    if above.is_list_item and is_numbered(above.marker):
        return is_measurable(item.text) and not is_measurable(above.text) and not is_chatter(item.text)
    return not above.is_list_item and item.indent == above.indent and is_result(item.text)


def read_run(items: Sequence[Item], index: int, lead: Item | None, state: State) -> int:
    """Gives roles to the list at `index` (and to `lead`, the line it stands under); the index after the list."""
    indexes = _collect(items, index)
    run = [items[k] for k in indexes]
    if run[0].marker.startswith("emoji") and is_title(run[0].text) and not is_measurable(run[0].text):
        take_title(run[0], state, loose=True)
        return index + 1
    after = indexes[-1] + 1
    for item, depth in zip(run, depths(run), strict=True):
        item.depth = depth
    following = kind_at(items, next_item(items, indexes[-1]))
    if lead is not None:
        _read_under_lead(lead, run, state)
    elif is_reply(run, state):
        leave_unread(run)
    elif is_section(run, following, state):
        take_section(run[0], state)
        if run[1:]:
            _read_alone(run[1:], state) if any(is_result(item.text) for item in run[1:]) else leave_unread(run[1:])
    elif following in ("key result",) and _owns_following(run[-1], items[next_item(items, indexes[-1])], state):
        if run[:-1]:
            _read_by_state(run[:-1], state)
        begin_objective(run[-1], state)
    else:
        _read_by_state(run, state)
    return after


def _owns_following(item: Item, result: Item, state: State) -> bool:
    """Whether the last item of a list is the objective of the labelled key result after it."""
    if state.expecting in ("objective", "objectives"):
        return True
    if state.expecting == "initiatives" or is_measurable(item.text):
        return False
    if state.last is None:
        return state.objective is None or state.results > 0
    if item.indent > state.last.indent or (
        state.last.marker == "" and item.marker in ("-", "*", "•", "o", "–", "+") and result.marker == ""
    ):
        return False
    return item.marker != state.last.marker or item.indent < state.last.indent or is_numbered(item.marker)


def _read_by_state(run: list[Item], state: State) -> None:
    """A list that no unlabelled line leads: what it is follows from what came before."""
    if state.expecting == "initiatives":
        _read_initiatives(run, state)
    elif state.expecting in ("results", "result"):
        _read_results(run, state)
    elif state.expecting == "objectives":
        give_roles(run, ("objective", "key result", "initiative"), state)
    elif state.expecting == "objective":
        begin_objective(run[0], state)
        give_roles(
            run[1:],
            ("key result", "key result", "initiative"),
            state,
        )
    elif state.last is not None:
        _read_after_result(run, state)
    else:
        _read_alone(run, state)


def _read_initiatives(run: list[Item], state: State) -> None:
    """Items under an initiatives header; one that stands further out than the header's key result ends them."""
    for position, item in enumerate(run):
        last = state.last
        if (
            position
            and last is not None
            and last.is_list_item
            and item.indent <= last.indent
            and item.marker == last.marker
            and run[0].indent > last.indent
        ):
            state.expecting = "results" if state.objective is not None or state.results else None
            _read_by_state(run[position:], state)
            return
        item.role = "initiative"


def _read_results(run: list[Item], state: State) -> None:
    """Items where key results are expected."""
    single = state.expecting == "result"
    if single:
        run[0].role = "key result"
        count_result(run[0], state)
        for item in run[1:]:
            item.role = "initiative"
        state.expecting = "results"
        return
    outer = [item for item in run if item.depth == 0]
    inner = [item for item in run if item.depth == 1]
    anchor = state.last if state.last is not None and state.last.is_list_item else None
    base = 0
    if anchor is not None and not state.under_header and run[0].indent > anchor.indent + 1:
        base = -1
    elif (
        inner
        and not any(is_measurable(i.text) for i in outer)
        and sum(is_measurable(i.text) for i in inner) * 2 > len(inner)
        and not state.under_header
        and state.objective is not None
        and _repeats_objective(state)
    ):
        give_roles(run, ("objective", "key result", "initiative"), state)
        return
    if (
        base == 0
        and inner
        and all(abs(i.indent - outer[0].indent) <= 1 for i in inner)
        and _share(outer) >= 0.5
        and _share(inner) >= 0.5
    ):
        for item in run:
            item.depth = 0 if item.depth == 1 else item.depth
    for item in run:
        depth = item.depth - base
        item.role = "key result" if depth <= 0 else "initiative"
        if anchor is not None and base and item.indent <= anchor.indent + 1:
            item.role = "key result"
        if item.role == "key result":
            count_result(item, state)


def _repeats_objective(state: State) -> bool:
    return state.plural


def _read_after_result(run: list[Item], state: State) -> None:
    """Items under a labelled key result: deeper ones are its initiatives, those beside it are key results too."""
    last = state.last
    assert last is not None
    for item in run:
        same = item.marker == last.marker or item.marker[:5] == last.marker[:5] == "emoji"
        beside = last.is_list_item and same and item.indent <= last.indent + 1
        further_out = item.indent < last.indent
        if beside or further_out or (item.blank_before and not last.is_list_item and is_measurable(item.text)):
            item.role = "key result"
            count_result(item, state)
            last = item
        else:
            item.role = "initiative"


def _read_alone(run: list[Item], state: State) -> None:
    """A list with nothing before it that explains it."""
    outer = [item for item in run if item.depth == 0]
    inner = [item for item in run if item.depth == 1]
    if inner and _is_dotted(outer, inner):
        give_roles(run, ("objective", "key result", "initiative"), state)
    elif inner:
        top, below = _share(outer), _share(inner)
        if top >= below + 0.5:
            give_roles(run, ("key result", "initiative", "initiative"), state)
        elif _is_plausible(inner, state) or _are_statements(inner, state):
            give_roles(run, ("objective", "key result", "initiative"), state)
        else:
            leave_unread(run)
    elif _is_plausible(run, state) or (state.evidence and not state.wary and not any(is_chatter(i.text) for i in run)):
        aims = sum(is_aim(item.text) for item in run)
        give_roles(run, ("objective" if aims * 2 > len(run) else "key result",) * 3, state)
    else:
        leave_unread(run)


def _read_under_lead(lead: Item, run: list[Item], state: State) -> None:
    """A list under an unlabelled line."""
    outer = [item for item in run if item.depth == 0]
    inner = [item for item in run if item.depth == 1]
    team = is_team_title(lead.text) or is_title(lead.text)
    if inner and _is_dotted(outer, inner):
        take_title(lead, state, loose=True)
        give_roles(run, ("objective", "key result", "initiative"), state)
        return
    if inner:
        top, below = _share(outer), _share(inner)
        parents = sum(1 for k, item in enumerate(run[:-1]) if item.depth == 0 and run[k + 1].depth == 1)
        if (
            not team
            and may_lead(lead.text)
            and ((top >= 0.5 and top >= below) or (below <= top and parents < len(outer)))
        ):
            begin_objective(lead, state)
            give_roles(run, ("key result", "initiative", "initiative"), state)
            return
        if _is_plausible(inner, state) or (state.evidence and not state.wary):
            take_title(lead, state, loose=True)
            give_roles(run, ("objective", "key result", "initiative"), state)
            return
    elif not team and may_lead(lead.text) and (_is_plausible(run, state) or _is_group(lead, run, state)):
        begin_objective(lead, state)
        give_roles(run, ("key result", "initiative", "initiative"), state)
        state.evidence = True
        return
    if team or not lead.is_title_like or len(lead.text.split()) > 6:
        take_title(lead, state, loose=team)
    else:
        take_title(lead, state, loose=True)
    _read_alone(run, state)


def _is_dotted(outer: Sequence[Item], inner: Sequence[Item]) -> bool:
    """Whether the numbers themselves say which items stand under which (1, 1.1, 1.2)."""
    dotted = sum(item.marker == "1.1" for item in inner)
    return dotted * 2 > len(inner) and all(item.marker in ("1.", "1)", "(1)") for item in outer)


def _share(items: Sequence[Item]) -> float:
    return sum(is_measurable(item.text) for item in items) / len(items) if items else 0.0


def _is_plausible(run: Sequence[Item], state: State) -> bool:
    """Whether a list without labels reads like key results."""
    if any(item.text.rstrip().endswith("?") for item in run):
        return False
    if not state.evidence and are_ingredients(item.text for item in run):
        return False
    if state.wary:
        return _share(run) > 0.6 and len(run) > 1
    return sum(is_result(item.text) for item in run) * 2 >= len(run)


def _is_group(lead: Item, run: Sequence[Item], state: State) -> bool:
    """Whether a line and the list under it are an objective and key results by their form."""
    if state.wary or state.evidence:
        return state.evidence and not state.wary
    return len(lead.text.split()) >= 3 and not lead.text.endswith((":", "?")) and _are_statements(run, state)


def _are_statements(run: Sequence[Item], state: State) -> bool:
    """Whether the items are whole statements and not catchwords, or the text says elsewhere that it holds OKRs."""
    if state.wary or state.evidence:
        return state.evidence and not state.wary
    words = sum(len(item.text.split()) for item in run)
    return len(run) >= 2 and words >= 4 * len(run) and not any(is_chatter(item.text) for item in run)
