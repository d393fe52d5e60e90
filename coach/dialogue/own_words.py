"""Answers in the writer's own words: a line, a measure, a name, a reason."""

from __future__ import annotations

from coach.dialogue import giving, rewording
from coach.dialogue.agenda import quote_of
from coach.dialogue.answers import Meaning, meaning
from coach.dialogue.conversation import OpenQuestion
from coach.dialogue.exchange import Exchange
from coach.dialogue.phrases import content_words
from coach.dialogue.speech import quoted
from coach.editing import with_excuse, with_owner, with_parent, with_period
from coach.reading.result import Where

_LEADING_WORDS = 2
"""An answer with so many words of content before "from ... to ..." is a line of its own."""
_SHARED_WORDS = 0.5
"""An answer that has this share of a line's words is that line written anew."""


def take_own_words(exchange: Exchange, meant: Meaning) -> None:
    """Take words that are neither a value nor a phrase that steers for what was asked."""
    asked, words = exchange.asked, exchange.said.strip()
    kind = asked.asks if asked else None
    if asked is None:
        exchange.tell(f"I am not sure what to do with {quoted(words)}.", "Say “help” to see what you can say.")
        exchange.move_on()
    elif kind == "words":
        rewording.fill_blank(exchange, words)
    elif kind == "metric":
        giving.give_metric(exchange, words)
    elif kind == "wording":
        rewording.take_words(exchange, words)
    elif kind == "key-result" and len(words.split()) > 2:
        rewording.add(exchange, [words], asked.where.objective)
    elif kind == "name":
        _own_name(exchange, words)
    elif kind == "reason":
        excuse(exchange, Meaning("excuse", text=words))
    elif kind in ("parent", "period"):
        change = with_parent if kind == "parent" else with_period
        draft = change(exchange.draft, " ".join(words.split()).strip(" ."))
        exchange.decide(exchange.decision("given", asked.where, asked.criterion), draft=draft)
        exchange.tell("Noted in the draft.")
        exchange.move_on()
    elif asked.where.key_result is not None and is_line(exchange, meant):
        rewording.replace(exchange, asked.where, words)
    else:
        exchange.ask_again(f"I could not read an answer in {quoted(words)}.")


def _own_name(exchange: Exchange, words: str) -> None:
    given = meaning(f"the owner is {words}", "owner")
    where = exchange.asked.where if exchange.asked else Where()
    name = given.owners[0] if len(given.owners) == 1 else words.strip(" .")
    draft = with_owner(exchange.draft, where, " ".join(name.split()))
    exchange.decide(exchange.decision("given", where, "missing-owner"), draft=draft)
    exchange.tell(f"Noted: {name} drives it.")
    exchange.move_on()


def excuse(exchange: Exchange, meant: Meaning) -> None:
    """Set the point in hand aside with the writer's reason, which goes into the draft where a line is meant."""
    asked, reason = underlying(exchange), (meant.text or "").strip()
    if asked is None:
        exchange.ask_again("There is nothing open that this could be the reason for.")
        return
    filed = filed_under(exchange, asked)
    decision = exchange.decision("excused", asked.where, filed, reason)
    draft = exchange.draft
    if asked.criterion and asked.where.objective is not None:
        draft = with_excuse(draft, asked.where, asked.criterion, reason)
    exchange.decide(decision, draft=draft)
    exchange.tell("Set aside, with your reason beside it in the draft.")
    exchange.move_on()


def is_line(exchange: Exchange, meant: Meaning) -> bool:
    """Whether an answer with values is the line in hand written anew, and not a value for it."""
    where = exchange.focus
    if where is None or where.key_result is None or meant.line or meant.everywhere or exchange.sure:
        return False
    lead, change, _ = exchange.said.lower().partition(" from ")
    if change and meant.baseline and meant.target and len(content_words(lead)) >= _LEADING_WORDS:
        return True
    line, words = content_words(quote_of(exchange.draft, where)), content_words(exchange.said)
    return len(line & words) >= 2 and len(line & words) >= _SHARED_WORDS * len(line)


def underlying(exchange: Exchange) -> OpenQuestion | None:
    """The question in hand: where options are offered, the one that was asked before."""
    asked = exchange.asked
    return asked.about if asked and asked.options else asked


def filed_under(exchange: Exchange, asked: OpenQuestion) -> str | None:
    """What a decision about the question in hand is filed under: the criterion, the blank, or what is missing."""
    if asked.criterion:
        return asked.criterion
    if asked.blank:
        return f"[{asked.blank}]"
    gap = next((p for p in exchange.open_points if p.where == asked.where and p.gap and p.asks == asked.asks), None)
    return gap.criterion if gap else None
