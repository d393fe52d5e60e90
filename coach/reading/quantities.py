"""Finds the quantities in a line: what is a value, how large, in which unit, and where it stands.

Digits that are names and not values (ISO 27001, Q3, 2027, v2, 24/7, B2B, Tier 1) are found first and taken out; so
are dates, which `coach.reading.dates` finds. What is left is read as numbers in the notations people use:
1,500 / 1.500 / 1 500 / 1'500, 3.5 / 3,5, £2M, CHF 40k, 12 %, 1 in 5, nine out of ten, 4.6/5, double, x 1.5, zero, all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

QuantityKind = Literal["percent", "currency", "duration", "count", "ratio", "multiple", "rank", "share"]


@dataclass(frozen=True)
class Quantity:
    """A value in a text. `start` and `end` are character offsets, end exclusive, and take in unit and currency."""

    start: int
    end: int
    amount: float | None
    """The value in its own unit (35 for 35 %, 2000000 for £2M); None for "all", "every", "each"."""
    kind: QuantityKind
    unit: str | None
    number: str
    """The number as written, without unit."""


_REMEMBERED = 16_384
"""Lines whose quantities are remembered, as they stand and with their dates taken out."""
_SPACE = r"[ \u00a0\u202f]"
NUMBER = rf"(?:\d{{1,3}}(?:[,.'’]\d{{3}}(?!\d)|{_SPACE}\d{{3}}(?!\d))+(?:[.,]\d+)?|\d+(?:[.,]\d+)?|[.]\d+)"
_MAGNITUDE = r"(?:k|K|m|M|mn|mio\.?|Mio\.?|bn|B|b|tn|thousand|million|billion|millions|lakh|crore|Tsd\.?|Mrd\.?|Millionen|millions?)"
_SYMBOL = r"(?:US\$|R\$|A\$|C\$|NZ\$|[$€£¥₹₩₦])"
_CODE = r"(?:CHF|EUR|USD|GBP|SEK|NOK|DKK|PLN|INR|AUD|CAD|NZD|ZAR|JPY|CZK|HUF|BRL|MXN|SGD|HKD|AED|Fr\.|Rs\.?|kr\.?|zł|euros?|dollars?|pounds?|francs?|pence)"
_PERCENT = r"(?:%|‰|percentage points?|percent\b|per cent\b|pct\b|Prozent\b|pp\b|p\.p\.|ppts?\b|bps\b|basis points?)"
_TIME = (
    r"(?:ms|msec|milliseconds?|µs|ns|secs?|seconds?|s|mins?|minutes?|hrs?|hours?|h|d|(?:working |business |calendar |bed |sick )?days?|"
    r"weeks?|wks?|months?|quarters?|years?|yrs?|Tage?n?|Stunden?|Wochen?|Monate?n?|Jahre?n?|jours?|heures?|semaines?|mois|ans)"
)
_MEASURE = r"(?:kg|g|mg|t|tonnes?|tons?|l|litres?|liters?|ml|Ml|km|m2|m²|m3|m³|cm|mm|metres?|meters?|miles?|kWh|MWh|GWh|TWh|kW|MW|GW|[KMGTP]i?B|[KMG]bps|rps|qps|tps|°C|°|pts?|FTEs?|ha|hectares?|acres?|dB|ppm|Hz|kHz|MHz|GHz|bar|rpm)"
_ONES = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
    "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70,
    "eighty": 80, "ninety": 90, "hundred": 100, "thousand": 1000, "dozen": 12,
}  # fmt: skip
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_WORD_NUMBER = (
    rf"(?:(?:a|one|two|three|four|five|six|seven|eight|nine|ten) (?:hundred|thousand|million|dozen)|(?:{_TENS})[- ](?:one|two|three|four|five|six|seven|eight|nine)"
    r"|(?:one|two|three|four|five|six|seven|eight|nine|ten) and a half|half a dozen"
    rf"|{'|'.join(sorted(_ONES, key=len, reverse=True))})"
)
_FRACTIONS = {
    "half": 1 / 2, "halves": 1 / 2, "third": 1 / 3, "thirds": 1 / 3, "quarter": 1 / 4, "quarters": 1 / 4,
    "fifth": 1 / 5, "fifths": 1 / 5, "tenth": 1 / 10, "tenths": 1 / 10,
}  # fmt: skip
_MULTIPLES = {
    "double": 2, "doubles": 2, "doubled": 2, "doubling": 2, "twice": 2, "twofold": 2, "triple": 3, "tripled": 3,
    "triples": 3, "treble": 3, "threefold": 3, "thrice": 3, "quadruple": 4, "fourfold": 4, "fivefold": 5, "tenfold": 10,
    "halve": 0.5, "halves": 0.5, "halved": 0.5, "halving": 0.5,
}  # fmt: skip

# Names that carry digits. A designator is a word that numbers things of its kind: "Ward 7", "Tier 1".
_STANDARDS = (
    r"ISO(?:/IEC)?|IEC|SOC|PCI|DIN|EN|BS|OHSAS|RFC|IFRS|IAS|NIST|FIPS|WCAG|HL7|ICD|ASTM|IATF|AS|SAE|UL|Reg|Regulation|Directive|Act|Basel|"
    r"Solvency|MiFID|ASVS|COBIT|ITIL|TISAX|BRC|BRCGS|PAS|GMP|API|IPv|HTTP/?|TLS|OAuth|SQL|SDG|EU"
)
_DESIGNATORS = (
    r"tier|level|phase|stage|wave|version|release|grade|year|ward|section|article|chapter|part|form|unit|building|floor|room|zone|band|"
    r"class|group|key stage|step|type|category|cat|priority|severity|sev|windows|office|ios|android|python|java|node|angular|react|php|django|rails|"
    r"series|gate|route|terminal|platform|block|track|cohort|sprint|milestone|appendix|rule|schedule|title|goal|"
    r"store|depot|dock|hall|bay|region|district|scope|line|plant|site|option|module|unit|lot|batch|area|junction|"
    r"chapter|volume|edition|horizon|pillar|workstream|epic|iteration|generation|gen|mark|mk|web|industry|formula|channel|studio|theatre|junction|lift|code|progress|"
    r"team|squad|clause|annex|form|figure|table|no\.|nr\.|number|pier|quay|reactor|furnace|press|cell|shift|house|block"
)
_HYPHENATED = (
    r"day|week|month|year|hour|minute|page|step|part|point|star|bed|seat|person|people|member|module|question|item|level|"
    r"tier|way|digit|lesson|session|chapter|slide|metre|meter|mile|km|kg|tonne|storey|story|phase|stage|man|shift|lane|"
    r"strong|player|course|sided|metric|term|bedroom|unit|line|second|degree|figure|sigma"
)
_NAMED = re.compile(
    "|".join(
        [
            r"https?://\S+|(?<!\S)[\w.+-]{1,64}@[\w.-]{1,200}\.\w+|www\.\S+",
            r"#\d+\b",
            rf"\b(?:{_STANDARDS})[- ]?\d[\d.:/-]*(?: ?Type (?:1|2|I{{1,2}}))?\b",
            # 24/7, 1:1 meetings, 9 to 5, 360 feedback, Six Sigma
            r"\b24/7(?:/365)?\b|\b1[:\- ](?:on[- ])?1s?\b|\b9(?:-to-|-)5\b",
            r"\b360(?:[- ]?(?:degree|°)|(?= (?:feedback|review|view)))|\b[Ss]ix [Ss]igma\b|\b[Oo]ne[- ](?:to|on)[- ]one",
            # times of day, ordinals, percentiles
            r"\b\d{1,2}:\d{2}(?: ?(?:am|pm))?\b(?! ?(?:hours|hrs|min))|\b\d{1,2} ?(?:am|pm|a\.m\.|p\.m\.)(?=\W|$)",
            r"\b\d+(?:st|nd|rd|th)(?:[- ]party)?\b(?! (?:place|position|rank))",
            # Q3, H1, FY27, v2, M365, COVID-19, B2B, 2FA, 5G, N1, PROJ-12
            r"\b[A-Z]{2,}[A-Za-z]*-\d+\b|\b[vV]\d+(?:\.\d+)*\b|\b(?:FY|CY|KW) ?'?\d{2,4}(?:[/-]\d{2})?\b",
            r"\b[A-Z]\.\d+\b|\b(?!x\d)[A-Za-z]+\d+[A-Za-z\d]*\b",
            r"\b\d+[A-Z][A-Za-z]*[a-z]\w*\b|\b[23]D\b|\b[2345]G\b|\b\dFA\b|\b\dx\d\b|\b401\(?k\)?",
            # Portal 2.0; a 200-page manual
            r"(?<=[A-Za-z] )(?<!score )(?<!rating )(?<!average )(?<!at )(?<!of )(?<!to )(?<!from )(?<!is )(?<!was )(?<!than )(?<!now )(?<!by )(?<!today )(?<!under )(?<!over )\d+\.0\b(?! ?(?:%|[+]|[a-z]|->|→|=>|/))",
            rf"\b\d+-(?:{_HYPHENATED})(?![a-z])",
        ]
    )
)
_DIGIT = re.compile(r"\d")
_NAMED_IN_WORDS = re.compile(r"https?://\S+|\b[Ss]ix [Ss]igma\b|\b[Oo]ne[- ](?:to|on)[- ]one")
"""The names above that hold no digit."""
_DESIGNATED = re.compile(
    rf"(?:(?<!last )(?<!this )(?<!next )(?<!current )(?<!present )\b(?:{_DESIGNATORS})|(?<!per )(?<! a )(?<! in )(?<!in a )(?<!last )(?<!this )(?<!next )(?<!past )(?<!each )(?<!every )\b(?:quarter|term|semester|week|day|month)(?! \d+[.,]\d)) (?:\d+(?:\.\d+)*(?:[+]|(?: ?(?:and|&|to|-|–|/) ?\d+)?)|(?-i:[IVX]+)\b)"
    rf"(?![\d%]|[.,]\d| ?(?:%|percent|per cent|{_TIME}\b|k\b|->|→|=>|➝|➔|–>))(?! to \d)"
    rf"|\b(?:{_DESIGNATORS})s \d+(?:, \d+)* ?(?:and|&) ?\d+(?![\d%]|[.,]\d| ?%)",
    re.IGNORECASE,
)
_DESIGNATED_IN_WORDS = re.compile(
    rf"(?<=\b(?:in|by|of|on|at|to) )(?:{_DESIGNATORS}|quarter|term|semester|week|day|month) (?:one|two|three|four|five|six|seven|eight|nine|ten)\b(?! (?:of|in|out|or|more|new)\b)",
    re.IGNORECASE,
)
"""The first week and not one of something: "a product listed in week one". Only after a short preposition: "each ward two nurses" has two."""

_QUANTITY = re.compile(
    "|".join(
        [
            # 1 in 5, nine out of ten, 4.6 out of 5, 4.6/5, 2/3 of
            rf"(?P<ratio>(?<![\w.])(?:{NUMBER}|{_WORD_NUMBER}) ?(?: in (?:every )?|(?: out)? of (?:every )?(?=\d|{_WORD_NUMBER}\b)| out of )(?:the (?:top )?)?(?:{NUMBER}|{_WORD_NUMBER})(?!\w|[.,]\d|%| ?%))",
            rf"(?P<slash>(?<![\w./]){NUMBER} ?/ ?\d+(?![\w/]|[.,]\d))",
            # x 1.5, 1.5x, 10-fold, 3 times
            rf"(?P<multiple>(?<!\w)[x×] ?{NUMBER}(?!\w)|(?<![\w.]){NUMBER} ?(?:[x×](?!\w)|[- ]?fold\b|times\b(?! (?:a|per)\b))|\b{_WORD_NUMBER}[- ]?fold\b|\b{_WORD_NUMBER} times(?= (?:as|the|more|what|that|our|today|higher|larger)\b))",
            # money
            rf"(?P<money>(?<!\w){_SYMBOL} ?{NUMBER} ?(?:{_MAGNITUDE}(?!\w))?|(?<!\w)(?:{_CODE}) ?{NUMBER} ?(?:{_MAGNITUDE}(?!\w))?|(?<![\w.]){NUMBER} ?(?:{_MAGNITUDE}(?!\w))? ?(?:{_SYMBOL}|{_CODE})(?!\w))",
            rf"(?P<percent>(?<![\w.])(?:[+±−-] ?)?(?:{NUMBER}|{_WORD_NUMBER}) ?{_PERCENT})",
            r"(?P<clock>(?<![\w.])\d+ ?h ?[0-5]?\d(?: ?m(?:ins?)?)?(?!\w| ?%)|\bhalf an? (?:second|minute|hour|day|week|month|year)(?!\w))",
            rf"(?P<time>(?<![\w.])(?:{NUMBER}[ -]?|{_WORD_NUMBER}[ -](?![a-z](?!\w)|quarters? of\b)){_TIME}(?!\w)|(?<=under )an? (?:second|minute|hour|day|week|month)|(?<=within )an? (?:second|minute|hour|day|week|month)|(?<=less than )an? (?:second|minute|hour|day|week|month)|\bsame[- ]day\b)",
            rf"(?P<top>\b[Tt]op[- ](?:{NUMBER}|{_WORD_NUMBER}|quartile|decile|half|third)\b|\b(?:first|second|third|fourth|fifth|1st|2nd|3rd|\dth) (?:place|position|rank)\b|\b(?:number one|no\. ?1|#1)\b)",
            r"(?P<fraction>\b(?:a |one[- ]|two[- ]|three[- ]|four[- ])?(?:thirds?|fifths?|tenths?|(?<=a )quarter|(?<=one )quarter|(?<=-)quarters?|(?<=e )quarters)\b(?= (?:of|the|as|our|more|fewer|less|their)\b)|\b(?:an?|one|two|three|four)[- ](?:half|thirds?|quarters?|fifths?|tenths?)\b(?=[,.;:)]|$| (?:to|by|until|now|today|at|right|currently|before|last|this|do|are|is|was|in (?:20\d\d|[A-Z]))\b| ?(?:->|→|=>|[(\[–—]))|(?:(?<=about )|(?<=nearly )|(?<=almost )|(?<=roughly )|(?<=around )|(?<=only ))(?:a|two|three)[- ](?:thirds?|fifths?|tenths?)\b|\bin half\b|\bby (?:1/[2-5]|(?:a |one[- ]|two[- ])?(?:half|third|thirds|quarter|quarters|fifth|tenth))\b(?! of)|\bhalf\b(?= (?!days?\b|years?\b|time\b|term\b|hours?\b|way\b|marathon\b|price\b|an hour\b|an?\b)[a-z]+|[,.;:)]|$| ?[(–—]))",
            rf"(?P<times>(?!(?:twice|thrice)\b(?! (?:as|the|that|what|our|today|more|this|last)\b))\b(?:{'|'.join(_MULTIPLES)})\b)",
            rf"(?P<measure>(?<![\w.])(?:[-−–+±](?=\d))?{NUMBER} ?{_MEASURE}(?![\w/]))",
            rf"(?P<count>(?<![\w.])(?:[−+±](?=\d)|(?<= )-(?=\d)|minus |plus )?{NUMBER}(?: ?(?:{_MAGNITUDE})(?!\w))?\+?(?!\w|[.,]\d))",
            rf"(?P<word>\b(?:{_WORD_NUMBER})\b(?!-[a-z])(?! (?:third|quarter|half|place|another|or more other)))",
            r"(?P<none>\b(?:zero|nil|none|not one|not a single|never)\b|(?<!with )(?<!at )(?<!of )(?<!in )(?<!by )\bno\b(?= (?!longer\b|later\b|more than\b|less than\b|fewer than\b|one\b|baseline\b|change\b|doubt\b|matter\b)[a-z-]+))",
            r"(?P<all>(?<!above )(?<!after )(?<!at )(?<!for )\b(?:all|every|each|everyone|everybody|nobody|no one)\b(?![- ](?:about|along|round|over|other|the way|else|hands|day|time|in one|night|two|three|\d|(?:single )?(?:days?|weeks?|months?|quarters?|years?|time|shift|sprint|release|morning|evening|term|semester|season|cycle|hour|monday|friday|half|fortnight)\b)))",
        ]
    ),
    re.IGNORECASE,
)
_DIGITS = re.compile(NUMBER)
_TIME_UNIT = re.compile(_TIME + r"$", re.IGNORECASE)
_MAGNITUDES = {
    "k": 1e3, "thousand": 1e3, "tsd": 1e3, "m": 1e6, "mn": 1e6, "mio": 1e6, "million": 1e6, "millions": 1e6,
    "millionen": 1e6, "lakh": 1e5, "crore": 1e7, "bn": 1e9, "b": 1e9, "billion": 1e9, "mrd": 1e9, "tn": 1e12,
}  # fmt: skip


def amount_of(number: str) -> float | None:
    """The value of a number as written in any of the usual notations, or None where it is none.

    A single separator before exactly three digits groups thousands ("1.500", "1,500"), else it is a decimal mark.
    """
    plain = re.sub(r"[\s\u00a0\u202f'’]", "", number)
    if not plain or not any(c.isdigit() for c in plain):
        return _amount_of_words(number)
    last = max(plain.rfind(","), plain.rfind("."))
    if last >= 0:
        whole, decimals = plain[:last], plain[last + 1 :]
        one_mark = len({c for c in plain if c in ",."}) == 1
        groups = re.fullmatch(r"[1-9]\d{0,2}([.,]\d{3})+", plain) is not None
        plain = re.sub(r"[.,]", "", plain) if one_mark and groups else re.sub(r"[.,]", "", whole) + "." + decimals
    try:
        return float(plain)
    except ValueError:
        return None


def _amount_of_words(words: str) -> float | None:
    if words.lower().startswith("half a dozen"):
        return 6.0
    whole = re.match(r"([a-z]+) and a half", words, re.IGNORECASE)
    if whole:
        return _ONES.get(whole.group(1).lower(), 0) + 0.5
    total = 0.0
    for word in re.split(r"[\s-]+", words.lower().strip()):
        value = 1.0 if word == "a" else _ONES.get(word) or {"million": 1e6, "zero": 0.0}.get(word)
        if value is None:
            return None
        total = (
            total * value if value >= 100 and total else (12.0 * total if word == "dozen" and total else total + value)
        )
    return total


def named_spans(text: str) -> list[tuple[int, int]]:
    """The spans of digits that belong to names: standards, versions, designations, addresses, times of day."""
    spans = [m.span() for m in _DESIGNATED_IN_WORDS.finditer(text)]
    if not _DIGIT.search(text):
        return sorted([*spans, *(match.span() for match in _NAMED_IN_WORDS.finditer(text))])
    spans += [m.span() for m in _NAMED.finditer(text)]
    spans += [m.span() for m in _DESIGNATED.finditer(text)]
    return sorted(spans)


def quantities(text: str, taken: Iterable[tuple[int, int]] = ()) -> list[Quantity]:
    """The quantities of a line in reading order, none within `taken` (spans of dates) or within a name."""
    return list(quantities_of(text, tuple(taken)))


@lru_cache(maxsize=_REMEMBERED)
def quantities_of(text: str, taken: tuple[tuple[int, int], ...]) -> tuple[Quantity, ...]:
    undated = _mask(text, sorted(taken))  # first: in "by the end of the year 70 of 130" no "year 70" is a name
    masked = _mask(undated, named_spans(undated))
    found, after = [], 0
    for start in _STARTS.finditer(masked):
        # A quantity begins with a word or a sign: trying there alone is four times as fast as trying everywhere.
        match = _QUANTITY.match(masked, start.start()) if start.start() >= after else None
        if match is not None:
            after = max(match.end(), start.end())
            quantity = _quantity(match)
            found += [quantity] if quantity is not None else []
    return tuple(_as_minutes(text, found))


_STARTS = re.compile(r"(?<!\w)\w|[^\w\s]")


def _mask(text: str, spans: list[tuple[int, int]]) -> str:
    characters = list(text)
    for start, end in spans:
        for i in range(start, end):
            if characters[i] != " ":
                characters[i] = "\ufffc"
    return "".join(characters)


def _quantity(match: re.Match[str]) -> Quantity | None:
    kind = match.lastgroup
    words = match.group()
    start, end = match.start(), match.start() + len(words.rstrip())
    words = words.rstrip()
    number = _DIGITS.search(words)
    digits = number.group() if number else None
    if kind in ("ratio", "slash"):
        return Quantity(start, end, _ratio(words), "ratio", None, words)
    if kind == "multiple":
        written = digits or re.match(_WORD_NUMBER, words, re.IGNORECASE).group()  # type: ignore[union-attr]
        return Quantity(start, end, amount_of(written), "multiple", "x", written)
    if kind == "money":
        code = re.search(rf"{_SYMBOL}|{_CODE}", words, re.IGNORECASE)
        return Quantity(start, end, _scaled(words, digits or ""), "currency", code.group() if code else None, words)
    if kind == "percent":
        written = digits or re.match(_WORD_NUMBER, words, re.IGNORECASE).group()  # type: ignore[union-attr]
        unit = words[words.find(written) + len(written) :].strip()
        return Quantity(
            start,
            end,
            amount_of(written),
            "percent",
            "%" if unit in ("percent", "per cent", "pct", "Prozent") else unit,
            written,
        )
    if kind == "clock":
        return _clock(start, end, words)
    if kind == "time" and not digits and re.match(r"an? |same", words, re.IGNORECASE):
        return Quantity(start, end, 1.0, "duration", words.split()[-1].split("-")[-1], words)
    if kind == "time":
        written = digits or re.match(_WORD_NUMBER, words, re.IGNORECASE).group()  # type: ignore[union-attr]
        return Quantity(
            start, end, amount_of(written), "duration", words[words.find(written) + len(written) :].strip(" -"), written
        )
    if kind == "measure":
        return Quantity(
            start,
            end,
            amount_of(digits or ""),
            "count",
            words[words.find(digits or "") + len(digits or "") :].strip(),
            digits or words,
        )
    if kind == "top":
        written = digits or words
        return Quantity(start, end, amount_of(digits) if digits else 1.0, "rank", None, words)
    if kind == "fraction":
        if re.match(r"an? quarters?$", words, re.IGNORECASE) and not _is_share(match.string, start, end):
            return None
        part = next((f for f in _FRACTIONS if re.search(rf"\b{f}\b", words.lower())), "half")
        times = 3 if "three" in words.lower() else 2 if "two" in words.lower() else 1
        return Quantity(start, end, 100 * times * _FRACTIONS[part], "share", None, words)
    if kind == "times":
        return Quantity(start, end, _MULTIPLES[words.lower()], "multiple", "x", words)
    if kind == "count":
        amount = _scaled(words, digits or "")
        negative = amount is not None and re.match(r"[−-]|minus", words, re.IGNORECASE) is not None
        return Quantity(start, end, -amount if negative and amount is not None else amount, "count", None, words)
    if kind == "word":
        if (
            words.lower() == "one"
            and re.search(
                r"(?:no|any|every|each|some|the|this|that|which|only|last|right|least) $",
                _just_before(match.string, start).lower(),
            )
            and "at least" not in _just_before(match.string, start).lower()[-10:]
        ):
            return None
        return Quantity(start, end, amount_of(words), "count", None, words)
    if kind == "none":
        return Quantity(start, end, 0.0, "count", None, words)
    return Quantity(start, end, None, "share", None, words)


_A_SHARE_BEFORE = re.compile(
    r"(?:^|[,;:(]|\b(?:from|to|about|is|was|are|be|currently|now|nearly|almost|only|just|under|over|below|above|than|roughly|around|at|least|most|moment|present|today)) ?$",
    re.IGNORECASE,
)
"""Words after which "a quarter" is a part of a whole and not three months ("12 a quarter")."""


def _just_before(text: str, start: int) -> str:
    """The last characters before: more than the words have that are looked for there."""
    return text[max(0, start - 16) : start]


def _is_share(text: str, start: int, end: int) -> bool:
    of_something = re.match(r" (?:of|the|as|our|more|fewer|less|their)\b", text[end:])
    return of_something is not None or _A_SHARE_BEFORE.search(_just_before(text, start)) is not None


def _clock(start: int, end: int, words: str) -> Quantity:
    """A duration in two units ("4h10", "1 h 30 min") or half of one ("half a day")."""
    half = re.match(r"half an? (\w+)", words, re.IGNORECASE)
    if half:
        return Quantity(start, end, 0.5, "duration", half.group(1), words)
    hours, minutes = (float(number) for number in re.findall(r"\d+", words)[:2])
    return Quantity(start, end, hours + minutes / 60, "duration", "h", words)


_OF_TIME = re.compile(
    r"\b(?:duration|latency|time|times|wait|waits|waiting|queue|lead|mttr|mttd|mtta|aht|frt|tat|turnaround|turn-?around|p\d\d|uptime|downtime|outages?|"
    r"builds?|runtime|runs?|jobs?|batch|load|boot|tests?|suite|cycle|response|responses|reply|replies|takes?|took|delays?|late|resolution|handling|deploys?|deployment|pipeline|set-?up|changeover|"
    r"processing|boarding|journey|visit|call|calls|hours?|minutes?|seconds?|days?)\b",
    re.IGNORECASE,
)
_OF_MONEY = re.compile(
    r"[$€£¥]|\b(?:revenue|sales|arr|mrr|costs?|budget|spend|profit|margin|income|turnover|funding|donations?|ebitda|value|people|users|visitors|views|downloads)\b",
    re.IGNORECASE,
)


def _as_minutes(text: str, found: list[Quantity]) -> list[Quantity]:
    """The quantities, with "22m" as minutes where the line is about time; beside money and crowds it stays a million."""
    short = [q for q in found if q.kind == "count" and re.search(r"\dm$", text[q.start : q.end])]
    short = [q for q in short if not re.match(r" [a-z]{3,}s\b", text[q.end :])]
    timed = any(q.kind == "duration" for q in found) or _OF_TIME.search(text) is not None
    if not short or not timed or _OF_MONEY.search(text) or any(q.kind == "currency" for q in found):
        return found
    return [
        Quantity(q.start, q.end, amount_of(q.number[:-1]), "duration", "min", q.number[:-1]) if q in short else q
        for q in found
    ]


def _scaled(words: str, digits: str) -> float | None:
    amount = amount_of(digits)
    if amount is None:
        return None
    magnitude = re.match(rf" ?({_MAGNITUDE})(?!\w)", words[words.find(digits) + len(digits) :])
    return amount * _MAGNITUDES.get(magnitude.group(1).lower().rstrip("."), 1.0) if magnitude else amount


def _ratio(words: str) -> float | None:
    parts = re.split(
        r"\s*(?:/| in (?:every )?| out of (?:the (?:top )?)?| of (?:every )?)\s*", words, flags=re.IGNORECASE
    )
    if len(parts) < 2:
        return None
    top, bottom = amount_of(parts[0]), amount_of(parts[-1])
    return 100 * top / bottom if top is not None and bottom else None
