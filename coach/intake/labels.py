"""Labels: the words before a line's own words that say what the line is (``KR 1.2 -``, ``Objective:``, ``Owner:``)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from coach.intake import vocabulary as v

Role = Literal["objective", "key result", "initiative", "meta", "note"]

_ASIDE = r"(?P<aside>(?:\s*(?:\([^()\n]{0,80}\)|\[[^\[\]\n]{0,80}\])){0,2})"
_COLON = r"\s*(?:[:：]+|=(?![=>]))(?:\s*[-–—]+(?=\s))?"
_COUNT_WORD = r"(?<=\s)(?:one|two|three|four|five|eins|zwei|drei|vier|un|deux|trois|quatre)(?!\w)"
_NUMBER = (
    r"(?:\s*(?:#|no\.?|nr\.?|n[°º]|-|_|\.)?\s*(?P<number>\d{1,3}(?:[.\-_]\d{1,3}){0,3}[a-z]?|(?<=\s)[A-H]\d{1,2}(?!\w)|(?<=\s)[IVX]{1,4}(?![\w'’])|(?<=\s)[A-H](?![\w'’])|"
    + _COUNT_WORD
    + "))?"
)
_DASH = r"(?:\s*(?:[-–—]+|[|>=→⇒»])(?=\s|$)|[ ]*\t\s*)"
_CELL = r"\s*[|│]\s|[ ]*\t\s*"
_END = r"\s*$"
_GAP = r"\s*(?:\)|\.(?!\d)|[-–—:](?=[^\W\d]))\s*|\s+(?=\S)"


def _compile(words: str, separators: str, number: bool = True) -> re.Pattern[str]:
    numbering = _NUMBER if number else "(?P<number>(?!))?"
    return re.compile(rf"(?P<word>{words}){numbering}{_ASIDE}(?P<sep>{separators})", re.IGNORECASE)


CODE = re.compile(
    r"(?P<open>[\[(]?)(?:(?P<outer>(?:o|obj\.?|objective|okr)[ #]?\d{1,2})\s*[-–/.:, ]?\s*)?"
    r"(?P<word>kr|rc|ke|se|o|z|obj\.?|key[ -]?result|objective|objectif|objetivo|obiettivo|goal|ziel|okr|doel)"
    r"[\s#._-]{0,2}(?P<number>(?:(?<=\s)[A-H])?\d{1,2}(?:[.\-_]\d{1,2}){0,3}[a-z]?)(?![\d%])(?P<close>[\])]?)"
    rf"(?P<aside>(?:\s*(?:\([^()\n]{{0,80}}\)|\[[^\[\]\n]{{0,80}}\])){{0,2}})"
    rf"(?P<sep>{_COLON}|{_DASH}|{_END}|{_GAP})",
    re.IGNORECASE,
)
_NUMBER_FIRST = re.compile(
    rf"(?P<number>\d{{1,2}})\.?\s*(?P<word>objective|key result|ziel|schlüsselergebnis|kr|objectif|résultat clé)(?P<aside>)(?P<sep>{_COLON})",
    re.IGNORECASE,
)
_STRICT = f"{_COLON}|{_DASH}|{_END}"
_ENTRIES: list[tuple[Role, str, re.Pattern[str]]] = [
    ("meta", "objective owner", _compile(r"(?:objective|okr|obj\.?|goal) (?:owner|driver|lead|dri)s?", _STRICT, False)),
    ("meta", "parent", _compile(v.PARENT, f"{_COLON}|{_DASH}", False)),
    ("objective", "", _compile(rf"(?:{v.OBJECTIVE})\.?", _STRICT)),
    ("key result", "", _compile(rf"(?:{v.KEY_RESULT})\.?", _STRICT)),
    ("objective", "", _compile(r"obj\.", r"\s+(?=\S)")),
    ("key result", "", _compile(r"(?:key )?res\.", r"\s+(?=\S)")),
    ("objective", "", _compile(r"o|z", _COLON)),
    ("objective", "", _compile(r"(?-i:[OZ])", rf"{_CELL}|\s+[-–—]+\s+")),
    ("key result", "", _compile(rf"(?:{v.KEY_RESULTS_PHRASE})", rf"{_COLON}|{_END}", False)),
    ("meta", "owner", _compile(v.OWNER, f"{_COLON}|{_CELL}", False)),
    ("meta", "team", _compile(v.TEAM, f"{_COLON}|{_CELL}", False)),
    ("meta", "level", _compile(v.LEVEL, f"{_COLON}|{_CELL}", False)),
    ("meta", "period", _compile(v.PERIOD, f"{_COLON}|{_CELL}", False)),
    ("meta", "due", _compile(v.DUE, f"{_COLON}|{_CELL}", False)),
    ("meta", "baseline", _compile(v.BASELINE, f"{_COLON}|{_CELL}", False)),
    ("meta", "target", _compile(v.TARGET, f"{_COLON}|{_CELL}", False)),
    ("meta", "metric", _compile(v.METRIC, _COLON)),
    ("meta", "unit", _compile(v.UNIT, f"{_COLON}|{_CELL}", False)),
    ("meta", "status", _compile(v.STATUS, f"{_COLON}|{_CELL}", False)),
    ("meta", "score", _compile(v.SCORE, f"{_COLON}|{_CELL}", False)),
    ("meta", "confidence", _compile(v.CONFIDENCE, rf"{_COLON}|\s+(?=\d)", False)),
    ("initiative", "", _compile(v.INITIATIVES, rf"{_COLON}|{_END}")),
    ("note", "", _compile(v.NOTES, f"{_COLON}|{_CELL}", False)),
    ("key result", "", _compile(r"(?-i:KR)", r"\s+(?=(?-i:[A-ZÄÖÜÉ]))", False)),
]
ANY_WORD = re.compile(
    "|".join(
        f"(?:{words})"
        for words in (
            r"(?:objective|okr|obj\.?|goal) (?:owner|driver|lead|dri)",
            *(
                v.PARENT,
                v.OBJECTIVE,
                v.KEY_RESULT,
                "o|z",
                v.KEY_RESULTS_PHRASE,
                v.OWNER,
                v.TEAM,
                v.LEVEL,
                v.PERIOD,
                v.DUE,
            ),
            *(v.BASELINE, v.TARGET, v.METRIC, v.UNIT, v.STATUS, v.SCORE, v.CONFIDENCE, v.INITIATIVES, v.NOTES),
        )
    ),
    re.IGNORECASE,
)
_QUALIFIED = re.compile(
    rf"(?P<before>(?:[^\W\d_][\w'’&/-]*\s+|q[1-4]\s+|h[12]\s+|20\d\d\s+){{1,8}})?"
    rf"(?P<word>(?P<objective>{v.OBJECTIVE})|(?P<result>{v.KEY_RESULT})|(?P<initiative>initiatives?|maßnahmen|projects|actions))\.?{_NUMBER}"
    rf"(?P<after>\s+(?:for|in|of|we|by|that|to|this|für|im|in|pour|du|q[1-4]|h[12]|20\d\d|are|is|sind|ist|sont|est|include|as follows)\b[^:.!?;,()\n]{{0,40}}|\s*\([^()\n]{{0,40}}\))?"
    rf"(?P<aside>)(?P<sep>{_COLON})",
    re.IGNORECASE,
)
_ONLY_VALUE = re.compile(
    r"(?=[^\n]*\d)(?:[\W\d_]|\b(?:from|to|under|below|over|above|at|least|most|von|auf|unter|über|de|à|[^\W\d_]{1,2})\b)+",
    re.IGNORECASE,
)
_PLURAL = re.compile(rf"(?:{v.OBJECTIVES})\.?", re.IGNORECASE)
_BARE_HEADER = re.compile(
    r"(?:objectives?|goals?|ziele?|objectifs?|objetivos?)|(?:key[ -]results?|krs?|schlüsselergebnisse?|résultats?[ -]clés?|resultados? claves?|kernresultaten)",
    re.IGNORECASE,
)
_TITLE = re.compile(
    r"objectives? (?:and|&|\+|und) (?:key[ -]results?|krs)\b|o\s?k\s?r'?s?\b|ziele und schlüsselergebnisse|objectifs et résultats[ -]clés?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Label:
    """What a label said. `end` is where the line's own words start; `aside` is the bracket inside the label, if any."""

    role: Role
    key: str
    text: str
    number: str | None
    plural: bool
    end: int
    aside: tuple[int, int] | None = None
    before: str = ""
    strong: bool = True


def read_label(text: str) -> Label | None:
    """The label `text` begins with, or None. A label without words after it is a header (``end == len(text)``)."""
    head = text[:160]
    if not head.strip() or (_TITLE.match(head) and not re.match(r"okr\s*#?\d", head, re.IGNORECASE)):
        return None
    code = CODE.match(head)
    if code and _balanced(code) and _is_code(code, head):
        word = code.group("word").lower().replace("-", " ")
        role: Role = "key result" if word in ("kr", "rc", "ke", "se") or word.startswith("key") else "objective"
        return _label(code, role, "", text, plural=False)
    first = _NUMBER_FIRST.match(head)
    if first:
        role = "objective" if first.group("word").lower() in ("objective", "ziel", "objectif") else "key result"
        return _label(first, role, "", text, plural=False)
    for entry, key, pattern in _ENTRIES if ANY_WORD.match(head) else ():
        match = pattern.match(head)
        if match and not _is_plain_word(match, entry, key, text):
            plural = bool(_PLURAL.fullmatch(match.group("word"))) and not match.group("number")
            return _label(match, entry, key, text, plural=plural)
    match = _QUALIFIED.match(head) if ":" in head or "：" in head or "=" in head else None
    if (
        match
        and (match.group("before") or match.group("after"))
        and not (_is_sentence(match) or _ONLY_VALUE.fullmatch(head, match.end()))
    ):
        role = "objective" if match.group("objective") else "key result" if match.group("result") else "initiative"
        plural = bool(_PLURAL.fullmatch(match.group("word"))) and not match.group("number")
        return _label(match, role, "", text, plural=plural)
    return None


def read_code(text: str) -> Label | None:
    """The label that a cell is, alone: ``KR1``, ``O``, ``Key Result``; None where it holds words of its own."""
    if not text.strip() or len(text) > 30 or text.isdigit():
        return None
    label = read_label(text) or read_label(f"{text.strip()}:")
    return label if label and label.end >= len(text.strip()) else None


def _label(match: re.Match[str], role: Role, key: str, text: str, plural: bool) -> Label:
    end = match.end()
    groups = match.groupdict()
    aside = match.span("aside") if groups.get("aside") else None
    shown = text[: match.end("number") if groups.get("number") else match.end("word")].strip(" [(*_")
    before = (groups.get("before") or "") + (groups.get("after") or "")
    return Label(role, key, shown, groups.get("number"), plural, end, aside, before.strip())


def _balanced(match: re.Match[str]) -> bool:
    return bool(match.group("open")) == bool(match.group("close"))


def _is_code(match: re.Match[str], text: str) -> bool:
    """Whether a word with a number is a label and not words of a sentence (``Goal 3 of the plan``, ``kr 500 million``)."""
    if match.group("open") or match.group("outer"):
        return True
    sep, rest = match.group("sep"), text[match.end() :]
    if sep.strip() or not rest.strip():
        return True
    if match.group("word").lower() in ("ke", "se", "z"):
        return False
    if match.group("word").lower() == "kr" and len(match.group("number")) > 1 and "." not in match.group("number"):
        return False
    return not re.match(r"(?:of|is|was|and|or|million|mio|mrd|bn|for each|per|x)\b|[%€$]", rest.strip(), re.IGNORECASE)


def _is_plain_word(match: re.Match[str], role: Role, key: str, text: str) -> bool:
    """Whether a label word without a colon stands in a line of its own words."""
    sep = match.group("sep")
    if ":" in sep or "：" in sep:
        return role == "meta" and key in ("baseline", "target") and len(text) > 160
    if "\t" in sep or "|" in sep:
        return False
    if not sep.strip():
        if match.group("word")[-1:] == "." or match.group("word") == "KR":
            return False
        if key == "confidence":
            return len(text.strip()) > 30
        return role in ("meta", "note") or (role == "initiative" and match.group("word")[:1].islower())
    if match.group("number"):
        return False
    word = match.group("word").lower()
    return key == "" and (
        role == "initiative"
        or not (_BARE_HEADER.fullmatch(word.rstrip(".")) or word in ("obj.", "obj", "res.", "res", "o", "kr"))
    )


_VERBAL = re.compile(
    r"\b(?:increase|reduce|improve|achieve|raise|lower|grow|make|have|get|set|reach|hit|define|write|publish|review|align|drive|meet|we'll know|share)\b",
    re.IGNORECASE,
)


def _is_sentence(match: re.Match[str]) -> bool:
    """Whether the words around a label word are a sentence's own (``Increase results for customers: ...``)."""
    before = (match.group("before") or "").strip()
    if match.group("objective") and match.group("word").lower().startswith("goal"):
        return bool(before) and not _GOAL_QUALIFIER.fullmatch(before)
    return bool(_VERBAL.search(before))


_GOAL_QUALIFIER = re.compile(
    r"(?:(?:our|my|the|team|teams?['’]?s?|company|department|main|key|first|second|third|top|overall|big|quarterly|annual|yearly|q[1-4]|h[12]|20\d\d|next|current|strategic|business|smart)\s*)+",
    re.IGNORECASE,
)


_INLINE = re.compile(
    r"(?<=[\s;.,|/(])(?:"
    r"(?:kr|rc)[ #.-]?\d{1,2}(?:\.\d{1,2})?\s{0,2}(?:[:)=]|[-–—]\s|\.\s|\s(?=[A-ZÄÖÜÉ\d]))"
    r"|(?:kr|o)\s{0,1}:\s|o[ #]?\d{1,2}(?:\.\d)?\s{0,2}(?:[:)=]|[-–—]\s)|(?<=[;.|]\s)o\d{1,2}\.\s"
    r"|\((?:kr|o)[ #.-]?\d{1,2}(?:\.\d{1,2})?\)\s"
    r"|(?<=[;.,|/)]\s)(?:objective|obj\.|goal|ziel|objectif)(?:\s?#?\d{1,2})?\s{0,2}:\s"
    r"|(?<=[;.|/)]\s)(?:results|ergebnisse|resultate|résultats|measures|metrics|kpis|kennzahlen|measured by|gemessen an)\s{0,2}:\s"
    r"|(?<=[;.|/:]\s)(?-i:O)\s[-–—]\s"
    r"|(?<=[;.,|/:)]\s)(?:objective|goal|ziel|objectif|key[ -]?results?|krs?)(?:\s?#?\d{1,2})?\s[-–—]\s"
    r"|(?:key[ -]?results?|krs|key res|schlüsselergebnisse?|résultats?[ -]clés?|res\.|resultados? clave)(?:\s?#?\d{1,2}(?:\.\d{1,2})?)?\s{0,2}:\s"
    r"|(?:initiatives|maßnahmen)\s{0,2}:\s"
    r")",
    re.IGNORECASE,
)


def inline_labels(text: str) -> list[int]:
    """Where labels stand inside a line (``O: grow the base KR1: ... KR2: ...``), as offsets in `text`."""
    return [match.start() for match in _INLINE.finditer(text)]
