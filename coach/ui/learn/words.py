"""What the Learn page says that neither the criteria nor the material say."""

from __future__ import annotations

from collections.abc import Mapping

from coach.criteria import catalogue
from coach.learning.cards import NONE, Card
from coach.learning.deck import DeckPlayed, DeckResult
from coach.learning.spacing import Progress

NOTHING_WRONG = "Nothing: it can stand"
"""The answer where nothing is wrong."""
ALL = "Everything, mixed"
ANY_FIELD = "Any field of work"
SPOT_LEAD = (
    "Ten lines written by other teams. For each one: what is wrong with it, if anything? The reason follows at once, and what "
    "you took for something else comes back a little later."
)
KEPT = "Your progress is kept for this browser until you delete it: which lines you judged, and none of your words."
NOT_KEPT = "This browser keeps no cookie, so your progress lasts until the page is closed. Allow cookies for this page to keep it."
KEYS = "Keys: 1 to 4 answer, Enter goes on."
NO_CARDS = "The house rules have switched off every criterion that there are cards for, so there is nothing to judge."
REWRITE_LEAD = (
    "A weak line, and what its team knows. Write a better one: the coach reads it as it reads any draft. "
    "The values are the team’s; take from them what you need."
)
WORKSHOP_LEAD = (
    "From a draft of your own team: the lines that read as work, on paper, each with its question and room for what the work is for. "
    "With it comes a page for the one who leads the hour."
)
WORKSHOP_PASTE = "Paste the draft of your team, or choose a file."
NO_DRAFT = "There is no draft yet. Paste one above, or choose a file."
NO_ACTIVITIES = (
    "No line of this draft reads as work, so there is nothing to put on a handout. That is good news for the draft: what it names "
    "can be seen by somebody else. Spot it and Rewrite it have lines of other teams to practise on."
)
NO_LINES = (
    "No objective and no key result was found in this text. Begin the aim with “Objective:” and put each key result on its own line "
    "below, with a dash before it."
)
GOOD_LINE = "The coach finds nothing to change in it."
FORGET_CONFIRM = "Delete your progress for good? Which lines you judged, and which you rewrote, will be forgotten."
FORGOTTEN = "Your progress was deleted."
IS_UNCHANGED = "This is still the line that was given. What would you write in its place?"
IS_ELSEWHERE = "Is this still about the same people and the same matter? None of the task’s words are in it."
READY = "Ready. The coach finds nothing left to mend."

_KINDS = {"key-result": "Key result", "objective": "Objective", "set": "Draft"}


def kind_of(card: Card) -> str:
    """What is to be judged, whose it is, and for which cycle."""
    cycle = "" if card.kind == "set" else f"cycle {card.period}" if card.period else "no cycle given"
    parts = (_KINDS[card.kind], card.field, cycle if card.kind == "key-result" else "")
    return " · ".join(part for part in parts if part)


def asked_about(card: Card) -> str:
    """The question above the answers."""
    thing = {"key-result": "this key result", "objective": "this objective", "set": "this draft"}[card.kind]
    return f"What is wrong with {thing}, if anything?"


def place_in(deck: DeckPlayed) -> str:
    """How far the deck is."""
    left = len(set(deck.left))
    lines = "1 line to go" if left == 1 else f"{left} lines to go"
    return f"{lines} of {len(deck.cards)}"


def standing(progress: Progress, cards: Mapping[str, Card], waiting: int) -> str:
    """What was done so far, in numbers that say what they count."""
    seen, total = len(progress.cards.keys() & cards.keys()), len(cards)
    if not seen:
        fields = len({card.field for card in cards.values()})
        return f"There are {total} lines, from {fields} fields of work. You have judged none yet."
    back = "None waits to come back." if not waiting else f"{waiting} of them come back, since they were missed."
    return f"You have judged {seen} of {total} lines. {back if waiting != 1 else '1 of them comes back, since it was missed.'}"


def result_words(result: DeckResult) -> str:
    """How the deck went, without a grade."""
    if result.right_at_once == result.cards:
        return f"All {result.cards} at the first try."
    return f"{result.right_at_once} of {result.cards} at the first try; the others came back until they were right."


def doubted_words(result: DeckResult) -> str:
    """That lines with nothing wrong were doubted; empty where none was."""
    if not result.good_doubted:
        return ""
    lines = "a line" if result.good_doubted == 1 else f"{result.good_doubted} lines"
    return f"You saw something in {lines} that can stand. A reader who doubts too much changes good lines."


def in_own_draft(count: int) -> str:
    """How often a criterion is seen in the draft on the Review page."""
    return "Your draft has one such place." if count == 1 else f"Your draft has {count} such places."


def first_words(card: Card, chosen: str) -> str:
    """The first words after an answer."""
    if card.answer == NONE:
        return "Right. Nothing is wrong with it" if chosen == NONE else "This one can stand"
    named = catalogue()[card.answer].title
    return f"Right. {named}" if chosen == card.answer else f"Look again: {named[0].lower()}{named[1:]}"
