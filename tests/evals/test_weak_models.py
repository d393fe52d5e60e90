"""Models that know nothing: they answer in the form, and spoil nothing."""

from __future__ import annotations

import json
from functools import cache

import pytest

from coach.detectors import DraftRead
from coach.intake import read_json
from coach.llm.model import Message, Model
from coach.reviewer import Coach
from coach.sharpening.doubt import room_for
from evals.cases import Case, read_cases, shipped_cases
from evals.report import Report, rendered
from evals.results import result_of
from evals.runs import engine
from evals.spoiling import BOUND, Spoiled, Spoiling, spoiling
from evals.weak_models import ContraryModel, ObstinateModel, RandomModel, ScriptedModel, asked
from tests.evals.made import draft

EVERY = 8
"""Every eighth of the OKRs that are labelled line by line: on few places a single question would weigh more than is allowed."""
MODELS = [RandomModel(), RandomModel(2), ContraryModel(), ObstinateModel("vague-wording")]


@cache
def _sample() -> list[Case]:
    return [case for case in read_cases(shipped_cases()) if case.kinds][::EVERY]


class Listening(ScriptedModel):
    """Keeps what it is asked, and says nothing."""

    def __init__(self) -> None:
        self.heard: list[list[Message]] = []

    def ask_all(self, asks, schema):  # type: ignore[no-untyped-def]
        self.heard += [list(messages) for messages in asks]
        return super().ask_all(asks, schema)

    def answer(self, about, chance):  # type: ignore[no-untyped-def]
        return {"verdicts": [], "additions": [], "sets": [], "rewrites": [], "questions": ["What would be different?"]}


def _heard(*lines: str) -> list[Message]:
    model = Listening()
    _coach(model).review(read_json(draft(*lines, objective="Patients go home sooner")))
    (messages,) = model.heard
    return messages


def _coach(model: Model) -> Coach:
    return engine("grammar", model)


def test_they_read_what_a_prompt_asks_about() -> None:
    about = asked(_heard("Launch the discharge checklist", "1 at 5: waiting time better"))
    assert about.places == {
        "1": "Patients go home sooner",
        "1.1": "Launch the discharge checklist",
        "1.2": "1 at 5: waiting time better",
    }
    assert about.findings > 1 and about.objectives == ["1"]
    assert {"activity-key-result": "key-result", "vague-objective": "objective"}.items() <= about.criteria.items()


def test_a_prompt_of_another_form_is_told_and_not_guessed_at() -> None:
    with pytest.raises(ValueError, match="where evals/weak_models"):
        asked([Message(role="user", content="Hello")])


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.name)
def test_their_answers_are_in_the_form_and_taken_in(model: ScriptedModel) -> None:
    messages = _heard("Launch the discharge checklist", "Waiting time is better")
    said = json.loads(model.ask(messages, {}).text)
    assert set(said) == {"verdicts", "additions", "sets", "rewrites", "questions"}
    assert said["additions"] or said["verdicts"]
    assert model.ask(messages, {}).text == model.ask(messages, {}).text, "the same prompt gets the same answer"

    coach = _coach(model)
    alone = coach.by_rules(read_json(draft("Launch the discharge checklist", "Waiting time is better")))
    review = coach.sharpened(alone)
    assert review.engine.model == model.name and review.engine.left_to_rules is None
    assert not any("not in the form" in notice for notice in review.notices)
    kept = {(f.criterion, f.where) for f in review.findings}
    assert {(f.criterion, f.where) for f in alone.findings} <= kept and not review.overruled


def test_two_seeds_answer_differently() -> None:
    messages = _heard("Launch the discharge checklist", "Waiting time is better")
    assert RandomModel(1).ask(messages, {}).text != RandomModel(2).ask(messages, {}).text


def test_no_criterion_falls_by_more_than_is_allowed_on_a_sample() -> None:
    found = spoiling(_sample(), obstinate=False)
    assert set(found.answered.values()) == {found.cases} == {len(_sample())}
    assert found.models == ("random", "contrary")
    assert found.largest <= BOUND, [(row.criterion, row.rules, row.with_model) for row in found.rows]
    assert not any(found.earned.values())
    text = rendered(Report(spoiling=found), "text")
    assert "held" in text and "largest fall" in text


def test_no_model_without_a_card_can_spoil_more_even_one_that_knows_what_spoils() -> None:
    """Whatever a model adds before it has earned a say reaches the findings only where the detectors leave room for it."""
    coach = engine("rules")
    cases = [case for case in read_cases(shipped_cases()) if case.kinds][::4]
    drafts = [read_json(case.draft) for case in cases]
    counts: dict[str, list[int]] = {}
    for case, read, review in zip(cases, drafts, coach.review_many(drafts), strict=True):
        result, as_read = result_of(case, review), DraftRead(read, coach.read(read))
        for site, holds in case.expected.items():
            criterion, found = coach.criteria[site.criterion], result.finding(site) is not None
            right, wrong, missed, harm = counts.setdefault(criterion.id, [0, 0, 0, 0])
            room = None if found else room_for(criterion, (site.objective, site.key_result), as_read, False)
            counts[criterion.id] = [
                right + (found and holds),
                wrong + (found and not holds),
                missed + (holds and not found),
                harm + (room == "doubted" and not holds),
            ]
    assert len(counts) >= 9
    for name, (right, wrong, missed, harm) in counts.items():
        before, after = 2 * right / (2 * right + wrong + missed), 2 * right / (2 * right + wrong + missed + harm)
        assert before - after <= BOUND, f"{name}: {harm} places where a model may ask and would be wrong"


def test_a_fall_beyond_the_bound_is_told() -> None:
    row = Spoiled(criterion="no-metric", places=20, rules=0.8, with_model={"random": 0.7799})
    gone = Spoiling(cases=3, models=("random",), answered={"random": 3}, earned={}, rows=(row,))
    assert gone.largest == pytest.approx(0.0201) and not gone.is_held
    assert "broken" in rendered(Report(spoiling=gone), "text")
    unscored = Spoiled(criterion="no-metric", places=0, rules=None, with_model={"random": None})
    open_row = row.model_copy(update={"criterion": "objective-not-covered"})
    assert Spoiling(cases=3, models=("random",), answered={"random": 3}, earned={}, rows=(open_row,)).is_held
    assert Spoiling(cases=0, models=("random",), answered={"random": 0}, earned={}, rows=(unscored,)).is_held
