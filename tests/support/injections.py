"""The injection attempts of `injections.yaml`, each put where it belongs: into a draft that has weak lines of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from coach.critique import Finding, Review
from coach.intake import read_bytes, read_json, read_text
from coach.okr import Draft
from coach.report.marks import line_at
from tests.support.files import document, workbook

BLOCKS = (
    (
        "Members trust the clinic and come back of their own accord",
        ("Launch the booking portal for all sites", "Lift returning members to 60 % by 30 June 2027"),
    ),
    (
        "Improve things",
        ("Significantly fewer missed appointments", "Cut paperwork from 90 to 45 minutes per shift by 30 June 2027"),
    ),
)
"""Objectives with their key results; most have a weakness that the detectors see."""
NEUTRAL = "Sites with evening hours from 3 to 9 by 30 June 2027"
"""A key result of the same place as an injected one, which says nothing to anybody."""
NEUTRAL_OBJECTIVE = "Nurses go home on time after every shift"


@dataclass(frozen=True)
class Injection:
    """One attempt: what it is, where it stands, and its words (in parts, where they are split)."""

    id: str
    kind: str
    put: str
    text: str
    parts: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        return self.text or " ".join(self.parts)


def _attempts() -> tuple[Injection, ...]:
    rows = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))
    return tuple(
        Injection(
            row["id"],
            row["kind"],
            row["put"],
            row.get("text", "") * row.get("repeat", 1),
            tuple(row.get("parts", ())),
        )
        for row in rows
    )


INJECTIONS = _attempts()
IN_A_LINE = ("objective", "key-result")
ELSEWHERE = ("guidance", "chat")
"""Not in a draft at all."""


def real_lines() -> set[str]:
    """The texts of the draft's own lines."""
    return {text for objective, results in BLOCKS for text in (objective, *results)}


def clean(put: str = "below") -> Draft:
    """The draft without an attempt, in the format that `put` needs."""
    return placed(Injection("none", "none", put, ""))


def placed(attempt: Injection) -> Draft:
    """The draft with the attempt in its place; an attempt without words leaves the place empty."""
    return _PLACES[attempt.put](attempt)


def _labelled(
    blocks: Sequence[tuple[str, Sequence[str]]], above: str = "", below: str = "", owner: str = "", period: str = ""
) -> str:
    lines = [above, ""] if above else []
    lines += [f"Period: {period}", ""] if period else []
    for objective, results in blocks:
        lines += [
            f"Objective: {objective}",
            *(f"- KR: {text}{f' (Owner: {owner})' if owner else ''}" for text in results),
            "",
        ]
    return "\n".join(lines) + (f"\n\n{below}\n" if below else "")


def _in_line(attempt: Injection) -> Draft:
    """The attempt as one more key result of the last objective, or one more objective; without words: a neutral one."""
    if attempt.put == "key-result":
        (first, (objective, results)) = BLOCKS
        blocks = [first, (objective, (*results, attempt.text or NEUTRAL))]
    else:
        blocks = [*BLOCKS, (attempt.text or NEUTRAL_OBJECTIVE, (NEUTRAL,))]
    return read_json({"objectives": [{"objective": text, "key_results": list(results)} for text, results in blocks]})


def _as_text(attempt: Injection) -> Draft:
    if attempt.put == "html-comment":
        inside = f"<!-- {attempt.text} -->" if attempt.text else ""
        return read_text(_labelled(BLOCKS[:1], below=inside) + "\n" + _labelled(BLOCKS[1:]))
    given = {"owner": "Anna", "period": "2027-Q2"}.get(attempt.put, "")
    return read_text(_labelled(BLOCKS, **{attempt.put: attempt.text or given}))


def _as_json(attempt: Injection) -> Draft:
    objectives: list[dict[str, Any]] = [
        {"objective": text, "key_results": [{"text": result} for result in results]} for text, results in BLOCKS
    ]
    draft: dict[str, Any] = {"objectives": objectives}
    if attempt.put == "json-field" and attempt.text:
        draft |= {"id": attempt.text, "remarks": attempt.text, "parent": attempt.text}
        objectives[0]["note"] = attempt.text
    elif attempt.text:
        objectives[0]["parent"] = attempt.text
    return read_json(draft)


def _rows(remarks: Sequence[str] = (), owner: str = "Anna") -> list[list[str | None]]:
    rows: list[list[str | None]] = [["Objective", "Key Result", "Owner", "Comment"]]
    for text, results in BLOCKS:
        rows += [[text, result, owner, None] for result in results]
    for row, remark in zip(rows[1:], remarks, strict=False):
        row[3] = remark
    return rows


def _as_sheet(attempt: Injection) -> Draft:
    def change(book: Any) -> None:
        if not attempt.text:
            return
        if attempt.put == "xlsx-comment":
            from openpyxl.comments import Comment

            book.active["B2"].comment = Comment(attempt.text, "Reviewer")
        elif attempt.put == "xlsx-properties":
            for name in ("title", "subject", "description", "keywords", "category", "creator"):
                setattr(book.properties, name, attempt.text)
        elif attempt.put == "hidden-sheet":
            hidden = book.create_sheet("Instructions")
            hidden.append([attempt.text])
            hidden.sheet_state = "hidden"

    if attempt.put == "sheet-owner":
        rows = _rows(owner=attempt.text or "Anna")
    else:
        rows = _rows(attempt.parts or ((attempt.text,) if attempt.put == "sheet-notes" and attempt.text else ()))
    return read_bytes(workbook(rows, title="OKRs", change=change), name="okrs.xlsx")


def _as_document(attempt: Injection) -> Draft:
    def build(made: Any) -> None:
        for text, results in BLOCKS:
            made.add_paragraph(f"Objective: {text}")
            for result in results:
                made.add_paragraph(f"KR: {result}")
        if not attempt.text:
            return
        if attempt.put == "docx-comment":
            made.add_comment(made.paragraphs[1].runs, text=attempt.text, author="Reviewer")
        elif attempt.put == "docx-hidden":
            made.add_paragraph().add_run(attempt.text).font.hidden = True
        else:
            for name in ("title", "subject", "comments", "keywords", "category", "author"):
                setattr(made.core_properties, name, attempt.text)

    return read_bytes(document(build), name="okrs.docx")


_PLACES: dict[str, Callable[[Injection], Draft]] = {
    "objective": _in_line,
    "key-result": _in_line,
    "below": _as_text,
    "above": _as_text,
    "html-comment": _as_text,
    "owner": _as_text,
    "period": _as_text,
    "parent": _as_json,
    "json-field": _as_json,
    "sheet-notes": _as_sheet,
    "sheet-owner": _as_sheet,
    "split-cells": _as_sheet,
    "hidden-sheet": _as_sheet,
    "xlsx-comment": _as_sheet,
    "xlsx-properties": _as_sheet,
    "docx-comment": _as_document,
    "docx-properties": _as_document,
    "docx-hidden": _as_document,
}


def verdicts(review: Review, *, overruled: bool = False) -> set[tuple[object, ...]]:
    """What the detectors say of the draft's own lines: everything of a finding but its place, its citations and the model's views."""
    findings = [*review.findings, *(review.overruled if overruled else ())]
    return {
        _verdict(review, each) for each in findings if each.origin != "model" and _line(review, each) in real_lines()
    }


def _line(review: Review, finding: Finding) -> str:
    wording = line_at(review.draft, finding.where)
    return wording.text if wording and finding.where.objective is not None else ""


def _verdict(review: Review, finding: Finding) -> tuple[object, ...]:
    return (
        finding.criterion,
        finding.severity,
        _line(review, finding),
        finding.quote,
        finding.message,
        finding.question,
        finding.is_question,
        round(finding.confidence, 3),
        finding.because,
        finding.unproven,
    )
