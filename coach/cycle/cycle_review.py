"""The review of check-ins as a value. `CycleReview.as_json` is what other programs rely on."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from coach.criteria import SEVERITIES, SEVERITY_WORDS, Severity
from coach.critique import Engine, Excused, Finding
from coach.cycle.check_ins import CheckIns, KeyResultTrack
from coach.cycle.forecast import Forecast
from coach.cycle.questions import THREE_QUESTIONS
from coach.cycle.scoring import EXPLAINED, Score
from coach.okr import Value
from coach.reading.result import Where


class Line(Value):
    """What is said of one key result beside its findings."""

    where: Where
    score: Score | None = None
    score_differs: str | None = None
    """What to say where the score that was given is another than the numbers make it."""
    forecast: Forecast | None = None
    no_forecast: str | None = None
    """Why there is no forecast, where there are values at all."""
    ask_next: str


class CycleReview(Value):
    """The review of the check-ins of one file."""

    check_ins: CheckIns
    as_of: date
    as_of_from: Literal["given", "newest date", "today"]
    stale_after: int
    findings: tuple[Finding, ...] = ()
    lines: tuple[Line, ...] = ()
    excused: tuple[Excused, ...] = ()
    notices: tuple[str, ...] = ()
    engine: Engine

    def line(self, where: Where) -> Line:
        """What is said of a key result."""
        return next(line for line in self.lines if line.where == where)

    def reaches(self, severity: Severity) -> bool:
        """Whether any finding is at or above `severity`."""
        worst = SEVERITIES.index(severity)
        return any(SEVERITIES.index(finding.severity) <= worst for finding in self.findings)

    @property
    def summary(self) -> str:
        """What was read and what was found, in one line."""
        lines = sum(1 for _ in self.check_ins.key_results())
        read = f"{lines:,} key result{'s' if lines != 1 else ''} as of {self.as_of.day} {self.as_of:%B %Y}"
        counts = [(severity, sum(f.severity == severity for f in self.findings)) for severity in SEVERITIES]
        said = [f"{count} {SEVERITY_WORDS[severity].lower()}" for severity, count in counts if count]
        return f"{read}: {', '.join(said)}" if said else f"{read}: nothing to ask"

    @property
    def all_notices(self) -> tuple[str, ...]:
        """What the reader should know of how the file was read and judged, each once."""
        return tuple(dict.fromkeys((*self.check_ins.notices, *self.notices)))

    def as_json(self) -> dict[str, Any]:
        """The review for other programs."""
        said = {line.where: line for line in self.lines}
        objectives = []
        for i, objective in enumerate(self.check_ins.objectives):
            rows = [
                _row(track, said[Where(objective=i, key_result=j)]) for j, track in enumerate(objective.key_results)
            ]
            entry = {"objective": objective.text, "team": objective.team, "period": objective.period}
            objectives.append({**entry, "key_results": rows})
        return {
            "name": self.check_ins.name,
            "as_of": self.as_of.isoformat(),
            "as_of_from": self.as_of_from,
            "stale_after_days": self.stale_after,
            "objectives": objectives,
            "findings": [finding.as_json() for finding in self.findings],
            "excused": [excused.model_dump(mode="json") for excused in self.excused],
            "questions": list(THREE_QUESTIONS),
            "scoring": list(EXPLAINED),
            "columns": [mapping.model_dump(mode="json") for mapping in self.check_ins.mappings],
            "bad_rows": [row.model_dump(mode="json") for row in self.check_ins.bad_rows],
            "notices": list(self.all_notices),
            "engine": self.engine.as_json(),
        }


def _row(track: KeyResultTrack, line: Line) -> dict[str, Any]:
    last = track.last
    return {
        "text": track.text,
        "owner": track.owner,
        "baseline": track.baseline.text if track.baseline else None,
        "target": track.target.text if track.target else None,
        "due": track.due.isoformat() if track.due else None,
        "check_ins": len(track.check_ins),
        "last": None
        if last is None
        else {
            "date": last.on.isoformat() if last.on else None,
            "status": last.status,
            "confidence": last.confidence,
            "score": last.score,
            "value": last.value.text if last.value else None,
            "note": last.text,
        },
        "score": line.score.as_json() if line.score else None,
        "score_differs": line.score_differs,
        "forecast": line.forecast.as_json() if line.forecast else None,
        "no_forecast": line.no_forecast,
        "ask_next": line.ask_next,
    }
