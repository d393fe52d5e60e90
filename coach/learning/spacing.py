"""When a card comes back: five boxes, counted in decks and not in days, since people practise when they have the time.

A card answered right at the first try moves a box up and rests for longer; one answered wrong goes back to the first box and
is in the next deck. All of it is pure: a deck follows from what was answered and from a seed.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Collection, Iterable, Mapping

from pydantic import Field

from coach.learning.cards import NONE, Card
from coach.okr import Value

SIZE = 10
"""Cards in a deck."""
_RESTS = (1, 2, 4, 8, 16)
"""Decks from one showing to the next, by box."""
_MOST_RETURNING = 6
"""Of a deck: the rest is new, or stands for what is not yet known, so that a deck never is only one's failures."""
_LEAST_GOOD = 3
"""Lines in a deck that nothing is wrong with; without them "wrong" would be the safe answer."""


class Memory(Value):
    """What is remembered of one card."""

    box: int = Field(default=0, ge=0, lt=len(_RESTS))
    due: int = 0
    """The number of the first deck that it may be in again."""
    seen: int = 0
    missed: int = 0


class Progress(Value):
    """What was answered so far, over all decks."""

    decks: int = 0
    """Decks that were begun."""
    cards: dict[str, Memory] = Field(default_factory=dict)

    def with_answer(self, card: str, right: bool) -> Progress:
        """The progress with the first answer to a card in the deck that is being played."""
        old = self.cards.get(card, Memory())
        box = min(old.box + 1, len(_RESTS) - 1) if right else 0
        new = Memory(box=box, due=self.decks + _RESTS[box], seen=old.seen + 1, missed=old.missed + (not right))
        return self.model_copy(update={"cards": {**self.cards, card: new}})

    def begun(self) -> Progress:
        """The progress with one more deck begun."""
        return self.model_copy(update={"decks": self.decks + 1})


def waiting(progress: Progress, cards: Collection[str]) -> list[str]:
    """The cards that were answered wrong and not yet put right, the one that waits longest first."""
    missed = [id_ for id_ in cards if (held := progress.cards.get(id_)) and held.box == 0 and held.seen]
    return sorted(missed, key=lambda id_: (progress.cards[id_].due, id_))


def next_deck(
    progress: Progress, cards: Mapping[str, Card], seed: int, criterion: str | None = None
) -> tuple[str, ...]:
    """The cards of the next deck, in the order they are shown.

    Args:
        progress: what was answered so far.
        cards: the cards to choose from, by id.
        seed: any number; another one gives another choice among equals, and another order.
        criterion: practise this one: half of the deck is about it, as far as there are cards, among lines of the same kind.
    """
    chance = random.Random(seed)
    pool = _of_kind(cards, criterion) if criterion else dict(cards)
    # What one gets wrong comes back whatever is practised: cards of another kind too.
    chosen = waiting(progress, cards)[:_MOST_RETURNING]
    if criterion:
        about = [id_ for id_ in pool if pool[id_].answer == criterion]
        _take(chosen, _in_turn(progress, about, chance), max(len(chosen), SIZE // 2))
    good = [id_ for id_ in pool if pool[id_].answer == NONE]
    held = sum(cards[id_].answer == NONE for id_ in chosen)
    _take(chosen, _in_turn(progress, good, chance), min(len(chosen) + max(_LEAST_GOOD - held, 0), SIZE))
    resting = {id_: card for id_, card in pool.items() if _rests(progress, id_)}
    for part in ({id_: card for id_, card in pool.items() if id_ not in resting}, resting):
        _take(chosen, _spread(progress, part, chance), SIZE)
    chance.shuffle(chosen)
    return tuple(chosen)


def _of_kind(cards: Mapping[str, Card], criterion: str) -> dict[str, Card]:
    kinds = {card.kind for card in cards.values() if card.answer == criterion}
    return {id_: card for id_, card in cards.items() if card.kind in kinds} or dict(cards)


def _rests(progress: Progress, id_: str) -> bool:
    """Whether a card is not due yet in the deck that comes next."""
    held = progress.cards.get(id_)
    return held is not None and held.due > progress.decks + 1


def _take(chosen: list[str], offered: Iterable[str], until: int) -> None:
    for id_ in offered:
        if len(chosen) >= until:
            return
        if id_ not in chosen:
            chosen.append(id_)


def _in_turn(progress: Progress, ids: Iterable[str], chance: random.Random) -> list[str]:
    """Those that are due before those that still rest, new ones before those seen; by chance among equals."""

    def order(id_: str) -> tuple[bool, bool, int, float]:
        held = progress.cards.get(id_)
        return (_rests(progress, id_), held is not None, held.due if held else 0, chance.random())

    return sorted(ids, key=order)


def _spread(progress: Progress, pool: Mapping[str, Card], chance: random.Random) -> list[str]:
    """All cards, so that the criteria take turns; those that were missed most have their turn first, and one more."""
    by_answer: dict[str, list[str]] = {}
    for id_ in _in_turn(progress, pool, chance):
        by_answer.setdefault(pool[id_].answer, []).append(id_)
    missed = missed_by_criterion(progress, pool)
    turns = sorted(by_answer, key=lambda answer: (-missed[answer], chance.random()))
    found: list[str] = []
    while any(by_answer.values()):
        for answer in turns:
            for _ in range(2 if missed[answer] else 1):
                if by_answer[answer]:
                    found.append(by_answer[answer].pop(0))
    return found


def missed_by_criterion(progress: Progress, cards: Mapping[str, Card]) -> Counter[str]:
    """How many cards of each answer wait to be put right."""
    return Counter(cards[id_].answer for id_ in waiting(progress, cards))
