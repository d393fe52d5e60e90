"""One team's draft on the page: how ready it is, its lines with what they quote underlined, its findings folded."""

from __future__ import annotations

from collections.abc import Iterator

from coach.critique import Finding
from coach.department.contract import TeamReview
from coach.reading.result import Where
from coach.report.department.coachs_page import counted, place_words
from coach.report.department.html_words import finding, listed, marked, own, text
from coach.report.marks import line_at
from coach.report.outline import excused_words
from coach.report.places import number

LINES = 300
"""Lines of one draft that are shown."""
UNREAD = 20


def team(reviewed: TeamReview, anchor: str) -> Iterator[str]:
    """The section of one draft; `anchor` is its id on the page, or empty."""
    review = reviewed.review
    draft = review.draft
    named = f' id="{anchor}"' if anchor else ""
    about = [reviewed.department, draft.period, reviewed.draft_id if reviewed.draft_id != reviewed.team else None]
    beside = " · ".join(own(part) for part in about if part)
    yield f'<article class="team"{named}><h3>{own(reviewed.team)}</h3>'
    if beside:
        yield f'<p class="soft">{beside}</p>'
    yield f"<p><strong>{text(review.summary)}</strong></p>"
    if review.strengths:
        yield listed(f"{text(said)}" for said in review.strengths)
    yield from _lines(reviewed)
    if review.excused:
        yield "<h4>Set aside</h4>" + listed(
            text(f"{number(e.where)} {excused_words(e)}".strip()) for e in review.excused
        )
    if review.unread:
        shown = [
            f"{own(u.text)}"
            + (f' <span class="soft">({text(place_words(u.place))})</span>' if place_words(u.place) else "")
            for u in review.unread[:UNREAD]
        ]
        if len(review.unread) > UNREAD:
            shown.append(f"{counted(len(review.unread) - UNREAD, 'more piece')}, in reviews.jsonl")
        yield f"<details><summary>Not read as an OKR: {len(review.unread):,}</summary><div>{listed(shown)}</div></details>"
    if review.all_notices:
        yield f"<details><summary>Please note</summary><div>{listed(text(n) for n in review.all_notices)}</div></details>"
    yield "</article>"


def _lines(reviewed: TeamReview) -> Iterator[str]:
    review = reviewed.review
    found: dict[Where, list[Finding]] = {}
    for each in review.findings:
        found.setdefault(each.where, []).append(each)
    if Where() in found:
        yield "<h4>The draft as a whole</h4>"
        yield from (finding(each, place_words(each.place), True) for each in found[Where()])
    yield '<ol class="lines">'
    left = LINES
    for i, objective in enumerate(review.draft.objectives):
        wheres = [Where(objective=i), *(Where(objective=i, key_result=j) for j in range(len(objective.key_results)))]
        for where in wheres[: max(0, left)]:
            yield _line(reviewed, where, found.get(where, []))
        left -= len(wheres)
    yield "</ol>"
    if left < 0:
        yield f"<p>{counted(-left, 'more line')} of this draft {'stand' if left < -1 else 'stands'} in reviews.jsonl.</p>"


def _line(reviewed: TeamReview, where: Where, findings: list[Finding]) -> str:
    wording = line_at(reviewed.review.draft, where)
    words = marked(wording, findings) if wording else "<em>no objective is written</em>"
    place = place_words(wording.place) if wording else ""
    at = f' <span class="soft">({text(place)})</span>' if place and findings else ""
    line = " ".join(wording.raw.split()) if wording else ""
    told = "".join(finding(each, "", " ".join(each.quote.split()) != line) for each in findings)
    kind = ' class="kr"' if where.key_result is not None else ""
    strong = words if where.key_result is not None else f"<strong>{words}</strong>"
    return f'<li{kind}><span class="number">{number(where)}</span>{strong}{at}{told}</li>'
