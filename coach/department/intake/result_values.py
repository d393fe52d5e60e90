"""The values of a row's key results: read from their cells, given to the results, and told where they are of none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from coach.department.intake.layout import Layout
from coach.department.intake.raw_rows import row_text
from coach.department.intake.row_values import as_percent, due_of, is_percent_unit, value_of

_OF_RESULTS = ("baseline", "target", "unit", "metric", "status", "score", "confidence")
Fault = tuple[str, str]
"""Why something was not read, and its words."""


def give_values(result: dict[str, Any], said: dict[str, str]) -> None:
    """Puts what the columns say over what the words say; a confidence is told in the status."""
    for role in ("owner", "due", "baseline", "target", "unit", "metric", "status", "score"):
        if role in said:
            result[role] = said[role]
    if "confidence" in said:
        confidence = f"Confidence {said['confidence']}"
        result["status"] = f"{result['status']}; {confidence}" if result.get("status") else confidence


def values_of(
    layout: Layout, cells: list[str], by_role: dict[str, int] | None = None
) -> tuple[dict[str, str], list[Fault]]:
    """What the row's value cells say, and what of them is no value."""
    said: dict[str, str] = {}
    faults: list[Fault] = []
    single = layout.single if by_role is None else by_role
    count = len(cells)
    for role, k in single.items():
        if k >= count or not cells[k]:
            continue
        if role == "due":
            value, fault = due_of(cells[k])
            if fault:
                faults.append((fault, cells[k]))
        else:
            value = value_of(cells[k])
        if value is not None:
            said[role] = value
    if layout.percent or layout.unit_is_share:
        _count_per_cent(layout, single, said)
    return said, faults


def _count_per_cent(layout: Layout, single: dict[str, int], said: dict[str, str]) -> None:
    for role in ("baseline", "target", "score"):
        k = single.get(role)
        if role not in said or k is None:
            continue
        if k in layout.percent:
            said[role] = as_percent(said[role], layout.percent[k])
        elif layout.unit_is_share.get(k) and is_percent_unit(said.get("unit", "")):
            said[role] = as_percent(said[role], share=True)


def unplaced_values(
    layout: Layout, results: Sequence[tuple[int | None, int]], values: dict[str, str], cells: list[str]
) -> list[Fault]:
    """Values of a row with key results side by side that belong to none of them."""
    faults: list[Fault] = []
    left = [values[role] for role in _OF_RESULTS if role in values]
    if left:
        faults.append(
            (
                "Several key results stand in the row, and these values do not say whose they are; they were not read.",
                row_text(left),
            )
        )
    there = {numbered for numbered, _ in results}
    for numbered, by_role in layout.numbered.items():
        own, _ = values_of(layout, cells, by_role) if numbered not in there else ({}, [])
        if own:
            faults.append(
                (
                    f"Values of key result {numbered} stand in the row, and its words do not; they were not read.",
                    row_text([*own.values()]),
                )
            )
    return faults
