"""Which teams a line names: "handed over sorted by Returns", "every hearing clinic's calendar", "released by the warehouse"."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from coach.department.across.lines import Team, same_words, stems

_SAYS_LITTLE = frozenset(
    stems(
        """team teams department group unit division office service services squad crew of the and for & a an
        north south east west central new site region area section lead management operations company our"""
    )
)
_THE = re.compile(r"\b(?:the|our|at|by|from|with)\s+$", re.IGNORECASE)
_CUE = re.compile(
    r"\b(?:by|from|with|via|through|needs?|needed|of|for|once|after|until|when|as soon as|at|in|asks?|waiting on|depends? on|thanks to)\s+(?:the\s+|our\s+|all\s+|every\s+)?$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A team that a text names."""

    team: int
    start: int
    end: int
    whole: bool
    """Its whole name stands there; else the part of it that no other team has."""


class TeamNames:
    """The names of the teams of an input, found in texts in time that does not grow with their number."""

    def __init__(self, teams: Sequence[Team]) -> None:
        self._whole: dict[str, list[tuple[tuple[str, ...], int]]] = defaultdict(list)
        self._part: dict[str, int] = {}
        self._names = [same_words(team.name) for team in teams]
        telling = []
        for team in teams:
            words = tuple(stems(team.name))
            if words:
                self._whole[words[0]].append((words, team.number))
            telling.append([word for word in words if word not in _SAYS_LITTLE])
        # A word of one team's name that no other team's name has stands for it, where the rest says little ("the warehouse").
        counted = Counter(word for words in telling for word in set(words))
        for team, own in zip(teams, telling, strict=True):
            if len(own) == 1 and counted[own[0]] == 1 and len(stems(team.name)) > 1:
                named = next(word for word in same_words(team.name).split() if stems(word) == own)
                self._part[named] = self._part[named.removesuffix("s")] = team.number

    def named_in(self, text: str) -> list[Mention]:
        """The teams that `text` names. A name of one common word counts where it is written as a name, or behind a word that
        says who does something."""
        spans = [(match.start(), match.end()) for match in re.finditer(r"[^\W\d_]+", text)]
        words = stems(text)
        found: list[Mention] = []
        at = 0
        while at < len(words):
            step = self._whole_at(text, words, spans, at, found)
            word = text[slice(*spans[at])].casefold()
            if not step and word in self._part and _THE.search(text[: spans[at][0]]):
                found.append(Mention(self._part[word], *spans[at], whole=False))
            at += max(step, 1)
        return found

    def _whole_at(
        self, text: str, words: list[str], spans: list[tuple[int, int]], at: int, found: list[Mention]
    ) -> int:
        for name, team in sorted(self._whole.get(words[at], ()), key=lambda entry: -len(entry[0])):
            end = at + len(name)
            if tuple(words[at:end]) != name:
                continue
            start, stop = spans[at][0], spans[end - 1][1]
            if len(name) > 1 or _is_named(text, start):
                found.append(Mention(team, start, stop, whole=True))
                return len(name)
        return 0


def _is_named(text: str, start: int) -> bool:
    """Whether one word is written as a name: with a capital, and not because a sentence begins there."""
    before = text[:start].rstrip()
    opens = not before or before[-1] in '.:|;!?(“"–—-•>'
    return text[start].isupper() and (not opens or _CUE.search(text[:start]) is not None)
