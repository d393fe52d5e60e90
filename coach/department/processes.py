"""A process that works for another one: started anew from its interpreter, spoken to through pipes, ended when the other ends.

Not `multiprocessing`: that runs the caller's main module again in every worker, and under Streamlit that module is a page.
"""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
from pathlib import Path
from typing import IO, Any

_LENGTH = 8
"""Bytes that say how long a message is."""
_ONE_THREAD = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "RAYON_NUM_THREADS"), "1"
) | {"TOKENIZERS_PARALLELISM": "false"}
"""The processes share the cores; threads of their libraries beside them would wait for one another (a fifth of the time, measured)."""
_START = "from coach.department.processes import work; work()"


class WorkerDied(Exception):
    """The process ended before it answered."""


class Process:
    """One worker. Used by one thread at a time; any thread may end it."""

    def __init__(self) -> None:
        package = str(Path(__file__).resolve().parents[2])
        paths = [package, *filter(None, [os.environ.get("PYTHONPATH")])]
        # -P: the folder that the program runs in is the user's, and no place to import from.
        # A session of its own: Ctrl-C is for the parent, which ends its workers.
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-c", _START],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(paths), "MALLOC_ARENA_MAX": "2", **_ONE_THREAD},
        )
        self.pid = self._process.pid

    def call(self, work: Any, *arguments: Any) -> Any:
        """What `work(*arguments)` gives there.

        Raises:
            WorkerDied: the process ended first; the message says how.
            Exception: what the work raised.
        """
        assert self._process.stdin is not None and self._process.stdout is not None
        try:
            _send(self._process.stdin, (work, arguments))
            well, found = _received(self._process.stdout)
        except (OSError, EOFError, ValueError) as error:
            raise WorkerDied(self._how_it_ended()) from error
        if not well:
            raise found
        return found

    def is_alive(self) -> bool:
        """Whether it runs still."""
        return self._process.poll() is None

    def end(self) -> None:
        """End it now."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except OSError:
                    continue  # what was on its way to a process that is no more

    def _how_it_ended(self) -> str:
        code = self._process.wait()
        if code == -signal.SIGKILL:
            return "the process that worked on it was killed, perhaps for lack of memory, and again when it was tried once more"
        how = f"by signal {-code}" if code < 0 else f"with exit code {code}"
        return f"the process that worked on it ended {how}, and again when it was tried once more"


def work() -> None:
    """Do what comes in on standard input until it is closed; what libraries print goes to standard error."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    incoming, outgoing = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)
    while True:
        try:
            function, arguments = _received(incoming)
        except EOFError:
            return
        try:
            answer = (True, function(*arguments))
        except Exception as error:
            answer = (False, error)
        try:
            _send(outgoing, answer)
        except OSError:
            return  # nobody waits for it any more
        except (pickle.PicklingError, TypeError, AttributeError) as error:
            _send(outgoing, (False, RuntimeError(f"{answer[1]!r} ({error})")))


def _send(pipe: IO[bytes], message: Any) -> None:
    written = pickle.dumps(message, pickle.HIGHEST_PROTOCOL)
    pipe.write(len(written).to_bytes(_LENGTH, "big"))
    pipe.write(written)
    pipe.flush()


def _received(pipe: IO[bytes]) -> Any:
    """The next message.

    Raises:
        EOFError: there is none, or it is cut short.
    """
    return pickle.loads(_read(pipe, int.from_bytes(_read(pipe, _LENGTH), "big")))


def _read(pipe: IO[bytes], size: int) -> bytes:
    found = pipe.read(size)
    if len(found) < size:
        raise EOFError
    return found
