"""What one gets wrong comes back: later in the deck, and in later decks; and every deck ends."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from coach.learning.cards import NONE, all_cards
from coach.learning.deck import DeckPlayed, result_of
from coach.learning.practice import Practice
from coach.learning.spacing import SIZE, next_deck, waiting

CARDS = all_cards()
CRITERIA = sorted({card.answer for card in CARDS.values()} - {NONE})
seeds = st.integers(0, 2**32)
answers = st.lists(st.booleans(), min_size=0, max_size=40)


def played(practice: Practice, wanted: list[bool]) -> Practice:
    """The deck in hand played to its end: these answers first, then right ones."""
    given_answers = iter(wanted)
    while practice.deck is not None and practice.deck.now is not None:
        practice = practice.with_answer(next(given_answers, True))
    return practice


@st.composite
def practised(draw: st.DrawFn) -> Practice:
    """A learner with up to four decks behind them."""
    practice = Practice()
    for _ in range(draw(st.integers(0, 4))):
        criterion = draw(st.none() | st.sampled_from(CRITERIA))
        practice = played(practice.with_deck(CARDS, draw(seeds), criterion), draw(answers))
    return practice


@given(practised(), seeds, st.none() | st.sampled_from(CRITERIA))
def test_a_deck_is_ten_different_cards_good_and_bad(practice: Practice, seed: int, criterion: str | None) -> None:
    deck = next_deck(practice.progress, CARDS, seed, criterion)
    assert len(deck) == len(set(deck)) == SIZE
    good = sum(CARDS[id_].answer == NONE for id_ in deck)
    assert 2 <= good < SIZE or criterion and good >= 1
    assert deck == next_deck(practice.progress, CARDS, seed, criterion), (
        "a deck follows from what was answered and a seed"
    )


@given(practised(), seeds, answers)
def test_what_was_missed_comes_back_in_this_deck_and_in_the_next(
    practice: Practice, seed: int, wanted: list[bool]
) -> None:
    practice = practice.with_deck(CARDS, seed)
    shown: list[str] = []
    missed: dict[str, int] = {}
    given_answers = iter(wanted)
    while practice.deck is not None and practice.deck.now is not None:
        card, right = practice.deck.now, next(given_answers, True)
        for id_, at in list(missed.items()):
            assert len(shown) - at <= SIZE + len(wanted), "it is lost"
            if id_ == card:
                del missed[id_]
        shown.append(card)
        if not right:
            missed[card] = len(shown)
        practice = practice.with_answer(right)
    assert not missed, "a card was missed and did not come back"
    assert practice.deck is not None and set(shown) == set(practice.deck.cards)

    again = waiting(practice.progress, CARDS)
    assert set(practice.deck.missed) <= set(again)
    assert set(again[:6]) <= set(next_deck(practice.progress, CARDS, seed + 1))


@given(practised(), seeds)
def test_every_missed_card_is_put_right_in_the_end(practice: Practice, seed: int) -> None:
    for number in range(12):
        practice = played(practice.with_deck(CARDS, seed + number), [])
    assert waiting(practice.progress, CARDS) == []


@given(practised(), seeds)
def test_what_was_known_rests(practice: Practice, seed: int) -> None:
    practice = played(practice.with_deck(CARDS, seed), [])
    assert practice.deck is not None
    known = set(practice.deck.cards)
    assert not known & set(next_deck(practice.progress, CARDS, seed + 1))


def test_a_missed_card_comes_back_after_three_others() -> None:
    deck = DeckPlayed.begin(("a", "b", "c", "d", "e")).answered(False)
    assert deck.left == ("b", "c", "d", "a", "e")
    assert not deck.is_again
    for _ in range(3):
        deck = deck.answered(True)
    assert deck.now == "a" and deck.is_again and deck.done == 3


def test_right_at_the_second_try_does_not_count_as_known() -> None:
    practice = played(Practice().with_deck(CARDS, 1), [False])
    assert practice.deck is not None
    (missed,) = practice.deck.missed
    assert practice.progress.cards[missed].box == 0 and practice.progress.cards[missed].missed == 1


def test_the_more_criteria_are_missed_the_more_they_are_asked() -> None:
    vague = [id_ for id_, card in CARDS.items() if card.answer == "vague-wording"]
    progress = Practice().progress
    for id_ in vague[:2]:
        progress = progress.with_answer(id_, False)
    decks = [next_deck(progress.begun(), CARDS, seed) for seed in range(20)]
    assert all(sum(CARDS[id_].answer == "vague-wording" for id_ in deck) >= 3 for deck in decks)


def test_a_deck_on_one_criterion_is_about_it() -> None:
    deck = next_deck(Practice().progress, CARDS, 5, "activity-key-result")
    assert sum(CARDS[id_].answer == "activity-key-result" for id_ in deck) >= SIZE // 2
    assert {CARDS[id_].kind for id_ in deck} == {"key-result"}


def test_the_result_names_what_was_missed_and_what_was_known() -> None:
    bad = [id_ for id_, card in CARDS.items() if card.answer in ("no-metric", "safe-target")]
    good = [id_ for id_, card in CARDS.items() if card.answer == NONE][:2]
    first = next(id_ for id_ in bad if CARDS[id_].answer == "no-metric")
    deck = DeckPlayed(cards=(*bad, *good), left=(), missed=(first, good[0]))
    result = result_of(deck, CARDS)
    assert result.to_look_at == ("no-metric",) and result.known == ("safe-target",)
    assert result.good_doubted == 1 and result.right_at_once == result.cards - 2


def test_cards_that_are_gone_leave_the_deck() -> None:
    practice = Practice().with_deck(CARDS, 3)
    assert practice.deck is not None
    gone = practice.deck.cards[0]
    fewer = {id_: card for id_, card in CARDS.items() if id_ != gone}
    left = practice.without_cards_gone(fewer)
    assert left.deck is not None and gone not in left.deck.left and len(left.deck.cards) == SIZE - 1
    assert practice.without_cards_gone({}).deck is None
    assert practice.without_cards_gone(CARDS) is practice
