"""How far a run is, in words: rows, rate, time left, findings so far."""

from __future__ import annotations

from collections.abc import Mapping

from coach.criteria import SEVERITIES
from coach.department.contract import Progress

_STAGES = {
    "reading": "Reading",
    "reviewing": "Reviewing",
    "across teams": "Looking across teams",
    "writing": "Writing",
}


class Rate:
    """How fast a stage goes, and what is left of it: from when it began, so that a resumed run is not taken for a quick one."""

    def __init__(self) -> None:
        self._stage: str | None = None
        self._from = Progress(done=0, total=None, kept=0, key_results=0, findings=0, seconds=0.0)

    def told(self, progress: Progress) -> tuple[float | None, float | None]:
        """Key results a second, and the seconds that are left; None where it is too early to say."""
        if progress.stage != self._stage:
            self._stage, self._from = progress.stage, progress
        seconds = progress.seconds - self._from.seconds
        done = progress.done - self._from.done
        if seconds <= 0 or done <= 0:
            return None, None
        rate = (progress.key_results - self._from.key_results) / seconds
        if progress.total is None or progress.stage != "reviewing":
            return rate, None
        return rate, (progress.total - progress.done) * seconds / done


def progress_words(progress: Progress, rate: float | None, left: float | None) -> str:
    """One line on a run under way."""
    parts = [_STAGES[progress.stage]]
    if progress.stage in ("reading", "reviewing"):
        of = f" of {progress.total:,}" if progress.total is not None else ""
        parts.append(f"{progress.done:,}{of} objectives")
        parts.append(f"{progress.key_results:,} key results")
    if rate is not None and progress.stage in ("reading", "reviewing"):
        parts.append(f"{rate:,.0f} a second")
    if left is not None:
        parts.append(f"{_duration(left)} left")
    if progress.findings:
        parts.append(f"{progress.findings:,} findings so far")
    return ", ".join(parts)


def summary_words(totals: Mapping[str, int], seconds: float) -> list[str]:
    """What came of a run, line by line."""
    by_severity = {"fix": "to fix", "improve": "to improve", "consider": "to think about"}
    findings = ", ".join(f"{totals[severity]:,} {by_severity[severity]}" for severity in SEVERITIES)
    lines = [
        f"{_counted(totals['teams'], 'team')}, {_counted(totals['drafts'], 'draft')}, {_counted(totals['objectives'], 'objective')}, "
        f"{_counted(totals['key_results'], 'key result')}, in {_duration(seconds)}",
        f"{_counted(totals['findings'], 'finding')}: {findings}",
    ]
    if totals["across"]:
        lines.append(f"{_counted(totals['across'], 'finding')} across teams")
    if totals["kept"]:
        lines.append(f"{_counted(totals['kept'], 'objective')} had not changed and were taken from what was kept")
    if totals["bad_rows"]:
        lines.append(f"{_counted(totals['bad_rows'], 'row')} could not be reviewed; bad-rows.jsonl says which and why")
    return lines


def _counted(count: int, what: str) -> str:
    return f"{count:,} {what}" if count == 1 else f"{count:,} {what}s"


def _duration(seconds: float) -> str:
    if seconds < 90:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 90 else f"{minutes // 60} h {minutes % 60} min"
