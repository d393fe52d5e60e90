"""The draft as a page of text with its weak words marked, as escaped HTML. Pure: no Streamlit in here.

Two marks can lie on the same words: one for the whole line, drawn close under it, and one for single words, drawn below
that. Where several findings share the same words the first of them, which is the most important, gives the mark.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from coach.criteria import SEVERITIES, SEVERITY_WORDS, Severity
from coach.critique import Finding, Review
from coach.okr import Draft, Objective, Place, Wording
from coach.reading.result import Where
from coach.ui.markup import escaped, swatch, words_of
from coach.ui.words import about, beside_key_result, beside_objective, finding_title

_Holder = tuple[str | None, int | None, str | None, str | None]
"""The text, cell or key that a place's offsets count in."""


@dataclass(frozen=True)
class Mark:
    """Where a finding lies in a wording's words as given: `raw[start:end]`."""

    start: int
    end: int
    number: int
    """The finding's index in the review."""
    finding: Finding


def marks_by_line(review: Review) -> dict[Place, list[Mark]]:
    """The marks of each line, by the place of its wording, most important first.

    A finding about the whole set quotes a line only to stand somewhere; it marks none.
    """
    lines: dict[_Holder, list[Place]] = {}
    for wording in _wordings(review.draft):
        lines.setdefault(_holder(wording.place), []).append(wording.place)
    for places in lines.values():
        places.sort(key=_start)
    found: dict[Place, list[Mark]] = {}
    for number, finding in enumerate(review.findings):
        places = lines.get(_holder(finding.place), [])
        at = bisect_right(places, finding.place.start, key=_start) - 1
        if finding.where.objective is None or at < 0:
            continue
        line = places[at]
        start, end = finding.place.start - line.start, min(finding.place.end, line.end) - line.start
        if start < end:
            found.setdefault(line, []).append(Mark(start, end, number, finding))
    return found


@dataclass(frozen=True)
class _Drawing:
    """What a draft is drawn with."""

    draft: Draft
    marks: dict[Place, list[Mark]]
    blanks: Mapping[Where, tuple[str, ...]]
    editable: bool


def draft_html(
    review: Review,
    most: int | None = None,
    blanks: Mapping[Where, tuple[str, ...]] | None = None,
    editable: bool = False,
) -> str:
    """The draft as it was read: objectives, key results, and what stands beside them, with marks.

    Args:
        review: the draft and what was found.
        most: the number of objectives to draw, from the first; None draws all.
        blanks: the labels of the open blanks of a line, which are drawn as chips.
        editable: whether each line can be asked to be edited, and each objective for a further key result.
    """
    draft = review.draft
    with_ = _Drawing(draft, marks_by_line(review), blanks or {}, editable)
    parts = [f'<p class="about">{words_of(about(draft))}</p>'] if about(draft) else []
    parts += [_objective_html(objective, number, with_) for number, objective in enumerate(draft.objectives[:most])]
    return "".join(parts)


def legend_html(review: Review) -> str:
    """Which line means what, for the severities that occur."""
    used = [severity for severity in SEVERITIES if any(finding.severity == severity for finding in review.findings)]
    return "".join(f'<span class="okr-key">{swatch(s)} {SEVERITY_WORDS[s]}</span>' for s in used)


def _objective_html(objective: Objective, number: int, with_: _Drawing) -> str:
    draft, where = with_.draft, Where(objective=number)
    name = f"Objective {number + 1}" if len(draft.objectives) > 1 else "Objective"
    facts = _small(beside_objective(objective, draft)) + _initiatives(objective.initiatives)
    edit = _edit(where, name, with_)
    if objective.wording:
        rows = [_row(where, name, objective.wording, with_, "line aim", facts)]
    else:
        nothing = f'<div class="words"><p class="none">No objective is written.</p>{facts}</div>'
        rows = [f'<div class="line aim"><span class="tag">{name}</span>{nothing}{edit}</div>']
    for index, key_result in enumerate(objective.key_results):
        tag = f'<span class="hidden">Key result </span>{index + 1}'
        below = _small(beside_key_result(key_result)) + _initiatives(key_result.initiatives)
        at = Where(objective=number, key_result=index)
        rows.append(_row(at, tag, key_result.wording, with_, "line", below))
    if with_.editable:
        whose = f'<span class="hidden"> to {name.lower()}</span>' if len(draft.objectives) > 1 else ""
        rows.append(f'<button type="button" class="do add" data-ask="add {number}">Add a key result{whose}</button>')
    css = "objective editable" if with_.editable else "objective"
    return f'<section class="{css}">{"".join(rows)}</section>'


def _row(where: Where, tag: str, wording: Wording, with_: _Drawing, css: str, below: str) -> str:
    """One line of the draft: its number and cell, its words, what stands beside them, and how weak it is at worst."""
    mine = with_.marks.get(wording.place, [])
    cell = f'<span class="cell">{escaped(str(wording.place))}</span>' if wording.place.row else ""
    worst = _worst(mine)
    dot = f'<span class="dot {worst}" aria-hidden="true"></span>' if worst else ""
    if labels := with_.blanks.get(where):
        words = f'<p dir="auto">{_with_chips(wording.text, labels, where, with_.editable)}</p>'
    else:
        before, after = _emphasis_around(wording, with_.draft.source)
        words = f'<p dir="auto">{escaped(before)}{_marked(wording.raw, mine)}{escaped(after)}</p>'
    name = (
        f"objective {(where.objective or 0) + 1}" if where.key_result is None else f"key result {where.key_result + 1}"
    )
    edit = _edit(where, name, with_)
    return f'<div class="{css}"><span class="tag">{tag}{cell}</span><div class="words">{words}{below}</div>{edit}{dot}</div>'


def _edit(where: Where, name: str, with_: _Drawing) -> str:
    if not with_.editable:
        return ""
    whose = f'<span class="hidden"> {name.lower()}</span>'
    return f'<button type="button" class="do" data-ask="edit {_at(where)}">Edit{whose}</button>'


def _with_chips(text: str, labels: tuple[str, ...], where: Where, editable: bool) -> str:
    """A line with its open blanks as chips, which ask for their value where they can be filled. It has no marks: it is judged when it
    is whole.
    """
    asks = f' role="button" tabindex="0" data-ask="fill {_at(where)}"' if editable else ""
    parts, at = [], 0
    for label in labels:
        start = text.find(f"[{label}]", at)
        end = start + len(label) + 2
        chip = f'<span class="blank"{asks}>{escaped(text[start:end])}</span>'
        parts += [escaped(text[at:start]), chip]
        at = end
    return "".join((*parts, escaped(text[at:])))


def _at(where: Where) -> str:
    return str(where.objective) if where.key_result is None else f"{where.objective} {where.key_result}"


def _emphasis_around(wording: Wording, source: str | None) -> tuple[str, str]:
    """Emphasis signs at the edges of a line whose other half stands inside it: without them ``**New** app`` lacks a half.

    A wording begins at its first word and ends at its last, so such signs are left outside.
    """
    at = wording.place
    if source is None or at.row is not None or at.field is not None:
        return "", ""
    signs = ("**", "__", "~~", "*", "_", "`")
    before = next((s for s in signs if source.endswith(s, 0, at.start) and wording.raw.count(s) % 2), "")
    after = next((s for s in signs if source.startswith(s, at.end) and wording.raw.count(s) % 2 and s != before), "")
    return before, after


def _marked(raw: str, marks: list[Mark]) -> str:
    """The words as they were given, cut at the marks' edges, each stretch with what marks it."""
    line_marks = [mark for mark in marks if mark.start == 0 and mark.end == len(raw)]
    word_marks = [mark for mark in marks if mark not in line_marks]
    edges = sorted({0, len(raw), *(mark.start for mark in marks), *(mark.end for mark in marks)})
    parts: list[str] = []
    reachable: set[int] = set()
    for start, end in pairwise(edges):
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


def _wordings(draft: Draft) -> Iterator[Wording]:
    yield from (objective.wording for objective in draft.objectives if objective.wording)
    yield from (key_result.wording for _, _, key_result in draft.key_results())


def _holder(place: Place) -> _Holder:
    return (place.sheet, place.row, place.column, place.field)


def _start(place: Place) -> int:
    return place.start


def _small(text: str) -> str:
    return f'<p class="small">{words_of(text)}</p>' if text else ""


def _initiatives(initiatives: tuple[Wording, ...]) -> str:
    if not initiatives:
        return ""
    rows = "".join(f"<li>{words_of(initiative.text)}</li>" for initiative in initiatives)
    return f'<div class="small">Initiatives, not reviewed as results:<ul>{rows}</ul></div>'
