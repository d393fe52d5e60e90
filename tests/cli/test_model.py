"""``okr-coach model``: what is set, what it answers, in lines for a person; and no key in any of them."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.support.commands import in_text, okr_coach
from tests.support.model_server import Act, ModelServer, fails, gives

ROOT = Path(__file__).parent.parent.parent
KEY = "sk-proj-Abc123Def456Ghi789Jkl"


def run(*arguments: str, home: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """The command line, in a process of its own."""
    return in_text(okr_coach("model", *arguments, OKR_COACH_HOME=str(home), **variables))


def test_without_a_model_it_says_how_to_set_one(tmp_path: Path) -> None:
    said = run(home=tmp_path)
    checked = run("check", home=tmp_path)

    assert said.returncode == 0 and checked.returncode == 2
    for name in ("OKR_COACH_MODEL", "OPENAI_BASE_URL", "OPENAI_API_KEY"):
        assert name in said.stdout and name in checked.stderr
    assert len(checked.stderr.splitlines()) == 1


def test_what_is_set_is_said_without_the_key(tmp_path: Path) -> None:
    said = run(home=tmp_path, OKR_COACH_MODEL="m", OPENAI_BASE_URL="http://10.0.0.7:8000/v1", OPENAI_API_KEY=KEY)

    assert said.returncode == 0
    assert "10.0.0.7:8000" in said.stdout and "without encryption" in said.stdout
    assert KEY not in said.stdout + said.stderr


def test_a_check_says_what_was_reached_and_how_it_answers(tmp_path: Path) -> None:
    def by_tool_only(body: dict[str, object]) -> Act:
        return gives({"word": "ready"}) if body.get("tools") else fails(400, "response_format is not supported")

    with ModelServer(by_tool_only, probes=False) as server:
        done = run(
            "check",
            "--no-review",
            home=tmp_path,
            OKR_COACH_MODEL="scripted",
            OPENAI_BASE_URL=server.base_url,
            OPENAI_API_KEY=KEY,
        )

    assert done.returncode == 0, done.stderr
    lines = dict(line.split(None, 1) for line in done.stdout.splitlines())
    assert server.host in lines["Reached"]
    assert lines["Models"] == "1 listed: scripted"
    assert lines["Structured"] == "tool_call"
    assert "median of 3" in lines["Latency"]
    assert "evals run --model scripted" in lines["Scorecard"]
    assert KEY not in done.stdout + done.stderr


def test_a_check_measures_what_a_review_costs(tmp_path: Path) -> None:
    with ModelServer([gives({"word": "ready"}, usage=(1234, 56))]) as server:
        done = run("check", home=tmp_path, OKR_COACH_MODEL="scripted", OPENAI_BASE_URL=server.base_url)

        assert any("parcel" in request.text for request in server.requests)
    assert done.returncode == 0, done.stderr
    assert "A review" in done.stdout


@pytest.mark.parametrize(
    ("act", "said"),
    [(fails(401, f"Incorrect API key provided: {KEY}"), "OPENAI_API_KEY"), (fails(404, "no such model"), "/v1")],
)
def test_what_the_endpoint_refuses_is_one_line(act: Act, said: str, tmp_path: Path) -> None:
    with ModelServer([act], probes=False) as server:
        done = run("check", home=tmp_path, OKR_COACH_MODEL="m", OPENAI_BASE_URL=server.base_url, OPENAI_API_KEY=KEY)

    assert done.returncode == 2
    assert said in done.stderr and len(done.stderr.splitlines()) == 1
    assert KEY not in done.stdout + done.stderr
