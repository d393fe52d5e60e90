"""Drafts assembled from `lines.yaml`, in the formats people bring them in, and the way back to any place in them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import yaml
from hypothesis import strategies as st

from coach.intake import read_bytes, read_json, read_text
from coach.okr import Draft, Place

FIELDS: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "lines.yaml").read_text(encoding="utf-8"))
HOSTILE: list[str] = yaml.safe_load((Path(__file__).parent / "hostile.yaml").read_text(encoding="utf-8"))

Blocks = list[tuple[str, list[str]]]
"""Objectives, each with its key results."""


@dataclass(frozen=True)
class Given:
    """A draft as it was read, with the words that stand at any place of what was given."""

    draft: Draft
    words_at: Callable[[Place], str]


def of_field(field: dict[str, Any]) -> Blocks:
    """All lines of one field of work: each objective with its share of the key results."""
    objectives, results = field["objectives"], field["key_results"]
    share = len(results) // len(objectives)
    return [(text, results[i * share : (i + 1) * share]) for i, text in enumerate(objectives)]


def as_json(blocks: Blocks) -> dict[str, Any]:
    """The contract's JSON draft."""
    return {"objectives": [{"objective": text, "key_results": results} for text, results in blocks]}


def given_as_json(blocks: Blocks) -> Given:
    """Read from JSON; places are JSON pointers."""
    value = json.loads(json.dumps(as_json(blocks)))

    def words_at(place: Place) -> str:
        assert place.field is not None
        found: Any = value
        for step in place.field.strip("/").split("/"):
            found = found[int(step)] if isinstance(found, list) else found[step]
        return str(found)[place.start : place.end]

    return Given(read_json(value), words_at)


def given_as_text(text: str) -> Given:
    """Read from pasted text; places are character offsets in it."""
    return Given(read_text(text), lambda place: text[place.start : place.end])


def given_as_csv(blocks: Blocks) -> Given:
    """Read from a CSV file with a header and the objective on each row; places are rows and columns."""
    rows = _rows(blocks)
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return Given(read_bytes(out.getvalue().encode(), name="okrs.csv"), lambda place: _cell(rows, place))


def given_as_workbook(blocks: Blocks) -> Given:
    """Read from a workbook; places are the sheet, the row and the column."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "OKRs"
    rows = _rows(blocks)
    for row in rows:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    draft = read_bytes(out.getvalue(), name="okrs.xlsx")

    def words_at(place: Place) -> str:
        assert place.sheet == "OKRs"
        return _cell(rows, place)

    return Given(draft, words_at)


def _rows(blocks: Blocks) -> list[list[str]]:
    return [["Objective", "Key result"], *([text, result] for text, results in blocks for result in results)]


def _cell(rows: list[list[str]], place: Place) -> str:
    assert place.row is not None and place.column is not None
    return rows[place.row - 1]["AB".index(place.column)][place.start : place.end]


def labelled(blocks: Blocks) -> str:
    """``Objective: ...`` and ``KR: ...``."""
    return "\n\n".join(
        "\n".join([f"Objective: {text}", *(f"KR: {result}" for result in results)]) for text, results in blocks
    )


def numbered(blocks: Blocks) -> str:
    """``O1: ...`` and ``KR 1.2 - ...``, with a space between the two."""
    return "\n".join(
        "\n".join([f"O{i}: {text}", *(f"  KR {i}.{j} - {result}" for j, result in enumerate(results, 1))])
        for i, (text, results) in enumerate(blocks, 1)
    )


def in_markdown(blocks: Blocks) -> str:
    """Headings, a list, every other key result in bold."""
    return "\n\n".join(
        "\n".join(
            [f"## Objective: {text}", "", "### Key results", ""]
            + [f"- **{result}**" if j % 2 else f"* {result}" for j, result in enumerate(results)]
        )
        for text, results in blocks
    )


def from_windows(blocks: Blocks) -> str:
    """With carriage returns, and non-breaking spaces before a percent sign and within lines."""
    return labelled(blocks).replace("\n", "\r\n").replace(" from ", "\u00a0from ").replace("%", "\u00a0%")


def with_owners(blocks: Blocks) -> str:
    """Owners in brackets and a period on top."""
    names = ["Anna", "Owner: Ben", "@carla"]
    lines = ["Period: 2027-Q2"]
    for text, results in blocks:
        lines += [
            "",
            f"Objective: {text}",
            *(f"• KR{j}: {result} ({names[j % 3]})" for j, result in enumerate(results)),
        ]
    return "\n".join(lines)


RENDERINGS: tuple[Callable[[Blocks], str], ...] = (labelled, numbered, in_markdown, from_windows, with_owners)

_objectives = st.sampled_from([text for field in FIELDS for text in field["objectives"]])
_results = st.sampled_from([text for field in FIELDS for text in field["key_results"]])
blocks = st.lists(
    st.tuples(_objectives, st.lists(_results, min_size=1, max_size=4, unique=True)),
    min_size=1,
    max_size=3,
    unique_by=lambda b: b[0],
)
"""One to three objectives with one to four key results each, from any field of work."""

given_drafts = st.one_of(
    st.builds(lambda b, render: given_as_text(render(b)), blocks, st.sampled_from(RENDERINGS)),
    st.builds(given_as_json, blocks),
    st.builds(given_as_csv, blocks),
    st.builds(given_as_workbook, blocks),
)
"""Drafts in every format."""
