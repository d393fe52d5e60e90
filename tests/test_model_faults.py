"""Whatever an endpoint does, the review by rules is there, whole, with a notice that says what happened, within the time limit.

The scripted server breaks in every way a line or a model can break; the whole way is tested: server, client, reply, joining.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from typer.testing import CliRunner

from coach.cli import app
from coach.critique import Review, stands_in, wordings_by_place
from coach.intake import read_text
from coach.llm import connect
from coach.model_settings import ModelSettings
from coach.okr import Draft
from coach.reviewer import Coach
from coach.shared import shared_coach
from tests.support.injections import clean, verdicts
from tests.support.model_server import MODEL, Act, ModelServer, fails, gives, refuses, says, words
from tests.support.surfaces import faults, rendered

KEY = "sk-faults-abcdefghijklmnopqrstuvwx"
LIMIT = 0.6
"""Seconds a call may take here. The acts that dawdle would take minutes: that a review comes back at all shows the limit."""
_HANGS = 60
"""Seconds after which a test gives up on a call that does not come back."""
NOTHING: dict[str, Any] = {"verdicts": [], "additions": [], "sets": [], "rewrites": [], "questions": []}


@pytest.fixture
def reviewed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Review]]:
    """Reviews the draft by a coach whose model plays the script; the servers of a test end with it."""
    running: list[ModelServer] = []

    def played(script: Any, timeout: float = LIMIT, probes: bool = True) -> Review:
        server = ModelServer(script, probes=probes)
        running.append(server)
        server.__enter__()
        coach = _coach(server, tmp_path_factory.mktemp("model"), timeout=timeout)
        with ThreadPoolExecutor(1) as own:
            return own.submit(coach.review, clean()).result(_HANGS)

    yield played
    for server in running:
        server.__exit__(None, None, None)


def _coach(server: ModelServer, home: Path, **limits: Any) -> Coach:
    chosen = ModelSettings(name=MODEL, base_url=server.base_url, key=SecretStr(KEY), **{"retries": 1, **limits})
    return Coach(reader=shared_coach().reader, home=shared_coach().home, model=connect(chosen, home))


def _whole(review: Review) -> list[str]:
    """The notices that the model brought, after checking that the review by rules is all there."""
    by_rules = shared_coach().by_rules(clean())
    assert verdicts(review) == verdicts(by_rules)
    kept = [f for f in review.findings if f.origin != "model"]
    assert [(f.criterion, f.where, f.quote, f.citations) for f in kept] == [
        (f.criterion, f.where, f.quote, f.citations) for f in by_rules.findings
    ]
    assert not review.overruled
    assert review.readiness == by_rules.readiness
    assert review.readings == by_rules.readings and review.strengths == by_rules.strengths
    wordings = wordings_by_place(review.draft)
    assert all(stands_in(f, review.draft, wordings) for f in (*review.findings, *review.second_opinions))
    assert not faults(rendered(review))
    assert KEY not in review.model_dump_json()
    assert set(by_rules.notices) <= set(review.notices)
    return [notice for notice in review.notices if notice not in by_rules.notices]


@dataclass(frozen=True)
class Broken:
    """A way to break, and what the notice has to tell of it."""

    name: str
    script: Any
    told: str


def _deep(sign: str, end: str, times: int) -> str:
    return sign * times + end * times


BROKEN = [
    Broken("time-out", [says("too late", delay=120)], "within"),
    Broken("slow drip", [gives(NOTHING, drip=0.2)], "within"),
    Broken("slow drip of an error", [Act(status=500, body="x" * 5000, drip=0.2)], ""),
    Broken("429 without Retry-After", [fails(429, "slow down")], "429"),
    Broken("429 with a short Retry-After", [fails(429, "slow down", headers={"Retry-After": "0"})], "429"),
    Broken("429 with a long Retry-After", [fails(429, "slow down", headers={"Retry-After": "86400"})], "429"),
    Broken("429 with a Retry-After that is none", [fails(429, "slow", headers={"Retry-After": "soon, \x7f"})], "429"),
    Broken(
        "429 with a date from before",
        [fails(429, "slow", headers={"Retry-After": "Wed, 21 Oct 2015 07:28:00 GMT"})],
        "429",
    ),
    Broken("500", [fails(500, "something broke")], "500"),
    Broken(
        "503 as a page",
        [Act(status=503, body="<html><a href='https://evil.example'>x</a>", content_type="text/html")],
        "503",
    ),
    Broken("401 with the key told back", [fails(401, f"Incorrect API key provided: {KEY}")], "401"),
    Broken("404", [fails(404, "no such model")], "404"),
    Broken("400", [fails(400, "bad request [here](https://evil.example)")], "400"),
    Broken(
        "redirect", [Act(status=307, headers={"Location": "https://evil.example/v1"}, body="")], "sends the call on"
    ),
    Broken("closed at once", [gives(NOTHING, cut=0.0)], ""),
    Broken("closed in the middle", [gives(NOTHING, cut=0.5)], ""),
    Broken("an empty body", [Act(body=b"")], ""),
    Broken("an empty reply", [says("")], ""),
    Broken("spaces", [says("  \n\t ")], ""),
    Broken("prose", [says("What a lovely draft. I would not change a thing, and nor should you.")], ""),
    Broken(
        "prose in another language",
        [says("Der Entwurf ist sehr gut, ich habe keine Anmerkungen. 問題ありません。")],
        "",
    ),
    Broken("half of it", [says(json.dumps({**NOTHING, "questions": ["What changes for members?"]})[:-40])], ""),
    Broken("an array", [says("[]")], ""),
    Broken("null", [says("null")], ""),
    Broken("a string of JSON", [says(json.dumps(json.dumps(NOTHING)))], ""),
    Broken("JSON of something else", [gives({"answer": 42})], ""),
    Broken("nested deeply", [says(_deep('{"verdicts":', "}", 100_000))], ""),
    Broken("arrays nested deeply", [says('{"verdicts": ' + _deep("[", "]", 100_000) + "}")], ""),
    Broken("a number without end", [says('{"verdicts": [{"finding": ' + "9" * 100_000 + "}]}")], ""),
    Broken("a page with 200", [Act(body="<!doctype html><h1>Bad gateway</h1>", content_type="text/html")], ""),
    Broken("no JSON though it says so", [Act(body=b"\xff\xfe\x00garbage\x80")], ""),
    Broken("JSON of another protocol", [Act(body='{"choices": "none", "usage": []}')], ""),
    Broken("no choices", [Act(body='{"id": "1", "object": "chat.completion", "choices": [], "model": "m"}')], ""),
    Broken("a choice of nulls", [Act(body='{"choices": [{"message": null}]}')], ""),
    Broken("a refusal", [refuses("I cannot help with that.")], ""),
    Broken("more than anyone reads", [says("x" * 6_000_000)], ""),
]


@pytest.mark.parametrize("fault", [pytest.param(each, id=each.name) for each in BROKEN])
def test_a_broken_answer_leaves_the_review_by_rules_and_an_honest_notice(
    fault: Broken, reviewed: Callable[..., Review]
) -> None:
    review = reviewed(fault.script)
    notices = _whole(review)
    assert len(notices) == 1
    assert "by the rules alone" in notices[0]
    assert fault.told in notices[0]
    assert "evil.example" not in notices[0].replace("sends the call on to evil.example", "")
    assert not review.second_opinions and not review.questions
    assert all(finding.origin == "rules" for finding in review.findings)


@pytest.mark.parametrize(
    "act",
    [
        pytest.param(says("too late", delay=120), id="time-out"),
        pytest.param(fails(500, "something broke"), id="500"),
        pytest.param(fails(400, "no"), id="400"),
        pytest.param(says("What a lovely draft."), id="prose"),
        pytest.param(Act(body="<h1>Bad gateway</h1>", content_type="text/html"), id="a page"),
        pytest.param(gives(NOTHING, cut=0.5), id="closed in the middle"),
    ],
)
def test_an_endpoint_that_is_broken_from_the_first_probe_on(act: Act, reviewed: Callable[..., Review]) -> None:
    review = reviewed([act], probes=False)
    (notice,) = _whole(review)
    assert "by the rules alone" in notice


VALID = {**NOTHING, "questions": ["Which members would notice first?"]}


@pytest.mark.parametrize(
    "script",
    [
        pytest.param(
            [fails(429, "slow down", headers={"Retry-After": "0"}), gives(VALID)], id="429 and then an answer"
        ),
        pytest.param([fails(503, "busy", headers={"Retry-After": "0"}), gives(VALID)], id="503 and then an answer"),
        pytest.param([says("I am not sure."), gives(VALID)], id="prose and then an answer"),
        pytest.param([says("```json\n" + json.dumps(VALID) + "\n```")], id="fenced"),
        pytest.param([says("Here you are:\n" + json.dumps(VALID, indent=2) + "\nGood luck!")], id="prose around it"),
        pytest.param([gives({**VALID, "mood": "good", "verdict": [], "nested": {"a": [1, {}]}})], id="extra keys"),
        pytest.param([gives(VALID, usage=(-1, -1))], id="no usage"),
        pytest.param([gives({key: VALID[key] for key in ("verdicts", "questions")})], id="keys left out"),
        pytest.param([gives({**NOTHING, "verdicts": None, "questions": VALID["questions"]})], id="null for a list"),
        pytest.param([says('{"verdicts": [], "questions": ["Old?"], ' + json.dumps(VALID)[1:])], id="keys twice"),
        pytest.param([says("\ufeff" + json.dumps(VALID))], id="a byte order mark"),
    ],
)
def test_an_answer_in_an_odd_form_is_still_used(script: Any, reviewed: Callable[..., Review]) -> None:
    review = reviewed(script, timeout=10)
    assert not any("by the rules alone" in notice for notice in _whole(review))
    assert review.questions == ("Which members would notice first?",)


QUOTED = "Launch the booking portal for all sites"


def _addition(**changes: Any) -> dict[str, Any]:
    given = {"criterion": "vanity-metric", "place": "1.1", "quote": QUOTED, "reason": "It says so.", "passages": []}
    return {**given, **changes}


def _lies(number: int) -> dict[str, Any]:
    return {"finding": number, "verdict": "confirm", "reason": "I saw that as well."}


WRONG = {
    "ids of findings that do not exist": {**NOTHING, "verdicts": [_lies(n) for n in (0, -1, 99, 10**30)]},
    "criteria that do not exist": {
        **NOTHING,
        "additions": [_addition(criterion=c) for c in ("no-such", "", "*", "../x")],
    },
    "places that do not exist": {
        **NOTHING,
        "additions": [_addition(place=p) for p in ("9.9", "0", "-1", "1.99", "x", "", "1e9", "١")],
    },
    "quotes that do not exist": {
        **NOTHING,
        "additions": [_addition(quote=q) for q in ("Buy ten new ambulances", "", " ", ".")],
    },
    "a quote of another line": {**NOTHING, "additions": [_addition(place="2.2")]},
    "figures from nowhere": {
        **NOTHING,
        "rewrites": [
            {"place": "1.1", "text": "Lift booked visits from 12 % to 87 % by 3 May 2031"},
            {"place": "2.1", "text": "Missed appointments fall from 340 to 12 a week at Ottokar Wenzel's site"},
        ],
        "verdicts": [{"finding": 1, "verdict": "confirm", "reason": "Only 17.3 % of all teams in Ohio do this."}],
    },
    "a wrong draft": {
        **NOTHING,
        "additions": [_addition(place="1.1", quote="Polish the marble of the opera house")],
        "rewrites": [{"place": "1.1", "text": "Opera lovers hear every note from [baseline] to [target] by [date]"}],
    },
    "wrong types": {
        "verdicts": [
            {"finding": "one", "verdict": True, "reason": {}},
            7,
            None,
            [[]],
            {"finding": [1], "verdict": "dispute"},
        ],
        "additions": {"criterion": 1},
        "sets": "all covered",
        "rewrites": [{"place": None, "text": 5}, {"place": ["1.1"], "text": {"a": 1}}],
        "questions": [{"q": "?"}, None, 3, True],
    },
    "halves of characters": {
        **NOTHING,
        "questions": ["\ud800?", "\udfff\ud800"],
        "additions": [_addition(quote="\ud83d")],
    },
    "ten thousand findings": {
        **NOTHING,
        "additions": [_addition(quote="nowhere", reason=f"r{n}") for n in range(10_000)],
    },
    "ten thousand rewrites": {
        **NOTHING,
        "rewrites": [{"place": "1.1", "text": f"Lift [metric] {'x' * n}"} for n in range(3000)],
    },
    "reasons that are hard to search": {
        **NOTHING,
        "verdicts": [{"finding": 1, "verdict": "confirm", "reason": "a." * 20_000}] * 1000,
        "questions": ["ab:" * 20_000, "a-." * 20_000, "[" * 50_000, "<" * 50_000] * 100,
    },
}


@pytest.mark.parametrize("name", WRONG)
def test_a_reply_that_is_wrong_in_what_it_says_adds_nothing_and_is_told(
    name: str, reviewed: Callable[..., Review]
) -> None:
    said = json.dumps(WRONG[name])
    review = reviewed([says(said)], timeout=10)
    notices = _whole(review)
    assert notices
    assert all(f.origin in ("rules", "both") for f in (*review.findings, *review.second_opinions))
    assert not any(f.suggestion and f.suggestion.origin == "model" for f in review.findings)
    assert not review.questions
    shown = re.sub(r"127\.0\.0\.1:\d+", "the endpoint", review.model_dump_json())
    for word in ("ambulances", "Ottokar", "opera", "87 %", "340", "Ohio", "17.3"):
        assert word not in shown


def test_not_a_number_is_read_without_harm(reviewed: Callable[..., Review]) -> None:
    said = '{"verdicts": [{"finding": NaN, "verdict": "dispute", "reason": Infinity}, {"finding": 1e999, "verdict": "dispute"}]}'
    review = reviewed([says(said)], timeout=10)
    assert _whole(review)
    assert all(finding.origin == "rules" for finding in review.findings)


def test_lies_confirm_no_finding_that_is_not_there(reviewed: Callable[..., Review]) -> None:
    count = len(shared_coach().by_rules(clean()).findings)
    review = reviewed([gives({**NOTHING, "verdicts": [_lies(n) for n in range(1, 500)]})], timeout=10)
    _whole(review)
    assert len([f for f in review.findings if f.origin != "model"]) == count


def test_ten_thousand_true_quotes_do_not_bury_the_findings(reviewed: Callable[..., Review]) -> None:
    """A model that adds everything everywhere is bounded, and what it says counts for no verdict."""
    everything = [
        _addition(criterion=c, place=p, quote=q, reason=f"Reason {'abcdefgh'[n % 8]}.")
        for n in range(200)
        for c in ("vague-wording", "vanity-metric", "compound-key-result", "objective-not-covered", "business-as-usual")
        for p, q in (("1", "Members trust"), ("1.1", QUOTED), ("2.1", "missed appointments"), ("2.2", "Cut paperwork"))
    ]
    review = reviewed([gives({**NOTHING, "additions": everything})], timeout=10)
    assert _whole(review)
    added = [f for f in (*review.findings, *review.second_opinions) if f.origin == "model"]
    assert len(added) <= 20
    assert all(f.unproven for f in added)


def test_a_reply_in_another_language_is_usable(reviewed: Callable[..., Review]) -> None:
    said = {
        **NOTHING,
        "verdicts": [{"finding": 1, "verdict": "dispute", "reason": "Das ist eine Wirkung und keine Aufgabe."}],
        "questions": ["Was ändert sich für die Mitglieder?", "会員は何に気づきますか？"],
    }
    review = reviewed([gives(said)], timeout=10)
    _whole(review)
    assert review.questions


def test_a_batch_of_which_some_calls_fail_is_reviewed_whole_and_in_order(tmp_path: Path) -> None:
    lines = ("Launch the portal", "Send the letters", "Open the ward", "Hold the fair")
    drafts = [read_text(f"Objective: Members trust the clinic\n- KR: {line} for all sites\n") for line in lines]
    by_rules = list(shared_coach().review_many(drafts))

    def of_some(body: dict[str, Any]) -> Act:
        return says("I would rather not.") if "Send the" in words(body) or "Hold the" in words(body) else gives(VALID)

    with ModelServer(of_some) as server:
        reviews = list(_coach(server, tmp_path, timeout=10, retries=0).review_many(drafts))
    assert [review.draft for review in reviews] == drafts
    assert ["by the rules alone" in " ".join(review.notices) for review in reviews] == [False, True, False, True]
    for review, plain in zip(reviews, by_rules, strict=True):
        assert [finding.model_copy(update={"views": ()}) for finding in review.findings] == list(plain.findings)


def test_the_repair_shares_the_time_of_the_call(reviewed: Callable[..., Review]) -> None:
    def slow(body: dict[str, Any]) -> Act:
        return gives(VALID, delay=0.6) if len(body["messages"]) > 2 else says("I would rather talk.", delay=0.6)

    review = reviewed(slow, timeout=1.0)

    assert "no whole answer within 1 s" in " ".join(review.notices)
    assert review.engine.usage is not None


def test_a_reply_that_was_cut_off_is_counted_and_so_is_the_probe(reviewed: Callable[..., Review]) -> None:
    review = reviewed([says('{"verdicts"', usage=(300, 40), finish="length")], timeout=10)

    assert "cut off" in " ".join(review.notices)
    assert review.engine.usage is not None
    assert review.engine.usage.tokens_in > 300 and review.engine.usage.tokens_out > 40


def _some(count: int) -> list[Draft]:
    return [
        read_text(f"Objective: Members trust clinic {n}\n- KR: Open the ward for all sites\n") for n in range(count)
    ]


def test_each_review_of_a_batch_has_a_budget_of_its_own(tmp_path: Path) -> None:
    with ModelServer([gives(VALID, usage=(20_000, 10))]) as server:
        coach = _coach(server, tmp_path, timeout=10, tokens_per_review=30_000)
        reviews = list(coach.review_many(_some(4)))

    assert all(review.engine.model == MODEL for review in reviews)


def test_a_batch_ends_its_calls_where_its_budget_ends(tmp_path: Path) -> None:
    with ModelServer([gives(VALID, usage=(20_000, 10))]) as server:
        coach = _coach(server, tmp_path, timeout=10, concurrent=1, tokens_per_batch=50_000)
        reviews = list(coach.review_many(_some(5), batch=1))

        assert len(server.requests) == 3
    assert [review.engine.model is not None for review in reviews] == [True, True, True, False, False]
    assert all("set aside for this batch" in review.notices[-1] for review in reviews[3:])


def test_the_parts_of_a_large_draft_share_the_budget_of_its_review(tmp_path: Path) -> None:
    lines = "".join(
        f"Objective: Members trust clinic {n}\n- KR: Open ward {n} {'for all ' * 60}sites\n" for n in range(60)
    )
    with ModelServer([gives(NOTHING)]) as server:
        coach = _coach(server, tmp_path, timeout=30, tokens_per_review=25_000)
        review = coach.review(read_text(lines))

        assert 0 < len(server.requests) <= 3
    assert review.engine.left_to_rules
    assert "set aside for this review" in " ".join(review.notices)


def test_the_command_line_reviews_on_and_ends_as_without_a_model(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = "Objective: Members trust the clinic\n- KR: Launch the booking portal for all sites\n"
    shared_coach.cache_clear()
    try:
        with ModelServer([fails(500, "something broke")]) as server:
            for name, value in (
                ("OKR_COACH_MODEL", MODEL),
                ("OPENAI_BASE_URL", server.base_url),
                ("OPENAI_API_KEY", KEY),
                ("OKR_COACH_RETRIES", "0"),
            ):
                monkeypatch.setenv(name, value)
            result = CliRunner().invoke(app, ["review", "-", "--format", "markdown"], input=draft)
            assert server.requests
    finally:
        shared_coach.cache_clear()
    assert result.exit_code == 1, result.output
    assert "A task, not a result" in result.output
    assert "by the rules alone" in result.output and "500" in result.output
    assert KEY not in result.output
