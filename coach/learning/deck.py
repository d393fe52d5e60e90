"""A deck being played: which card is next, what came back, and what it showed in the end."""

from __future__ import annotations

from collections.abc import Mapping

from coach.learning.cards import NONE, Card
from coach.okr import Value

_COMES_BACK_AFTER = 3
"""Cards between a wrong answer and the same card again; fewer where fewer are left."""


class DeckPlayed(Value):
    """One deck, from its first card to its last. `left[0]` is the card to judge now."""

    cards: tuple[str, ...]
    left: tuple[str, ...]
    missed: tuple[str, ...] = ()
    """Cards that were answered wrong at least once, in the order in which that happened."""
    criterion: str | None = None
    """The criterion that is practised; None for all of them."""

    @classmethod
    def begin(cls, cards: tuple[str, ...], criterion: str | None = None) -> DeckPlayed:
        """The deck before its first answer."""
        return cls(cards=cards, left=cards, criterion=criterion)

    @property
    def now(self) -> str | None:
        """The card to judge; None when the deck is done."""
        return self.left[0] if self.left else None

    @property
    def is_again(self) -> bool:
        """Whether the card to judge has come back."""
        return self.now in self.missed

    @property
    def done(self) -> int:
        """How many of its cards were answered right in the end."""
        return len(self.cards) - len(set(self.left))

    def answered(self, right: bool) -> DeckPlayed:
        """The deck after an answer to the card that was to be judged. A wrong one brings the card back a few cards later.

        Raises:
            IndexError: the deck is done.
        """
        card, rest = self.left[0], self.left[1:]
        if right:
            return self.model_copy(update={"left": rest})
        left = (*rest[:_COMES_BACK_AFTER], card, *rest[_COMES_BACK_AFTER:])
        missed = self.missed if card in self.missed else (*self.missed, card)
        return self.model_copy(update={"left": left, "missed": missed})


class DeckResult(Value):
    """What a deck showed."""

    cards: int
    right_at_once: int
    known: tuple[str, ...]
    """Criteria that were told right at the first try on every card."""
    to_look_at: tuple[str, ...]
    """Criteria that were missed, or taken for another, the most often missed first."""
    good_doubted: int
    """Lines with nothing wrong in which something was seen."""


def result_of(deck: DeckPlayed, cards: Mapping[str, Card]) -> DeckResult:
    """What a deck showed. Cards that are not there any more are left out."""
    played = [cards[id_] for id_ in deck.cards if id_ in cards]
    missed = [cards[id_] for id_ in deck.missed if id_ in cards]
    answers = [card.answer for card in missed if card.answer != NONE]
    to_look_at = tuple(sorted(set(answers), key=lambda each: (-answers.count(each), answers.index(each))))
    known = dict.fromkeys(card.answer for card in played if card.answer not in (NONE, *answers))
    return DeckResult(
        cards=len(played),
        right_at_once=len(played) - len(missed),
        known=tuple(known),
        to_look_at=to_look_at,
        good_doubted=sum(card.answer == NONE for card in missed),
    )
