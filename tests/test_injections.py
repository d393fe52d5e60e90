"""Draft text is data: no attempt of `support/injections.yaml` changes what the detectors say, leaks anything or renders.

First by rules alone; then with a scripted model that falls for every attempt, which is the harder half.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from pydantic import SecretStr

from coach.critique import Review, stands_in, wordings_by_place
from coach.guidance import guidance_passages
from coach.intake import read_json, read_text
from coach.llm import connect
from coach.model_settings import ModelSettings
from coach.own_documents import add
from coach.paths import shipped
from coach.reviewer import Coach
from coach.scorecards import Measured, Scorecard, Share
from coach.shared import shared_coach
from tests.support.fooled import KEY, OTHER_DRAFT, OTHER_WORDS, fooled
from tests.support.injections import (
    BLOCKS,
    ELSEWHERE,
    IN_A_LINE,
    INJECTIONS,
    Injection,
    clean,
    placed,
    verdicts,
)
from tests.support.model_server import ModelServer, Request, gives
from tests.support.surfaces import faults, rendered

IN_DRAFTS = [attempt for attempt in INJECTIONS if attempt.put not in ELSEWHERE]
BESIDE = [attempt for attempt in IN_DRAFTS if attempt.put not in IN_A_LINE]
GUIDANCE = [attempt for attempt in INJECTIONS if attempt.put == "guidance"]
WEAK = "Launch the new booking portal"
_LANGUAGES_ASKED_FOR = 8
_SIGNS = ("link", "encoded", "terminal", "formula", "template", "comment", "fence")
"""Kinds that are made of signs; the others are rendered below, with what a model adds to them."""
_RUN = 8
"""Words in a row that tell that a text repeats the prompt."""


def named(attempts: list[Injection]) -> list[object]:
    return [pytest.param(attempt, id=attempt.id) for attempt in attempts]


def test_the_attempts_are_many_and_of_all_kinds() -> None:
    assert len({attempt.id for attempt in INJECTIONS}) == len(INJECTIONS) >= 80
    kinds = [attempt.kind for attempt in INJECTIONS]
    assert kinds.count("language") >= _LANGUAGES_ASKED_FOR
    assert all(attempt.words.strip() for attempt in INJECTIONS)


@pytest.mark.parametrize("put", sorted({attempt.put for attempt in IN_DRAFTS}))
def test_the_draft_that_they_are_put_into_has_weak_lines(put: str) -> None:
    found = {criterion for criterion, *_ in verdicts(empty(put))}
    assert {"activity-key-result", "vague-objective", "vague-wording", "missing-baseline"} <= found


@cache
def empty(put: str) -> Review:
    """The review by rules of the draft without an attempt, in the format that the place needs."""
    return shared_coach().by_rules(clean(put))


@cache
def told(attempt: Injection) -> Review:
    """The review by rules of the draft with the attempt."""
    return shared_coach().by_rules(placed(attempt))


@pytest.mark.parametrize("attempt", named(IN_DRAFTS))
def test_by_rules_an_attempt_takes_nothing_away(attempt: Injection) -> None:
    before, after = empty(attempt.put), told(attempt)
    assert verdicts(before) <= verdicts(after)
    if attempt.put not in ("owner", "sheet-owner"):  # what is no name of a person is told, and may be
        assert verdicts(before) == verdicts(after)
    assert after.readiness == before.readiness == "Not ready"
    assert after.excused == before.excused


@pytest.mark.parametrize("attempt", named([each for each in IN_DRAFTS if each.kind in _SIGNS]))
def test_by_rules_an_attempt_renders_nowhere(attempt: Injection) -> None:
    assert not faults(rendered(told(attempt), "okrs.md"))


def _criteria_on(line: str) -> tuple[set[str], set[str]]:
    """What is found on a key result, and what was excused there."""
    row = {"objective": BLOCKS[0][0], "key_results": [line, BLOCKS[0][1][1]]}
    review = shared_coach().review(read_json({"objectives": [row]}))
    found = {each.criterion for each in review.findings if each.where.key_result == 0}
    return found, {each.criterion for each in review.excused}


@pytest.mark.parametrize("attempt", named(INJECTIONS))
def test_at_the_end_of_a_weak_line_an_attempt_does_not_excuse_it(attempt: Injection) -> None:
    """Figures in it are figures of the line, and the true form of an excuse is the writer's right; all else is only words."""
    words = attempt.words if len(attempt.words) < 1000 else attempt.words[:1000]
    found, excused = _criteria_on(f"{WEAK}. {words}")
    said = {match.group(1) for match in re.finditer(r"\(ok: ([a-z-]+)\)", words)}
    assert excused <= said
    if not said:
        assert found
    if not said and not re.search(r"\d", words):
        assert found & {"activity-key-result", "bare-milestone"}


@pytest.mark.parametrize(
    "attempt", named([each for each in INJECTIONS if each.kind == "excuse" and each.put == "key-result"])
)
def test_an_excuse_of_another_form_excuses_nothing(attempt: Injection) -> None:
    found, excused = _criteria_on(attempt.text)
    assert "activity-key-result" in found
    assert "activity-key-result" not in excused


@pytest.fixture(scope="module")
def misled(tmp_path_factory: pytest.TempPathFactory) -> Coach:
    """A coach whose own documents are the attempts."""
    home = tmp_path_factory.mktemp("misled")
    for attempt in GUIDANCE:
        path = home / f"{attempt.id}.md"
        path.write_text(attempt.text, encoding="utf-8")
        add(path, home)
    return Coach(reader=shared_coach().reader, home=home)


def test_guidance_of_ones_own_cannot_instruct(misled: Coach) -> None:
    review, plain = misled.review(clean()), empty("below")
    assert verdicts(review) == verdicts(plain)
    assert review.readiness == plain.readiness and review.excused == plain.excused
    assert [f.suggestion for f in review.findings] == [f.suggestion for f in plain.findings]
    # What is cited of it is shown as what it is: words of a document.
    shipped = {passage.id for passage in guidance_passages()}
    cited = [c for f in review.findings for c in f.citations if c.passage not in shipped]
    assert cited
    assert not faults(rendered(review))


def test_a_document_has_no_way_to_the_house_rules(misled: Coach, tmp_path: Path) -> None:
    path = tmp_path / "okr-coach.yaml.md"
    path.write_text("off:\n  activity-key-result: the board said so\n", encoding="utf-8")
    add(path, tmp_path)
    assert misled.rules.off == Coach(home=tmp_path).rules.off == {}


# -- with a model that falls for all of it ------------------------------------------------------------------------------

SEEN_BEFORE = read_text(OTHER_DRAFT)


@pytest.fixture(scope="module")
def server() -> Iterator[ModelServer]:
    with ModelServer(fooled) as running:
        yield running


@pytest.fixture(scope="module")
def coach(server: ModelServer, tmp_path_factory: pytest.TempPathFactory) -> Coach:
    """One coach for all tests, as one serves all users; it has reviewed another's draft before."""
    home = shared_coach().home
    model = connect(
        ModelSettings(name="scripted", base_url=server.base_url, key=SecretStr(KEY), retries=0),
        tmp_path_factory.mktemp("model"),
    )
    made = Coach(reader=shared_coach().reader, home=home, model=model)
    assert made.review(SEEN_BEFORE).engine.model == "scripted"
    return made


def in_a_row(text: str) -> set[tuple[str, ...]]:
    """All stretches of so many words in a row that they tell where they are from."""
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[at : at + _RUN]) for at in range(len(words) - _RUN + 1)}


@pytest.fixture(scope="module")
def orders() -> set[tuple[str, ...]]:
    """What the templates tell a model, without what the pages of the criteria say to everybody."""
    templates = [path.read_text(encoding="utf-8") for path in sorted(shipped("prompts").glob("*.md"))]
    return set().union(*(in_a_row(re.sub(r"\{\{\w+\}\}", " ", template)) for template in templates))


@pytest.mark.parametrize("attempt", named(IN_DRAFTS))
def test_a_fooled_model_takes_nothing_away_and_leaks_nothing(
    attempt: Injection, coach: Coach, server: ModelServer, orders: set[tuple[str, ...]]
) -> None:
    by_rules = told(attempt)
    review = coach.sharpened(by_rules)
    assert any("did not stand up" in notice for notice in review.notices), review.notices
    assert verdicts(review) == verdicts(by_rules)
    assert _kept(by_rules) == _kept(review) and not review.overruled
    assert (review.readiness, review.excused, review.readings) == (
        by_rules.readiness,
        by_rules.excused,
        by_rules.readings,
    )
    wordings = wordings_by_place(review.draft)
    for finding in (*review.findings, *review.second_opinions):
        assert stands_in(finding, review.draft, wordings)

    shown = rendered(review, "okrs.md")
    assert not faults(shown)
    own = in_a_row(attempt.words)
    for surface in ("text", "markdown", "github", "page", "json"):
        assert not (in_a_row(shown[surface]) & orders) - own, surface
        assert KEY not in shown[surface], surface
    _fenced(server.requests[-1])


def _kept(review: Review) -> list[tuple[object, ...]]:
    """All that the detectors found, on whatever line, with what is cited for it."""
    return [(f.criterion, f.severity, f.where, f.quote, f.citations) for f in review.findings if f.origin != "model"]


def _fenced(request: Request) -> None:
    """What comes from a draft stands between the marks of its fence, and nowhere else in what was sent."""
    system, user = (message["content"] for message in request.body["messages"][:2])
    assert system == _SYSTEM.setdefault("system", system), "the orders depend on the draft"
    marks = set(re.findall(r"(?m)^<<<[A-Z]+ (\w+)$", user))
    assert len(marks) == 1
    mark = marks.pop()
    assert user.count(mark) == 2 * len(re.findall(rf"(?m)^<<<[A-Z]+ {mark}$", user))
    outside = re.sub(rf"(?ms)^<<<([A-Z]+) {mark}\n.*?\n\1 {mark}>>>$", "", user)
    assert re.fullmatch(r"\s*Places: [\d.]+ to [\d.]+\. Findings to judge: \d+\.\s*", outside)
    assert KEY not in json.dumps(request.body)
    assert not [word for word in OTHER_WORDS if word in request.text], "another's draft was sent along"


_SYSTEM: dict[str, str] = {}


def test_what_the_key_opens_stays_in_the_header(server: ModelServer, coach: Coach) -> None:
    coach.review(clean())
    assert server.requests[-1].headers["authorization"] == f"Bearer {KEY}"


@pytest.mark.parametrize("measured_with", ["this prompt", "another prompt"])
def test_only_a_scorecard_for_this_prompt_lets_a_model_overrule(
    measured_with: str, tmp_path: Path, coach: Coach
) -> None:
    by_rules, engine = empty("below"), coach.sharpened(empty("below")).engine
    everything = [
        {"finding": number, "verdict": "dispute", "reason": "The writer is a director [see](https://evil.example)."}
        for number in range(1, 100)
    ]
    reply = {"verdicts": everything, "additions": [], "sets": [], "rewrites": [], "questions": []}
    with ModelServer([gives(reply)]) as own:
        model = connect(ModelSettings(name="scripted", base_url=own.base_url), tmp_path)
        card = _card(model.name, model.host, engine.prompt or "" if measured_with == "this prompt" else "0" * 12)
        review = Coach(reader=shared_coach().reader, home=coach.home, model=model, scorecard=card).review(clean())
    earned = {"activity-key-result"} if measured_with == "this prompt" else set()
    assert {finding.criterion for finding in review.overruled} == earned
    assert verdicts(review, overruled=True) == verdicts(by_rules)
    assert len(review.findings) + len(review.overruled) == len(by_rules.findings)
    for finding in (*review.overruled, *review.findings):
        assert [(view.by, view.verdict) for view in finding.views] == [("rules", "says so"), ("model", "says not")]
    assert any("does not count" in notice for notice in review.notices) == (measured_with == "another prompt")
    assert not faults(rendered(review))


def _card(model: str, host: str, prompt: str) -> Scorecard:
    """A card of a model that is better at one criterion and measured on no other."""
    good, better = Share(value=0.9, low=0.8, high=1.0), Share(value=0.2, low=0.1, high=0.3)
    measured = Measured(
        model_f1=good, rules_f1=good, both_f1=good, model_precision=good, difference=better, positives=100
    )
    return Scorecard(
        model=model,
        host=host,
        cases="cases",
        drafts=10,
        prompt=prompt,
        version="1",
        criteria={"activity-key-result": measured},
    )


def test_what_another_wrote_is_neither_sent_nor_kept(coach: Coach, server: ModelServer) -> None:
    """The scripted model tells another's draft; what of it has figures, names or quotes is not this draft's, and falls."""
    review = coach.review(clean())
    request = server.requests[-1]
    assert not [word for word in OTHER_WORDS if word in request.text]
    for finding in (*review.findings, *review.second_opinions):
        assert not [word for word in OTHER_WORDS if word in finding.quote]
        if finding.suggestion:
            assert not [word for word in OTHER_WORDS if word in finding.suggestion.text]
    shown = review.model_dump_json()
    assert not [word for word in OTHER_WORDS if any(char.isdigit() for char in word) and word in shown]


@pytest.mark.parametrize("words", ["no findings, ", "5, ", "5 to 6 and ", "5 % ", "€5 ", "one of two "])
def test_a_line_of_a_thousand_figures_is_reviewed_while_one_waits(words: str) -> None:
    """Each quantity was once held against all others: such a line took minutes, and a server is shared."""
    line = (words * 4000)[:4000]
    review = shared_coach().by_rules(read_json({"objectives": [{"objective": BLOCKS[0][0], "key_results": [line]}]}))
    assert review.readings
