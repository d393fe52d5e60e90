"""Teams by criterion as a table of HTML, every word of the input escaped. Pure: no Streamlit in here."""

from __future__ import annotations

from coach.criteria import SEVERITY_WORDS
from coach.report.department.coachs_page import HeatMap, counted
from coach.ui.markup import escaped, words_of

STEPS = (0.0, 0.1, 0.25, 0.5, 0.75)
"""Shares above which a cell takes the next colour."""
_STEP_NAMES = ("none", "up to 10 %", "up to 25 %", "up to 50 %", "up to 75 %", "over 75 %")


def heat_map_html(heat: HeatMap) -> str:
    """The table. One cell is a stop of the Tab key; the arrow keys lead from cell to cell."""
    heads = "".join(
        _head(column.title, SEVERITY_WORDS[column.severity], number) for number, column in enumerate(heat.columns, 1)
    )
    rows = "".join(_row(number, row.team, row.cells, heat) for number, row in enumerate(heat.rows))
    return (
        '<table role="grid" aria-label="Teams by criterion: on how many lines each was seen">'
        f"<thead><tr>{_head('Team', '', 0)}{heads}</tr></thead><tbody>{rows}</tbody></table>"
    )


def legend_html() -> str:
    """Which colour stands for which share."""
    return "".join(f'<li class="h{step}">{name}</li>' for step, name in enumerate(_STEP_NAMES))


def _head(title: str, severity: str, number: int) -> str:
    small = f"<small>{severity}</small>" if severity else ""
    return f'<th scope="col"><button type="button" class="sort" tabindex="-1" data-sort="{number}">{escaped(title)}{small}</button></th>'


def _row(number: int, team: str, cells: tuple[tuple[int, int], ...], heat: HeatMap) -> str:
    first = f'<th scope="row" tabindex="-1" class="open" data-row="{number}" data-column="-1">{words_of(team)}</th>'
    return f"<tr>{first}{''.join(_cell(number, at, team, cell, heat) for at, cell in enumerate(cells))}</tr>"


def _cell(row: int, at: int, team: str, cell: tuple[int, int], heat: HeatMap) -> str:
    lines, of = cell
    share = lines / of if of else float(bool(lines))
    step = sum(share > limit for limit in STEPS)
    said = f"{team}, {heat.columns[at].title}: {lines} of {counted(of, 'line')}" if of else f"{team}: none"
    opens = f' class="h{step} open" data-row="{row}" data-column="{at}"' if lines else ' class="h0"'
    shown = f"{lines}<small>/{of}</small>" if of else "–"
    return f'<td{opens} tabindex="-1" data-value="{share:.4f}" aria-label="{escaped(said)}">{shown}</td>'
