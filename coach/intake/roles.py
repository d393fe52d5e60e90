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
from dataclasses import dataclass

from coach.intake.items import Item
from coach.intake.outline import depths, is_numbered
from coach.intake.shapes import is_aim, is_chatter, is_measurable, is_result, is_team_title, is_title, may_lead

_PASSIVE = ("meta", "note", "decoration")


@dataclass
class _State:
    """Where the reading stands. `expecting` is what an unlabelled item would be."""

    expecting: str | None = None
    plural: bool = False
    under_header: bool = False
    objective: Item | None = None
    last: Item | None = None
    results: int = 0
    evidence: bool = False
    wary: bool = False


def infer_roles(items: Sequence[Item]) -> None:
    """Gives every item without a role its role, in place."""
    state = _State(evidence=_has_evidence(items), wary=_is_article(items))
    index = 0
    while index < len(items):
        item = items[index]
        if item.role in _PASSIVE or item.role in ("unread", "team"):
            index += 1
        elif item.table is not None:
            state.expecting, state.under_header, state.last = None, False, None
            index += 1
        elif item.role:
            _follow_label(item, state)
            index += 1
        elif item.is_list_item:
            index = _read_run(items, index, None, state)
        else:
            index = _read_plain(items, index, state)


def _has_evidence(items: Sequence[Item]) -> bool:
    """Whether the text says somewhere that it holds OKRs: a label, or a title with the word."""
    return any(item.role in ("objective", "key result") for item in items) or any(
        not item.role and len(item.text) < 90 and is_title(item.text) for item in items[:40]
    )


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


def _follow_label(item: Item, state: _State) -> None:
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


def _next(items: Sequence[Item], index: int) -> int:
    """The index of the next item that is not a named value, a note or decoration."""
    index += 1
    while index < len(items) and items[index].role in _PASSIVE:
        index += 1
    return index


def _kind(items: Sequence[Item], index: int) -> str:
    if index >= len(items):
        return "end"
    item = items[index]
    if item.table is not None:
        return "table"
    return item.role or ("list" if item.is_list_item else "title" if item.is_title_like else "plain")


# -- lists ------------------------------------------------------------------------------------------------------------


def _collect(items: Sequence[Item], index: int) -> list[int]:
    """The indexes of the unlabelled list that starts at `index`; indented plain lines under an item belong to it."""
    run: list[int] = []
    k = index
    while k < len(items):
        item = items[k]
        if item.role in ("meta", "note"):
            k += 1
            continue
        if item.role or item.table is not None or item.heading:
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


def _read_run(items: Sequence[Item], index: int, lead: Item | None, state: _State) -> int:
    """Gives roles to the list at `index` (and to `lead`, the line it stands under); the index after the list."""
    indexes = _collect(items, index)
    run = [items[k] for k in indexes]
    after = indexes[-1] + 1
    for item, depth in zip(run, depths(run), strict=True):
        item.depth = depth
    following = _kind(items, _next(items, indexes[-1]))
    if lead is not None:
        _read_under_lead(lead, run, state)
    elif following in ("key result",) and _owns_following(run[-1], items[_next(items, indexes[-1])], state):
        if run[:-1]:
            _read_by_state(run[:-1], state)
        _begin(run[-1], state)
    else:
        _read_by_state(run, state)
    return after


def _owns_following(item: Item, result: Item, state: _State) -> bool:
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


def _read_by_state(run: list[Item], state: _State) -> None:
    """A list that no unlabelled line leads: what it is follows from what came before."""
    if state.expecting == "initiatives":
        _read_initiatives(run, state)
    elif state.expecting in ("results", "result"):
        _read_results(run, state)
    elif state.expecting == "objectives":
        _give(run, ("objective", "key result", "initiative"), state)
    elif state.expecting == "objective":
        _begin(run[0], state)
        _give(
            run[1:],
            ("key result", "key result", "initiative")
            if all(i.depth == 0 for i in run)
            else ("key result", "key result", "initiative"),
            state,
        )
    elif state.last is not None:
        _read_after_result(run, state)
    else:
        _read_alone(run, state)


def _read_initiatives(run: list[Item], state: _State) -> None:
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


def _read_results(run: list[Item], state: _State) -> None:
    """Items where key results are expected."""
    single = state.expecting == "result"
    if single:
        run[0].role = "key result"
        _result(run[0], state)
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
        _give(run, ("objective", "key result", "initiative"), state)
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
            _result(item, state)


def _repeats_objective(state: _State) -> bool:
    return state.plural


def _read_after_result(run: list[Item], state: _State) -> None:
    """Items under a labelled key result: deeper ones are its initiatives, those beside it are key results too."""
    last = state.last
    assert last is not None
    for item in run:
        beside = last.is_list_item and item.marker == last.marker and item.indent <= last.indent + 1
        further_out = item.indent < last.indent
        if beside or further_out or (item.blank_before and not last.is_list_item and is_measurable(item.text)):
            item.role = "key result"
            _result(item, state)
            last = item
        else:
            item.role = "initiative"


def _read_alone(run: list[Item], state: _State) -> None:
    """A list with nothing before it that explains it."""
    outer = [item for item in run if item.depth == 0]
    inner = [item for item in run if item.depth == 1]
    if inner:
        top, below = _share(outer), _share(inner)
        if top > below and top >= 0.5:
            _give(run, ("key result", "initiative", "initiative"), state)
        elif _is_plausible(inner, state) or (state.evidence and not state.wary):
            _give(run, ("objective", "key result", "initiative"), state)
        else:
            _leave(run)
    elif _is_plausible(run, state) or (state.evidence and not state.wary and not any(is_chatter(i.text) for i in run)):
        aims = sum(is_aim(item.text) for item in run)
        _give(run, ("objective" if aims * 2 > len(run) else "key result",) * 3, state)
    else:
        _leave(run)


def _read_under_lead(lead: Item, run: list[Item], state: _State) -> None:
    """A list under an unlabelled line."""
    outer = [item for item in run if item.depth == 0]
    inner = [item for item in run if item.depth == 1]
    team = is_team_title(lead.text) or is_title(lead.text)
    if inner:
        top, below = _share(outer), _share(inner)
        parents = sum(1 for k, item in enumerate(run[:-1]) if item.depth == 0 and run[k + 1].depth == 1)
        if (
            not team
            and may_lead(lead.text)
            and ((top >= 0.5 and top >= below) or (below <= top and parents < len(outer)))
        ):
            _begin(lead, state)
            _give(run, ("key result", "initiative", "initiative"), state)
            return
        if _is_plausible(inner, state) or (state.evidence and not state.wary):
            _title(lead, state, loose=True)
            _give(run, ("objective", "key result", "initiative"), state)
            return
    elif not team and may_lead(lead.text) and (_is_plausible(run, state) or _is_group(lead, run, state)):
        _begin(lead, state)
        _give(run, ("key result", "initiative", "initiative"), state)
        return
    if team or not lead.is_title_like or len(lead.text.split()) > 6:
        _title(lead, state, loose=team)
    else:
        _title(lead, state, loose=True)
    _read_alone(run, state)


def _share(items: Sequence[Item]) -> float:
    return sum(is_measurable(item.text) for item in items) / len(items) if items else 0.0


def _is_plausible(run: Sequence[Item], state: _State) -> bool:
    """Whether a list without labels reads like key results."""
    if any(item.text.rstrip().endswith("?") for item in run):
        return False
    if state.wary:
        return _share(run) > 0.6 and len(run) > 1
    return sum(is_result(item.text) for item in run) * 2 >= len(run)


def _is_group(lead: Item, run: Sequence[Item], state: _State) -> bool:
    """Whether a line and the list under it are an objective and key results by their form: whole statements, not catchwords."""
    if state.wary:
        return False
    if state.evidence:
        return True
    words = sum(len(item.text.split()) for item in run)
    return (
        len(run) >= 2
        and words >= 4 * len(run)
        and len(lead.text.split()) >= 3
        and not lead.text.endswith((":", "?"))
        and not any(is_chatter(i.text) for i in run)
    )


def _give(run: Sequence[Item], by_depth: tuple[str, str, str], state: _State) -> None:
    for item in run:
        role = by_depth[min(item.depth, 2)]
        if role == "objective":
            _begin(item, state)
        else:
            item.role = role
            if role == "key result":
                _result(item, state)


def _leave(run: Sequence[Item]) -> None:
    for item in run:
        item.role = "unread"


def _begin(item: Item, state: _State) -> None:
    item.role = "objective"
    state.objective, state.results, state.last, state.expecting, state.under_header = item, 0, None, "results", False


def _result(item: Item, state: _State) -> None:
    state.results += 1
    state.last = item


def _title(item: Item, state: _State, *, loose: bool) -> None:
    """A line that names a team, a period or the document; anything longer is left unread."""
    words = len(item.text.split())
    known = is_title(item.text) or is_team_title(item.text)
    item.role = "team" if known or (loose and words <= 7 and not is_chatter(item.text)) else "unread"
    if item.role == "team" or item.heading:
        state.objective, state.results, state.last, state.expecting, state.under_header, state.plural = (
            None,
            0,
            None,
            None,
            False,
            False,
        )


# -- lines ------------------------------------------------------------------------------------------------------------


def _read_plain(items: Sequence[Item], index: int, state: _State) -> int:
    """Gives a role to the unlabelled line at `index`; the index of the next item to read."""
    item = items[index]
    after = _next(items, index)
    kind = _kind(items, after)
    text = item.text
    chatter = is_chatter(text)
    if state.expecting in ("objective", "result") and not (chatter and kind == "end"):
        if state.expecting == "objective":
            _begin(item, state)
        else:
            item.role = "key result"
            _result(item, state)
            state.expecting = None
        return index + 1
    if item.is_title_like:
        return _read_title(items, index, kind, state)
    if state.expecting == "results" and state.under_header and _is_listed_line(item, kind, state):
        item.role = "key result"
        _result(item, state)
        return index + 1
    if state.expecting == "initiatives" and not item.blank_before and kind != "key result" and not chatter:
        item.role = "initiative"
        return index + 1
    if chatter and kind != "key result":
        item.role = "unread"
        return index + 1
    if is_title(text) and not is_measurable(text):
        _title(item, state, loose=True)
        return index + 1
    headed = kind == "table" and _lacks_objective(items[after]) and may_lead(text) and not text.endswith(".")
    if (kind == "key result" or headed) and not chatter and not _is_remark(item, state):
        _begin(item, state)
        return index + 1
    if kind == "objective":
        _title(item, state, loose=len(text.split()) <= 5 and not text.endswith((".", "!", "?")))
        return index + 1
    if kind == "list" and not _is_remark(item, state):
        return _read_run(items, after, item, state)
    if state.expecting == "objectives" or (state.plural and item.blank_before and not is_measurable(text)):
        _begin(item, state)
        return index + 1
    return _read_paragraph(items, index, state)


def _lacks_objective(item: Item) -> bool:
    """Whether a table begins with key results that have no objective in it."""
    table = item.table
    return table is not None and bool(table.objectives) and table.objectives[0].wording is None


def _is_remark(item: Item, state: _State) -> bool:
    """Whether an unlabelled line stands between a labelled objective and its key results, and so says nothing new."""
    return (
        state.objective is not None
        and state.results == 0
        and state.objective.label is not None
        and not item.is_title_like
    )


def _is_listed_line(item: Item, kind: str, state: _State) -> bool:
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


def _read_title(items: Sequence[Item], index: int, kind: str, state: _State) -> int:
    item = items[index]
    after = _next(items, index)
    if is_title(item.text) and not is_measurable(item.text):
        _title(item, state, loose=True)
        return index + 1
    if kind == "key result" or (kind == "table" and _lacks_objective(items[after]) and may_lead(item.text)):
        if is_team_title(item.text):
            _title(item, state, loose=True)
        else:
            _begin(item, state)
        return index + 1
    if kind == "list":
        return _read_run(items, after, item, state)
    if kind == "plain" and _is_result_paragraph(items, after) and not is_team_title(item.text) and may_lead(item.text):
        _begin(item, state)
        for k in _paragraph(items, after):
            items[k].role = "key result"
            _result(items[k], state)
        return _paragraph(items, after)[-1] + 1
    _title(item, state, loose=kind in ("objective", "title", "table", "plain", "list"))
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


def _read_paragraph(items: Sequence[Item], index: int, state: _State) -> int:
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
            _result(item, state)
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
            _result(item, state)
        return end
    if (
        len(lines) >= 2
        and may_lead(lines[0].text)
        and not is_measurable(lines[0].text)
        and _is_result_paragraph(items, indexes[1])
        and not state.wary
    ):
        _begin(lines[0], state)
        for item in lines[1:]:
            item.role = "key result"
            _result(item, state)
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
        ):
            _begin(lines[0], state)
            for k in _paragraph(items, end):
                items[k].role = "key result"
                _result(items[k], state)
            return _paragraph(items, end)[-1] + 1
    for item in lines:
        item.role = "unread"
    return end
