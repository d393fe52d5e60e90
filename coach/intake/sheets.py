"""One sheet of cells, from a workbook or a CSV file: a table, a form, or an outline over the columns."""

from __future__ import annotations

from collections.abc import Sequence

from coach.intake.bounds import check_line
from coach.intake.columns import find_header
from coach.intake.groups import Assembly
from coach.intake.labels import read_label
from coach.intake.lines import Line, split_lines
from coach.intake.shapes import read_title
from coach.intake.table_cells import Row, is_form
from coach.intake.table_reading import TableReading
from coach.intake.tables import read_table
from coach.intake.text import read_lines_of, read_spans
from coach.intake.view import Span, make_view
from coach.intake.wordings import unread_of
from coach.okr import Objective, Place, Unread

MAX_UNREAD = 500


def make_cell(text: str, *, sheet: str | None, row: int, column: int) -> Span:
    """A cell's text with its place; `column` counts from 0. Raises InputError where it is longer than is read."""
    place = Place(start=0, end=0, sheet=sheet, row=row, column=column_letters(column))
    check_line(text, f"cell {place}")
    view = make_view(text, place)
    return Span(view, 0, len(view.text))


def column_letters(column: int) -> str:
    """The letters a spreadsheet shows over the column that is `column` from the left, counted from 0."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def read_sheet(rows: Sequence[Row], what: str) -> Assembly:
    """The OKRs of one sheet. `rows` may hold empty rows; `what` names the sheet in notices."""
    texts = [[cell.text if cell else "" for cell in row] for row in rows]
    if find_header(texts) is None:
        if is_form(rows):
            return _read_form(rows)
        if is_outline(texts):
            return read_outline(rows)
    return _of_table(read_table(rows, what=what), rows)


def _of_table(table: TableReading, rows: Sequence[Row]) -> Assembly:
    if not table.is_okr:
        made = read_outline(rows)
        if any(objective.key_results for objective in made.objectives):
            return made
        unread = [unread_of(cell.strip()) for row in rows for cell in row if cell is not None and cell.text.strip()]
        return Assembly(unread=unread[:MAX_UNREAD], notices=_too_many(len(unread)))
    return Assembly(
        objectives=table.objectives,
        unread=table.unread[:MAX_UNREAD],
        notices=[*table.notices, *_too_many(len(table.unread))],
        level=table.level,
        carries_owners=table.names_owners
        or any(o.owner or any(k.owner for k in o.key_results) for o in table.objectives),
    )


def _too_many(count: int) -> list[str]:
    return [f"{count - MAX_UNREAD} more cells were not read and are not listed."] if count > MAX_UNREAD else []


def is_outline(texts: Sequence[Sequence[str]]) -> bool:
    """Whether most rows hold one cell: lines, set in by column."""
    filled = [sum(bool(text.strip()) for text in row) for row in texts]
    rows = [count for count in filled if count]
    return bool(rows) and sum(count == 1 for count in rows) * 10 >= len(rows) * 7


def read_outline(rows: Sequence[Row]) -> Assembly:
    """The OKRs of a sheet whose rows hold one cell each: lines, set in by their column."""
    spans: list[Span] = []
    indents: list[int] = []
    rest: list[Unread] = []
    for row in rows:
        filled = [(k, cell) for k, cell in enumerate(row) if cell is not None and cell.text.strip()]
        if not filled:
            if spans and spans[-1]:
                spans.append(Span(spans[-1].view, 0, 0))
                indents.append(0)
            continue
        k, cell = filled[0]
        for line in split_lines(cell.view, cell.start, cell.end):
            spans.append(line)
            indents.append(4 * k)
        rest += [unread_of(other.strip()) for _, other in filled[1:]]
    made = read_spans(spans, indents)
    made.unread += rest
    del made.unread[MAX_UNREAD:]
    return made


def _read_form(rows: Sequence[Row]) -> Assembly:
    """A form: the first filled cell of a row is the label of the second."""
    lines: list[Line] = []
    rest: list[Unread] = []
    for row in rows:
        filled = [cell.strip() for cell in row if cell is not None and cell.text.strip()]
        if not filled:
            if lines:
                lines.append(Line(span=Span(lines[-1].span.view, 0, 0), body=Span(lines[-1].span.view, 0, 0)))
            continue
        name = " ".join(filled[0].text.split()).rstrip(":").strip()
        label = read_label(f"{name}:") if len(name) < 60 else None
        if label is not None and len(filled) > 1:
            inner = read_label(filled[1].text)
            body = filled[1].part(inner.end).strip() if inner and inner.role == label.role else filled[1]
            lines.append(Line(span=filled[1], body=body, label=label))
            rest += [unread_of(cell) for cell in filled[2:]]
        elif label is not None:
            lines.append(Line(span=filled[0], body=Span(filled[0].view, 0, 0), label=label))
        else:
            lines.append(Line(span=filled[0], body=filled[0]))
            rest += [unread_of(cell) for cell in filled[1:]]
    made = read_lines_of(lines)
    made.unread += rest
    return made


def with_team(objectives: Sequence[Objective], sheet: str) -> list[Objective]:
    """Objectives of a named sheet, with its name for their team where nothing nearer names one."""
    team, period, _ = read_title(sheet)
    update: dict[str, str] = {}
    made: list[Objective] = []
    for objective in objectives:
        update = {
            key: said for key, said in (("team", team), ("period", period)) if said and getattr(objective, key) is None
        }
        made.append(objective.model_copy(update=update) if update else objective)
    return made
