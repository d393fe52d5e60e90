"""The figures and the date of a plain answer, each in the writer's own words."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from coach.dialogue.phrases import phrases
from coach.reading.dates import dates
from coach.reading.quantities import Quantity, quantities
from coach.reading.values import values

Role = Literal["baseline", "target"]
Stretch = tuple[int, int]
_LEADS = re.compile(
    r"^(?:(?:by|before|until|till|til|no later than|not later than|latest|due(?: on| by)?|on|bis(?: zum)?)\s+)+(?:the\s+(?=\d|end\b))?",
    re.IGNORECASE,
)
_FROM_NOW = re.compile(
    r"\b(?:with)?in\s+(?:the\s+next\s+|about\s+|around\s+)?(?:\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve)\s+(?:days?|weeks?|months?|quarters?)\b(?:\s+time)?",
    re.IGNORECASE,
)
_ISO = re.compile(r"(?:\b(?:by|until|before|due)\s+)?\b\d{4}-\d\d-\d\d\b", re.IGNORECASE)
_MARK = re.compile(
    r"(?:\b(?:by|until|before)\s+)?(?:the\s+)?\b(?:end of (?:the )?)?(?:eoy|eoq|eom|eofy|year[- ]?end|quarter[- ]?end)\b",
    re.IGNORECASE,
)
_CERTAIN = re.compile(r"[^\W\d_]|\d[./-]\d+[./-]")
"""What makes a stretch a date and no figure: a word such as a month, or two marks between digits."""
_RANGE = re.compile(r"^\s*(?:-|–|—|or|oder|ou|/)\s*(?:maybe |perhaps |even )?$|^\s*(?:and|to)\s*$", re.IGNORECASE)
_PER = re.compile(r"^\s*(?:per|for (?:each|every)|in (?:each|every)|pro|von je|pour|sur)\s+$", re.IGNORECASE)
_NO_AMOUNT = (
    "no",
    "none",
    "nobody",
    "all",
    "every",
    "everybody",
    "never",
    "everyone",
    "any",
    "each",
    "both",
    "once",
    "twice",
    "one",
)
"""Words that are quantities in a line and turns of phrase in an answer."""


@dataclass(frozen=True)
class ValuesSaid:
    """The figures of an answer by their part, and where they stand."""

    baseline: str | None = None
    target: str | None = None
    either: tuple[str, ...] = ()
    spans: tuple[Stretch, ...] = ()
    by_words: bool = False
    """The answer itself says which is which; what was asked was not needed to tell."""


def dated(text: str, asked: bool) -> tuple[str | None, list[Stretch]]:
    """The date by which something is due, without the word that leads to it, and where it stands.

    Where a date was asked for, any date is meant ("31 March"); elsewhere only one that the words make a deadline.
    """
    for pattern in (_ISO, _FROM_NOW, _MARK):
        if match := pattern.search(text):
            return _bare(match.group()), [match.span()]
    every = [(d.start, d.end, d.is_deadline) for d in dates(text)]
    found = [d for d in every if asked or d[2]]
    if not found and (certain := [d for d in every if _CERTAIN.search(text[d[0] : d[1]])]):
        # "15 May" is a date whatever was asked; beside a figure it says when that was measured.
        spans = [d[:2] for d in certain]
        start, end = spans[0]
        alone = not quantities(text, spans)
        return (_bare(text[start:end]) if alone else None), spans
    if asked:
        lead = "by "
        found += [(max(0, d.start - len(lead)), d.end - len(lead), True) for d in dates(lead + text) if d.is_deadline]
    if found:
        spans = [d[:2] for d in found]
        if not asked and text[found[0][0] :].lower().startswith("on ") and quantities(text, spans):
            return None, spans  # "22 % on 15 May" says when it was measured
        start, end, _ = max(found, key=lambda d: (d[1] - d[0], d[2]))
        return _bare(text[start:end]), [(start, end)]
    return None, []


def valued(text: str, taken: list[Stretch], asked: Role | None) -> ValuesSaid:
    """The start and the goal among the figures of `text`; one figure alone is what its words say, else what was asked for."""
    found = [q for q in quantities(text, taken) if q.amount is not None and q.number.lower() not in _NO_AMOUNT]
    found = [q for q in found if not any(start < q.end and q.start < end for start, end in taken)]
    found = _with_rates(text, found)
    # "alert(1)" is no answer.
    found = [q for q in found if not re.search(r"\w[(\[{<]$", text[: q.start])]
    if not found:
        return ValuesSaid()
    spans = tuple((q.start, q.end) for q in found)
    if len(found) == 1:
        role, by_words = _role_alone(text, found[0], asked)
        if role is None:
            return ValuesSaid()
        one = _words(text, found[0])
        return ValuesSaid(
            baseline=one if role == "baseline" else None, target=one if role == "target" else None,
            spans=spans, by_words=by_words,
        )  # fmt: skip
    return _several(text, found, spans, asked)


def _with_rates(text: str, found: list[Quantity]) -> list[Quantity]:
    """The quantities, with "4 per 1,000" as the one rate that it is."""
    rates: list[Quantity] = []
    for quantity in found:
        last = rates[-1] if rates else None
        if last is not None and quantity.kind == "count" and _PER.match(text[last.end : quantity.start]):
            share = last.amount / quantity.amount * 100 if last.amount is not None and quantity.amount else None
            rates[-1] = replace(last, end=quantity.end, amount=share, kind="ratio", unit=None)
        else:
            rates.append(quantity)
    return rates


def _several(text: str, found: list[Quantity], spans: tuple[Stretch, ...], asked: Role | None) -> ValuesSaid:
    first, second = found[0], found[1]
    between = text[first.end : second.start]
    led_by_from = re.search(r"\bfrom\s+(?:\w+\s+)?$", text[: first.start], re.IGNORECASE)
    if len(found) == 2 and _RANGE.match(between) and not led_by_from and "->" not in between:
        return ValuesSaid(either=_alike(text, first, second), spans=spans)
    said = values(text, found)
    if said.baseline is not None and said.target is not None and said.baseline is not said.target:
        return ValuesSaid(_words(text, said.baseline), _words(text, said.target), spans=spans, by_words=True)
    role, by_words = _role_alone(text, first, asked)
    if role is None or len(found) > 2:
        return ValuesSaid()
    return ValuesSaid(either=(_words(text, first), _words(text, second)), spans=spans, by_words=by_words)


def _role_alone(text: str, quantity: Quantity, asked: Role | None) -> tuple[Role | None, bool]:
    """Which part a lone figure plays, and whether its own words say so."""
    goal, start = phrases().target.search(text), phrases().baseline.search(text)
    if goal and not start:
        return "target", True
    if start and not goal:
        return "baseline", True
    said = values(text, [quantity])
    if said.baseline is not None:
        return "baseline", True
    return asked, False


def _alike(text: str, first: Quantity, second: Quantity) -> tuple[str, str]:
    """Both ends of a range, the first with the unit that stands only behind the second: "2-3 days"."""
    one, two = _words(text, first), _words(text, second)
    if first.kind == "count" and second.kind != "count" and two.startswith(second.number):
        one += two[len(second.number) :]
    return one, two


def _words(text: str, quantity: Quantity) -> str:
    return text[quantity.start : quantity.end].strip()


def _bare(date: str) -> str:
    date = _LEADS.sub("", " ".join(date.split()).strip(" ,.;:()[]"))
    return re.sub(r"^the (?=end\b)", "", date, flags=re.IGNORECASE)
