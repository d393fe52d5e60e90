"""A review of check-ins as people read it: what to ask of each key result first, then how scores are meant and what was not read."""

from __future__ import annotations

import json
from collections.abc import Iterator

from coach.critique import Citation, Finding
from coach.cycle.blocks import Block, as_lines, as_markdown_text
from coach.cycle.check_ins import KeyResultTrack, ObjectiveTrack
from coach.cycle.cycle_review import CycleReview, Line
from coach.cycle.questions import THREE_QUESTIONS
from coach.cycle.scoring import EXPLAINED
from coach.okr import Place
from coach.reading.result import Where
from coach.report import inert
from coach.report.paint import Paint
from coach.report.places import number
from coach.report.plain import shortened

_EXCERPT = 170
_BAD_ROWS = 20
_QUOTE = 160


def as_text(review: CycleReview, width: int = 80, paint: Paint | None = None) -> str:
    """The review as lines of at most `width` columns."""
    return as_lines(_blocks(review), width, paint or Paint())


def as_markdown(review: CycleReview) -> str:
    """The review as Markdown that a person can paste into a ticket."""
    return as_markdown_text(_blocks(review))


def as_json(review: CycleReview) -> str:
    """The review for other programs, indented."""
    return inert(json.dumps(review.as_json(), ensure_ascii=False, indent=2)) + "\n"


def place_words(place: Place) -> str:
    """Where something stands: a cell, a line of a JSON Lines file, or a field of it."""
    if place.row is not None and place.column is None:
        return f"line {place.row}{f', {place.field}' if place.field else ''}"
    return str(place)


def _blocks(review: CycleReview) -> Iterator[Block]:
    yield Block("title", f"Check-ins: {review.summary}")
    yield Block("heading", "The three questions of a check-in")
    for question in THREE_QUESTIONS:
        yield Block("point", question)
    found: dict[tuple[int | None, int | None], list[Finding]] = {}
    for finding in review.findings:
        found.setdefault((finding.where.objective, finding.where.key_result), []).append(finding)
    lines = {(line.where.objective, line.where.key_result): line for line in review.lines}
    told: set[str] = set()
    for i, objective in enumerate(review.check_ins.objectives):
        yield Block("heading", _aim(objective, i))
        for finding in found.get((i, None), []):
            yield from _finding(finding, told)
        for j, track in enumerate(objective.key_results):
            yield from _line(track, Where(objective=i, key_result=j), lines[i, j], found.get((i, j), []), told)
    yield Block("heading", "How scores are meant")
    for sentence in EXPLAINED:
        yield Block("point", sentence)
    yield from _notes(review)


def _aim(objective: ObjectiveTrack, index: int) -> str:
    about = " · ".join(part for part in (objective.team, objective.period) if part)
    text = objective.text or "(no objective is named)"
    return f"{index + 1}  {text}{f'  ({about})' if about else ''}"


def _line(track: KeyResultTrack, where: Where, line: Line, findings: list[Finding], told: set[str]) -> Iterator[Block]:
    yield Block("line", f"{number(where)}  {track.text}{f'  ({track.owner})' if track.owner else ''}")
    last = track.last
    if last is not None:
        said = [
            last.on.isoformat() if last.on else None,
            last.status,
            f"confidence {last.confidence:.1f}" if last.confidence is not None else None,
        ]
        if parts := [part for part in said if part]:
            yield Block("words", f"Last: {', '.join(parts)}.")
    if line.score is not None:
        yield Block("words", f"Score {line.score.score:.2f}. {line.score.explanation}")
    if line.score_differs:
        yield Block("words", line.score_differs)
    if line.forecast is not None:
        yield Block("words", line.forecast.sentence)
    elif line.no_forecast:
        yield Block("words", f"No forecast: {line.no_forecast}")
    for finding in findings:
        yield from _finding(finding, told)
    yield Block("words", f"Ask next: {line.ask_next}")


def _finding(finding: Finding, told: set[str]) -> Iterator[Block]:
    quote = shortened(finding.quote, _QUOTE)
    yield Block(
        "words", f"{finding.title}, “{quote}” at {place_words(finding.place)} ({finding.criterion})", finding.severity
    )
    if finding.message in told:
        yield Block("words", f"{finding.because[:1].upper()}{finding.because[1:]}.")
        return
    told.add(finding.message)
    yield Block("words", f"{finding.message} Seen: {finding.because}.")
    yield Block("words", finding.question)
    for citation in finding.citations[:1]:
        yield Block("faint", _citation(citation))


def _citation(citation: Citation) -> str:
    return f"{citation.source}, {citation.section}: “{shortened(citation.excerpt, _EXCERPT)}”"


def _notes(review: CycleReview) -> Iterator[Block]:
    if review.excused:
        yield Block("heading", "Set aside by the house rules")
        for excused in review.excused:
            yield Block("point", f"{excused.criterion}, “{shortened(excused.quote, _QUOTE)}”: {excused.reason}")
    rows = review.check_ins.bad_rows
    if rows:
        yield Block("heading", "Not read")
        for row in rows[:_BAD_ROWS]:
            where = f"{row.sheet}, row {row.row}" if row.sheet else f"row {row.row}"
            yield Block("point", f"{where}: {shortened(row.text, _QUOTE)} ({row.reason})")
        if len(rows) > _BAD_ROWS:
            yield Block("point", f"{len(rows) - _BAD_ROWS:,} more; `--format json` lists them all.")
    ignored = [
        use.header
        for mapping in review.check_ins.mappings
        for use in mapping.columns
        if use.role == "ignored" and use.header
    ]
    notices = [
        *review.all_notices,
        *([f"Columns that were not read: {', '.join(dict.fromkeys(ignored))}."] if ignored else []),
    ]
    if notices:
        yield Block("heading", "Please note")
        for notice in notices:
            yield Block("point", notice)
