"""Dates and periods as people write them in brackets, columns and headings: recognised, never interpreted."""

from __future__ import annotations

import re

from coach.intake.calendar_days import names_impossible_day

_MONTHS = (
    "january february march april may june july august september october november december jan feb mar apr jun jul aug sep sept "
    "oct nov dec januar februar märz maerz mär mai juni juli oktober dezember okt dez janvier février fevrier mars avril juin "
    "juillet août aout septembre octobre novembre décembre decembre enero febrero marzo abril mayo junio julio agosto septiembre "
    "octubre noviembre diciembre gennaio aprile maggio giugno luglio settembre ottobre dicembre janeiro fevereiro março maio junho "
    "julho setembro outubro novembro dezembro januari februari maart juni augustus"
)
MONTHS = frozenset(_MONTHS.split())
_SMALL = frozenset(
    """by until till before after end of the mid early late start beginning no later than latest due on in this next year month
    quarter summer winter spring autumn fall week cycle half first second third fourth at deadline from to
    bis ende anfang mitte zum am spätestens des der im vor nach quartals quartal jahres jahresende sommer
    fin d'ici le la au avant début mi milieu fin du de l'année trimestre et and und through - – — / st nd rd th h2 h1
    monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri""".split()
)
_ANCHOR = re.compile(
    r"(?:[qth][1-4]|[1-4]q|fy)?[-/ '’]{0,2}(?:19|20)\d\d(?:[-/ ]?[qh][1-4])?|[qh][1-4](?:[-/ ]?(?:fy)?['’]?\d\d)?|fy['’]?\d\d|eo[qym]|eoy['’]?\d*|eofy"
    r"|\d{1,2}[./-]\d{1,2}\.?(?:[./-]?(?:19|20)?\d\d)?|(?:19|20)\d\d-\d\d(?:-\d\d)?|cw ?\d{1,2}|kw ?\d{1,2}|w\d{1,2}"
    r"|year-end|yearend|jahresende|quartalsende|monatsende|t[1-4]"
)
_SOLID = re.compile(r"\d{1,2}\.?|\d{1,2}(?:st|nd|rd|th|er|\.)|['’]\d\d")
_NUMERIC = re.compile(r"\d{1,2}\.\d{1,2}")
_PERIOD_UNIT = (
    r"(?:q[1-4]|h[12]|t[1-4]|s[12])(?:\s*[/&+–-]\s*(?:q[1-4]|h[12]))?(?:[ \-/,]*(?:fy)?\s*['’]?(?:20)?\d\d)?"
    r"|(?:fy)?['’]?(?:20)?\d\d[ \-/]*(?:q[1-4]|h[12]|t[1-4])|fy\s*['’]?(?:20)?\d\d(?:[/-]\d\d)?|20\d\d(?:[/-](?:20)?\d\d)?"
    r"|[1-4]\.?\s*quartal(?:\s*20\d\d)?|(?:1er|[1-4]e|[1-4]ème)\s*trimestre(?:\s*20\d\d)?|(?:first|second|third|fourth|1st|2nd|3rd|4th) quarter"
    r"(?:,?\s*(?:of\s*)?(?:20)\d\d)?|(?:first|second|1st|2nd) half(?:,?\s*(?:of\s*)?20\d\d)|[12]\.?\s*halbjahr(?:\s*20\d\d)?"
    r"|(?:spring|summer|autumn|fall|winter|michaelmas|lent|trinity|hilary) (?:term|semester)(?:,?\s*(?:20\d\d(?:/\d\d)?|\(20\d\d(?:/\d\d)?\)))?"
    r"|(?:school|academic|financial|fiscal) year\s*20\d\d(?:[/-](?:20)?\d\d)?"
    r"|(?:erstes|zweites) halbjahr\s*20\d\d|(?:1er|2e|2ème) semestre\s*20\d\d|quarter [1-4](?:,?\s*20\d\d)?|[1-4]q\s*['’]?(?:20)?\d\d"
)
_MONTH_ALT = "|".join(sorted(MONTHS, key=len, reverse=True))
_MONTH_SPAN = rf"(?:{_MONTH_ALT})\.?(?:\s*20\d\d)?\s*(?:-|–|—|to|bis|until|à|through)\s*(?:{_MONTH_ALT})\.?(?:,?\s*20\d\d)?|(?:{_MONTH_ALT})\.?\s+20\d\d"
PERIOD = re.compile(rf"(?<![\w.,$€£%-])(?:{_PERIOD_UNIT}|{_MONTH_SPAN})(?![\w%])(?![.,]\d)", re.IGNORECASE)
_WORD = re.compile(r"[^\s,()]+")


def is_date(text: str) -> bool:
    """Whether `text` is a date or deadline and nothing else: ``30 June``, ``by Q3 2027``, ``bis Ende März``.

    A day that no calendar has (``31.02.2027``) is none.
    """
    words = _WORD.findall(text.lower())
    if not words or len(words) > 8 or names_impossible_day(text):
        return False
    anchored = False
    for word in words:
        bare = word.rstrip(".:")
        if bare in MONTHS or _ANCHOR.fullmatch(bare) or _ANCHOR.fullmatch(word):
            anchored = anchored or not _NUMERIC.fullmatch(word) or len(words) > 1
        elif not (bare in _SMALL or word in _SMALL or _SOLID.fullmatch(word)):
            return bool(PERIOD.fullmatch(text.strip()))
    return anchored or bool(PERIOD.fullmatch(text.strip()))


def is_period(text: str) -> bool:
    """Whether `text` names a planning period and nothing else: ``Q1 2027``, ``FY27``, ``Januar bis März 2027``."""
    return bool(PERIOD.fullmatch(text.strip(" .:()[]–-")))


def split_period(text: str) -> tuple[str, str | None]:
    """`text` without the first planning period in it, and that period."""
    match = PERIOD.search(text)
    if not match:
        return text, None
    return text[: match.start()] + " " + text[match.end() :], match.group().strip()
