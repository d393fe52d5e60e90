"""What a model has shown on labelled cases, criterion by criterion: only there does its word outrank a detector's.

`okr-coach evals run --model NAME` writes a scorecard into the data directory; the reviewer reads that of the configured model.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import Annotated

from pydantic import Field, ValidationError

from coach.errors import SettingsError
from coach.llm.model import Usage
from coach.okr import Value

_Figure = Annotated[float, Field(ge=-1, le=1, allow_inf_nan=False)] | None


class Share(Value):
    """A measure with its 95 % interval, 0 to 1 (a difference: -1 to 1); None where nothing was there to count."""

    value: _Figure
    low: _Figure = None
    high: _Figure = None


ENOUGH_POSITIVES = 20
"""A criterion is earned on no fewer labelled places where it holds. With 20, a recall of 0.8 has the 95 % interval 0.58 to 0.92
(Wilson); with fewer, a handful of lines decides (docs/decisions/0008-a-model-earns-its-say.md)."""


class Measured(Value):
    """One criterion: the model alone, the detectors alone, both as the reviewer joins them."""

    model_f1: Share
    rules_f1: Share
    both_f1: Share
    model_precision: Share
    difference: Share
    """F1 of the model alone minus F1 of the detectors alone, paired over families of cases."""
    positives: int
    """Places labelled with the criterion, in the cases that the model answered."""
    model_recall: Share = Share(value=None)
    rules_precision: Share = Share(value=None)
    rules_recall: Share = Share(value=None)
    both_precision: Share = Share(value=None)
    both_recall: Share = Share(value=None)

    @property
    def model_is_better(self) -> bool:
        """Measurably: on enough places, and the whole interval of the paired difference lies above zero."""
        return self.positives >= ENOUGH_POSITIVES and self.difference.low is not None and self.difference.low > 0


class Scorecard(Value):
    """What one model reached, on which cases, with which prompt."""

    model: str
    host: str
    cases: str
    """A fingerprint of the labelled cases it was measured on."""
    drafts: int
    """Cases that the model answered: the figures are of these."""
    prompt: str
    """The hash of the prompt; another prompt is another judge, so its card does not count."""
    version: str
    """The program's version that measured it."""
    criteria: dict[str, Measured]
    unanswered: int = 0
    """Cases on which the model gave no usable answer, or half of one. Nothing is guessed for them: no figure counts them."""
    usage: Usage = Usage()
    """What the measuring cost."""

    def earned(self, criterion: str) -> bool:
        """Whether the model was measurably better than the detectors on this criterion."""
        measured = self.criteria.get(criterion)
        return measured is not None and measured.model_is_better

    @property
    def all_earned(self) -> tuple[str, ...]:
        """The criteria on which the model's word stands against the detectors', in the card's order."""
        return tuple(criterion for criterion in self.criteria if self.earned(criterion))


def scorecard_path(home: Path, model: str, host: str) -> Path:
    """Where the card of a model at an endpoint is kept: a readable name, and a hash that keeps two from sharing it."""
    readable = re.sub(r"[^A-Za-z0-9._-]+", "-", model)[:60].strip("-.") or "model"
    return home / "scorecards" / f"{readable}-{hashlib.sha256(f'{host} {model}'.encode()).hexdigest()[:10]}.json"


def read_scorecard(home: Path, model: str, host: str) -> Scorecard | None:
    """The card of a model; None where it was never measured.

    Raises:
        SettingsError: the file is there and is no scorecard.
    """
    path = scorecard_path(home, model, host)
    try:
        raw = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(
            f"{path}: the model's scorecard cannot be read ({error}); remove it, or measure anew"
        ) from error
    try:
        return Scorecard.model_validate_json(raw)
    except ValidationError as error:
        raise SettingsError(
            f"{path}: this is no scorecard of this version; measure anew: okr-coach evals run --model {model}"
        ) from error


def write_scorecard(home: Path, card: Scorecard) -> Path:
    """Keep a card; the file is replaced whole. Returns where it is.

    Raises:
        SettingsError: it cannot be written.
    """
    path = scorecard_path(home, card.model, card.host)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_suffix(".new")
        fresh.write_text(card.model_dump_json(indent=1), encoding="utf-8")
        fresh.replace(path)
    except OSError as error:
        raise SettingsError(f"{path}: the scorecard cannot be kept there ({error.strerror})") from error
    return path
