"""Values, dates and people that the writer gives: put into the draft as they were said, or asked about where they do not fit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from coach.dialogue.agenda import quote_of
from coach.dialogue.amending import (
    Clash,
    contradiction,
    filled,
    in_the_lines_unit,
    with_baseline,
    with_target,
)  # fmt: skip
from coach.dialogue.answers import Meaning, meaning
from coach.dialogue.conversation import Decision, OpenQuestion
from coach.dialogue.exchange import Exchange
from coach.dialogue.first_step import FIRST_STEP, find_baseline
from coach.dialogue.for_all import ask_owner, give_everywhere, with_deadline
from coach.dialogue.phrases import content_words
from coach.dialogue.speech import name_of, quoted
from coach.editing import with_line, with_owner, with_values, without_excuses, without_initiatives
from coach.okr import Draft
from coach.reading.quantities import quantities
from coach.reading.result import Where

AGAIN = ""
"""What an option says that takes the answer back."""
_SEVERAL_LINES = 6


def give(exchange: Exchange, given: Meaning) -> None:
    """Take what was given into the draft, and go on; ask back where it could mean two things."""
    asked = exchange.asked
    if asked and asked.asks == "baseline-date" and given.deadline and not given.baseline:
        find_baseline(exchange, given.deadline)
        return
    if given.everywhere and (given.deadline or given.owners):
        give_everywhere(exchange, given)
        return
    if given.either:
        meant = exchange.lines_meant(given.line)
        options = [(value, exchange.naming(meant[0], value) if meant else value) for value in given.either]
        exchange.ask_back("Which of the two shall I write?", options)
        return
    where = _line_for(exchange, given)
    if where is not None:
        _give_to(exchange, given, where)


def _line_for(exchange: Exchange, given: Meaning) -> Where | None:
    """The key result that the answer is for; None where that was asked."""
    meant = exchange.lines_meant(given.line)
    if given.line is None and not exchange.sure and meant and (other := _other_line(exchange, given, meant[0])):
        exchange.ask_back("Which key result is that for?", _line_options(exchange, [meant[0], other]))
        return None
    if meant and meant[0].key_result is not None:
        return meant[0]
    if given.line is not None and not meant:
        exchange.ask_again("There is no such key result in the draft.")
        return None
    rows = [Where(objective=i, key_result=j) for i, j, _ in exchange.draft.key_results()]
    if meant:
        rows = [row for row in rows if row.objective == meant[0].objective]
    if len(rows) == 1:
        return rows[0]
    if not rows or len(rows) > _SEVERAL_LINES:
        exchange.ask_again("Which key result is that for? Say it with its number, such as “for KR 2, ...”.")
        return None
    exchange.ask_back("Which key result is that for?", _line_options(exchange, rows))
    return None


def _line_options(exchange: Exchange, rows: Sequence[Where]) -> list[tuple[str, str]]:
    """Key results to choose from, each with what the writer would say to mean it."""
    return [
        (
            quote_of(exchange.draft, row),
            f"for KR {(row.objective or 0) + 1}.{(row.key_result or 0) + 1}, {exchange.said}",
        )
        for row in rows
    ]


def _other_line(exchange: Exchange, given: Meaning, where: Where) -> Where | None:
    """The one other key result that the answer speaks of, where it shares no word with the line that was asked about.

    A date names no line: that another one is due in the same month says nothing.
    """
    said = content_words(exchange.said) - content_words(given.deadline or "")
    if where.key_result is None or said & content_words(quote_of(exchange.draft, where)):
        return None
    rows = [
        Where(objective=i, key_result=j) for i, j, k in exchange.draft.key_results() if said & content_words(k.text)
    ]
    return rows[0] if len(rows) == 1 else None


def _give_to(exchange: Exchange, given: Meaning, where: Where) -> None:
    before_review, before = exchange.review, exchange.read(where)
    draft, decisions = exchange.draft, list(_decisions(exchange, given, where))
    if given.baseline or given.target:
        changed = _with_values(exchange, given, where)
        if changed is None:
            return
        draft = changed
        problem = contradiction(before, exchange.read(where, draft))
        if problem and not exchange.sure:
            line = draft.objectives[where.objective or 0].key_results[where.key_result or 0].text
            exchange.ask_back(
                f"{problem}: {quoted(line)}. Is that right?",
                [("Yes, that is right", exchange.said), ("No, let me say it again", AGAIN)],
            )
            return
    if given.deadline:
        draft = with_deadline(exchange, draft, where, given.deadline)
    if len(given.owners) == 1:
        draft = with_owner(draft, where, given.owners[0])
    if draft != exchange.draft:
        answered = {each.criterion for each in decisions if each.criterion}
        draft = without_excuses(draft, where, answered)
        if given.baseline:
            draft = without_initiatives(draft, where, FIRST_STEP)
        exchange.settle(where, answered)
        exchange.decide(*decisions, draft=draft, why=f"{name_of(where, draft)}: {exchange.said[:80]}")
        exchange.focus = where
        exchange.tell(_taken(exchange, where, given))
        exchange.warn_of_new(before_review, where)
    if not ask_owner(exchange, given, where):
        exchange.move_on()


def _with_values(exchange: Exchange, given: Meaning, where: Where) -> Draft | None:
    """The draft with the start and the goal that were given; None where something had to be asked first."""
    draft = exchange.draft
    asked = exchange.asked.about if exchange.asked and exchange.asked.options else exchange.asked
    line = exchange.read(where)
    template = asked.suggestion.text if asked and asked.suggestion and asked.where == where else ""
    if (
        line.reading.kind != "outcome"
        and not quantities(line.text)
        and "[baseline]" not in line.text
        and "[target]" not in line.text
    ):
        if "[baseline]" not in template or template.startswith("Beside it: "):
            exchange.ask(
                OpenQuestion(
                    asks="metric", where=where, criterion=asked.criterion if asked else None, kept=exchange.said
                ),
                f"{quoted(line.text)} is work, and a value cannot stand behind it. Which number is it that you mean?",
            )
            return None
        text = template.replace(" (owner: [name])", "")
        draft = with_line(draft, where, text)
    for name, value in (("baseline", given.baseline), ("target", given.target)):
        if value is None:
            continue
        line = exchange.read(where, draft)
        other = line.values.target if name == "baseline" else line.values.baseline
        dressed = in_the_lines_unit(value, line, other)
        if isinstance(dressed, Clash):
            if not exchange.sure:
                _ask_about(exchange, dressed, given, name, where)
                return None
            dressed = value
        in_columns = line.key_result.baseline is not None or line.key_result.target is not None
        if in_columns and not (line.values.baseline or line.values.target):
            draft = with_values(draft, where, **{name: dressed})
        else:
            draft = with_line(draft, where, (with_baseline if name == "baseline" else with_target)(line, dressed))
    return draft


def _ask_about(exchange: Exchange, clash: Clash, given: Meaning, name: str, where: Where) -> None:
    other = given.target if name == "baseline" else given.baseline
    lead = "today" if name == "baseline" else "target"
    rest = f", {'target' if name == 'baseline' else 'today'} {other}" if other else ""
    options = [(value, exchange.naming(where, f"{lead} {value}{rest}")) for value in clash.readings]
    if len(options) == 1:
        options = [(f"Yes, {clash.readings[0]}", options[0][1]), ("No, let me say it again", AGAIN)]
    exchange.ask_back(clash.question, options)


def _decisions(exchange: Exchange, given: Meaning, where: Where) -> Iterator[Decision]:
    note = "an estimate" if given.estimate else ""
    if given.baseline:
        yield exchange.decision("given", where, "missing-baseline", note)
    if given.target:
        yield exchange.decision("given", where, "missing-target", note)
    if given.deadline:
        yield exchange.decision("given", where, "missing-deadline")
    if len(given.owners) == 1:
        yield exchange.decision("given", where, "missing-owner")


def _taken(exchange: Exchange, where: Where, given: Meaning) -> str:
    draft = exchange.draft
    key_result = draft.objectives[where.objective or 0].key_results[where.key_result or 0]
    said = f"{name_of(where, draft)[:1].upper()}{name_of(where, draft)[1:]} now reads {quoted(key_result.text)}"
    if len(given.owners) == 1:
        said += f", driven by {given.owners[0]}"
    said += "."
    if given.estimate:
        said += " I keep in mind that this is an estimate."
    if given.deadline and given.deadline.lower().startswith(("in ", "within ")):
        said += " A day is easier to hold than a span; say the date and I put it in."
    return said


def give_metric(exchange: Exchange, metric: str) -> None:
    """Name the measure: a blank for it is filled, a value that waited for it goes behind it, or it joins the line."""
    asked = exchange.asked
    if asked is None or asked.where.key_result is None:
        exchange.ask_again()
        return
    before, where, line = exchange.review, asked.where, exchange.read(asked.where)
    metric = metric.strip(' ."“”')
    template = asked.suggestion.text.replace(" (owner: [name])", "") if asked.suggestion else ""
    if asked.kept:
        values = meaning(asked.kept, "baseline")
        text = f"{metric[:1].upper()}{metric[1:]} from [baseline] to [target]"
        for label, value in (("baseline", values.baseline), ("target", values.target)):
            text = filled(text, label, value) if value else text
    elif "[metric]" in template:
        text = filled(template, "metric", metric)
    else:
        text = f"{line.text.rstrip(' .;,')}, as measured by {metric}"
    draft = with_line(exchange.draft, where, text)
    exchange.decide(exchange.decision("given", where, asked.criterion), draft=draft, why=f"measure: {metric[:60]}")
    exchange.tell(_taken(exchange, where, Meaning("give")))
    exchange.warn_of_new(before, where)
    exchange.move_on()
