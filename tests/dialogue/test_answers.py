"""What plain answers mean: the table was written before the parser."""

from __future__ import annotations

from pathlib import Path
from typing import Any, get_args

import pytest
import yaml

from coach.dialogue.answers import Act, meaning
from coach.dialogue.phrases import phrases

TABLE = yaml.safe_load((Path(__file__).parent.parent / "support" / "answers.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("row", TABLE, ids=lambda row: f"{row['asked']}: {row['said']}")
def test_a_plain_answer_means_what_it_says(row: dict[str, Any]) -> None:
    got = meaning(row["said"], row["asked"])
    found: dict[str, Any] = {"said": row["said"], "asked": row["asked"], "act": got.act}
    for name in ("baseline", "target", "deadline", "estimate", "me", "group", "everywhere"):
        if getattr(got, name):
            found[name] = getattr(got, name)
    for name in ("owners", "either"):
        if getattr(got, name):
            found[name] = list(getattr(got, name))
    if got.line and got.line.number:
        found["line"] = got.line.number
    if got.line and got.line.is_objective:
        found["objective"] = True
    if "text" in row:
        found["text"] = got.text
    assert found == row


def test_every_phrase_that_steers_leads_to_an_act_that_exists() -> None:
    assert set(phrases().acts.values()) <= set(get_args(Act))
