"""How a table is laid out: which columns hold what, and what an empty cell, an indent or a number in it means."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from coach.department.intake.columns import Columns
from coach.department.intake.row_values import is_percent_unit, is_share
from coach.intake.table_cells import kind_of

_OUTLINE = re.compile(r"\d{1,4}(?:\.\d{1,4}){0,5}\.?")
_INDENT = re.compile(r"[ \t\u00a0\u2003>»·-]*")
_MEASURED = ("baseline", "target", "score")
_TRACKED = re.compile(
    r"(?P<part>sub-?tasks?|unteraufgaben?|sous-tâches?|subtareas?)|(?P<initiative>tasks?|to-?dos?|actions?|projects?|activit(?:y|ies)|deliverables?|(?:teil)?aufgaben?|projekte?|tâches?|tareas?|attività|tarefas?|taken)"
    r"|(?P<result>kpis?|metrics?|measures?|targets?|kennzahl(?:en)?)",
    re.IGNORECASE,
)


@dataclass
class Layout:
    """The columns of a table by what they are for, and the habits of whoever keeps it. Indexes count from 0."""

    columns: Columns
    objective: int | None = None
    results: list[tuple[int | None, int]] = field(default_factory=list)
    initiatives: list[int] = field(default_factory=list)
    title: int | None = None
    type: int | None = None
    id: int | None = None
    parent_id: int | None = None
    single: dict[str, int] = field(default_factory=dict)
    """The columns of roles that hold of a whole row."""
    numbered: dict[int, dict[str, int]] = field(default_factory=dict)
    """The columns of values that belong to one of several key results side by side."""
    read: frozenset[int] = frozenset()
    shared: frozenset[int] = frozenset()
    """Columns whose merged cells hold for each of their rows: all that is read but key results and work."""
    width: int = 0
    gaps: tuple[int, ...] = ()
    """Columns within the header that have no name, and held nothing in the rows that were looked at."""
    repeats_objective: bool = False
    """Each row says its objective, so that an empty cell is a gap and not "as above"."""
    carries_team: bool = True
    """The team stands on the first of its rows only."""
    depth: str | None = None
    """What tells objectives and key results apart where no type does: ``indent``, ``number`` or ``level``."""
    deepest: int = 0
    tree: bool = False
    """Rows name the row above them; where no type says so, a row with rows below it is an objective."""
    names_objectives: bool = True
    """The type says of some rows that they are objectives; where it never does (epics, stories), the tree tells."""
    percent: dict[int, bool] = field(default_factory=dict)
    """Columns that count per cent, and whether they hold shares of one."""
    unit_is_share: dict[int, bool] = field(default_factory=dict)
    """Columns whose numbers are shares of one in the rows whose unit is per cent."""

    def cell(self, role: str, cells: Sequence[str]) -> str:
        """The row's cell of a role, or an empty text."""
        k = self.single.get(role)
        return cells[k] if k is not None and k < len(cells) else ""


def lay_out(columns: Columns, sample: Sequence[Sequence[str]], *, merged: bool) -> Layout:
    """The layout of a table whose first rows are `sample`; `merged` says that empty cells may be merged with those above."""
    made = Layout(columns)
    for k, column in columns.by_index.items():
        if column.role == "key result":
            made.results.append((column.number, k))
        elif column.role == "initiative":
            made.initiatives.append(k)
        elif column.number is not None:
            made.numbered.setdefault(column.number, {})[column.role] = k
        elif column.role not in ("ignored", "note", "current", "objective progress"):
            made.single.setdefault(column.role, k)
    _number_results(made)
    made.objective, made.title = made.single.get("objective"), made.single.get("title")
    made.type, made.id, made.parent_id = (made.single.get(role) for role in ("type", "id", "parent id"))
    made.width = max([len(columns.header), *(k + 1 for k in columns.by_index)], default=0)
    made.gaps = tuple(k for k in range(made.width) if k not in columns.by_index)
    _find_depth(made, sample)
    made.tree = made.title is not None and made.depth is None and bool({"parent", "parent id"} & made.single.keys())
    made.read = frozenset(
        [k for _, k in made.results]
        + made.initiatives
        + [*made.single.values()]
        + [k for by in made.numbered.values() for k in by.values()]
    )
    made.names_objectives = any(kind_of(text) == "objective" for text in _column(sample, made.type) if text.strip())
    own = {k for _, k in made.results} | {*made.initiatives} | ({made.title} if made.title is not None else set())
    made.shared = made.read - own
    _find_habits(made, sample, merged)
    return made


def tracked_kind(text: str, *, parts_only: bool) -> str | None:
    """What an issue tracker's type says of a row beyond the words that OKRs have for it.

    With `parts_only` no more than that it is a part of another row's work.
    """
    match = _TRACKED.fullmatch(text.strip())
    if match is None or (parts_only and not match.group("part")):
        return None
    return "K" if match.group("result") else "I"


def outline_depth(text: str) -> int | None:
    """How deep a number such as ``1.2`` stands; None where it is none."""
    bare = text.strip()
    return bare.strip(".").count(".") + 1 if _OUTLINE.fullmatch(bare) else None


def indent_of(text: str) -> int:
    """How far the words of a cell are set in."""
    match = _INDENT.match(text)
    return len(match.group().expandtabs(4)) if match else 0


def _number_results(made: Layout) -> None:
    """A number over the only key results means nothing: their values are those of the row."""
    if len(made.results) != 1 or made.results[0][0] is None:
        return
    number, k = made.results[0]
    if all(role not in made.single for role in made.numbered.get(number or 0, {})):
        made.results = [(None, k)]
        made.single.update(made.numbered.pop(number or 0, {}))


def _column(sample: Sequence[Sequence[str]], k: int | None) -> list[str]:
    return [row[k] if k is not None and k < len(row) else "" for row in sample]


def _find_depth(made: Layout, sample: Sequence[Sequence[str]]) -> None:
    """Whether an indent, a number or a level says what a row's words are, where neither a column nor a type does."""
    words = made.title if made.title is not None else made.objective if not made.results else None
    if words is None and made.objective is None and len(made.results) == 1:
        words = made.results[0][1]
    if words is None or made.type is not None:
        return
    depths: dict[str, list[int]] = {}
    texts = _column(sample, words)
    for name, column in (("number", made.id), ("level", made.single.get("level"))):
        said = [d for t in _column(sample, column) if t.strip() and (d := outline_depth(t)) is not None]
        if name == "level":
            said = [int(t) for t in _column(sample, column) if t.strip().isdigit() and int(t) < 10]
        if said and len(said) * 10 >= 8 * sum(bool(t.strip()) for t in texts):
            depths[name] = said
    depths["indent"] = [indent_of(t) for t in texts if t.strip()]
    for name in ("number", "level", "indent"):
        if len(set(depths.get(name, ()))) > 1:
            made.depth = name
            made.deepest = sorted(set(depths[name]))[0] if name == "indent" else max(depths[name])
            made.title, made.objective, made.results = words, None, []
            for role in ("objective", "title"):
                made.single.pop(role, None)
            made.single["title"] = words
            return


def _find_habits(made: Layout, sample: Sequence[Sequence[str]], merged: bool) -> None:
    objectives = [text.strip() for text in _column(sample, made.objective)]
    results = [any(k < len(row) and row[k].strip() for _, k in made.results) for row in sample]
    said = [o for o, has in zip(objectives, results, strict=True) if has]
    repeated = sum(a == b != "" for a, b in pairwise(said))
    gaps = said.count("")
    made.repeats_objective = not merged and len(said) >= 8 and gaps * 10 <= len(said) and repeated > gaps * 2
    teams = _column(sample, made.single.get("team"))
    opening = [team for team, objective in zip(teams, objectives, strict=True) if objective] or teams
    made.carries_team = sum(not team.strip() for team in opening) * 10 > len(opening)
    units = [is_percent_unit(text) for text in _column(sample, made.single.get("unit"))]
    for k, column in made.columns.by_index.items():
        cells = _column(sample, k)
        if column.role in _MEASURED and k in made.columns.percent:
            made.percent[k] = is_share(cells)
        elif column.role in ("baseline", "target") and any(units):
            made.unit_is_share[k] = is_share([t for t, per_cent in zip(cells, units, strict=True) if per_cent])
