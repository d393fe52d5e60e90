"""The metric library: what could show the effect of an activity, by function, from `knowledge/metrics/`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

import numpy as np

from coach.embedding import Vectors, embed
from coach.errors import KnowledgeError
from coach.paths import shipped

_KEYS = ("id", "name", "unit", "direction", "what", "comes_from", "timing", "gaming", "answers")
_SUBJECT_WEIGHT = 0.35
"""How much a metric's function and keywords weigh beside its closest activity; measured with the suggestions that pass."""


@dataclass(frozen=True)
class Metric:
    """One metric. `answers` are the activities whose effect it would show."""

    id: str
    function: str
    name: str
    unit: str
    direction: Literal["up", "down", "hold"]
    what: str
    comes_from: str
    timing: Literal["leading", "lagging"]
    gaming: str
    answers: tuple[str, ...]
    keywords: tuple[str, ...] = ()


class MetricLibrary:
    """The metrics, searchable by an activity and the objective it stands under."""

    def __init__(self, metrics: list[Metric]) -> None:
        self.metrics = metrics
        self._answers: Vectors | None = None
        self._starts: Any = None
        self._subjects: Vectors | None = None

    def for_activity(self, activity: str, objective: str = "", count: int = 3) -> list[tuple[Metric, float]]:
        """The metrics most likely to show whether `activity` worked, best first, with a similarity of -1 to 1."""
        return self.for_activities([(activity, objective)], count)[0]

    def for_activities(self, lines: list[tuple[str, str]], count: int = 3) -> list[list[tuple[Metric, float]]]:
        """As `for_activity`, for many (activity, objective) pairs at once."""
        if not lines:
            return []
        answers, starts, subjects = self._vectors()
        queries = embed([activity for activity, _ in lines])
        context = embed([f"{activity}. {objective}" for activity, objective in lines])
        nearest = np.maximum.reduceat(queries @ answers.T, starts, axis=1)
        score = nearest + _SUBJECT_WEIGHT * (context @ subjects.T)
        found = []
        for row, close in zip(score, nearest, strict=True):
            best = np.argsort(-row, kind="stable")[:count]
            found.append([(self.metrics[i], float(close[i])) for i in best])
        return found

    def _vectors(self) -> tuple[Vectors, Any, Vectors]:
        if self._answers is None or self._subjects is None:
            texts = [(number, answer) for number, metric in enumerate(self.metrics) for answer in metric.answers]
            self._answers = embed([answer for _, answer in texts])
            self._starts = np.unique([number for number, _ in texts], return_index=True)[1]
            self._subjects = embed([f"{m.function}: {m.name}. {m.what} {', '.join(m.keywords)}" for m in self.metrics])
        return self._answers, self._starts, self._subjects


def load_metrics(folder: Path) -> MetricLibrary:
    """The library in `folder`, one YAML file a function.

    Raises:
        KnowledgeError: an entry misses a key, or an id is used twice.
    """
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    found: dict[str, Metric] = {}
    for path in sorted(folder.glob("*.yaml")):
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)
        for entry in content["metrics"]:
            missing = [key for key in _KEYS if key not in entry]
            if missing:
                raise KnowledgeError(
                    f"{path.name}: '{entry.get('id', '?')}' has no '{missing[0]}'; every metric needs {', '.join(_KEYS)}"
                )
            if entry["id"] in found:
                raise KnowledgeError(
                    f"{path.name}: the id '{entry['id']}' is used twice; ids are unique over all files"
                )
            lists = {name: tuple(str(item) for item in entry.get(name, ())) for name in ("answers", "keywords")}
            found[entry["id"]] = Metric(**{**entry, **lists}, function=content["title"])
    return MetricLibrary(list(found.values()))


@cache
def metric_library() -> MetricLibrary:
    """The library that ships with the program."""
    return load_metrics(shipped("knowledge") / "metrics")
