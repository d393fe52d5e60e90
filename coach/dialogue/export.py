"""A conversation to take away: the draft as it stands, before and after, what was decided not to fix and why, and what was said.

Words of the draft and of the writer are data in all three forms: Markdown shows them to the letter, a Word document holds them as
plain runs, and JSON as strings.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any, Literal

from coach.about import version
from coach.criteria import catalogue
from coach.critique import draft_as_json
from coach.dialogue.alignment import aligned
from coach.dialogue.conversation import Conversation, Decision, Turn
from coach.okr import Draft
from coach.report.markdown import escaped
from coach.report.plain import visible

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

Form = Literal["markdown", "json", "docx"]
ENDINGS: dict[Form, str] = {"markdown": "md", "json": "json", "docx": "docx"}
MIME: dict[Form, str] = {
    "markdown": "text/markdown",
    "json": "application/json",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
NOT_FIXED = ("not now", "excused", "baseline being found")
"""Outcomes of a decision that leave something as it is."""
_NO_XML = re.compile("[\ufffe\uffff]")
"""Signs beside the control characters that no XML file may hold."""


@dataclass(frozen=True)
class Line:
    """One line of a draft, with what stands beside its words."""

    name: str
    """ "Objective 1", "1.2". """
    words: str
    facts: str = ""


Compared = tuple[Line | None, Line | None]
"""A line before and after; None where there is none on that side."""


def exported(conversation: Conversation, form: Form) -> bytes:
    """The conversation in one of the forms, ready to be written to a file."""
    if form == "docx":
        return as_docx(conversation)
    written = as_markdown(conversation) if form == "markdown" else as_json(conversation)
    return written.encode("utf-8", "replace")  # half a surrogate pair, which UTF-8 cannot hold, becomes a question mark


def lines_of(draft: Draft | None) -> list[Line]:
    """The lines of a draft, in order."""
    return list(_lines(draft)) if draft else []


def before_and_after(conversation: Conversation) -> list[Compared]:
    """Each line as it came beside the line as it stands."""
    steps = [lines_of(draft) for draft in conversation.drafts]
    if not steps:
        return []
    pairs = aligned([[(line.words, line.facts) for line in lines] for lines in steps])
    return [
        (steps[0][before] if before is not None else None, steps[-1][after] if after is not None else None)
        for before, after in pairs
    ]


def left_as_it_is(conversation: Conversation) -> list[Decision]:
    """What was decided not to fix, or not yet."""
    return [decision for decision in conversation.decisions if decision.outcome in NOT_FIXED]


def decided(decision: Decision) -> str:
    """A decision in words: what it was about, what was decided, and the writer's reason."""
    known = catalogue().get(decision.criterion or "")
    blank = decision.criterion if decision.criterion and decision.criterion.startswith("[") else None
    title = known.title if known else f"The blank {blank}" if blank else "The line"
    outcome = {
        "not now": "not now",
        "excused": "it stays as it is",
        "baseline being found": "the baseline is being found",
    }
    words = f"{title}: {outcome.get(decision.outcome, decision.outcome)}"
    # The writer's own sentence stands there too, unless the reason is most of it ("that's fine because ...").
    most = decision.note in decision.words and 2 * len(decision.note.split()) >= len(decision.words.split())
    own = "" if most else decision.words
    reasons = [each for each in (decision.note, f"“{own}”" if own else "") if each]
    return f"{words} ({'; '.join(reasons)})" if reasons else words


def as_json(conversation: Conversation) -> str:
    """The conversation as JSON. Its ``draft`` is one that `okr-coach review` reads."""
    written = {
        "id": conversation.id,
        "title": conversation.title,
        "began": conversation.began,
        "draft": _draft(conversation.draft),
        "before": _draft(conversation.first_draft),
        "decisions": [decision.model_dump(mode="json") for decision in conversation.decisions],
        "not_fixed": [decision.model_dump(mode="json") for decision in left_as_it_is(conversation)],
        "turns": [turn.model_dump(mode="json") for turn in conversation.turns],
        "versions": [
            {"when": each.when, "why": each.why, "draft": _draft(each.draft)} for each in conversation.versions
        ],
        "version": conversation.at,
        "usage": conversation.usage.model_dump(),
        "program": f"okr-coach {version()}",
    }
    return json.dumps(written, ensure_ascii=False, indent=2) + "\n"


def as_markdown(conversation: Conversation) -> str:
    """The conversation as Markdown that can be pasted anywhere: no link, picture or HTML of the draft comes alive."""
    blocks = [f"# {escaped(conversation.title or 'OKR conversation')}", escaped(_about(conversation))]
    if conversation.draft:
        blocks += ["## The draft", "\n".join(_markdown_lines(lines_of(conversation.draft)))]
    changes = [(a, b) for a, b in before_and_after(conversation) if a is None or b is None or _said(a) != _said(b)]
    if changes:
        blocks += ["## Before and after", "\n".join(_markdown_change(change) for change in changes)]
    kept = left_as_it_is(conversation)
    if kept:
        blocks += ["## Decided not to fix", "\n".join(_markdown_decision(decision) for decision in kept)]
    blocks.append("## The conversation")
    blocks += [_markdown_turn(turn) for turn in conversation.turns]
    return "\n\n".join(block for block in blocks if block) + "\n"


def as_docx(conversation: Conversation) -> bytes:
    """The conversation as a Word document."""
    from docx import Document

    document = Document()
    properties = document.core_properties
    properties.title, properties.author, properties.comments = _plain(conversation.title)[:250], "OKR Coach", ""
    properties.created = properties.modified = datetime.fromisoformat(conversation.began).replace(tzinfo=None)
    document.add_heading(_plain(conversation.title or "OKR conversation"), level=0)
    document.add_paragraph(_plain(_about(conversation)))
    if conversation.draft:
        document.add_heading("The draft", level=1)
        for line in lines_of(conversation.draft):
            paragraph = document.add_paragraph()
            paragraph.add_run(f"{line.name}  ").bold = True
            paragraph.add_run(_plain(_said(line)))
        document.add_heading("Before and after", level=1)
        _word_table(document, before_and_after(conversation))
    if kept := left_as_it_is(conversation):
        document.add_heading("Decided not to fix", level=1)
        for decision in kept:
            paragraph = document.add_paragraph(style="List Bullet")
            paragraph.add_run(_plain(f"“{decision.quote}” " if decision.quote else "")).italic = True
            paragraph.add_run(_plain(decided(decision)))
    document.add_heading("The conversation", level=1)
    for turn in conversation.turns:
        document.add_heading(_who(turn), level=2)
        for paragraph_ in _paragraphs(turn):
            document.add_paragraph(_plain(paragraph_))
    written = BytesIO()
    document.save(written)
    return written.getvalue()


def _word_table(document: WordDocument, compared: list[Compared]) -> None:
    table = document.add_table(rows=1, cols=2, style="Table Grid")
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "As it came", "As it stands"
    for pair in compared:
        for cell, line in zip(table.add_row().cells, pair, strict=True):
            cell.text = _plain(f"{line.name}  {_said(line)}") if line else ""


def _lines(draft: Draft) -> Iterator[Line]:
    for i, objective in enumerate(draft.objectives):
        facts = {
            "Owner": objective.owner,
            "Period": objective.period or draft.period,
            "Supports": objective.parent or draft.parent,
        }
        yield Line(f"Objective {i + 1}", objective.text or "no objective is written", _facts(facts))
        for j, key_result in enumerate(objective.key_results):
            unit = f" {key_result.unit}" if key_result.unit else ""
            beside = {
                "Measure": key_result.metric,
                "Today": key_result.baseline and key_result.baseline + unit,
                "Target": key_result.target and key_result.target + unit,
                "Due": key_result.due,
                "Owner": key_result.owner,
            }
            yield Line(f"{i + 1}.{j + 1}", key_result.text, _facts(beside))
            for initiative in key_result.initiatives:
                yield Line(f"{i + 1}.{j + 1}", initiative.text, "initiative")
        for initiative in objective.initiatives:
            yield Line(f"Objective {i + 1}", initiative.text, "initiative")


def _facts(named: dict[str, str | None]) -> str:
    return ", ".join(f"{name}: {value}" for name, value in named.items() if value)


def _said(line: Line) -> str:
    return f"{line.words} ({line.facts})" if line.facts else line.words


def _about(conversation: Conversation) -> str:
    draft = conversation.draft
    facts = [part for part in (draft.team, draft.level, draft.period) if part] if draft else []
    facts.append(f"begun {conversation.began[:10]}")
    if conversation.usage.tokens:
        facts.append(f"{conversation.usage.tokens:,} tokens used by a model")
    return " · ".join(facts)


def _draft(draft: Draft | None) -> dict[str, Any] | None:
    return draft_as_json(draft) if draft else None


def _who(turn: Turn) -> str:
    return "Coach" if turn.by == "coach" else "You"


def _paragraphs(turn: Turn) -> Iterator[str]:
    """What was said in a turn, a paragraph each, with what was offered and cited."""
    yield from (part for part in re.split(r"\n\s*\n", turn.text) if part.strip())
    if turn.suggestion and turn.suggestion.text not in turn.text:
        yield f"Suggested: {turn.suggestion.text}"
    for citation in turn.citations:
        yield f"{citation.source}, {citation.section}: “{citation.excerpt}”"
    yield from turn.notices


def _plain(text: str) -> str:
    """`text` as a run of a Word document: no control character, line breaks kept."""
    return "\n".join(_NO_XML.sub("\ufffd", visible(line)) for line in text.split("\n"))


def _markdown_lines(lines: list[Line]) -> Iterator[str]:
    for line in lines:
        indent = "  " if "." in line.name else ""
        yield f"{indent}- **{line.name}** {escaped(_said(line))}"


def _markdown_change(change: Compared) -> str:
    before, after = change
    if before is None:
        return f"- Added: {escaped(_said(after))}" if after else ""
    return f"- Before: {escaped(_said(before))}\n" + (
        f"  - After: {escaped(_said(after))}" if after else "  - Removed."
    )


def _markdown_decision(decision: Decision) -> str:
    quote = f"“{escaped(decision.quote)}” " if decision.quote else ""
    return f"- {quote}{escaped(decided(decision))}"


def _markdown_turn(turn: Turn) -> str:
    said = "\n>\n".join(
        "\n".join(f"> {escaped(line)}" for line in paragraph.split("\n") if line.strip())
        for paragraph in _paragraphs(turn)
    )
    return f"**{_who(turn)}**\n\n{said}"
