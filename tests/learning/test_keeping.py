"""Practice kept by owner: read back as it was, seen by nobody else, deleted for good."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text

from coach.errors import StoreError
from coach.learning.cards import all_cards
from coach.learning.deck import DeckPlayed
from coach.learning.keeping import KeptPractice
from coach.learning.practice import Practice
from coach.store.database import Database

ANN, BEN = "browser-ann", "browser-ben"


@pytest.fixture
def kept(tmp_path: Path) -> KeptPractice:
    return KeptPractice(Database(f"sqlite:///{tmp_path / 'coach.db'}"))


def some() -> Practice:
    return Practice().with_deck(all_cards(), 1).with_answer(False).with_answer(True).with_rewritten("town-letters")


def test_it_is_read_back_as_it_was(kept: KeptPractice) -> None:
    assert kept.opened(ANN) == Practice() and kept.opened(ANN).is_empty
    kept.saved(ANN, some())
    assert kept.opened(ANN) == some()
    further = some().with_answer(True)
    kept.saved(ANN, further)
    assert kept.opened(ANN) == further


def test_nobody_sees_another_s(kept: KeptPractice) -> None:
    kept.saved(ANN, some())
    assert kept.opened(BEN) == Practice()
    assert not kept.delete(BEN)
    assert kept.opened(ANN) == some()


def test_it_is_deleted_for_good(kept: KeptPractice, tmp_path: Path) -> None:
    kept.saved(ANN, some())
    assert kept.delete(ANN) and not kept.delete(ANN)
    assert kept.opened(ANN) == Practice()
    assert all(b"town-letters" not in file.read_bytes() for file in tmp_path.iterdir())


def test_what_is_damaged_is_told_and_can_be_written_over(kept: KeptPractice) -> None:
    kept.saved(ANN, some())
    with kept.database.writing() as connection:
        connection.execute(text("UPDATE practice SET document = '{\"decks\"'"))
    with pytest.raises(StoreError, match="begins anew"):
        kept.opened(ANN)
    kept.saved(ANN, some())
    assert kept.opened(ANN) == some()


def test_a_box_that_there_is_not_is_damage_and_a_card_that_there_is_not_is_taken_out(kept: KeptPractice) -> None:
    kept.saved(ANN, some())
    with kept.database.writing() as connection:
        damaged = '{"progress": {"cards": {"a": {"box": -40}}}}'
        connection.execute(text("UPDATE practice SET document = :damaged"), {"damaged": damaged})
    with pytest.raises(StoreError, match="begins anew"):
        kept.opened(ANN)
    known = next(iter(all_cards()))
    odd = Practice(deck=DeckPlayed(cards=(known,), left=("no-such-card", known)))
    found = odd.without_cards_gone(all_cards()).deck
    assert found is not None and found.left == (known,)
