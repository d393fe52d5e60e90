"""A review of check-ins as escaped HTML: the three questions, then objective by objective what to ask next. Pure."""

from __future__ import annotations

from coach.criteria import SEVERITY_WORDS
from coach.critique import Finding
from coach.cycle.check_ins import KeyResultTrack
from coach.cycle.cycle_review import CycleReview, Line
from coach.cycle.questions import THREE_QUESTIONS
from coach.cycle.scoring import EXPLAINED
from coach.reading.result import Where
from coach.ui.finding_card import card_html
from coach.ui.markup import escaped, listed, note, swatch, words_of
from coach.ui.words import finding_title

_LINES = 400
"""Key results that are drawn; the files to save have all."""
_BAD_ROWS = 50


def first_html(review: CycleReview) -> str:
    """The questions that every check-in answers."""
    return f'<h3 class="okr-h2">The three questions of a check-in</h3>{listed(map(escaped, THREE_QUESTIONS))}'


def check_ins_html(review: CycleReview) -> str:
    """Each key result with where it stands, what was found, and what to ask next."""
    found: dict[Where, list[Finding]] = {}
    for finding in review.findings:
        found.setdefault(finding.where, []).append(finding)
    lines = {line.where: line for line in review.lines}
    parts: list[str] = []
    drawn = 0
    for i, objective in enumerate(review.check_ins.objectives):
        if drawn >= _LINES:
            break
        about = " · ".join(part for part in (objective.team, objective.period) if part)
        aim = words_of(objective.text) if objective.text else "No objective is named"
        parts.append(f'<h3 class="okr-h3">{aim} <span class="okr-because">{escaped(about)}</span></h3>')
        parts += [_finding_html(finding) for finding in found.get(Where(objective=i), ())]
        for j, track in enumerate(objective.key_results):
            where = Where(objective=i, key_result=j)
            parts.append(_line_html(track, lines[where], found.get(where, [])))
            drawn += 1
    total = sum(1 for _ in review.check_ins.key_results())
    if drawn < total:
        parts.append(note(f"{total - drawn:,} more key results stand in the files to save."))
    return f'<div class="okr-dept-cycle">{"".join(parts)}</div>'


def _line_html(track: KeyResultTrack, line: Line, findings: list[Finding]) -> str:
    owner = f' <span class="okr-cell">{words_of(track.owner)}</span>' if track.owner else ""
    said = [*_standing(track), line.score.explanation if line.score else "", line.score_differs or ""]
    said.append(
        line.forecast.sentence if line.forecast else f"No forecast: {line.no_forecast}" if line.no_forecast else ""
    )
    told = "".join(f'<p class="okr-because">{escaped(text)}</p>' for text in said if text)
    return (
        f'<section class="okr-dept-track"><h4 class="okr-h3">{words_of(track.text)}{owner}</h4>'
        f'<p class="okr-question">{escaped(line.ask_next)}</p>{told}{"".join(map(_finding_html, findings))}</section>'
    )


def _standing(track: KeyResultTrack) -> list[str]:
    """What the last check-in said, in one line."""
    last = track.last
    if last is None:
        return []
    parts = [
        last.on.isoformat() if last.on else None,
        last.status,
        f"confidence {last.confidence:.1f}" if last.confidence is not None else None,
        last.value.text if last.value else None,
    ]
    shown = ", ".join(part for part in parts if part)
    return [f"Last check-in: {shown}."] if shown else []


def _finding_html(finding: Finding) -> str:
    return (
        f'<details class="okr-dept-finding"><summary>{swatch(finding.severity)}<span><b>{escaped(finding_title(finding))}</b> '
        f'<span class="okr-because">{SEVERITY_WORDS[finding.severity]}</span></span></summary>{card_html(finding)}</details>'
    )


def notes_html(review: CycleReview) -> str:
    """How scores are meant, what was not read, what else is to be known."""
    rows = [
        f"{escaped(f'{row.sheet}, row {row.row}' if row.sheet else f'row {row.row}')}: {words_of(row.text)} ({escaped(row.reason)})"
        for row in review.check_ins.bad_rows[:_BAD_ROWS]
    ]
    excused = [f"{escaped(each.criterion)}, {words_of(each.quote)}: {escaped(each.reason)}" for each in review.excused]
    parts = [
        ("How scores are meant", [escaped(text) for text in EXPLAINED]),
        ("Set aside by the house rules", excused),
        ("Not read", rows),
        ("Please note", [escaped(text) for text in review.all_notices]),
    ]
    return "".join(f'<h3 class="okr-h3">{title}</h3>{listed(items)}' for title, items in parts if items)
