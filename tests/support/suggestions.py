"""Two judges of suggestions, written apart from the coach: what was invented, and what a user would fill in."""

from __future__ import annotations

import re
from functools import cache

from coach.critique import Finding
from coach.okr import Draft
from coach.paths import shipped
from coach.reading.result import Reading

_NUMBER = re.compile(r"\d[\d.,:'’/-]*\d|\d")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_COUNTS = (
    "two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty hundred thousand million billion half halve double "
    "triple twice third quarter quarterly dozen zero percent"
)
_DATES = (
    "january february march april june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec monday "
    "tuesday wednesday thursday friday saturday sunday spring summer autumn fall winter christmas easter eoy eoq tomorrow tonight"
)
_UNITS = (
    "ms sec second seconds min minute minutes hour hours hrs day days week weeks weekly month months monthly year years yearly annual daily kg "
    "tonne tonnes litre litres km metre metres kwh points eur euro euros usd dollar dollars gbp pounds chf people pages"
)
_FACTS = frozenset(f"{_COUNTS} {_DATES} {_UNITS}".split())
"""Words that state a fact about a number, a date or a unit: never the coach's to add."""
_SYMBOLS = "%‰€$£¥₹°"

_GENERIC = frozenset(
    "the and for from with that this into our all new more better first set run get make made lift cut move raise baseline target date metric today "
    "share number who what because notice measured beside launch introduce create build write plan develop improve increase reduce every each are has "
    "have not than their them they after before use used".split()
)
"""Words that say nothing about what a line is about."""


def invented(text: str, given: str) -> list[str]:
    """What stands in a suggestion and not in what was given: numbers, dates, names, units. Blanks hold no fact at all."""
    blanks, rest = re.findall(r"\[[^\[\]]*\]", text), re.sub(r"\[[^\[\]]*\]", " ", text)
    found = [number for number in _NUMBER.findall(rest) if number not in _NUMBER.findall(given)]
    found += [number for label in blanks for number in _NUMBER.findall(label) if number not in _NUMBER.findall(given)]
    found += [symbol for symbol in _SYMBOLS if symbol in "".join(blanks) and symbol not in given]
    found += [symbol for symbol in _SYMBOLS if symbol in rest and symbol not in given]
    known = {word.lower() for word in _WORD.findall(given)}
    for match in _WORD.finditer(rest):
        word = match.group()
        if word.lower() in known:
            continue
        before = rest[: match.start()].rstrip()
        opens = not before or before[-1] in ".:"
        is_name = word[0].isupper() and not (opens and word.lower() in _ordinary_words())
        if is_name or word.lower() in _FACTS:
            found.append(word)
    return found


@cache
def _ordinary_words() -> frozenset[str]:
    """Words that the shipped guidance writes without a capital: no names."""
    texts = [path.read_text(encoding="utf-8") for path in (shipped("knowledge") / "guidance").glob("*.md")]
    return frozenset(word for text in texts for word in _WORD.findall(text) if word.islower())


def stems(text: str) -> frozenset[str]:
    """The content words of a text, by their first five letters."""
    return frozenset(word.lower()[:5] for word in _WORD.findall(text) if len(word) > 2 and word.lower() not in _GENERIC)


_FILLINGS = (
    {"who": "night-shift nurses", "what": "their questions get an answer the same day", "they": "can hand over in peace", "doing": "handing over a shift", "do": "hand over in peace", "metric": "the share of people who come back"},
    {"who": "small shop owners", "what": "nobody has to ask a second time", "they": "can plan the week ahead", "doing": "planning the week", "do": "plan the week ahead", "metric": "orders per customer"},
    {"who": "first-year students", "what": "the first weeks feel less lonely", "they": "find their way without help", "doing": "finding a study group", "do": "find their way without help", "metric": "the rating that users give"},
)  # fmt: skip
"""What three users would say. The labels of the blanks are asked by their words: who, what, they ..., something they do."""
_DATES_GIVEN = ("30 June 2027", "31 March 2027", "15 December 2027")
_FALLS = re.compile(r"\b(?:cut|reduce|lower|fewer|less|decrease|down|complaints)\b", re.IGNORECASE)
_RELATIVE = re.compile(
    r"\b(?:by (?:\d|an? |half|one)|lower|higher|more|fewer|less|double|halved?|third|twice|down \d+ ?%|up \d+ ?%)\b",
    re.IGNORECASE,
)


def filled(text: str, reading: Reading | None, choice: int) -> str:
    """The suggestion with every blank filled as a sensible user would: the values go the way the words say."""

    def value(match: re.Match[str]) -> str:
        label = match.group()[1:-1]
        words = label.split()
        if label == "baseline":
            return _baseline(text, reading)
        if label == "target":
            return _target(text, reading)
        if label in ("date", "deadline"):
            return _DATES_GIVEN[choice]
        kind = (
            "doing"
            if label.startswith("something they")
            else "who"
            if words[0] in ("who", "whom", "whose")
            else words[0]
        )
        said = _FILLINGS[choice].get("metric" if label.startswith("the number that should change") else kind, label)
        return said[0].upper() + said[1:] if match.start() == 0 else said

    return re.sub(r"\[[^\[\]]*\]", value, text.removeprefix("Beside it: "))


def _baseline(text: str, reading: Reading | None) -> str:
    """A start for the target that stands in the text, away from it in the right direction; 40 where there is none."""
    target = reading.target if reading else None
    if "[target]" in text or target is None or target.amount is None or _RELATIVE.search(text):
        return "40"
    assert reading is not None
    start = 7 if target.amount == 0 else target.amount * (1.4 if reading.direction == "down" else 0.7)
    return _shown(start, target.unit)


def _target(text: str, reading: Reading | None) -> str:
    """A value some way off from the start, whether that stands in the text or was filled in."""
    baseline = reading.baseline if reading else None
    start: float = 40
    unit = None
    if "[baseline]" not in text and baseline is not None and baseline.amount is not None:
        start, unit = baseline.amount, baseline.unit
    return _shown(start * (0.7 if _FALLS.search(text) else 1.3), unit)


def _shown(amount: float, unit: str | None) -> str:
    number = str(round(amount)) if amount >= 100 else f"{round(amount, 1):g}"
    return number + ("%" if unit == "%" else "")


def line_of(finding: Finding, draft: Draft) -> str:
    """The text of the line that a finding is about; empty for a finding on the set."""
    if finding.where.objective is None:
        return ""
    objective = draft.objectives[finding.where.objective]
    return objective.text if finding.where.key_result is None else objective.key_results[finding.where.key_result].text
