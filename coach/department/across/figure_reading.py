"""Reads the figures of a key result onto scales that can be compared: shares, times, money, counts, times a year."""

from __future__ import annotations

import re

from coach.department.across.figures import Figures, Level
from coach.okr import KeyResult
from coach.reading.dates import dates
from coach.reading.quantities import Quantity, quantities
from coach.reading.values import Values, values

_SHARES = frozenset({"percent", "ratio", "share"})
_SECONDS = {
    "second": 1, "sec": 1, "s": 1, "minute": 60, "min": 60, "hour": 3600, "hr": 3600, "h": 3600, "day": 86_400, "d": 86_400,
    "week": 604_800, "wk": 604_800, "month": 2_592_000, "quarter": 7_776_000, "year": 31_536_000,
}  # fmt: skip
_TIME_WORD = re.compile(r"\b(day|hour|minute|week|month)s?\b", re.IGNORECASE)
_PER = re.compile(
    r"\b(?:per|a|an|each|every) (?:working )?(day|week|month|quarter|year)\b|\b(dai|week|month|quarter|year)ly\b",
    re.IGNORECASE,
)
_PER_MANY = re.compile(
    r"\b(?:per|in|of|out of) (?:every )?(1[,. ]?000|10[,. ]?000|a thousand|one thousand|ten thousand)\b", re.IGNORECASE
)
_OF_SO_MANY = re.compile(r"^\s*(?:of|out of|/|von)\s*(?:the |our |all )?(\d{1,4})\b", re.IGNORECASE)
_OF_HUNDRED = re.compile(r"\b(?:of|per|in|out of) (?:every )?(?:100|a hundred)\b", re.IGNORECASE)
_OFF = re.compile(
    r"^\s*(?:on|off|under|below|less than|more than|against|vs\.?|compared|of last|of the last)\b", re.IGNORECASE
)
_PART_OF = re.compile(r"^\s*of (?:the |last \w+(?:['’]s)? |today['’]s |this \w+(?:['’]s)? )?[€$£]?\d", re.IGNORECASE)
_MORE_THAN = re.compile(r"^\s*(?:points? )?(more|fewer|less|higher|lower) than\b", re.IGNORECASE)


def figures_of(key_result: KeyResult) -> tuple[Figures, str]:
    """The figures of a key result, and its words without them, without dates and without the labels of a form."""
    text = key_result.text
    when = dates(text)
    found = list(quantities(text, [(date.start, date.end) for date in when]))
    # "Eight more than in autumn" tells the start, and is no value of its own.
    told = [q for q in found if _MORE_THAN.match(text[q.end :])]
    found = [q for q in found if q not in told]
    said = values(text, found)
    start, goal = said.baseline, said.target
    if told and goal is None:
        start, goal = None, start
    if _OF_HUNDRED.search(text):
        found = [q for q in found if q.amount != 100]
        start = None if start is not None and start.amount == 100 else start
    if change := _change_in(text, found):
        figures = _changed(text, found, change, said)
    elif goal is None and start is not None and start.kind in _SHARES and _PART_OF.match(text[start.end :]):
        rest = [q for q in found if q.start >= start.end and q.kind in ("count", "currency") and q.amount]
        whole = rest[0] if rest else start
        goal_of = tuple((scale, amount * (start.amount or 0) / 100) for scale, amount in _readings(text, whole, None))
        figures = Figures(_readings(text, whole, None), goal_of, (), "down")
    elif goal is not None and said.relative:
        figures = _changed(text, found, goal, said)
    else:
        goal = goal or _only(found, start)
        start = start or _aside(text, found, goal)
        figures = Figures(
            start=_readings(text, start, goal),
            goal=_readings(text, goal, start),
            others=tuple(
                level for q in found if q is not start and q is not goal for level in _readings(text, q, None)
            ),
            direction=said.direction,
        )
    figures = _with_columns(figures, key_result)
    spans = [(date.start, date.end) for date in when] + [(q.start, q.end) for q in found]
    return figures, _bare(text, spans)


def _readings(text: str, quantity: Quantity | None, beside: Quantity | None) -> tuple[Level, ...]:
    """The levels that a figure can stand for; a bare number takes the unit of the one beside it."""
    if quantity is None or quantity.amount is None:
        return ()
    amount, kind, unit = quantity.amount, quantity.kind, quantity.unit
    if kind == "count" and not unit and beside is not None and beside.kind != "count":
        kind, unit = beside.kind, beside.unit
    if kind in _SHARES:
        return (("share", round(amount, 4)),)
    if kind == "currency":
        return (("money", amount),)
    if kind == "duration":
        seconds = amount * _seconds(unit)
        share = _share_of_period(text, seconds)
        return (("time", seconds), *share) if seconds else (("count", amount),)
    if kind != "count":
        return ()
    readings: list[Level] = [("count", amount)]
    if named := _PER.search(text):
        readings.append(("rate", round(amount * _SECONDS["year"] / _SECONDS[_period(named)], 1)))
    if many := _PER_MANY.search(text):
        of = 1000 if "10" not in many.group(1) and "ten" not in many.group(1).lower() else 10_000
        if amount < of / 10:
            readings.append(("share", round(100 * amount / of, 4)))
    whole = _OF_SO_MANY.match(text[quantity.end :])
    if whole and amount <= float(whole.group(1)) and float(whole.group(1)) > 5:
        readings.append(("share", round(100 * amount / float(whole.group(1)), 2)))
    if amount <= 100 and _OF_HUNDRED.search(text):
        readings.insert(0, ("share", amount))
    if not unit and (named := _TIME_WORD.match(_lead(text))):
        readings.insert(0, ("time", amount * _seconds(named.group(1))))
    return tuple(readings)


def _lead(text: str) -> str:
    """The text from its first word of time on, if that leads it: "Working days to close", "Median hours until"."""
    found = _TIME_WORD.search(text[:40])
    return text[found.start() :] if found and len(text[: found.start()].split()) <= 2 else ""


def _seconds(unit: str | None) -> int:
    word = (unit or "").lower().split(" ")[-1].rstrip(".")
    return _SECONDS.get(word) or _SECONDS.get(word.rstrip("s")) or 0


def _period(named: re.Match[str]) -> str:
    return (named.group(1) or named.group(2)).lower().replace("dai", "day")


def _share_of_period(text: str, seconds: float) -> tuple[Level, ...]:
    """A time out of each month or week is a share of it."""
    named = _PER.search(text)
    if named is None:
        return ()
    share = 100 * seconds / _SECONDS[_period(named)]
    return (("share", round(share, 2)),) if 0 < share < 20 else ()


def _aside(text: str, found: list[Quantity], goal: Quantity | None) -> Quantity | None:
    """The start that is given without a word: in brackets, or as the only other figure of its kind."""
    if goal is None:
        return None
    left = [q for q in found if q is not goal and q.amount is not None]
    for quantity in left:
        if text[: quantity.start].rstrip().endswith("(") and text[quantity.end :].lstrip(" %")[:1] in (")", ";", ","):
            return quantity
    alike = [q for q in left if q.kind == goal.kind and q.kind in ("percent", "currency")]
    return alike[0] if len(alike) == 1 else None


def _only(found: list[Quantity], start: Quantity | None) -> Quantity | None:
    """The one figure of a line that names no goal, where it can be one."""
    left = [q for q in found if q is not start and q.kind in ("percent", "ratio", "currency") and q.amount]
    return left[0] if start is None and len(left) == 1 else None


def _change_in(text: str, found: list[Quantity]) -> Quantity | None:
    """The share by which something that is named behind it changes: "12 % off last year's 6.40"."""
    for quantity in found:
        if quantity.kind == "percent" and _OFF.match(text[quantity.end :]):
            behind = [q for q in found if q.start > quantity.end and q.kind in ("count", "currency") and q.amount]
            if behind:
                return quantity
    return None


def _changed(text: str, found: list[Quantity], change: Quantity, said: Values) -> Figures:
    """A goal that is said as a change of a start: "down 12 % on 6.40", "half of last year's 14"."""
    left = [q for q in found if q is not change and q.amount and q.kind in ("count", "currency", "percent")]
    others = tuple(level for q in found if q is not change for level in _readings(text, q, None))
    left = [q for q in left if q is not said.baseline] if said.baseline is change else left
    start = (said.baseline if said.baseline is not change else None) or (left[0] if len(left) == 1 else None)
    if start is not None and start.amount and change.kind == "multiple" and change.amount:
        levels = _readings(text, start, None)
        times = change.amount
        return Figures(levels, tuple((scale, amount * times) for scale, amount in levels), (), said.direction)
    if start is None or not start.amount or not change.amount or change.kind not in _SHARES:
        return Figures(others=(*others, *_readings(text, change, None)), direction=said.direction)
    factor = 1 + change.amount / 100 * (1 if said.direction == "up" else -1)
    goal = tuple((scale, amount * factor) for scale, amount in _readings(text, start, None))
    return Figures(_readings(text, start, None), goal, (), said.direction)


def _with_columns(figures: Figures, key_result: KeyResult) -> Figures:
    """Start and goal from columns of their own go before what the words say."""
    given = []
    for cell in (key_result.baseline, key_result.target):
        found = quantities(f"{cell} {key_result.unit or ''}".strip()) if cell else []
        given.append(_readings(key_result.text, found[0], None) if found else ())
    start, goal = given[0] or figures.start, given[1] or figures.goal
    direction = figures.direction
    if given[0] and given[1] and given[0][0][0] == given[1][0][0] and given[0][0][1] != given[1][0][1]:
        direction = "up" if given[1][0][1] > given[0][0][1] else "down"
    start = start or _told_by_change(key_result.text, goal)
    return Figures(start, goal, figures.others, direction)


def _told_by_change(text: str, goal: tuple[Level, ...]) -> tuple[Level, ...]:
    """The start that follows from the goal: "52 of 100, eight more than in autumn"."""
    for quantity in quantities(text):
        told = _MORE_THAN.match(text[quantity.end :])
        if told and quantity.amount and goal:
            sign = -1 if told.group(1).lower() in ("more", "higher") else 1
            return tuple((scale, amount + sign * quantity.amount) for scale, amount in goal)
    return ()


_FORM = re.compile(r"\b(?:KPI|KR|Now|Goal|Target|Baseline|Start|Resp\.|Owner|Due)\s*:(?:\s*[A-Z]{2}$)?", re.IGNORECASE)
_SIGNS = re.compile(r"[→»>|:;()\[\]*=~≤≥%€$£]+|->|\B-\B")


def _bare(text: str, spans: list[tuple[int, int]]) -> str:
    characters = list(text)
    for start, end in spans:
        characters[start:end] = " " * (end - start)
    words = _SIGNS.sub(" ", _FORM.sub(" ", "".join(characters)))
    return re.sub(r"\s+", " ", words).strip(" .,-–—")
