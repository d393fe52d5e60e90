"""The phrases of a conversation, from ``phrases.yaml``: what steers it, what qualifies a value, what a line can do without."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_MARKS = re.compile(r"[^\w%~+/@.,-]+|(?<!\d)[.,]|[.,](?!\d)|(?<!\w)-+(?!\d)")
_LONGEST_COMMAND = 90
"""Characters: what is longer is no command."""


@dataclass(frozen=True)
class Phrases:
    """What `phrases.yaml` holds, ready to compare with."""

    acts: dict[str, str]
    """The act for each whole phrase."""
    within: dict[str, re.Pattern[str]]
    polite: frozenset[str]
    estimate: re.Pattern[str]
    beside: frozenset[str]
    target: re.Pattern[str]
    baseline: re.Pattern[str]
    carries_nothing: tuple[tuple[re.Pattern[str], str], ...]

    def act_of(self, said: str) -> str | None:
        """The act that the whole answer is; None where it is more than a phrase that steers."""
        if len(said) > _LONGEST_COMMAND:
            return None
        words = plain(said)
        if words in self.acts:
            return self.acts[words]
        return self.acts.get(self._impolite(words))

    def _impolite(self, words: str) -> str:
        found = words.split()
        while found and found[0] in self.polite:
            found.pop(0)
        while found and found[-1] in self.polite:
            found.pop()
        return " ".join(found)


def plain(said: str) -> str:
    """What was said in lower case, without apostrophes and marks, one space between words."""
    return " ".join(_MARKS.sub(" ", re.sub(r"['’`´]", "", said.lower())).split())


def content_words(text: str) -> set[str]:
    """The words of a text that are about something."""
    return {word for word in plain(text).split() if len(word) > 3 and word.isalpha()} - phrases().beside


@cache
def phrases() -> Phrases:
    """The phrases, read once."""
    import yaml

    raw = yaml.safe_load(Path(__file__).with_name("phrases.yaml").read_text(encoding="utf-8"))
    return Phrases(
        acts={plain(str(phrase)): act for act, said in raw["whole"].items() for phrase in said},
        within={act: re.compile(rf"\b(?:{'|'.join(said)})\b") for act, said in raw["within"].items()},
        polite=frozenset(plain(str(word)) for word in raw["polite"]),
        estimate=_any_of(raw["estimate"], or_else="~"),
        beside=frozenset(raw["beside"]),
        target=_any_of(raw["target_words"]),
        baseline=_any_of(raw["baseline_words"]),
        carries_nothing=tuple(
            (re.compile(rf"(?<![\w-]){re.escape(words)}(?![\w-])", re.IGNORECASE), stays)
            for words, stays in sorted(raw["carries_nothing"].items(), key=lambda each: -len(each[0]))
        ),
    )


def _any_of(words: list[str], or_else: str = r"(?!)") -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(re.escape(str(word)) for word in words)})(?!\w)|{or_else}", re.IGNORECASE)
