"""A draft as files to take away: Markdown, Word, a sheet, plain text. Its words are data in all of them."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Callable
from datetime import datetime
from io import BytesIO, StringIO
from typing import TYPE_CHECKING, Literal

from coach.editing import as_markdown, as_text, excuse_brackets
from coach.okr import Draft, KeyResult, Objective
from coach.report.department.cells import as_text_cell
from coach.report.department.file_names import safe_stem
from coach.report.plain import visible

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.text.paragraph import Paragraph

Form = Literal["markdown", "docx", "csv"]
ENDINGS: dict[Form, str] = {"markdown": "md", "docx": "docx", "csv": "csv"}
MIME: dict[Form, str] = {
    "markdown": "text/markdown",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "csv": "text/csv",
}
_NO_XML = re.compile("[\ufffe\uffff]")
_ALWAYS = ("Objective", "Key result")
_COLUMNS: dict[str, Callable[[Draft, Objective, KeyResult | None], str | None]] = {
    "Team": lambda draft, o, k: o.team or draft.team,
    "Period": lambda draft, o, k: o.period or draft.period,
    "Supports": lambda draft, o, k: o.parent or draft.parent,
    "Objective": lambda draft, o, k: " ".join((o.text, *excuse_brackets(o.excuses))),
    "Objective owner": lambda draft, o, k: o.owner,
    "Key result": lambda draft, o, k: " ".join((k.text, *excuse_brackets(k.excuses))) if k else None,
    "Owner": lambda draft, o, k: k.owner if k else None,
    "Metric": lambda draft, o, k: k.metric if k else None,
    "Baseline": lambda draft, o, k: k.baseline if k else None,
    "Target": lambda draft, o, k: k.target if k else None,
    "Unit": lambda draft, o, k: k.unit if k else None,
    "Due": lambda draft, o, k: (k.due.partition(":")[2].strip() or k.due) if k and k.due else None,
    "Status": lambda draft, o, k: k.status if k else None,
    "Score": lambda draft, o, k: k.score if k else None,
    "Initiatives": lambda draft, o, k: "; ".join(each.text for each in (k.initiatives if k else o.initiatives)),
}
"""The columns of the sheet; those that hold nothing are left out, but for the first two that a reader looks for."""


def taken_away(draft: Draft, form: Form) -> bytes:
    """The draft in one of the forms, ready to be written to a file."""
    if form == "docx":
        return as_docx(draft)
    if form == "csv":
        # The mark at the beginning tells Excel that this is UTF-8.
        return as_csv(draft).encode("utf-8-sig", "replace")
    return as_markdown(draft).encode("utf-8", "replace")


def file_name(draft: Draft, ending: str, what: str = "okrs") -> str:
    """A name that every system takes: whose draft it is and for when, where it says so."""
    about = " ".join(part for part in (draft.team, draft.period) if part)
    stem = safe_stem(about).replace(" ", "-").lower() if about else ""
    return f"{what}-{stem}.{ending}" if stem and stem != "team" else f"{what}.{ending}"


def as_plain_text(draft: Draft) -> str:
    """The draft as one would write it, to be pasted anywhere; the coach reads it back."""
    return "\n".join(visible(line) for line in as_text(draft).split("\n"))


def as_csv(draft: Draft) -> str:
    """The draft as a sheet, a key result a row. No cell of it is a formula."""
    rows: list[list[str]] = []
    for objective in draft.objectives:
        for key_result in objective.key_results or (None,):
            rows.append([visible(read(draft, objective, key_result) or "") for read in _COLUMNS.values()])
    used = [at for at, name in enumerate(_COLUMNS) if name in _ALWAYS or any(row[at] for row in rows)]
    names = list(_COLUMNS)
    written = StringIO()
    sheet = csv.writer(written)
    sheet.writerow([names[at] for at in used])
    sheet.writerows([as_text_cell(row[at]) for at in used] for row in rows)
    return written.getvalue()


def as_docx(draft: Draft, now: datetime | None = None) -> bytes:
    """The draft as a Word document. `now` is the moment it says it was written."""
    from docx import Document

    document = Document()
    title = " ".join(part for part in ("OKRs", draft.team, draft.period) if part)
    properties = document.core_properties
    properties.title, properties.author, properties.comments = _plain(title)[:250], "OKR Coach", ""
    properties.created = properties.modified = (now or datetime.now()).replace(tzinfo=None)
    _directed(document.add_heading(_plain(title), level=0))
    if draft.parent:
        _directed(document.add_paragraph(_plain(f"Supports: {draft.parent}")))
    for objective in draft.objectives:
        _write_objective(document, objective, draft)
    if draft.unread:
        document.add_heading("Not read as an OKR", level=1)
        for unread in draft.unread:
            _directed(document.add_paragraph(_plain(unread.text), style="List Bullet"))
    written = BytesIO()
    document.save(written)
    return written.getvalue()


def _write_objective(document: WordDocument, objective: Objective, draft: Draft) -> None:
    words = " ".join((objective.text or "No objective is written", *excuse_brackets(objective.excuses)))
    _directed(document.add_heading(_plain(words), level=1))
    beside = (("Team", objective.team if objective.team != draft.team else None), ("Owner", objective.owner))
    if said := " · ".join(f"{name}: {value}" for name, value in beside if value):
        _directed(document.add_paragraph(_plain(said)))
    for key_result in objective.key_results:
        words = " ".join((key_result.text, *excuse_brackets(key_result.excuses)))
        paragraph = document.add_paragraph(_plain(words), style="List Number")
        _restarted(document, paragraph, key_result is objective.key_results[0])
        _directed(paragraph)
        facts = ("Owner", "Metric", "Baseline", "Target", "Unit", "Due", "Status", "Score")
        found = ((name, _COLUMNS[name](draft, objective, key_result)) for name in facts)
        if said := " · ".join(f"{name}: {value}" for name, value in found if value):
            _directed(document.add_paragraph(_plain(said), style="List Continue"))
        for initiative in key_result.initiatives:
            _directed(document.add_paragraph(_plain(f"Initiative: {initiative.text}"), style="List Bullet 2"))
    for initiative in objective.initiatives:
        _directed(document.add_paragraph(_plain(f"Initiative: {initiative.text}"), style="List Bullet"))


def _restarted(document: WordDocument, paragraph: Paragraph, is_first: bool) -> None:
    """Let the numbers of each objective's key results begin with 1."""
    numbering = document.part.numbering_part.element
    style = paragraph.style
    if style is None or style.element.pPr is None or style.element.pPr.numPr is None:
        return
    if is_first:
        listed = next(n for n in numbering.num_lst if n.numId == style.element.pPr.numPr.numId.val)
        numbering.add_num(listed.abstractNumId.val).add_lvlOverride(ilvl=0).add_startOverride(1)
    chosen = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    chosen.get_or_add_ilvl().val = 0
    chosen.get_or_add_numId().val = numbering.num_lst[-1].numId


def _directed(paragraph: Paragraph) -> None:
    """Let a paragraph whose first letter is written from right to left run so."""
    kinds = (unicodedata.bidirectional(char) for char in paragraph.text)
    if next((kind for kind in kinds if kind in ("L", "R", "AL")), "L") == "L":
        return
    from docx.oxml.parser import OxmlElement

    paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi"))


def _plain(text: str) -> str:
    """`text` as a run of a Word document: one line, no control character."""
    return _NO_XML.sub("\ufffd", visible(text))
