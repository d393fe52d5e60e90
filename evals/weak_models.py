"""Models that know nothing: what they can spoil is what any model can spoil before it has earned a say.

`RandomModel` answers in the right form, at random: it confirms or disputes each finding, and adds criteria that there are, to
lines that there are, with words that stand there. `ContraryModel` does the worst that is in the form: it disputes every
finding and adds every criterion to every line. `ObstinateModel` adds one criterion everywhere, so that no limit on how much is taken
from a model shares the harm among others. None knows more of a draft than its prompt says.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from coach.errors import ModelError
from coach.llm.model import Message, Reply, Spent, TalkEvent, Tool, Usage

_MOST_ADDITIONS = 3
"""To one place, by what the prompt allows."""
_FENCED = re.compile(r"<<<(DRAFT|FINDINGS) (\S+)\n(.*?)\n\1 \2>>>", re.DOTALL)
_DRAFT_LINE = re.compile(r"(\d+(?:\.\d+)?) (?:Objective: )?(.+)")
_CRITERION = re.compile(r"^- ([a-z-]+) \((objective|key-result|set)\): ", re.MULTILINE)
_WORDS_QUOTED = 5


@dataclass(frozen=True)
class Asked:
    """What a prompt asks about."""

    places: dict[str, str]
    """The words of each line, by its label."""
    findings: int
    criteria: dict[str, str]
    """What each criterion applies to, by its id."""

    @property
    def objectives(self) -> list[str]:
        """The labels of the objectives."""
        return [place for place in self.places if "." not in place]


def asked(messages: Sequence[Message]) -> Asked:
    """What the messages of a structured call ask about.

    Raises:
        ValueError: it is no prompt for a review; then these models are out of step with `prompts/`.
    """
    system = "\n".join(message.content for message in messages if message.role == "system")
    user = next(message.content for message in messages if message.role == "user")
    parts = {match.group(1): match.group(3).split("\n") for match in _FENCED.finditer(user)}
    criteria = dict(_CRITERION.findall(system))
    if not {"DRAFT", "FINDINGS"} <= parts.keys() or not criteria:
        raise ValueError(
            "the prompt has no draft, no findings or no criteria where evals/weak_models.py looks for them"
        )
    lines = [match for line in parts["DRAFT"] if (match := _DRAFT_LINE.fullmatch(line))]
    return Asked(
        places={match.group(1): match.group(2) for match in lines},
        findings=sum(bool(re.match(r"\d+ at ", line)) for line in parts["FINDINGS"]),
        criteria=criteria,
    )


class ScriptedModel:
    """A `coach.llm.model.Model` that answers a review's prompt by itself, without any endpoint."""

    name = "scripted"
    host = "this program"

    def answer(self, about: Asked, chance: random.Random) -> dict[str, Any]:
        """The object that it answers."""
        raise NotImplementedError

    def ask(self, messages: Sequence[Message], schema: Mapping[str, Any]) -> Reply:
        """Its answer; the same prompt gets the same answer, in whatever order prompts come."""
        told = "\n".join(message.content for message in messages)
        text = json.dumps(self.answer(asked(messages), random.Random(f"{self.name} {told}")))
        return Reply(text, Usage(tokens_in=len(told) // 4, tokens_out=len(text) // 4))

    def ask_all(self, asks: Sequence[Sequence[Message]], schema: Mapping[str, Any]) -> list[Reply | ModelError]:
        """Its answers, in order."""
        return [self.ask(messages, schema) for messages in asks]

    def talk(self, messages: Sequence[Message], tools: Sequence[Tool] = ()) -> Iterator[TalkEvent]:
        """It has nothing to say."""
        yield Spent(Usage())


class RandomModel(ScriptedModel):
    """Answers at random."""

    def __init__(self, seed: int = 1) -> None:
        self.name = f"random-{seed}"

    def answer(self, about: Asked, chance: random.Random) -> dict[str, Any]:
        """Each verdict by the toss of a coin; up to three criteria a place; each objective covered or not by the toss of a coin."""
        additions = []
        for place, words in about.places.items():
            fitting = [name for name, to in about.criteria.items() if (to == "key-result") == ("." in place)]
            for name in chance.sample(fitting, min(len(fitting), chance.randint(0, _MOST_ADDITIONS))):
                additions.append(_addition(name, place, _quoted(words, chance)))
        return {
            "verdicts": [
                {"finding": n, "verdict": chance.choice(("confirm", "dispute")), "reason": "So it seems."}
                for n in range(1, about.findings + 1)
            ],
            "additions": additions,
            "sets": [_judged(place, chance.random() < 0.5) for place in about.objectives],
            "rewrites": [
                {"place": place, "text": " ".join(chance.sample(words.split(), len(words.split())))}
                for place, words in about.places.items()
                if chance.random() < 0.5
            ],
            "questions": ["What would be different for the people you serve?"],
        }


class ContraryModel(ScriptedModel):
    """Disputes everything, and adds everything everywhere."""

    name = "contrary"

    def answer(self, about: Asked, chance: random.Random) -> dict[str, Any]:
        """Every finding disputed; every criterion added to every line, in any order, fitting or not; no objective covered."""
        additions = [
            _addition(name, place, _quoted(words, chance))
            for name in about.criteria
            for place, words in about.places.items()
        ]
        chance.shuffle(additions)
        return _hostile(about, additions)


class ObstinateModel(ScriptedModel):
    """Disputes everything, and adds one criterion to every line: the most that can be done against that criterion."""

    def __init__(self, criterion: str) -> None:
        self.criterion = criterion
        self.name = f"obstinate-{criterion}"

    def answer(self, about: Asked, chance: random.Random) -> dict[str, Any]:
        """Every finding disputed, and its one criterion everywhere."""
        return _hostile(about, [_addition(self.criterion, place, words) for place, words in about.places.items()])


def _hostile(about: Asked, additions: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "verdicts": [
            {"finding": n, "verdict": "dispute", "reason": "This is quite all right."}
            for n in range(1, about.findings + 1)
        ],
        "additions": additions,
        "sets": [_judged(place, False) for place in about.objectives],
        "rewrites": [{"place": place, "text": "Do better"} for place in about.places],
        "questions": [],
    }


def _addition(criterion: str, place: str, quote: str) -> dict[str, Any]:
    return {"criterion": criterion, "place": place, "quote": quote, "reason": "It can be read so.", "passages": ["p1"]}


def _judged(place: str, covered: bool) -> dict[str, Any]:
    missing = "" if covered else "what the people who are served would notice"
    return {"place": place, "covered": covered, "missing": missing, "counter_measure": "", "lagging": ""}


def _quoted(words: str, chance: random.Random) -> str:
    """A few words of a line, in a row."""
    each = words.split(" ")
    start = chance.randrange(len(each))
    return " ".join(each[start : start + chance.randint(1, _WORDS_QUOTED)])
