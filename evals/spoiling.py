"""How much a model that knows nothing spoils: F1 of each criterion by rules alone, and as the reviewer shows it with that model.

A model is measured first, as any is, so that what it would earn by luck counts against the bound too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

from coach.llm.model import Model
from evals.cases import Case
from evals.earning import contests, joined
from evals.results import Run
from evals.runs import engine, run
from evals.score import OUTCOMES, Frozen, score
from evals.weak_models import ContraryModel, ObstinateModel, RandomModel

BOUND = 0.02
"""How far F1 of a criterion may fall, whatever the model does: the promise that a model makes nothing worse."""
OPEN = ("objective-not-covered",)
"""What the detectors only ask about: there an unproven model may ask too, which counts for no verdict on a draft. It is shown, and is
not under the bound."""
_OBSTINATE = "obstinate"


class Spoiled(Frozen):
    """One criterion, by rules alone and with each weak model."""

    criterion: str
    places: int
    """Where it holds."""
    rules: float | None
    with_model: dict[str, float | None]
    """By the model's name."""

    def fall(self, model: str) -> float:
        """How far F1 fell with this model; below zero where it rose."""
        found = self.with_model.get(model)
        return 0.0 if self.rules is None or found is None else self.rules - found


class Spoiling(Frozen):
    """Every criterion with every weak model."""

    cases: int
    models: tuple[str, ...]
    answered: dict[str, int]
    """Of how many cases each model gave an answer in the form."""
    earned: dict[str, tuple[str, ...]]
    """What each would have earned."""
    rows: tuple[Spoiled, ...]

    @property
    def largest(self) -> float:
        """The largest fall of F1 of any criterion under the bound, with any of the models."""
        return max(map(self.largest_with, self.models), default=0.0)

    def largest_with(self, model: str) -> float:
        """The same with one model."""
        return max((row.fall(model) for row in self.rows if row.criterion not in OPEN), default=0.0)

    @property
    def is_held(self) -> bool:
        """Whether no criterion falls further than allowed."""
        return self.largest <= BOUND


def spoiling(cases: Sequence[Case], keep: Path | None = None, small: bool = False, obstinate: bool = True) -> Spoiling:
    """What the weak models spoil on these cases.

    Args:
        cases: labelled cases.
        keep: a folder for the runs, where one that was stopped goes on; None: they are not kept.
        small: ask the model of 135 million parameters too.
        obstinate: for each labelled criterion, also a model that adds just that one everywhere.

    Raises:
        RunError: a run in `keep` is of something else.
        SettingsError: `small`, and what it needs is not installed.
    """
    alone = run(cases, engine("rules"), "rules", _file(keep, "rules"))
    by_rules = score(alone, cases)
    rows = {row.criterion: row for row in by_rules.criteria if row.criterion != OUTCOMES}
    found: dict[str, dict[str, float | None]] = {name: {} for name in rows}
    models: list[str] = []
    answered: dict[str, int] = {}
    earned: dict[str, tuple[str, ...]] = {}
    with ExitStack() as stack:
        for shown, model in _models(stack, rows if obstinate else (), small):
            with_model, answers, has_earned = _shown(cases, model, _file(keep, model.name))
            scored = score(with_model, cases)
            only = model.criterion if isinstance(model, ObstinateModel) else None
            for name in rows if only is None else (only,):
                of_model = scored.row(name)
                found[name][shown] = of_model.f1.value if of_model else None
            if shown not in models:
                models.append(shown)
            answered[shown] = min(answers, answered.get(shown, answers))
            earned[shown] = tuple(dict.fromkeys((*earned.get(shown, ()), *has_earned)))
    return Spoiling(
        cases=len(cases),
        models=tuple(models),
        answered=answered,
        earned=earned,
        rows=tuple(
            Spoiled(criterion=name, places=row.recall.of, rules=row.f1.value, with_model=found[name])
            for name, row in rows.items()
        ),
    )


def _models(stack: ExitStack, criteria: Iterable[str], small: bool) -> Iterator[tuple[str, Model]]:
    """Each model with the name of its column; the obstinate ones share one, each for the criterion that it presses."""
    yield "random", RandomModel()
    yield "contrary", ContraryModel()
    for criterion in criteria:
        yield _OBSTINATE, ObstinateModel(criterion)
    if small:
        from evals.small_model import small_model

        yield "135M", stack.enter_context(small_model())


def _shown(cases: Sequence[Case], model: Model, out: Path | None) -> tuple[Run, int, tuple[str, ...]]:
    """What the reviewer shows with this model and the card it would get, how often it answered, and what it earned."""
    made = run(cases, engine("rules", model), "rules", out, patient=True)
    answers = sum(result.by_model is not None and result.by_model.answered for result in made.results.values())
    earned = tuple(row.criterion for row in contests(made, cases).rows if row.is_earned) if answers else ()
    shown = {name: joined(result, frozenset(earned)) for name, result in made.results.items()}
    return Run(made.engine, shown), answers, earned


def _file(keep: Path | None, name: str) -> Path | None:
    return keep / f"{re.sub('[^A-Za-z0-9.-]+', '-', name)}.jsonl" if keep else None
