"""The command line: what it prints, where, and the exit code."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from coach.cli import app
from coach.criteria import catalogue

WEAK = "Objective: Be the best\n- Launch the new website\n- Train all managers\n"
STRONG = """\
Team: Discharge office, level: team
Period: 2027-Q1
Parent: Beds free when they are needed

Objective: Patients get home as soon as they are well
- Patients discharged before noon from 18% to 30% by 31 March 2027
- Patients who come back within a month from 9% to 7% by 31 March 2027
"""
HEAVY = ("chromadb", "langchain", "openai", "streamlit", "onnxruntime", "numpy", "wordllama", "openpyxl", "pydantic")


def run(*arguments: str | Path, input: str | bytes | None = None) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments], input=input, prog_name="okr-coach")


def one_line(result: Result) -> str:
    """The one line on standard error that says what is wrong."""
    assert result.exit_code == 2, result.output
    assert result.stderr.count("\n") == 1
    assert result.stderr.startswith("okr-coach: ")
    assert "Traceback" not in result.output
    return result.stderr


@pytest.fixture
def weak(tmp_path: Path) -> Path:
    path = tmp_path / "weak.md"
    path.write_text(WEAK, encoding="utf-8")
    return path


def test_a_weak_draft_is_reviewed_and_fails(weak: Path) -> None:
    result = run("review", weak)
    assert result.exit_code == 1
    assert result.stdout.startswith("Not ready: ")
    assert "A task, not a result" in result.stdout
    assert result.stderr == ""


def test_the_exit_code_follows_the_failing_severity(tmp_path: Path) -> None:
    draft = tmp_path / "strong.txt"
    draft.write_text(STRONG, encoding="utf-8")
    worst = json.loads(run("review", draft, "--format", "json").stdout)["findings"]
    reached = {finding["severity"] for finding in worst}
    for severity, at_or_above in (
        ("fix", {"fix"}),
        ("improve", {"fix", "improve"}),
        ("consider", {"fix", "improve", "consider"}),
    ):
        assert run("review", draft, "--fail-on", severity).exit_code == int(bool(reached & at_or_above))
    assert run("review", draft, "--fail-on", "never").exit_code == 0


@pytest.mark.parametrize("bytes_in", [WEAK.encode(), WEAK.replace("\n", "\r\n").encode("utf-16")])
def test_standard_input_is_read(bytes_in: bytes) -> None:
    result = run("review", "-", "--format", "json", input=bytes_in)
    assert result.exit_code == 1
    assert json.loads(result.stdout)["draft"]["objectives"][0]["objective"] == "Be the best"


def test_every_format_is_written(weak: Path) -> None:
    assert json.loads(run("review", weak, "--format", "json").stdout)["readiness"] == "Not ready"
    sarif = json.loads(run("review", weak, "--format", "sarif").stdout)
    assert {result["ruleId"] for result in sarif["runs"][0]["results"]} >= {"activity-key-result"}
    assert run("review", weak, "--format", "github").stdout.startswith("::error file=")
    assert run("review", weak, "--format", "markdown").stdout.startswith("# OKR review: Not ready")


def test_json_and_workbooks_are_read(tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    assert book.active is not None
    for row in (
        ["Objective", "Key result", "Owner"],
        ["Help shops", "Launch the wizard", "Ana"],
        ["Help shops", "Orders from 10 to 20", None],
    ):
        book.active.append(row)
    book.save(tmp_path / "plan.xlsx")
    found = json.loads(run("review", tmp_path / "plan.xlsx", "--format", "json").stdout)
    assert found["findings"][0]["place"]["row"] == 2
    draft = {"id": "d1", "objectives": [{"objective": "Help shops", "key_results": ["Launch the wizard"]}]}
    (tmp_path / "draft.json").write_text(json.dumps(draft), encoding="utf-8")
    assert json.loads(run("review", tmp_path / "draft.json", "--format", "json").stdout)["draft_id"] == "d1"


def test_bad_input_is_one_line_and_exit_2(tmp_path: Path) -> None:
    picture, empty = tmp_path / "photo.png", tmp_path / "empty.txt"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(50))
    empty.touch()
    assert "PNG picture" in one_line(run("review", picture))
    assert "empty" in one_line(run("review", empty))
    assert "no such file" in one_line(run("review", tmp_path / "none.txt"))
    assert "folder" in one_line(run("review", tmp_path))
    assert "empty" in one_line(run("review", "-", input=""))


def test_an_error_cannot_control_the_terminal(tmp_path: Path) -> None:
    assert "\x1b" not in one_line(run("review", tmp_path / "a\x1b[31m\nb.txt"))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["review"], "Missing argument 'FILE'. See `okr-coach review --help`."),
        (["review", "x", "--format", "pdf"], "'pdf' is not one of"),
        (["review", "x", "--fail-on", "all"], "'all' is not one of"),
        (["revew"], "Did you mean 'review'?"),
        (["review", "x", "--nope"], "No such option: --nope"),
        (["review", "x", "--lines", "--format", "sarif"], "leave out `--format sarif`"),
        (["explain"], "--list"),
        (["knowledge", "remove", "nothing.md"], "there is no document 'nothing.md'"),
        (["app", "--port", "0"], "--port"),
    ],
)
def test_wrong_usage_is_one_line_and_exit_2(arguments: list[str], said: str) -> None:
    assert said in one_line(run(*arguments))


def test_a_text_without_an_okr_says_what_was_looked_for() -> None:
    chat = "Hi Tom, are we still on for lunch on Friday?\nBest, Ana\n"
    assert "Looked for labels" in one_line(run("review", "-", input=chat))
    result = run("review", "-", "--fail-on", "never", input=chat)
    assert result.exit_code == 0
    assert result.stdout.startswith("Nothing to review")
    assert "Looked for labels" in " ".join(result.stdout.split())
    found = run("review", "-", "--format", "json", input=chat)
    assert found.exit_code == 2
    assert json.loads(found.stdout)["readiness"] == "Nothing to review"


def test_lines_are_reviewed_in_order_and_a_bad_one_does_not_end_the_run(tmp_path: Path) -> None:
    drafts = [{"id": f"d{number}", "text": WEAK} for number in range(40)]
    lines = [json.dumps(draft) for draft in drafts]
    lines[3] = "{not json"
    lines.insert(5, "")
    lines[38] = json.dumps({"objectives": 7})
    path = tmp_path / "drafts.jsonl"
    path.write_bytes("\n".join(lines).encode() + b'\n{"id": "\xff"}\n')
    result = run("review", path, "--lines")
    assert result.exit_code == 2
    found = [json.loads(line) for line in result.stdout.splitlines()]
    assert [row["line"] for row in found if "error" in row] == [4, 39, 42]
    assert [row["draft_id"] for row in found if "error" not in row] == [f"d{n}" for n in range(40) if n not in (3, 37)]
    assert "UTF-8" in found[-1]["error"]


def test_lines_without_a_bad_one_exit_by_severity() -> None:
    line = json.dumps({"text": WEAK})
    assert run("review", "-", "--lines", input=f"{line}\n{line}").exit_code == 1
    assert run("review", "-", "--lines", "--fail-on", "never", input=line).exit_code == 0
    assert "there is no line" in one_line(run("review", "-", "--lines", input="\n"))


def test_explain_shows_the_page() -> None:
    result = run("explain", "missing-baseline")
    page = catalogue()["missing-baseline"]
    assert result.exit_code == 0
    assert result.stdout.startswith(f"{page.title} (missing-baseline)\nImprove")
    shown = " ".join(result.stdout.split())
    for words in (
        "What it checks",
        "Why it matters",
        "Ask yourself",
        "Known limits",
        page.examples[0].bad,
        page.examples[0].better_because,
    ):
        assert " ".join(words.split()) in shown


def test_explain_lists_the_catalogue_and_suggests_what_was_meant() -> None:
    listed = run("explain", "--list").stdout
    assert all(criterion.id in listed and criterion.title in listed for criterion in catalogue().values())
    assert "Did you mean missing-baseline" in one_line(run("explain", "missing-basline"))
    assert "vague-wording" in one_line(run("explain", "vague"))


def test_explain_says_what_the_house_rules_change(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rules = tmp_path / "rules.yaml"
    rules.write_text("severity: {missing-owner: fix}\noff: {no-parent-link: We use another tool.}\n", encoding="utf-8")
    monkeypatch.setenv("OKR_COACH_RULES", str(rules))
    assert "Fix first" in run("explain", "missing-owner").stdout.split("\n")[1]
    assert "Switched off by the house rules: We use another tool." in run("explain", "no-parent-link").stdout


def test_own_documents_are_added_listed_and_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OKR_COACH_HOME", str(tmp_path / "home"))
    document = tmp_path / "our way.md"
    document.write_text("# Our way\n\nEvery key result names its starting value.\n", encoding="utf-8")
    assert run("knowledge", "add", document).stdout == "Added our way.md: 1 passage. The next review can cite it.\n"
    assert "our way.md  1 passage, added" in run("knowledge", "list").stdout
    assert run("knowledge", "remove", "our way.md").exit_code == 0
    assert "No document of your own" in run("knowledge", "list").stdout
    assert "there is no such file" in one_line(run("knowledge", "add", tmp_path / "none.md"))


def test_rebuild_replaces_a_damaged_index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OKR_COACH_HOME", str(tmp_path))
    assert run("knowledge", "rebuild").stdout.startswith("Built the index of ")
    (passages,) = (tmp_path / "index").glob("*/passages.json")
    passages.write_text("[damaged", encoding="utf-8")
    assert run("knowledge", "rebuild").exit_code == 0
    (passages,) = (tmp_path / "index").glob("*/passages.json")
    assert json.loads(passages.read_text(encoding="utf-8"))
    assert [path.name for path in tmp_path.iterdir()] == ["index"]


def test_criteria_are_completed() -> None:
    environment = {
        "_OKR_COACH_COMPLETE": "complete_bash",
        "COMP_WORDS": "okr-coach explain missing-b",
        "COMP_CWORD": "2",
    }
    result = CliRunner().invoke(app, [], env=environment, prog_name="okr-coach")
    assert result.stdout.split() == ["missing-baseline"]


def coach(*arguments: str | Path, **options: object) -> subprocess.CompletedProcess[str]:
    """A run in a process of its own."""
    command = [sys.executable, "-m", "coach", *map(str, arguments)]
    root = Path(__file__).parent.parent
    return subprocess.run(command, cwd=root, capture_output=True, text=True, encoding="utf-8", check=False, **options)  # type: ignore[call-overload, no-any-return]


@pytest.mark.parametrize(
    "statement", ["import coach", "from coach.cli import app; app(['--help'], standalone_mode=False)"]
)
def test_nothing_heavy_is_loaded_before_it_is_needed(statement: str) -> None:
    script = f"{statement}\nimport sys\nprint('LOADED', [name for name in {HEAVY} if any(m.split('.')[0].startswith(name) for m in sys.modules)])"
    found = subprocess.run(
        [sys.executable, "-c", script], cwd=Path(__file__).parent.parent, capture_output=True, text=True, check=True
    )
    assert found.stdout.splitlines()[-1] == "LOADED []"


def test_help_and_version_are_printed() -> None:
    assert "review" in coach("--help").stdout
    assert coach("--version").stdout.startswith("okr-coach ")


def test_help_does_not_promise_more_than_a_model_keeps() -> None:
    for arguments in (("--help",), ("app", "--help")):
        told = " ".join(coach(*arguments).stdout.split())
        assert "unless a model is set: then drafts go to its endpoint" in told


def test_a_closed_pipe_is_one_line_and_exit_2(tmp_path: Path) -> None:
    drafts = tmp_path / "drafts.jsonl"
    drafts.write_text((json.dumps({"text": WEAK}) + "\n") * 200, encoding="utf-8")
    read, write = os.pipe()
    os.close(read)
    command = [sys.executable, "-m", "coach", "review", "--lines", str(drafts)]
    done = subprocess.run(
        command, cwd=Path(__file__).parent.parent, stdout=write, stderr=subprocess.PIPE, text=True, check=False
    )
    os.close(write)
    assert done.returncode == 2
    assert done.stderr == "okr-coach: the output was closed before all of it was written\n"


@contextlib.contextmanager
def _reviewing_lines(count: int) -> Iterator[subprocess.Popen[str]]:
    """A process that has been given `count` drafts and waits for more."""
    command = [sys.executable, "-m", "coach", "review", "--lines", "-"]
    pipe = subprocess.PIPE
    with subprocess.Popen(
        command, cwd=Path(__file__).parent.parent, stdin=pipe, stdout=pipe, stderr=pipe, text=True
    ) as process:
        assert process.stdin is not None
        process.stdin.write((json.dumps({"text": WEAK}) + "\n") * count)
        process.stdin.flush()
        yield process


def test_an_interrupt_is_one_line_and_exit_130() -> None:
    with _reviewing_lines(32) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert json.loads(process.stdout.readline())["readiness"] == "Not ready"
        process.send_signal(signal.SIGINT)
        assert process.wait() == 130
        assert process.stderr.read() == "okr-coach: stopped\n"


def test_an_interrupt_ends_a_run_that_waits_for_its_reader() -> None:
    """More is written than a pipe holds, and nobody reads on."""
    with _reviewing_lines(160) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=2)  # until the pipe is full
        process.send_signal(signal.SIGINT)
        try:
            assert process.wait(timeout=60) == 130
        finally:
            process.kill()


def test_json_is_utf_8_whatever_the_terminal_speaks() -> None:
    draft = "Objective: Größere Reichweite für Läden\n- Besucher von 10 auf 20 € steigern\n"
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    done = coach("review", "-", "--format", "json", input=draft, env=environment)
    assert "Größere Reichweite" in json.loads(done.stdout)["draft"]["objectives"][0]["objective"]
    assert "Traceback" not in done.stderr
