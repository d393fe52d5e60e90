"""The review of check-ins: findings with their quotes and citations, scores, forecasts, and what to ask next.

`CycleReview.as_json` is what other programs rely on. The day it is judged as of is given, or else the newest day in the file: the same file then
gives the same review tomorrow, and an old export is not blamed for its age. Where that day lies further back than an update may, a notice says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Literal

from coach.about import version
from coach.criteria import SEVERITIES, Criterion, Severity
from coach.critique import Citation, Engine, Excused, Finding
from coach.cycle.check_ins import CheckIns, KeyResultTrack
from coach.cycle.cycle_review import CycleReview, Line
from coach.cycle.detectors import CYCLE_DETECTORS
from coach.cycle.forecast import Forecast, NoForecast, forecast_of
from coach.cycle.questions import ask_next
from coach.cycle.scoring import differs_from_given, score_of
from coach.cycle.seen import CheckInsRead, Seen
from coach.grounding import RETRIEVED, citations, query_for, reading_order
from coach.reading.language import foreign_language
from coach.reading.result import Where

if TYPE_CHECKING:
    from coach.reviewer import Coach


def review_check_ins(
    check_ins: CheckIns, coach: Coach, as_of: date | None = None, today: date | None = None
) -> CycleReview:
    """The review of what was read from a file.

    Args:
        check_ins: what was read.
        coach: whose criteria, house rules and guidance it is judged by.
        as_of: the day it is judged on; None: the newest day in the file that is not after `today`, or today where there is none.
        today: the day it is; None: today.
    """
    today = today or date.today()
    day, from_where = _day_of_judgement(check_ins, as_of, today)
    later = sum(1 for _, _, k in check_ins.key_results() for c in k.check_ins if c.on is not None and c.on > day)
    if from_where == "given":
        check_ins = _as_known_on(check_ins, day)
    criteria = {name: c for name, c in coach.criteria.items() if c.detector in CYCLE_DETECTORS}
    read = CheckInsRead(check_ins, day)
    found = [
        (criterion, seen)
        for criterion in criteria.values()
        for seen in CYCLE_DETECTORS[criterion.detector](read, criterion)
    ]
    found.sort(key=lambda pair: (SEVERITIES.index(_severity(*pair)), reading_order(pair[1].where)))
    off = coach.rules.off
    cited = _cited(coach, {c.id: c for c, _ in found if c.id not in off})
    unsure = _foreign(check_ins)
    findings = [
        _finding(c, seen, cited[c.id], seen.asks or unsure is not None or seen.confidence < coach.rules.question_below)
        for c, seen in found
        if c.id not in off
    ]
    stale = criteria.get("stale-check-in")
    stale_after = int(stale.limit("days")) if stale else 14
    theatre = criteria.get("status-theatre")
    hollow = theatre.terms() if theatre else ()
    return CycleReview(
        check_ins=check_ins,
        as_of=day,
        as_of_from=from_where,
        stale_after=stale_after,
        findings=tuple(findings),
        lines=tuple(
            _line(Where(objective=i, key_result=j), track, day, stale_after, hollow)
            for i, j, track in check_ins.key_results()
        ),
        excused=tuple(
            Excused(criterion=c.id, where=seen.where, quote=seen.quoted.text, reason=off[c.id], by="house rules")
            for c, seen in found
            if c.id in off
        ),
        notices=tuple(_notices(check_ins, day, from_where, later, today, stale_after, unsure, findings)),
        engine=Engine(version=version(), knowledge=coach.index.version if findings and coach.index else None),
    )


def _day_of_judgement(
    check_ins: CheckIns, as_of: date | None, today: date
) -> tuple[date, Literal["given", "newest date", "today"]]:
    if as_of is not None:
        return as_of, "given"
    past = [day for day in check_ins.days if day <= today]
    return (past[-1], "newest date") if past else (today, "today")


def _as_known_on(check_ins: CheckIns, day: date) -> CheckIns:
    """The check-ins without what was said after a day."""
    objectives = []
    for objective in check_ins.objectives:
        tracks = []
        for track in objective.key_results:
            known = tuple(c for c in track.check_ins if c.on is None or c.on <= day)
            tracks.append(
                track if len(known) == len(track.check_ins) else track.model_copy(update={"check_ins": known})
            )
        objectives.append(objective.model_copy(update={"key_results": tuple(tracks)}))
    return check_ins.model_copy(update={"objectives": tuple(objectives)})


def _severity(criterion: Criterion, seen: Seen) -> Severity:
    step = SEVERITIES.index(criterion.severity) + int(seen.lesser)
    return SEVERITIES[min(step, len(SEVERITIES) - 1)]


def _cited(coach: Coach, criteria: dict[str, Criterion]) -> dict[str, tuple[Citation, ...]]:
    """The guidance that was retrieved for each criterion: once, since what was written in a note makes it no other subject."""
    found = {}
    for name, criterion in criteria.items():
        query, _ = query_for(criterion, "")
        found[name] = citations(coach.guidance(query, name, RETRIEVED), name)
    return found


def _finding(criterion: Criterion, seen: Seen, cited: tuple[Citation, ...], asks: bool) -> Finding:
    return Finding(
        criterion=criterion.id,
        title=criterion.title,
        severity=_severity(criterion, seen),
        where=seen.where,
        quote=seen.quoted.raw,
        place=seen.quoted.place,
        message=criterion.doubt if asks else criterion.message,
        question=criterion.question,
        citations=cited,
        confidence=seen.confidence,
        is_question=asks,
        because=seen.because,
        also=seen.also,
    )


def _line(where: Where, track: KeyResultTrack, as_of: date, stale_after: int, hollow: tuple[str, ...]) -> Line:
    score = score_of(track)
    foretold = forecast_of(track, as_of)
    closed = track.last is not None and track.last.status in ("done", "missed", "stopped")
    return Line(
        where=where,
        score=score,
        score_differs=differs_from_given(track, score) if score else None,
        forecast=foretold if isinstance(foretold, Forecast) and not closed else None,
        no_forecast=foretold.reason
        if isinstance(foretold, NoForecast)
        else "It is closed."
        if closed and foretold
        else None,
        ask_next=ask_next(track, as_of, stale_after, hollow),
    )


def _foreign(check_ins: CheckIns) -> str | None:
    """The language of the notes, where it is surely another than English."""
    notes = (c.text for _, _, track in check_ins.key_results() for c in track.check_ins[-1:])
    return foreign_language(" ".join(notes)[:5000])


def _notices(
    check_ins: CheckIns,
    day: date,
    from_where: str,
    later: int,
    today: date,
    stale_after: int,
    unsure: str | None,
    findings: Sequence[Finding],
) -> list[str]:
    said = []
    if from_where == "newest date":
        ago = (today - day).days
        late = (
            f" That is {ago} days ago; `--as-of {today.isoformat()}` judges as of today." if ago > stale_after else ""
        )
        said.append(f"Judged as of {day.day} {day:%B %Y}, the newest date in the file.{late}")
    if later and from_where == "given":
        said.append(f"{later} check-ins are of later days and were left out; it is judged as of {day.isoformat()}.")
    elif later:
        said.append(f"{later} dates lie in the future, where no update can come from; please check them.")
    if not check_ins.dated:
        said.append("No column holds dates, so nobody can be told that an update is late.")
    elif not check_ins.days:
        said.append("None of the dates could be read. Write them as 2026-03-31.")
    if not check_ins.noted:
        said.append("No column holds notes, so it cannot be seen what updates say, and whether there is a plan.")
    unread = sum(1 for _, _, k in check_ins.key_results() for c in k.check_ins if c.status_cell and c.status is None)
    if unread:
        said.append(f"{unread} status cells could not be read as green, yellow, red or another state that is known.")
    if unsure:
        said.append(
            f"The notes seem to be in {unsure}. They are judged for English, so every point here is a question."
        )
    if check_ins.bad_rows:
        said.append(f"{len(check_ins.bad_rows)} rows were not read; they are listed with the reason.")
    if any(not finding.citations for finding in findings):
        said.append("For some findings no fitting guidance was found; they cite none.")
    return said
