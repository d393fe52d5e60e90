"""Which of the offered answers the writer chose."""

from __future__ import annotations

import re

from coach.dialogue.conversation import OpenQuestion, Option
from coach.dialogue.phrases import phrases, plain

_NUMBERED = re.compile(
    r"(?:the |option |number |no |#)?(?:(?P<digit>[1-9])|(?P<letter>[a-f])|(?P<word>first|second|third|fourth|fifth|sixth|last|former|latter))(?: one| option)?",
)
_WORDS = {
    "first": 0,
    "second": 1,
    "third": 2,
    "fourth": 3,
    "fifth": 4,
    "sixth": 5,
    "last": -1,
    "former": 0,
    "latter": 1,
}


def chosen(said: str, question: OpenQuestion) -> Option | None:
    """The option that was chosen by its number, by its words, or by yes and no; None where it was none."""
    options = question.options
    words = plain(said)
    if not options or not words:
        return None
    for option in options:
        if words in (plain(option.words), plain(option.said)):
            return option
    match = _NUMBERED.fullmatch(words)
    values = {plain(option.words) for option in options}
    if match and words not in values:
        number = (
            int(match.group("digit")) - 1 if match.group("digit")
            else ord(match.group("letter")) - ord("a") if match.group("letter")
            else _WORDS[match.group("word")]
        )  # fmt: skip
        return options[number] if -1 <= number < len(options) else None
    if plain(options[0].words).startswith("yes"):
        act = phrases().act_of(said)
        return options[0] if act == "accept" else options[-1] if act == "decline" else None
    starts = [option for option in options if plain(option.words).split()[:1] == words.split()[:1]]
    return starts[0] if len(starts) == 1 and len(words.split()) <= 2 else None
