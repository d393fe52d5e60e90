"""What one learner has done so far, as it is kept: progress with the cards, the deck in hand, the lines rewritten."""

from __future__ import annotations

from collections.abc import Mapping

from coach.learning.cards import Card
from coach.learning.deck import DeckPlayed
from coach.learning.spacing import Progress, next_deck
from coach.okr import Value


class Practice(Value):
    """It names cards and tasks of the program by their ids, and holds no words of the learner."""

    progress: Progress = Progress()
    deck: DeckPlayed | None = None
    """The deck in hand; it stays until another is begun."""
    rewritten: tuple[str, ...] = ()
    """The rewriting tasks that were brought to ready."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was done yet."""
        return self == Practice()

    def with_deck(self, cards: Mapping[str, Card], seed: int, criterion: str | None = None) -> Practice:
        """With a new deck in hand, chosen by what was answered before."""
        chosen = next_deck(self.progress, cards, seed, criterion)
        return self.model_copy(update={"progress": self.progress.begun(), "deck": DeckPlayed.begin(chosen, criterion)})

    def with_answer(self, right: bool) -> Practice:
        """With an answer to the card that is to be judged. Only the first one in a deck counts for when it comes again;
        a wrong one always brings it back.

        Raises:
            IndexError: no card is to be judged.
        """
        deck = self.deck
        if deck is None or deck.now is None:
            raise IndexError("no card is to be judged: the deck is done, or none was begun")
        progress = self.progress if deck.is_again else self.progress.with_answer(deck.now, right)
        return self.model_copy(update={"progress": progress, "deck": deck.answered(right)})

    def without_cards_gone(self, cards: Mapping[str, Card]) -> Practice:
        """With no card in hand that is not there any more: the program is a newer one, or a house rule switched its criterion off."""
        deck = self.deck
        if deck is None or all(id_ in cards for id_ in (*deck.cards, *deck.left)):
            return self
        kept = {name: tuple(id_ for id_ in getattr(deck, name) if id_ in cards) for name in ("cards", "left", "missed")}
        return self.model_copy(update={"deck": deck.model_copy(update=kept) if kept["cards"] else None})

    def with_rewritten(self, task: str) -> Practice:
        """With one more task brought to ready."""
        return self if task in self.rewritten else self.model_copy(update={"rewritten": (*self.rewritten, task)})
