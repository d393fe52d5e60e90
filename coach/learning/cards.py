"""The cards of "Spot it": a line to judge, what is wrong with it, and why. They are kept in ``knowledge/lessons/cards.yaml``."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError

from coach.criteria import catalogue
from coach.critique import Finding, Review
from coach.errors import KnowledgeError
from coach.intake import read_text
from coach.okr import Draft, KeyResult, Objective, Value, Wording
from coach.paths import shipped

Kind = Literal["key-result", "objective", "set"]
NONE = "none"
"""The answer where nothing is wrong."""
CHOICES = 4
"""Answers to choose from, on every card: were there fewer where nothing is wrong, that alone would tell."""


class Card(Value):
    """One line, or one small draft, to judge."""

    id: str = Field(pattern=r"^[a-z]+(-[a-z]+)*$")
    field: str
    kind: Kind
    text: str
    answer: str
    """The id of the criterion that is broken, or `NONE`."""
    because: str
    looks_like: tuple[str, ...] = ()
    """Criteria that it might be taken for; where none are given, those its answer is mostly confused with."""
    period: str = "2027-Q2"
    """The cycle it is written for; empty where none is given. A set says its own."""


class Deck(Value):
    """All cards, and which criterion is mostly taken for which."""

    confused_with: dict[str, tuple[str, ...]]
    cards: tuple[Card, ...]


@cache
def all_cards() -> dict[str, Card]:
    """The cards that ship with the program, by their ids, in the order of the file.

    Raises:
        KnowledgeError: the file is not what it must be.
    """
    return {card.id: card for card in _shipped_deck().cards}


@cache
def _shipped_deck() -> Deck:
    return load_deck(shipped("knowledge") / "lessons" / "cards.yaml")


def load_deck(path: Path) -> Deck:
    """The cards of a file.

    Raises:
        KnowledgeError: it is not YAML, a card is incomplete, an id stands twice, or a criterion has no page.
    """
    import yaml

    try:
        found = yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        deck = Deck(**found)
    except (yaml.YAMLError, ValidationError, TypeError) as error:
        raise KnowledgeError(
            f"{path.name}: {error}; expected `confused_with:` and `cards:` as the file says"
        ) from error
    seen: set[str] = set()
    for card in deck.cards:
        if card.id in seen:
            raise KnowledgeError(f"{path.name}: two cards are called '{card.id}'; expected one")
        seen.add(card.id)
        tempting = card.looks_like or deck.confused_with.get(card.answer, ())
        unknown = {card.answer, *tempting} - {NONE, *catalogue()}
        if unknown or not tempting:
            raise KnowledgeError(
                f"{path.name}: card '{card.id}': {', '.join(sorted(unknown)) or 'nothing it looks like'}; "
                "expected ids of criteria, or 'none' as the answer"
            )
    return deck


def draft_of(card: Card) -> Draft:
    """The draft that the coach judges: the small draft it is, or the one line in a draft of its cycle."""
    if card.kind == "set":
        return read_text(card.text)
    wording, period = Wording.plain(card.text), card.period or None
    if card.kind == "objective":
        return Draft(period=period, objectives=(Objective(wording=wording),))
    return Draft(period=period, objectives=(Objective(key_results=(KeyResult(wording=wording),)),))


def seen_by_coach(card: Card, review: Review) -> tuple[Finding, ...]:
    """What the coach says of what is to be judged: of a line by what applies to such a line, of a small draft everything."""
    return tuple(
        finding
        for finding in review.findings
        if card.kind == "set" or catalogue()[finding.criterion].applies_to == card.kind
    )


def options(card: Card) -> tuple[str, ...]:
    """The answers to choose from, by criterion, in the order of the criteria's titles; `NONE` is the last."""
    tempting = [each for each in card.looks_like or _shipped_deck().confused_with[card.answer] if each != card.answer]
    # Not the same ones on all cards of a criterion; and on one card always the same, so that it can come back.
    turn = sum(card.id.encode()) % len(tempting)
    wrong = CHOICES - len({card.answer, NONE})
    chosen = {*(tempting[turn:] + tempting[:turn])[:wrong], card.answer} - {NONE}
    return (*sorted(chosen, key=lambda each: catalogue()[each].title), NONE)


def playable(off: Collection[str] = ()) -> dict[str, Card]:
    """The cards to play with: those whose answer the house rules have not switched off."""
    return {id_: card for id_, card in all_cards().items() if card.answer not in off}
