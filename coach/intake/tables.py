"""Tables: rows of cells to objectives and key results, whatever file or text the rows came from."""

from __future__ import annotations

from collections.abc import Sequence

from coach.intake.columns import Column, find_header, find_objective_column, settle_codes
from coach.intake.groups import build_objective, level_of
from coach.intake.guessed_columns import guess_columns
from coach.intake.labels import read_label
from coach.intake.shapes import is_result, is_team_title, is_title, read_title
from coach.intake.table_cells import Row
from coach.intake.table_reading import TableReading
from coach.intake.table_rows import OpenTable, open_objective, read_row
from coach.intake.wordings import unread_of


def read_table(rows: Sequence[Row], *, strict: bool = False, what: str = "the table") -> TableReading:
    """The OKRs in `rows`.

    With `strict` (a table found inside a text) a table without a header must read like OKRs to be taken for one.
    """
    texts = [[cell.text if cell else "" for cell in row] for row in rows]
    header = find_header(texts)
    if header is None:
        return _read_headless(rows, texts, strict)
    at, columns = header
    settle_codes(texts[at + 1 : at + 200], columns, texts[at])
    column = find_objective_column(texts[at + 1 : at + 200], columns)
    if column is not None:
        columns[column] = Column("objective")
    table = OpenTable(columns)
    _read_above(rows[:at], table)
    for row in rows[at + 1 :]:
        read_row(row, table)
    made = _finish(table)
    unknown = [texts[at][k].strip() for k in range(len(texts[at])) if texts[at][k].strip() and k not in columns]
    if unknown:
        made.notices.append(
            f"{what}: no use was found for the column{'s' if len(unknown) > 1 else ''} {', '.join(repr(name[:40]) for name in unknown[:12])}."
        )
    made.names_owners = any(column.role in ("owner", "objective owner") for column in columns.values())
    return made


def _read_headless(rows: Sequence[Row], texts: Sequence[Sequence[str]], strict: bool) -> TableReading:
    """A table without known names over its columns: a form, an outline, or columns told by their cells."""
    columns = guess_columns(texts)
    if not columns or not any(column.role in ("key result", "title") for column in columns.values()):
        return TableReading(is_okr=False)
    if strict:
        results = [
            row[k]
            for row in texts
            for k, column in columns.items()
            if column.role in ("key result", "title") and k < len(row) and row[k].strip()
        ]
        coded = any(column.role == "type" for column in columns.values())
        if not coded and sum(map(is_result, results)) * 2 < len(results):
            return TableReading(is_okr=False)
    table = OpenTable(columns)
    for row in rows:
        read_row(row, table)
    made = _finish(table)
    made.names_owners = any(column.role == "owner" for column in columns.values())
    return made


def _finish(table: OpenTable) -> TableReading:
    objectives = [build_objective(group) for group in table.groups if group.wording is not None or group.key_results]
    return TableReading(objectives, table.unread, level=table.level)


def _read_above(rows: Sequence[Row], table: OpenTable) -> None:
    """Rows over the header: titles and named values that hold for the whole table; the rest is unread."""
    for row in rows:
        cells = [cell.strip() for cell in row if cell and cell.text.strip()]
        if not cells:
            continue
        text = cells[0].text
        label = read_label(text if text.rstrip().endswith(":") or len(cells) == 1 else f"{text}:")
        if (
            label
            and label.role == "meta"
            and label.key in ("team", "period", "parent", "level", "owner", "objective owner")
        ):
            value = cells[1].text if len(cells) > 1 else text[label.end :].strip()
            _carry(label.key, value, table)
        elif label and label.role == "objective" and (label.end < len(text) or len(cells) > 1):
            cell = cells[0] if label.end < len(text) else cells[1]
            context = {key: table.carried.get(key) for key in ("team", "period", "parent")}
            open_objective(cell, context, {}, None, has_results=False, table=table)
        elif is_title(text) or is_team_title(text):
            team, period, level = read_title(text)
            for key, said in (("team", team), ("period", period)):
                if said:
                    table.carried[key] = said
            table.level = table.level or level  # type: ignore[assignment]
            table.unread += [unread_of(cell) for cell in cells[1:]]
        else:
            table.unread += [unread_of(cell) for cell in cells]


def _carry(key: str, value: str, table: OpenTable) -> None:
    value = " ".join(value.split())
    if key == "level":
        table.level = level_of(value) or table.level
    elif value:
        table.carried["owner" if key == "objective owner" else key] = value
