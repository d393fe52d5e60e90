"""Intake by example: what people paste, and what is read from it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from coach.intake import read_text
from coach.okr import Draft

CASES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "pastes.yaml").read_text(encoding="utf-8"))


def _kept(text: str) -> str:
    return text.rstrip(".")


def _as_read(draft: Draft) -> list[tuple[str | None, list[str]]]:
    return [(_kept(o.text) if o.wording else None, [_kept(k.text) for k in o.key_results]) for o in draft.objectives]


def _as_expected(case: dict[str, Any]) -> list[tuple[str | None, list[str]]]:
    return [
        (
            None if o["objective"] is None else _kept(o["objective"]),
            [_kept(k if isinstance(k, str) else k["text"]) for k in o["key_results"]],
        )
        for o in case["objectives"]
    ]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_paste(case: dict[str, Any]) -> None:
    draft = read_text(case["text"])

    assert _as_read(draft) == _as_expected(case)
    for key, value in case.get("draft", {}).items():
        assert getattr(draft, key) == value
    for objective, wanted in zip(draft.objectives, case["objectives"], strict=True):
        for key in set(wanted) - {"objective", "key_results"}:
            assert getattr(objective, key) == wanted[key] or (
                key in ("team", "period") and getattr(draft, key) == wanted[key]
            ), key
        for result, said in zip(objective.key_results, wanted["key_results"], strict=True):
            for key in set(said) - {"text", "initiatives", "excuses"} if isinstance(said, dict) else ():
                assert getattr(result, key) == said[key], key
            if isinstance(said, dict) and "initiatives" in said:
                assert [w.text for w in result.initiatives] == said["initiatives"]
            if isinstance(said, dict) and "excuses" in said:
                assert [[e.criterion, e.reason] for e in result.excuses] == said["excuses"]
    for beginning in case.get("unread", []):
        assert any(unread.text.startswith(beginning) for unread in draft.unread), (
            beginning,
            [u.text for u in draft.unread],
        )
