"""The draft as a page of text with its weak words marked, as escaped HTML. Pure: no Streamlit in here.

Two marks can lie on the same words: one for the whole line, drawn close under it, and one for single words, drawn below
that. Where several findings share the same words the first of them, which is the most important, gives the mark.
"""

from __future__ import annotations

from dataclasses import dataclass

from coach.criteria import SEVERITIES, SEVERITY_WORDS, Severity
from coach.critique import Finding, Review
from coach.okr import Draft, Objective, Place, Wording
from coach.ui.markup import escaped, swatch, words_of
from coach.ui.words import about, beside_key_result, beside_objective, finding_title


@dataclass(frozen=True)
class Mark:
    """Where a finding lies in a wording's `raw` words: `raw[start:end]`."""

    start: int
    end: int
    number: int
    """The finding's index in the review."""
    finding: Finding


def marks_in(wording: Wording, findings: tuple[Finding, ...]) -> list[Mark]:
    """The findings that quote words of this wording, most important first.

    A finding about the whole set quotes a line only to stand somewhere; it marks none.
    """
    at = wording.place
    found = []
    for number, finding in enumerate(findings):
        if finding.where.objective is None or _holder(finding.place) != _holder(at):
            continue
        start = max(0, finding.place.start - at.start)
        end = min(len(wording.raw), finding.place.end - at.start)
        if start < end:
            found.append(Mark(start, end, number, finding))
    return found


def draft_html(review: Review) -> str:
    """The draft as it was read: objectives, key results, and what stands beside them, with marks."""
    draft = review.draft
    parts = [f'<p class="about">{words_of(about(draft))}</p>'] if about(draft) else []
    for number, objective in enumerate(draft.objectives):
        parts.append(_objective_html(objective, number, draft, review.findings))
    return "".join(parts)


def legend_html(review: Review) -> str:
    """Which line means what, for the severities that occur."""
    used = [severity for severity in SEVERITIES if review.count(severity)]
    return "".join(f'<span class="okr-key">{swatch(s)} {SEVERITY_WORDS[s]}</span>' for s in used)


def _objective_html(objective: Objective, number: int, draft: Draft, findings: tuple[Finding, ...]) -> str:
    name = f"Objective {number + 1}" if len(draft.objectives) > 1 else "Objective"
    parts = ['<section class="objective">']
    if objective.wording:
        facts = _small(beside_objective(objective, draft))
        parts.append(_line(name, objective.wording, findings, "line aim", facts))
    else:
        parts.append(f'<div class="line aim"><span class="tag">{name}</span><div class="words none">No objective was given.</div></div>')
    for index, key_result in enumerate(objective.key_results, start=1):
        below = _small(beside_key_result(key_result)) + _initiatives(key_result.initiatives)
        parts.append(_line(f'<span class="hidden">Key result </span>{index}', key_result.wording, findings, "line", below))
    if objective.initiatives:
        parts.append(f'<div class="line"><span class="tag"></span><div class="words">{_initiatives(objective.initiatives)}</div></div>')
    return "".join(parts) + "</section>"


def _line(tag: str, wording: Wording, findings: tuple[Finding, ...], css: str, below: str) -> str:
    marks = marks_in(wording, findings)
    cell = f'<span class="cell">{escaped(str(wording.place))}</span>' if wording.place.row else ""
    worst = _worst(marks)
    dot = f'<span class="dot {worst}" aria-hidden="true"></span>' if worst else ""
    words = f'<p dir="auto">{_marked(wording.raw, marks)}</p>'
    return f'<div class="{css}"><span class="tag">{tag}{cell}</span><div class="words">{words}{below}</div>{dot}</div>'


def _marked(raw: str, marks: list[Mark]) -> str:
    """The words cut at the marks' edges, each stretch with what marks it."""
    line_marks = [mark for mark in marks if mark.start == 0 and mark.end == len(raw)]
    word_marks = [mark for mark in marks if mark not in line_marks]
    edges = sorted({0, len(raw), *(mark.start for mark in marks), *(mark.end for mark in marks)})
    parts, reachable = [], set()
    for start, end in zip(edges, edges[1:], strict=False):
        inside = [mark for mark in word_marks if mark.start <= start and mark.end >= end]
        covering = sorted(inside, key=lambda mark: mark.end - mark.start) + line_marks
        parts.append(_stretch(raw[start:end], covering, _worst(inside), reachable))
    worst = _worst(line_marks)
    return f'<span class="under {worst}">{"".join(parts)}</span>' if worst else "".join(parts)


def _stretch(text: str, covering: list[Mark], severity: Severity | None, reachable: set[int]) -> str:
    if not covering:
        return escaped(text)
    first = covering[0]
    tip = " · ".join(f"{finding_title(mark.finding)} ({SEVERITY_WORDS[mark.finding.severity]})" for mark in covering)
    css = f"mark {severity}" if severity else "mark"
    # One stop of the Tab key for each finding: a line cut in pieces by another mark is not visited twice.
    stop = "" if first.number in reachable else ' role="button" tabindex="0"'
    reachable.add(first.number)
    numbers = " ".join(str(mark.number) for mark in covering)
    return f'<span class="{css}"{stop} data-finding="{first.number}" data-all="{numbers}" data-tip="{escaped(tip)}">{escaped(text)}</span>'


def _worst(marks: list[Mark]) -> Severity | None:
    return min((mark.finding.severity for mark in marks), key=SEVERITIES.index, default=None)


def _holder(place: Place) -> tuple[str | None, int | None, str | None, str | None]:
    """The text, cell or key that a place's offsets count in."""
    return (place.sheet, place.row, place.column, place.field)


def _small(text: str) -> str:
    return f'<p class="small">{words_of(text)}</p>' if text else ""


def _initiatives(initiatives: tuple[Wording, ...]) -> str:
    if not initiatives:
        return ""
    rows = "".join(f"<li>{words_of(initiative.text)}</li>" for initiative in initiatives)
    return f'<div class="small">Initiatives, not reviewed as results:<ul>{rows}</ul></div>'
