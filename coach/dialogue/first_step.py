"""Where nobody knows the starting value: finding it becomes the first, dated step, and no figure goes into the line."""

from __future__ import annotations

import re

from coach.dialogue.agenda import blank_id
from coach.dialogue.amending import spelled
from coach.dialogue.exchange import Exchange
from coach.dialogue.guiding import about_baselines
from coach.dialogue.speech import name_of, quoted
from coach.editing import with_initiative
from coach.reading import KeyResultRead

FIRST_STEP = "Find the starting value of"
_IN_BRACKETS = re.compile(r"\s*\([^()]*\[[^()]*\)|\s*\b(?:from|to|by)?\s*\[[^\]]*\]")
_A_COUNT = re.compile(r"(?:share|rate|number|average|median|percentage|proportion|time|cost|count)\b", re.IGNORECASE)


def find_baseline(exchange: Exchange, date: str | None) -> None:
    """Make finding the starting value the first step under the line; no figure goes into the line."""
    asked = exchange.asked
    where = asked.where if asked else exchange.focus
    if asked is None or where is None or where.key_result is None:
        exchange.ask_again()
        return
    line = exchange.read(where)
    date = spelled(date) if date else None
    subject = _measured_by(line)
    step = f"{FIRST_STEP} {subject}" + (f" by {date}" if date else "")
    filed = asked.criterion or blank_id("baseline")
    note = f"known by {date}" if date else "no day is set yet"
    decision = exchange.decision("baseline being found", where, filed, note)
    waiting = [
        exchange.decision("not now", where, point.criterion, "to be set once the start is known")
        for point in exchange.open_points
        if point.where == where and point.criterion in ("missing-target", "[target]")
    ]
    exchange.decide(*waiting, decision, draft=with_initiative(exchange.draft, where, step), why=f"first step: {step}")
    exchange.tell(
        f"Noted as the first step under {name_of(where, exchange.draft)}: {quoted(step)}. Until then the line has no start and no score, "
        "and that is said openly."
    )
    exchange.citations = about_baselines(exchange.coach, subject)
    exchange.move_on()


def _measured_by(line: KeyResultRead) -> str:
    """What the line measures, as it goes on within a sentence; the line itself, quoted, where that cannot be told."""
    metric = line.reading.metric.text if line.reading.metric else ""
    if metric and "[" not in metric and not line.text.startswith(metric):
        return f"the {metric}" if _A_COUNT.match(metric) else metric
    return f"“{_IN_BRACKETS.sub('', line.text).strip()}”"
