"""OKRs written as prose: a paragraph that says what the objective is and how it will be measured.

Only a paragraph with both a phrase that introduces an objective and words that follow it is read; all other prose is left
unread. Lists run into a sentence are taken apart by their numbers, by semicolons, or by commas where every part can stand
alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from coach.intake.enumerations import OWN_CLAUSE, split_enumeration, split_sentences, tidy
from coach.intake.shapes import is_chatter, is_measurable, is_result
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
    r"|(?:(?:and\s+)?we(?:['’]d|\s+would|\s+should)\s+(?:see|notice|know|tell|feel)(?:\s+(?:that|this|it))?\s+(?:when|if|by|once|from)\s+)"
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
_FURTHER_AIM = re.compile(
    r"(?:(?:second(?:ly)?|third(?:ly)?|fourth(?:ly)?)\s*,\s*|(?:and\s+)?(?:the|our|my) (?:other|second|third|next|last) (?:(?:big|main) )?(?:thing|one|goal|aim|objective|priority)"
    r"(?:\s+(?:for|in|of|this|next)\b[^,.;:]{0,30}?)?\s+is(?:\s+that\b|\s+to\b|\s*:)?\s*)"
    r"(?=\S[^.;:]{2,80}?\s(?:needs?|has|have|must|should|ought|can|stops?|becomes?|is|are|feels?)\s|(?:make|be|become|get|help|give|turn|build|win)\s)",
    re.IGNORECASE,
)
_MAY_STATE = re.compile(
    r"\b(?:objective|goal|aim|ambition|mission|focus|priority|okr|ziel|objectif|objetivo|we|i|wir|nous)\b",
    re.IGNORECASE,
)


@dataclass
class ProseReading:
    """What a paragraph said: the objective, its key results, whether a list is announced, and what else stood in it.

    `further` says that it is a second objective, whose measures follow in a sentence of their own.
    """

    objective: list[Span] = field(default_factory=list)
    key_results: list[list[Span]] = field(default_factory=list)
    announces: bool = False
    explicit: bool = False
    further: bool = False
    rest: list[Span] = field(default_factory=list)


def read_prose(span: Span, goes_on: bool = False) -> list[ProseReading]:
    """The objectives that a paragraph states, in order; empty where it states none.

    Args:
        span: the paragraph.
        goes_on: an earlier paragraph stated an objective, so that "Second, ..." states the next one.
    """
    if not goes_on and not _MAY_STATE.search(span.text):
        return []
    readings: list[ProseReading] = []
    rest: list[Span] = []
    for sentence in split_sentences(span):
        text = sentence.text
        aim = _AIM_OPENING.search(text[:400])
        if aim and not (aim.start() <= 80 and (aim.start() == 0 or _is_lead_in(text[: aim.start()]))):
            aim = None
        result = _RESULT_OPENING.search(text[: 600 if aim else 200], aim.end() if aim else 0)
        if aim:
            lead = sentence.part(0, aim.start())
            if len(lead.text.split()) > 4 or re.search(r"[\d:\n]", lead.text):
                rest.append(lead.strip())
            reading = ProseReading(explicit=bool(_EXPLICIT.match(aim.group())))
            body = sentence.part(aim.end(), result.start() if result else None)
            reading.objective = [_unstopped(tidy(body))]
            if result:
                _take_results(reading, sentence.part(result.end()))
            readings.append(reading)
        elif (readings or goes_on) and (further := _FURTHER_AIM.match(text)) and not is_measurable(text):
            readings.append(ProseReading([_unstopped(tidy(sentence.part(further.end())))], further=True))
        elif result and result.start() <= 40 and readings:
            _take_results(readings[-1], sentence.part(result.end()))
        elif readings and _belongs_to(readings[-1], text):
            readings[-1].key_results += [[_own_words(part)] for part in split_enumeration(sentence)]
        else:
            rest.append(sentence)
    kept = [r for r in readings if any(r.objective) and (r.key_results or r.announces or r.explicit)]
    if kept:
        kept[0].rest = [*rest, *(span for r in readings if r not in kept for span in r.objective if span)]
    return kept


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
        reading.key_results += [[_own_words(part)] for part in parts]
    else:
        reading.announces = True


def _unstopped(span: Span) -> Span:
    """The words of an objective without the full stop of the sentence they stood in."""
    return span.part(0, len(span.text.rstrip(". "))) if not span.text.endswith("...") else span


def _own_words(span: Span) -> Span:
    """A measure without the words that lead it in (``we also want to roll out ...``, ``we'll run ...``)."""
    lead = OWN_CLAUSE.match(span.text)
    return span.part(lead.end()) if lead else span


def _belongs_to(reading: ProseReading, text: str) -> bool:
    """Whether a sentence states measures of the objective that was read before it."""
    if reading.announces and is_result(text):
        return True
    if reading.key_results:
        return _is_more_results(text)
    return reading.further and is_measurable(text) and not is_chatter(text)


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
