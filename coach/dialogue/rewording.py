"""Changes to whole lines: an offer accepted, a line in the writer's own words, a line added, removed, shortened, split."""

from __future__ import annotations

import re
from collections.abc import Sequence

from coach.critique import Suggestion, blanks_of
from coach.dialogue.agenda import blank_id, quote_of
from coach.dialogue.amending import filled, shortened_line, with_metric_names
from coach.dialogue.answers import meaning
from coach.dialogue.conversation import Decision
from coach.dialogue.exchange import Exchange
from coach.dialogue.giving import AGAIN
from coach.dialogue.phrases import phrases
from coach.dialogue.speech import name_of, quoted
from coach.editing import with_key_result, with_line, without_key_result, without_objective
from coach.intake.shapes import is_bare_goal, is_chatter
from coach.metrics import MetricLibrary
from coach.okr import Draft
from coach.reading.result import Where

_BESIDE = "Beside it: "
_OWNER_BLANK = " (owner: [name])"
_JOINED = re.compile(r"\s+(?:and|as well as|plus)\s+|\s*;\s*", re.IGNORECASE)
_SHORTEST_LINE = 3
"""Words that a line has at least."""
_SURELY_A_LINE = 5
"""Words from which an answer is taken for a line; fewer may only explain."""


def accept(exchange: Exchange) -> None:
    """Take the line that was offered. What it leaves open stays a blank, and is asked for next."""
    if exchange.asked is None or exchange.asked.suggestion is None:
        exchange.ask_again("There is nothing on offer to take just now.")
        return
    take_offer(exchange)
    exchange.move_on()


def as_taken(offered: Suggestion, library: MetricLibrary) -> str:
    """A line on offer as it reads once it is taken: metrics it offers by name are words, and an owner is asked for apart."""
    names = frozenset(metric.name for metric in library.metrics)
    return with_metric_names(offered.text.replace(_OWNER_BLANK, ""), names)


def take_offer(exchange: Exchange) -> None:
    """Put the line that was offered into the draft, and say how it reads; nothing is asked yet."""
    asked = exchange.asked
    if asked is None or asked.suggestion is None:
        return
    text = as_taken(asked.suggestion, exchange.coach.library)
    before, where = exchange.review, asked.where
    decision = exchange.decision("accepted", where, asked.criterion)
    if text.startswith(_BESIDE):
        added = text.removeprefix(_BESIDE)
        at = (where.key_result or 0) + 1
        draft = with_key_result(exchange.draft, where.objective or 0, added[:1].upper() + added[1:], at)
        _put(exchange, draft, Where(objective=where.objective, key_result=at), decision, at)
    else:
        draft = with_line(exchange.draft, where, text)
        _put(exchange, draft, where, decision)
    if not blanks_of(quote_of(exchange.draft, exchange.focus or where)):
        exchange.warn_of_new(before, where)


def replace(exchange: Exchange, where: Where, text: str) -> None:
    """Put the writer's line in place of one of the draft."""
    before = exchange.review
    draft = with_line(exchange.draft, where, _as_line(text))
    asked = exchange.asked
    _put(exchange, draft, where, exchange.decision("changed", where, asked.criterion if asked else None))
    exchange.warn_of_new(before, where)
    exchange.move_on()


def take_words(exchange: Exchange, words: str) -> None:
    """Words of the writer's own where a line was asked for: put in if they read like one and mend the point, else asked about."""
    asked = exchange.asked
    if asked is None or asked.where.objective is None or len(words.split()) < _SHORTEST_LINE:
        exchange.ask_again(f"I am not sure what to do with {quoted(words)}.")
        return
    where = asked.where
    line = _as_line(words)
    if not exchange.sure and not _reads_like_a_line(words):
        exchange.focus = where
        exchange.ask_back(
            f"Shall {quoted(line)} stand in place of {quoted(quote_of(exchange.draft, where) or 'the line')}?",
            [("Yes, put it in", words), ("No, let me say it again", AGAIN)],
        )
        return
    after = exchange.reviewed(with_line(exchange.draft, where, line))
    still = [f for f in after.findings if f.where == where and f.criterion == asked.criterion]
    if still and not exchange.sure:
        exchange.focus = where
        exchange.ask_back(
            f"Read as a line, {quoted(line)} has the same weakness: {still[0].title.lower()}. Shall I put it in all the same?",
            [("Yes, put it in", words), ("No, let me say it again", AGAIN)],
        )
        return
    replace(exchange, where, words)


def _reads_like_a_line(words: str) -> bool:
    """Whether words are surely a line of an OKR, and no remark about one."""
    return _size(words) >= _SURELY_A_LINE and is_bare_goal(words) and not is_chatter(words)


def fill_blank(exchange: Exchange, words: str) -> None:
    """Fill the blank that was asked for with the writer's words."""
    asked = exchange.asked
    if asked is None or asked.blank is None:
        exchange.ask_again()
        return
    said = meaning(words, None)
    if said.baseline and said.target and _size(words) >= _SURELY_A_LINE:
        replace(exchange, asked.where, words)  # more than the blank was asked for: the whole line
        return
    text = filled(quote_of(exchange.draft, asked.where), asked.blank, words.strip(' ."“”'))
    draft = with_line(exchange.draft, asked.where, text)
    before = exchange.review
    _put(exchange, draft, asked.where, exchange.decision("given", asked.where, blank_id(asked.blank)))
    if not blanks_of(text):
        exchange.warn_of_new(before, asked.where)
    exchange.move_on()


def add(exchange: Exchange, lines: Sequence[str], objective: int | None = None) -> None:
    """Add key results in the writer's words, under this objective or the one in hand."""
    if objective is None:
        objective = (exchange.focus.objective if exchange.focus else None) or 0
    if not exchange.draft.objectives:
        exchange.ask_again("There is no objective yet that it could stand under.")
        return
    draft = exchange.draft
    for line in lines:
        draft = with_key_result(draft, objective, _as_line(line))
    where = Where(objective=objective, key_result=len(draft.objectives[objective].key_results) - 1)
    if len(lines) > 1:
        exchange.tell(f"{len(lines)} key results added.")
    _put(exchange, draft, where, exchange.decision("changed", where, None, "added"))
    exchange.move_on()


def remove(exchange: Exchange, where: Where) -> None:
    """Take a line out; what was decided about the others goes on to mean them."""
    line = quote_of(exchange.draft, where)
    decision = exchange.decision("changed", Where(objective=where.objective), None, "removed")
    name = name_of(where, exchange.draft)
    if where.key_result is None:
        draft = without_objective(exchange.draft, where.objective or 0)
    else:
        draft = without_key_result(exchange.draft, where)
    kept = tuple(moved for old in exchange.state.decisions if (moved := _after_removal(old, where)) is not None)
    if where.key_result is None:
        decision = decision.model_copy(update={"where": Where()})
    exchange.state = exchange.state.with_version(draft, (*kept, decision), f"removed {name}", exchange.when)
    exchange.tell(f"Removed: {quoted(line)}. “undo” brings it back.")
    exchange.focus = None
    exchange.move_on()


def shorten(exchange: Exchange, where: Where | None) -> None:
    """Make a line shorter by the words that carry nothing; figures stay. Says so where there are none."""
    text = quote_of(exchange.draft, where) if where else ""
    if not text or where is None:
        exchange.ask_again("Which line shall be shorter? Say it with its number: “make KR 2 shorter”.", with_hint=False)
        return
    short = shortened_line(text, phrases().carries_nothing)
    draft = with_line(exchange.draft, where, short)
    before = {f.criterion for f in exchange.review.findings if f.where == where}
    after = {f.criterion for f in exchange.reviewed(draft).findings if f.where == where}
    if short == text or not after <= before:
        exchange.ask_again(
            f"Each word of {quoted(text)} carries something, so I cannot make it shorter without changing what it says. "
            "Write it the way you would like it, and I put it in.",
            with_hint=False,
        )
        return
    _put(exchange, draft, where, exchange.decision("changed", where, None, "made shorter"))
    exchange.move_on()


def split(exchange: Exchange) -> None:
    """Make two key results of one that holds two, where its words part cleanly."""
    asked = exchange.asked
    text = quote_of(exchange.draft, asked.where) if asked else ""
    parts = _JOINED.split(text)
    if asked is None or asked.where.key_result is None or len(parts) != 2 or min(map(_size, parts)) < _SHORTEST_LINE:
        exchange.ask_again(
            "The words do not part cleanly into two. Write the one to keep; add the other with “KR: ...”.",
            with_hint=False,
        )
        return
    where = asked.where
    decisions = [_moved_by_insert(old, where) for old in exchange.state.decisions]
    draft = with_line(exchange.draft, where, _as_line(parts[0]))
    draft = with_key_result(draft, where.objective or 0, _as_line(parts[1]), (where.key_result or 0) + 1)
    taken = (*decisions, exchange.decision("changed", where, asked.criterion, "split in two"))
    exchange.state = exchange.state.with_version(draft, taken, "split in two", exchange.when)
    exchange.tell(f"Two lines now: {quoted(_as_line(parts[0]))} and {quoted(_as_line(parts[1]))}.")
    exchange.move_on()


def _put(exchange: Exchange, draft: Draft, where: Where, decision: Decision, inserted: int | None = None) -> None:
    """Make a changed draft the one that stands, and say how the line reads."""
    if inserted is not None:
        old = tuple(
            _moved_by_insert(each, Where(objective=where.objective, key_result=inserted - 1))
            for each in exchange.state.decisions
        )
        exchange.state = exchange.state.with_version(draft, (*old, decision), _why(decision), exchange.when)
    else:
        exchange.decide(decision, draft=draft, why=_why(decision))
    exchange.focus = where
    name = name_of(where, draft)
    exchange.tell(f"{name[:1].upper()}{name[1:]} now reads {quoted(quote_of(draft, where))}.")


def _why(decision: Decision) -> str:
    return decision.note or ": ".join(filter(None, (decision.criterion, decision.outcome)))


def _as_line(text: str) -> str:
    """Words as a line of a draft: one line, a capital, no quotation marks around it, no label before it."""
    line = re.sub(r"^(?:objective|kr|key result)\s*\d*\s*[:.)]\s*", "", " ".join(text.split()), flags=re.IGNORECASE)
    line = line.strip().strip('"“”').strip()
    return line[:1].upper() + line[1:]


def _after_removal(decision: Decision, gone: Where) -> Decision | None:
    """A decision with its place after a line was removed; None where it was about that line."""
    where = decision.where
    if where.objective is None or gone.objective is None:
        return decision
    if gone.key_result is None:
        if where.objective == gone.objective:
            return None
        if where.objective > gone.objective:
            return decision.model_copy(
                update={"where": Where(objective=where.objective - 1, key_result=where.key_result)}
            )
        return decision
    if where.objective != gone.objective or where.key_result is None or where.key_result < gone.key_result:
        return decision
    if where.key_result == gone.key_result:
        return None
    return decision.model_copy(update={"where": Where(objective=where.objective, key_result=where.key_result - 1)})


def _moved_by_insert(decision: Decision, after: Where) -> Decision:
    where = decision.where
    if where.objective != after.objective or where.key_result is None or where.key_result <= (after.key_result or 0):
        return decision
    return decision.model_copy(update={"where": Where(objective=where.objective, key_result=where.key_result + 1)})


def _size(words: str) -> int:
    return len(words.split())
