"""A line with a value put in, in words: a blank filled, a value exchanged, or the line amended as one would say it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from coach.critique import BLANK, blanks_of
from coach.reading import KeyResultRead
from coach.reading.quantities import Quantity, quantities
from coach.reading.values import levels_of
from coach.rewriting.proposals import propose_key_result

_CAPITALISED = re.compile(
    r"\b(?:january|february|april|june|july|august|september|october|november|december|christmas|xmas|easter|ramadan|diwali|thanksgiving|monday|tuesday|wednesday|thursday|friday|"
    r"jan|feb|apr|jun|jul|aug|sept?|oct|nov|dec|q[1-4]|h[12]|eo[yqm]|eofy|fy(?=\d))\b|\b(?:march|may)\b(?=\s*\d|$)|(?<=\d )(?:march|may)\b|(?<=of )(?:march|may)\b",
    re.IGNORECASE,
)
_IN_TIME = re.compile(r"^(?:with)?in\s+(?:the next\s+)?(?:about\s+|around\s+)?", re.IGNORECASE)
_GENERIC = frozenset({"baseline", "target", "date", "metric", "name"})


@dataclass(frozen=True)
class Clash:
    """Why a value cannot go into a line as it is: what to ask, and the two things it could mean."""

    question: str
    readings: tuple[str, ...]


def filled(text: str, label: str, words: str) -> str:
    """The line with its first blank of this label filled; a blank at the beginning takes a capital."""
    at = text.find(f"[{label}]")
    if at < 0:
        return text
    words = " ".join(words.split())
    if at == 0:
        words = words[:1].upper() + words[1:]
    return f"{text[:at]}{words}{text[at + len(label) + 2 :]}"


def with_metric_names(text: str, names: frozenset[str]) -> str:
    """A suggestion that was accepted, with the metrics that it offers by name taken as words of the line."""
    for label in blanks_of(text):
        if label in names and label not in _GENERIC:
            text = text.replace(f"[{label}]", label, 1)
    return text[:1].upper() + text[1:]


def with_baseline(line: KeyResultRead, value: str) -> str:
    """The line saying where it starts from. Where it has no value to reach either, a blank for that stays in it."""
    if "[baseline]" in line.text:
        return filled(line.text, "baseline", value)
    if line.values.baseline is not None:
        return _exchanged(line.text, line.values.baseline, value)
    template = _template(line, "missing-baseline")
    return filled(template, "baseline", value) if "[baseline]" in template else f"{_bare(line.text)} (today: {value})"


def with_target(line: KeyResultRead, value: str) -> str:
    """The line saying what it should reach. Where it has no start either, a blank for that stays in it."""
    if "[target]" in line.text:
        return filled(line.text, "target", value)
    if line.values.target is not None:
        return _exchanged(line.text, line.values.target, value)
    if line.values.placeholder is not None:
        start, end = line.values.placeholder
        return f"{line.text[:start]}{value}{line.text[end:]}"
    template = _template(line, "missing-target")
    return filled(template, "target", value) if "[target]" in template else f"{_bare(line.text)} (target: {value})"


def with_date(line: KeyResultRead, date: str) -> str:
    """The line saying when it is due."""
    words = spelled(date)
    if "[date]" in line.text:
        text = line.text
        if _IN_TIME.match(words):
            return re.sub(r"(?:by |until )?\[date\]", f"in the next {_IN_TIME.sub('', words)}", text, count=1)
        return filled(text, "date", words)
    deadline = line.reading.deadline
    led = f"in the next {_IN_TIME.sub('', words)}" if _IN_TIME.match(words) else f"by {words}"
    if deadline is not None and deadline.text in line.text:
        return line.text.replace(deadline.text, led, 1)
    text = _bare(line.text)
    # A bracket at the end is about the value; the date reads better before it.
    bracket = re.search(r" \([^()]*\)$", text)
    return f"{text[: bracket.start()]} {led}{bracket.group()}" if bracket else f"{text} {led}"


def in_the_lines_unit(value: str, line: KeyResultRead, other: Quantity | None) -> str | Clash:
    """The value with the unit of the line's other value, where the writer left it out.

    Args:
        value: the writer's words for it.
        line: the line it goes into.
        other: the line's other value: the target for a baseline, the baseline for a target.
    """
    found = quantities(value)
    if not found:
        return value
    said = found[0]
    if other is None:
        unit = line.key_result.unit
        return f"{value} {unit}" if unit and said.kind == "count" and not said.unit else value
    written = line.text[other.start : other.end].strip()
    if said.kind == "count" and re.fullmatch(r"[\d.,\s]*\d", value):
        return _dressed(value, other, written)
    if said.kind == other.kind and (said.kind != "duration" or _same(said.unit, other.unit)):
        return value
    loose = {"count", "share", "ratio", "percent", "rank"}
    if {said.kind, other.kind} <= loose and "percent" not in (said.kind, other.kind):
        return value
    if said.kind != "count" and other.kind == "count":
        return value
    if {said.kind, other.kind} <= {"share", "ratio", "percent"}:
        return value
    return Clash(
        f"The line counts in another unit: it says “{written}”, and you said “{value}”. Is that how it is measured?",
        (value,),
    )


def contradiction(before: KeyResultRead, after: KeyResultRead) -> str | None:
    """What is odd about a line once a value is in it: its start lies beyond its goal. None where nothing is."""
    start, goal = after.values.baseline, after.values.target
    if start is None or goal is None or start.amount is None or goal.amount is None or after.values.relative:
        return None
    low, high = levels_of(start, goal)
    way = before.values.direction
    if low == high and way != "hold":
        return "Start and goal are then the same"
    if way == "up" and low > high:
        return "It would start above the value it is to rise to"
    if way == "down" and low < high:
        return "It would start below the value it is to fall to"
    return None


def shortened_line(text: str, carries_nothing: tuple[tuple[re.Pattern[str], str], ...]) -> str:
    """The line without the words that carry nothing; the line itself where there are none. Figures and blanks stay."""
    short = text
    for words, stays in carries_nothing:
        short = words.sub(stays, short)
    short = re.sub(r"\s+([,.;:])", r"\1", re.sub(r"\s{2,}", " ", short)).strip(" ,;")
    if re.findall(r"\d+", short) != re.findall(r"\d+", text) or blanks_of(short) != blanks_of(text):
        return text
    if short == text or len(short.split()) < 3:
        return text
    return short[:1].upper() + short[1:] if text[:1].isupper() else short


def blanks_in(text: str) -> tuple[str, ...]:
    """The labels of the blanks of a line, in order."""
    return blanks_of(text)


def has_blank(text: str) -> bool:
    """Whether the line still holds a blank."""
    return BLANK.search(text) is not None


def _template(line: KeyResultRead, criterion: str) -> str:
    if line.reading.kind != "outcome":
        return line.text
    proposals = propose_key_result(frozenset({criterion}), line, ())
    text = proposals[0].suggestion.text if proposals else line.text
    return text[:1].upper() + text[1:] if line.text[:1].isupper() else text


def _exchanged(text: str, old: Quantity, value: str) -> str:
    return f"{text[: old.start]}{value}{text[old.end :]}"


def _bare(text: str) -> str:
    return text.rstrip(" .;,")


def _dressed(value: str, other: Quantity, written: str) -> str | Clash:
    """A bare figure in the form of the other value: "22" beside "35 %" is "22 %", beside "£40k" it may be two things."""
    digits = re.search(r"\d[\d.,  ]*", written)
    if not digits or other.kind in ("ratio", "share", "rank"):
        return value
    number = digits.group().rstrip()
    before, after = written[: digits.start()], written[digits.start() + len(number) :]
    if not before and not after:
        return value
    magnitude = re.match(r" ?(?:k|m|mn|mio|bn|million|thousand|billion)\b\.?", after, re.IGNORECASE)
    if magnitude:
        rest = after[magnitude.end() :]
        return Clash(
            f"The line says “{written}”. Is it {before}{value}{magnitude.group()}{rest} or {before}{value}{rest}?",
            (f"{before}{value}{magnitude.group()}{rest}", f"{before}{value}{rest}"),
        )
    if other.kind in ("percent", "currency", "duration"):
        return f"{before}{value}{after}"
    return value


def _same(one: str | None, other: str | None) -> bool:
    return (one or "").lower().rstrip("s.") == (other or "").lower().rstrip("s.")


def spelled(date: str) -> str:
    """A date with the capitals of its months, quarters and feasts."""
    return _CAPITALISED.sub(
        lambda match: (
            match.group().upper()
            if re.fullmatch(r"[qh]\d|eo\w+|fy", match.group(), re.IGNORECASE)
            else match.group()[:1].upper() + match.group()[1:]
        ),
        date,
    )
