"""A run with a model: its calls at one time, its budget, and what is kept when it does not answer. A real endpoint on this machine."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from coach.department.asking import Asking
from coach.department.budget import Price, RunBudget
from coach.department.contract import Unit
from coach.department.engine import Run, RunStopped
from coach.department.ledger import KeptLedger
from coach.department.recording import Recording
from coach.department.worker import Setup
from coach.errors import BudgetSpent, InputError
from coach.llm import connect
from coach.llm.model import Usage
from coach.model_settings import ModelSettings
from coach.reviewer import Coach
from coach.shared import shared_coach
from coach.store.database import Database
from tests.support.answering import NOTHING
from tests.support.departments import Here, Listed, draft_of, units_of
from tests.support.model_server import Act, ModelServer, fails, gives

CONCURRENT = 4
UNITS = units_of(*(draft_of(at, id=f"team {at}", team=f"Team {at}") for at in range(24)))
ANSWER = gives({**NOTHING, "questions": ["Who would notice first?"]}, usage=(900, 100))


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """A store of its own."""
    opened = Database(f"sqlite:///{tmp_path / 'coach.db'}")
    yield opened
    opened.close()


def asking(server: ModelServer, home: Path, budget: RunBudget | None = None) -> Asking:
    """A model behind the endpoint."""
    chosen = ModelSettings("scripted", server.base_url, SecretStr("key"), retries=0, concurrent=CONCURRENT, timeout=20)
    base = shared_coach()
    coach = Coach(reader=base.reader, home=base.home, model=connect(chosen, home))
    return Asking(coach, budget or RunBudget(), CONCURRENT)


def run(
    database: Database, asked: Asking | None, here: Here | None = None, units: list[Unit] = UNITS, recording: Any = None
) -> KeptLedger:
    """The run, complete."""
    setup = Setup(home=str(shared_coach().home))
    recording = recording or Recording.begin(database, "okrs.csv", {}, None)
    return Run(recording, here or Here(), setup, asked).review(Listed(*units))


def test_each_unit_costs_one_call_under_the_limit_and_the_next_run_none(database: Database, tmp_path: Path) -> None:
    together = threading.Barrier(CONCURRENT)

    def in_company(_: dict[str, Any]) -> Act:
        together.wait(30)  # nobody is answered before as many ask as may
        return ANSWER

    with ModelServer(in_company) as server:
        ledger = run(database, asking(server, tmp_path))
        assert len(server.requests) == len(UNITS)
        assert server.at_once == CONCURRENT
        here = Here()
        run(database, asking(server, tmp_path), here)
        assert len(server.requests) == len(UNITS) and here.reviewed == []
    for each in ledger.team_reviews():
        assert each.review.questions == ("Who would notice first?",)
        assert each.review.engine.model == "scripted"
        usage = each.review.engine.usage
        assert usage is not None and usage.tokens >= 1000, "the first one's has the probe's beside its own"


def test_a_review_by_rules_is_not_served_as_one_with_a_model_nor_the_other_way(
    database: Database, tmp_path: Path
) -> None:
    run(database, None)
    with ModelServer(lambda _: ANSWER) as server:
        here = Here()
        run(database, asking(server, tmp_path), here)
        assert len(server.requests) == len(UNITS)
        assert here.reviewed == [], "the reviews by rules are what the model is asked about"
    alone = run(database, None, Here())
    assert all(each.review.engine.model is None for each in alone.team_reviews())


def test_equal_units_are_asked_about_once(database: Database, tmp_path: Path) -> None:
    same = units_of(*(draft_of(3, id=f"team {at}", team=f"Team {at}") for at in range(30)))
    with ModelServer(lambda _: ANSWER) as server:
        ledger = run(database, asking(server, tmp_path), units=same)
        assert len(server.requests) == 1
    assert [each.review.engine.model for each in ledger.team_reviews()] == ["scripted"] * 30


def test_the_budget_stops_the_run_and_it_goes_on_with_a_new_one(database: Database, tmp_path: Path) -> None:
    recording = Recording.begin(database, "okrs.csv", {}, None)
    with ModelServer(lambda _: ANSWER) as server:
        with pytest.raises(RunStopped, match="are left; the same command with --resume"):
            run(database, asking(server, tmp_path, RunBudget(20_000)), recording=recording)
        paid = len(server.requests)
        assert 0 < paid < len(UNITS)
        again = Recording(database, recording.id)
        assert again.standing().done == paid, "what was paid for is kept"
        ledger = run(database, asking(server, tmp_path), recording=again)
        assert len(server.requests) == len(UNITS)
    assert all(each.review.engine.model == "scripted" for each in ledger.team_reviews())


def test_money_that_does_not_suffice_is_not_spent() -> None:
    budget = RunBudget(money=1.0, price=Price(tokens_in=10, tokens_out=100))
    for _ in range(6):
        budget.reserve(5000)  # 0.04 for what is sent and 0.10 for the reply
        budget.settle(5000, Usage(tokens_in=4000, tokens_out=1000))
    budget.reserve(5000)
    with pytest.raises(BudgetSpent, match=r"0\.84 of 1\.00"):
        budget.reserve(5000)
    with pytest.raises(BudgetSpent):
        budget.reserve(1)


def test_what_the_model_did_not_answer_for_is_by_rules_says_so_and_is_asked_again(
    database: Database, tmp_path: Path
) -> None:
    down = {"is": True}

    def script(body: dict[str, Any]) -> Act:
        return fails(500, "out of order") if down["is"] else ANSWER

    with ModelServer(script) as server:
        ledger = run(database, asking(server, tmp_path))
        asked = len(server.requests)
        assert asked < len(UNITS), "an endpoint that is down is not asked about every unit"
        reviews = [each.review for each in ledger.team_reviews()]
        alone = run(database, None)
        for review, by_rules in zip(reviews, alone.team_reviews(), strict=True):
            assert review.findings == by_rules.review.findings
            assert any("model" in notice for notice in review.notices)
        down["is"] = False
        ledger = run(database, asking(server, tmp_path))
        assert len(server.requests) == asked + len(UNITS)
    assert all(each.review.engine.model == "scripted" for each in ledger.team_reviews())


def test_equal_units_of_which_none_is_answered_for_are_all_reviewed(database: Database, tmp_path: Path) -> None:
    same = units_of(*(draft_of(3, id=f"team {at}", team=f"Team {at}") for at in range(12)))
    with ModelServer(lambda _: fails(500, "out of order")) as server:
        ledger = run(database, asking(server, tmp_path), units=same)
    assert len(list(ledger.team_reviews())) == 12
    assert all(any("model" in n for n in each.review.notices) for each in ledger.team_reviews())


def test_another_model_does_not_go_on_with_the_run(database: Database, tmp_path: Path) -> None:
    recording = Recording.begin(database, "okrs.csv", {}, None)
    with ModelServer(lambda _: ANSWER) as server, pytest.raises(RunStopped):
        run(database, asking(server, tmp_path, RunBudget(20_000)), recording=recording)
    with pytest.raises(InputError, match="changed since this run began"):
        run(database, None, recording=Recording(database, recording.id))
