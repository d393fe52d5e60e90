"""Ctrl-C: exit code 130 and no traceback, whatever the program does at that moment."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent


def script(body: str) -> subprocess.CompletedProcess[str]:
    """A process in which Ctrl-C is pressed where `body` says so, by `press()`."""
    start = "import os, signal, sys\ndef press(*_):\n    os.kill(os.getpid(), signal.SIGINT)\n"
    return subprocess.run(
        [sys.executable, "-c", start + textwrap.dedent(body)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


WHILE_LOADING = """
    class Finder:
        def find_spec(self, name, path=None, target=None):
            if name == "{module}":
                press()
    sys.meta_path.insert(0, Finder())
    sys.argv = ["okr-coach", "explain", "--list"]
    from coach.cli import app
    app()
"""


@pytest.mark.parametrize("module", ["typer", "coach.cli.review", "coach.criteria", "coach.report.paint"])
def test_an_interrupt_while_modules_load(module: str) -> None:
    done = script(WHILE_LOADING.format(module=module))
    assert (done.returncode, done.stderr) == (130, "okr-coach: stopped\n")


@pytest.mark.parametrize(
    "where",
    [
        "press()",
        # A library that makes another error of it, and one that goes on as if nothing had been.
        "try:\n            press()\n        except BaseException:\n            raise ImportError('numpy cannot be loaded')",
        "try:\n            press()\n        except BaseException:\n            pass",
        # A place from which nothing can be raised.
        "type('Held', (), {'__del__': press})()",
    ],
    ids=["in a command", "as another error", "swallowed", "in a finaliser"],
)
def test_an_interrupt_while_a_command_runs(where: str) -> None:
    body = f"""
    import coach.criteria
    def catalogue():
        {where}
        return dict()
    coach.criteria.catalogue = catalogue
    sys.argv = ["okr-coach", "explain", "x"]
    from coach.cli import app
    app()
"""
    done = script(body)
    assert (done.returncode, done.stderr) == (130, "okr-coach: stopped\n")


def test_an_interrupt_while_the_interpreter_ends() -> None:
    done = script("""
    import atexit
    atexit.register(press)
    sys.argv = ["okr-coach", "--version"]
    from coach.cli import app
    app()
""")
    assert (done.returncode, done.stderr) == (130, "okr-coach: stopped\n")
    assert done.stdout.startswith("okr-coach ")


def test_importing_the_command_line_leaves_the_callers_interrupts_alone() -> None:
    done = script("""
    before = signal.getsignal(signal.SIGINT)
    import coach.cli
    print(signal.getsignal(signal.SIGINT) is before)
""")
    assert done.stdout == "True\n"


def test_an_ignored_interrupt_stays_ignored() -> None:
    done = script("""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    press()
    sys.argv = ["okr-coach", "--version"]
    from coach.cli import app
    app()
""")
    assert done.returncode == 0
