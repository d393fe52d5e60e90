"""The report as one page that refers to nothing outside itself, written as the reviews come, so that its size costs no memory."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TextIO

from coach.criteria import SEVERITIES
from coach.department.contract import Ledger, TeamReview
from coach.report.department.coachs_page import Action, HeatMap, Overview, counted, place_words
from coach.report.department.html_ending import ending
from coach.report.department.html_frame import opening
from coach.report.department.html_team import team
from coach.report.department.html_words import listed, own, quoted, severity, text
from coach.report.department.seen import Seen

IN_LIST = 2_000
"""Teams in the list of those that are not shown in full; more stand in reviews.jsonl only."""
_STEPS = (0.0, 0.1, 0.25, 0.5, 0.75)
"""Shares above which a cell of the heat map takes the next colour."""


class HtmlReport:
    """Writes the page: what stands before the teams at once, each team as it comes, the rest at the end."""

    def __init__(self, to: TextIO, over: Overview) -> None:
        self._to, self._over = to, over
        self._ids: dict[str, int] = {}
        for row in over.heat.rows:
            self._id(row.team)
        self._shown: set[str] = set()
        self._rest: list[tuple[str, str, int, int, int]] = []
        self._left = 0
        self._write(opening(over))
        self._write(self._coachs_page())
        self._write(self._heat_map(over.heat))
        self._write(['<section aria-labelledby="teams"><h2 id="teams">Teams</h2>', self._about_teams()])

    def add(self, reviewed: TeamReview) -> None:
        """One more draft: in full, or a line of the list at the end of the section."""
        review = reviewed.review
        if self._over.in_full(reviewed.team):
            self._write(team(reviewed, self._anchor(reviewed.team)))
        elif len(self._rest) < IN_LIST:
            counts = tuple(review.count(s) for s in SEVERITIES)
            self._rest.append((reviewed.team, review.readiness, counts[0], counts[1], counts[2]))
        else:
            self._left += 1

    def close(self, ledger: Ledger, seen: Seen) -> None:
        """What stands after the teams."""
        self._write(self._list_of_the_rest())
        self._write(["</section>"])
        self._write(ending(self._over, ledger, seen))

    def _write(self, parts: Iterator[str] | list[str]) -> None:
        for part in parts:
            self._to.write(part)
            self._to.write("\n")

    def _id(self, name: str) -> int:
        return self._ids.setdefault(name, len(self._ids) + 1)

    def _anchor(self, name: str) -> str:
        """The id of a team's first section; none for its further ones, since an id stands once on a page."""
        if name in self._shown:
            return ""
        self._shown.add(name)
        return f"team-{self._id(name)}"

    def _coachs_page(self) -> Iterator[str]:
        yield '<section aria-labelledby="first"><h2 id="first">What to do first</h2>'
        if not self._over.actions:
            yield "<p>Nothing was found to change. Whether these are the right goals is for the teams to judge.</p>"
        else:
            yield (
                '<ol class="actions">'
                + "".join(f"<li>{self._action(action)}</li>" for action in self._over.actions)
                + "</ol>"
            )
        yield "</section>"

    def _action(self, action: Action) -> str:
        quotes = []
        for each in action.quotes:
            place = place_words(each.place)
            where = f"{own(each.team)}, {own(place)}" if place else own(each.team)
            quotes.append(f'<blockquote>{quoted(each.quote)} <span class="soft">{where}</span></blockquote>')
        return (
            f"<p>{text(action.words)}</p><p>{severity(action.severity)}: {text(action.title)}. "
            f"It would mend {text(action.mends)}.</p>{listed(quotes, 'quotes')}<p>Ask: {text(action.question)}</p>"
        )

    def _heat_map(self, heat: HeatMap) -> Iterator[str]:
        yield '<section aria-labelledby="heat"><h2 id="heat">Teams by criterion</h2>'
        if not heat.columns or not heat.rows:
            yield "<p>There is nothing to show: no criterion found anything.</p></section>"
            return
        yield "<p>The share of a team's lines that each criterion was seen on, out of those where it could be. A team's name leads to its lines.</p>"
        names = ["none", "up to 10 %", "up to 25 %", "up to 50 %", "up to 75 %", "over 75 %"]
        yield '<ul class="legend">' + "".join(f'<li class="h{n}">{name}</li>' for n, name in enumerate(names)) + "</ul>"
        yield '<div class="scroller" role="region" aria-label="Table of teams by criterion" tabindex="0"><table class="heat sortable">'
        yield '<thead><tr><th scope="col" data-words>Team</th>'
        for column in heat.columns:
            yield f'<th scope="col" title="{text(column.criterion)}">{text(column.title)}</th>'
        yield "</tr></thead><tbody>"
        for row in heat.rows:
            name = own(row.team)
            if self._over.in_full(row.team):
                name = f'<a href="#team-{self._id(row.team)}">{name}</a>'
            yield f'<tr><th scope="row">{name}</th>' + "".join(_cell(*cell) for cell in row.cells) + "</tr>"
        yield "</tbody></table></div>"
        clean = self._over.totals.get("teams", 0) - len(heat.rows) - heat.left_out
        if clean > 0:
            yield f"<p>{counted(clean, 'team')} on which nothing was found {'have' if clean > 1 else 'has'} no row.</p>"
        if heat.left_out:
            yield f"<p>{counted(heat.left_out, 'more team')} with less to fix {'have' if heat.left_out > 1 else 'has'} no row here; reviews.jsonl holds them all.</p>"
        yield "</section>"

    def _about_teams(self) -> str:
        if self._over.shown_in_full is None:
            return '<p class="soft">In the order of the input. Words that a finding is about are underlined; a finding opens with a click.</p>'
        return (
            f"<p>There are too many teams to show all of them line by line. The {counted(len(self._over.shown_in_full), 'team')} "
            "with the most to fix follow, in the order of the input, then a list of the others. "
            "Every team, line and finding stands in reviews.jsonl, beside this file.</p>"
        )

    def _list_of_the_rest(self) -> Iterator[str]:
        if not self._rest:
            return
        yield '<h3 id="others">The other teams</h3><div class="scroller" role="region" aria-label="The other teams" tabindex="0"><table class="sortable"><thead><tr>'
        yield '<th scope="col" data-words>Team</th><th scope="col" data-words>How ready</th><th scope="col">Fix first</th><th scope="col">Improve</th><th scope="col">Worth a thought</th></tr></thead><tbody>'
        for name, readiness, *counts in self._rest:
            cells = "".join(f'<td class="n" data-value="{count}">{count:,}</td>' for count in counts)
            yield f'<tr><th scope="row">{own(name)}</th><td>{text(readiness)}</td>{cells}</tr>'
        yield "</tbody></table></div>"
        if self._left:
            yield f"<p>{counted(self._left, 'more draft')} {'are' if self._left > 1 else 'is'} in reviews.jsonl only.</p>"


def _cell(lines: int, of: int) -> str:
    if not of:
        return '<td class="h0" data-value="-1">–</td>' if not lines else f'<td class="h5" data-value="1">{lines}</td>'
    share = lines / of
    step = sum(share > limit for limit in _STEPS)
    return f'<td class="h{step}" data-value="{share:.4f}" title="{lines:,} of {of:,} lines">{round(100 * share)} %</td>'
