"""Measuring a configured model: the run that is kept, what it shows, and the scorecard that the reviewer then reads."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from pathlib import Path

from coach.errors import SettingsError
from coach.scorecards import write_scorecard
from coach.settings import settings
from evals.cases import Case
from evals.earning import Contests, contests, scorecard
from evals.runs import described, engine, run


def measured(name: str, cases: Sequence[Case], out: Path | None = None) -> tuple[Contests, Path]:
    """What a model shows on these cases, and where its scorecard was written.

    Args:
        name: the model's name; it is asked at the endpoint that is set.
        cases: labelled cases.
        out: where the run is kept; None: in the data directory, in a file of its own for each model, prompt and version, so
            that a run that was stopped, or that is to have more cases, pays for no case twice.

    Raises:
        SettingsError: no endpoint is set, or the card cannot be kept.
        RunError: the model answers nothing, or `out` holds another run.
    """
    chosen = settings(model=name)
    if chosen.model is None:
        raise SettingsError(
            f"No model endpoint is set, so {name} cannot be asked: set OPENAI_BASE_URL to it (not needed for OpenAI's own) and "
            "OPENAI_API_KEY to its key (not needed where the endpoint asks for none)."
        )
    from coach.llm import connect

    coach = engine("rules", connect(chosen.model, chosen.home))
    made_by = described(coach, "rules")
    found = contests(run(cases, coach, "rules", out or _kept(chosen.home, name, made_by)), cases)
    return found, write_scorecard(chosen.home, scorecard(found))


def _kept(home: Path, name: str, made_by: dict[str, object]) -> Path:
    readable = re.sub(r"[^A-Za-z0-9._-]+", "-", name)[:60].strip("-.") or "model"
    return (
        home
        / "runs"
        / f"{readable}-{hashlib.sha256(json.dumps(made_by, sort_keys=True).encode()).hexdigest()[:10]}.jsonl"
    )
