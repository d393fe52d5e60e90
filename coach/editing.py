"""Changes to a draft. Each gives a new draft that keeps everything else.

A changed draft is written out as its writer would write it, and its wordings are placed in that text: `source` is the draft as it
reads now, so that every finding goes on to quote words that stand where it says.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from coach.okr import Draft, Excuse, KeyResult, Objective, Place, Unread, Wording
from coach.reading.result import Where

_UNREAD = "Not read as an OKR:"


def with_line(draft: Draft, where: Where, text: str) -> Draft:
    """The draft with other words in one line. An objective that was not written yet is written by it.

    Raises:
        IndexError: there is no such line.
    """
    wording = Wording.plain(" ".join(text.split()))
    if where.key_result is None:
        return _objective_changed(draft, where, lambda o: o.model_copy(update={"wording": wording}))
    return _key_result_changed(draft, where, lambda k: k.model_copy(update={"wording": wording}))


def with_owner(draft: Draft, where: Where, owner: str) -> Draft:
    """The draft with this driver of one key result or objective."""
    draft = draft.model_copy(update={"carries_owners": True})
    return _line_changed(draft, where, {"owner": owner or None})


def with_due(draft: Draft, where: Where, due: str) -> Draft:
    """The draft with this date beside one key result."""
    return _key_result_changed(draft, where, lambda k: k.model_copy(update={"due": due or None}))


def with_values(draft: Draft, where: Where, **values: str | None) -> Draft:
    """The draft with what stands beside one key result changed: `baseline`, `target`, `unit`, `metric`, `due`."""
    return _key_result_changed(draft, where, lambda k: k.model_copy(update=values))


def with_period(draft: Draft, period: str) -> Draft:
    """The draft with one cycle for all of it."""
    objectives = tuple(o.model_copy(update={"period": period}) if o.period else o for o in draft.objectives)
    return placed(draft.model_copy(update={"period": period, "objectives": objectives}))


def with_parent(draft: Draft, parent: str) -> Draft:
    """The draft with what it serves above it."""
    return placed(draft.model_copy(update={"parent": parent}))


def with_key_result(draft: Draft, objective: int, text: str, at: int | None = None) -> Draft:
    """The draft with a further key result under an objective: the last one, or the one that then stands at index `at`."""
    added = KeyResult(wording=Wording.plain(" ".join(text.split())))

    def add(old: Objective) -> Objective:
        rows = list(old.key_results)
        rows.insert(len(rows) if at is None else at, added)
        return old.model_copy(update={"key_results": tuple(rows)})

    return _objective_changed(draft, Where(objective=objective), add)


def with_objective(draft: Draft, text: str) -> Draft:
    """The draft with a further objective, the last one."""
    added = Objective(wording=Wording.plain(" ".join(text.split())))
    return placed(draft.model_copy(update={"objectives": (*draft.objectives, added)}))


def without_key_result(draft: Draft, where: Where) -> Draft:
    """The draft without one key result.

    Raises:
        IndexError: there is no such line.
    """
    _key_result(draft, where)

    def drop(old: Objective) -> Objective:
        rows = tuple(k for number, k in enumerate(old.key_results) if number != where.key_result)
        return old.model_copy(update={"key_results": rows})

    return _objective_changed(draft, where, drop)


def without_objective(draft: Draft, objective: int) -> Draft:
    """The draft without one objective and what stands under it."""
    left = tuple(o for number, o in enumerate(draft.objectives) if number != objective)
    return placed(draft.model_copy(update={"objectives": left}))


def with_initiative(draft: Draft, where: Where, text: str) -> Draft:
    """The draft with a further initiative under one key result or objective."""
    added = Wording.plain(" ".join(text.split()))
    holder = _holder(draft, where)
    return _line_changed(draft, where, {"initiatives": (*holder.initiatives, added)})


def without_initiatives(draft: Draft, where: Where, beginning: str) -> Draft:
    """The draft without the initiatives of one line that begin with these words."""
    holder = _holder(draft, where)
    kept = tuple(each for each in holder.initiatives if not each.text.startswith(beginning))
    return draft if kept == holder.initiatives else _line_changed(draft, where, {"initiatives": kept})


def with_excuse(draft: Draft, where: Where, criterion: str, reason: str) -> Draft:
    """The draft with a criterion set aside for one line, and why."""
    holder = _holder(draft, where)
    kept = tuple(excuse for excuse in holder.excuses if excuse.criterion != criterion)
    return _line_changed(draft, where, {"excuses": (*kept, Excuse(criterion=criterion, reason=reason))})


def without_excuses(draft: Draft, where: Where, criteria: Collection[str]) -> Draft:
    """The draft without the excuses of one line for these criteria."""
    holder = _holder(draft, where)
    kept = tuple(excuse for excuse in holder.excuses if excuse.criterion not in criteria)
    return draft if kept == holder.excuses else _line_changed(draft, where, {"excuses": kept})


def as_text(draft: Draft) -> str:
    """The draft as one would write it; the coach reads it back to the same objectives and key results."""
    return _Page(draft).text


def as_markdown(draft: Draft) -> str:
    """The draft as a Markdown document. Its words show as they are: no link, picture or HTML comes of them."""
    from coach.report.markdown import escaped

    about = [f"{name}: {escaped(value)}" for name, value in _about(draft)]
    blocks = ["  \n".join(about)] if about else []
    for objective in draft.objectives:
        words = escaped(objective.text) if objective.wording else "*no objective is written*"
        beside = [escaped(said) for said in _beside_objective(objective, draft)]
        lines = [f"## {words}", ""]
        lines += [*(f"*{said}*  " for said in beside), ""] if beside else []
        for key_result in objective.key_results:
            lines.append(f"- {' '.join([escaped(key_result.text), *map(escaped, _brackets(key_result))])}")
            lines += [f"  - {escaped(fact)}" for fact in _below(key_result)]
            lines += [f"  - Initiative: {escaped(initiative.text)}" for initiative in key_result.initiatives]
        lines += [f"- Initiative: {escaped(initiative.text)}" for initiative in objective.initiatives]
        blocks.append("\n".join(lines))
    if draft.unread:
        blocks.append("\n".join([f"## {_UNREAD}", "", *(f"- {escaped(unread.text)}" for unread in draft.unread)]))
    return "\n\n".join(blocks) + "\n"


def placed(draft: Draft) -> Draft:
    """The draft with its `source` written anew and every wording placed in it."""
    page = _Page(draft)
    unread = page.tell_unread(draft.unread)
    return draft.model_copy(update={"objectives": tuple(page.objectives), "unread": unread, "source": page.text})


def _holder(draft: Draft, where: Where) -> Objective | KeyResult:
    return draft.objectives[where.objective or 0] if where.key_result is None else _key_result(draft, where)


def _key_result(draft: Draft, where: Where) -> KeyResult:
    if where.objective is None or where.key_result is None or min(where.objective, where.key_result) < 0:
        raise IndexError(f"no key result is at {where!r}")
    return draft.objectives[where.objective].key_results[where.key_result]


def _line_changed(draft: Draft, where: Where, fields: dict[str, Any]) -> Draft:
    if where.key_result is None:
        return _objective_changed(draft, where, lambda o: o.model_copy(update=fields))
    return _key_result_changed(draft, where, lambda k: k.model_copy(update=fields))


def _key_result_changed(draft: Draft, where: Where, change: Callable[[KeyResult], KeyResult]) -> Draft:
    changed = change(_key_result(draft, where))

    def put(old: Objective) -> Objective:
        rows = tuple(changed if number == where.key_result else k for number, k in enumerate(old.key_results))
        return old.model_copy(update={"key_results": rows})

    return _objective_changed(draft, where, put)


def _objective_changed(draft: Draft, where: Where, change: Callable[[Objective], Objective]) -> Draft:
    if where.objective is None or not 0 <= where.objective < len(draft.objectives):
        raise IndexError(f"no objective is at {where!r}")
    changed = change(draft.objectives[where.objective])
    objectives = tuple(changed if number == where.objective else o for number, o in enumerate(draft.objectives))
    return placed(draft.model_copy(update={"objectives": objectives}))


class _Page:
    """A draft being written out; each wording is placed where it comes to stand."""

    def __init__(self, draft: Draft) -> None:
        self.text = ""
        self.objectives: list[Objective] = []
        for name, value in _about(draft):
            self.text += f"{name}: {value}\n"
        self._team, self._period, self._parent = draft.team, draft.period, draft.parent
        for objective in draft.objectives:
            self._write_objective(objective, draft)

    def tell_unread(self, unread: tuple[Unread, ...]) -> tuple[Unread, ...]:
        """Write what was not read below the draft, and say where it stands now."""
        if not unread:
            return ()
        self.text += f"\n{_UNREAD}\n"
        told = []
        for each in unread:
            told.append(Unread(text=each.text, place=self._put(each.text)))
            self.text += "\n"
        return tuple(told)

    def _put(self, words: str) -> Place:
        start = len(self.text)
        self.text += words
        return Place(start=start, end=len(self.text))

    def _line(self, lead: str, words: str, brackets: list[str]) -> Wording:
        self.text += lead
        place = self._put(words)
        self.text += "".join(f" {bracket}" for bracket in brackets) + "\n"
        return Wording(text=words, raw=words, place=place)

    def _write_objective(self, objective: Objective, draft: Draft) -> None:
        self.text += "\n" if self.text else ""
        for name, value in (("Team", objective.team), ("Period", objective.period), ("Supports", objective.parent)):
            kept = {"Team": self._team, "Period": self._period, "Supports": self._parent}[name]
            if value and value != kept:
                self.text += f"{name}: {value}\n"
        self._team, self._period = objective.team or self._team, objective.period or self._period
        self._parent = objective.parent or self._parent
        wording = None
        if objective.wording is not None:
            wording = self._line("Objective: ", objective.text, _beside_objective(objective, draft))
        rows = []
        for key_result in objective.key_results:
            placed_line = self._line("KR: ", key_result.text, _brackets(key_result))
            self.text += "".join(f"  {fact}\n" for fact in _below(key_result))
            work = tuple(self._line("  Initiative: ", each.text, []) for each in key_result.initiatives)
            rows.append(key_result.model_copy(update={"wording": placed_line, "initiatives": work}))
        work = ()
        if objective.initiatives:
            self.text += "Initiatives:\n"
            work = tuple(self._line("- ", each.text, []) for each in objective.initiatives)
        self.objectives.append(
            objective.model_copy(update={"wording": wording, "key_results": tuple(rows), "initiatives": work})
        )


def _about(draft: Draft) -> list[tuple[str, str]]:
    """What the draft says of itself, as label and value."""
    said = (("Team", draft.team), ("Level", draft.level), ("Period", draft.period), ("Supports", draft.parent))
    return [(name, value) for name, value in said if value]


def _beside_objective(objective: Objective, draft: Draft) -> list[str]:
    """What stands behind an objective in brackets."""
    return [*([f"(owner: {objective.owner})"] if objective.owner else []), *excuse_brackets(objective.excuses)]


def _brackets(key_result: KeyResult) -> list[str]:
    """What stands behind a key result in brackets: its driver, how it goes, its excuses."""
    said = (("owner", key_result.owner), ("status", key_result.status), ("score", key_result.score))
    return [*(f"({name}: {value})" for name, value in said if value), *excuse_brackets(key_result.excuses)]


def _below(key_result: KeyResult) -> list[str]:
    """What stands on lines of its own below a key result: the values that columns and keys gave."""
    unit = f" {key_result.unit}" if key_result.unit else ""
    due = (key_result.due or "").partition(":")[2].strip() or key_result.due
    said = (
        ("Metric", key_result.metric),
        ("Baseline", f"{key_result.baseline}{unit}" if key_result.baseline else None),
        ("Target", f"{key_result.target}{unit}" if key_result.target else None),
        ("Due", due if due and due not in key_result.text else None),
    )
    return [f"{name}: {value}" for name, value in said if value]


def excuse_brackets(excuses: tuple[Excuse, ...]) -> list[str]:
    """Excuses as a writer puts them behind a line, and as the coach reads them back: ``(ok: missing-baseline, first year)``."""
    shut = str.maketrans("()", "[]")
    said = (", ".join(filter(None, (each.criterion, each.reason.translate(shut)))) for each in excuses)
    return [f"(ok: {each})" for each in said]
