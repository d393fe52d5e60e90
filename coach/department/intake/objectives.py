"""Second pass: the rows of one objective to an `Objective` with its key results, and what of them was not read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from coach.department.contract import BadRow
from coach.department.intake.cell_words import read_initiatives, read_objective, read_results, says_itself
from coach.department.intake.layout import Layout
from coach.department.intake.linked_rows import Tree
from coach.department.intake.raw_rows import row_text
from coach.department.intake.result_values import Fault, give_values, unplaced_values, values_of
from coach.department.intake.spool import Spooled
from coach.department.intake.titles import Context
from coach.intake.groups import level_of
from coach.intake.sheets import column_letters
from coach.intake.table_cells import ABSENT
from coach.okr import Excuse, KeyResult, Level, Objective, Place, Wording

MOST_RESULTS = 500
"""Key results of one objective. What has more is no objective, and judging it would take hours."""
_NOTION_LINK = re.compile(r"\s*\(https://(?:www\.)?notion\.so/[^()\s]*\)\s*$")


@dataclass
class Gathered:
    """An objective being put together from its rows."""

    sheet: str | None
    file: str
    context: Context
    wording: Wording | None = None
    fields: dict[str, str | None] = field(default_factory=dict)
    level: Level | None = None
    owner: str | None = None
    """As the objective's own words say; what a column says comes first."""
    due: str | None = None
    excuses: list[Excuse] = field(default_factory=list)
    results: list[dict[str, Any]] = field(default_factory=list)
    initiatives: list[Wording] = field(default_factory=list)
    bad: list[BadRow] = field(default_factory=list)
    by_row: dict[int, int] = field(default_factory=dict)
    """By a row's index in the spool: its last key result."""

    def objective(self) -> Objective:
        """What it came to."""
        said = dict(self.context.said)
        results = []
        for result in self.results:
            if result.get("due") is None:
                result["due"] = self.due
            fields: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in result.items()}
            results.append(KeyResult(**fields))
        return Objective(
            wording=self.wording,
            label=self.fields.get("label"),
            key_results=tuple(results),
            owner=self.fields.get("owner") or self.owner or said.get("owner"),
            period=self.fields.get("period") or said.get("period"),
            parent=self.fields.get("parent") or said.get("parent"),
            excuses=tuple(self.excuses),
            initiatives=tuple(self.initiatives),
        )


class Reader:
    """Reads the rows of one sheet's objectives."""

    def __init__(self, file: str, sheet: str | None, layouts: Sequence[Layout], tree: Tree | None) -> None:
        self._file, self._sheet, self._layouts = file, sheet, layouts
        self._tree = tree or Tree()

    def gather(self, rows: Sequence[tuple[int, Spooled]], context: Context, group: int) -> Gathered:
        """The objective that rows are about; each row comes with its index in the spool."""
        made = Gathered(self._sheet, self._file, context)
        ordered = sorted(rows, key=lambda row: self._kind(row) != "O") if self._tree.kinds else rows
        for row in ordered:
            index, (number, header, _, cells) = row
            kind = self._kind(row)
            reasons = self._row(made, self._layouts[header], kind, number, cells, index)
            if reasons:
                text = row_text([text for _, text in reasons])
                reason = " ".join(reason for reason, _ in reasons)
                made.bad.append(BadRow(file=self._file, sheet=self._sheet, row=number, text=text, reason=reason))
        if group in self._tree.parents:
            made.fields["parent"] = self._tree.parents[group]
        return made

    def _kind(self, row: tuple[int, Spooled]) -> str:
        return self._tree.kinds.get(row[0], row[1][2])

    def _place(self, number: int, k: int) -> Place:
        return Place(start=0, end=0, sheet=self._sheet, row=number, column=column_letters(k))

    def _row(self, made: Gathered, layout: Layout, kind: str, number: int, cells: list[str], index: int) -> list[Fault]:
        """Takes one row in; gives what of it was not read, with the reason and the words."""
        values, faults = values_of(layout, cells)
        words, results, work = self._words(layout, kind, cells)
        if words is not None:
            faults += self._take_objective(made, number, *words)
        code = values.get("id")
        first = len(made.results)
        for numbered, k in results:
            faults += self._take_results(
                made, layout, number, k, numbered, values, cells, code if len(results) == 1 else None
            )
        has_results = len(made.results) > first
        for k in work:
            self._take_work(made, index, number, k, cells[k])
        if has_results:
            made.by_row[index] = len(made.results) - 1
        if code and not has_results and words is not None and not made.fields.get("label"):
            made.fields["label"] = code
        alone = all(numbered is not None for numbered, _ in results)
        of_objective = kind != "E" and alone and (words is not None or has_results)
        faults += _take_context(made, layout, values, of_objective=of_objective)
        if results:
            faults += unplaced_values(layout, results, values if alone else {}, cells)
        if results and not has_results and words is None:
            faults.append(
                ("The key result has no words, so the row was not read. Write what will have changed.", row_text(cells))
            )
        elif results and not has_results:
            said = [cells[k] for _, k in results if cells[k].strip(" -–—.") and not ABSENT.fullmatch(cells[k].strip())]
            missing = "The key result has no words, so only its objective was read. Write what will have changed."
            faults += [(missing, row_text(said or [cells[k] for _, k in results]))]
        return faults

    def _words(
        self, layout: Layout, kind: str, cells: list[str]
    ) -> tuple[tuple[int, str] | None, list[tuple[int | None, int]], list[int]]:
        """Where the row's objective, key results and work stand."""

        def filled(k: int) -> bool:
            return k < len(cells) and bool(cells[k].strip())

        work = [k for k in layout.initiatives if filled(k)]
        if layout.title is not None:
            k = layout.title
            beside = [(number, r) for number, r in layout.results if filled(r)]
            if kind == "O":
                return (k, cells[k]), beside, work
            return (None, [(None, k), *beside], work) if kind == "K" else (None, beside, [k, *work])
        results = [(number, k) for number, k in layout.results if filled(k)]
        objective = layout.objective
        if objective is not None and filled(objective):
            if not results and says_itself(cells[objective].strip(), "key result"):
                return None, [(None, objective)], work
            return (objective, cells[objective]), results, work
        if objective is not None and len(results) == 1 and says_itself(cells[results[0][1]].strip(), "objective"):
            return (results[0][1], cells[results[0][1]]), [], work
        return None, results, work

    def _take_objective(self, made: Gathered, number: int, k: int, text: str) -> list[Fault]:
        if made.wording is not None:
            return []  # the words were compared when the row was placed
        text = _NOTION_LINK.sub("", text)
        said = read_objective(text, self._place(number, k))
        if said is None or not said.wording.text:
            return [("The objective has no words. Write what is to be different.", text)]
        made.wording, made.excuses = said.wording, said.excuses
        made.fields["label"] = said.label
        made.owner = said.owner
        return []

    def _take_results(
        self,
        made: Gathered,
        layout: Layout,
        number: int,
        k: int,
        numbered: int | None,
        values: dict[str, str],
        cells: list[str],
        code: str | None,
    ) -> list[Fault]:
        said = values
        own: dict[str, str] = {}
        faults: list[Fault] = []
        if numbered is not None:
            own, faults = values_of(layout, cells, layout.numbered.get(numbered, {}))
            of_all = ("due", "owner") if "objective owner" in values else ("due",)
            shared = {key: values[key] for key in of_all if key in values}
            said = {**shared, **own}
        found = read_results(cells[k], self._place(number, k), code)
        for result in found:
            if len(made.results) >= MOST_RESULTS:
                reason = f"More than {MOST_RESULTS} key results stand under one objective; this one was not read. Split the objective."
                return [*faults, (reason, cells[k])]
            give_values(result, said)
            made.results.append(result)
        if not found and said is not values:
            faults += (
                [("Values stand beside a key result without words; they were not read.", row_text([*own.values()]))]
                if own
                else []
            )
        return faults

    def _take_work(self, made: Gathered, index: int, number: int, k: int, text: str) -> None:
        """Work of the row's key result, of the last one above it, or of the objective where there is none yet."""
        wordings = read_initiatives(text, self._place(number, k))
        parent = self._tree.work_of.get(index)
        at = made.by_row.get(parent) if parent is not None else len(made.results) - 1
        if self._tree.kinds and parent is None:
            at = None
        if at is not None and at >= 0:
            made.results[at]["initiatives"] += wordings
        else:
            made.initiatives += wordings


def _take_context(made: Gathered, layout: Layout, values: dict[str, str], *, of_objective: bool) -> list[Fault]:
    """What the row says of its objective; what contradicts the rows above it is told."""
    faults: list[Fault] = []
    said: dict[str, str] = {key: values[key] for key in ("team", "period", "parent", "department") if key in values}
    if "parent" in said:
        said["parent"] = _NOTION_LINK.sub("", said["parent"])
    if layout.tree:
        said.pop("parent", None)
    if "objective owner" in values:
        said["owner"] = values["objective owner"]
    elif of_objective and "owner" in values:
        said["owner"] = values["owner"]
    above = dict(made.context.said)
    for key, value in said.items():
        known = made.fields.get(key) or (above.get(key) if key == "team" else None)
        if known is None:
            made.fields[key] = value
        elif known != value:
            faults.append(
                (f"The row names another {key} for its objective than the rows above it; theirs was kept.", value)
            )
    if "level" in values and layout.depth != "level":
        level = level_of(values["level"])
        if level is None:
            faults.append(
                (f"{values['level'][:60]!r} is no level. Expected company, department or team.", values["level"])
            )
        made.level = made.level or level
    if of_objective and "due" in values:
        made.due = made.due or values["due"]
    return faults
