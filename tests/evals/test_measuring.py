"""``okr-coach evals run --model``: a real endpoint is asked, its run is kept, and its scorecard is what the reviewer reads."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from coach.cli import app
from coach.intake import read_json
from coach.llm.model import Message
from coach.reviewer import Coach
from coach.scorecards import read_scorecard
from coach.settings import settings
from evals.cases import read_cases, shipped_cases, some_of
from evals.runs import read_run
from evals.weak_models import RandomModel
from tests.evals.made import LABELLED, PLACED, written
from tests.support.model_server import Act, ModelServer, fails, gives

NAME = "tried:1b"


def _random(body: dict[str, Any]) -> Act:
    messages = [Message(role=m["role"], content=m["content"]) for m in body["messages"]]
    return gives(json.loads(RandomModel().ask(messages, {}).text), usage=(1000, 100))


@pytest.fixture
def cases(tmp_path: Path) -> Path:
    return written(tmp_path / "cases.jsonl", LABELLED, PLACED, {**LABELLED, "id": "three", "family": "other"})


@pytest.fixture
def serve(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Callable[[Any], ModelServer]]:
    servers: list[ModelServer] = []

    def started(script: Any) -> ModelServer:
        server = ModelServer(script).__enter__()
        servers.append(server)
        monkeypatch.setenv("OPENAI_BASE_URL", server.base_url)
        return server

    monkeypatch.setenv("OKR_COACH_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("OKR_COACH_RETRIES", "0")
    yield started
    for server in servers:
        server.__exit__(None, None, None)


def _run(*args: object) -> Any:
    return CliRunner().invoke(app, ["evals", "run", *map(str, args)])


def test_a_model_is_measured_and_its_card_is_read_by_the_reviewer(
    serve: Callable[[Any], ModelServer], cases: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = serve(_random)
    said = _run("--model", NAME, "--cases", cases)
    assert said.exit_code == 0, said.output
    assert f"{NAME} at {server.host}, prompt " in said.stdout and "3 cases of 3 families, each answered" in said.stdout
    # A thousand in and a hundred out for each case, and what it cost to find out how this endpoint gives an object.
    assert re.search(r"Tokens: 3,\d{3} in and 3\d\d out", said.stdout), said.stdout
    assert "The scorecard is kept in" in said.stderr

    home = settings(model=NAME).home
    card = read_scorecard(home, NAME, server.host)
    assert card is not None and (card.drafts, card.unanswered) == (3, 0)
    assert not card.all_earned, "three cases earn nothing"
    asked = len(server.requests)
    again = _run("--model", NAME, "--cases", cases)
    assert again.stdout == said.stdout and len(server.requests) == asked, "what was answered is not asked again"

    monkeypatch.setenv("OKR_COACH_MODEL", NAME)
    coach = Coach.from_settings()
    assert coach.scorecard == card and coach.prompt == card.prompt
    review = coach.review(
        read_json({"objectives": [{"objective": "Patients go home sooner", "key_results": ["Launch it"]}]})
    )
    assert not any("Measure anew" in notice for notice in review.notices)


def test_what_failed_is_not_scored_and_is_asked_anew(
    serve: Callable[[Any], ModelServer], cases: Path, tmp_path: Path
) -> None:
    out = tmp_path / "run.jsonl"
    serve(lambda body: fails(500, "down") if "No day cancelled" in str(body["messages"]) else _random(body))
    said = _run("--model", NAME, "--cases", cases, "--out", out)
    assert said.exit_code == 0, said.output
    assert "2 cases of 2 families, 1 more without a usable answer, which count for nothing" in said.stdout
    assert "Not scored for the model" in said.stdout
    heard = {name: result.by_model for name, result in read_run(out).results.items()}
    assert {name: by_model.answered for name, by_model in heard.items() if by_model} == {
        "one": True, "two": False, "three": True,
    }  # fmt: skip


def test_a_run_with_a_model_is_compared_with_one_by_rules(
    serve: Callable[[Any], ModelServer], cases: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    serve(_random)
    rules, model = tmp_path / "rules.jsonl", tmp_path / "model.jsonl"
    monkeypatch.setenv("OKR_COACH_MODEL", "another")
    assert _run("--cases", cases, "--out", rules).exit_code == 0
    assert _run("--model", NAME, "--cases", cases, "--out", model).exit_code == 0
    assert "model" not in read_run(rules).engine, "an endpoint that is set is not asked without --model"
    told = read_run(model).engine["model"]
    assert told["name"] == NAME and len(told["prompt"]) == 12
    compared = _run("--cases", cases, "--compare", rules, model)
    assert compared.exit_code == 0 and "Change. F1 of the first run" in compared.output
    scored = _run("--cases", cases, "--score", model)
    assert scored.exit_code == 0 and "What the model has earned" in scored.output


def test_an_endpoint_that_always_fails_is_given_up(serve: Callable[[Any], ModelServer], tmp_path: Path) -> None:
    server = serve([fails(401, "Incorrect API key")])
    many = written(tmp_path / "many.jsonl", *({**LABELLED, "id": f"c{n}"} for n in range(40)))
    said = _run("--model", NAME, "--cases", many)
    assert said.exit_code == 2 and "The model failed on 12 cases one after the other" in said.stderr
    assert len(server.requests) < 40


def test_without_an_endpoint_it_says_what_to_set(monkeypatch: pytest.MonkeyPatch, cases: Path, tmp_path: Path) -> None:
    monkeypatch.setenv("OKR_COACH_HOME", str(tmp_path / "home"))
    said = _run("--model", NAME, "--cases", cases)
    assert said.exit_code == 2
    assert f"No model endpoint is set, so {NAME} cannot be asked: set OPENAI_BASE_URL" in said.stderr


@pytest.mark.parametrize(
    "beside", [["--score", "x"], ["--wrong", "no-metric"], ["--engine", "grammar"], ["--limit", "0"]]
)
def test_what_means_nothing_beside_a_model_is_refused(beside: list[str], cases: Path) -> None:
    assert _run("--model", NAME, "--cases", cases, *beside).exit_code == 2
    assert _run("--model", " ", "--cases", cases).exit_code == 2


def test_few_cases_are_chosen_alike_and_tell_of_every_criterion() -> None:
    every = read_cases(shipped_cases())
    few, more = some_of(every, 60), some_of(every, 90)
    assert len(few) == 60 and [c.id for c in more[:60]] == [c.id for c in few], "a greater limit only adds"
    assert [c.id for c in some_of(every[::-1], 60)] == [c.id for c in few], "whatever order they come in"
    strata = {(site.criterion, holds) for case in every for site, holds in case.expected.items()}
    assert {(site.criterion, holds) for case in few for site, holds in case.expected.items()} == strata
    assert some_of(every, None) == some_of(every, 10**6) == every
