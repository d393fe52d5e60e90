"""Where a line tells its start and its end in clauses of their own: "Half arrive on time, at the moment a third".

One of two clauses says what holds now or what is wanted, and at least one of them adds nothing but a value to what the
other has named. Both conditions together keep two measures in one line ("40 shops open, 12 today with a café") apart.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from coach.reading.quantities import Quantity

_BREAK = re.compile(
    r";|,(?=\s)|\.(?=\s)|[()\[\]]|\s[–—-]{1,2}\s|—|\band (?=(?:we )?(?:want|aim|should|at most|in|by)\b)|\b(?:while|whereas) |\bbut\b"
)
_AND = re.compile(r"\band (?:(?:only|just|about|at most|no more than|under|over) )?$", re.IGNORECASE)
_NOW = re.compile(
    r"\b(?:today|now(?! \w+ing)|currently|at the moment|right now|at present|presently|so far|to date|as of now|these days|nowadays|this (?:week|month)|until now|up to now|"
    r"baseline|status quo|on the (?:current|present|existing) \w+|last (?:yr|year|half|quarter|month|week|season|term|cycle|winter|summer|spring|autumn|time|intake|audit|survey|harvest|edition|round|visit|(?-i:[A-Z]\w+))|used to|stands? at|stood at|(?:latest|last|present) (?:figure|value|count|reading|result)|status|is (?:normal|usual|typical|the norm|the truth)|it(?: is|['’]s)(?= (?:about |around |only )?[£$€]?\d)|we(?: are|['’]re) at|had|was|were|we (?:have|sit|stand|make|count|see|do|get|lose|deliver|sold|made|lost|got|served|counted|saw|took|hover|average|reach)|"
    r"previous(?:ly)?|prior|formerly|earlier|years? ago|the (?:year|season|term|quarter|month|winter|summer) before|as things stand|as it is|"
    r"at the start|to start with|in this one|derzeit|heute|aktuell|bisher|ist)\b|ø",
    re.IGNORECASE,
)
_WANTED = re.compile(
    r"\b(?:should|shall|will|must|(?:has|have|needs?) to|to be|wants?|wanted|want(?:s|ed)? to|would be|make (?:it|that|this)|cut (?:it|that|this)|bring (?:it|that|this)|get (?:it|that|this)|"
    r"goal|target|aim(?:ing)?|planned|allowed|hop(?:e|ing)|going to|then|later|soon|next \w+|this time|in future|from now on|at most|at least|no more than|maximum|at (?:the )?(?:year )?end|soll|ziel)\b|"
    r"\b(?:by|until|before|bis) (?:the )?(?:end|mid|then|20\d\d|[QH]\d|spring|summer|autumn|winter|year|christmas|easter|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|\w+ (?:term|holidays|season|break))",
    re.IGNORECASE,
)
_SAYS_NOTHING = frozenset(
    """a an the it this that that's its it's them they we our i he she is are was were be been do does did done has have had been want wants wanted should shall
    will would must can make cut bring get to at of in on by for from with as and or but only just about around some nearly almost roughly over under below above more less
    than most least fewer no not up down than still now then today currently moment right present presently so far date soon later next last this
    year years month months week weeks day days quarter term season cycle winter summer spring autumn time half end start mid go goes fall drop rise need needs year's before after until ago
    january february march april may june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec christmas easter
    per each every year-end previous previously prior formerly earlier goal target aim aiming planned allowed enough baseline average stands stood hope hoping
    going which where when instead sit sits hover latest figure value count counts status normal usual nowadays these maximum minimum used be ist soll ziel heute derzeit there were here these things stand""".split()
)
_NEW_WORDS = 2
"""Words a clause may add and still be taken to say nothing but a value ("on the old machine")."""
_NO_NOUN = re.compile(r"[^\w\s]|$| (?:by|in|at|now|today|last|until|before|wanted|allowed|planned)\b| ?[(–—-]")
_LOOSE = frozenset({"percent", "share", "ratio"})


def told_apart(text: str, found: Sequence[Quantity]) -> tuple[Quantity, Quantity] | None:
    """The start and the end that two clauses of `text` give, or None. `found` are the quantities that can be either."""
    usable = [q for q in found if q.amount is not None and q.kind not in ("multiple", "rank")]
    cuts = _cuts(text, usable)
    clauses = [_clause(text, q, cuts) for q in usable]
    for j in range(1, len(usable)):
        for i in range(j - 1, max(-1, j - 4), -1):
            here, there = clauses[i], clauses[j]
            if here == there or not _one_measure(text, usable[i], usable[j]):
                continue
            if not (_is_bare(text, there, usable) or _is_bare(text, here, usable)):
                continue
            pair = _in_order(text, usable[i], here, usable[j], there)
            if pair:
                return pair
    return None


def _in_order(
    text: str, first: Quantity, here: tuple[int, int], second: Quantity, there: tuple[int, int]
) -> tuple[Quantity, Quantity] | None:
    """The two as (start, end), as far as their clauses say which is which."""
    now = [_NOW.search(text, *clause) is not None for clause in (here, there)]
    wanted = [_WANTED.search(text, *clause) is not None for clause in (here, there)]
    if now[0] and not now[1]:
        return first, second
    if now[1] and not now[0] and not wanted[1]:
        return second, first
    if wanted[1] and not wanted[0]:
        return first, second
    return None


def _cuts(text: str, found: Sequence[Quantity]) -> list[tuple[int, int]]:
    """Where one clause ends and the next begins. Found once for a line: it may hold hundreds of quantities."""
    inside = {at for quantity in found for at in range(quantity.start, quantity.end)}
    cuts = [m.span() for m in _BREAK.finditer(text) if m.start() not in inside]
    return cuts + [(m.start(), q.start) for q in found if (m := _AND.search(text, 0, q.start)) and q is not found[0]]


def _clause(text: str, quantity: Quantity, cuts: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """The stretch of the line that `quantity` stands in, between two breaks."""
    start = max((end for _, end in cuts if end <= quantity.start), default=0)
    end = min((begin for begin, _ in cuts if begin >= quantity.end), default=len(text))
    return start, end


def _is_bare(text: str, clause: tuple[int, int], found: Sequence[Quantity]) -> bool:
    """Whether a clause names nothing but its value, and when or that it holds."""
    masked = list(text)
    for quantity in found:
        masked[quantity.start : quantity.end] = " " * (quantity.end - quantity.start)
    words = re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", "".join(masked)[slice(*clause)].lower())
    return len([word for word in words if word not in _SAYS_NOTHING]) <= _NEW_WORDS


def _one_measure(text: str, first: Quantity, second: Quantity) -> bool:
    """Whether two quantities can be values of one measure; a bare number may leave out the unit of the other."""
    if first.kind == second.kind or (first.kind in _LOOSE and second.kind in _LOOSE):
        return True
    shorter = next((q for q in (first, second) if q.kind == "count" and not q.unit), None)
    return shorter is not None and _NO_NOUN.match(text, shorter.end) is not None
