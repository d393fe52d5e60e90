"""First pass over a table: which row belongs to which objective. Words are only looked at, and read in the second pass."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from coach.department.contract import BadRow
from coach.department.intake.cell_words import says_itself
from coach.department.intake.columns import Columns
from coach.department.intake.found_columns import find_columns, names_in
from coach.department.intake.header_names import read_name
from coach.department.intake.layout import Layout, indent_of, lay_out, outline_depth, tracked_kind
from coach.department.intake.raw_rows import Merges, RawRow, row_text
from coach.department.intake.row_faults import may_have_faults, take_out_faults
from coach.department.intake.row_values import value_of
from coach.department.intake.spool import NO_GROUP, Spool
from coach.department.intake.titles import Context, Titles, context_of_team
from coach.intake.labels import read_label
from coach.intake.sheets import column_letters
from coach.intake.table_cells import kind_of

_TOTAL = re.compile(
    r"(?:grand |sub-?)?total[es]?|sum|summe|average|mean|durchschnitt|gesamt|somme|moyenne|suma|totale|totaal",
    re.IGNORECASE,
)
_HEADER_CELL = 60
_NAME = 32


@dataclass
class Placing:
    """The state of the first pass over one sheet."""

    spool: Spool
    file: str
    sheet: str | None
    layouts: list[Layout]
    merges: Merges
    titles: Titles = field(default_factory=Titles)
    contexts: dict[int, Context] = field(default_factory=dict)
    """By group: what titles above its first row say."""
    row_contexts: dict[int, Context] = field(default_factory=dict)
    """By index in the spool, for rows whose group only the tree of rows can tell."""
    new_headers: list[Columns] = field(default_factory=list)
    _groups: dict[bytes, int] = field(default_factory=dict)
    _last: int | None = None
    _last_team: str = ""
    _before: tuple[str, ...] = ("", "", "", "")
    """The team, objective, period and department of the row above."""
    _made: int = 0
    _held: dict[int, str] = field(default_factory=dict)

    @property
    def layout(self) -> Layout:
        return self.layouts[-1]

    def place(self, raw: RawRow) -> Iterator[BadRow]:
        """Takes a row in; yields what of it is not read, with the reason."""
        number, cells = raw
        self._fill_merged(number, cells)
        if not any(map(str.strip, cells)):
            return
        before = list(cells) if may_have_faults(cells) else cells
        reasons = list(take_out_faults(cells)) if before is not cells else []
        if reasons and not any(map(str.strip, cells)):
            yield self.bad(number, before, " ".join(reason for reason, _ in reasons))
            return
        lost = bool(reasons) and self._lost_results(before, cells)
        refused = self._put(number, cells, "E" if lost else "B")
        if refused is not None:
            reasons = [(refused, row_text(before)), *reasons]
        else:
            reasons += self._beyond(cells)
        if reasons:
            shown = row_text(before) if lost else " | ".join(text for _, text in reasons if text)
            yield self.bad(number, cells, " ".join(reason for reason, _ in reasons), shown=shown)

    def _lost_results(self, before: list[str], after: list[str]) -> bool:
        """Whether the row's key results were in cells that cannot be read: then its values are of no one."""
        columns = [k for _, k in self.layout.results if k < len(before)]
        return any(before[k].strip() for k in columns) and not any(after[k].strip() for k in columns)

    def bad(self, number: int, cells: Sequence[str], reason: str, shown: str | None = None) -> BadRow:
        """A row, or a part of it, that is kept and not read."""
        return BadRow(
            file=self.file,
            sheet=self.sheet,
            row=number,
            text=row_text([shown] if shown else list(cells)),
            reason=reason,
        )

    def _fill_merged(self, number: int, cells: list[str]) -> None:
        """Writes into the cells what the merged cell above them shows."""
        for k, stretches in self.merges.by_column.items():
            if k < len(cells) and cells[k].strip():
                self._held[k] = cells[k]
            elif k in self.layout.shared and _stretch_of(stretches, number) and any(cells) and self._held.get(k):
                cells += [""] * (k + 1 - len(cells))
                cells[k] = self._held[k]

    def _beyond(self, cells: list[str]) -> list[tuple[str, str]]:
        """The cells that stand under no column: right of the header, or under a gap in it."""
        layout = self.layout
        under = [k for k in layout.gaps if k < len(cells) and cells[k].strip()]
        beyond = [k for k in range(layout.width, len(cells)) if cells[k].strip()]
        if not under and not beyond:
            return []
        names = ", ".join(map(column_letters, (*under, *beyond)[:12]))
        many = "The row has more cells than the header" if beyond else "Cells stand under no name"
        reason = f"{many}: {names}. The rest of the row was read. Write a name over the column, or quote cells that hold the separator."
        return [(reason, row_text([cells[k] for k in (*under, *beyond)]))]

    def _put(self, number: int, cells: list[str], kind: str) -> str | None:
        """Places the row; says why where it cannot be."""
        layout = self.layout
        filled = [k for k, cell in enumerate(cells) if cell.strip()]
        if len(filled) > 1 and _may_be_header([cells[k] for k in filled]) and self._is_header(number, cells):
            return None
        first = cells[filled[0]].strip(" :")
        if _TOTAL.fullmatch(first):
            return "A row of totals holds no OKR and was not read."
        if len(filled) == 1 and self._carries(number, cells[filled[0]].strip(), filled[0]):
            return None
        if layout.title is not None:
            return self._put_title(number, cells)
        return self._put_columns(number, cells, kind)

    def _is_header(self, number: int, cells: list[str]) -> bool:
        """Whether the row names columns again, as over a second block; other names from here on are taken over."""
        header = self.layout.columns.header
        bare = [cell.strip() for cell in cells]
        if (
            header
            and bare[: len(header)] == [name.strip() for name in header][: len(bare)]
            and len(bare) >= len(header) - 1
        ):
            return True
        if names_in(cells) is None:
            return False
        found = find_columns([cells], [number])
        if found is None:
            return False
        same = [name.strip() for name in found.header if name.strip()] == [
            name.strip() for name in header if name.strip()
        ]
        if not same or found.by_index.keys() != {k for k in self.layout.columns.by_index if k < len(header)}:
            self.new_headers.append(found)
            self.layouts.append(lay_out(found, [], merged=True))
            self._last = None
        return True

    def _carries(self, number: int, text: str, k: int) -> bool:
        """Whether a lone cell names what the rows below it belong to; then it is carried on."""
        layout = self.layout
        titles = self.titles
        if k == layout.single.get("team"):
            titles.carry(number, text, team=value_of(text))
        elif not (
            titles.named_value(number, text)
            or (
                "team" not in layout.single
                and (k == layout.objective or k == layout.title or k not in layout.read)
                and not read_label(text)
                and not (k == layout.title and indent_of(text))
                and titles.title(number, text)
            )
        ):
            return False
        self._last = None
        return True

    def _put_columns(self, number: int, cells: list[str], kind: str) -> str | None:
        layout = self.layout
        objective = _cell(cells, layout.objective)
        results = any(_cell(cells, k) for _, k in layout.results)
        if objective and not results and says_itself(objective, "key result"):
            objective, results = "", True
        elif not objective and results and (own := self._own_objective(cells)):
            objective = own
        team = layout.cell("team", cells).strip()
        if objective:
            group = self._group(team, cells, objective)
        elif not results and not any(_cell(cells, k) for k in layout.initiatives):
            return (
                "The row holds neither an objective nor a key result, so it was not read. Write one, or remove the row."
            )
        elif layout.objective is None:
            group = self._group(team, cells, "")
        elif layout.repeats_objective:
            return "The cell of its objective is empty, while the other rows of this sheet repeat theirs; the row was not read. Write the objective into it."
        elif self._last is None or (team and self._last_team and team != self._last_team):
            return "There is no objective above this key result, so it was not read. Write its objective into the row, or above it."
        else:
            group = self._last
        self._last = group
        self._last_team = team or self._last_team
        self.spool.add(number, len(self.layouts) - 1, kind, cells, group)
        return None

    def _own_objective(self, cells: list[str]) -> str:
        """The words of an objective that stands among the key results and says so itself."""
        said = [cell for _, k in self.layout.results if (cell := _cell(cells, k))]
        return said[0] if len(said) == 1 and says_itself(said[0], "objective") else ""

    def _put_title(self, number: int, cells: list[str]) -> str | None:
        layout = self.layout
        words = _cell(cells, layout.title)
        if not words:
            return "The row has no words under its title, so it was not read. Write the objective or key result there."
        kind = self._kind(cells)
        group = NO_GROUP
        if not layout.tree:
            if kind == "O":
                team = layout.cell("team", cells).strip()
                group = self._last = self._group(team, cells, words)
            elif self._last is None:
                return "There is no objective above this row, so it was not read. Write its objective above it."
            else:
                group = self._last
        index = self.spool.add(number, len(self.layouts) - 1, kind, cells, group)
        if layout.tree:
            self.row_contexts[index] = context_of_team(self.titles.context, layout.cell("team", cells).strip())
        return None

    def _kind(self, cells: list[str]) -> str:
        """What a row's title is: ``O``, ``K`` or ``I``; ``?`` where only the tree of rows can tell."""
        layout = self.layout
        said = _cell(cells, layout.type)
        by_tree = layout.tree and not layout.names_objectives
        named = kind_of(said) if said and not by_tree else None
        if named is None and not (said and layout.type is not None):
            named = _label_role(_cell(cells, layout.title))
        if named:
            return {"objective": "O", "key result": "K", "initiative": "I"}[named]
        tracked = tracked_kind(said, parts_only=by_tree) if said else None
        if tracked is not None:
            return tracked
        if layout.depth == "indent":
            return "O" if indent_of(cells[layout.title or 0]) <= layout.deepest else "K"
        if layout.depth == "number":
            depth = outline_depth(_cell(cells, layout.id))
            return "K" if depth is None or depth >= layout.deepest else "O"
        if layout.depth == "level":
            level = layout.cell("level", cells).strip()
            return "K" if not level.isdigit() or int(level) >= layout.deepest else "O"
        return "?" if layout.tree else "K"

    def _group(self, team: str, cells: list[str], words: str) -> int:
        """The group of a team's objective; rows that stand apart and say the same belong to the same."""
        layout = self.layout
        if not team and layout.carries_team and "team" in layout.single:
            team = self._last_team
        elif team:
            self._last_team = team
        bare = " ".join(words.lower().split()).rstrip(".")
        aside = tuple(layout.cell(role, cells).strip().lower() for role in ("period", "department"))
        if self._before[:2] == (team, bare):
            # said once, on the first of the objective's rows
            aside = tuple(own or above for own, above in zip(aside, self._before[2:], strict=True))
        self._before = (team, bare, *aside)
        key = "\x1f".join((team.lower(), bare, *aside, *(value for _, value in self.titles.context.said)))
        digest = hashlib.blake2b(key.encode("utf-8", "replace"), digest_size=16).digest()
        group = self._groups.get(digest)
        if group is None:
            group = self._groups[digest] = self._made
            self._made += 1
            self.contexts[group] = context_of_team(self.titles.context, team)
        return group


def _stretch_of(stretches: list[tuple[int, int]], row: int) -> bool:
    """Whether a row lies in a merged stretch, below its first."""
    at = bisect_left(stretches, (row, 0)) - 1
    return at >= 0 and stretches[at][0] < row <= stretches[at][1]


def _may_be_header(filled: list[str]) -> bool:
    """A first look, for most rows are none: of the first names at least half are known."""
    first = filled[:4]
    known = sum(len(cell) <= _NAME and read_name(cell) is not None for cell in first)
    return known * 2 >= len(first) and max(map(len, filled)) <= _HEADER_CELL


def _cell(cells: Sequence[str], k: int | None) -> str:
    return cells[k].strip() if k is not None and k < len(cells) else ""


def _label_role(text: str) -> str | None:
    label = read_label(text)
    return (
        label.role
        if label and label.role in ("objective", "key result", "initiative") and label.end < len(text)
        else None
    )
