"""Structured calls: the method is found out once, parameters that are not taken are left out, budgets hold, calls run at once."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
import traceback
from pathlib import Path
from typing import Any

import pytest

from coach.errors import BudgetSpent, ModelError, ModelRefused, ModelReplyError, ModelUnreachable
from coach.llm import Message, Reply, connect
from coach.llm.budget import Budget, spending
from coach.llm.chat import Chat
from coach.llm.methods import METHODS, PROBE, is_strict
from coach.llm.rehearsal import rehearse
from coach.llm.time_limit import within
from coach.model_settings import ModelSettings
from tests.llm.connected import ASKED, KEY, SCHEMA, chosen, connected
from tests.support.model_server import Act, ModelServer, calls, fails, gives, probes, refuses, says, words

OK = {"verdict": "ok"}


def method_of(body: dict[str, Any]) -> str:
    """The method by which a call asks."""
    if body.get("tools"):
        return "tool_call"
    kind = (body.get("response_format") or {}).get("type")
    return {"json_schema": "json_schema", "json_object": "json_mode", None: "prompt"}[kind]


def taking(*methods: str) -> Any:
    """The script of a server that takes these methods only, and answers probes and calls rightly by them."""

    def script(body: dict[str, Any]) -> Act:
        if method_of(body) not in methods:
            return fails(400, f"'{method_of(body)}' of type is not supported with this model")
        return gives({"word": "ready"} if probes(body) else OK)

    return script


@pytest.mark.parametrize("method", METHODS)
def test_the_best_method_that_works_is_found_and_remembered(method: str, tmp_path: Path) -> None:
    with ModelServer(taking(method, "prompt"), probes=False) as server:
        with connected(server, tmp_path) as chat:
            assert json.loads(chat.ask(ASKED, SCHEMA).text) == OK
            assert chat.memory.method == method
        before = len(server.requests)
        with connected(server, tmp_path) as another:
            another.ask(ASKED, SCHEMA)

        assert len(server.requests) == before + 1
        assert method_of(server.requests[-1].body) == method


def test_a_server_that_ignores_the_method_is_found_out(tmp_path: Path) -> None:
    def chats(body: dict[str, Any]) -> Act:
        return gives({"word": "ready"}) if method_of(body) == "json_mode" else says("Sure. The word is ready.")

    with ModelServer(chats, probes=False) as server, connected(server, tmp_path) as chat:
        assert chat.probe() == "json_mode"


def test_a_method_that_is_refused_later_gives_way_to_the_next(tmp_path: Path) -> None:
    with ModelServer(taking(*METHODS), probes=False) as server, connected(server, tmp_path) as chat:
        chat.ask(ASKED, SCHEMA)
    with ModelServer(taking("tool_call"), probes=False) as server:
        with connected(server, tmp_path) as chat:
            chat.memory.works("json_schema")
            assert json.loads(chat.ask(ASKED, SCHEMA).text) == OK
            assert chat.memory.method == "tool_call"
        assert [method_of(request.body) for request in server.requests] == ["json_schema", "tool_call"]


def test_parameters_that_are_not_taken_are_left_out_from_then_on(tmp_path: Path) -> None:
    def fussy(body: dict[str, Any]) -> Act:
        for name in ("temperature", "max_tokens"):
            if name in body:
                return fails(400, f"Unsupported parameter: '{name}' is not supported with this model")
        return gives(OK)

    with ModelServer(fussy) as server:
        with connected(server, tmp_path) as chat:
            assert json.loads(chat.ask(ASKED, SCHEMA).text) == OK
        with connected(server, tmp_path) as chat:
            chat.ask(ASKED, SCHEMA)

        assert len(server.requests) == 4
        assert "temperature" not in server.requests[-1].body and "max_tokens" not in server.requests[-1].body


def test_a_damaged_memory_is_only_probed_anew(tmp_path: Path) -> None:
    (tmp_path / "endpoints.json").write_text("[[[", encoding="utf-8")
    with ModelServer([gives(OK)]) as server, connected(server, tmp_path) as chat:
        chat.ask(ASKED, SCHEMA)

    assert json.loads((tmp_path / "endpoints.json").read_text(encoding="utf-8"))


def test_broken_arguments_come_back_as_they_are(tmp_path: Path) -> None:
    with ModelServer([calls("verdict", '{"verdict": "o')]) as server, connected(server, tmp_path) as chat:
        chat.memory.works("tool_call")
        assert chat.ask(ASKED, SCHEMA).text == '{"verdict": "o'


def test_strictness_is_asked_where_the_schema_is_closed() -> None:
    assert is_strict(PROBE) and is_strict(SCHEMA)
    assert not is_strict(SCHEMA | {"required": []})
    assert not is_strict({"type": "object", "properties": {"a": {"type": "object", "properties": {"b": {}}}}})


def test_several_calls_run_at_once_and_keep_their_order(tmp_path: Path) -> None:
    def echo(body: dict[str, Any]) -> Act:
        return gives({"verdict": words(body).split()[-1]}, delay=0.1)

    asks = [[Message(role="user", content=f"number {n}")] for n in range(8)]
    with ModelServer(echo) as server, connected(server, tmp_path, concurrent=3) as chat:
        replies = chat.ask_all(asks, SCHEMA)

        assert 1 < server.at_once <= 3
    assert [json.loads(r.text)["verdict"] for r in replies if isinstance(r, Reply)] == [str(n) for n in range(8)]


def test_one_failure_of_many_leaves_the_others(tmp_path: Path) -> None:
    def fails_one(body: dict[str, Any]) -> Act:
        return says("") if "two" in words(body) else gives(OK)

    asks = [[Message(role="user", content=word)] for word in ("one", "two", "three")]
    with ModelServer(fails_one) as server, connected(server, tmp_path) as chat:
        one, two, three = chat.ask_all(asks, SCHEMA)

    assert isinstance(one, Reply) and isinstance(two, ModelError) and isinstance(three, Reply)


def test_an_endpoint_that_refuses_is_not_asked_for_the_rest(tmp_path: Path) -> None:
    asks = [[Message(role="user", content=str(n))] for n in range(20)]
    with ModelServer([fails(401, "no")]) as server, connected(server, tmp_path, concurrent=2) as chat:
        replies = chat.ask_all(asks, SCHEMA)

        assert len(server.requests) <= 3
    assert len(replies) == 20 and all(isinstance(reply, ModelRefused) for reply in replies)


def test_a_budget_refuses_the_call_that_does_not_fit(tmp_path: Path) -> None:
    with ModelServer([gives(OK, usage=(900, 100))]) as server, connected(server, tmp_path) as chat:
        with spending(Budget(2400, "this batch")) as batch:
            chat.ask(ASKED, SCHEMA)
            chat.ask(ASKED, SCHEMA)
            with pytest.raises(BudgetSpent, match="this batch"):
                chat.ask(ASKED, SCHEMA)

        assert len(server.requests) == 2
    assert batch.spent.tokens_in >= 1800 and batch.spent.tokens_out >= 200
    assert batch.left <= 400


def test_budgets_count_in_each_other_and_in_threads(tmp_path: Path) -> None:
    asks = [[Message(role="user", content=str(n))] for n in range(4)]
    with ModelServer([gives(OK, usage=(50, 10))]) as server, connected(server, tmp_path) as chat:
        chat.probe()
        with spending(Budget(10**6)) as batch, spending(Budget(10**6)) as review:
            chat.ask_all(asks, SCHEMA)

    assert batch.spent == review.spent
    assert (batch.spent.tokens_in, batch.spent.tokens_out) == (200, 40)
    assert batch.left == 10**6 - 240


def test_a_review_has_a_budget_of_its_own(tmp_path: Path) -> None:
    with ModelServer([gives(OK)]) as server, connected(server, tmp_path, tokens_per_review=50) as chat:
        with pytest.raises(BudgetSpent, match="OKR_COACH_TOKENS_PER_REVIEW"):
            chat.ask(ASKED, SCHEMA)

        assert server.requests == [] and server.others == []


def test_what_is_not_counted_is_estimated(tmp_path: Path) -> None:
    with ModelServer([gives(OK, usage=(-1, -1))]) as server, connected(server, tmp_path) as chat:
        usage = chat.ask(ASKED, SCHEMA).usage

    assert usage.tokens_in > 5 and usage.tokens_out > 1


def test_a_call_tells_the_endpoint_nothing_of_this_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_ORG_ID", "org-secret")
    with ModelServer([gives(OK)]) as server, connected(server, tmp_path) as chat:
        chat.ask(ASKED, SCHEMA)
        sent = server.requests[0].headers

    assert sent["authorization"] == f"Bearer {KEY}"
    assert not [name for name in sent if name.startswith("x-stainless-") and name != "x-stainless-raw-response"]
    assert "openai-organization" not in sent


def test_no_key_is_sent_where_none_is_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    with ModelServer([gives(OK)]) as server, connected(server, tmp_path, key=None) as chat:
        chat.ask(ASKED, SCHEMA)

        assert "authorization" not in server.requests[0].headers


def test_openai_itself_without_a_key_is_not_called(tmp_path: Path) -> None:
    with pytest.raises(ModelRefused, match="OPENAI_API_KEY"):
        connect(ModelSettings("gpt-4o"), tmp_path).ask(ASKED, SCHEMA)


def test_azure_is_spoken_to_in_its_own_way(tmp_path: Path) -> None:
    with ModelServer([gives(OK)]) as server:
        base = server.base_url.removesuffix("/v1")
        with connected(base, tmp_path, api_version="2024-10-21") as chat:
            chat.ask(ASKED, SCHEMA)
        request = server.requests[0]

    assert request.path == "/openai/deployments/scripted/chat/completions?api-version=2024-10-21"
    assert request.headers["api-key"] == KEY
    assert "max_completion_tokens" in request.body


def test_the_library_sends_nothing_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with ModelServer([gives(OK), says("hello")]) as server, ModelServer() as watcher:
        monkeypatch.setenv("LANGSMITH_TRACING", "true")
        monkeypatch.setenv("LANGCHAIN_TRACING_V2", "true")
        monkeypatch.setenv("LANGSMITH_ENDPOINT", watcher.base_url)
        monkeypatch.setenv("LANGSMITH_API_KEY", "lsv2_none")
        monkeypatch.setenv("LANGSMITH_GATEWAY", "true")
        monkeypatch.setenv("OPENAI_PROXY", watcher.base_url)
        monkeypatch.setenv("HTTP_PROXY", watcher.base_url)
        monkeypatch.setenv("OPENAI_BASE_URL", watcher.base_url)
        with connected(server, tmp_path) as chat:
            chat.ask(ASKED, SCHEMA)
            list(chat.talk(ASKED))
        from langchain_core.tracers.langchain import wait_for_all_tracers

        wait_for_all_tracers()

        assert watcher.requests == [] and watcher.others == []
        assert len(server.requests) == 2


def _every_word_of(error: BaseException) -> str:
    """An error as every traceback shows it, and all that hangs on to it."""
    shown = "".join(traceback.format_exception(error)) + repr(error) + repr(vars(error))
    for further in (error.__cause__, error.__context__):
        shown += _every_word_of(further) if further is not None else ""
    return shown


def test_the_key_is_nowhere_in_logs_errors_or_texts(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    told = [fails(401, f"Incorrect API key provided: {KEY}"), says(f"data {KEY}"), Act(body=f"<p>{KEY}")]
    shown = ""
    for act in told:
        with ModelServer([act]) as server, connected(server, tmp_path) as chat:
            for turn in (lambda chat=chat: chat.ask(ASKED, SCHEMA), lambda chat=chat: list(chat.talk(ASKED))):
                try:
                    turn()
                except ModelError as error:
                    shown += _every_word_of(error)
            shown += repr(chat) + repr(chat.chosen) + str(chat.chosen) + repr(vars(chat)["memory"])
    shown += "".join(f"{record.getMessage()} {record.args} {record.exc_info}" for record in caplog.records)
    shown += "".join(path.read_text(encoding="utf-8") for path in tmp_path.rglob("*") if path.is_file())
    captured = capfd.readouterr()

    assert caplog.records
    assert KEY not in shown + captured.out + captured.err


def test_connecting_loads_no_library_and_sends_nothing(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from coach.llm import connect; from coach.model_settings import ModelSettings; "
        f"connect(ModelSettings('m', 'http://127.0.0.1:9/v1'), Path({str(tmp_path)!r})); "
        "print([n for n in ('langchain', 'langchain_core', 'langchain_openai', 'openai', 'httpx') if n in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"


def test_a_busy_model_says_so(tmp_path: Path) -> None:
    with ModelServer([gives(OK)]) as server, connected(server, tmp_path, concurrent=1, timeout=0.2) as chat:
        chat.library()
        with chat._slot(), pytest.raises(ModelUnreachable, match="OKR_COACH_CONCURRENT"):
            chat.ask(ASKED, SCHEMA)


def test_settings_never_show_the_key() -> None:
    settings = chosen("http://127.0.0.1:1/v1")

    assert KEY not in repr(settings) + str(settings) + f"{settings}" + repr(vars(settings))
    assert isinstance(repr(Chat(settings, Path())), str)


def test_one_fault_of_the_server_does_not_stop_the_rest(tmp_path: Path) -> None:
    def stumbles(body: dict[str, Any]) -> Act:
        return fails(500, "oops") if words(body).endswith((" 0", " 1", " 4")) else gives(OK)

    asks = [[Message(role="user", content=f"number {n}")] for n in range(8)]
    with ModelServer(stumbles) as server, connected(server, tmp_path, concurrent=1) as chat:
        replies = chat.ask_all(asks, SCHEMA)

    assert [isinstance(reply, Reply) for reply in replies] == [n not in (0, 1, 4) for n in range(8)]


def test_a_reply_that_is_refused_for_its_words_does_not_stop_the_rest(tmp_path: Path) -> None:
    def declines(body: dict[str, Any]) -> Act:
        return refuses("I will not judge that") if words(body).endswith(" 0") else gives(OK)

    asks = [[Message(role="user", content=f"number {n}")] for n in range(3)]
    with ModelServer(declines) as server, connected(server, tmp_path, concurrent=1) as chat:
        first, *others = chat.ask_all(asks, SCHEMA)

    assert isinstance(first, ModelRefused) and all(isinstance(reply, Reply) for reply in others)


@pytest.mark.parametrize("status", [500, 429])
def test_an_endpoint_that_fails_three_times_in_a_row_is_left_alone(status: int, tmp_path: Path) -> None:
    asks = [[Message(role="user", content=str(n))] for n in range(20)]
    with ModelServer([fails(status, "no")]) as server, connected(server, tmp_path, concurrent=1) as chat:
        replies = chat.ask_all(asks, SCHEMA)

        assert len(server.requests) == 3
    assert len(replies) == 20 and all(isinstance(reply, ModelError) for reply in replies)
    assert len({id(reply) for reply in replies}) == 20


def test_the_probe_and_the_call_share_one_time_limit(tmp_path: Path) -> None:
    def slow(body: dict[str, Any]) -> Act:
        return gives({"word": "ready"} if probes(body) else OK, delay=0.5)

    with ModelServer(slow, probes=False) as server, connected(server, tmp_path, timeout=0.9) as chat:
        chat.library()
        with pytest.raises(ModelUnreachable, match="no whole answer"):
            chat.ask(ASKED, SCHEMA)


def test_no_call_is_sent_once_the_time_of_all_is_over(tmp_path: Path) -> None:
    with ModelServer([gives(OK)]) as server, connected(server, tmp_path) as chat:
        with within(0), pytest.raises(ModelUnreachable, match="no whole answer"):
            chat.ask(ASKED, SCHEMA)

        assert server.requests == [] and server.others == []


def test_what_a_call_costs_has_its_probe_and_its_failure_in_it(tmp_path: Path) -> None:
    def counts(body: dict[str, Any]) -> Act:
        if probes(body):
            return gives({"word": "ready"}, usage=(7, 3))
        return gives(OK, usage=(50, 10), finish="length" if "long" in words(body) else "stop")

    with ModelServer(counts, probes=False) as server, connected(server, tmp_path) as chat:
        assert chat.ask(ASKED, SCHEMA).usage.tokens == 70
        assert chat.ask(ASKED, SCHEMA).usage.tokens == 60
        with pytest.raises(ModelReplyError, match="cut off") as cut:
            chat.ask([Message(role="user", content="long")], SCHEMA)

    assert cut.value.tokens == (50, 10)


def test_warming_sends_nothing_and_keeps_nothing(tmp_path: Path) -> None:
    with ModelServer([gives(OK)]) as server, connected(server, tmp_path) as chat:
        rehearse(chat.chosen, tmp_path)

        assert server.requests == [] and server.others == []
    assert not list(tmp_path.iterdir())
    assert chat.memory.method is None


def test_once_it_was_rehearsed_a_call_builds_nothing_more(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from coach.llm import Message, connect; from coach.llm.rehearsal import rehearse; "
        "from coach.model_settings import ModelSettings; from openai.types.chat import ChatCompletion; "
        f"chosen = ModelSettings('m', sys.argv[1]); rehearse(chosen, Path({str(tmp_path)!r})); loaded = set(sys.modules); "
        f"connect(chosen, Path({str(tmp_path)!r})).ask([Message(role='user', content='x')], {SCHEMA!r}); "
        "print(len(set(sys.modules) - loaded), ChatCompletion.__pydantic_complete__)"
    )
    with ModelServer([gives(OK)]) as server:
        ran = subprocess.run(
            [sys.executable, "-c", program, server.base_url], capture_output=True, text=True, check=True
        )

    assert ran.stdout.split() == ["0", "True"]
