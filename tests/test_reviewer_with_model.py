"""The reviewer with a model: one call a draft, parts at once, one repair turn, and by rules alone where it fails."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from coach.errors import BudgetSpent, ModelRefused, ModelUnreachable
from coach.intake import read_text
from coach.llm.model import Message
from coach.model_settings import ModelSettings
from coach.reviewer import Coach
from coach.scorecards import scorecard_path
from coach.settings import Settings
from coach.shared import shared_coach
from tests.support.answering import NOTHING, AnsweringModel

DRAFT = read_text("Objective: Patients go home sooner\nKR1: Launch the checklist\nKR2: Improve satisfaction\n")
ASKS = {**NOTHING, "questions": ["Who would notice first?"]}


def _coach(model: AnsweringModel) -> Coach:
    base = shared_coach()
    return Coach(reader=base.reader, home=base.home, model=model)


def test_a_draft_costs_one_call_and_the_review_says_what_made_it() -> None:
    model = AnsweringModel(ASKS)
    coach = _coach(model)
    review = coach.review(DRAFT)
    assert len(model.asks) == 1
    assert review.questions == ("Who would notice first?",)
    engine = review.engine
    assert (engine.model, engine.host, engine.prompt) == ("scripted", "localhost:1", coach.prompt)
    assert engine.usage is not None and engine.usage.tokens == 110
    assert len(engine.prompt or "") == 12


def test_without_a_model_nothing_is_asked_and_nothing_is_said_of_one() -> None:
    coach = shared_coach()
    review = coach.review(DRAFT)
    assert coach.sharpened(review) is review
    assert coach.prompt is None
    assert set(review.as_json()["engine"]) == {"version", "model", "knowledge", "reader"}


def test_by_rules_asks_nothing_though_there_is_a_model() -> None:
    model = AnsweringModel(ASKS)
    assert _coach(model).by_rules(DRAFT) == shared_coach().review(DRAFT)
    assert not model.asks


def test_an_empty_draft_is_not_sent() -> None:
    model = AnsweringModel(ASKS)
    assert _coach(model).review(read_text("Hello there")).engine.model is None
    assert not model.asks


def test_a_reply_that_cannot_be_read_is_repaired_once() -> None:
    def answer(messages: Sequence[Message]) -> Any:
        return ASKS if len(messages) > 2 else "I would rather talk."

    model = AnsweringModel(answer)
    review = _coach(model).review(DRAFT)
    assert review.questions == ("Who would notice first?",)
    assert len(model.asks) == 2
    repair = model.asks[1]
    assert [m.role for m in repair] == ["system", "user", "assistant", "user"]
    assert repair[2].content == "I would rather talk."
    assert "no whole JSON object" in repair[3].content
    assert review.engine.usage is not None and review.engine.usage.tokens == 220


@pytest.mark.parametrize(
    "answer",
    [
        "never JSON",
        ModelUnreachable("no answer within 60 s"),
        ModelRefused("the endpoint refused the key"),
        BudgetSpent("the 100 tokens set aside for a review are used up"),
    ],
)
def test_where_the_model_fails_the_review_is_by_rules_with_one_notice(answer: Any) -> None:
    review = _coach(AnsweringModel(answer)).review(DRAFT)
    by_rules = shared_coach().review(DRAFT)
    assert review.findings == by_rules.findings and review.readings == by_rules.readings
    (notice,) = [notice for notice in review.notices if notice not in by_rules.notices]
    assert notice.startswith("The model scripted at localhost:1 could not be used: ")
    assert notice.endswith("This review is by the rules alone.")
    assert str(answer).split(",")[0] in notice or "not in the form" in notice
    assert review.engine.model is None and review.engine.left_to_rules == (0,)


def test_a_failure_of_all_calls_at_once_is_a_failure_of_each() -> None:
    class Dead(AnsweringModel):
        def ask_all(self, asks: Any, schema: Any) -> Any:
            raise ModelUnreachable("nothing listens there")

    review = _coach(Dead(ASKS)).review(DRAFT)
    assert any("nothing listens there" in notice for notice in review.notices)


def _large(objectives: int, rows: int) -> str:
    return "\n".join(
        f"Objective: Ward {o} sends patients home sooner\n"
        + "".join(
            f"KR: Launch the discharge checklist for stage {k} of ward {o} {'and talk it over ' * 32}\n"
            for k in range(rows)
        )
        for o in range(objectives)
    )


def test_a_large_draft_is_sent_in_parts_at_once_and_a_part_that_fails_is_named() -> None:
    def answer(messages: Sequence[Message]) -> Any:
        if "1 Objective: Ward 0 " in messages[1].content:
            return ModelUnreachable("no answer within 60 s")
        return ASKS

    model = AnsweringModel(answer)
    draft = read_text(_large(9, 8))
    review = _coach(model).review(draft)
    assert len(model.asks) > 2 and model.rounds == 1
    (notice,) = [n for n in review.notices if "could not be used" in n]
    assert (
        "for objective 1, 2" in notice and review.engine.left_to_rules is not None and 0 in review.engine.left_to_rules
    )
    assert "no answer within 60 s" in notice
    assert review.questions == ("Who would notice first?",)
    assert {(f.criterion, f.where) for f in review.findings} == {
        (f.criterion, f.where) for f in shared_coach().by_rules(draft).findings
    }


def test_a_batch_is_asked_at_once_and_comes_back_in_order() -> None:
    def answer(messages: Sequence[Message]) -> Any:
        return ModelUnreachable("gone") if "Ward 3" in messages[1].content else ASKS

    model = AnsweringModel(answer)
    drafts = [read_text(_large(1, 2).replace("Ward 0", f"Ward {n}")) for n in range(6)]
    reviews = list(_coach(model).review_many(drafts, batch=4))
    assert [review.draft for review in reviews] == drafts
    assert model.rounds == 2
    assert [review.engine.model is None for review in reviews] == [n == 3 for n in range(6)]


def test_an_answer_for_another_part_of_the_draft_is_left_out() -> None:
    said = {
        **NOTHING,
        "additions": [{"criterion": "vanity-metric", "place": "9.1", "quote": "Launch", "reason": "x", "passages": []}],
    }
    review = _coach(
        AnsweringModel(lambda messages: said if "1 Objective: Ward 0 " in messages[1].content else NOTHING)
    ).review(read_text(_large(9, 8)))
    assert any("1 at a place that was not asked about" in notice for notice in review.notices)


def test_guidance_gives_passages_for_a_question() -> None:
    hits = shared_coach().guidance("what is the difference between an outcome and output?", count=3)
    assert 0 < len(hits) <= 3
    assert all(hit.similarity > 0 for hit in hits)
    assert shared_coach().guidance("  ") == []


def test_a_damaged_scorecard_is_told_and_the_review_goes_on(tmp_path: Path) -> None:
    chosen = ModelSettings(name="m", base_url="http://127.0.0.1:9/v1")
    path = scorecard_path(tmp_path, "m", chosen.host)
    path.parent.mkdir(parents=True)
    path.write_text("{", encoding="utf-8")
    coach = Coach.from_settings(Settings(home=tmp_path, house_rules=None, model=chosen))
    assert coach.model is not None and coach.model.name == "m" and coach.scorecard is None
    coach.model = AnsweringModel(ASKS)
    assert any("no scorecard" in notice for notice in coach.review(DRAFT).notices)


def test_a_review_by_rules_loads_no_library_of_models() -> None:
    script = (
        "import sys, json\n"
        "from coach import review\n"
        "review('Objective: Patients go home sooner\\nKR1: Launch the checklist')\n"
        "print(json.dumps([m for m in ('langchain', 'langchain_core', 'langchain_openai', 'openai', 'sqlalchemy') if m in sys.modules]))"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert json.loads(ran.stdout) == []
