"""The metric library: what could show the effect of an activity, by function, from `knowledge/metrics/`."""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from coach.embedding import Vectors, embed
from coach.errors import KnowledgeError
from coach.paths import shipped

Weights = tuple[float, float, float, float]

_KEYS = ("id", "name", "unit", "direction", "what", "comes_from", "timing", "gaming", "answers")
WEIGHTS: Weights = (4.3, 3.8, 5.4, 3.6)
"""How much each of the four kinds of closeness counts; fitted on one half of `evals/metric_matches.jsonl`, by
`python -m benchmarks.metric_matches --fit`. What was tried and measured: docs/decisions/0005-metric-suggestions.md."""
_FLOOR = 0.4
_FLOOR_WITHOUT_AIM = 0.6
"""How likely a metric must be to be offered by name; more where the objective does not say what is to change."""
_FLOOR_BESIDE = 0.15
"""How likely a second metric must be to be named beside the first."""
_FUNCTIONS = 4
"""A metric is offered only if its function is among this many that the objective and the task are closest to."""
_NEAR_AIM = 0.1
"""A metric is offered only if it is in this share of the library that is closest to the aim alone: a task and an aim that
point to different metrics get none. Every metric that fitted on the lines fitted on is."""
_SPEAKING = 4
"""Metrics of a function that say how close the function is: its best few, so that large functions win nothing."""
_WORD = re.compile(r"[a-z]{3,}")
_STEM = 5
"""Letters of a word that are compared, so that "checklist" and "checklists" are one word."""
_EMPTY = frozenset(
    "the and for from with that this into our all new run set get make made are has have not than them they use used who".split()
)
"""Words that say nothing about what work is about."""


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


@dataclass(frozen=True)
class Task:
    """Work that a measure is sought for; `aim` is what it is for."""

    activity: str
    aim: str = ""
    aim_is_clear: bool = True


@dataclass(frozen=True)
class _Library:
    """The library as numbers: one row a metric."""

    whole: Vectors
    """Name, meaning, keywords and activities."""
    subjects: Vectors
    """Function, name, meaning and keywords."""
    stems: dict[str, tuple[float, NDArray[np.intp]]]
    """For each word of an activity how telling it is, and the metrics with such an activity."""
    unknown: float
    """How telling a word is that stands in no activity."""


class MetricLibrary:
    """The metrics, searchable by an activity and what it is for."""

    def __init__(self, metrics: list[Metric]) -> None:
        self.metrics = metrics

    def for_activity(self, activity: str, aim: str = "", count: int = 3) -> list[tuple[Metric, float]]:
        """The metrics most likely to show whether `activity` worked, best first, with how likely each is, 0 to 1."""
        return self.for_activities([(activity, aim)], count)[0]

    def for_activities(self, lines: list[tuple[str, str]], count: int = 3) -> list[list[tuple[Metric, float]]]:
        """As `for_activity`, for many pairs of an activity and what it is for (the objective's words) at once."""
        if not lines:
            return []
        score = self.closeness(lines) @ np.asarray(WEIGHTS, dtype=np.float32)
        score = np.exp(score - score.max(axis=1, keepdims=True))
        likely = score / score.sum(axis=1, keepdims=True)
        found = []
        for row in likely:
            best = np.argsort(-row, kind="stable")[:count]
            found.append([(self.metrics[i], float(row[i])) for i in best])
        return found

    def offers(self, tasks: list[Task], count: int = 3) -> list[list[Metric]]:
        """For each task the metrics worth offering by name, best first; none where none is likely to fit.

        A wrong metric costs more trust than a missing one, so most tasks get none.
        """
        found = self.for_activities([(task.activity, task.aim) for task in tasks], count)
        return [self._worth_offering(task, near) for task, near in zip(tasks, found, strict=True)]

    def _worth_offering(self, task: Task, near: list[tuple[Metric, float]]) -> list[Metric]:
        floor = _FLOOR if task.aim_is_clear else _FLOOR_WITHOUT_AIM
        if not near or near[0][1] < floor:
            return []
        if not task.aim or not self._is_near(near[0][0], task.aim):
            return []
        functions = self._functions_of(f"{task.aim}. {task.activity}")
        if near[0][0].function not in functions:
            return []
        return [metric for metric, likely in near if likely >= _FLOOR_BESIDE and metric.function in functions]

    def _is_near(self, metric: Metric, aim: str) -> bool:
        close = (embed([aim]) @ self._library.subjects.T)[0]
        nearer = int((close > close[self.metrics.index(metric)]).sum())
        return nearer < _NEAR_AIM * len(self.metrics)

    def _functions_of(self, draft: str) -> frozenset[str]:
        """The functions that a draft is closest to."""
        close = (embed([draft]) @ self._library.whole.T)[0]
        by_function: dict[str, list[float]] = {}
        for metric, similarity in zip(self.metrics, close, strict=True):
            by_function.setdefault(metric.function, []).append(float(similarity))
        means = {f: sum(sorted(s)[-_SPEAKING:]) / min(len(s), _SPEAKING) for f, s in by_function.items()}
        return frozenset(sorted(means, key=lambda function: -means[function])[:_FUNCTIONS])

    def closeness(self, lines: list[tuple[str, str]]) -> Vectors:
        """How close each line (rows) is to each metric (columns), in four ways; the order is that of `WEIGHTS`.

        The first two look at the aim and the work together, the third at the words of the work, the fourth at the aim
        alone: a metric that is near the work and far from the aim does not come out on top.
        """
        library = self._library
        both = embed([f"{aim}. {activity}" for activity, aim in lines])
        aims = embed([aim or activity for activity, aim in lines])
        words = np.stack([self._shared_words(activity) for activity, _ in lines])
        parts = (both @ library.whole.T, both @ library.subjects.T, words, aims @ library.subjects.T)
        return np.stack(parts, axis=2).astype(np.float32)

    def _shared_words(self, activity: str) -> Vectors:
        """For each metric the share of the activity's words that its own activities use, rare words counting more."""
        shared = np.zeros(len(self.metrics), dtype=np.float32)
        total = 0.0
        for stem in _stems(activity):
            weight, metrics = self._library.stems.get(stem, (self._library.unknown, np.zeros(0, dtype=np.intp)))
            shared[metrics] += weight
            total += weight
        return shared / total if total else shared

    @cached_property
    def _library(self) -> _Library:
        subjects = [f"{m.function}: {m.name}. {m.what} {', '.join(m.keywords)}" for m in self.metrics]
        whole = [f"{m.name}. {m.what} {', '.join(m.keywords)}. {'. '.join(m.answers)}" for m in self.metrics]
        words = [_stems(" ".join(m.answers)) for m in self.metrics]
        often = Counter(stem for stems in words for stem in stems)
        stems = {
            stem: (
                math.log((len(words) + 1) / (count + 1)),
                np.asarray([number for number, stems in enumerate(words) if stem in stems], dtype=np.intp),
            )
            for stem, count in often.items()
        }
        return _Library(embed(whole), embed(subjects), stems, math.log(len(words) + 1))


def _stems(text: str) -> frozenset[str]:
    return frozenset(word[:_STEM] for word in _WORD.findall(text.lower()) if word not in _EMPTY)


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
