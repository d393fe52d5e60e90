"""Rows that name the row above them: a tree of goals, as OKR tools and issue trackers export it, in any order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from coach.department.intake.cell_words import words_of_cell
from coach.department.intake.layout import Layout
from coach.department.intake.placing import Placing
from coach.department.intake.spool import NO_GROUP

_DEEPEST = 64
_NOTION_LINK = " (https://www.notion.so/"


@dataclass
class Tree:
    """What the rows of a sheet say of one another. Rows are named by their index in the spool."""

    kinds: dict[int, str] = field(default_factory=dict)
    """What each row is: ``O``, ``K`` or ``I``."""
    parents: dict[int, str] = field(default_factory=dict)
    """For objectives: the goal above it, in words."""
    work_of: dict[int, int] = field(default_factory=dict)
    """For initiatives: the key result that they are done for."""


@dataclass
class _Links:
    """What was read of each row before anything is linked."""

    kinds: list[str] = field(default_factory=list)
    above: list[tuple[str, bool]] = field(default_factory=list)
    """The row above, as named, and whether by id."""
    ids: dict[str, int] = field(default_factory=dict)
    titles: dict[str, int] = field(default_factory=dict)
    parent: dict[int, int] = field(default_factory=dict)


def link(placing: Placing) -> Iterator[tuple[int, str] | Tree]:
    """Puts the rows into the groups of their objectives.

    Yields the rows that cannot be placed, each with the reason, and last the tree.
    """
    spool = placing.spool
    links = _Links()
    refused: dict[int, str] = {}
    told: dict[int, str] = {}
    for index in range(len(spool)):
        _, header, kind, cells = spool.row(index)
        layout = placing.layouts[header]
        links.kinds.append(kind if layout.tree else "")
        links.above.append(("", False))
        if layout.tree:
            reason = _note(links, index, layout, cells)
            if reason:
                refused[index] = reason
    _resolve(links, refused)
    tree = Tree()
    _settle_kinds(links, refused, tree)
    last: int | None = None
    for index, kind in enumerate(links.kinds):
        if not kind or index in refused:
            continue
        if kind == "O":
            last = spool.groups[index] = index
            placing.contexts[index] = placing.row_contexts[index]
            said = _goal_above(placing, links, index)
            if said:
                tree.parents[index] = said
            continue
        root = _root(links, index, tree)
        if root is None and index not in links.parent:
            root = last
            if root is not None and links.above[index][0]:
                told[index] = (
                    f"{words_of_cell(links.above[index][0])[:60]!r}, named as the goal above it, is no row of this sheet; it was read under the objective above it."
                )
        if root is None:
            refused[index] = (
                "There is no objective above this row, so it was not read. Name the row above it, or write its objective above it."
            )
        else:
            spool.groups[index] = root
    for index in refused:
        spool.groups[index] = NO_GROUP
    yield from sorted((told | refused).items())
    yield tree


def _note(links: _Links, index: int, layout: Layout, cells: list[str]) -> str | None:
    """Notes what a row says of itself; a reason where another row has said the same."""
    own = layout.cell("id", cells).strip()
    by_id = layout.cell("parent id", cells).strip()
    by_name = layout.cell("parent", cells)
    links.above[index] = (by_id, True) if by_id else (by_name, False)
    links.titles.setdefault(_key(layout.cell("title", cells)), index)
    if not own:
        return None
    first = links.ids.setdefault(own, index)
    if first != index and layout.parent_id is not None:
        return (
            f"The id {own[:60]!r} was given to a row above, so this row was not read. Give each row an id of its own."
        )
    return None


def _key(text: str) -> str:
    """Words by which a row is named elsewhere; without the address that Notion puts behind them."""
    words = words_of_cell(text)
    if _NOTION_LINK in words:
        words = words[: words.index(_NOTION_LINK)]
    return words.lower().rstrip(". ")


def _resolve(links: _Links, refused: dict[int, str]) -> None:
    """Finds the row above each row; one that is named by an id which no row has is refused."""
    for index, (said, by_id) in enumerate(links.above):
        if not said or index in refused:
            continue
        at = links.ids.get(said) if by_id else links.ids.get(said.strip(), links.titles.get(_key(said)))
        if at is None and by_id:
            at = links.titles.get(_key(said))
        if at is not None and at != index:
            links.parent[index] = at
        elif by_id and at is None and links.kinds[index] != "O":
            refused[index] = (
                f"{said[:60]!r}, the id of the row above it, is no id in this sheet, so the row was not read. Mend the id, or add that row."
            )


def _settle_kinds(links: _Links, refused: dict[int, str], tree: Tree) -> None:
    """A row without a type is an objective where goals stand below it, or nothing above it; else a key result."""
    over = {
        links.parent[i] for i, kind in enumerate(links.kinds) if kind != "I" and i in links.parent and i not in refused
    }
    for index, kind in enumerate(links.kinds):
        if kind == "?":
            named = bool(links.above[index][0])
            links.kinds[index] = "O" if index in over or not named else "K"
        if links.kinds[index]:
            tree.kinds[index] = links.kinds[index]


def _root(links: _Links, index: int, tree: Tree) -> int | None:
    """The objective over a row; None where none is over it, or the rows name one another in a circle."""
    at = index
    for _ in range(_DEEPEST):
        above = links.parent.get(at)
        if above is None:
            return None
        if links.kinds[above] == "O":
            return above
        if links.kinds[above] == "K" and links.kinds[index] == "I":
            tree.work_of.setdefault(index, above)
        at = above
    return None


def _goal_above(placing: Placing, links: _Links, index: int) -> str | None:
    """The goal above an objective in words: what its cell says, or the title of the row that its id names."""
    _, header, _, cells = placing.spool.row(index)
    named = words_of_cell(placing.layouts[header].cell("parent", cells))
    above = links.parent.get(index)
    if above is not None and not named:
        _, header, _, cells = placing.spool.row(above)
        named = words_of_cell(placing.layouts[header].cell("title", cells))
    return named or words_of_cell(links.above[index][0]) or None
