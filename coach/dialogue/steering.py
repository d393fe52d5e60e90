"""What steers the conversation: skip, why, example, undo, what else, done and the like. Each takes the exchange and answers in it."""

from __future__ import annotations

from collections.abc import Callable

from coach.dialogue import for_all, rewording
from coach.dialogue.answers import Act, Meaning
from coach.dialogue.closing import summary
from coach.dialogue.conversation import OpenQuestion
from coach.dialogue.exchange import Exchange
from coach.dialogue.first_step import find_baseline
from coach.dialogue.guiding import about, about_baselines, example, why
from coach.dialogue.own_words import excuse, filed_under, underlying
from coach.dialogue.speech import WHAT_IT_DOES, listed
from coach.editing import as_text

_OF_BLANKS = {
    "baseline": "missing-baseline", "target": "missing-target", "date": "missing-deadline", "name": "missing-owner",
}  # fmt: skip
"""The criterion that asks for what a blank stands for."""


def steer(exchange: Exchange, meant: Meaning) -> None:
    """Do what the writer wants.

    Raises:
        KeyError: the act does not steer.
    """
    _ACTS[meant.act](exchange, meant)


def _nothing(exchange: Exchange, _: Meaning) -> None:
    exchange.ask_again()


def _hello(exchange: Exchange, _: Meaning) -> None:
    exchange.ask_again("Gladly." if "than" in exchange.said.lower() else "Hello.")


def _help(exchange: Exchange, _: Meaning) -> None:
    exchange.ask_again(WHAT_IT_DOES)


def _skip(exchange: Exchange, _: Meaning) -> None:
    _set_aside(exchange, "")


def _set_aside(exchange: Exchange, note: str) -> None:
    asked = underlying(exchange)
    if asked is None:
        exchange.move_on()
        return
    if asked.asks == "baseline-date":
        find_baseline(exchange, None)
        return
    filed = filed_under(exchange, asked)
    exchange.decide(exchange.decision("not now", asked.where, filed, note))
    exchange.tell("Left for now.")
    exchange.move_on()


def _unknown(exchange: Exchange, _: Meaning) -> None:
    asked = underlying(exchange)
    if asked is None:
        exchange.ask_again()
    elif asked.where.key_result is not None and (filed := _baseline_point(exchange, asked)):
        line = exchange.read(asked.where)
        exchange.citations = about_baselines(exchange.coach, line.text)
        criterion, blank = (None, "baseline") if filed.startswith("[") else (filed, None)
        exchange.ask(
            OpenQuestion(asks="baseline-date", where=asked.where, criterion=criterion, blank=blank),
            "Then finding it is the first step, and no figure goes into the line before it is known.",
            "By when will you know it? A rough value from a small sample is enough to begin with.",
        )
    else:
        _set_aside(exchange, "not known yet")


def _why(exchange: Exchange, _: Meaning) -> None:
    asked = underlying(exchange)
    criterion = _criterion_in_hand(exchange)
    reason = why(exchange.coach, criterion or "")
    exchange.criterion = criterion
    if asked and criterion and reason:
        found = (p.finding for p in exchange.open_points if p.finding and p.where == asked.where)
        finding = next((each for each in found if each.criterion == criterion), None)
        exchange.citations = finding.citations if finding else about(exchange.coach, criterion)
    exchange.ask_again(reason or "There is nothing just now that would need a reason.")


def _example(exchange: Exchange, _: Meaning) -> None:
    criterion = _criterion_in_hand(exchange) or "activity-key-result"
    words = " ".join(text for o in exchange.draft.objectives for text in (o.text, o.team or ""))
    exchange.criterion = criterion
    exchange.ask_again(example(exchange.coach, criterion, exchange.state.turns, words) or "I have no example for that.")


def _criterion_in_hand(exchange: Exchange) -> str | None:
    """The criterion that the question in hand is about; for a blank the one that asks for such a value."""
    asked = underlying(exchange)
    if asked is None or not asked.blank:
        return asked.criterion if asked else None
    return _OF_BLANKS.get(
        asked.blank, "activity-objective" if asked.where.key_result is None else "activity-key-result"
    )


def _undo(exchange: Exchange, _: Meaning) -> None:
    back = exchange.state.undone()
    if back is None:
        exchange.ask_again("There is nothing to undo.")
        return
    gone = exchange.state.versions[exchange.state.at].why
    exchange.state = back
    exchange.asked = exchange.focus = None
    exchange.tell(f"Undone ({gone}).")
    exchange.move_on()


def _redo(exchange: Exchange, _: Meaning) -> None:
    again = exchange.state.redone()
    if again is None:
        exchange.ask_again("There is nothing to do again.")
        return
    exchange.state = again
    exchange.asked = exchange.focus = None
    exchange.tell(f"Done again ({again.versions[again.at].why}).")
    exchange.move_on()


def _list(exchange: Exchange, _: Meaning) -> None:
    left = exchange.open_points
    exchange.tell(f"Still open:\n{listed(left, exchange.draft)}" if left else "Nothing is open.")
    if exchange.asked is None and left:
        exchange.state = exchange.state.changed(thorough=True)
        exchange.move_on()
    else:
        exchange.ask_again(with_hint=False)


def _shorten(exchange: Exchange, meant: Meaning) -> None:
    found = exchange.lines_meant(meant.line)
    rewording.shorten(exchange, found[0] if found else None)


def _show(exchange: Exchange, _: Meaning) -> None:
    exchange.ask_again(as_text(exchange.draft).strip(), with_hint=False)


def _done(exchange: Exchange, _: Meaning) -> None:
    exchange.tell(*summary(exchange.state, exchange.review))
    exchange.state = exchange.state.changed(finished=True)
    exchange.focus = None
    exchange.stop()


def _restart(exchange: Exchange, _: Meaning) -> None:
    first = exchange.state.first_draft
    if first is None or len(exchange.state.versions) == 1:
        exchange.ask_again("This is the draft as you pasted it. Paste another one to begin with that.", with_hint=False)
        return
    exchange.state = exchange.state.with_version(first, (), "started over", exchange.when).changed(thorough=False)
    exchange.asked = exchange.focus = None
    exchange.tell("Back to the draft as you pasted it; “undo” takes this back. Paste another one to begin with that.")
    exchange.move_on()


def _accept(exchange: Exchange, _: Meaning) -> None:
    if exchange.asked is None:
        exchange.state = exchange.state.changed(thorough=True)
        exchange.move_on()
    elif exchange.asked.options:
        exchange.ask_again("Which of these?")
    else:
        rewording.accept(exchange)


def _decline(exchange: Exchange, _: Meaning) -> None:
    asked = exchange.asked
    if asked is None:
        exchange.tell("Fine. Say “done” to see the draft before and after.")
        exchange.stop()
        return
    if asked.options:
        exchange.take_back()
        return
    exchange.asked = asked.model_copy(update={"suggestion": None})
    exchange.ask_again("Fine. In your own words, then." if asked.suggestion else "Fine. “skip” leaves it for now.")


def _apply(exchange: Exchange, _: Meaning) -> None:
    for_all.apply_to_all(exchange)


def _fine(exchange: Exchange, meant: Meaning) -> None:
    asked = exchange.asked
    if asked is None:
        exchange.move_on()
    elif asked.suggestion and not exchange.sure:
        exchange.ask_back(
            "Which do you mean?",
            [("Take the line on offer", "take it"), ("Leave the line as it is", "leave it as it is")],
        )
    else:
        about = underlying(exchange)
        exchange.ask(
            OpenQuestion(
                asks="reason", where=asked.where, criterion=about.criterion if about else None, blank=asked.blank
            ),
            "Then it stays. In one sentence, why? The reason goes with the draft.",
        )


def _both(exchange: Exchange, _: Meaning) -> None:
    rewording.split(exchange)


def _remove(exchange: Exchange, meant: Meaning) -> None:
    found = exchange.lines_meant(meant.line)
    if not found or (found[0].key_result is None and len(exchange.draft.objectives) < 2):
        exchange.ask_again("Which line? Say it with its number, such as “remove KR 2”.", with_hint=False)
        return
    rewording.remove(exchange, found[0])


def _replace(exchange: Exchange, meant: Meaning) -> None:
    found = exchange.lines_meant(meant.line)
    if not found:
        exchange.ask_again("Which line? Say it with its number, such as “change KR 2 to ...”.", with_hint=False)
        return
    rewording.replace(exchange, found[0], meant.text or "")


def _add(exchange: Exchange, meant: Meaning) -> None:
    rewording.add(exchange, [meant.text or ""])


def _baseline_point(exchange: Exchange, asked: OpenQuestion) -> str | None:
    """What the missing start of the line in hand is filed under; None where it has one, or something else was asked.

    Without a start nobody can name a goal either: "we don't measure that yet" is then an answer to both questions.
    """
    if asked.asks not in ("baseline", "target"):
        return None
    filed = ("missing-baseline", "[baseline]")
    return next((p.criterion for p in exchange.open_points if p.where == asked.where and p.criterion in filed), None)


_ACTS: dict[Act, Callable[[Exchange, Meaning], None]] = {
    "nothing": _nothing,
    "hello": _hello,
    "help": _help,
    "skip": _skip,
    "unknown": _unknown,
    "why": _why,
    "example": _example,
    "undo": _undo,
    "redo": _redo,
    "list": _list,
    "shorten": _shorten,
    "show": _show,
    "done": _done,
    "restart": _restart,
    "accept": _accept,
    "decline": _decline,
    "apply": _apply,
    "fine": _fine,
    "both": _both,
    "remove": _remove,
    "replace": _replace,
    "add": _add,
    "excuse": excuse,
}
