"""OKRs written as prose: a paragraph that says what the objective is and how it will be measured.

Only a paragraph with both a phrase that introduces an objective and words that follow it is read; all other prose is left
unread. Lists run into a sentence are taken apart by their numbers, by semicolons, or by commas where every part can stand
alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from coach.intake.shapes import is_measurable, is_result
from coach.intake.view import Span

_AIM_OPENING = re.compile(
    r"(?:(?:our|my|the|this|one|team's|their|a)\s+(?:\w+[’']?s?\s+){0,3}?(?:objective|goal|aim|ambition|mission|focus|priority|okr)(?:\s+(?:for|in|of|this|next|here)\b[^,.;:]{0,40}?)?\s*,?\s+(?:is|will be|would be|remains)(?:\s+(?:that|simple|clear))?\s*[:,]?\s*(?:to\s+)?"
    r"|(?:(?:in|for|during|this|next|by)\s+[^,.;:]{1,30},?\s+)?(?:we|i)(?:\s+all|\s+really|\s+also|\s+then)?(?:\s+(?:want|aim|intend|plan|hope|wish|need|would like|are going|are aiming|have decided|decided)|['’]d like|['’]re (?:going|aiming))\s+to\s+"
    r"|(?:(?:in|for|during|this|next|by)\s+[^,.;:]{1,30},?\s+)?we\s+(?:all\s+|really\s+)?(?:want|need|would like)\s+(?=(?:our|the|every|each|all|any|people|more)\b[^.;:]{2,80}?\sto\s)"
    r"|(?:unser|mein|das|unser wichtigstes)\s+(?:\w+\s+)?(?:ziel|objective)(?:\s+(?:für|im|in)\b[^,.;:]{0,40}?)?\s+(?:ist|lautet)(?:\s+es)?\s*[:,]?\s*(?:dass\s+)?"
    r"|(?:(?:im|in|bis|für)\s+[^,.;:]{1,30}\s+)?(?:wir (?:wollen|möchten)|wollen wir|möchten wir)\s+"
    r"|(?:notre|mon|l['’])\s*(?:\w+\s+)?objectif(?:\s+(?:pour|de|du|au)\b[^,.;:]{0,40}?)?\s+est\s*:?\s*(?:de\s+|d['’])?"
    r"|nous (?:voulons|souhaitons)\s+"
    r"|(?:nuestro|mi|el)\s+objetivo(?:\s+(?:para|de)\b[^,.;:]{0,40}?)?\s+es\s*:?\s*)",
    re.IGNORECASE,
)
_RESULT_OPENING = re.compile(
    r"(?:,?\s*(?:and\s+)?(?:which\s+(?:we(?:['’]ll| will)\s+|will be\s+|is\s+)?)?(?:as\s+)?measured\s+(?:by|through|with|via|on)(?:\s+(?:the following|these|three|two|four)(?:\s+\w+){0,3})?\s*:?\s+"
    r"|(?:(?:and\s+)?we(?:['’]ll| will| shall)?\s+(?:know|have succeeded|consider|call|measure|track|judge|see)(?:[^.;:,]{0,60}?(?:,\s*)?)\b(?:when|if|by|once|through|with|via)(?=[\s:])(?:\s+(?:the following|these))?\s*:?\s*)"
    r"|(?:(?:the|our|my|its|with)\s+)?(?:(?:three|two|four|main|following|these)\s+){0,2}key[ -]results?(?:\s+(?:for|of)\b[^,.;:]{0,40}?)?\s*(?:are|is|will be|would be|include|:)(?:\s+(?:that|as follows))?\s*:?\s*"
    r"|(?:(?:the|our|my)\s+(?:key[ -]results?|krs?|measures?|metrics)\b[^.;:]{0,30}:\s*)"
    r"|(?:success (?:means|looks like|is|would be|will mean)|this means|that means|concretely|specifically|in numbers)(?:\s+that)?\s*[:,]?\s+"
    r"|(?:,?\s*(?:und\s+)?(?:wird\s+)?(?:gemessen|messbar)\s+(?:an|durch|mit)\s*:?\s+)|(?:(?:wir (?:messen|erkennen) (?:das|dies|es|den erfolg)|(?:das|dies|den erfolg) (?:messen|erkennen) wir)\s+(?:an|daran,? dass|mit)\s*:?\s+)|(?:(?:wir wissen|dass wir)[^.;:]{0,60},\s*wenn\s+)"
    r"|(?:erfolg(?:reich)?\s+(?:heißt|bedeutet|sind wir)[^.;:]{0,20}[:,]\s*(?:wenn\s+|dass\s+)?)"
    r"|(?:(?:die|unsere)\s+(?:schlüsselergebnisse|key results)\s+sind\s*:?\s+)"
    r"|(?:,?\s*(?:et\s+)?mesurée?s?\s+(?:par|via|grâce à)\s*:?\s+)|(?:nous (?:saurons|mesurerons)[^.;:]{0,60}\b(?:quand|lorsque|si|par)\s*:?\s+)|(?:(?:les|nos)\s+résultats[ -]clés\s+sont\s*:?\s+))",
    re.IGNORECASE,
)
_MAY_STATE = re.compile(
    r"\b(?:objective|goal|aim|ambition|mission|focus|priority|okr|ziel|objectif|objetivo|we|i|wir|nous)\b",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"(?<=[^\s.][.!?])[\"”’)]?\s+(?=[\"“„(]?[A-ZÀ-Þ0-9])")
_ABBREVIATION = re.compile(
    r"\b(?:e\.g|i\.e|vs|approx|ca|z\.B|bzw|d\.h|Dr|Mr|Ms|Mrs|No|Nr|St|etc|inkl|max|min|[A-Z])\.$", re.IGNORECASE
)
_MARK = re.compile(
    r"(?:(?<=[\s,;:.])|^)(?:\((?P<round>\d{1,2}|[a-hA-H]|[ivx]{1,4})\)|(?P<close>\d{1,2}|[a-h])\)|(?P<stop>\d)\.(?=\s+\D))\s*"
)
_ORDINAL = re.compile(
    r"(?:(?<=[\s,;:.])|^)(?:first(?:ly)?|second(?:ly)?|third(?:ly)?|fourth(?:ly)?|finally|lastly|erstens|zweitens|drittens|premièrement|deuxièmement|troisièmement)\s*[,:]\s*",
    re.IGNORECASE,
)
_TAIL_JOIN = re.compile(
    r"[\s,;]*(?:\b(?:and(?: finally)?|and also|as well as|und|sowie|et|y|plus|then)\b)?[\s,;:–—-]*$", re.IGNORECASE
)
_HEAD_JOIN = re.compile(
    r"^[\s,;:–—-]*(?:(?:and(?: finally)?|and also|as well as|und|sowie|et|plus|that|when|dass|wenn|by)\s+)?",
    re.IGNORECASE,
)
_DEPENDENT = re.compile(
    r"(?:or|nor|oder|ou|down|up|from|currently|today|now|compared|which|who|with|while|without|before|after|instead|versus|vs\.?|i\.e\.|e\.g\.|especially|including|excluding|measured|per|at(?! (?:least|most|all))|in|on|for|so|but|starting|against|of|than|ahead|by|not|as|until|through"
    r"|heute|aktuell|derzeit|statt|von|gegenüber|bis|im|in|bei|ohne|mit|contre|actuellement|au lieu)\b",
    re.IGNORECASE,
)
_COMMA = re.compile(r",(?!\d)\s+(?:(?:and|und|et|as well as|sowie)\s+)?")
_AND = re.compile(r",?\s+(?:and|und|et|as well as|sowie)\s+")

_CONDITION = re.compile(
    r"(?:,\s*(?:(?:and|und|et)\s+)?|\s+(?:and|und|et)\s+)(?P<word>if|when|once|wenn|dass|si|quand|lorsque)\s+",
    re.IGNORECASE,
)


@dataclass
class ProseReading:
    """What a paragraph said: the objective, its key results, whether a list is announced, and what else stood in it."""

    objective: list[Span] = field(default_factory=list)
    key_results: list[list[Span]] = field(default_factory=list)
    announces: bool = False
    explicit: bool = False
    rest: list[Span] = field(default_factory=list)


def read_prose(span: Span) -> list[ProseReading]:
    """The objectives that a paragraph states, in order; empty where it states none."""
    if not _MAY_STATE.search(span.text):
        return []
    readings: list[ProseReading] = []
    rest: list[Span] = []
    for sentence in split_sentences(span):
        text = sentence.text
        aim = _AIM_OPENING.search(text[:400])
        result = _RESULT_OPENING.search(text[: 600 if aim else 200], aim.end() if aim else 0)
        if aim and aim.start() <= 80 and (aim.start() == 0 or _is_lead_in(text[: aim.start()])):
            lead = sentence.part(0, aim.start())
            if len(lead.text.split()) > 4 or any(mark in lead.text for mark in ":\n"):
                rest.append(lead.strip())
            reading = ProseReading(explicit=bool(_EXPLICIT.match(aim.group())))
            body = sentence.part(aim.end(), result.start() if result else None)
            reading.objective = [_tidy(body)]
            if result:
                _take_results(reading, sentence.part(result.end()))
            readings.append(reading)
        elif result and result.start() <= 40 and readings:
            _take_results(readings[-1], sentence.part(result.end()))
        elif (
            readings
            and readings[-1].key_results
            and _is_more_results(sentence.text)
            or readings
            and readings[-1].announces
            and is_result(sentence.text)
        ):
            readings[-1].key_results += [[part] for part in split_enumeration(sentence)]
        else:
            rest.append(sentence)
    measured = any(r.key_results or r.announces for r in readings)
    readings = (
        [r for r in readings if any(r.objective) and (r.key_results or r.announces or r.explicit)]
        if measured or any(r.explicit for r in readings)
        else []
    )
    if readings:
        readings[0].rest = rest
    return readings


def split_labelled(span: Span) -> ProseReading | None:
    """An objective with its measures in the same sentence (``Grow the base, measured by (1) ..., (2) ...``), or None."""
    match = _RESULT_OPENING.search(span.text[:600])
    if not match or match.start() < 3:
        return None
    parts = split_enumeration(span.part(match.end()))
    if not parts and not span.text[match.end() :].strip():
        return ProseReading([_tidy(span.part(0, match.start()))], announces=True)
    if len(parts) < 2 and not (parts and is_measurable(parts[0].text)):
        return None
    return ProseReading([_tidy(span.part(0, match.start()))], [[part] for part in parts])


_EXPLICIT = re.compile(r"(?:our|my|unser|mein|notre|mon|nuestro|mi)\b|.{0,30}\b(?:objective|objectif)\b", re.IGNORECASE)
_COUNTED = re.compile(
    r"(?:(?:the|these|following|our|two|three|four|five|\d|zwei|drei|vier|deux|trois|quatre|diese|folgende)\s+){0,3}(?:\w+\s+)?(?:things|measures?|results|metrics|indicators|ways|numbers|targets|signals|criteria|points|facts|dingen?|kriterien|werten?|zahlen|kennzahlen|indicateurs|critères|choses)\s*:\s*",
    re.IGNORECASE,
)


def _take_results(reading: ProseReading, span: Span) -> None:
    counted = _COUNTED.match(span.text[:120])
    parts = split_enumeration(span.part(counted.end()) if counted else span)
    if parts:
        reading.key_results += [[part] for part in parts]
    else:
        reading.announces = True


def _is_lead_in(text: str) -> bool:
    return len(text.split()) <= 8 and not re.search(r"[.!?]\s", text)


def _is_more_results(text: str) -> bool:
    return bool(
        re.match(
            r"(?:and|also|finally|in addition|additionally|second|third|außerdem|zudem|de plus|enfin)\b|\(?\d\)",
            text.strip(),
            re.IGNORECASE,
        )
    ) and is_measurable(text)


def split_sentences(span: Span) -> list[Span]:
    """The sentences of a paragraph."""
    sentences: list[Span] = []
    text, start = span.text, 0
    for match in _SENTENCE_END.finditer(text):
        if _ABBREVIATION.search(text[max(start, match.start() - 12) : match.start()]):
            continue
        sentences.append(span.part(start, match.end()).strip())
        start = match.end()
    sentences.append(span.part(start).strip())
    return [sentence for sentence in sentences if sentence]


def split_enumeration(span: Span, *, marked_only: bool = False) -> list[Span]:
    """The parts of a list run into a line; the whole as its one part where it is no list.

    Numbers in brackets and ordinals come first, then semicolons, then (unless `marked_only`) commas and a last ``and``.
    """
    span = span.strip()
    if not span:
        return []
    text = span.text
    marks = _sequence(text)
    if len(marks) == 1 and marks[0].start() == 0:
        return split_enumeration(span.part(marks[0].end()), marked_only=marked_only)
    if len(marks) < 2:
        marks = list(_ORDINAL.finditer(text))
    if len(marks) >= 2 and marks[0].start() <= 60:
        bounds = [*[m.start() for m in marks], len(text)]
        parts = [span.part(m.end(), bounds[i + 1]) for i, m in enumerate(marks)]
        return [part for part in map(_tidy, parts) if part]
    if text.count(";") >= 1:
        return [
            part for part in map(_tidy, _cut(span, [(m.start(), m.end()) for m in re.finditer(r";\s*", text)])) if part
        ]
    if marked_only:
        return [_tidy(span)]
    return _split_conditions(span) or _split_commas(span)


def _sequence(text: str) -> list[re.Match[str]]:
    """The longest run of marks of one style that counts up from one: (1), (2), (3) or a), b), c)."""
    best: list[re.Match[str]] = []
    found = list(_MARK.finditer(text))
    for style in ("round", "close", "stop"):
        for names in _COUNTS:
            run: list[re.Match[str]] = []
            for mark in found:
                if mark.group(style) and len(run) < len(names) and mark.group(style).lower() == names[len(run)]:
                    run.append(mark)
            if len(run) > len(best):
                best = run
    return best


_COUNTS = ([str(n) for n in range(1, 31)], list("abcdefgh"), ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii"])


def _cut(span: Span, cuts: list[tuple[int, int]]) -> list[Span]:
    starts = [0, *[end for _, end in cuts]]
    stops: list[int | None] = [*[start for start, _ in cuts], None]
    return [span.part(start, stop) for start, stop in zip(starts, stops, strict=True)]


def _split_conditions(span: Span) -> list[Span]:
    """Parts that all begin with one word (``... if a, if b, and if c``); empty where they do not."""
    text = span.text[:2000]
    found = [match for match in _CONDITION.finditer(text) if not _in_bracket(text, match.start())]
    words = {match.group("word").lower() for match in found}
    if len(words) != 1 or not all(len(part.split()) >= 3 for part in _CONDITION.sub("\n", text).split("\n")):
        return []
    return [_tidy(part) for part in _cut(span, [(match.start(), match.end()) for match in found])]


def _split_commas(span: Span) -> list[Span]:
    """Parts between commas and a last ``and``, where each can stand alone; a part that leans on the one before joins it."""
    if span.end - span.start > 2000:
        return [_tidy(span)]
    text = span.text
    cuts: list[tuple[int, int]] = []
    for match in _COMMA.finditer(text):
        rest = text[match.end() :]
        if not _in_bracket(text, match.start()) and not _DEPENDENT.match(rest) and _stands_alone(_next_part(rest)):
            cuts.append((match.start(), match.end()))
    last = cuts[-1][1] if cuts else 0
    for match in _AND.finditer(text, last):
        before, after = text[last : match.start()], text[match.end() :]
        if (
            not _in_bracket(text, match.start())
            and _stands_alone(after)
            and _stands_alone(before)
            and not _DEPENDENT.match(after)
            and not re.search(r"\bbetween\b[^,]*$", before)
        ):
            both = is_measurable(before) and is_measurable(after)
            if both or (cuts and not is_measurable(text)):
                cuts.append((match.start(), match.end()))
                break
    if not cuts:
        return [_tidy(span)]
    parts = [_tidy(part) for part in _cut(span, cuts)]
    measured = sum(is_measurable(part.text) for part in parts)
    if measured and measured < len(parts) - 1 and measured < len(parts) * 0.6:
        return [_tidy(span)]
    return [part for part in parts if part]


def _next_part(text: str) -> str:
    match = _COMMA.search(text)
    return text[: match.start()] if match else text


def _stands_alone(text: str) -> bool:
    return len(text.split()) >= 2


def _in_bracket(text: str, at: int) -> bool:
    return text.count("(", max(0, at - 200), at) > text.count(")", max(0, at - 200), at)


def _tidy(span: Span) -> Span:
    """A part without the joining words and separators at its ends."""
    span = span.strip()
    head = _HEAD_JOIN.match(span.text)
    if head and head.end() < len(span.text):
        span = span.part(head.end())
    text = span.text
    tail = _TAIL_JOIN.search(text, max(0, len(text) - 40))
    return (span.part(0, tail.start()) if tail else span).strip()
