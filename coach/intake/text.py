"""Text: pasted, from a document or a file. Lines are told apart, tables taken out, and the rest assembled."""

from __future__ import annotations

from collections.abc import Sequence

from coach.intake import bounds
from coach.intake.assemble import assemble
from coach.intake.conversation import frame
from coach.intake.groups import Assembly, without_impossible_dates
from coach.intake.item import Item
from coach.intake.items import make_items
from coach.intake.lines import Line, is_underline, label_lone_words, number_plain_lines, read_line, split_lines
from coach.intake.paragraphs import settle_items
from coach.intake.pasted_tables import find_tables
from coach.intake.program_text import is_program
from coach.intake.roles import infer_roles
from coach.intake.shapes import is_aim, is_bare_goal, is_chatter
from coach.intake.view import Span, View, make_view
from coach.intake.wordings import unread_of
from coach.okr import Draft

LOOKED_FOR = (
    'Looked for labels ("Objective:", "O1", "Key results", "KR 1.2", "Ziel", "Objectif"), headings and lines with a list under them, '
    "tables with such columns, and sentences such as “our objective is ..., measured by ...”."
)

LOOKED_FOR_COLUMNS = (
    'Looked for a row of column names such as "Objective", "Key result", "Baseline", "Target" and "Owner". '
    "Name the columns in the first row, and give each key result a row of its own."
)


def read_text(text: str, *, id: str | None = None, name: str = "the text") -> Draft:
    """The draft in `text`; raises InputError only where the text, or a line of it, is longer than is read."""
    bounds.check_text(text, name)
    bounds.check_lines(text, name)
    notices: list[str] = []
    source = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace") if _has_surrogates(text) else text
    if len(source) != len(text):
        source = "".join("\ufffd" if "\ud800" <= char <= "\udfff" else char for char in text)
    if source != text:
        notices.append("The text held characters cut in half; each was read as \ufffd.")
    if not source.strip():
        return Draft(
            id=id,
            source=source,
            notices=(*notices, f"No objective or key result was found: there is no text. {LOOKED_FOR}"),
        )
    made = read_view(make_view(source))
    return draft_of(made, id=id, source=source, notices=notices)


def _has_surrogates(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return True
    return False


def draft_of(
    made: Assembly, *, id: str | None, source: str | None, notices: Sequence[str] = (), looked_for: str = LOOKED_FOR
) -> Draft:
    """The draft of what was read, with the notice that is due where nothing was; `looked_for` is its advice."""
    objectives, impossible = without_impossible_dates(made.objectives)
    said = [*notices, *made.notices, *impossible]
    if not made.objectives:
        said.append(f"No objective or key result was found. {looked_for}")
    return Draft(
        id=id,
        team=made.team,
        level=made.level,
        period=made.period,
        parent=made.parent,
        objectives=objectives,
        unread=tuple(sorted(made.unread, key=lambda u: u.place.start) if source is not None else made.unread),
        notices=tuple(said),
        carries_owners=made.carries_owners,
        source=source,
    )


def read_view(view: View) -> Assembly:
    """What a whole view holds."""
    spans = list(split_lines(view, breaks=False))
    whole = [unread_of(span.strip()) for span in spans if span.text.strip()]
    if is_program(span.text for span in spans):
        return Assembly(unread=whole)
    made = read_spans(spans)
    if not made.objectives:
        made.unread = whole  # a team or an owner that nothing belongs to is not lost with the rest
    return made


def read_spans(spans: list[Span], indents: list[int] | None = None) -> Assembly:
    """What lines hold; `indents` gives each line's indent where it is not its white space (cells of an outline)."""
    items: list[Item] = []
    at = 0
    for start, end, reading in find_tables(spans) if indents is None else []:
        items += make_items(_lines(_broken(spans[at:start]), None))
        items.append(Item(spans=[], covers=[], table=reading))
        at = end
    items += make_items(_lines(_broken(spans[at:]) if indents is None else spans, indents))
    return _read_items(items)


def read_lines_of(lines: Sequence[Line]) -> Assembly:
    """What lines hold that were told apart elsewhere (the rows of a form)."""
    return _read_items(make_items(lines))


def _read_items(items: list[Item]) -> Assembly:
    items = settle_items(items)
    infer_roles(items)
    notices = _read_lone_lines(items)
    made = assemble(items)
    tables = [item.table for item in items if item.table is not None]
    made.carries_owners = made.carries_owners or any(table.names_owners for table in tables)
    made.level = made.level or next((table.level for table in tables if table.level), None)
    made.notices += notices
    return made


def _broken(spans: list[Span]) -> list[Span]:
    """Lines outside tables, where a break inside a cell is a line break like any other."""
    return [part for span in spans for part in split_lines(span.view, span.start, span.end)]


def _lines(spans: list[Span], indents: list[int] | None) -> list[Line]:
    """The lines of a stretch, with conversation marks taken off and underlined headings recognised."""
    lines: list[Line] = []
    frames = frame(spans)
    speaks = False
    for index, (span, mark) in enumerate(zip(spans, frames, strict=True)):
        if mark.decoration:
            speaks = mark.speaks
            lines.append(
                Line(span=Span(span.view, span.start, span.start), body=Span(span.view, span.start, span.start))
            )
            continue
        if (
            lines
            and not lines[-1].is_blank
            and not lines[-1].marker
            and not lines[-1].label
            and is_underline(span)
            and (index < 2 or not spans[index - 2].text.strip() or lines[-1].strong)
        ):
            lines[-1].heading, lines[-1].marker = 2 if "-" in span.text else 1, "heading"
            continue
        line = read_line(span.part(mark.start) if mark.start else span, indents[index] if indents else None)
        if mark.start:
            line.span = span.strip()
        line.speaks = mark.speaks or speaks
        speaks = speaks and line.is_blank
        lines.append(line)
        if mark.speaks and len(lines) > 1:
            lines.insert(
                -1, Line(span=Span(span.view, span.start, span.start), body=Span(span.view, span.start, span.start))
            )
    number_plain_lines(lines)
    label_lone_words(lines)
    return lines


def _read_lone_lines(items: list[Item]) -> list[str]:
    """Reads a few bare lines pasted alone: results and tasks as key results without an objective, an aim as an objective."""
    if any(item.role in ("objective", "key result") or item.table is not None for item in items):
        return []
    open_items = [item for item in items if item.role == "unread" and item.spans]
    if not 1 <= len(open_items) <= 8 or any(is_chatter(item.text) for item in open_items):
        return []
    goals = [item for item in open_items if is_bare_goal(item.text)]
    if len(goals) * 2 <= len(open_items) or (len(goals) < len(open_items) and len(open_items) < 3):
        return []
    for item in goals:
        item.role = "objective" if is_aim(item.text) else "key result"
    if all(item.role == "key result" for item in goals):
        return ["No line says what it is; each was read as a key result without an objective."]
    return ["No line says what it is; it was read as an objective by its wording."]
