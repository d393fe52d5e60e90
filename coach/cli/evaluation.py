"""``okr-coach evals``: the evaluation suite, which is part of the repository and not of an installed package.

`evals` imports the coach, never the reverse; only this command line looks whether it is there.
"""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

import typer

from coach.errors import CoachError


class EvaluationMissing(CoachError):
    """The evaluation suite, or what it needs, is not installed."""


def add_to(app: typer.Typer) -> None:
    """Add the suite's commands where the suite is there, else one that says where it is."""
    if find_spec("evals") is not None and find_spec("evals.cli") is not None:
        app.add_typer(import_module("evals.cli").app, name="evals")
    else:
        app.command("evals")(_absent)


def _absent() -> None:
    """Measure how often the coach is right (in a checkout of the project)."""
    raise EvaluationMissing(
        "the evaluation suite is part of the project's repository and not of this package; in a checkout: make evals"
    )
