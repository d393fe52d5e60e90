"""The blanks of the line in hand: the writer names one, in brackets, and is asked for it."""

from __future__ import annotations

import re

from coach.critique import blanks_of
from coach.dialogue import rewording
from coach.dialogue.agenda import Point, quote_of
from coach.dialogue.conversation import Conversation, OpenQuestion
from coach.dialogue.exchange import Exchange
from coach.dialogue.speech import asking, question_of
from coach.metrics import MetricLibrary

_NAMED = re.compile(r"\s*\[([^\[\]]+)\]\s*")


def at_hand(conversation: Conversation, library: MetricLibrary) -> tuple[str, ...]:
    """The blanks that can be asked for now: those of the line on offer, else those of the line in hand that are not asked for yet."""
    asked = conversation.open
    if asked is None or conversation.draft is None or asked.options:
        return ()
    line = quote_of(conversation.draft, asked.where) if asked.where.objective is not None else ""
    offered = rewording.as_taken(asked.suggestion, library) if asked.suggestion else line
    return tuple(label for label in dict.fromkeys(blanks_of(offered)) if label != asked.blank)


def named(exchange: Exchange) -> str | None:
    """The blank that the writer named and nothing else, if it can be asked for."""
    found = _NAMED.fullmatch(exchange.said)
    label = found.group(1).strip() if found else None
    return label if label in at_hand(exchange.state, exchange.coach.library) else None


def ask_for(exchange: Exchange, label: str) -> None:
    """Ask for what stands in a blank; the line on offer is taken with it."""
    taken = exchange.asked is not None and exchange.asked.suggestion is not None
    if taken:
        rewording.take_offer(exchange)
    point = next((p for p in exchange.open_points if p.blank == label and p.where == exchange.focus), None)
    if point is None:
        exchange.move_on()
        return
    said = asking(point, exchange.draft, just_shown=taken) if taken else [question_of(point)]
    exchange.ask(_question(point), *said)


def _question(point: Point) -> OpenQuestion:
    return OpenQuestion(asks=point.asks, where=point.where, blank=point.blank)
