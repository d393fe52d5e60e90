"""One criterion's part of the house rules, put in or taken back."""

from __future__ import annotations

from typing import TypeVar

from coach.criteria import Criterion, Severity
from coach.house_rules import HouseRules

_V = TypeVar("_V")


def with_criterion(
    rules: HouseRules,
    criterion: Criterion,
    severity: Severity | None,
    off: str | None,
    limits: dict[str, float],
    terms: list[str],
) -> HouseRules:
    """The rules with what they say of one criterion replaced. What is as the page has it is not written down.

    Args:
        rules: what holds now.
        criterion: as shipped.
        severity: None for the page's own.
        off: the reason for which it is switched off; None where it is not.
        limits: every limit of it.
        terms: words of the organisation's own.
    """
    name = criterion.id
    shipped = criterion.data.get("limits", {})
    changed = {limit: value for limit, value in limits.items() if float(shipped[limit]) != float(value)}
    return HouseRules(
        limits=_with(rules.limits, name, changed or None),
        severity=_with(rules.severity, name, severity if severity != criterion.severity else None),
        off=_with(rules.off, name, off),
        terms=_with(rules.terms, name, terms or None),
        question_below=rules.question_below,
    )


def without(rules: HouseRules, name: str) -> HouseRules:
    """The rules without what they say of one criterion."""
    return HouseRules(
        limits=_with(rules.limits, name, None),
        severity=_with(rules.severity, name, None),
        off=_with(rules.off, name, None),
        terms=_with(rules.terms, name, None),
        question_below=rules.question_below,
    )


def _with(entries: dict[str, _V], name: str, value: _V | None) -> dict[str, _V]:
    kept = {key: entry for key, entry in entries.items() if key != name}
    return kept if value is None else {**kept, name: value}


def named(rules: HouseRules) -> tuple[str, ...]:
    """The criteria of which the rules say something, by id."""
    return tuple(dict.fromkeys([*rules.limits, *rules.severity, *rules.off, *rules.terms]))
