"""What the writer types, pastes or pipes, parted into messages.

In a terminal the lines that arrive together are one message: a paste comes within milliseconds, a person types one line at a time.
From a pipe a line is a message, but for a draft, which goes on to an empty line.
"""

from __future__ import annotations

import os
import re
import select
import sys
from collections.abc import Callable, Iterator

from coach.cli.streams import standard_input
from coach.dialogue.pasting import pasted_draft
from coach.dialogue.phrases import phrases
from coach.errors import InputError

_TOGETHER = 0.08
"""Seconds within which the next line of a paste arrives."""
_LABELLED = re.compile(r"^\s*(?:[-*•–]\s|\d+[.)]\s|(?:kr|key ?result|objective)\b[^:]{0,12}:)", re.IGNORECASE)
_BRACKETED = re.compile("\x1b\\[20[01]~")
"""The marks that terminals put around a paste where a shell has asked for them."""


def messages(has_draft: Callable[[], bool], prompt: Callable[[], None]) -> Iterator[str]:
    """The writer's messages until the input ends.

    Args:
        has_draft: whether there is a draft already; before that, what is piped is read as one up to the end of a draft.
        prompt: asks for the next message, where a person sits there.
    """
    stream = standard_input()
    if stream.isatty():
        yield from _typed(stream.fileno(), prompt)
    else:
        yield from _piped((_decoded(line) for line in stream), has_draft)


def _typed(descriptor: int, prompt: Callable[[], None]) -> Iterator[str]:
    while True:
        prompt()
        said = b""
        while True:
            piece = os.read(descriptor, 65536)
            said += piece
            if not piece:
                break
            if said.endswith(b"\n") and not select.select([descriptor], [], [], _TOGETHER)[0]:
                break
        if not said:
            return
        yield _decoded(said)


def _piped(lines: Iterator[str], has_draft: Callable[[], bool]) -> Iterator[str]:
    waiting = next(lines, None)
    while waiting is not None:
        if not waiting.strip():
            waiting = next(lines, None)
            continue
        said = [waiting]
        waiting = next(lines, None)
        if not has_draft() and phrases().act_of(said[0]) is None and not said[0].rstrip().endswith("?"):
            while waiting is not None and (waiting.strip() or not _is_whole("\n".join(said))):
                said.append(waiting)
                waiting = next(lines, None)
        elif _LABELLED.match(said[0]):
            while waiting is not None and _LABELLED.match(waiting):
                said.append(waiting)
                waiting = next(lines, None)
        yield "\n".join(said)


def _is_whole(text: str) -> bool:
    """Whether what was read so far is a draft with key results, so that an empty line ends it."""
    try:
        draft = pasted_draft(text, first=True)
    except InputError:
        return True
    return draft is not None and any(objective.text and objective.key_results for objective in draft.objectives)


def _decoded(line: bytes) -> str:
    encoding = "utf-8" if not sys.stdin or not sys.stdin.encoding else sys.stdin.encoding
    return _BRACKETED.sub("", line.decode(encoding, "replace").replace("\r\n", "\n").rstrip("\n"))
