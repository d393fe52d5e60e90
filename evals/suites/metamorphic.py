"""What must not change a verdict, and what must: properties over the cases, whatever their labels.

A change to a line that carries no label (case, punctuation, spelling, currency, an owner, other words with the same labels) must
leave its verdict alone; buzzwords must not improve it; a number stuck on a task leaves it a task; a starting value taken out is
missed, and one put in is seen. Held is counted line by line.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from coach.critique import Review
from coach.intake import read_json, read_text
from coach.okr import Draft
from coach.reviewer import Coach
from evals.cases import KEY_RESULT_CRITERIA, OBJECTIVE_LABELS, Case
from evals.suites import Measure, Suite, measured
from evals.suites.judging import judging
from evals.suites.turns import BUZZWORDS, NUMBERS, UNCHANGED, without_baseline

_JUDGED = frozenset((*OBJECTIVE_LABELS, *KEY_RESULT_CRITERIA))
Verdict = dict[int, frozenset[str]]
"""The judged criteria that fired, by line of the first objective; -1 is the objective itself."""

_OWNER = "Priya Nair"


def suite(coach: Coach, cases: Sequence[Case]) -> Suite:
    """Every property over those cases that label each line."""
    coach = judging(coach)
    labelled = [case for case in cases if case.kinds and len(case.draft["objectives"]) == 1]
    before = dict(zip((c.id for c in labelled), _verdicts(coach, (c.draft for c in labelled)), strict=True))
    measures = [_unchanged(coach, labelled, before, name) for name in UNCHANGED]
    measures += [
        _with_owner(coach, labelled),
        _paraphrases(labelled, before),
        _buzzwords(coach, labelled, before),
        _numbered_tasks(coach, labelled, before),
        _baseline_out(coach, labelled, before),
        _baseline_in(coach, labelled, before),
    ]
    failed = sum(len(m.failed) for m in measures)
    of = sum(m.of for m in measures)
    return Suite(
        name="metamorphic",
        title="Properties that hold whatever the labels",
        measures=tuple(measures),
        figures={"share of all that held": (of - failed) / of} if of else {},
    )


def _verdicts(coach: Coach, drafts: Iterable[dict[str, Any]]) -> list[Verdict]:
    return [verdict(review) for review in coach.review_many(read_json(draft) for draft in drafts)]


def verdict(review: Review) -> Verdict:
    """What was said of each line of the first objective."""
    said: dict[int, set[str]] = {line: set() for line in range(-1, len(review.draft.objectives[0].key_results))}
    for finding in review.findings:
        if finding.where.objective == 0 and finding.criterion in _JUDGED:
            line = -1 if finding.where.key_result is None else finding.where.key_result
            said[line].add(finding.criterion)
    return {line: frozenset(criteria) for line, criteria in said.items()}


def changed(draft: dict[str, Any], line: int, turn: Callable[[str], str]) -> dict[str, Any]:
    """The draft with one line of its first objective turned into another."""
    other = copy.deepcopy(draft)
    objective = other["objectives"][0]
    if line < 0:
        objective["objective"] = turn(objective["objective"])
    else:
        row = objective["key_results"][line]
        objective["key_results"][line] = {**row, "text": turn(row["text"])} if isinstance(row, dict) else turn(row)
    return other


def _lines(draft: dict[str, Any]) -> dict[int, str]:
    objective = draft["objectives"][0]
    rows = {n: row["text"] if isinstance(row, dict) else row for n, row in enumerate(objective["key_results"])}
    return {-1: objective["objective"], **rows}


def _all_turned(draft: dict[str, Any], turn: Callable[[str], str]) -> dict[str, Any]:
    for line in _lines(draft):
        draft = changed(draft, line, turn)
    return draft


def _unchanged(coach: Coach, cases: Sequence[Case], before: dict[str, Verdict], name: str) -> Measure:
    title, turn = UNCHANGED[name]
    after = _verdicts(coach, (_all_turned(case.draft, turn) for case in cases))
    held = {
        f"{case.id} line {line}: {turn(text)}": now[line] == before[case.id][line]
        for case, now in zip(cases, after, strict=True)
        for line, text in _lines(case.draft).items()
        if turn(text) != text
    }
    return measured(name, title, held)


def _with_owner(coach: Coach, cases: Sequence[Case]) -> Measure:
    """As people paste it: an owner in brackets behind each key result."""

    def pasted(case: Case, owner: str) -> Draft:
        lines = _lines(case.draft)
        rows = [f"KR{n + 1}: {text}{owner}" for n, text in lines.items() if n >= 0]
        return read_text("\n".join([f"Objective: {lines[-1]}", *rows]))

    pairs = [(case, pasted(case, ""), pasted(case, f" (owner: {_OWNER})")) for case in cases]
    # A paste that is not read as it was labelled is the intake's concern; one that an owner breaks is this property's.
    pairs = [p for p in pairs if _shape(p[1]) == [len(p[0].draft["objectives"][0]["key_results"])]]
    plain = coach.review_many(p[1] for p in pairs)
    owned = coach.review_many(p[2] for p in pairs)
    held = {
        f"{case.id} line {line}": _shape(one.draft) == _shape(other.draft) and said == verdict(other)[line]
        for (case, _, _), one, other in zip(pairs, plain, owned, strict=True)
        for line, said in verdict(one).items()
        if line >= 0
    }
    return measured("owner", "lines with an owner added in brackets judged as before", held)


def _shape(draft: Draft) -> list[int]:
    return [len(objective.key_results) for objective in draft.objectives]


def _paraphrases(cases: Sequence[Case], before: dict[str, Verdict]) -> Measure:
    families: dict[str, list[Case]] = {}
    for case in cases:
        families.setdefault(case.family, []).append(case)
    held = {}
    for versions in families.values():
        for case in versions[1:]:
            for line, text in _lines(case.draft).items():
                if _labels(case, line) == _labels(versions[0], line):
                    held[f"{case.id} line {line}: {text}"] = before[case.id][line] == before[versions[0].id].get(line)
    return measured(
        "paraphrase", "lines judged as those of the first version of the same OKR with the same labels", held
    )


def _labels(case: Case, line: int) -> dict[str, bool]:
    return {site.criterion: holds for site, holds in case.expected.items() if site.key_result == line}


def _buzzwords(coach: Coach, cases: Sequence[Case], before: dict[str, Verdict]) -> Measure:
    sites = [
        (case, line, turn) for turn in BUZZWORDS for case in cases for line in before[case.id] if before[case.id][line]
    ]
    return _each(
        coach, sites, "buzzwords", "weak lines that buzzwords do not make better",
        lambda case, line, now: before[case.id][line] <= now,
    )  # fmt: skip


def _numbered_tasks(coach: Coach, cases: Sequence[Case], before: dict[str, Verdict]) -> Measure:
    sites = [
        (case, line, turn)
        for turn in NUMBERS
        for case in cases
        for line, kind in case.kinds.items()
        if kind == "activity" and "activity-key-result" in before[case.id][line]
    ]
    return _each(
        coach, sites, "numbered-task", "tasks that stay tasks with a number stuck on",
        lambda case, line, now: "activity-key-result" in now,
    )  # fmt: skip


def _baseline_out(coach: Coach, cases: Sequence[Case], before: dict[str, Verdict]) -> Measure:
    sites = [
        (case, line, lambda text: without_baseline(text) or text)
        for case, line, text in _outcomes(case_lines(cases), before)
        if "missing-baseline" not in before[case.id][line] and without_baseline(text)
    ]
    return _each(
        coach, sites, "baseline-out", "lines whose starting value was taken out and is missed",
        lambda case, line, now: "missing-baseline" in now,
    )  # fmt: skip


def _baseline_in(coach: Coach, cases: Sequence[Case], before: dict[str, Verdict]) -> Measure:
    turns = (lambda text: f"{text.rstrip('.')} (currently 17)", lambda text: f"{text.rstrip('.')}, up from 17")
    sites = [
        (case, line, turn)
        for turn in turns
        for case, line, _ in _outcomes(case_lines(cases), before)
        if "missing-baseline" in before[case.id][line]
    ]
    return _each(
        coach, sites, "baseline-in", "lines whose starting value was put in and is seen",
        lambda case, line, now: "missing-baseline" not in now,
    )  # fmt: skip


def case_lines(cases: Sequence[Case]) -> Iterator[tuple[Case, int, str]]:
    """Every key result of the first objectives that is labelled an outcome."""
    for case in cases:
        for line, kind in case.kinds.items():
            if kind == "outcome":
                yield case, line, _lines(case.draft)[line]


def _outcomes(lines: Iterable[tuple[Case, int, str]], before: dict[str, Verdict]) -> Iterator[tuple[Case, int, str]]:
    """Those of the lines that are also read as outcomes: a starting value is asked of no other."""
    others = {"activity-key-result", "bare-milestone"}
    return ((case, line, text) for case, line, text in lines if not others & before[case.id][line])


def _each(
    coach: Coach,
    sites: Sequence[tuple[Case, int, Callable[[str], str]]],
    name: str,
    title: str,
    holds: Callable[[Case, int, frozenset[str]], bool],
) -> Measure:
    """One line turned at a time, and whether the property holds for it."""
    after = _verdicts(coach, (changed(case.draft, line, turn) for case, line, turn in sites))
    held = {
        f"{case.id} line {line}: {turn(_lines(case.draft)[line])}": holds(case, line, now[line])
        for (case, line, turn), now in zip(sites, after, strict=True)
    }
    return measured(name, title, held)
