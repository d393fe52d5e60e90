"""The report in Markdown, for a wiki, a ticket or a mail; draft text in it is text, as in `coach.report.markdown`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TextIO

from coach.criteria import SEVERITIES, SEVERITY_WORDS, catalogue
from coach.critique import Finding
from coach.department.contract import CrossFinding, Ledger, TeamReview
from coach.report.department.coachs_page import Action, HeatMap, Overview, counted, place_words
from coach.report.department.seen import ACCURACY, WORDING_IS_NOT_ALL, Seen
from coach.report.markdown import escaped
from coach.report.outline import groups, quotes_part, reason, sentence
from coach.report.places import number

HEAT_ROWS = 60
IN_LIST = 500
BAD_ROWS = 100
ACROSS = 100
SIDES = 8


class MarkdownReport:
    """Writes the report: what stands before the teams at once, each team as it comes, the rest at the end."""

    def __init__(self, to: TextIO, over: Overview) -> None:
        self._to, self._over = to, over
        self._rest: list[str] = []
        self._left = 0
        self._write(_coachs_page(over))
        self._write(_heat_map(over.heat))
        self._write(["## Teams"])

    def add(self, reviewed: TeamReview) -> None:
        """One more draft: in full, or a line of the list at the end of the section."""
        if self._over.in_full(reviewed.team):
            self._write(_team(reviewed))
        elif len(self._rest) < IN_LIST:
            counts = " | ".join(f"{reviewed.review.count(severity):,}" for severity in SEVERITIES)
            self._rest.append(f"| {_cell(reviewed.team)} | {reviewed.review.readiness} | {counts} |")
        else:
            self._left += 1

    def close(self, ledger: Ledger, seen: Seen) -> None:
        """What stands after the teams."""
        if self._rest:
            heading = "| Team | How ready | Fix first | Improve | Worth a thought |\n| --- | --- | ---: | ---: | ---: |"
            self._write(["### The other teams", "\n".join([heading, *self._rest])])
        if self._left:
            self._write([f"{counted(self._left, 'more draft')}: see reviews.jsonl."])
        self._write(_across(self._over.across))
        self._write(_unread(self._over, ledger))
        self._write(_appendix(self._over, seen))

    def _write(self, blocks: Iterable[str]) -> None:
        for block in blocks:
            self._to.write(block + "\n\n")


def _cell(words: str) -> str:
    """Words for a cell of a table: within code, which `escaped` uses for what would be linked, a bar needs a sign of its own."""
    shown = escaped(words)
    return shown.replace("|", "\\|") if shown.startswith("`") else shown


def _coachs_page(over: Overview) -> Iterator[str]:
    totals = over.totals
    yield f"# OKR review: {escaped(over.name)}"
    yield (
        ", ".join(
            counted(totals.get(key, 0), thing)
            for key, thing in (("teams", "team"), ("objectives", "objective"), ("key_results", "key result"))
        )
        + "."
    )
    yield "## What to do first"
    if not over.actions:
        yield "Nothing was found to change. Whether these are the right goals is for the teams to judge."
    for at, action in enumerate(over.actions, 1):
        yield "\n".join(_action(at, action))


def _action(at: int, action: Action) -> Iterator[str]:
    yield f"{at}. **{escaped(action.words)}**"
    yield f"\n   {SEVERITY_WORDS[action.severity]}: {escaped(action.title)}. It would mend {action.mends}.\n"
    for quote in action.quotes:
        place = place_words(quote.place)
        yield f"   - “{escaped(quote.quote)}” ({escaped(quote.team)}{', ' + escaped(place) if place else ''})"
    yield f"\n   Ask: *{escaped(action.question)}*"


def _heat_map(heat: HeatMap) -> Iterator[str]:
    yield "## Teams by criterion"
    if not heat.columns or not heat.rows:
        yield "There is nothing to show: no criterion found anything."
        return
    yield "The share of a team's lines that each criterion was seen on, out of those where it could be."
    titles = " | ".join(_cell(column.title) for column in heat.columns)
    table = [f"| Team | {titles} |", "| --- |" + " ---: |" * len(heat.columns)]
    for row in heat.rows[:HEAT_ROWS]:
        cells = " | ".join(
            f"{round(100 * lines / of)} %" if of else (str(lines) if lines else "–") for lines, of in row.cells
        )
        table.append(f"| {_cell(row.team)} | {cells} |")
    yield "\n".join(table)
    left = heat.left_out + max(0, len(heat.rows) - HEAT_ROWS)
    if left:
        yield f"{counted(left, 'more team')} in report.html or reviews.jsonl."


def _team(reviewed: TeamReview) -> Iterator[str]:
    review = reviewed.review
    beside = " · ".join(escaped(part) for part in (reviewed.department, review.draft.period) if part)
    yield f"### {escaped(reviewed.team)}" + (f" ({beside})" if beside else "")
    yield f"**{escaped(review.summary)}**"
    if review.strengths:
        yield "\n".join(f"- {escaped(said)}" for said in review.strengths)
    for group in groups(review):
        lines = [f"**{number(group.where)} {escaped(group.line)}**" if group.line else f"**{group.name}**", ""]
        lines += [_finding(finding, quotes_part(group, finding)) for finding in group.findings]
        if group.suggestion:
            lines.append(f"- Try: {escaped(group.suggestion.text)}")
        yield "\n".join(lines)
    if review.unread:
        yield f"Not read as an OKR: {'; '.join(escaped(u.text) for u in review.unread[:20])}"
    if review.all_notices:
        yield "\n".join(f"- {escaped(notice)}" for notice in review.all_notices)


def _finding(finding: Finding, quotes: bool) -> str:
    quote = f", “{escaped(finding.quote)}”" if quotes else ""
    title = f"{finding.title}?" if finding.is_question else finding.title
    return f"- {SEVERITY_WORDS[finding.severity]}: {escaped(title)}{quote}. {escaped(reason(finding))} *{escaped(finding.question)}*"


def _across(across: tuple[CrossFinding, ...]) -> Iterator[str]:
    yield "## Across teams"
    if not across:
        yield "Nothing was found that is seen only when teams are read beside one another."
    for found in across[:ACROSS]:
        lines = [f"**{SEVERITY_WORDS[found.severity]}: {escaped(found.title)}**", ""]
        for side in found.sides[:SIDES]:
            place = place_words(side.place)
            lines.append(f"- {escaped(side.team)}{', ' + escaped(place) if place else ''}: “{escaped(side.quote)}”")
        if len(found.sides) > SIDES:
            lines.append(f"- and {counted(len(found.sides) - SIDES, 'more line')}")
        because = f" {escaped(sentence(found.because))}" if found.because else ""
        lines += ["", f"{escaped(found.message)}{because} *{escaped(found.question)}*"]
        yield "\n".join(lines)
    if len(across) > ACROSS:
        yield f"{counted(len(across) - ACROSS, 'more finding')} in report.html and report.sarif."


def _unread(over: Overview, ledger: Ledger) -> Iterator[str]:
    yield "## What was not read"
    rows = list(islice(ledger.bad_rows(), BAD_ROWS))
    if not rows:
        yield "Every row could be read."
    else:
        table = ["| Where | What stands there | Why, and what to do |", "| --- | --- | --- |"]
        for row in rows:
            where = ", ".join(part for part in (row.file, row.sheet, f"row {row.row}") if part)
            table.append(f"| {_cell(where)} | {_cell(row.text)} | {_cell(row.reason)} |")
        yield "\n".join(table)
        more = over.totals.get("bad_rows", 0) - len(rows)
        if more > 0:
            yield f"{counted(more, 'more row')} in bad-rows.jsonl."
    for mapping in over.mappings[:20]:
        named = f"Sheet {escaped(mapping.sheet)}" if mapping.sheet else "The table"
        uses = "; ".join(f"{use.column} {escaped(use.header)}: {escaped(use.role)}" for use in mapping.columns)
        yield f"{named} was read so: {uses}"


def _appendix(over: Overview, seen: Seen) -> Iterator[str]:
    yield "## How it was made"
    ready = [f"{words}: {counted(count, 'draft')}" for words, count in seen.readiness.most_common()]
    yield "\n".join(f"- {escaped(said)}" for said in [*seen.made_by(), *ready, *seen.said_of_notices()])
    yield escaped(ACCURACY)
    yield WORDING_IS_NOT_ALL
    known = catalogue()
    used = dict.fromkeys([*(c.criterion for c in over.heat.columns), *(f.criterion for f in over.across)])
    meant = [f"- **{escaped(known[c].title)}**: {escaped(known[c].message)}" for c in used if c in known]
    if meant:
        yield "### What the criteria mean"
        yield "\n".join(meant)
