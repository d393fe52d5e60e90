"""One sheet to units: its columns are found, its rows placed, its objectives read. Sheets that are no tables are read whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from coach.department.contract import BadRow, SheetMapping, Unit
from coach.department.intake.chosen_columns import guessed, with_given
from coach.department.intake.column_memory import ColumnMemory
from coach.department.intake.columns import LOOKED_AT, Columns, shape_of
from coach.department.intake.drafts import Naming, unit_of
from coach.department.intake.found_columns import find_columns
from coach.department.intake.given_columns import GivenColumns
from coach.department.intake.layout import lay_out
from coach.department.intake.limits import SAMPLE_ROWS
from coach.department.intake.linked_rows import Tree, link
from coach.department.intake.loose_sheet import of_sheet, read_loose
from coach.department.intake.objectives import Reader
from coach.department.intake.placing import Placing
from coach.department.intake.raw_rows import RawRow, RawSheet
from coach.department.intake.spool import NO_GROUP, Spool
from coach.department.intake.titles import Context, Said
from coach.intake.groups import level_of
from coach.intake.sheets import is_outline, make_cell
from coach.intake.table_cells import is_form
from coach.okr import Draft

_ABOVE = "The row stands above the names of the columns and says no team or period, so it was not read."
_UNUSED_TITLE = "The row is a title, and no objective follows that it holds for, so it was not read."
_NOTHING = "The row holds neither an objective nor a key result, so it was not read. Write one, or remove the row."
Piece = Unit | BadRow | SheetMapping


@dataclass
class SheetReading:
    """How the sheets of one file are read."""

    naming: Naming
    given: GivenColumns | None
    memory: ColumnMemory | None

    def read(self, raw: RawSheet) -> Iterator[Piece]:
        """The sheet's mapping, its units and its bad rows."""
        rows: list[RawRow] = []
        stream = raw.rows()
        for row in stream:
            if isinstance(row, BadRow):
                yield row
            else:
                rows.append(row)
                if len(rows) >= SAMPLE_ROWS + LOOKED_AT:
                    break
        if not any(cell.strip() for _, cells in rows for cell in cells):
            if raw.notices:
                yield SheetMapping(sheet=raw.name, header_row=None, columns=(), shape="empty", notices=raw.notices)
            return
        columns = self._columns(raw, rows)
        if columns is None:
            yield from read_loose(self.naming, raw, rows, stream)
            return
        columns.notices = (*raw.notices, *columns.notices)
        yield columns.mapping(raw.name)
        with Spool(self.naming.file) as spool:
            yield from self._read_table(raw, columns, chain(rows, stream), rows, spool)

    def _columns(self, raw: RawSheet, rows: Sequence[RawRow]) -> Columns | None:
        """The columns, as the user gave them, as was remembered, or as they are found; None for a sheet that is no table."""
        texts, numbers = [cells for _, cells in rows], [number for number, _ in rows]
        what = f"{self.naming.file}, sheet {raw.name!r}" if raw.name else self.naming.file
        given = self.given.of(raw.name) if self.given else None
        found = find_columns(texts, numbers)
        if given is not None:
            made = with_given(found, given, texts, "given", what, numbers)
            if self.memory:
                self.memory.keep(made.shape, given)
            return made
        if self.memory:
            for number, row in rows[:LOOKED_AT]:
                if remembered := self.memory.of(shape_of(row)):
                    if found is None or found.header_row != number:
                        remembered = replace(remembered, header_row=number)
                    return with_given(found, remembered, texts, "remembered", what, numbers)
        if found is not None:
            return found
        if is_outline(texts) or is_form(
            [[make_cell(t, sheet=None, row=1, column=0) if t.strip() else None for t in row[:4]] for row in texts]
        ):
            return None
        return guessed(texts)

    def _read_table(
        self, raw: RawSheet, columns: Columns, rows: Iterator[RawRow | BadRow], sample: Sequence[RawRow], spool: Spool
    ) -> Iterator[Piece]:
        start = columns.header_row or 0
        below = [cells for number, cells in sample if number >= start + columns.header_rows]
        layout = lay_out(columns, below[:SAMPLE_ROWS], merged=bool(raw.merges.by_column))
        placing = Placing(spool, self.naming.file, raw.name, [layout], raw.merges)
        for row in rows:
            if isinstance(row, BadRow):
                yield row
            elif row[0] >= start + columns.header_rows:
                yield from placing.place(row)
                while placing.new_headers:
                    yield placing.new_headers.pop(0).mapping(raw.name)
            elif row[0] < start:
                rest = placing.titles.above(*row)
                if rest:
                    yield placing.bad(row[0], rest, _ABOVE)
        tree: Tree | None = None
        if any(layout.tree for layout in placing.layouts):
            for said in link(placing):
                if isinstance(said, Tree):
                    tree = said
                else:
                    number, _, _, cells = spool.row(said[0])
                    yield placing.bad(number, cells, said[1])
        yield from self._units(raw, placing, tree)

    def _units(self, raw: RawSheet, placing: Placing, tree: Tree | None) -> Iterator[Piece]:
        reader = Reader(self.naming.file, raw.name, placing.layouts, tree)
        sheet_team, sheet_period, sheet_level = of_sheet(raw.name)
        owners = any(layout.columns.of("owner") or layout.columns.of("objective owner") for layout in placing.layouts)
        used: set[Said] = set()
        for group, indexes in placing.spool.by_group():
            if group == NO_GROUP:
                continue
            context = placing.contexts.get(group, Context())
            rows = [(index, placing.spool.row(index)) for index in indexes]
            made = reader.gather(rows, context, group)
            objective = made.objective()
            if objective.wording is None and not objective.key_results:
                told = {row.row: row.reason for row in made.bad}
                for _, (number, _, _, cells) in rows:
                    yield placing.bad(number, cells, told.get(number, _NOTHING))
                continue
            yield from made.bad
            said = dict(context.said)
            used.update((key, value) for key, value in context.said if made.fields.get(key, value) in (None, value))
            level = made.level or level_of(said.get("level", "")) or level_of(sheet_level or "")
            carries = owners or bool(objective.owner) or any(result.owner for result in objective.key_results)
            draft = Draft(level=level, period=sheet_period, carries_owners=carries)
            team = said.get("team") or made.fields.get("team") or sheet_team
            yield unit_of(self.naming, objective, draft, team, made.fields.get("department") or said.get("department"))
        for number, text in placing.titles.unused(used):
            yield placing.bad(number, [text], _UNUSED_TITLE)
