"""Whether one line is another one's words: pasted, or pasted and touched."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

_LITTLE = frozenset(
    """the a an our from to down up by of is are at in and now goal target start kpi kr o objective key result with for
    part our team s currently today reach achieve""".split()
)
_BEHIND = re.compile(r"\s*[(\[][^)\]]*[)\]]\s*$")
_BEFORE = re.compile(r"^\s*(?:[\w &/-]{1,24}\s*[|:]\s*(?=\S+\s+\S))")


@lru_cache(maxsize=8_192)
def _words(text: str) -> Counter[str]:
    return Counter(word for word in re.findall(r"[^\W\d_]+|\d+(?:[.,]\d+)*", text.casefold()) if word not in _LITTLE)


def overlap(first: str, second: str) -> float:
    """How much of two lines' words and figures is the same, 0 to 1. A lead ("Our part:") and what stands in brackets at the
    end ("(Warehouse)") may be left away on either side."""
    return max(_overlap(_words(one), _words(other)) for one in _forms(first) for other in _forms(second))


def words_of(text: str) -> frozenset[str]:
    """The words and figures of a line that say something."""
    return frozenset(_words(text))


def telling_words(text: str) -> int:
    """How many words and figures of a line say something."""
    return sum(_words(text).values())


def _forms(text: str) -> tuple[str, ...]:
    forms = [text]
    if _BEHIND.search(text):
        forms.append(_BEHIND.sub("", text))
    forms += [_BEFORE.sub("", form) for form in forms if _BEFORE.match(form)]
    return tuple(dict.fromkeys(form for form in forms if form.strip())) or (text,)


def _overlap(first: Counter[str], second: Counter[str]) -> float:
    both = sum((first & second).values())
    either = sum((first | second).values())
    return both / either if either else 0.0
