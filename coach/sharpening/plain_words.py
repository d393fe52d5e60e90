"""What a model says, made plain: no link, no picture, no markup, no control character; short, and none of our own prompt.

A model may have read a draft or a document that asked for such things. What is shown of its words can make nothing happen.
"""

from __future__ import annotations

import re
import unicodedata

from coach.report.plain import shortened

_LINKED = re.compile(
    r"!?\[([^\[\]]*)\]\s*\([^()]*\)|!?\[([^\[\]]*)\]\s*\[[^\[\]]*\]|^\s*\[[^\[\]]*\]:.*$", re.MULTILINE
)
_TAGS = re.compile(r"<[^<>]*>|&[#\w]{1,31};")
_ADDRESSES = re.compile(
    r"\b[a-z][a-z0-9+.-]{1,20}:/*(?=[^\s/])\S*(?://|@|%|\()\S*|\b[a-z][a-z0-9+.-]{1,20}://\S*|\b(?:javascript|data|mailto|vbscript|file):\S+"
    r"|\bwww\.\S+|[\w.+-]{1,64}@[\w-]{1,100}\.\S+|\b(?:[\w-]{1,60}\.)+[a-z]{2,12}/\S*",
    re.IGNORECASE,
)
_NO_WORDS = re.compile(r"\b(?:sk|pk|rk|ghp|gho|xox[a-z]|AKIA|Bearer)[-_ ][\w-]{8,}|\S{33,}")
"""Keys, and what is too long to be a word: nobody reads it, and it may be what should not be told."""
_MARKUP = str.maketrans(dict.fromkeys("`*~<>|\\{}", None))
_EMPHASIS = re.compile(r"(?<!\w)_|_(?!\w)")
"""Underscores that could be emphasis; one within a name is part of it."""
_ROUNDS = 4
_LONGEST = 4000
"""Characters that are looked at: what is longer is cut before anything else is done with it."""
_SHARED_WORDS = 8
"""Words in a row that tell that a text repeats the prompt."""


def plain_words(text: str, length: int) -> str:
    """`text` as one plain line of at most about `length` characters; empty where nothing is left of it."""
    text = bare(text[:_LONGEST])
    for _ in range(_ROUNDS):
        before = text
        text = _ADDRESSES.sub(" ", _TAGS.sub(" ", _LINKED.sub(lambda m: m.group(1) or m.group(2) or " ", text)))
        text = _EMPHASIS.sub("", text.translate(_MARKUP))
        if text == before:
            break
    text = _NO_WORDS.sub(" ", text).replace("://", ": ")
    if "](" in text or "][" in text:
        text = text.replace("[", " ").replace("]", " ")
    text = " ".join(text.split())
    return shortened(text, length) if re.search(r"[^\W_]", text) else ""


def bare(text: str) -> str:
    """`text` on one line, without characters that are not seen: controls, marks of direction, surrogates, zero widths."""
    kept = (
        " " if char.isspace() else char
        for char in text
        if char.isspace() or unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co", "Cn")
    )
    return " ".join("".join(kept).split())


def runs_of(text: str) -> frozenset[tuple[str, ...]]:
    """All stretches of eight words in a row, for `repeats`."""
    words = re.findall(r"\w+", text.lower())
    return frozenset(tuple(words[at : at + _SHARED_WORDS]) for at in range(len(words) - _SHARED_WORDS + 1))


def repeats(text: str, runs: frozenset[tuple[str, ...]]) -> bool:
    """Whether `text` holds one of these stretches: then it repeats what was not meant to be shown."""
    return not runs.isdisjoint(runs_of(text))
