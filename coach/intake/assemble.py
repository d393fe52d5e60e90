"""Items with roles, folded into objectives and key results."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from coach.intake.context_items import take_header, take_remark, take_title, take_value
from coach.intake.dates import is_period, split_period
from coach.intake.groups import CLOSED, Assembly, Fold, Group, build_objective, lift
from coach.intake.headings import read_heading
from coach.intake.item import Item
from coach.intake.item_words import item_words, owners_in_brackets
from coach.intake.people import is_department
from coach.intake.shapes import read_title
from coach.intake.wordings import wording_of
from coach.okr import Objective

_FOR_WHAT_FOLLOWS = ("team", "period", "owner", "objective owner", "parent")


def assemble(items: Sequence[Item]) -> Assembly:
    """Folds `items`, whose roles are settled, into objectives, and what was left unread."""
    fold = Fold(owners=owners_in_brackets(items))
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
            take_value(item, fold)
            fold.waiting += [item] if item.key in _FOR_WHAT_FOLLOWS else []
        elif item.role == "team":
            take_title(item, fold)
            fold.waiting.append(item)
        elif item.role in ("unread", "note", None):
            take_remark(item, fold)
        elif item.is_header:
            take_header(item, fold)
    return _finish(fold, notices)


def _start_objective(item: Item, fold: Fold) -> None:
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
    _settle_waiting(fold)


def _current(fold: Fold) -> Group:
    last = fold.groups[-1] if fold.groups else None
    if isinstance(last, Group):
        return last
    group = Group()
    group.fields = {key: fold.ahead.get(key) for key in ("team", "period")}
    group.fields["owner"] = fold.once.pop("owner", None)
    group.fields["parent"] = fold.once.pop("parent", None)
    fold.groups.append(group)
    _settle_waiting(fold)
    return group


def _add_key_result(item: Item, fold: Fold) -> None:
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


def _add_initiative(item: Item, fold: Fold) -> None:
    wording = wording_of(item.spans)
    if fold.last is not None:
        fold.last["initiatives"].append(wording)
    elif fold.groups and isinstance(fold.groups[-1], Group):
        fold.groups[-1].initiatives.append(wording)
    else:
        take_remark(item, fold)


def _take_table(item: Item, fold: Fold, notices: list[str]) -> None:
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
    _settle_waiting(fold)
    fold.unread += table.unread
    notices += table.notices
    fold.last, fold.last_item = None, None


def _settle_waiting(fold: Fold) -> None:
    """What headings said has found what it holds for; one that another overruled before that is unread."""
    for item in fold.waiting:
        said = _said_by(item) if item.role == "team" or item.key in ("team", "period") else set()
        if said and not said & set(fold.ahead.values()):
            take_remark(item, fold)
    fold.waiting.clear()


def _said_by(item: Item) -> set[str]:
    """The team and the period that a heading or header line names."""
    heading = read_heading(item.text) if item.key == "heading" else None
    said = (heading.team, heading.period) if heading else read_title(item.text)[:2]
    return {value.strip(" :") for value in said if value}


def _finish(fold: Fold, notices: list[str]) -> Assembly:
    made = Assembly(notices=notices, unread=fold.unread, level=fold.level)
    for group in fold.groups:
        if isinstance(group, Objective):
            if group is not CLOSED:
                made.objectives.append(group)
        elif group.wording is not None or group.key_results:
            made.objectives.append(build_objective(group))
    made.carries_owners = any(o.owner or any(k.owner for k in o.key_results) for o in made.objectives)
    _take_footer(made, fold)
    lift(made, fold.ahead)
    made.parent = fold.parent or fold.once.get("parent")
    _leave_waiting(made, fold)
    return made


def _take_footer(made: Assembly, fold: Fold) -> None:
    """A period under all OKRs (``Q1 2027``, ``Review date: 30 June 2027``) is theirs where nothing else names one."""
    if any(objective.period for objective in made.objectives):
        return
    if any(item.key in ("heading", "period") and not item.is_title_like for item in fold.waiting):
        made.objectives = [o.model_copy(update={"period": fold.ahead.get("period")}) for o in made.objectives]


def _leave_waiting(made: Assembly, fold: Fold) -> None:
    """Headings and header lines at the end, with nothing below them and nothing they were taken for, are unread."""
    named = {made.team, made.period, made.parent}
    for objective in made.objectives:
        named |= {objective.team, objective.period, objective.owner, objective.parent}
        named |= {key_result.owner for key_result in objective.key_results}
    for item in fold.waiting:
        values = {" ".join(item.text.split()).strip(" ;|:"), *_said_by(item)} - {""}
        if not values & named:
            take_remark(item, fold)
