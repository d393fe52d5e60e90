"""Items that are no goals: what named values, titles, headers and remarks say, and which OKR they say it of."""

from __future__ import annotations

from typing import Any

from coach.intake.brackets import excuse_in, read_bracket
from coach.intake.dates import is_date, split_period
from coach.intake.decorations import Dress
from coach.intake.groups import CLOSED, Fold, Group, level_of
from coach.intake.headings import read_heading
from coach.intake.item import Item
from coach.intake.shapes import read_title
from coach.intake.wordings import unread_of


def take_value(item: Item, fold: Fold) -> None:
    """A named value (``Owner: Anna``): it goes to the key result or objective it stands under, or to what follows."""
    value = " ".join(item.text.split()).strip(" ;|")
    key = item.key
    if not value:
        return
    if key == "level":
        fold.level = level_of(value) or fold.level
        if level_of(value) is None:
            take_remark(item, fold)
    elif key in ("team", "period"):
        _take_team_or_period(item, key, value, fold)
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
        take_remark(item, fold)


def _take_team_or_period(item: Item, key: str, value: str, fold: Fold) -> None:
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


def _take_owner_or_parent(item: Item, key: str, value: str, fold: Fold) -> None:
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


def _ahead(fold: Fold, key: str, value: str) -> None:
    fold.ahead[key] = value
    fold.last, fold.last_item = None, None
    if fold.groups and isinstance(fold.groups[-1], Group) and (fold.groups[-1].key_results or key == "team"):
        fold.groups.append(CLOSED)


def take_title(item: Item, fold: Fold) -> None:
    """A heading or title: its team, period and owner hold for the objectives that follow."""
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


def take_header(item: Item, fold: Fold) -> None:
    """A label without words: a new objective begins at its header; a bracket in it may say when or who."""
    text = item.aside.text.strip() if item.aside else ""
    if item.label and item.label.before and not text:
        text = split_period(item.label.before)[1] or ""
    if text and is_date(text):
        fold.ahead.setdefault("period", split_period(text)[1] or text)
    if item.role == "objective":
        fold.last, fold.last_item = None, None
        if fold.groups and isinstance(fold.groups[-1], Group):
            fold.groups.append(CLOSED)
        said = read_bracket(text, True, True, True) if text else None
        if said and "owner" in said:
            fold.once["owner"] = said["owner"]
    elif item.role == "key result" and item.label and not item.label.number:
        fold.last = fold.last if item.indent else None


def take_remark(item: Item, fold: Fold) -> None:
    """An excuse goes to the OKR it stands under; other words that nothing reads are unread."""
    for span in item.covers:
        excuse = excuse_in(span.text)
        if excuse and fold.groups and isinstance(fold.groups[-1], Group):
            (fold.last["excuses"] if fold.last is not None else fold.groups[-1].excuses).append(excuse)
        elif span:
            fold.unread.append(unread_of(span))
