"""Check-ins from records: rows of one key result joined, and what a file means by its dates and numbers settled."""

from __future__ import annotations

import re
import tempfile
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

from coach.cycle.amounts import cell_amount
from coach.cycle.check_ins import CheckIn, CheckIns, ObjectiveTrack
from coach.cycle.columns import SAID, WORDS
from coach.cycle.days import is_ambiguous, month_comes_first
from coach.cycle.record import Cell, Record, Records
from coach.cycle.records import read_records
from coach.cycle.saying import Scale, say
from coach.cycle.statuses import scale_of
from coach.cycle.tracks import NOTHING, OpenAim, OpenLine, plain_text, same_words, track_of, worded
from coach.department.contract import BadRow
from coach.intake.bounds import read_bounded

_DEFAULT_SHEET = re.compile(
    r"(?:sheet|tabelle|blatt|feuil|hoja|foglio|blad|planilha)[ _]?\d*|okrs?|check-?ins?|data|export", re.IGNORECASE
)
_AIM_KIND = re.compile(r"\W*(?:o\b|objective|goal|ziel|objectif|objetivo|obiettivo|doel)", re.IGNORECASE)


def read_check_ins(source: Path | BinaryIO, name: str | None = None, today: date | None = None) -> CheckIns:
    """The check-ins in an .xlsx, .csv, .json or .jsonl file, or in a stream of bytes.

    Args:
        source: the file, or its bytes as a stream.
        name: what it is called in messages; the file's name where nothing is given.
        today: the day it is read on, for dates without a year.

    Raises:
        InputError: it cannot be read, or there are no check-ins in it.
    """
    today = today or date.today()
    if isinstance(source, Path):
        return _sorted_out(read_records(source, name or source.name, today), today)
    name = name or "standard input"
    content = read_bounded(source, name)
    with tempfile.TemporaryDirectory(prefix="okr-coach-") as folder:
        path = Path(folder) / "check-ins"
        path.write_bytes(content)
        return _sorted_out(read_records(path, name, today), today)


@dataclass
class _Sorting:
    """The state while records are sorted by key result."""

    found: Records
    scale: Scale
    aims: dict[tuple[str | None, str, str, str], OpenAim] = field(default_factory=dict)
    above: dict[str, Cell] = field(default_factory=dict)
    group: str | None = None
    of_objectives: int = 0
    """Rows that say something of an objective and name no key result."""


def _sorted_out(found: Records, today: date) -> CheckIns:
    sorting = _Sorting(found, _scale(found, today))
    if not any({"key result", "title"} & set(record.cells) for record in found.records):
        for record in found.records:  # nothing but objectives: they are what is checked in on
            if "objective" in record.cells:
                record.cells["key result"] = record.cells.pop("objective")
    for record in found.records:
        _add(record, sorting)
    if sorting.of_objectives:
        found.notices.append(
            f"{found.name}: {sorting.of_objectives} rows say something of an objective and name no key result; key results alone are reviewed."
        )
    objectives = [
        ObjectiveTrack(
            wording=aim.wording,
            team=aim.team,
            period=aim.period,
            key_results=tuple(track_of(line, aim, today) for line in aim.lines.values()),
        )
        for aim in sorting.aims.values()
        if aim.lines
    ]
    roles = {role for record in found.records for role in record.cells}
    roles |= {column.role for record in found.records for column, _ in record.several}
    roles |= {use.role for mapping in found.mappings for use in mapping.columns}
    days = any(column.on for record in found.records for column, _ in record.several)
    return CheckIns(
        name=found.name,
        objectives=tuple(objectives),
        mappings=tuple(found.mappings),
        bad_rows=tuple(found.bad_rows),
        notices=tuple(dict.fromkeys(found.notices)),
        dated="date" in roles or days,
        noted=bool(roles & set(WORDS)),
    )


def _scale(found: Records, today: date) -> Scale:
    """What the file means by its dates and its bare numbers; what had to be assumed is told in its notices."""
    texts = [record.cells["date"].text for record in found.records if "date" in record.cells]
    first = month_comes_first(texts)
    unsure = next((text.strip() for text in texts if is_ambiguous(text)), None)
    if first is None and unsure:
        found.notices.append(
            f"{found.name}: dates such as {unsure!r} were read with the day first. Write them as 2026-03-31 if that is wrong."
        )
    shares: dict[tuple[str | None, str], list[str]] = {}
    under_days: list[str] = []
    for record in found.records:
        for role in ("score", "confidence"):
            if role in record.cells:
                shares.setdefault((record.group, role), []).append(record.cells[role].text)
        for column, cell in record.several:
            if column.on is not None and column.role in ("score", "confidence"):
                shares.setdefault((record.group, column.role), []).append(cell.text)
            elif column.on is not None and column.role == "on a day":
                under_days.append(cell.text)
    return Scale(
        today=today,
        month_first=bool(first),
        shares={
            (group, role): scale_of(cells, found.headers.get((group, role), ""), ten=role == "confidence")
            for (group, role), cells in shares.items()
        },
        day_scores=_are_scores(under_days, [r.cells["target"].text for r in found.records if "target" in r.cells]),
    )


def _are_scores(under_days: list[str], targets: list[str]) -> bool:
    """Whether the numbers under days are scores: all from 0 to 1, with targets elsewhere or nowhere."""
    numbers = [amount.amount for text in under_days if "%" not in text and (amount := cell_amount(text)) is not None]
    if not numbers or max(numbers) > 1 or not any(0 < number < 1 for number in numbers):
        return False
    reached = [amount.amount for text in targets if (amount := cell_amount(text)) is not None]
    return all(abs(target) > 1 for target in reached)


def _add(record: Record, sorting: _Sorting) -> None:
    """Add a record to the key result it is about."""
    cells = dict(record.cells)
    if record.alone or record.group != sorting.group:
        sorting.above, sorting.group = {}, record.group
    if "title" in cells:
        is_aim = "type" in cells and _AIM_KIND.match(cells["type"].text) is not None
        cells["objective" if is_aim else "key result"] = cells.pop("title")
    says = any(role in record.cells for role in SAID) or bool(record.several)
    goes_on = "objective" not in cells or _is_above("objective", cells, sorting)
    if "key result" not in cells and "objective" in cells and not (goes_on and "key result" in sorting.above):
        sorting.above = {**_kept_above(cells, sorting), **{k: cells[k] for k in _CARRIED if k in cells}}
        sorting.of_objectives += int(says)
        return
    sorting.above = _kept_above(cells, sorting)
    for role in (*_CARRIED, "key result"):
        if role in cells:
            sorting.above[role] = cells[role]
        elif role in sorting.above:
            cells[role] = sorting.above[role]
    if "key result" not in cells or NOTHING.fullmatch(cells["key result"].text):
        _keep_bad(record, sorting, "No key result is named in this row or above it. Name the key result it is about.")
        return
    line = _line(cells, record, sorting)
    line.check_ins += _check_ins(record, sorting)


_CARRIED = ("team", "objective", "period")
"""What a row that leaves it empty takes from the row above."""


def _is_above(role: str, cells: dict[str, Cell], sorting: _Sorting) -> bool:
    above = sorting.above.get(role)
    return above is not None and same_words(above.text) == same_words(cells[role].text)


def _kept_above(cells: dict[str, Cell], sorting: _Sorting) -> dict[str, Cell]:
    """What still holds of the rows above: nothing under another team, no key result under another objective."""
    if "team" in cells and not _is_above("team", cells, sorting):
        return {}
    if "objective" in cells and not _is_above("objective", cells, sorting):
        return {k: v for k, v in sorting.above.items() if k in ("team", "period")}
    return dict(sorting.above)


def _keep_bad(record: Record, sorting: _Sorting, reason: str) -> None:
    texts = [cell.text for cell in (*record.cells.values(), *(cell for _, cell in record.several))]
    sorting.found.bad_rows.append(
        BadRow(
            file=sorting.found.name,
            sheet=record.place.sheet,
            row=record.place.row or 0,
            text=" | ".join(" ".join(text.split()) for text in texts)[:4000],
            reason=reason,
        )
    )


def _line(cells: dict[str, Cell], record: Record, sorting: _Sorting) -> OpenLine:
    """The key result a record is about; what it says of the line itself is taken where nothing was said before."""
    team = plain_text(cells.get("team"))
    if team is None and record.place.sheet and not _DEFAULT_SHEET.fullmatch(record.place.sheet.strip()):
        team = record.place.sheet
    objective = cells.get("objective")
    period = plain_text(cells.get("period"))
    key = (
        record.group if team is None else None,
        same_words(team or ""),
        same_words(objective.text) if objective else "",
        period or "",
    )
    aim = sorting.aims.get(key)
    if aim is None:
        aim = OpenAim(worded(objective) if objective else None, team, period)
        sorting.aims[key] = aim
    words = same_words(cells["key result"].text)
    line = aim.lines.setdefault(words, OpenLine(worded(cells["key result"])))
    line.owner = plain_text(cells.get("owner")) or line.owner
    for role in ("baseline", "target", "unit", "due", "period", "rhythm"):
        if role in cells and not NOTHING.fullmatch(cells[role].text):
            line.cells.setdefault(role, cells[role])
    return line


def _check_ins(record: Record, sorting: _Sorting) -> list[CheckIn]:
    """The check-ins of a record: one for the row itself, and one for each day that stands over a column."""
    by_day: dict[date, dict[str, Any]] = {}
    own: dict[str, Any] = {"notes": []}
    for role in ("date", "status", "confidence", "score", "value"):
        if role in record.cells:
            say(own, role, record.cells[role], record.group, sorting.scale)
    for column, cell in record.several:
        if column.on is None:
            say(own, column.role, cell, record.group, sorting.scale)
        else:
            said = by_day.setdefault(column.on, {"notes": [], "on": column.on})
            say(said, column.role, cell, record.group, sorting.scale)
    if by_day and "on_cell" not in own:  # what is said beside a row of days is of the newest of them
        newest = by_day[max(by_day)]
        newest["notes"] += own.pop("notes")
        by_day[max(by_day)] = {**own, **newest}
        own = {"notes": []}
    made = [CheckIn(**{**said, "notes": tuple(said["notes"])}, place=record.place) for said in by_day.values()]
    if own["notes"] or len(own) > 1 or not made:
        made.append(CheckIn(**{**own, "notes": tuple(own["notes"])}, place=record.place))
    return made
