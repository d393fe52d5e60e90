"""What a model has shown on labelled cases, criterion by criterion: only there does its word outrank a detector's.

`okr-coach evals run --model NAME` writes a scorecard into the data directory; the reviewer reads that of the configured model.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from pydantic import ValidationError

from coach.errors import SettingsError
from coach.okr import Value


class Share(Value):
    """A measure with its 95 % interval, 0 to 1; None where nothing was there to count."""

    value: float | None
    low: float | None = None
    high: float | None = None


class Measured(Value):
    """One criterion: the model alone, the detectors alone, both as the reviewer joins them."""

    model_f1: Share
    rules_f1: Share
    both_f1: Share
    model_precision: Share
    difference: Share
    """F1 of the model alone minus F1 of the detectors alone, paired over families of cases."""
    positives: int
    """Places labelled with the criterion."""

    @property
    def model_is_better(self) -> bool:
        """Measurably: the whole interval of the paired difference lies above zero."""
        return self.difference.low is not None and self.difference.low > 0


class Scorecard(Value):
    """What one model reached, on which cases, with which prompt."""

    model: str
    host: str
    cases: str
    """A fingerprint of the labelled cases it was measured on."""
    drafts: int
    prompt: str
    """The hash of the prompt; another prompt is another judge, so its card does not count."""
    version: str
    """The program's version that measured it."""
    criteria: dict[str, Measured]

    def earned(self, criterion: str) -> bool:
        """Whether the model was measurably better than the detectors on this criterion."""
        measured = self.criteria.get(criterion)
        return measured is not None and measured.model_is_better


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
