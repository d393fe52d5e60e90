"""Measured values: read from a cell or from the words of a key result, and brought to one scale."""

from __future__ import annotations

import re
from collections.abc import Sequence

from coach.cycle.check_ins import Amount
from coach.reading.quantities import Quantity, amount_of, quantities
from coach.reading.values import levels_of

_OF = re.compile(r"(?P<part>\d[\d.,]*)\s?(?:/|of|out of|von|sur|de|van)\s?(?P<whole>\d[\d.,]*)\b.{0,30}", re.IGNORECASE)
_MINUS = re.compile(r"\s*[-−–]\s?(?=[$€£]?\d)")
_WORDS_IN_VALUE = 8
_LOOSE = ("count", "share", "ratio", "percent")


def cell_amount(text: str, unit: str | None = None) -> Amount | None:
    """The value in a cell, with the unit of its own column where it brings none; None where the cell holds words."""
    shown = " ".join(text.split())
    if not shown or len(shown.split()) > _WORDS_IN_VALUE:
        return None
    if " " in shown and not any(char.isdigit() for char in shown):
        return None  # "two left us" is said, not measured
    if match := _OF.fullmatch(shown):
        part, whole = amount_of(match["part"].rstrip(".,")), amount_of(match["whole"].rstrip(".,"))
        if part is None or not whole:
            return None
        return Amount(text=shown, amount=part, unit=None, kind="ratio")
    found = quantities(f"{shown} {unit}" if unit and re.fullmatch(r"[\d.,' ]+", shown) else shown)
    first = next((q for q in found if q.amount is not None), None)
    if first is None or first.kind in ("multiple", "rank"):
        return None
    sign = -1.0 if _MINUS.match(shown) else 1.0
    return Amount(text=shown, amount=sign * (first.amount or 0.0), unit=first.unit, kind=first.kind)


def said_amount(text: str, quantity: Quantity | None) -> Amount | None:
    """A quantity of a line as a value; None where it is no level that can be measured against."""
    if quantity is None or quantity.amount is None or quantity.kind in ("multiple", "rank"):
        return None
    return Amount(
        text=text[quantity.start : quantity.end], amount=quantity.amount, unit=quantity.unit, kind=quantity.kind
    )


def levels(amounts: Sequence[Amount]) -> tuple[float, ...] | None:
    """The amounts on one scale, or None where they measure different things.

    Durations come in seconds. A bare number beside a percentage is taken as a percentage, and as a share where it is at most 1
    while the others are far from it (0.31 beside 22 % and 35 %).
    """
    kinds = {amount.kind for amount in amounts}
    if kinds == {"duration"}:
        return tuple(levels_of(_quantity(amount), _quantity(amount))[0] for amount in amounts)
    if len(kinds - {"count"}) > 1 and not kinds <= set(_LOOSE):
        return None
    if len({_currency(amount) for amount in amounts if amount.kind == "currency"}) > 1:
        return None
    if "percent" not in kinds:
        return tuple(amount.amount for amount in amounts)
    sure = [amount.amount for amount in amounts if amount.kind == "percent"]
    return tuple(_as_percent(amount, sure) for amount in amounts)


def _as_percent(amount: Amount, sure: Sequence[float]) -> float:
    if amount.kind == "percent":
        return amount.amount
    if amount.kind == "ratio" and (match := _OF.fullmatch(amount.text)):
        whole = amount_of(match["whole"].rstrip(".,"))
        return 100 * amount.amount / whole if whole else amount.amount
    if amount.kind in ("count", "share") and 0 < amount.amount <= 1:
        nearest = min(sure, key=lambda level: min(abs(level - amount.amount), abs(level - 100 * amount.amount)))
        return (
            100 * amount.amount if abs(nearest - 100 * amount.amount) < abs(nearest - amount.amount) else amount.amount
        )
    return amount.amount


def _currency(amount: Amount) -> str:
    return (amount.unit or "").strip(". ").upper()


def _quantity(amount: Amount) -> Quantity:
    return Quantity(0, 0, amount.amount, "duration", amount.unit, "")
