"""OKRs written as prose: a paragraph that says what the objective is and how it will be measured.

Only a paragraph with both a phrase that introduces an objective and words that follow it is read; all other prose is left
unread. Lists run into a sentence are taken apart by their numbers, by semicolons, or by commas where every part can stand
alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from coach.intake.enumerations import split_enumeration, split_sentences, tidy
from coach.intake.shapes import is_measurable, is_result
from coach.intake.view import Span

_AIM_OPENING = re.compile(
    r"(?:(?:our|my|the|this|one|team's|their|a)\s+(?:\w+[’']?s?\s+){0,3}?(?:objective|goal|aim|ambition|mission|focus|priority|okr)(?:\s+(?:for|in|of|this|next|here)\b[^,.;:]{0,40}?)?\s*,?\s+(?:is|will be|would be|remains)(?!\s+(?:not|still|yet|with|missing|open|tb[dc]|coming)\b)(?:\s+(?:that|simple|clear))?\s*[:,]?\s*(?:to\s+)?"
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
            reading.objective = [tidy(body)]
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
        return ProseReading([tidy(span.part(0, match.start()))], announces=True)
    if len(parts) < 2 and not (parts and is_measurable(parts[0].text)):
        return None
    return ProseReading([tidy(span.part(0, match.start()))], [[part] for part in parts])


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
