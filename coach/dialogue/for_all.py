"""A date or a driver: for one line or for all of them, and the one person asked for where several, a group or "me" were named."""

from __future__ import annotations

from coach.dialogue.amending import with_date
from coach.dialogue.answers import Meaning, meaning
from coach.dialogue.conversation import Decision, OpenQuestion
from coach.dialogue.exchange import Exchange
from coach.dialogue.speech import quoted
from coach.editing import with_line, with_owner, with_values
from coach.okr import Draft
from coach.reading.result import Where


def apply_to_all(exchange: Exchange) -> None:
    """Give the date or the driver that was given last to every key result."""
    for decision in reversed(exchange.state.decisions):
        kind = {"missing-deadline": "deadline", "missing-owner": "owner"}.get(decision.criterion or "")
        if decision.outcome == "given" and kind:
            given = meaning(decision.words, "deadline" if kind == "deadline" else "owner")
            both = Meaning("give", deadline=given.deadline if kind == "deadline" else None,
                           owners=given.owners if kind == "owner" else (), everywhere=True)  # fmt: skip
            give_everywhere(exchange, both)
            return
    exchange.ask_again(
        "There is no date or name yet that I could use for all. Say, for example, “end of the quarter for all”."
    )


def give_everywhere(exchange: Exchange, given: Meaning) -> None:
    """A date for every key result that has none, a driver for every key result."""
    if given.owners and len(given.owners) > 1:
        ask_owner(exchange, given, exchange.focus or Where())
        return
    draft, changed = exchange.draft, 0
    decisions: list[Decision] = []
    for i, j, _ in exchange.draft.key_results():
        where = Where(objective=i, key_result=j)
        line = exchange.read(where, draft)
        if given.deadline and line.reading.deadline is None and not line.key_result.due:
            draft = with_deadline(exchange, draft, where, given.deadline)
            decisions.append(exchange.decision("given", where, "missing-deadline"))
        if given.owners:
            draft = with_owner(draft, where, given.owners[0])
            decisions.append(exchange.decision("given", where, "missing-owner"))
        changed = len({decision.where for decision in decisions})
    if not decisions:
        exchange.ask_again("Every key result has a date already.")
        return
    exchange.decide(*decisions, draft=draft, why=f"for all: {exchange.said[:80]}")
    exchange.tell(f"Done for {changed} key result{'s' if changed != 1 else ''}.")
    exchange.move_on()


def with_deadline(exchange: Exchange, draft: Draft, where: Where, date: str) -> Draft:
    """The draft with this date for one key result: beside its words where it had one there, else in them."""
    line = exchange.read(where, draft)
    if line.key_result.due and line.key_result.due not in line.text:
        return with_values(draft, where, due=date)
    return with_line(draft, where, with_date(line, date))


def ask_owner(exchange: Exchange, given: Meaning, where: Where) -> bool:
    """Ask for the one person where a group, several people or "me" were named; whether that was asked."""
    if given.me:
        exchange.ask(
            OpenQuestion(asks="name", where=where, criterion="missing-owner", about=exchange.asked),
            "What is your name, as it should stand in the draft?",
        )
        return True
    if given.group:
        exchange.ask(
            OpenQuestion(asks="owner", where=where, criterion="missing-owner", about=exchange.asked),
            f"{quoted(given.group)} can do the work together. Who is the one person who brings this number to the check-in?",
        )
        return True
    if len(given.owners) > 1:
        exchange.ask_back(
            "Both can work on it; one of them drives it. Who is it?",
            [(name, exchange.naming(where, f"the owner is {name}")) for name in given.owners],
        )
        return True
    return False
