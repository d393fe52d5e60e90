"""A process that has loaded what the command line loads, and runs each command that it is given in a child of its own.

Loading takes most of a short command's time, and the tests run a hundred. What a command does at its very beginning and end (what is
loaded when, interrupts, closed and full streams) is tried in processes of their own and not here.
"""

from __future__ import annotations

import atexit
import json
import os
import runpy
import signal
import socket
import sys
import traceback

_LOADED = (
    "bm25s", "chromadb", "onnxruntime", "sqlalchemy.dialects.sqlite", "tokenizers", "wordllama", "yaml",
    "coach.shared", "coach.intake", "coach.llm.chat", "coach.report", "coach.store.database",
)  # fmt: skip
"""What is the same whatever the environment says; the command line itself is loaded by the command."""


def main(descriptor: int) -> None:
    """Run commands until the other end of the socket is closed."""
    for name in _LOADED:
        __import__(name)
    with socket.socket(fileno=descriptor) as asked:
        while True:
            message, streams, _, _ = socket.recv_fds(asked, 8, 3)
            if not message:
                return
            request = json.loads(_read(asked, int.from_bytes(message, "big")))
            pid = os.fork()
            if pid == 0:
                asked.close()
                _run(request, streams)
            for stream in streams:
                os.close(stream)
            _, status = os.waitpid(pid, 0)
            asked.sendall(os.waitstatus_to_exitcode(status).to_bytes(4, "big", signed=True))


def _read(asked: socket.socket, length: int) -> bytes:
    found = b""
    while len(found) < length:
        found += asked.recv(length - len(found))
    return found


def _run(request: dict[str, object], streams: list[int]) -> None:
    """Be the command, to its end."""
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    os.environ.clear()
    os.environ.update(request["environment"])  # type: ignore[call-overload]
    os.chdir(request["folder"])  # type: ignore[arg-type]
    sys.argv = ["okr-coach", *map(os.fsdecode, request["arguments"])]  # type: ignore[call-overload]
    signal.signal(signal.SIGINT, signal.default_int_handler)
    code = 1
    try:
        runpy.run_module("coach", run_name="__main__", alter_sys=True)
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:
        traceback.print_exc()
    finally:
        atexit._run_exitfuncs()
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    main(int(sys.argv[1]))
