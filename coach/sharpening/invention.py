"""Whether a model's words hold a figure, date, name or unit that nobody gave it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Literal

from coach.criteria import catalogue
from coach.critique import BLANK
from coach.reading.dates import dates
from coach.reading.grammar import CHANGE_VERBS, WORK_VERBS
from coach.reading.quantities import Quantity, quantities

Invented = Literal["figure", "date", "unit", "name"]

_LABEL = re.compile(r"\[[^\W\d_][^\W\d_'’ /-]*(?:[ /'’-][^\W\d_'’ /-]+)*\]")
_LONGEST_LABEL = 60
_WORD = re.compile(r"[^\W\d_](?:[\w'’&.-]*\w)?")
_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
_TO = re.compile(r"\s*(?:to|auf|->|=>|→|➔|➜|–|—|-)\s*(?:at least |at most |under |over |about )?", re.IGNORECASE)
_TOKEN = re.compile(r"\w+")
_SIGNS = frozenset("%‰$€£¥₹₩₦°")
_PER = re.compile(
    r"\b(?:per|an?|each|every)[ -]+(second|minute|hour|shift|day|night|week|fortnight|month|quarter|term|year)s?\b",
    re.IGNORECASE,
)
_RATES = re.compile(r"\b(daily|nightly|weekly|fortnightly|monthly|quarterly|yearly|annually|annual)\b", re.IGNORECASE)
_OF_TIME = re.compile(
    r"\b(today|tomorrow|tonight|yesterday|monday|tuesday|wednesday|thursday|friday|saturday|sunday|spring|summer|autumn|winter|christmas|easter"
    r"|(?:this|next|last) (?:week|month|quarter|half|term|season|year|cycle))\b",
    re.IGNORECASE,
)
_IN_DATES = frozenset(
    "by the of at in on end start beginning middle close until till before from to and between no later than due a latest".split()
)
_STARTS = re.compile(r"(?:^|[.:;?!]\s+)[\"'“‘(]*$")


@dataclass(frozen=True)
class Given:
    """What a line may be rewritten with."""

    figures: str
    """Text whose figures, dates and units may be used."""
    names: str
    """Text whose names may be used."""


def invention_in(text: str, given: Given) -> Invented | None:
    """What kind of thing `text` holds that was not given; None where it invents nothing. Blanks are no inventions."""
    if any(not _is_label(match.group()) for match in BLANK.finditer(text)):
        return "figure"
    bare = _evened(BLANK.sub(" ", text))
    if _invents_figure(bare, _evened(given.figures)):
        return "figure"
    tokens = {token.lower() for token in _TOKEN.findall(given.figures)}
    if _invents_date(bare, tokens):
        return "date"
    if _invents_unit(text, given, tokens):
        return "unit"
    return "name" if _invents_name(bare, given.names) else None


def has_stray_brackets(text: str) -> bool:
    """Whether brackets stand in `text` which are no blank such as ``[baseline]``."""
    return bool(re.search(r"[\[\]]", BLANK.sub(" ", text)))


def _is_label(blank: str) -> bool:
    return len(blank) <= _LONGEST_LABEL and _LABEL.fullmatch(blank) is not None and not _of_figures(blank[1:-1])


def _of_figures(label: str) -> bool:
    """Whether a blank's label smuggles in what it should leave open: "[twenty percent]", "[end of March]"."""
    return any(q.amount is not None for q in quantities(label)) or bool(dates(label)) and label.lower() != "date"


def _evened(text: str) -> str:
    """The text with one kind of space, none before a sign, so that "22 %" is "22%"."""
    return re.sub(r"(?<=\d) (?=[%‰€£$°])", "", " ".join(text.replace("\u00a0", " ").replace("\u202f", " ").split()))


def _invents_figure(bare: str, given: str) -> bool:
    """Whether there is a digit run, or a quantity, that was not given: the same amount of the same kind, or the same words.

    In "from 90 to 45 minutes" the unit stands once and holds for both.
    """
    if not set(_DIGITS.findall(bare)) <= set(_DIGITS.findall(given)):
        return True
    held = _amounts_in(given)
    return any(
        quantity.amount is not None
        and (quantity.amount, quantity.kind, quantity.unit) not in held
        and bare[quantity.start : quantity.end].lower() not in given.lower()
        for quantity in _quantities_of(bare)
    )


def _amounts_in(text: str) -> set[tuple[float | None, str, str | None]]:
    found = _quantities_of(text)
    held: set[tuple[float | None, str, str | None]] = {(each.amount, each.kind, each.unit) for each in found}
    for first, second in pairwise(found):
        if first.kind == "count" and first.unit is None and _TO.fullmatch(text[first.end : second.start]):
            held.add((first.amount, second.kind, second.unit))
    return held


def _quantities_of(text: str) -> list[Quantity]:
    """The quantities of a text, without those that its dates hold."""
    return list(quantities(text, [(date.start, date.end) for date in dates(text)]))


def _invents_date(bare: str, tokens: set[str]) -> bool:
    for date in dates(bare):
        said = [token.lower() for token in _TOKEN.findall(bare[date.start : date.end])]
        if any(token not in tokens and token not in _IN_DATES for token in said):
            return True
    return any(
        token not in tokens for match in _OF_TIME.finditer(bare) for token in _TOKEN.findall(match.group().lower())
    )


def _invents_unit(text: str, given: Given, tokens: set[str]) -> bool:
    if (_SIGNS & set(text)) - set(given.figures):
        return True
    for pattern in (_PER, _RATES):
        if any(not _has_word(match.group(1).lower(), tokens) for match in pattern.finditer(text)):
            return True
    # A unit behind a blank ("[target] days") is read as one behind a figure.
    for quantity in quantities(BLANK.sub("7", text)):
        if quantity.unit is None or quantity.kind in ("ratio", "share", "multiple", "rank"):
            continue
        said = re.findall(r"[^\W\d_]+", BLANK.sub("7", text)[quantity.start : quantity.end].lower())
        if any(not _has_word(word, tokens) for word in said):
            return True
    return False


def _has_word(word: str, tokens: set[str]) -> bool:
    stem = word.rstrip("s")
    return any(form in tokens for form in (word, stem, f"{stem}s")) or any(
        token.endswith(word) and token[: -len(word)].isdigit() for token in tokens
    )


def _invents_name(bare: str, names: str) -> bool:
    held = {_plain(word) for word in _WORD.findall(names)}
    for match in _WORD.finditer(bare):
        word = match.group()
        if word == word.lower() or _plain(word) in held:
            continue
        begins = _STARTS.search(bare[: match.start()]) is not None
        if not (begins and word[1:] == word[1:].lower() and word.lower() in _common_words()):
            return True
    return False


def _plain(word: str) -> str:
    return re.sub(r"['’]s?$", "", word.casefold())


@cache
def _common_words() -> frozenset[str]:
    """Words that are no names: those that the criteria pages write small, and the verbs of the grammar."""
    text = " ".join(text for criterion in catalogue().values() for text in criterion.sections.values())
    return frozenset({word for word in _WORD.findall(text) if word == word.lower()} | WORK_VERBS | CHANGE_VERBS)
