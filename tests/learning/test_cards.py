"""The cards of "Spot it": what each one says is wrong is what the coach says, so that the deck teaches nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from coach.criteria import catalogue
from coach.errors import KnowledgeError
from coach.learning.cards import CHOICES, NONE, Card, all_cards, draft_of, load_deck, options, playable, seen_by_coach
from coach.learning.lessons import fields
from coach.shared import shared_coach

CARDS = [pytest.param(card, id=card.id) for card in all_cards().values()]


@pytest.mark.parametrize("card", CARDS)
def test_the_coach_says_what_the_card_says(card: Card) -> None:
    review = shared_coach().by_rules(draft_of(card))
    found = {finding.criterion: finding for finding in seen_by_coach(card, review)}
    assert not review.unread
    if card.answer == NONE:
        assert not found, f"the coach finds fault with {card.text!r}: {sorted(found)}"
        return
    assert card.answer in found, f"the coach does not see {card.answer} in {card.text!r}, but {sorted(found)}"
    assert set(options(card)) & set(found) == {card.answer}, "more than one of the answers offered is right"
    assert found[card.answer].citations, "a reason that nothing is cited for"
    assert card.kind != "set" or set(found) == {card.answer}


@pytest.mark.parametrize("card", CARDS)
def test_every_card_offers_as_many_answers(card: Card) -> None:
    offered = options(card)
    assert len(offered) == len(set(offered)) == CHOICES
    assert card.answer in offered and offered[-1] == NONE


@pytest.mark.parametrize("card", CARDS)
def test_a_card_reads_well(card: Card) -> None:
    assert card.field in fields()
    assert len(card.because) > 35
    assert not {"!", "—"} & set(card.text + card.because)


def test_there_are_enough_for_many_decks() -> None:
    cards = all_cards().values()
    bad = [card for card in cards if card.answer != NONE]
    assert len(cards) >= 60
    assert len({card.answer for card in bad}) >= 12
    assert len({card.field for card in cards}) >= 8
    assert 0.2 <= 1 - len(bad) / len(cards) <= 0.5, "a deck mixes good and bad lines"
    assert len({card.text for card in cards}) == len(cards)


def test_an_example_of_a_page_is_no_card() -> None:
    """A learner who has read the lessons must not know the answers by heart."""
    taught = {line.strip() for c in catalogue().values() for e in c.examples for line in (e.bad, e.better)}
    assert not {card.text.strip() for card in all_cards().values()} & taught


def test_what_the_house_rules_switch_off_is_not_asked() -> None:
    left = playable({"vanity-metric": "we like them"})
    assert left and all(card.answer != "vanity-metric" for card in left.values())
    assert len(playable()) == len(all_cards())


_CARD = "{id: a-card, field: Shop, kind: key-result, text: Open a shop, answer: %s, because: it is a task}"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("cards: [", "cards.yaml"),
        ("[]", "expected `confused_with:`"),
        (f"confused_with: {{}}\ncards: [{_CARD % 'no-such-criterion'}]", "no-such-criterion"),
        (f"confused_with: {{}}\ncards: [{_CARD % 'activity-key-result'}]", "nothing it looks like"),
        (f"confused_with: {{none: [no-metric]}}\ncards: [{_CARD % 'none'}, {_CARD % 'none'}]", "two cards"),
    ],
)
def test_a_faulty_file_is_told_by_place(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "cards.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(KnowledgeError, match=said):
        load_deck(path)
