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


_COUNTS_WITH = ("matplotlib", "scipy", "sklearn")
_ANYTHING = {"allow_extra_args": True, "ignore_unknown_options": True}


def add_to(app: typer.Typer) -> None:
    """Add the suite's commands where the suite and what it counts with are there, else one that says what is missing."""
    if find_spec("evals") is None or find_spec("evals.cli") is None:
        app.command("evals", context_settings=_ANYTHING)(_absent)
    elif any(find_spec(name) is None for name in _COUNTS_WITH):
        app.command("evals", context_settings=_ANYTHING)(_without_its_libraries)
    else:
        app.add_typer(import_module("evals.cli").app, name="evals")


def _absent() -> None:
    """Measure how often the coach is right (in a checkout of the project)."""
    raise EvaluationMissing(
        "the evaluation suite is part of the project's repository and not of this package; in a checkout: make evals"
    )


def _without_its_libraries() -> None:
    """Measure how often the coach is right (once its libraries are installed)."""
    raise EvaluationMissing(
        f"the evaluation suite counts and draws with {', '.join(_COUNTS_WITH)}, and not all of them are installed. "
        "In a checkout, `make evals` installs them and runs it"
    )
