"""What a plain answer means: "about 22 % I think", "end of Q3", "Priya owns it", "we don't measure that yet", "skip".

`meaning` looks at the words and at what was asked, at nothing else, and never guesses: where an answer could be two things it
gives both. Values are kept in the writer's own words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal, cast

from coach.dialogue.conversation import Asked
from coach.dialogue.people_said import people
from coach.dialogue.phrases import phrases, plain
from coach.dialogue.values_said import dated, valued

Act = Literal[
    "nothing", "give", "unknown", "skip", "why", "example", "undo", "redo", "list", "shorten", "show", "done", "restart",
    "help", "accept", "decline", "apply", "fine", "both", "hello", "remove", "replace", "add", "excuse", "question", "words",
]  # fmt: skip
_VALUE_KINDS = ("baseline", "target")
_DATE_KINDS = ("deadline", "baseline-date")
_OWN_WORDS = ("wording", "words", "metric", "key-result", "parent", "period", "name", "choice")
"""What is answered in words of one's own, in which a figure is not an answer by itself."""


@dataclass(frozen=True)
class Line:
    """Which line an answer names: the second, the last (-1), the objective, all of them."""

    number: int | None = None
    objective: int | None = None
    is_objective: bool = False


@dataclass(frozen=True)
class Meaning:
    """What was understood. Values are the writer's words."""

    act: Act
    baseline: str | None = None
    target: str | None = None
    either: tuple[str, ...] = ()
    """Two values where one was asked for."""
    deadline: str | None = None
    owners: tuple[str, ...] = ()
    me: bool = False
    group: str | None = None
    """A team or everyone, where one person was asked for."""
    estimate: bool = False
    line: Line | None = None
    everywhere: bool = False
    text: str | None = None
    """Words of one's own: a line, a reason."""
    then: str | None = None
    """What is asked beside what is given ("22 %, but why does it matter?")."""
    before: str | None = None
    """Where something is asked beside it, what was said before that."""

    @property
    def gives(self) -> bool:
        """Whether a value, a date or a person was given."""
        return bool(
            self.baseline or self.target or self.either or self.deadline or self.owners or self.me or self.group
        )


_ORDINALS = {
    word: number
    for number, words in enumerate(
        ("first 1st", "second 2nd", "third 3rd", "fourth 4th", "fifth 5th", "sixth 6th", "seventh 7th", "eighth 8th"), 1
    )
    for word in words.split()
} | {"last": -1, "final": -1, "next": -2}
_LINE_WORD = r"(?:key ?results?|krs?|one|line|measure|result|metric|item|point|bullet)"
_NAMED = re.compile(
    rf"\b(?:(?:of|for|in|on|from|about|under)\s+)?(?:the\s+)?(?:(?P<ordinal>{'|'.join(word for word in _ORDINALS if word != 'next')})\s+{_LINE_WORD}\b"
    r"|(?:kr|key ?result|line|no\.?|number|#)\s*\.?\s*(?P<number>\d{1,2}(?:\.\d{1,2})?)(?![\d%])\b(?!\s*%)"
    r"|(?P<objective>objective)(?:\s+(?P<which>\d))?\b)",
    re.IGNORECASE,
)
_EVERYWHERE = re.compile(
    r"\s*\b(?:for|of|to|on|in)\s+(?:(?:all|every|each)(?:\s+(?:of\s+them|the\s+(?:key\s+results|krs|lines|others)|key\s+results?|krs?|lines?|one))?|everything|both)\s*(?=$|[,.;:!]|\bto\b|\bis\b|=)",
    re.IGNORECASE,
)
_REMOVE = re.compile(
    r"^\W*(?:please\s+)?(?:can you\s+)?(?:remove|delete|drop|cut|kill|take out|get rid of|scrap|lose)\s+(?P<rest>.+)$",
    re.IGNORECASE,
)
_REPLACE = re.compile(
    r"^\W*(?:please\s+)?(?:change|replace|reword|rewrite|rephrase|make|edit|update|turn|rename)\s+(?P<what>(?:it|this|that|the line|(?:the )?.{0,30}?(?:key ?result|kr|one|line|objective|aim)(?:\s*\d(?:\.\d)?)?))\s*(?:\bto(?:\s+read)?\b|\bwith\b|\bby\b|\binto\b|\bas\b|:|->|→)\s*:?\s*(?P<text>\S.+)$",
    re.IGNORECASE | re.DOTALL,
)
_ADD = re.compile(
    r"^\s*(?:(?:please\s+)?add\s+(?:(?:a|an|another|one more|this|new|further)\s+)*(?:key ?result|kr|line)?\s*:?\s*|(?:another|new|one more)\s+(?:key ?result|kr)\s*:\s*|(?:kr|key ?result)\s*\d{0,2}\s*[:.)-]\s+|[-*•–]\s+(?=\w))(?P<text>\S.{5,})$",
    re.IGNORECASE,
)
_SHORTEN = re.compile(
    r"^\W*(?:please\s+)?(?:make|shorten|cut|trim)\s+(?P<what>.{2,40}?)(?:\s+(?:shorter|down))?\W*$", re.IGNORECASE
)
_EXCUSE = re.compile(
    r"^\W*(?:(?:no|yes|well|but),?\s+)?(?:(?:that|this|it)(?:['’]?s| is)\s+(?:fine|ok|okay|good|intended|on purpose|deliberate|right|not needed|not necessary|enough|how we want it|as it should be)(?:\s+(?:as it is|as is|like that|here|this way|for us|with us))?"
    r"|(?:leave|keep)\s+(?:it|this|that|the line)(?:\s+(?:as it is|as is|like that|alone|so))?|(?:not|never)\s+(?:needed|necessary|relevant|applicable)(?:\s+here)?|no need|on purpose|"
    r"(?:we|i)\s+(?:do not|don['’]?t)\s+(?:need|want)\s+(?:this|that|it|one|any|an? \w+)(?:\s+here)?|excuse (?:it|this|that))"
    r"\s*(?:[,:;–-]|\b(?:because|since|as|due to|given that|for)\b)(?:\s*(?:because|since|as|due to|given that)\b)?\s*(?P<reason>\S.{2,})$",
    re.IGNORECASE | re.DOTALL,
)
_BECAUSE = re.compile(r"^\W*(?:because|since|cause|cos|coz)\s+(?P<reason>\S.{2,})$", re.IGNORECASE | re.DOTALL)
_ASKS = re.compile(
    r"^(?:how|what|whats|why|when|where|which|who|whose|should|shall|can|could|do|does|did|is|are|would|will|may|must|has|have)\b",
    re.IGNORECASE,
)
_THEN = re.compile(r"(?:[.,;:!]|\s[–—-])\s+(?:(?:but|and|so|though)\b,?\s+)?|\s+(?:but|though)\s+", re.IGNORECASE)
"""Where one thing that is said ends and the next begins."""
_NO_QUESTION = re.compile(
    r"or\b.*|(?:right|ok(?:ay)?|no|yes|correct|fine|(?:do|don['’]?t) you (?:think|agree)|(?:is|isn['’]?t|does|doesn['’]?t|would|will) (?:that|it|this)(?: (?:work|ok(?:ay)?|fine|right|enough|do))?)\W*",
    re.IGNORECASE,
)
"""What only asks for a nod, or goes on with what else the answer could be."""
_ASKS_ABOUT = re.compile(
    r"(?:is|are|was|were|should(?! (?:be|we say)\b)|what(?! about\b)|how(?! about\b)|why|which)\b.*\?$", re.IGNORECASE
)
"""A question about a value, which gives none: "is 22 % good?"."""
_ASKS_SHORT = re.compile(r"^(?:how|what|why|who)\b", re.IGNORECASE)
_FEW_LEFT = 2
"""Words beside a value up to which an answer is still the value and no sentence of its own."""


def meaning(said: str, asked: Asked | None) -> Meaning:
    """What the writer means by `said`, where `asked` was asked; nothing is asked before there is a draft.

    Values found in it are the writer's own words, without the words that lead to them ("about", "by").
    """
    text = " ".join(said.split())
    if not re.search(r"\w", text):
        return Meaning("nothing")
    act = phrases().act_of(text)
    if act is not None:
        return Meaning(cast(Act, act))
    return (
        _edited(text)
        or _excused(text, asked)
        or _unknown(text, asked)
        or _given_and_asked(text, asked)
        or _given(text, asked)
        or _asked_back(text)
        or Meaning("words", text=text)
    )


def line_named(text: str) -> tuple[Line | None, str]:
    """The line that `text` names, and the text without that."""
    match = _NAMED.search(text)
    if not match:
        return None, text
    rest = f"{text[: match.start()]} {text[match.end() :]}"
    if match.group("ordinal"):
        return Line(_ORDINALS[match.group("ordinal").lower()]), rest
    if match.group("objective"):
        number = match.group("which")
        return Line(objective=int(number) if number else None, is_objective=True), rest
    first, _, second = match.group("number").partition(".")
    return (Line(int(second), int(first)) if second else Line(int(first))), rest


def _edited(text: str) -> Meaning | None:
    """A change to the draft that is spelled out: remove, change, add a line."""
    if match := _REMOVE.match(text):
        line, rest = line_named(match.group("rest"))
        if line and _left(rest) <= _FEW_LEFT:
            return Meaning("remove", line=line)
        if plain(match.group("rest")) in ("it", "this", "that", "this one", "that one", "the line", "this line"):
            return Meaning("remove")
    if match := _REPLACE.match(text):
        line, _ = line_named(match.group("what"))
        words = match.group("text").strip().strip("\"“”'")
        if len(words.split()) >= 3:
            return Meaning("replace", line=line, text=words)
    if (match := _SHORTEN.match(text)) and re.search(r"short", text, re.IGNORECASE):
        line, rest = line_named(match.group("what"))
        if line and _left(rest) <= _FEW_LEFT:
            return Meaning("shorten", line=line)
    match = _ADD.match(text)
    if match and len(match.group("text").split()) >= 3:
        return Meaning("add", text=match.group("text").strip())
    return None


def _excused(text: str, asked: Asked | None) -> Meaning | None:
    match = _EXCUSE.match(text) or (_BECAUSE.match(text) if asked else None)
    return Meaning("excuse", text=match.group("reason").strip()) if match else None


def _unknown(text: str, asked: Asked | None) -> Meaning | None:
    if asked in ("wording", "words", "key-result") and len(text.split()) > 6:
        return None
    if re.search(r"\d", text) or not phrases().within["unknown"].search(plain(text)):
        return None
    # "How do we measure that if we have no data?" asks; it does not answer.
    return None if text.endswith("?") and _ASKS.match(text) else Meaning("unknown", text=text)


def _given(text: str, asked: Asked | None) -> Meaning | None:
    """Values, a date, people: whatever of it is there."""
    if _ASKS_ABOUT.match(text):
        return None
    everywhere = _EVERYWHERE.search(text)
    bare = f"{text[: everywhere.start()]} {text[everywhere.end() :]}" if everywhere else text
    line, bare = line_named(bare)
    wanted = asked if asked in (*_VALUE_KINDS, *_DATE_KINDS, "owner") else None
    date, spans = dated(bare, wanted in _DATE_KINDS)
    found = valued(bare, spans, "baseline" if asked == "baseline" else "target" if asked == "target" else None)
    who = people(bare, [*spans, *found.spans], wanted == "owner")
    given = Meaning(
        "give",
        baseline=found.baseline, target=found.target, either=found.either, deadline=date,
        owners=who.names, me=who.me, group=who.group,
        estimate=bool(phrases().estimate.search(bare)) and bool(found.spans),
        line=line, everywhere=everywhere is not None,
    )  # fmt: skip
    if not given.gives:
        return None
    left = _left(_without(bare, [*spans, *found.spans, *who.spans]))
    if asked in _OWN_WORDS and left > _FEW_LEFT:
        return None
    if _asks(text) and left > _FEW_LEFT:
        return None
    if not found.by_words and asked not in _VALUE_KINDS and (found.spans and left > _FEW_LEFT):
        # A figure in a sentence about something else is no answer.
        given = replace(given, baseline=None, target=None, either=(), estimate=False)
    return given if given.gives else None


def _given_and_asked(text: str, asked: Asked | None) -> Meaning | None:
    """A value, a date or a person, and a question after it: both are taken."""
    if asked in _OWN_WORDS or asked == "reason":
        return None
    for match in _THEN.finditer(text):
        head, tail = text[: match.start()].rstrip(), text[match.end() :]
        if (
            _ASKS.match(head)
            or head.endswith("?")
            or not tail.endswith("?")
            or not _ASKS.match(tail)
            or _NO_QUESTION.fullmatch(tail)
        ):
            continue
        given = _given(head, asked)
        if given is not None and _given(tail, asked) is None and _given(tail, None) is None:
            return replace(given, then=tail, before=head)
    return None


def _asks(text: str) -> bool:
    words = len(text.split())
    return (
        text.rstrip().endswith("?")
        or (words >= 4 and bool(_ASKS.match(text)))
        or (words == 3 and bool(_ASKS_SHORT.match(text)))
    )


def _asked_back(text: str) -> Meaning | None:
    return Meaning("question", text=text) if _asks(text) else None


def _without(text: str, spans: list[tuple[int, int]]) -> str:
    for start, end in sorted(spans, reverse=True):
        text = f"{text[:start]} {text[end:]}"
    return text


def _left(text: str) -> int:
    """How many words there are beside those that say nothing more than a value."""
    beside = phrases().beside | phrases().polite
    return sum(word not in beside and re.search(r"\w", word) is not None for word in plain(text).split())
