"""Says which quantity of a line is the baseline and which the target, and which way the metric is to move.

Rules come from the labelling guide: a relative change ("by 20 %", "double") is a target and states no baseline; "higher than last
year" is a target; a held level, zero and all are targets; a denominator ("per 1,000 parcels") and a rhythm
("every week") are neither; a placeholder ("from X to Y") is no value.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from coach.reading.clauses import told_apart
from coach.reading.quantities import Quantity

Direction = Literal["up", "down", "hold"]
_MOST = 40
"""Quantities of a line that are looked at, from its start. A key result has a handful; a pasted table of hundreds in one line would
take minutes, for each is held against the words around it."""


@dataclass(frozen=True)
class Values:
    """The roles of a line's quantities. `others` are quantities that decide nothing (denominators, conditions)."""

    baseline: Quantity | None
    target: Quantity | None
    relative: bool
    """The target is a change ("by 20 %", "double") and not a level."""
    compared: bool
    """The target is "higher than" something that is named without its value ("than last year")."""
    direction: Direction | None
    placeholder: tuple[int, int] | None
    """Where a placeholder stands for a value ("X %", "tbd"), end exclusive."""


_ABOUT = r"(?:of |at |is |are |was |were |to |about |around |approx(?:imately|\.)? |roughly |nearly |almost |only |just |some |circa |ca\.? |a |an |the |our |~ ?|c\. )*"
_BASELINE_BEFORE = re.compile(
    r"(?:\b(?:today(?:'s)?|now|currently|current(?: [a-z]+){0,3}|presently|at present|at the moment|right now|nowadays|these days|so far|baseline(?: [a-z]+){0,3}|base|status|(?:latest|last|present) (?:figure|value|count|reading|result)(?: is| was)?|(?<=[,;(] )before(?= $)|we (?:sit|stand|hover) (?:at|on)|status quo|as[- ]is|starting (?:at|from|point|value|level)|start(?:ing)?(?= ?[:=])|"
    r"previous(?:ly)?(?: [a-z]+){0,2}|prev\.?|formerly|was|were|had been|has been|used to be|up from|down from|dropped from|risen from|instead of|rather than|as against|(?:the )?last (?:year|quarter|month|season|term|cycle|winter|summer|spring|autumn)(?:'s)?(?: [a-z]+){0,2}|"
    r"this time last year|a year ago|before(?= ?[:=])|pre-[a-z]+|(?:in |for |at end of |end of )?(?:20\d\d|Q[1-4](?: 20\d\d)?|H[12]|FY ?\d\d)(?= ?[:=])|derzeit|heute|aktuell|bisher|zurzeit|ist|actuellement|aujourd['’]hui|contre|gegenüber|"
    r"stood at|stands at|actual(?: [a-z]+)?|\d+[- ]year average|we are at|we['’]re at|it is now|now it is|(?:at present|at the moment|right now|today|now|currently),? (?:it is|it['’]s|that is|that['’]s|it stands at|it takes|it took|we have|this is)|having (?:had|been)|averaged|scored|missed by|, (?:and )?not (?:after|in|for)|, against|[(]against|"
    r"vs\.?|versus|compared (?:to|with|against)|in comparison (?:to|with)|relative to)"
    r"(?: (?:in |at |for )?(?:20\d\d|Q[1-4]|last year|last quarter))?(?: the| our)?(?: [a-z]+ of)?) ?[:=(]? ?"
    + _ABOUT
    + r"$",
    re.IGNORECASE,
)
_FROM_BEFORE = re.compile(
    r"\b(?:from|von|de|depuis|aus)(?: (?:a|the|our|its|an))?(?: (?:current|baseline|present|average|starting|existing)(?: [a-z]+){0,3})? "
    + _ABOUT
    + r"$",
    re.IGNORECASE,
)
_BASELINE_AFTER = re.compile(
    r"^(?:(?! than) [a-z%/-]+){0,4}? ?\(?(?:today\b(?!['’]s)|now\b(?! \w+ing)|currently\b|at present\b|at the moment\b|right now\b|last (?:harvest|yr|half|half[- ]year|year|quarter|month|week|season|term|cycle|winter|summer|spring|autumn|time|financial year|FY|January|February|March|April|May|June|July|August|September|October|November|December)\b|this time last year|a year ago|a year earlier|"
    r"previously\b|(?:at |as )?baseline\b|as of (?:today|now|last)|so far\b|to date\b|before(?=[,.;)]|$)|the year before|earlier\b|at the (?:last|latest|previous) \w+|at the start\b|is (?:normal|usual|typical|the norm|the truth|standard)\b|over the (?:past|last)\b|in the past\b|the (?:previous|prior) \w+|last [A-Z]\w+|in the old \w+|in (?:the )?\w+ (?:of |pulse |survey )?(?:20\d\d)(?=[,;])|in the (?:last|previous|prior)\b|(?:in |at )?(?:the )?(?:prior|previous) (?:year|quarter|month|cycle|term|season)|heute\b|derzeit\b|aktuell\b|actuellement\b|aujourd\w*)\b(?![:=]?[ (]*(?:[~£$€]|one |two |three |CHF )? ?\d)(?! (?:at|is|was|one|two|three|half) )",
    re.IGNORECASE,
)
_THEN = re.compile(
    r"^[^.;]{0,70}?(?:\b(?:to|auf|à|becomes?|bis|into|down to|up to|towards|reach(?:es|ing)?)\b|->|→|=>|➔|➜|➝|–>|—>|>)",
    re.IGNORECASE,
)
_PLAIN_ARROW = re.compile(
    r"^[^.;]{0,60}?(?:->|-->|→|=>|➔|➜|➝|⇒|➡)[^\w.;]{0,3}(?:(?:at least|at most|under|below|over|above|about|around|less than|more than|max\.?|min\.?) )?[^\w.;]{0,2}$"
)
"""Signs that mean "to" and nothing else; a lone ">" may mean "more than"."""
_ARROW = re.compile(
    r"^ ?(?:\([^)]{1,20}\))?[^\w]{0,3}(?:[a-z%/]+ ){0,3}\)?,? ?(?:->|-->|→|=>|➔|➜|➝|⇒|–>|—>|becomes?|became|becoming|up to|down to|\bto\b(?= (?:under|below|above|over|at least)))[ (]*(?:(?:to|under|below|over|above|about|around|at least|at most|less than|more than) ?|[<>≤≥~] ?)?$",
    re.IGNORECASE,
)
_BARE_TO = re.compile(
    r"^ ?(?:\([^)]{1,20}\) )?(?:/ ?[a-z]+ )?(?:(?!compared|relative|opposed|used|next|due|close)(?:[a-z]+|/ ?[a-z]+) ){0,2}to (?:under |below |above |over |at least |at most |around |about |just |a |an |<|>|≤|≥)*$",
    re.IGNORECASE,
)
_TARGET_BEFORE = re.compile(
    r"(?:\b(?:to|at least|at most|no more than|not more than|no fewer than|no less than|up to|more than|fewer than|less than|under|below|above|over|within|beyond|exceed(?:s|ing)?|past|beneath|minimum(?: of)?|maximum(?: of)?|max\.?|min\.?|"
    r"target(?: of)?|goal(?: of)?|aim(?: of)?|reach(?:es|ed|ing)|(?<=to )reach|reach(?! ?:)|hit(?:s|ting)?|achiev(?:e|es|ed|ing)|attain|becomes?|auf|mindestens|höchstens|unter|über|au moins|moins de|plus de|Ziel|objectif)\b|[<>≤≥=]=?|->|→|=>) ?[:=]? ?"
    + _ABOUT
    + r"$",
    re.IGNORECASE,
)
_AS_TODAY = re.compile(
    r"\bsame (?:level |value |rate )?as (?:today|now|last (?:year|quarter|month|season))\b|\b(?:stays?|remains?|keep it|hold it|left|kept) (?:where|as|what) (?:it|that) is\b",
    re.IGNORECASE,
)
_BECOMES = re.compile(
    r"^[^.;,]{0,60}? (?:becomes?|became|becoming|turns? into|turned into|turning into) (?:only |just |about |around |at most |a |an )*$",
    re.IGNORECASE,
)
_BELOW = re.compile(r"^ (?:[a-z]+ )?(?:below|under|above|over) ", re.IGNORECASE)
_RANGE_BEFORE = re.compile(
    r"\b(?:within|between|in|about|another|next|every|for|aged?|takes?|last(?:s|ing)?|a|the|\d|–|-) ?$", re.IGNORECASE
)
_WANTED_BEFORE = re.compile(
    r"\b(?:aim(?:ing)?(?: for| at| is)?|goal(?: is)?|target(?: is)?|heading (?:for|to)|hoping for|hope for|(?<!used )to be|should be|shall be|will be|must be|brought (?:down )?(?:to|under|below)|down to|up to|to (?:drop|fall|rise|grow|go|come|reach|stay|be kept|be held)(?: down)? ?(?:to|below|under|above)?|"
    r"held (?:to|at|under|below)|kept (?:under|below|to|at)|grow(?:s|ing)? to|falls? to|rises? to|reach(?:es|ing)?|maximum|max\.?|at most|at least|no more than|not more than|or fewer|becoming|now want|we want|want) (?:only |just |around |about |a |be |under |below |over |above )*$",
    re.IGNORECASE,
)
_WANTED_AFTER = re.compile(
    r"^(?: [a-z/%]+){0,3}? (?:wanted|hoped for|at most|at the (?:very )?most|or fewer|or less|or better|needed|planned|aimed for|as the target|is the target|after\b(?=$|[.,;])|in the next|by (?:20\d\d|[QH]\d|[A-Z][a-z]+))",
    re.IGNORECASE,
)
_PERIOD_AFTER = re.compile(
    r"^ ?\(?(?:in |for |at |by |this )?(?:20\d\d|FY ?\d\d|[QH]\d|[A-Z][a-z]{2,}|the (?:fourth|third|second|last) quarter|(?:spring|summer|autumn|winter))\b"
)
_PAST_DATE = re.compile(
    r"\b(?:20\d\d|FY ?\d\d|[QH]\d|last|previous|prior|(?:in|for|at|over|the) (?:[A-Z][a-z]{2,}|spring|summer|autumn|winter)|yr|ago|today|now|currently|before)\b"
)
_BY_BEFORE = re.compile(
    r"\b(?:by|um|de) (?:a |an |at least |around |about |up to |another |a further |more than |over |some |nearly |almost |approximately |min\.? )*$",
    re.IGNORECASE,
)
_CHANGE_AFTER = re.compile(
    r"^ ?(?!or )(?:\w+ )?(?:more|fewer|less|lower|higher|faster|quicker|shorter|cheaper|increase|decrease|reduction|growth|improvement|uplift|rise|drop|cut|saving|savings|better|up\b|down\b|year[- ]on[- ]year|yoy|mom|qoq|over (?:20\d\d|last|the last)|on last|above last|below last|vs\.? last|against last|of last year)",
    re.IGNORECASE,
)
_DENOMINATOR = re.compile(r"(?:\b(?:per|pro|par|je|for every|out of|for each|out of every)|/) ?$", re.IGNORECASE)
_CONDITION = re.compile(
    r"\b(?:within|after|older than|longer than|in under|in less than|aged?|over the age of|under|over|for (?:more than|over|at least)|with (?:more than|at least|over|fewer than|under)|in|every|next|first|last|past|previous|top|lasting|worth|between|across|over the last|at|for) "
    r"(?:the )?(?:first |last |next |past |previous )?$",
    re.IGNORECASE,
)
_UP = re.compile(
    r"\b(?:up(?= (?:by )?\d)|goes up|go up|twice|increas\w*|rais\w+|lift\w*|grow\w*|improv\w*|boost\w*|doubl\w+|tripl\w+|higher|more\b(?! than)|expand\w*|gain\w*|win\w*|at least|above|exceed\w*|reach\w*|climb\w*|rise\w*|up from|widen\w*|accelerat\w+|min(?:imum|\.)|steigern|erhöhen|augmenter)\b|>=?|≥",
    re.IGNORECASE,
)
_DOWN = re.compile(
    r"\b(?:reduc\w+|cut\w*|lower\w*|decreas\w+|drop\w*|fall\w*|shorten\w*|fewer|less\b(?! than 1)|below|under|halv\w+|shrink\w*|minimi[sz]\w+|down (?:to|from)|no more than|at most|slash\w*|trim\w*|bring down|eliminat\w+|max(?:imum|\.)|senken|reduzieren|réduire|quicker|faster|zero|within)\b|<=?|≤",
    re.IGNORECASE,
)
_HOLD = re.compile(
    r"\b(?:maintain\w*|keep\w*|hold\w*|stay\w*|sustain\w*|remain\w*|preserv\w+|retain the|stabil\w+|halten|maintenir)\b",
    re.IGNORECASE,
)
_COMPARED = re.compile(
    r"\b(?:higher|lower|more|fewer|less|better|faster|greater|above|below|exceed(?:s|ing)?|beat(?:s|ing)?|outperform\w*) (?:\w+ ){0,4}?(?:than )?(?:in |the |our |on )*(?:last|previous|prior|20\d\d|same period|year before|the year before|market average|industry average|benchmark|sector average|national average)\b",
    re.IGNORECASE,
)
_PLACEHOLDER = re.compile(
    r"\bfrom [XN] to [YXM]\b|(?<!\w)[XYN]{1,3} ?%|(?<![\w.])(?:XX+|xx+|x%|X{1,3})(?= [a-z]|%|$|[.,)])|\bto [YXN]\b|\b(?:TBD|TBC|tbd|tbc|t\.b\.d\.|to be (?:defined|determined|confirmed|agreed|set))\b|\?\?+|_{2,}|\[[ ._?]*\]|<[a-z ]+>|\bx (?=[a-z]{3,}s\b)|\[(?:X|Y|N|number|value|target|baseline|metric|date|today|tbd)\]",
)
_CHANGE_VERB = re.compile(
    _UP.pattern
    + "|"
    + _DOWN.pattern
    + r"|\bmov(?:e|ing|ed)\b|\bchang\w+|\bgo(?:es)?\b|\bbring\b|\bimprov\w+|\bget\b|\bshift\w*|\btake\b|\bnps\b|\brate\b|\bscore\b|\bshare\b|\btime\b",
    re.IGNORECASE,
)


def values(text: str, found: list[Quantity]) -> Values:
    """The baseline, the target and the direction of a line whose quantities are `found` (in reading order)."""
    usable = [q for q in found[:_MOST] if not _DENOMINATOR.search(text[: q.start])]
    baseline = _pair_baseline(text, usable) or _marked_baseline(text, usable) or _start_of_change(text, usable)
    levels = [q for q in usable if _is_level(text, q)]
    apart = told_apart(text, levels) if baseline is None else None
    baseline = apart[0] if apart else baseline
    if baseline is None and len(levels) == 1 and _AS_TODAY.search(text):
        baseline = levels[0]
        return Values(baseline, baseline, False, False, "hold", None)
    rest = [q for q in usable if q is not baseline and not _marked(text, q)]
    target = apart[1] if apart else _target(text, rest, baseline)
    compared = target is None and _COMPARED.search(text) is not None
    relative = target is not None and _is_relative(text, target)
    placeholder = _PLACEHOLDER.search(text)
    return Values(
        baseline,
        target,
        relative,
        compared,
        _direction(text, baseline, target),
        placeholder.span() if placeholder else None,
    )


_AIM_FOR = re.compile(r"\b(?:aim(?:ing)?|hop(?:e|ing)|ask(?:ing)?|plan(?:ning)?) for $", re.IGNORECASE)


def _is_level(text: str, quantity: Quantity) -> bool:
    """Whether a quantity can be a start or an end told in a clause: no change, no condition, no "one" of something."""
    before, after = text[: quantity.start], text[quantity.end :]
    if quantity.kind not in ("percent", "share", "ratio") and _CONDITION.search(_AIM_FOR.sub("", before)):
        return False
    return _BY_BEFORE.search(before) is None and not (quantity.number.lower() == "one" and re.match(r" [a-z]", after))


def _comparable(a: Quantity, b: Quantity) -> bool:
    """Whether two quantities can be the start and the end of one metric."""
    if a.kind == b.kind:
        return True
    loose = {"count", "share", "ratio", "percent", "rank"}
    return (a.kind in loose and b.kind in loose) or "count" in (a.kind, b.kind)


def _pair_baseline(text: str, found: list[Quantity]) -> Quantity | None:
    """The one of two quantities that is the start: "from 22 % to 35 %", "22 -> 35", "47, to be 0", "8 (12 in FY24)"."""
    for i, first in enumerate(found):
        for second in found[i + 1 : i + 3]:
            if not _comparable(first, second):
                continue
            if first.amount is not None and _starts(text, first, second, second is found[i + 1]):
                return first
            if second.amount is not None and _looks_back(text, first, second):
                return second
    return None


def _starts(text: str, first: Quantity, second: Quantity, adjacent: bool) -> bool:
    """Whether the earlier of two quantities is where the later one starts from."""
    before, between, after = text[: first.start], text[first.end : second.start], text[second.end :]
    if _ARROW.match(between) or (adjacent and _PLAIN_ARROW.match(between)) or re.fullmatch(r" ?>+ ?", between):
        return True
    if _FROM_BEFORE.search(before) and (_THEN.match(between) or _BELOW.match(between)):
        return True
    if adjacent and _BECOMES.match(between) and first.kind == second.kind and not _TARGET_BEFORE.search(before):
        return True
    if re.fullmatch(r" [–-] ", between) and first.kind == second.kind and (first.amount or 0) > (second.amount or 0):
        return True
    if _BARE_TO.match(between) and not _TARGET_BEFORE.search(before) and not _RANGE_BEFORE.search(before):
        falls = first.amount is not None and second.amount is not None and first.amount > second.amount
        same = first.kind == second.kind
        return same and (falls or _CHANGE_VERB.search(before) is not None or not re.match(r" [a-z]{3,}s\b", after))
    if len(between) > 70 or first.kind == "multiple":
        return False
    if first.kind != second.kind:
        return False
    if (
        re.match(r"[^,;]{0,30}(?:[,;]|in [A-Z]\w+,)", between)
        and _PAST_DATE.search(between)
        and _PERIOD_AFTER.match(after)
    ):
        return True
    wanted = _WANTED_BEFORE.search(between) is not None or _WANTED_AFTER.match(after) is not None
    return wanted and re.search(r"[,;:()–—-]", between) is not None and _TARGET_BEFORE.search(before) is None


def _looks_back(text: str, first: Quantity, second: Quantity) -> bool:
    """Whether the later of two quantities says where the earlier one started."""
    between, after = text[first.end : second.start], text[second.end :]
    if _FROM_BEFORE.search(between):
        led = _TARGET_BEFORE.search(text[: first.start]) is not None
        return led or re.match(r"^[^.;]{0,40},? ?\(?(?:up |down )?from", between, re.IGNORECASE) is not None
    if re.search(r"\bafter $", between) and re.match(r" in (?:[QH]\d|20\d\d|the first|the last)", after):
        return True
    if re.search(
        r"\b(?:instead of|rather than|where|as opposed to|against|it['’]s been|used to be|last [a-z]+|last audit \w+|up from|down from|we counted|still at) (?:for |in |only |just |under |the present |the usual |it used to be |(?!want|should|shall|and )[a-z]+ )*(?:[a-z]+ by )?$|[^.]\bafter $",
        between,
        re.IGNORECASE,
    ):
        return True
    alike = first.kind == second.kind or (second.kind == "count" and first.kind in ("percent", "duration", "currency"))
    if re.fullmatch(r" ?[(\[]", between) and re.match(r"[)\]]", after) and alike:
        return True
    opening = text.rfind("(", first.end, second.start)
    inside = opening >= 0 and ")" not in text[opening : second.start]
    closing = text.find(")", second.end)
    return inside and closing >= 0 and _PAST_DATE.search(text[opening:closing]) is not None


def _marked(text: str, quantity: Quantity) -> bool:
    before, after = text[: quantity.start], text[quantity.end :]
    if quantity.kind == "multiple":
        return False
    if re.search(r"\b(?:target|goal|ziel|objectif|aim)\b ?[:=]? ?(?:of |is )?$", before, re.IGNORECASE):
        return False
    if _BASELINE_BEFORE.search(before):
        return True
    return _BASELINE_AFTER.match(after) is not None and _BY_BEFORE.search(before) is None


def _marked_baseline(text: str, found: list[Quantity]) -> Quantity | None:
    """A quantity that words mark as the present or past value, or a lone "reduce ... from 12"."""
    for quantity in found:
        if quantity.amount is not None and quantity.kind != "multiple" and _marked(text, quantity):
            return quantity
    before = text[: found[0].start] if len(found) == 1 and found[0].amount is not None else ""
    if _FROM_BEFORE.search(before) and (_UP.search(before) or _DOWN.search(before)):
        return found[0]
    return None


_CHANGE_LEADS = re.compile(
    r"\W*(?:we (?:will |want to )?|to )?(?:increase|raise|lift|grow|improve|boost|reduce|cut|lower|decrease|drop|shorten|bring|get|move|take)\b",
    re.IGNORECASE,
)
_TO_BEFORE = re.compile(
    r"(?<!compared )(?<!relative )(?<!next )\bto (?:about |around |at least |at most |under |below |over |above |a |an )*$",
    re.IGNORECASE,
)
_ENDS_HERE = re.compile(
    r"^(?: (?:today|now|at present|at the moment|last [a-z]+|(?:a|per) [a-z]+|by [A-Z0-9]\w*.*))?\s*(?:$|[,.;)])"
)


def _start_of_change(text: str, found: list[Quantity]) -> Quantity | None:
    """Where a change of a stated size starts from: "cut costs by a third, from £90k", "halved from its present 42"."""
    levels = [q for q in found if not _is_relative(text, q)]
    if len(levels) != 1 or len(levels) == len(found) or levels[0].amount is None:
        return None
    start = levels[0]
    stands = _FROM_BEFORE.search(text[: start.start]) and _ENDS_HERE.match(text[start.end :])
    return start if stands else None


def _target(text: str, rest: list[Quantity], baseline: Quantity | None) -> Quantity | None:
    if not rest:
        return None
    if baseline is not None:
        after = [
            q
            for q in rest
            if _comparable(q, baseline) and (q.start > baseline.end) and _TARGET_BEFORE.search(text[: q.start])
        ]
        if after:
            return after[0]
        alike = [q for q in rest if q.kind == baseline.kind and (q.kind != "count" or re.search(r"\d", q.number))]
        rest = alike or rest
    led = [q for q in rest if _TARGET_BEFORE.search(text[: q.start]) or _BY_BEFORE.search(text[: q.start])]
    shares = ("percent", "ratio")
    plain = [q for q in rest if q not in led and (q.kind in shares or not _CONDITION.search(text[: q.start]))]
    numbered = [q for q in plain if q.amount is not None]
    moved = _CHANGE_LEADS.match(text) is not None
    for group in (
        [q for q in led if moved and q.amount is not None and _TO_BEFORE.search(text[: q.start])],
        [
            q
            for q in led
            if not re.search(
                r"\b(?:within|in under|in less than|more than|over|older than) $", text[: q.start], re.IGNORECASE
            )
        ],
        numbered,
        led,
        plain,
        rest,
    ):
        if group:
            return group[0]
    return None


def _is_relative(text: str, target: Quantity) -> bool:
    if target.kind == "multiple":
        return True
    if re.match(r"^by\b", text[target.start :], re.IGNORECASE) or _BY_BEFORE.search(text[: target.start]):
        return True
    return (
        target.kind in ("percent", "share", "count", "currency", "duration")
        and _CHANGE_AFTER.match(text[target.end :]) is not None
    )


_SECONDS = (
    ("ms", 0.001), ("millisecond", 0.001), ("sec", 1), ("s", 1), ("min", 60), ("h", 3600), ("hr", 3600), ("hour", 3600),
    ("d", 86400), ("day", 86400), ("week", 604800), ("wk", 604800), ("month", 2629800), ("quarter", 7889400), ("year", 31557600),
)  # fmt: skip


def levels_of(start: Quantity, goal: Quantity) -> tuple[float, float]:
    """Both amounts on one scale: durations in seconds, unless one of them leaves its unit out ("4.5 years (5.8)")."""
    if start.kind == goal.kind == "duration":
        return _in_seconds(start), _in_seconds(goal)
    return start.amount or 0.0, goal.amount or 0.0


def _in_seconds(quantity: Quantity) -> float:
    """A duration in seconds: "4 h" is more than "45 min"."""
    unit = (quantity.unit or "").lower().split(" ")[-1]
    factor = next(
        (
            f
            for name, f in _SECONDS
            if unit in (name, f"{name}s", f"{name}ond", f"{name}onds", f"{name}ute", f"{name}utes")
        ),
        1.0,
    )
    return (quantity.amount or 0.0) * factor


def _direction(text: str, baseline: Quantity | None, target: Quantity | None) -> Direction | None:
    levels = baseline and target and baseline.amount is not None and target.amount is not None
    if levels and baseline and target and target.kind != "multiple" and not _is_relative(text, target):
        start, goal = levels_of(baseline, target)
        if start != goal:
            return "up" if goal > start else "down"
    if target is not None and target.kind == "multiple" and target.amount:
        return "up" if target.amount > 1 else "down"
    up, down, hold = _UP.search(text), _DOWN.search(text), _HOLD.search(text)
    if hold and not (up and up.start() < hold.start()) and not (down and down.start() < hold.start()):
        return "hold"
    if up and (not down or up.start() < down.start()):
        return "up"
    if down:
        return "down"
    return None
