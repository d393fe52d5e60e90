"""What keeps a draft from being judged as a set of OKRs at all: no key result, no objective, most of it not read.

These are no findings: there is no line to quote. They count towards the readiness and the exit code as findings do.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from coach.criteria import Severity
from coach.okr import Draft

_MUCH = 20
"""Words left unread from which it is told beside the readiness; a signature or a greeting is shorter."""


@dataclass(frozen=True)
class Gap:
    """Something that is not there to be judged. `brief` stands beside the readiness, `notice` says what to do."""

    severity: Severity
    brief: str
    notice: str


def gaps(draft: Draft) -> list[Gap]:
    """The gaps of a draft, the most important first; none for a draft that is empty, which says so itself."""
    if draft.is_empty:
        return []
    return [gap for gap in (_no_key_results(draft), _no_objective(draft), _mostly_unread(draft)) if gap]


def _no_key_results(draft: Draft) -> Gap | None:
    without = [i for i, objective in enumerate(draft.objectives, 1) if not objective.key_results]
    how = "Put each on its own line below its objective, with a dash or “KR:” before it."
    if len(without) == len(draft.objectives):
        return Gap("fix", "no key results yet", f"No key results yet: there is nothing to judge this by. {how}")
    if without:
        which = f"objective {_joined(without)}" if len(without) == 1 else f"objectives {_joined(without)}"
        verb = "has" if len(without) == 1 else "have"
        said = f"{which} {verb} no key results yet"
        return Gap("improve", said, f"{said[0].upper()}{said[1:]}. {how}")
    return None


def _no_objective(draft: Draft) -> Gap | None:
    led = [objective.text != "" for objective in draft.objectives]
    how = "Write above them what should be different, and for whom, after “Objective:”."
    if not any(led):
        return Gap("fix", "no objective is written", f"No objective is written: nothing says what these are for. {how}")
    if not all(led):
        return Gap("improve", "some key results have no objective", f"Some key results have no objective. {how}")
    return None


def _mostly_unread(draft: Draft) -> Gap | None:
    unread = sum(_words(unread.text) for unread in draft.unread)
    read = sum(
        _words(objective.text) + sum(_words(key_result.text) for key_result in objective.key_results)
        for objective in draft.objectives
    )
    if unread < _MUCH or unread <= read:
        return None
    return Gap(
        "improve",
        "most of it was not read",
        f"Most of this was not read as OKRs: {unread} of {unread + read} words. Look through what was not read; "
        "only the rest is judged.",
    )


def _words(text: str) -> int:
    return len(re.findall(r"\w+", text))


def _joined(numbers: list[int]) -> str:
    *first, last = (str(number) for number in numbers)
    return f"{', '.join(first)} and {last}" if first else last
