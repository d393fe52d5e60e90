"""Tables: rows of cells to objectives and key results, whatever file or text the rows came from."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from coach.intake.columns import VALUE_ROLES, Column, find_header, find_objective_column, settle_codes
from coach.intake.decorations import undress
from coach.intake.groups import Group, build_objective, level_of
from coach.intake.guessed_columns import guess_columns
from coach.intake.labels import read_label
from coach.intake.lines import read_line
from coach.intake.shapes import is_result, is_team_title, is_title, read_title
from coach.intake.table_cells import ABSENT, Row, by_kind, by_own_label, cell_lines, kind_of, result_of
from coach.intake.table_reading import TableReading
from coach.intake.view import Span
from coach.intake.wordings import unread_of, wording_of
from coach.okr import Level, Unread

_TOTAL = re.compile(r"(?:grand )?total|sum|summe|average|durchschnitt|gesamt", re.IGNORECASE)


@dataclass
class _Reading:
    """A table being read: its columns, and what carries over from row to row."""

    columns: dict[int, Column]
    groups: list[Group] = field(default_factory=list)
    said: str | None = None
    carried: dict[str, str] = field(default_factory=dict)
    section: str | None = None
    level: Level | None = None
    unread: list[Unread] = field(default_factory=list)


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
    reading = _Reading(columns)
    _read_above(rows[:at], reading)
    for row in rows[at + 1 :]:
        _read_row(row, reading)
    made = _finish(reading)
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
    reading = _Reading(columns)
    for row in rows:
        _read_row(row, reading)
    made = _finish(reading)
    made.names_owners = any(column.role == "owner" for column in columns.values())
    return made


def _finish(reading: _Reading) -> TableReading:
    objectives = [build_objective(group) for group in reading.groups if group.wording is not None or group.key_results]
    return TableReading(objectives, reading.unread, level=reading.level)


def _read_above(rows: Sequence[Row], reading: _Reading) -> None:
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
            _carry(label.key, value, reading)
        elif label and label.role == "objective" and (label.end < len(text) or len(cells) > 1):
            cell = cells[0] if label.end < len(text) else cells[1]
            context = {key: reading.carried.get(key) for key in ("team", "period", "parent")}
            _open_objective(cell, context, {}, None, has_results=False, reading=reading)
        elif is_title(text) or is_team_title(text):
            team, period, level = read_title(text)
            for key, said in (("team", team), ("period", period)):
                if said:
                    reading.carried[key] = said
            reading.level = reading.level or level  # type: ignore[assignment]
            reading.unread += [unread_of(cell) for cell in cells[1:]]
        else:
            reading.unread += [unread_of(cell) for cell in cells]


def _carry(key: str, value: str, reading: _Reading) -> None:
    value = " ".join(value.split())
    if key == "level":
        reading.level = level_of(value) or reading.level
    elif value:
        reading.carried["owner" if key == "objective owner" else key] = value


def _read_row(row: Row, reading: _Reading) -> None:
    """One row: an objective, a key result, both, or the title of the rows that follow."""
    filled = {k: cell.strip() for k, cell in enumerate(row) if cell is not None and cell.text.strip()}
    if not filled:
        return
    values: dict[str, str] = {}
    by_number: dict[int, dict[str, str]] = {}
    objective: Span | None = None
    results: list[tuple[int | None, Span]] = []
    initiatives: list[Span] = []
    kind: str | None = None
    code: str | None = None
    title: Span | None = None
    for k, cell in filled.items():
        column = reading.columns.get(k)
        text = " ".join(cell.text.split())
        if column is None:
            reading.unread.append(unread_of(cell))  # beyond the header: no column says what it is
            continue
        if column.role in ("ignored", "current", "objective progress"):
            continue
        if column.role == "objective":
            objective = cell if objective is None else objective
        elif column.role == "key result":
            results.append((column.number, cell))
        elif column.role == "initiative":
            initiatives.append(cell)
        elif column.role == "note":
            reading.unread.append(unread_of(cell))
        elif column.role == "type":
            kind, code = kind_of(text), text
        elif column.role == "title":
            title = cell
        elif column.role == "id":
            code = code or text
            kind = kind or kind_of(text)
        elif ABSENT.fullmatch(text):
            continue
        elif column.number is not None:
            by_number.setdefault(column.number, {})[column.role] = text
        else:
            values.setdefault(column.role, text)
    if _is_header_again(filled, reading) or any(
        _TOTAL.fullmatch(cell.text.strip(" :")) for cell in list(filled.values())[:1]
    ):
        return
    objective, results = by_own_label(objective, results)
    if title is not None:
        objective, results = by_kind(title, kind, objective, results)
    elif (
        kind == "objective"
        and objective is None
        and len(results) == 1
        and "objective" not in {c.role for c in reading.columns.values()}
    ):
        objective, results = results[0][1], []
    if kind == "initiative" and results:
        initiatives, results = [*initiatives, *(cell for _, cell in results)], []
    if objective is None and not results and not initiatives:
        _read_odd_row(filled, values, reading)
        return
    if objective is not None and not results and _is_section(objective, filled, values, reading):
        _carry_section(objective, reading)
        return
    _place(objective, results, initiatives, values, by_number, code, reading)


def _is_header_again(filled: dict[int, Span], reading: _Reading) -> bool:
    """Whether the row repeats the header, as at a page break or over a second block."""
    known = find_header([[cell.text for cell in filled.values()]])
    return known is not None and len(filled) >= 2


def _is_section(objective: Span, filled: dict[int, Span], values: dict[str, str], reading: _Reading) -> bool:
    """Whether a row with one cell names a team, and is no objective without key results."""
    return (
        len(filled) == 1
        and "team" not in {c.role for c in reading.columns.values()}
        and not read_label(objective.text)
        and (is_team_title(objective.text) or is_title(objective.text))
    )


def _carry_section(cell: Span, reading: _Reading) -> None:
    team, period, _ = read_title(cell.text)
    if team:
        reading.carried["team"] = team
    if period:
        reading.carried["period"] = period
    reading.said = None


def _read_odd_row(filled: dict[int, Span], values: dict[str, str], reading: _Reading) -> None:
    """A row without objective or key result: a team's title, values for the objective above, or nothing known."""
    cells = list(filled.values())
    if len(cells) == 1 and (is_team_title(cells[0].text) or is_title(cells[0].text)):
        _carry_section(cells[0], reading)
    elif set(values) == {"team"}:
        reading.carried["team"] = values["team"]
    elif not (values and len(values) == len(filled)):
        reading.unread += [
            unread_of(cell)
            for k, cell in filled.items()
            if k not in reading.columns or reading.columns[k].role in ("id", "type")
        ]


def _place(
    objective: Span | None,
    results: list[tuple[int | None, Span]],
    initiatives: list[Span],
    values: dict[str, str],
    by_number: dict[int, dict[str, str]],
    code: str | None,
    reading: _Reading,
) -> None:
    """Puts a row's objective and key results where they belong."""
    context = {key: values.get(key) or reading.carried.get(key) for key in ("team", "period", "parent")}
    if objective is not None:
        _open_objective(
            objective, context, values, code if not results else None, has_results=bool(results), reading=reading
        )
    elif not reading.groups or _changes_team(values, reading):
        group = Group()
        group.fields = {key: value for key, value in context.items() if value}
        reading.groups.append(group)
        reading.said = None
    group = reading.groups[-1]
    if "level" in values:
        reading.level = reading.level or level_of(values["level"])
    if "objective owner" in values and not group.fields.get("owner"):
        group.fields["owner"] = values["objective owner"]
    single = sum(1 for number, _ in results if number is None)
    for number, cell in results:
        for line in cell_lines(cell):
            result = result_of(line, code if single == 1 and number is None else None)
            if result is None:
                continue
            own = by_number.get(number, {}) if number is not None else {}
            shared = values if number is None else {}
            for role in (*VALUE_ROLES, "owner"):
                said = own.get(role) or shared.get(role)
                if said:
                    result[role] = said if role != "confidence" else None
            if "confidence" in shared or "confidence" in own:
                confidence = own.get("confidence") or shared["confidence"]
                result["status"] = (
                    f"{result['status']}; Confidence {confidence}"
                    if result.get("status")
                    else f"Confidence {confidence}"
                )
            result.pop("confidence", None)
            group.key_results.append(result)
    for cell in initiatives:
        wordings = [wording_of([line.body or line.span]) for line in cell_lines(cell)]
        if group.key_results:
            group.key_results[-1]["initiatives"] += wordings
        else:
            group.initiatives += wordings
    if (
        (not results or all(number is not None for number, _ in results))
        and values.get("owner")
        and not group.fields.get("owner")
    ):
        group.fields["owner"] = values["owner"]


def _changes_team(values: dict[str, str], reading: _Reading) -> bool:
    team = values.get("team")
    known = reading.groups[-1].fields.get("team")
    return bool(team and known and team != known)


def _open_objective(
    cell: Span,
    context: dict[str, str | None],
    values: dict[str, str],
    code: str | None,
    *,
    has_results: bool,
    reading: _Reading,
) -> None:
    """Begins an objective, unless the cell repeats the one above (also with one of its key results on each row)."""
    line = read_line(_first_lines(cell), indent=0)
    words, dress = undress(line.body or cell)
    wording = wording_of(words or [cell])
    key = " ".join(wording.text.lower().split()).rstrip(".")
    if (
        reading.groups
        and reading.said == key
        and (has_results or not reading.groups[-1].key_results)
        and not _changes_team(values, reading)
    ):
        return
    group = Group(wording=wording, excuses=list(dress.excuses))
    group.fields = {k: value for k, value in context.items() if value}
    group.fields["label"] = line.label.text if line.label else line.number or code
    group.fields["owner"] = (
        dress.owner or (None if has_results else values.get("owner")) or reading.carried.get("owner")
    )
    reading.groups.append(group)
    reading.said = key


def _first_lines(cell: Span) -> Span:
    return cell.strip()
