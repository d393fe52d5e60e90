"""A comparison of two runs as people read it: what was mended, what is new, and where wording and target went different ways."""

from __future__ import annotations

import json
from collections.abc import Iterator

from coach.cycle.blocks import Block, as_lines, as_markdown_text
from coach.cycle.since import Comparison, LineChange, Tally, TeamChange
from coach.report import inert
from coach.report.paint import Paint
from coach.report.plain import shortened

_LINES = 40
"""Lines of a team that are written out; the JSON holds all."""
_QUOTE = 160


def as_text(comparison: Comparison, width: int = 80, paint: Paint | None = None) -> str:
    """The comparison as lines of at most `width` columns."""
    return as_lines(_blocks(comparison), width, paint or Paint())


def as_markdown(comparison: Comparison) -> str:
    """The comparison as Markdown."""
    return as_markdown_text(_blocks(comparison))


def as_json(comparison: Comparison) -> str:
    """The comparison for other programs, indented."""
    return inert(json.dumps(comparison.as_json(), ensure_ascii=False, indent=2)) + "\n"


def tally_words(tally: Tally) -> str:
    """The counts in words: "12 fixed, 3 new, 40 still there, 2 gone with their line"."""
    parts = [f"{tally.fixed:,} fixed", f"{tally.found:,} new", f"{tally.still:,} still there"]
    if tally.gone:
        parts.append(f"{tally.gone:,} gone with {'its line' if tally.gone == 1 else 'their lines'}")
    return ", ".join(parts)


def _blocks(comparison: Comparison) -> Iterator[Block]:
    yield Block("title", f"Since last time: {tally_words(comparison.tally)}")
    easier = [(team.team, line) for team in comparison.teams for line in team.easier]
    if easier:
        yield Block("heading", "Better wording, easier target")
        for name, line in easier[:_LINES]:
            yield Block("point", f"{name}: “{shortened(line.new or '', _QUOTE)}” {line.verdict or ''}")
        if len(easier) > _LINES:
            yield Block("point", f"{len(easier) - _LINES:,} more; `--format json` lists them all.")
    if comparison.criteria:
        yield Block("heading", "By criterion")
        for criterion, tally in comparison.criteria.items():
            yield Block("point", f"{criterion}: {tally_words(tally)}")
    if comparison.targets:
        yield Block("heading", "Starts and targets")
        for effect, count in comparison.targets.items():
            yield Block("point", f"{effect}: {count:,}")
    for team in comparison.teams:
        yield from _team(team)


def _team(team: TeamChange) -> Iterator[Block]:
    changed = [line for line in team.lines if line.is_change]
    about = " (new in this run)" if team.is_new else " (not in this run)" if team.is_gone else ""
    yield Block("heading", f"{team.team}{about}: {tally_words(team.tally)}")
    for line in changed[:_LINES]:
        yield from _line(line)
    if len(changed) > _LINES:
        yield Block("point", f"{len(changed) - _LINES:,} more lines; `--format json` lists them all.")
    still = sum(bool(line.still) for line in team.lines if not line.is_change)
    if still:
        yield Block(
            "words",
            f"{still:,} {'line has' if still == 1 else 'lines have'} the same words and the same findings as before.",
        )


def _line(line: LineChange) -> Iterator[Block]:
    shown = shortened(line.new or line.old or "The draft as a whole", _QUOTE)
    named = {"dropped": "Dropped: ", "added": "New: ", "replaced": "In place of another: "}.get(line.kind, "")
    yield Block("line", f"{named}{shown}")
    if line.kind in ("reworded", "replaced"):
        yield Block("words", f"Before: {shortened(line.old or '', _QUOTE)}")
    said = (("Fixed", line.fixed), ("New", line.found), ("Still there", line.still), ("Gone with the line", line.gone))
    parts = [f"{name}: {', '.join(criteria)}" for name, criteria in said if criteria]
    if parts:
        yield Block("words", f"{'. '.join(parts)}.")
    if line.verdict:
        yield Block("words", line.verdict)
