"""Where a key result will stand if it goes on as it has: a straight line through its dated values, with its interval and its assumption.

Nothing is foretold where the numbers do not allow it: with fewer than three dated values on one scale, over less than two weeks, without an end,
or with an end that lies much further ahead than the values reach back.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date
from typing import Any, Literal

from coach.cycle.amounts import levels
from coach.cycle.check_ins import Amount, KeyResultTrack
from coach.okr import Value

FEWEST_VALUES = 3
_MOST_VALUES = 8
"""The newest values that are looked at: what was before says little of what is to come."""
_FEWEST_DAYS = 14
_FURTHEST = 2.0
"""How many times as far ahead as the values reach back a line is drawn at most."""
_T = (3.078, 1.886, 1.638, 1.533, 1.476, 1.440)
"""The 90 % quantile of Student's t for 1 to 6 degrees of freedom: eight cases of ten lie within plus and minus so many deviations."""

Outlook = Literal["likely", "open", "unlikely"]


class Line(Value):
    """A straight line by least squares through (day, value), with what is needed for its interval."""

    slope: float
    """By day."""
    at_mean: float
    mean_day: float
    spread: float
    """The sum of squared distances of the days from their mean."""
    deviation: float
    """The standard deviation of the values about the line."""
    count: int

    def at(self, day: float) -> float:
        """The value of the line on a day."""
        return self.at_mean + self.slope * (day - self.mean_day)

    def half_width(self, day: float) -> float:
        """Half of the interval in which eight values of ten would lie on a day, if values scatter about the line as they have."""
        error = self.deviation * math.sqrt(1 + 1 / self.count + (day - self.mean_day) ** 2 / self.spread)
        return _T[min(self.count - 2, len(_T)) - 1] * error


class Forecast(Value):
    """Where a key result will stand on the last day of its cycle, if it goes on as it has."""

    on: date
    value: float
    low: float | None
    """The interval's lower end; None where the values lie on the line exactly, so that nothing is known of their scatter."""
    high: float | None
    unit: str | None
    target: float
    outlook: Outlook | None
    """Whether the target lies within reach: on which side of it the whole interval is; None without an interval."""
    values: int
    days: int
    """How many days the values span."""
    sentence: str

    def as_json(self) -> dict[str, Any]:
        """As in the JSON of a cycle review."""
        return {
            "on": self.on.isoformat(),
            "value": round(self.value, 4),
            "interval": None if self.low is None or self.high is None else [round(self.low, 4), round(self.high, 4)],
            "unit": self.unit,
            "target": self.target,
            "outlook": self.outlook,
            "values": self.values,
            "days": self.days,
            "assumption": f"It goes on as in the last {span_words(self.days)}, along a straight line.",
            "sentence": self.sentence,
        }


class NoForecast(Value):
    """Why nothing is foretold."""

    reason: str


def line_through(points: Sequence[tuple[float, float]]) -> Line | None:
    """The line by least squares through (day, value); None for fewer than three points, or points on one day."""
    count = len(points)
    if count < FEWEST_VALUES:
        return None
    mean_day = math.fsum(day for day, _ in points) / count
    mean = math.fsum(value for _, value in points) / count
    spread = math.fsum((day - mean_day) ** 2 for day, _ in points)
    if spread <= 0:
        return None
    slope = math.fsum((day - mean_day) * (value - mean) for day, value in points) / spread
    residual = math.fsum((value - mean - slope * (day - mean_day)) ** 2 for day, value in points)
    return Line(
        slope=slope,
        at_mean=mean,
        mean_day=mean_day,
        spread=spread,
        deviation=math.sqrt(residual / (count - 2)),
        count=count,
    )


def forecast_of(track: KeyResultTrack, as_of: date) -> Forecast | NoForecast | None:
    """Where a key result will stand at the end of its cycle; why nothing is said; None where it has no values at all."""
    dated = _dated_values(track, as_of)
    if not dated:
        return None
    if len(dated) < FEWEST_VALUES:
        return NoForecast(
            reason=f"{len(dated)} dated {'value' if len(dated) == 1 else 'values'}; a line needs {FEWEST_VALUES}."
        )
    if track.target is None:
        return NoForecast(reason="There is no target to compare with.")
    if track.due is None:
        return NoForecast(reason="No last day of the cycle is given.")
    dated = dated[-_MOST_VALUES:]
    scale = levels([track.target, *(amount for _, amount in dated)])
    if scale is None:
        return NoForecast(reason="The values and the target are not on one scale.")
    first, last = dated[0][0], dated[-1][0]
    span, ahead = (last - first).days, (track.due - last).days
    if ahead <= 0:
        return NoForecast(reason="The cycle is over.")
    if span < _FEWEST_DAYS:
        return NoForecast(reason=f"The values span {span} days; two weeks are needed.")
    if ahead > _FURTHEST * span:
        return NoForecast(reason=f"The values span {span} days, and the end is {ahead} days ahead: too far for a line.")
    line = line_through([((day - first).days, value) for (day, _), value in zip(dated, scale[1:], strict=True)])
    if line is None:
        return NoForecast(reason="The values are of one day.")
    return _foretold(track, line, scale, (track.due - first).days, span, dated)


def _dated_values(track: KeyResultTrack, as_of: date) -> list[tuple[date, Amount]]:
    """The value of each day up to `as_of`, the last of a day where there are several."""
    by_day = {c.on: c.value for c in track.check_ins if c.on is not None and c.on <= as_of and c.value is not None}
    return sorted(by_day.items(), key=lambda entry: entry[0])


def _foretold(
    track: KeyResultTrack, line: Line, scale: Sequence[float], day: int, span: int, dated: Sequence[tuple[date, Amount]]
) -> Forecast:
    target, unit = scale[0], _unit(track, dated)
    value = line.at(day)
    exact = line.deviation <= 1e-9 * max(abs(target), *(abs(v) for v in scale[1:]), 1e-9)
    half = None if exact else line.half_width(day)
    low, high = (None, None) if half is None else (value - half, value + half)
    bottom, top = _bounds(track, scale)
    value = min(max(value, bottom), top)
    if low is not None and high is not None:
        low, high = min(max(low, bottom), top), min(max(high, bottom), top)
    upward = _upward(track, line, target, scale)
    outlook: Outlook | None = None
    if low is not None and high is not None:
        reached, missed = (low >= target, high < target) if upward else (high <= target, low > target)
        outlook = "likely" if reached else "unlikely" if missed else "open"
    on = track.due or date.max
    return Forecast(
        on=on, value=value, low=low, high=high, unit=unit, target=target, outlook=outlook, values=len(dated), days=span,
        sentence=_sentence(track, on, value, low, high, unit, outlook, span, len(dated)),
    )  # fmt: skip


def _bounds(track: KeyResultTrack, scale: Sequence[float]) -> tuple[float, float]:
    """What the measure cannot leave: a share lies between 0 and 100 %, and what was never below nothing does not go there."""
    bottom = 0.0 if all(value >= 0 for value in scale) else -math.inf
    percent = track.target is not None and track.target.kind == "percent" and all(value <= 100 for value in scale)
    return bottom, 100.0 if percent else math.inf


def _upward(track: KeyResultTrack, line: Line, target: float, scale: Sequence[float]) -> bool:
    if track.direction in ("up", "down"):
        return track.direction == "up"
    return target >= scale[1]


def _unit(track: KeyResultTrack, dated: Sequence[tuple[date, Amount]]) -> str | None:
    amounts = [amount for amount in (track.target, *(amount for _, amount in dated)) if amount is not None]
    if all(amount.kind == "duration" for amount in amounts):
        return "seconds"
    return next((amount.unit for amount in amounts if amount.unit), track.metric_unit)


def _sentence(
    track: KeyResultTrack,
    on: date,
    value: float,
    low: float | None,
    high: float | None,
    unit: str | None,
    outlook: Outlook | None,
    span: int,
    count: int,
) -> str:
    """The forecast in words, its assumption first."""
    end = f"{on.day} {on:%B %Y}"
    target = track.target.text if track.target else ""
    said = f"If it goes on as in the last {span_words(span)} (a straight line through {count} values), it stands at about {shown(value, unit)} on {end}"
    if low is None or high is None:
        return f"{said}, against a target of {target}. The values lie on the line exactly, so nothing can be said of how far off this may be."
    verdict = {
        "likely": "the target lies within reach",
        "unlikely": "the target is then missed",
        "open": "it can go either way",
    }[outlook or "open"]
    return f"{said}, in eight cases of ten between {shown(low, unit)} and {shown(high, unit)}. The target is {target}: {verdict}."


def shown(value: float, unit: str | None) -> str:
    """A value with three figures that count, and its unit; durations in the largest unit that fits."""
    if unit == "seconds":
        for name, seconds in (("days", 86400.0), ("hours", 3600.0), ("minutes", 60.0)):
            if abs(value) >= 1.5 * seconds:
                return shown(value / seconds, name)
    digits = 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2
    number = f"{value:,.{digits}f}"
    number = number.rstrip("0").rstrip(".") if "." in number else number
    if unit is None:
        return number
    return f"{unit}{number}" if unit in "$€£¥" else f"{number} {unit}"


def span_words(days: int) -> str:
    """So many days in words: "four weeks", "17 days"."""
    names = (
        "",
        "week",
        "two weeks",
        "three weeks",
        "four weeks",
        "five weeks",
        "six weeks",
        "seven weeks",
        "eight weeks",
        "nine weeks",
        "ten weeks",
    )
    weeks, rest = divmod(days, 7)
    return names[weeks] if not rest and 0 < weeks < len(names) else f"{days} days"
