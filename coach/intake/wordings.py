"""Wordings, places and unread stretches made from spans of a view."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from coach.intake.view import Span, View
from coach.okr import Place, Run, Unread, Wording

_LONGEST_MARK = 9  # three marks of three characters, one inside the other
_WORD = re.compile(r"\S+")
_UNEVEN = re.compile(r"^\s|\s$|\s\s|[^\S ]")


def place_of(spans: Iterable[Span]) -> Place:
    """The place in the input from the first of `spans` to the last."""
    spans = list(spans)
    view = spans[0].view
    ranges = [view.origin(span.start, span.end) for span in spans if span] or [(0, 0)]
    start, end = min(low for low, _ in ranges), max(high for _, high in ranges)
    return view.anchor.model_copy(update={"start": start, "end": end})


def wording_of(spans: Iterable[Span]) -> Wording:
    """The words of `spans` on one line, joined by single spaces, with the way back to the input."""
    spans = list(spans)
    view = spans[0].view
    if len(spans) == 1 and (whole := _as_it_stands(spans[0])):
        return whole
    text: list[str] = []
    runs: list[list[int]] = []
    at = 0

    def add(piece: str, start: int, end: int) -> None:
        nonlocal at
        last = runs[-1] if runs else None
        same = end - start == len(piece)
        if same and last and last[3] == start and last[3] - last[2] == last[1]:
            last[1] += len(piece)
            last[3] = end
        else:
            runs.append([at, len(piece), start, end])
        text.append(piece)
        at += len(piece)

    for span in spans:
        for word in _WORD.finditer(view.text, span.start, span.end):
            pieces = list(view.pieces(word.start(), word.end()))
            if runs:
                add(" ", runs[-1][3], pieces[0][2])
            for low, high, start, end in pieces:
                add(view.text[low:high], start, end)
    if not runs:
        return Wording(text="", raw="", place=view.anchor.model_copy(update={"start": 0, "end": 0}))
    runs += _whole_pairs(view, runs)
    start, end = min(run[2] for run in runs), max(run[3] for run in runs)
    single = len(runs) == 1 and runs[0][3] - runs[0][2] == runs[0][1]
    return Wording(
        text="".join(text),
        raw=view.source[start:end],
        place=view.anchor.model_copy(update={"start": start, "end": end}),
        runs=() if single else tuple(Run(at=a, size=s, start=b, end=e) for a, s, b, e in runs),
    )


def _whole_pairs(view: View, runs: Sequence[list[int]]) -> list[list[int]]:
    """Runs that keep emphasis marks in pairs, so that no quote has one mark without the other.

    The character after a closing mark also stands for the opening mark, and the one before an opening mark for the closing
    one: words that reach over one mark are quoted with both. Marks of pairs that reach beyond the words stay as they are.
    """
    starts, ends = [run[2] for run in runs], [run[3] for run in runs]
    low, high = runs[0][2], runs[-1][3]
    found: list[list[int]] = []
    first = bisect_left(view.pairs, (low - _LONGEST_MARK, 0, 0, 0))
    for begin, inner, close, end in view.pairs[first : bisect_left(view.pairs, (high, 0, 0, 0))]:
        if _word_between(view.source[begin:low]) or _word_between(view.source[high:end]):
            continue
        after = bisect_right(ends, end)
        if after < len(runs):
            found.append([runs[after][0], 1, begin, inner])
        before = bisect_left(starts, begin) - 1
        if before >= 0:
            found.append([runs[before][0] + runs[before][1] - 1, 1, close, end])
    return found


def _word_between(text: str) -> bool:
    return bool(text.strip("*_`~"))


def _as_it_stands(span: Span) -> Wording | None:
    """The wording of a span that is one piece of the source on one line, without gaps to close; None otherwise."""
    pieces = list(span.view.pieces(span.start, span.end))
    if len(pieces) != 1:
        return None
    low, high, start, end = pieces[0]
    text = span.view.text[low:high]
    if end - start != high - low or _UNEVEN.search(text):
        return None
    place = span.view.anchor.model_copy(update={"start": start, "end": end})
    return Wording(text=text, raw=span.view.source[start:end], place=place)


def unread_of(span: Span) -> Unread:
    """The span as a stretch that was not read; its text is the input's own."""
    place = place_of([span])
    return Unread(text=span.view.source[place.start : place.end], place=place)
