"""`okr-coach evals` says what is missing where the suite, or what it counts with, is not there."""

from __future__ import annotations

import importlib.util
from importlib.machinery import ModuleSpec

import pytest
import typer

from coach.cli import evaluation


@pytest.mark.parametrize(("missing", "said"), [("evals", "repository"), ("scipy", "make evals")])
def test_what_is_missing_is_told_whatever_was_asked(missing: str, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    there = importlib.util.find_spec

    def spec_of(name: str) -> ModuleSpec | None:
        return None if name.partition(".")[0] == missing else there(name)

    monkeypatch.setattr(evaluation, "find_spec", spec_of)
    app = typer.Typer()
    app.command("other")(lambda: None)
    evaluation.add_to(app)

    with pytest.raises(evaluation.EvaluationMissing, match=said):
        app(["evals", "run", "--cases", "x.jsonl"], standalone_mode=False)
