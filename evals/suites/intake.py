"""How often a messy paste is read exactly: every objective and key result, in order, nothing more.

`evals/pastes.jsonl` holds what people paste, with what is in it. Texts are compared without regard to case, white space,
kinds of quotes and dashes, and outer punctuation.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from coach.intake import read_text
from coach.okr import Draft
from coach.reviewer import Coach
from evals.suites import Suite, measured

PASTES = Path(__file__).parents[1] / "pastes.jsonl"
_TYPOGRAPHY = str.maketrans(
    {"‘": "'", "’": "'", "“": '"', "”": '"', "„": '"', "–": "-", "—": "-", "‑": "-", "\u00a0": " ", "\u202f": " "}
)


def suite(coach: Coach) -> Suite:
    """Every labelled paste, read as the page reads it."""
    read = [(case, read_text(case["text"])) for case in pastes()]
    return Suite(
        name="intake",
        title="Reading of messy pastes",
        measures=(
            measured(
                "exact",
                "pastes whose objectives and key results are read exactly",
                {f"{c['id']} ({c['form']})": parsed(d) == expected(c) for c, d in read},
            ),
            measured(
                "whole",
                "the same, with the lines that are no OKR named as unread",
                {f"{c['id']} ({c['form']})": is_whole(c, d) for c, d in read},
            ),
        ),
    )


def pastes(path: Path = PASTES) -> list[dict[str, Any]]:
    """The labelled pastes."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]


def normal(text: str) -> str:
    """The text as it is compared."""
    return re.sub(r"\s+", " ", text.translate(_TYPOGRAPHY)).strip(" .,;:!?-*\"'").lower()


def parsed(draft: Draft) -> list[tuple[str, list[str]]]:
    """The objectives and key results of a draft, as they are compared."""
    return [(normal(o.text), [normal(k.text) for k in o.key_results]) for o in draft.objectives]


def expected(case: dict[str, Any]) -> list[tuple[str, list[str]]]:
    """What a case expects, as it is compared."""
    return [(normal(o["objective"]), [normal(k) for k in o["key_results"]]) for o in case["objectives"]]


def is_whole(case: dict[str, Any], draft: Draft) -> bool:
    """Whether the draft is just what the case expects, with the unread it names."""
    left = " ".join(normal(u.text) for u in draft.unread)
    return parsed(draft) == expected(case) and all(normal(words) in left for words in case.get("unread_contains", []))
