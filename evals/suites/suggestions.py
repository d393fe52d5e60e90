"""Whether what is suggested is any good: better by the same criteria, about the same thing, and with nothing invented.

The checks are made here anew, from the suggestion as a reader sees it, and share no code with those that the coach makes:
a blank is filled with a plausible value, and the draft is reviewed again with the filled line in its place.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Collection, Sequence
from typing import Any

import numpy as np

from coach.critique import Finding, Review
from coach.embedding import embed
from coach.intake import read_json
from coach.reviewer import Coach
from evals.cases import Case, read_cases, shipped_cases
from evals.suites import Suite, measured
from evals.suites.judging import judging

_BLANK = re.compile(r"\[([^\[\]]+)\]")
_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
_LOW, _HIGH = "40", "60"
_FILLINGS = {
    "date": "the end of the cycle",
    "metric": "waiting time",
    "name": "Priya Nair",
    "who it is for": "first-time tenants",
    "they can do something new": "find a repair slot without phoning",
    "what changes for them": "repairs are done on the first visit",
    "something they do": "reporting a repair",
    "do something they could not do before": "find a repair slot without phoning",
    "the number that should change for the people it is for": "waiting time",
}
_VALUES = ("baseline", "target")
_BESIDE = "Beside it: "
"""How a suggestion begins that is to stand beside its line, not in its place."""
_SEED = 20270103


def suite(coach: Coach, cases: Sequence[Case]) -> Suite:
    """Every suggestion on the cases."""
    shown: list[tuple[Case, Review, Finding]] = []
    reviews = coach.review_many(read_json(case.draft) for case in cases)
    for case, review in zip(cases, reviews, strict=True):
        shown += [(case, review, finding) for finding in review.findings if finding.suggestion]
    tried = judging(coach).review_many(read_json(_with(case, finding)) for case, _, finding in shown)
    least = unrelated(read_cases(shipped_cases()))
    passes: dict[str, bool] = {}
    keeps: dict[str, bool] = {}
    figures: dict[str, bool] = {}
    for (case, before, finding), after in zip(shown, tried, strict=True):
        assert finding.suggestion is not None
        text = finding.suggestion.text
        name = _name(case, finding, passes)
        passes[name] = _is_better(finding, before, after)
        line = _line(case.draft, finding)
        keeps[name] = _similarity(line, _words_of(text)) > least
        given = " ".join(_all_text({name: part for name, part in case.draft.items() if name != "id"}))
        figures[name] = set(_FIGURE.findall(_BLANK.sub("", text))) <= set(_FIGURE.findall(given))
    return Suite(
        name="suggestions",
        title="Suggestions",
        measures=(
            measured(
                "pass", "suggestions that clear the point they are for and raise no new one of its weight", passes
            ),
            measured("subject", "suggestions nearer to their line than 95 % of unrelated lines are", keeps),
            measured("no-invented-figure", "suggestions without a figure that is not in the draft", figures),
        ),
        figures={"similarity of unrelated lines, 95th percentile": least},
    )


def _name(case: Case, finding: Finding, taken: Collection[str]) -> str:
    """Names a suggestion by its place, so that it keeps its name whatever is suggested elsewhere."""
    assert finding.suggestion is not None
    at = [-1 if n is None else n for n in (finding.where.objective, finding.where.key_result)]
    name = f"{case.id} {finding.criterion} {at[0]}.{at[1]}: {finding.suggestion.text}"
    return name if name not in taken else f"{name} ({sum(other.startswith(name) for other in taken) + 1})"


def unrelated(cases: Sequence[Case], pairs: int = 2000) -> float:
    """The similarity below which 95 % of pairs of lines from different fields of work lie.

    One yardstick whatever is measured: it is taken from the cases of this project, which are of many fields.
    """
    lines = [(case.field, _text(line)) for case in cases for o in case.draft["objectives"] for line in o["key_results"]]
    rng = np.random.default_rng(_SEED)
    drawn = [(lines[a], lines[b]) for a, b in rng.integers(0, len(lines), size=(pairs, 2))]
    apart = [(a[1], b[1]) for a, b in drawn if a[0] != b[0]]
    first, second = embed([a for a, _ in apart]), embed([b for _, b in apart])
    return float(np.quantile((first * second).sum(axis=1), 0.95))


def _similarity(one: str, other: str) -> float:
    first, second = embed([one, other])
    return float(first @ second)


def _is_better(finding: Finding, before: Review, after: Review) -> bool:
    """The point is gone at its place, and nothing new of the same or greater weight has come there."""
    order = ("fix", "improve", "consider")
    weight = order.index(finding.severity)
    had = {f.criterion for f in before.findings if f.where == finding.where}
    has = {f.criterion: f.severity for f in after.findings if f.where == finding.where}
    new = [c for c, severity in has.items() if c not in had and order.index(severity) <= weight]
    return finding.criterion not in has and not new


def filled(text: str) -> str:
    """A suggestion with its blanks filled in as a writer might; a blank that names a metric is filled with that name."""
    falls = text.startswith("Cut ")
    values = {**_FILLINGS, "baseline": _HIGH if falls else _LOW, "target": _LOW if falls else _HIGH}

    def fill(match: re.Match[str]) -> str:
        label = match.group(1)
        return values.get(label, "waiting time" if label.startswith("the number") else label)

    return _BLANK.sub(fill, text)


def _words_of(suggestion: str) -> str:
    """The words of a suggestion, those of a blank that names its subject among them."""
    return _BLANK.sub(
        lambda match: "" if match.group(1) in _FILLINGS or match.group(1) in _VALUES else match.group(1), suggestion
    )


def _with(case: Case, finding: Finding) -> dict[str, Any]:
    """The draft with the filled suggestion in the place of its line."""
    assert finding.suggestion is not None
    draft = copy.deepcopy(case.draft)
    objective = draft["objectives"][finding.where.objective or 0]
    text = filled(finding.suggestion.text.removeprefix(_BESIDE))
    if finding.suggestion.text.startswith(_BESIDE):
        objective["key_results"].append(text)
    elif finding.where.key_result is None:
        objective["objective"] = text
    else:
        line = objective["key_results"][finding.where.key_result]
        objective["key_results"][finding.where.key_result] = {**line, "text": text} if isinstance(line, dict) else text
    return draft


def _line(draft: dict[str, Any], finding: Finding) -> str:
    objective = draft["objectives"][finding.where.objective or 0]
    if finding.where.key_result is None:
        return str(objective["objective"])
    return _text(objective["key_results"][finding.where.key_result])


def _text(line: Any) -> str:
    return str(line["text"] if isinstance(line, dict) else line)


def _all_text(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for part in value.values() for text in _all_text(part)]
    if isinstance(value, list):
        return [text for part in value for text in _all_text(part)]
    return [str(value)]
