"""Run as a program: takes the network away from this process, then runs a file. Any try at it ends the process.

    python no_network.py FILE [ARGUMENTS]

Python's own calls are seen by an audit hook. Compiled code (Chroma's is Rust) does not pass there, so where the kernel
offers it a filter on system calls stands behind the hook: to open a socket that is not a Unix one kills the process.

One thing is done before the watch begins: urllib3, which comes in with the embedder's package, is imported. It asks then
whether this machine knows IPv6, by a socket bound to the machine itself, and sends nothing.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import platform
import runpy
import struct
import sys

NETWORK_ASKED_FOR = 86
"""Exit code of a process that tried to reach the network from Python."""
_WATCHED = (
    "socket.connect",
    "socket.getaddrinfo",
    "socket.gethostbyname",
    "socket.bind",
    "socket.sendto",
    "urllib.Request",
)
_PR_SET_NO_NEW_PRIVS, _PR_SET_SECCOMP, _FILTER = 38, 22, 2
_ALLOW, _KILL_PROCESS = 0x7FFF0000, 0x80000000
_SOCKET_CALL = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}
"""The architecture's number in an audit record, and the number of its system call `socket`."""


def _watch(event: str, arguments: tuple[object, ...]) -> None:
    if event in _WATCHED or (event == "socket.__new__" and arguments[1] in (2, 10)):
        os.write(2, f"the network was asked for: {event} {arguments!r}\n".encode())
        os._exit(NETWORK_ASKED_FOR)


def _forbid_sockets() -> bool:
    """Have the kernel end this process when it opens a socket other than a Unix one; False where it cannot."""
    known = _SOCKET_CALL.get(platform.machine())
    if sys.platform != "linux" or known is None:
        return False
    architecture, call = known

    def step(code: int, when: int, otherwise: int, value: int) -> bytes:
        return struct.pack("HBBI", code, when, otherwise, value)

    load, equal, back = 0x20, 0x15, 0x06
    program = b"".join(
        [
            step(load, 0, 0, 4),  # the architecture
            step(equal, 0, 4, architecture),
            step(load, 0, 0, 0),  # the call
            step(equal, 0, 2, call),
            step(load, 0, 0, 16),  # its first argument: the family of the socket
            step(equal, 0, 1, 1),  # AF_UNIX
            step(back, 0, 0, _ALLOW),
            step(back, 0, 0, _KILL_PROCESS),
        ]
    )
    buffer = ctypes.create_string_buffer(program, len(program))
    header = struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(buffer))
    libc = ctypes.CDLL(None, use_errno=True)
    return libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 and libc.prctl(_PR_SET_SECCOMP, _FILTER, header, 0, 0) == 0


if __name__ == "__main__":
    with contextlib.suppress(ImportError):
        import urllib3  # noqa: F401
    os.environ["KERNEL_WATCHES"] = "yes" if _forbid_sockets() else "no"
    sys.addaudithook(_watch)
    sys.argv = sys.argv[1:]
    runpy.run_path(sys.argv[0], run_name="__main__")
