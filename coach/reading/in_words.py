"""What the words of one key result say, wherever they stand: dates, quantities and their roles, the form of the phrase, what is measured.

Remembered by the words alone. A review reads its draft once, and once more for every suggestion that it tries in place of a line; a
change on the page leaves all lines but one as they were, though each may stand at another place.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from functools import lru_cache

from coach.reading.dates import Dated, dates
from coach.reading.grammar import kind_by_grammar, spans_of
from coach.reading.quantities import Quantity, quantities
from coach.reading.result import Kind
from coach.reading.values import Values, values

_REMEMBERED = 16_384
"""Lines whose reading is remembered, at about 2 kB a line: a draft of thousands of lines with all that is suggested for them."""
_LEADING = re.compile(
    r"^(?:(?:we |to |please )?(?:increas\w+|rais\w+|lift\w*|grow\w*|improv\w*|boost\w*|reduc\w+|cut|lower\w*|decreas\w+|drop|shorten|keep|maintain|hold|achiev\w+|reach\w*|get|bring|"
    r"move|hit|double|halve|triple|deliver|attain|ensure|at least|at most|fewer than|less than|more than|no more than|under|over|below|above|an?|the|our|of|from|to|by|in|for|with)\s+)+",
    re.IGNORECASE,
)
_TRAILING = re.compile(
    r"[\s,;:(\[–—-]*(?:\b(?:from|to|by|of|is|are|at|under|below|above|over|up|down|rises?|falls?|grows?|drops?|goes|increases?|decreases?|reach(?:es)?|becomes?|within|and|with|than|less|more|at least|at most|no)\b[\s,;:(\[–—-]*)*$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class InWords:
    """What the words say. Spans are offsets in the text, end exclusive."""

    dates: tuple[Dated, ...]
    quantities: tuple[Quantity, ...]
    values: Values
    kind: Kind
    """What the grammar alone takes the line for."""
    kind_confidence: float
    vague_at: tuple[tuple[int, int], ...]
    """Where words stand that decide nothing."""
    metric_at: tuple[int, int] | None
    """The words that name what is measured."""


def unstopped(text: str) -> str:
    """The text without its final full stop, which is none of the last number's digits; places in it stay the same."""
    return text.rstrip(" .")


@lru_cache(maxsize=_REMEMBERED)
def in_words(text: str, vague_terms: tuple[str, ...]) -> InWords:
    """What the words of a key result say.

    Args:
        text: its words.
        vague_terms: words that decide nothing.
    """
    bare = unstopped(text)
    when = dates(bare)
    found = tuple(quantities(bare, [(d.start, d.end) for d in when]))
    said = values(bare, list(found))
    kind, sure = kind_by_grammar(text, said)
    return InWords(tuple(when), found, said, kind, sure, tuple(spans_of(bare, vague_terms)), _metric_at(text, said))


def _metric_at(text: str, said: Values) -> tuple[int, int] | None:
    """The longest stretch before, between or after the values."""
    cuts = sorted((q.start, q.end) for q in (said.baseline, said.target) if q)
    if not cuts:
        cuts = [(len(text), len(text))]
    stretches = [(0, cuts[0][0])] + [(a[1], b[0]) for a, b in itertools.pairwise(cuts)] + [(cuts[-1][1], len(text))]
    best: tuple[int, int] | None = None
    for start, end in stretches:
        inner = text[start:end]
        cut = re.search(r"[,;(]|\b(?:by|before|until|within|so that|compared|vs)\b", inner) if start else None
        end = start + cut.start() if cut else end
        lead = _LEADING.match(text[start:end].lstrip())
        start += len(text[start:end]) - len(text[start:end].lstrip()) + (lead.end() if lead else 0)
        end = start + len(_TRAILING.sub("", text[start:end]))
        words = re.findall(r"[^\W\d]{3,}", text[start:end])
        if words and (best is None or (len(words) >= 1 and best[1] - best[0] < 6)):
            best = (start, end)
    return best
