"""Commands as a shell gives them, each in a process of its own that begins with everything loaded (`warm_program`)."""

from __future__ import annotations

import atexit
import json
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
_ENDS_WITHIN = 300
"""Seconds. No test asserts on the clock: this only ends a test that would hang."""


def okr_coach(
    *arguments: str | bytes | Path,
    said: bytes | str = b"",
    environment: Mapping[str, str] | None = None,
    **variables: str,
) -> subprocess.CompletedProcess[bytes]:
    """Run `okr-coach` with these arguments, to its end.

    Args:
        arguments: as typed.
        said: what it reads from standard input.
        environment: all that it finds in the environment; None: what the tests have.
        variables: set beside that.
    """
    given = [os.fsdecode(argument) for argument in arguments]
    request = {
        "arguments": given,
        "environment": {**(os.environ if environment is None else environment), **variables},
        "folder": str(ROOT),
    }
    message = json.dumps(request).encode("ascii")
    with tempfile.TemporaryFile() as into, tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as errors:
        into.write(said.encode("utf-8") if isinstance(said, str) else said)
        into.seek(0)
        program = _program()
        socket.send_fds(program, [len(message).to_bytes(8, "big")], [into.fileno(), out.fileno(), errors.fileno()])
        program.sendall(message)
        answer = program.recv(4)
        assert len(answer) == 4, "the process that runs the commands has ended"
        out.seek(0)
        errors.seek(0)
        code = int.from_bytes(answer, "big", signed=True)
        return subprocess.CompletedProcess(given, code, out.read(), errors.read())


def in_text(done: subprocess.CompletedProcess[bytes]) -> subprocess.CompletedProcess[str]:
    """What a command said, as text."""
    return subprocess.CompletedProcess(
        done.args, done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8")
    )


@cache
def _program() -> socket.socket:
    """The process that runs the commands of this worker, started with the first."""
    here, there = socket.socketpair()
    command = [sys.executable, "-m", "tests.support.warm_program", str(there.fileno())]
    started = subprocess.Popen(command, cwd=ROOT, pass_fds=[there.fileno()], stdin=subprocess.DEVNULL)
    there.close()
    here.settimeout(_ENDS_WITHIN)

    def end() -> None:
        here.close()
        started.wait(timeout=20)

    atexit.register(end)
    return here
