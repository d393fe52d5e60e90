"""Finds dates in a line and says which of them is the deadline.

A date is a deadline where the line says that the result is due by it. Not deadlines, by the labelling guide: the
period of a rate ("per week"), a service time ("within 1 business day"), a reference period ("compared to Q4") and a
quarter in an artefact's name ("the Q3 roadmap"), and a day that no calendar has ("31.02.2027").
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from coach.intake.calendar_days import names_impossible_day


@dataclass(frozen=True)
class Dated:
    """A date in a text, with the preposition that governs it. Offsets are in characters, end exclusive."""

    start: int
    end: int
    is_deadline: bool


_MONTH = (
    r"(?:jan(?:uary|uar|vier)?|feb(?:ruary|ruar)?|février|mar(?:ch|s)?|märz|apr(?:il)?|avril|may|mai|june?|juni|juin|july?|juli|juillet|"
    r"aug(?:ust)?|août|sept?(?:ember|embre)?|oct(?:ober|obre)?|okt(?:ober)?|nov(?:ember|embre)?|dec(?:ember)?|dez(?:ember)?|décembre)\.?"
)
_YEAR = r"(?:(?:19|20)\d{2})"
_DAY = r"\d{1,2}(?:st|nd|rd|th|er|\.)?"
_QUARTER = (
    rf"(?:(?:Q[1-4]|H[12]|T[1-3]|KW ?\d{{1,2}}|(?<!per )(?<!a )week (?:[1-4]?\d|5[0-3])(?!\d| ?(?:%|→|->)))(?:[ /-]*(?:FY ?)?'?(?:{_YEAR}|\d{{2}}(?!\d|[ ]?%)))?"
    rf"|FY ?'?\d{{2,4}}(?:[/-]\d{{2,4}})?(?: ?[QH][1-4])?|{_YEAR}[ /-]?(?:Q[1-4]|H[12]))"
)
_SEASON = (
    r"(?:spring|summer|autumn|fall|winter|Christmas|Xmas|Easter|Ramadan|Eid|Diwali|Thanksgiving|Black Friday|new year(?:'s)?(?: eve)?|half[- ]term|"
    r"year[- ]end|quarter[- ]end|month[- ]end|cycle[- ]end|EO[YQMW]|EOFY|Jahresende|Quartalsende|Monatsende)"
)
_CALENDAR = (
    rf"(?:{_DAY} (?:of )?{_MONTH}(?:,? {_YEAR})?|{_MONTH} {_DAY}(?:,? {_YEAR})?(?![\d%])|{_MONTH},? ?(?:{_YEAR}|'\d\d)|{_YEAR}-\d\d-\d\d|{_YEAR}-\d\d(?!\d)|"
    rf"\d{{1,2}}[./]\d{{1,2}}[./](?:{_YEAR}|\d\d)\b|\d{{1,2}}\.\d{{1,2}}\.(?!\d))"
)
_BARE = rf"(?:{_CALENDAR}|{_QUARTER}|{_YEAR}(?:/\d\d)?)"
_EVENT = (
    r"(?:launch|go[- ]?live|release|opening|roll[- ]?out|start|kick[- ]?off|signing|migration|deployment|cut[- ]?over|introduction|implementation|publication|"
    r"the (?:start|launch|opening|release|change|switch|move)|code freeze|handover)"
)
_SPAN = r"(?:the )?(?:next |first |coming |following )?(?:\d+|a|one|two|three|four|five|six|nine|twelve|eighteen|ninety|thirty|sixty)[ -]?(?:calendar |working |business )?(?:days?|weeks?|months?|quarters?|years?)"
_NUMBER_WORD = r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|half|an? (?:half|third|quarter|fifth)|all|every|nobody|no)"
"""What begins a value and so ends a date before it ("by the end of June one in five parcels")."""
_CYCLE = r"(?:cycle|quarter|half(?:[- ]year)?|year|month|term|semester|season|trimester|period|fiscal year|financial year|school year|academic year|sprint|pilot|project|decade|summer term|autumn term|spring term)"

_HOLIDAY = (
    r"(?:[A-Z][\w'’]*(?: [A-Z][\w'’]*){0,3} (?:[Dd]ay|[Ww]eek|[Ww]eekend|[Nn]ight|Eve|Fair|Festival|Games|Congress|Conference|Expo|Summit|Cup|Championships?|Show)"
    r"|Advent|Whitsun|Michaelmas|Pentecost|Lent|Hanukkah|Midsummer|Mardi Gras|Carnival|Halloween|Easter|Christmas|Xmas|Ramadan|Eid|Diwali|Thanksgiving|purdah)"
)
_NATURE = r"(?:first frost|frost|lambing|harvest|haymaking|planting(?: time)?|threshing|calving|sowing|spring tides?|peak season|monsoon|snow|back[- ]to[- ]school)"
_BY = (
    r"(?:by|before|until|till|no later than|not later than|ahead of|in advance of|prior to|in time for|due(?: by| on)?|latest(?: by)?|"
    r"bis(?: zum| Ende)?|d['’]ici(?: à| au| la| le| fin)?|avant(?: le| la)?)"
)
_THE = r"(?:the |our |this |next |its |their )?"
_RANGE_END = rf"(?:(?:the )?(?:start|beginning|middle|end) of )?(?:{_CALENDAR}|{_QUARTER}|{_MONTH}|(?:spring|summer|autumn|winter|Easter|Christmas))(?:,? {_YEAR})?(?!\w)"
_RANGE = (
    rf"(?:\bbetween {_RANGE_END} and {_RANGE_END}|\bfrom {_RANGE_END} (?:to|until|till|through) {_RANGE_END}"
    rf"|(?:[(\[] ?|\b)(?:{_MONTH}|{_QUARTER})(?: {_YEAR})? ?(?:[-–—]|to|until|through) ?(?:{_MONTH}|{_QUARTER})(?:,? {_YEAR})?(?!\w))"
)
_DEADLINE = re.compile(
    "|".join(
        [
            # between November and March, from April to June, Nov-Mar: due at the end
            _RANGE,
            # by the end of whatever it is; at the end of the cycle
            rf"\b{_BY} (?:the |our )?(?:very )?(?:end|close|start|beginning|middle|turn)(?:[- ]of|-) ?{_THE}(?:(?:current |said |first |second |third |last )?(?:{_MONTH}(?:,? {_YEAR})?|{_QUARTER}|{_YEAR}(?:/\d\d)?|"
            rf"(?:(?:spring|summer|autumn|winter|school|academic|financial|fiscal|calendar) )?{_CYCLE}(?: (?:{_NUMBER_WORD}|\d{{1,2}})(?=\s*(?:$|[,.;)])))?|{_SEASON})(?: {_YEAR})?)\b(?= (?:{_NUMBER_WORD}|\d)|[,.;:)]|$)",
            rf"\b{_BY} (?:the |our )?(?:very )?(?:end|close|start|beginning|middle|turn|Ende|fin)(?:[- ]of|-| de| du| des) ?[\w'’&-]+(?: (?!{_NUMBER_WORD}\b|\d{{1,3}}\b)[\w'’&-]+){{0,4}}",
            rf"\b(?:at|on|in|come|towards|zum|(?:en )?fin)? ?(?:the )?(?:very )?(?:end|close|Ende|fin)(?: of|-| de| du| des)? ?{_THE}(?:current |said )?(?:{_BARE}|{_CYCLE}|{_SEASON}|{_MONTH}|{_NATURE}|project|programme|summer|season)\b(?! budget)",
            # by 30 June, before the summer break, until Whitsun, by lambing, by half year, by the 3rd sprint
            rf"\b{_BY} {_THE}(?:[Ee]nd[- ](?:of )?|[Ll]ate |[Ee]arly |[Mm]id[- ]?)?"
            rf"(?:{_BARE}|\d{{1,2}}/\d{{1,2}}\b|{_MONTH}|{_SEASON}(?: break| holidays?| season| term| rush| peak| sale)?|{_HOLIDAY}|{_NATURE}|mid[- ]?(?:year|quarter|term)|"
            rf"{_CYCLE}[- ]?end|(?:FY|fiscal|financial)[- ](?:year[- ])?end|half[- ]year|{_EVENT}|Monday|Tuesday|Wednesday|Thursday|Friday|tomorrow|\d(?:st|nd|rd|th) [a-z]+|"
            rf"(?:annual|next|spring|summer|autumn|winter|board|general|first|second|third|fourth|final|last) [a-z]+(?: meeting| break| conference| assembly| season| holidays?| term)?|(?!half(?:\W|$)){_CYCLE}(?= is|$|[,.;)]))\b",
            rf"\b{_BY} (?:the |our |its |their )(?:[\w'’-]+ ){{0,3}}(?:break|holidays?|season|audit|election|launch|opening|code freeze|go[- ]?live|release|conference|AGM|peak|exams?|"
            r"inspection|deadline|budget round|winter|summer|meeting|congress|congestion|sale|reopening|visit|renewal|move|hearing)\b(?: date| starts| ends| begins| closes| opens)?",
            # before the year is out, before the lease ends, when the year closes, before the clocks change
            rf"\b(?:{_BY}|when|once) (?:the |our |its |this )?(?:[\w'’-]+ ){{0,3}}(?:is out|ends?|closes?|is over|starts?|begins?|opens|change|expires?|runs out|comes to an end)\b",
            # within 60 days of launch, in the first month after release
            rf"\bwithin {_SPAN} (?:of|after|from|following) (?:the |our |its |their |public |first |full )?(?:[a-z]+ )?{_EVENT}\b",
            rf"\b(?:in|during|within) (?:the |its |their )?first (?:\d+ |two |three |six )?(?:days?|weeks?|months?|quarters?|year) (?:of|after|following|from|post) (?:the |our |its |public |full )?(?:[a-z]+ )?{_EVENT}\b",
            rf"\b{_SPAN} (?:after|post|from) (?:the |our |its )?{_EVENT}\b",
            r"\b(?:in|over|during|within|for|through) the (?:next|coming|following) (?:\d+ |two |three |four |five |six |nine |twelve |eighteen )?(?:days?|weeks?|months?|quarters?|years?)\b",
            rf"\bwithin (?:the |this |one )?(?:{_CYCLE}|(?:three|six|nine|twelve|3|6|9|12|18) months|\d+ years?)\b(?! of (?:discharge|referral|purchase|registration|joining|admission|birth|order|signing up))",
            # from September on; on 13 November; dual running ends 30/11
            rf"\bfrom (?:the )?(?:{_BARE}|{_MONTH}|(?:spring|summer|autumn|winter|next) [a-z]+) on(?:wards?)?\b",
            rf"\b(?:on|ends?|starts?|live|latest|open|opens) (?:the )?(?:{_CALENDAR}|\d{{1,2}}/\d{{1,2}}(?![/\d]))",
            rf"\bfrom {_DAY} {_MONTH}\b(?! (?:to|until|bis)\b)",
            # in March, during Q3, this quarter, over the summer, in the second half
            rf"\b(?:in|during|throughout|over|within|this|next|in the course of|latest|of) (?:the )?(?:{_QUARTER}|{_CALENDAR}|{_YEAR})(?! ?%)\b(?!-)",
            rf"\b(?:in|during|throughout|over|this|next|in the course of|latest) (?:the )?(?:late |early |mid[- ])?{_MONTH}(?! ?%)\b(?!-)",
            rf"\b(?:this|next|in the current|during the|over the|in the(?: (?:second|first|third|fourth|last))?|in this|in the coming) (?:current |coming |next |whole |entire |school |fiscal |financial )?{_CYCLE}\b(?! (?:before|of|after))",
            r"\b(?:this|next|over the) (?:coming )?(?:spring|summer|autumn|winter|season|Christmas|Easter)\b(?: holidays?| break| term)?|\bin (?:the )?(?:spring|summer|autumn|winter)\b|\bover (?:the )?(?:[A-Z]\w+ )(?:weekend|break|holidays?)\b",
            r"\b(?:on |for )?(?:[QH][1-4]) (?:renewals?|launch|sales|bookings|revenue|intake|close|cohort|targets?|commitments?)\b",
            rf"\bat the (?:[A-Z][a-z]+|{_YEAR}) (?:meeting|assembly|conference|board|reporting date|AGM)\b",
            # a date in brackets, behind a dash or comma, in front, or at the very end
            rf"[(\[–—-] ?(?:by |due:? ?|until |for |in |target:? |deadline:? )?(?:{_CALENDAR}|{_QUARTER}|{_SEASON}|{_MONTH})[)\]]?(?=$|[ .,;)\]])",
            rf"[,;:] ?(?:due:? ?|deadline:? ?)?(?:{_CALENDAR}|{_QUARTER}|{_SEASON}|{_MONTH})(?=$|[.,;)\]])",
            rf"^(?:{_CALENDAR}|{_QUARTER})(?=[ :,–—-])",
            rf"(?<= )(?:{_CALENDAR}|{_QUARTER}|{_SEASON})\.?$",
            r"\b(?:by|before) then\b|\bby (?:the )?deadline\b|\b(?:by|before|at|until) (?:EO[YQM]|year[- ]end)\b",
        ]
    ),
    re.IGNORECASE,
)
_PREPARED_FOR = re.compile(
    r"\b(?:roadmap|plans?|budgets?|goals?|OKRs?|strategy|calendar|allocation|programme|program|forecast|targets?|survey|planned|set|reforecasting|through) (?:for |of |in )?$",
    re.IGNORECASE,
)
_ANY = re.compile(rf"\b(?:{_CALENDAR}|{_QUARTER})(?!\w)|\b{_YEAR}(?:/\d\d)?\b", re.IGNORECASE)
_YEAR_AS_COUNT = re.compile(
    r"^ (?!and\b|or\b|to\b|in\b|by\b|for\b|with\b|on\b|at\b|of\b|as\b|is\b|was\b|are\b|level|levels|baseline|average|figure|figures|plan|budget|season|cohort|survey|report|"
    r"results?|strategy|roadmap|census|edition|standard|target|targets|benchmark|intake|election|audit|programme|program|campaign|conference|"
    r"compared|versus|vs|against|from|than|through|over|while|per|so|we|the|a|an|onwards?|via|without|across|among|total|value|rate|score)[a-z]",
    re.IGNORECASE,
)
_REFERENCE = re.compile(
    r"(?:\b(?:compared (?:to|with)|versus|vs\.?|against|since|in comparison (?:to|with)|relative to|baseline(?: of| in| from|:)?|was|were|gegenüber|up from|down from|from|scored|averaged|bought|stood at|missed by)"
    r" ?(?:in |at |the |our |its |same period |period |levels? |average |of |end of |we |that |it |[~£$€]?\d[\w.,]*%? ?(?:days?|hours?|weeks?|minutes?|percent|ms|min)? ?(?:in |at |for |during |at the end of |end of |\()?)*"
    r"|\b(?:than|(?<!at )last|previous|prior|past)(?: in| at| the| our)?) ?$",
    re.IGNORECASE,
)
_IS_RANGE = re.compile(_RANGE, re.IGNORECASE)
_VALUE_IN = re.compile(r"\d[\d.,]* ?(?:%|[a-z]{1,9})?(?: (?:a|per) [a-z]+)? $", re.IGNORECASE)
_TARGET_SAID = re.compile(
    r"\d|\b(?:no|none|zero|nobody|never|all|every|half|fewer|less|more|halve\w*|double\w*|reduc\w+|cut|lower)\b",
    re.IGNORECASE,
)
"""What can be a value to reach before a bracket that says what it was ("No fatal accidents (4 in 2026)")."""
_PAST_AFTER = re.compile(
    r"[,:]? (?:it|that|this|there|they|we) (?:was|were|had|stood|counted|saw|sold|made|reached|got|took|lost)\b|: ?[~£$€]?\d[^()]*\)",
    re.IGNORECASE,
)
"""What says after a date that a value was measured then ("in Q2 it was 81", "(2026: 14)")."""
_LATER_VALUE = re.compile(r"^[^.]*?\d")
_REFERRING = re.compile(
    r"(?:from (?!.* on(?:wards?)?$|\d{1,2}(?:st|nd|rd|th)? [a-z])|than\b)|over (?=20\d\d|[QH]\d|FY)|of ", re.IGNORECASE
)
_DUE_BY = re.compile(r"(?:by|before|until|till|end|no later|ahead|prior|due|bis|avant|in time)\b", re.IGNORECASE)
_ARTEFACT = re.compile(
    r"^(?:'s)?[ -](?:[a-z]+ )?(?:roadmap|plan|plans|report|reports|release|budget|review|strategy|survey|newsletter|forecast|planning|OKRs?|catalogue|catalog|audit|board|deck|"
    r"campaign|edition|issue|figures|levels?|baseline|average|numbers|results|cohort|accounts|statements|calendar|programme|program|collection|census|conference|version|standard|regulations?|agenda|season|curriculum|prospectus|brochure|syllabus|timetable|awards|ranking|wave)\b",
    re.IGNORECASE,
)

_REMEMBERED = 16_384
"""Lines whose dates are remembered; most have none."""
_NEAR = 400
"""Characters before and after a date within which words can be about it: more than any line has that people write. Without a bound the
dates of a long line would cost the square of its length."""


def dates(text: str) -> list[Dated]:
    """The dates of a line in reading order, each marked whether it is a deadline."""
    return list(dates_of(text))


@lru_cache(maxsize=_REMEMBERED)
def dates_of(text: str) -> tuple[Dated, ...]:
    """The dates of a line in reading order, each marked whether it is a deadline.

    A year is read as a date unless a counted noun follows it ("to 2000 members").
    """
    found: list[Dated] = []
    for match in _DEADLINE.finditer(text):
        start, end = _trimmed(text, match.start(), match.end())
        words = text[start:end]
        if _is_count(text, words, end):
            continue
        due = _DUE_BY.match(words) is not None
        refers = not due and (
            _REFERENCE.search(_before(text, start)) is not None
            or (_REFERRING.match(words) is not None and not _IS_RANGE.match(words))
            or _dates_a_value(text, start, end)
        )
        artefact = not due and (
            _ARTEFACT.match(_after(text, end)) is not None or _PREPARED_FOR.search(_before(text, start)) is not None
        )
        found.append(Dated(start, end, not refers and not artefact and not names_impossible_day(match.group())))
    # Both run through the line in order: what ends before this match begins lies before all that follow, too.
    covered, at = [(d.start, d.end) for d in found], 0
    for match in _ANY.finditer(text):
        while at < len(covered) and covered[at][1] <= match.start():
            at += 1
        if at < len(covered) and covered[at][0] < match.end():
            continue
        if _is_count(text, match.group(), match.end()):
            continue
        found.append(Dated(match.start(), match.end(), False))
    return tuple(sorted(found, key=lambda d: d.start))


def deadline(text: str) -> Dated | None:
    """The date by which the result is due, or None where the line gives none."""
    due = [d for d in dates(text) if d.is_deadline]
    return due[-1] if due else None


def _dates_a_value(text: str, start: int, end: int) -> bool:
    """Whether the date says when a value was measured: "19 % in spring, down to 8 %", "(12 in FY24)"."""
    if _PAST_AFTER.match(_after(text, end)):
        return True
    if not _VALUE_IN.search(_before(text, start)):
        opening = text.rfind("(", 0, start)
        return (
            opening >= 0 and ")" not in text[opening:start] and re.search(r"\d", text[opening + 1 : start]) is not None
        )
    opening = text.rfind("(", 0, start)
    if opening >= 0 and ")" not in text[opening:start] and _TARGET_SAID.search(text[:opening]):
        return True
    return _LATER_VALUE.match(_ANY.sub("", _after(text, end))) is not None


def undated(text: str) -> str:
    """The line without its deadlines, which say nothing of its kind; as it is where too little would be left."""
    for date in reversed(dates_of(text)):
        if date.is_deadline:
            left = f"{text[: date.start].rstrip(' ,(–-')} {text[date.end :].lstrip(' )')}".strip(" ,")
            text = left if len(left.split(None, 1)) == 2 else text
    return text


def _before(text: str, start: int) -> str:
    """The words before a date that can say something of it."""
    return text[max(0, start - _NEAR) : start]


def _after(text: str, end: int) -> str:
    """The words after a date that can say something of it."""
    return text[end : end + _NEAR]


def _is_count(text: str, words: str, end: int) -> bool:
    """Whether what looks like a year counts something: "2000 members"."""
    bare = re.search(rf"{_YEAR}$", words)
    if bare is None or re.search(rf"{_MONTH},? ?{_YEAR}$|{_QUARTER}", words, re.IGNORECASE):
        return False
    year = int(bare.group()[:4])
    if not 1990 <= year <= 2045:
        return True
    if re.match(r" (?:a|per|each) (?:day|week|month|quarter|year|shift)", text[end:]) or re.search(
        r"from [\d.,]+ to $", text[: end - 4]
    ):
        return True
    return _YEAR_AS_COUNT.match(text[end:]) is not None or re.match(r"[+%]| ?[€£$]", text[end:]) is not None


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in " (,;:[–—-":
        start += 1
    while end > start and text[end - 1] in " ),;.]":
        end -= 1
    return start, end
