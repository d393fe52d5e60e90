"""`okr-coach chat`: piped, from a file, in a terminal; what was pasted cannot control the screen."""

from __future__ import annotations

import os
import pty
import re
import select
import subprocess
import sys
import time
from pathlib import Path

import pytest

from coach.cli.chat import chat as command
from coach.errors import InputError
from tests.support.commands import in_text, okr_coach

ROOT = Path(__file__).parent.parent.parent
DRAFT = "Objective: Shops can order without calling us\n- Raise the share of orders placed online to 35 %\n- Calls to the order desk from 40 to 15 a day by 30 June\n"


def chat(*arguments: str, said: str = "", home: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    return in_text(okr_coach("chat", *arguments, said=said, OKR_COACH_HOME=str(home), **variables))


@pytest.fixture
def home() -> Path:
    return Path(os.environ["OKR_COACH_HOME"])


def test_a_piped_conversation_ends_with_the_draft(home: Path, tmp_path: Path) -> None:
    out = tmp_path / "ready.md"
    ran = chat("--no-keep", "--out", str(out), said=f"Sales, Q2 2027\n\n{DRAFT}\nabout 22 %, Priya\n", home=home)
    assert ran.returncode == 0, ran.stderr
    assert "Nothing leaves this machine." in ran.stdout
    assert "from 22 % to 35 %" in " ".join(ran.stdout.split())
    assert "Before and after:" in ran.stdout
    written = out.read_text("utf-8")
    assert "- Raise the share of orders placed online from 22 % to 35 % \\(owner: Priya\\)" in written or (
        "from 22 % to 35 % (owner: Priya)" in written
    )
    assert "\x1b" not in ran.stdout and "Kept" not in ran.stdout


def test_it_begins_with_a_file_and_is_kept_listed_and_gone_on_with(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "q2.md"
    file.write_text(DRAFT, "utf-8")
    first = chat(str(file), said="skip\n", home=home)
    assert first.returncode == 0, first.stderr
    id_ = re.findall(r"--open (\w+)", first.stdout)[-1]
    assert f"{id_}  " in chat("--list", home=home).stdout
    again = chat("--open", id_, said="undo\ndone\n", home=home)
    assert again.returncode == 0, again.stderr
    assert "Undone" in again.stdout and "Still open:" in again.stdout


def test_what_was_pasted_cannot_control_the_terminal(home: Path) -> None:
    evil = "Objective: Shops \x1b]0;owned\x07order\x1b[2J again\n- Launch the \u202eppa\x1b[31m\n"
    ran = chat("--no-keep", said=f"{evil}\n\x1b[31mskip\nwhy\x07?\nshow me the draft\ndone\n", home=home)
    assert ran.returncode == 0, ran.stderr
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f\u202e]", ran.stdout)


def test_colour_is_shown_where_it_is_wanted(home: Path) -> None:
    shown = chat("--no-keep", said=f"{DRAFT}\ndone\n", home=home, FORCE_COLOR="1").stdout
    assert "\x1b[1;33mImprove\x1b[0m" in shown


@pytest.mark.parametrize(
    ("file", "out", "open_id", "said"),
    [
        (Path("nowhere.md"), None, None, "no such file"),
        (None, Path("/nowhere/at/all.md"), None, "no folder"),
        (Path("y.md"), None, "x", "leave FILE out"),
        (None, None, "zz", "no conversation with an id"),
    ],
)
def test_what_cannot_be_done_is_said_before_anything_is_asked(
    file: Path | None, out: Path | None, open_id: str | None, said: str
) -> None:
    with pytest.raises(InputError, match=said):
        command(file=file, out=out, list_them=False, open_id=open_id, keep=False)


def test_in_a_terminal_a_paste_is_one_message_and_ctrl_d_ends_with_the_summary(home: Path) -> None:
    main, side = pty.openpty()
    program = subprocess.Popen(
        [sys.executable, "-m", "coach", "chat", "--no-keep"],
        cwd=ROOT, env={**os.environ, "OKR_COACH_HOME": str(home), "TERM": "dumb"}, stdin=side, stdout=side, stderr=side, close_fds=True,
    )  # fmt: skip
    os.close(side)
    shown = _until(main, "> ")
    os.write(main, DRAFT.replace("\n- Calls", "\n\n- Calls").encode())
    shown = _until(main, "> ")
    assert "1 to improve" in shown and shown.count("Nearly there") == 1
    os.write(main, b"22 %\n")
    assert "from 22 %" in " ".join(_until(main, "> ").split())
    os.write(main, b"\x04")
    assert "The draft:" in _until(main, "")
    assert program.wait(60) == 0
    os.close(main)


def _until(descriptor: int, prompt: str) -> str:
    """What the terminal shows up to the next prompt; to the end where `prompt` is empty."""
    shown, until = "", time.monotonic() + 90
    while time.monotonic() < until:
        if not select.select([descriptor], [], [], 1)[0]:
            continue
        try:
            piece = os.read(descriptor, 65536)
        except OSError:
            return shown
        if not piece:
            return shown
        shown += piece.decode("utf-8", "replace")
        if prompt and shown.endswith(f"\n{prompt}"):
            return shown
    raise AssertionError(f"no prompt came: {shown}")
