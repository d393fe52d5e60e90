"""Items with roles, folded into objectives and key results."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from coach.intake.brackets import excuse_in, read_bracket
from coach.intake.dates import is_date, is_period, split_period
from coach.intake.decorations import Dress
from coach.intake.groups import Assembly, Group, build_objective, level_of, lift
from coach.intake.headings import read_heading
from coach.intake.item import Item
from coach.intake.item_words import item_words, owners_in_brackets
from coach.intake.people import is_department
from coach.intake.shapes import read_title
from coach.intake.wordings import unread_of, wording_of
from coach.okr import Level, Objective, Unread


@dataclass
class _Fold:
    """The state of the fold: groups so far, and what headings and header lines said for the groups to come."""

    groups: list[Group | Objective] = field(default_factory=list)
    ahead: dict[str, str] = field(default_factory=dict)
    once: dict[str, str] = field(default_factory=dict)
    level: Level | None = None
    parent: str | None = None
    last: dict[str, Any] | None = None
    last_item: Item | None = None
    unread: list[Unread] = field(default_factory=list)
    owners: bool = False
    waiting: list[Item] = field(default_factory=list)
    """Headings and header lines that nothing has followed yet."""


_FOR_WHAT_FOLLOWS = ("team", "period", "owner", "objective owner", "parent")


def assemble(items: Sequence[Item]) -> Assembly:
    """Folds `items`, whose roles are settled, into objectives, and what was left unread."""
    fold = _Fold(owners=owners_in_brackets(items))
    notices: list[str] = []
    for item in items:
        if item.table is not None:
            _take_table(item, fold, notices)
        elif item.role == "objective" and item.spans:
            _start_objective(item, fold)
        elif item.role == "key result" and item.spans:
            _add_key_result(item, fold)
        elif item.role == "initiative" and item.spans:
            _add_initiative(item, fold)
        elif item.role == "meta":
            _take_value(item, fold)
            fold.waiting += [item] if item.key in _FOR_WHAT_FOLLOWS else []
        elif item.role == "team":
            _take_title(item, fold)
            fold.waiting.append(item)
        elif item.role in ("unread", "note", None):
            _leave(item, fold)
        elif item.is_header:
            _take_header(item, fold)
    return _finish(fold, notices)


def _start_objective(item: Item, fold: _Fold) -> None:
    wording, dress = item_words(item, fold.owners)
    group = Group(wording=wording, item=item, excuses=list(dress.excuses))
    group.fields["label"] = item.name
    group.fields["owner"] = dress.owner or fold.once.pop("owner", None) or fold.ahead.get("owner")
    group.fields["parent"] = fold.once.pop("parent", None)
    for key in ("team", "period"):
        group.fields[key] = fold.ahead.get(key)
    if item.label and item.label.before:
        _, period = split_period(item.label.before)
        group.fields["period"] = period or group.fields["period"]
        team = read_title(item.label.before)[0]
        if team and is_department(team):
            group.fields["team"] = team
    if dress.due and is_period(dress.due):
        group.fields["period"] = group.fields["period"] or dress.due
    fold.groups.append(group)
    fold.last, fold.last_item = None, None
    fold.waiting.clear()


def _current(fold: _Fold) -> Group:
    last = fold.groups[-1] if fold.groups else None
    if isinstance(last, Group):
        return last
    group = Group()
    group.fields = {key: fold.ahead.get(key) for key in ("team", "period")}
    group.fields["owner"] = fold.once.pop("owner", None)
    group.fields["parent"] = fold.once.pop("parent", None)
    fold.groups.append(group)
    fold.waiting.clear()
    return group


def _add_key_result(item: Item, fold: _Fold) -> None:
    wording, dress = item_words(item, fold.owners)
    result: dict[str, Any] = {
        "wording": wording,
        "label": item.name,
        "owner": dress.owner,
        "due": dress.due,
        "status": dress.status,
        "score": dress.score,
        "excuses": list(dress.excuses),
        "initiatives": [],
    }
    _current(fold).key_results.append(result)
    fold.last, fold.last_item = result, item


def _add_initiative(item: Item, fold: _Fold) -> None:
    wording = wording_of(item.spans)
    if fold.last is not None:
        fold.last["initiatives"].append(wording)
    elif fold.groups and isinstance(fold.groups[-1], Group):
        fold.groups[-1].initiatives.append(wording)
    else:
        _leave(item, fold)


def _take_value(item: Item, fold: _Fold) -> None:
    """A named value (``Owner: Anna``): it goes to the key result or objective it stands under, or to what follows."""
    value = " ".join(item.text.split()).strip(" ;|")
    key = item.key
    if not value:
        return
    if key == "level":
        fold.level = level_of(value) or fold.level
        if level_of(value) is None:
            _leave(item, fold)
    elif key in ("team", "period"):
        if key == "period" and fold.last is not None and item.indent > 0:
            fold.last["due"] = fold.last["due"] or value
            return
        if (
            key == "team"
            and fold.groups
            and isinstance(fold.groups[-1], Group)
            and not fold.groups[-1].key_results
            and not fold.groups[-1].fields.get("team")
        ):
            fold.groups[-1].fields["team"] = value
            return
        last = fold.groups[-1] if fold.groups else None
        if (
            key == "period"
            and isinstance(last, Group)
            and not (last.key_results and (item.blank_before or last.fields.get("period")))
        ):
            last.fields["period"] = value
            return
        _ahead(fold, key, value)
    elif key in ("owner", "objective owner", "parent"):
        _take_owner_or_parent(item, key, value, fold)
    elif fold.last is not None and key in (
        "due",
        "baseline",
        "target",
        "unit",
        "metric",
        "status",
        "score",
        "confidence",
    ):
        _set_on_result(fold.last, key, value)
    elif key == "due" and fold.groups and isinstance(fold.groups[-1], Group):
        fold.groups[-1].fields["period"] = fold.groups[-1].fields.get("period") or value
    elif key in ("status", "score", "confidence", "due"):
        return
    else:
        _leave(item, fold)


def _take_owner_or_parent(item: Item, key: str, value: str, fold: _Fold) -> None:
    group = fold.groups[-1] if fold.groups and isinstance(fold.groups[-1], Group) else None
    if key == "parent":
        if not fold.groups:
            fold.parent = fold.parent or value
        elif group is None or (item.blank_before and group.key_results and not item.inline):
            fold.once["parent"] = value
        elif not group.fields.get("parent"):
            group.fields["parent"] = value
        return
    last, last_item = fold.last, fold.last_item
    if key == "owner" and last is not None and last_item is not None and not last["owner"]:
        below = (
            item.indent > last_item.indent
            or item.inline
            or (not item.blank_before and (item.indent >= last_item.indent))
        )
        if below and not (
            item.indent == 0
            and group is not None
            and not group.fields.get("owner")
            and last_item.is_list_item
            and len(group.key_results) > 1
            and not any(r["owner"] for r in group.key_results)
        ):
            last["owner"] = value
            return
    if group is None:
        fold.once["owner"] = value
    elif not group.fields.get("owner"):
        group.fields["owner"] = value
    elif last is not None and not last["owner"]:
        last["owner"] = value


def _set_on_result(result: dict[str, Any], key: str, value: str) -> None:
    dress = Dress(owner=result["owner"], due=result["due"], status=result["status"], score=result["score"])
    if key in ("due", "status", "score", "confidence"):
        dress.say(key, value)
        result.update(due=dress.due, status=dress.status, score=dress.score)
    elif not result.get(key):
        result[key] = value


def _ahead(fold: _Fold, key: str, value: str) -> None:
    fold.ahead[key] = value
    fold.last, fold.last_item = None, None
    if fold.groups and isinstance(fold.groups[-1], Group) and (fold.groups[-1].key_results or key == "team"):
        fold.groups.append(_CLOSED)


_CLOSED = Objective()


def _take_title(item: Item, fold: _Fold) -> None:
    heading = read_heading(item.text) if item.key == "heading" else None
    if heading is not None:
        team, period, level = heading.team, heading.period, None
        if heading.owner:
            fold.ahead["owner"] = heading.owner
    else:
        team, period, level = read_title(item.text)
    if level and not fold.groups:
        fold.level = level  # type: ignore[assignment]
    if period:
        _ahead(fold, "period", period)
    if team:
        _ahead(fold, "team", team.strip(" :"))


def _take_header(item: Item, fold: _Fold) -> None:
    """A label without words: a new objective begins at its header; a bracket in it may say when or who."""
    text = item.aside.text.strip() if item.aside else ""
    if item.label and item.label.before and not text:
        text = split_period(item.label.before)[1] or ""
    if text and is_date(text):
        fold.ahead.setdefault("period", split_period(text)[1] or text)
    if item.role == "objective":
        fold.last, fold.last_item = None, None
        if fold.groups and isinstance(fold.groups[-1], Group):
            fold.groups.append(_CLOSED)
        said = read_bracket(text, True, True, True) if text else None
        if said and "owner" in said:
            fold.once["owner"] = said["owner"]
    elif item.role == "key result" and item.label and not item.label.number:
        fold.last = fold.last if item.indent else None


def _leave(item: Item, fold: _Fold) -> None:
    for span in item.covers:
        excuse = excuse_in(span.text)
        if excuse and fold.groups and isinstance(fold.groups[-1], Group):
            (fold.last["excuses"] if fold.last is not None else fold.groups[-1].excuses).append(excuse)
        elif span:
            fold.unread.append(unread_of(span))


def _take_table(item: Item, fold: _Fold, notices: list[str]) -> None:
    """A table's objectives; key results that stand in it without an objective belong to the objective above it."""
    table = item.table
    assert table is not None
    for objective in table.objectives:
        group = fold.groups[-1] if fold.groups and isinstance(fold.groups[-1], Group) else None
        if objective.wording is None and group is not None and group.wording is not None:
            group.key_results += [dict(result) for result in objective.key_results]
            group.initiatives += objective.initiatives
        else:
            inherited = {key: fold.ahead.get(key) for key in ("team", "period") if getattr(objective, key) is None}
            fold.groups.append(objective.model_copy(update=inherited))
    fold.waiting.clear()
    fold.unread += table.unread
    notices += table.notices
    fold.last, fold.last_item = None, None


def _finish(fold: _Fold, notices: list[str]) -> Assembly:
    made = Assembly(notices=notices, unread=fold.unread, level=fold.level)
    for group in fold.groups:
        if isinstance(group, Objective):
            if group is not _CLOSED:
                made.objectives.append(group)
        elif group.wording is not None or group.key_results:
            made.objectives.append(build_objective(group))
    made.carries_owners = any(o.owner or any(k.owner for k in o.key_results) for o in made.objectives)
    _take_footer(made, fold)
    lift(made, fold.ahead)
    made.parent = fold.parent or fold.once.get("parent")
    _leave_waiting(made, fold)
    return made


def _take_footer(made: Assembly, fold: _Fold) -> None:
    """A period under all OKRs (``Q1 2027``, ``Review date: 30 June 2027``) is theirs where nothing else names one."""
    if any(objective.period for objective in made.objectives):
        return
    if any(item.key in ("heading", "period") and not item.is_title_like for item in fold.waiting):
        made.objectives = [o.model_copy(update={"period": fold.ahead.get("period")}) for o in made.objectives]


def _leave_waiting(made: Assembly, fold: _Fold) -> None:
    """Headings and header lines at the end, with nothing below them and nothing they were taken for, are unread."""
    named = {made.team, made.period, made.parent}
    for objective in made.objectives:
        named |= {objective.team, objective.period, objective.owner, objective.parent}
        named |= {key_result.owner for key_result in objective.key_results}
    for item in fold.waiting:
        heading = read_heading(item.text) if item.key == "heading" else None
        said = (heading.team, heading.period) if heading else read_title(item.text)[:2]
        values = {" ".join(item.text.split()).strip(" ;|:"), *said} - {None, ""}
        if not values & named:
            _leave(item, fold)
