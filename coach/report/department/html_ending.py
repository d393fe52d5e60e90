"""The page after the teams: what is seen only across teams, what was not read, how it was made."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from coach.criteria import catalogue
from coach.department.contract import CrossFinding, Ledger
from coach.report.department.coachs_page import Overview, counted, place_words
from coach.report.department.html_frame import script_element
from coach.report.department.html_words import citation, listed, own, quoted, severity, text
from coach.report.department.seen import ACCURACY, WORDING_IS_NOT_ALL, Seen
from coach.report.outline import sentence

ACROSS = 300
"""Findings across teams on the page, the surest of each kind first."""
SIDES = 8
BAD_ROWS = 300
SHEETS = 60


def ending(over: Overview, ledger: Ledger, seen: Seen) -> Iterator[str]:
    """All that stands after the teams, to the end of the page."""
    yield from _across(over)
    yield from _unread(over, ledger, seen)
    yield from _appendix(over, seen)
    yield f"</main>\n<footer><p>{text(' '.join(seen.made_by()) or 'Nothing was reviewed.')}</p></footer>"
    yield f"{script_element()}\n</body>\n</html>"


def _across(over: Overview) -> Iterator[str]:
    yield '<section aria-labelledby="across"><h2 id="across">Across teams</h2>'
    if not over.across:
        yield "<p>Nothing was found that is seen only when teams are read beside one another.</p>"
    else:
        yield "<p>What shows only when teams are read beside one another. Each is a question to put to both, not a verdict on either.</p>"
    for found in over.across[:ACROSS]:
        yield _cross_finding(found)
    if len(over.across) > ACROSS:
        yield f"<p>{counted(len(over.across) - ACROSS, 'more finding')} across teams: see report.sarif.</p>"
    yield "</section>"


def _cross_finding(found: CrossFinding) -> str:
    sides = []
    for side in found.sides[:SIDES]:
        place = place_words(side.place)
        where = f' <span class="soft">({own(place)})</span>' if place else ""
        sides.append(f"<strong>{own(side.team)}</strong>{where}<blockquote>{quoted(side.quote)}</blockquote>")
    if len(found.sides) > SIDES:
        sides.append(f"and {counted(len(found.sides) - SIDES, 'more line')}")
    because = f" {text(sentence(found.because))}" if found.because else ""
    cited = "".join(citation(each) for each in found.citations[:1])
    return (
        f'<article class="pair"><h3>{severity(found.severity)}: {text(found.title)}</h3>{listed(sides, "sides")}'
        f"<p>{text(found.message)}{because}</p><p><strong>{text(found.question)}</strong></p>{cited}</article>"
    )


def _unread(over: Overview, ledger: Ledger, seen: Seen) -> Iterator[str]:
    yield '<section aria-labelledby="unread"><h2 id="unread">What was not read</h2>'
    rows = list(islice(ledger.bad_rows(), BAD_ROWS))
    total = max(over.totals.get("bad_rows", 0), len(rows))
    if not rows:
        yield "<p>Every row could be read.</p>"
    else:
        yield f"<p>{counted(total, 'row')} could not be read. Nothing in them was judged.</p>"
        yield '<div class="scroller" role="region" aria-label="Rows that were not read" tabindex="0"><table><thead><tr><th scope="col">Where</th><th scope="col">What stands there</th><th scope="col">Why, and what to do</th></tr></thead><tbody>'
        for row in rows:
            where = ", ".join(part for part in (row.file, row.sheet, f"row {row.row:,}") if part)
            yield f'<tr><th scope="row">{own(where)}</th><td>{own(row.text)}</td><td>{text(row.reason)}</td></tr>'
        yield "</tbody></table></div>"
        if total > len(rows):
            yield f"<p>{counted(total - len(rows), 'more row')} in bad-rows.jsonl.</p>"
    if seen.unread:
        yield f"<p>{counted(seen.unread, 'piece')} of the drafts {'were' if seen.unread > 1 else 'was'} read and taken for no OKR; each stands with its team.</p>"
    yield from _mappings(over)
    yield "</section>"


def _mappings(over: Overview) -> Iterator[str]:
    if not over.mappings:
        return
    yield "<h3>How the columns were understood</h3><p>If one is wrong, give the right one in a small file: okr-coach department FILE --columns COLUMNS.yaml</p>"
    for mapping in over.mappings[:SHEETS]:
        name = own(mapping.sheet) if mapping.sheet else "The table"
        header = f", headings in row {mapping.header_row:,}" if mapping.header_row else ", no headings"
        yield f'<details><summary>{name}{header}</summary><div><table><thead><tr><th scope="col">Column</th><th scope="col">Heading</th><th scope="col">Read as</th><th scope="col">Because of</th></tr></thead><tbody>'
        for use in mapping.columns:
            numbered = f" {use.number}" if use.number else ""
            yield f'<tr><th scope="row">{text(use.column)}</th><td>{own(use.header)}</td><td>{text(use.role + numbered)}</td><td>{text(use.because)}</td></tr>'
        yield "</tbody></table></div></details>"
    if len(over.mappings) > SHEETS:
        yield f"<p>{counted(len(over.mappings) - SHEETS, 'more sheet')} are not listed.</p>"


def _appendix(over: Overview, seen: Seen) -> Iterator[str]:
    yield '<section aria-labelledby="appendix"><h2 id="appendix">How it was made</h2>'
    ready = [f"{words}: {counted(count, 'draft')}" for words, count in seen.readiness.most_common()]
    yield listed([*(text(said) for said in seen.made_by()), *(text(said) for said in ready)])
    yield f"<p>{text(ACCURACY)}</p><p>{text(WORDING_IS_NOT_ALL)}</p>"
    notices = seen.said_of_notices()
    if notices:
        yield "<h3>Please note</h3>" + listed(text(notice) for notice in notices)
    used = [*dict.fromkeys([*(c.criterion for c in over.heat.columns), *(f.criterion for f in over.across)])]
    known = catalogue()
    if used:
        yield "<h3>What the criteria mean</h3>"
    for criterion in used:
        if criterion in known:
            page = known[criterion]
            yield (
                f"<details><summary>{severity(page.severity)}: {text(page.title)}</summary><div><p>{text(page.sections['What it checks'])}</p>"
                f"<p>{text(page.sections['Why it matters'])}</p></div></details>"
            )
    yield "</section>"
