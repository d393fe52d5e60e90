"""What is read from a line: values of many forms and locales, and numbers that are not values."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from coach.intake import read_json
from coach.reading.result import Reading, ReadValue
from coach.shared import shared_coach

_TABLE: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "support" / "values.yaml").read_text(encoding="utf-8")
)
_RIGHT = 0.9
_SAME_UNIT = {"percent": "%", "eur": "€", "euro": "€", "usd": "$", "gbp": "£", "minute": "min", "hour": "h", "hr": "h"}


@cache
def _readings() -> dict[str, Reading]:
    """Every line of the table, read on its own, in one draft without a period."""
    lines = [row["line"] for row in _TABLE]
    draft = read_json(
        {"objectives": [{"objective": "The service gets better for those who use it", "key_results": lines}]}
    )
    review = shared_coach().review(draft)
    assert len(review.readings) == len(lines)
    return dict(zip(lines, review.readings, strict=True))


def _misses(row: dict[str, Any]) -> list[str]:
    """What was read otherwise than the table says, in words; empty where the row is right."""
    reading = _readings()[row["line"]]
    misses = []
    for name in ("baseline", "target"):
        if not _same_value(getattr(reading, name), row.get(name)):
            misses.append(f"{name}: expected {row.get(name)!r}, read {_shown(getattr(reading, name))}")
    deadline = reading.deadline.text if reading.deadline else None
    if (deadline is None) != ("by" not in row) or (deadline is not None and row["by"].lower() not in deadline.lower()):
        misses.append(f"deadline: expected {row.get('by')!r}, read {deadline!r}")
    if "unit" in row and _unit(reading.unit) != _unit(row["unit"]):
        misses.append(f"unit: expected {row['unit']!r}, read {reading.unit!r}")
    if "direction" in row and reading.direction != row["direction"]:
        misses.append(f"direction: expected {row['direction']!r}, read {reading.direction!r}")
    return misses


def _same_value(read: ReadValue | None, expected: float | str | None) -> bool:
    if read is None or expected is None:
        return read is None and expected is None
    if isinstance(expected, str):
        return expected.lower() in read.text.lower()
    return read.amount is not None and abs(read.amount - expected) <= 1e-6 * max(1.0, abs(expected))


def _shown(value: ReadValue | None) -> str:
    return "nothing" if value is None else f"{value.text!r} ({value.amount} {value.unit or ''})"


def _unit(unit: str | None) -> str | None:
    if unit is None:
        return None
    bare = unit.strip().lower()
    bare = bare[:-1] if len(bare) > 2 and bare.endswith("s") and bare != "ms" else bare
    return _SAME_UNIT.get(bare, bare)


def test_nine_lines_in_ten_are_read_right() -> None:
    assert len(_TABLE) >= 120
    wrong = {row["line"]: misses for row in _TABLE if (misses := _misses(row))}
    share = 1 - len(wrong) / len(_TABLE)

    listed = "\n".join(f"  {line}\n      " + "\n      ".join(misses) for line, misses in wrong.items())
    assert share >= _RIGHT, f"{share:.3f} of {len(_TABLE)} lines are read right; wrong:\n{listed}"


@pytest.mark.parametrize("row", [row for row in _TABLE if row.get("named")], ids=lambda row: row["line"])
def test_a_form_that_is_promised_by_name_is_read(row: dict[str, Any]) -> None:
    assert _misses(row) == []


@pytest.mark.parametrize("row", _TABLE, ids=lambda row: row["line"])
def test_a_value_stands_where_it_says(row: dict[str, Any]) -> None:
    """The place of each value points at its words: letters and digits of the two are the same."""
    reading = _readings()[row["line"]]
    for value in (reading.metric, reading.baseline, reading.target, reading.deadline, *reading.vague_words):
        if value is None:
            continue
        assert value.place is not None
        there = row["line"][value.place.start : value.place.end]
        assert there and re.sub(r"[\W_]", "", value.text).lower() in re.sub(r"[\W_]", "", there).lower()


def test_columns_say_what_the_words_do_not() -> None:
    row = {
        "text": "Guests who come back",
        "baseline": 22,
        "target": 35,
        "unit": "%",
        "due": "2027-03-31",
        "owner": "Ines",
    }
    draft = read_json({"objectives": [{"objective": "Guests come back", "key_results": [row]}]})
    reading = shared_coach().review(draft).readings[0]

    assert reading.baseline is not None and reading.baseline.amount == 22 and reading.baseline.place is None
    assert reading.target is not None and reading.target.amount == 35 and reading.target.place is None
    assert _unit(reading.unit) == "%"
    assert reading.deadline is not None and "2027-03-31" in reading.deadline.text
    assert reading.owner == "Ines"


def test_the_period_of_a_draft_is_no_deadline_of_a_line() -> None:
    draft = read_json(
        {
            "period": "2027-Q1",
            "objectives": [{"objective": "Guests come back", "key_results": ["Returning guests from 22% to 35%"]}],
        }
    )
    review = shared_coach().review(draft)

    assert review.readings[0].deadline is None
    assert "missing-deadline" not in {finding.criterion for finding in review.findings}
