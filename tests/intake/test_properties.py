"""Intake by property: any text and any bytes come back as a draft or as an InputError, and every place is true."""

from __future__ import annotations

import string
import sys

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coach.errors import InputError
from coach.intake import read_bytes, read_json, read_text
from coach.intake.conversation import frame
from coach.intake.lines import read_line, split_lines
from coach.intake.view import make_view
from coach.okr import Draft, Wording

_PIECES = [
    "Objective: ", "O1: ", "KR1: ", "KR 1.2 - ", "Key results:", "Goal", "Owner: Anna", "- ", "* ", "1. ", "a) ", "• ", "## ", "**", "_", "`", "|", "\t", "\n", "\n\n", "\r\n", "  ", "    ",
    "\u00a0", "\u200b", "Ã¼", "â€œ", "“", "(Anna)", "(Anna, 30 June)", "[0.7]", "🟢", "🎯 ", "1️⃣ ", "from 22% to 35%", "Become the best", "Increase signups", "Thanks,", "Hi all,", "Anna 10:32 ", "> ",
    "Our objective is to ", "measured by (1) ", "(2) ", "; ", ", and ", "Q1 2027", "Team: Ops", "Ziel: ", "Initiatives:", "(ok: missing-baseline, new)", "<!-- ok: x, y -->", "<br>", "|---|---|", "| Objective | Key Result |",
    "Objective\tKey result", "From: a@b.c", "Subject: x", "--", "====", "[", "]", "(", ")", "&amp;", "[a](https://x.y)", "\ufeff", "\x0b", "\x00", "\u2028", "\x85", ".", ":", "?",
]  # fmt: skip
_pasted = st.lists(
    st.one_of(st.sampled_from(_PIECES), st.text(string.ascii_letters + " .%", max_size=12)), max_size=40
).map("".join)
_any_text = st.one_of(_pasted, st.text(max_size=300))


def _wordings(draft: Draft) -> list[Wording]:
    found: list[Wording] = []
    for objective in draft.objectives:
        found += [objective.wording] if objective.wording else []
        found += objective.initiatives
        for result in objective.key_results:
            found += [result.wording, *result.initiatives]
    return found


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_any_text)
def test_every_place_points_at_the_words(text: str) -> None:
    draft = read_text(text)

    source = draft.source
    assert source is not None and len(source) == len(text)
    for wording in _wordings(draft):
        assert wording.text and "\n" not in wording.text and wording.text == " ".join(wording.text.split())
        assert source[wording.place.start : wording.place.end] == wording.raw
        for start in range(0, len(wording.text), 7):
            quoted, place = wording.quote(start, min(start + 5, len(wording.text)))
            assert quoted == source[place.start : place.end]
    for unread in draft.unread:
        assert source[unread.place.start : unread.place.end] == unread.text


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_any_text)
def test_every_line_is_read_or_given_back(text: str) -> None:
    """A line that no wording and no unread stretch touches must be known decoration by its own look."""
    draft = read_text(text)
    places = [w.place for w in _wordings(draft)] + [u.place for u in draft.unread]
    said = " ".join(
        str(value)
        for owner in (draft, *draft.objectives, *(k for o in draft.objectives for k in o.key_results))
        for value in (
            getattr(owner, key, None)
            for key in (
                "team",
                "level",
                "period",
                "parent",
                "owner",
                "due",
                "baseline",
                "target",
                "unit",
                "metric",
                "status",
                "score",
                "label",
            )
        )
        if value
    ) + " ".join(e.reason + e.criterion for o in draft.objectives for h in (o, *o.key_results) for e in h.excuses)

    view = make_view(draft.source or "")
    spans = list(split_lines(view))
    for span, mark in zip(spans, frame(spans), strict=True):
        if not span.text.strip() or mark.decoration:
            continue
        low, high = view.origin(*_trimmed(span.text, span.start))
        if any(place.start < high and low < place.end for place in places):
            continue
        line = read_line(span.part(mark.start))
        bare = "".join(c for c in line.text.lower() if c.isalnum())
        kept = "".join(c for c in said.lower() if c.isalnum())
        assert (
            line.is_rule or line.label or not bare or bare in kept or _is_title(line.text) or _is_table_row(span.text)
        ), (span.text, line)


def _trimmed(text: str, start: int) -> tuple[int, int]:
    lead = len(text) - len(text.lstrip())
    return start + lead, start + len(text.rstrip())


def _is_title(text: str) -> bool:
    from coach.intake.shapes import is_team_title, is_title

    return is_title(text) or is_team_title(text) or len(text.split()) <= 7


def _is_table_row(text: str) -> bool:
    return "|" in text or "\t" in text or "," in text or ";" in text or "  " in text


_ENDINGS = st.sampled_from(
    ["a.txt", "a.md", "a.csv", "a.tsv", "a.xlsx", "a.docx", "a.json", "a.jsonl", "a.pdf", "a", "a.png"]
)
_HEADS = st.sampled_from(
    [
        b"",
        b"PK\x03\x04",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        b"%PDF-1.7",
        b"\x89PNG",
        b'{"objectives": [',
        b"Objective,Key Result\n",
        b"{",
        b"[",
    ]
)


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    _HEADS,
    st.one_of(
        st.binary(max_size=200),
        _pasted.map(lambda t: t.encode("utf-8", "replace")),
        _pasted.map(lambda t: t.encode("utf-16")),
    ),
    _ENDINGS,
)
def test_any_bytes_are_a_draft_or_an_input_error(head: bytes, rest: bytes, name: str) -> None:
    try:
        draft = read_bytes(head + rest, name=name)
    except InputError as error:
        assert name in str(error) and len(str(error)) > 30
    else:
        assert isinstance(draft, Draft)


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                [
                    "id",
                    "text",
                    "objectives",
                    "objective",
                    "key_results",
                    "owner",
                    "team",
                    "level",
                    "due",
                    "baseline",
                    "x",
                ]
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=20,
)


@settings(max_examples=300, deadline=None)
@given(_json)
def test_any_json_is_a_draft_or_an_input_error(value: object) -> None:
    try:
        assert isinstance(read_json(value), Draft)
    except InputError as error:
        assert "expected" in str(error).lower() or "/" in str(error)


@pytest.mark.parametrize(
    "unit",
    [
        "*", "_", "**a ", "(", "[", "(a", "- a\n", "a\n", " ", "\t", "\n", "> ", "#", "`", "|", "a|", "a\t", "1. ", "KR1: ", "O: a KR1: b ", "a, ", "a and b ", "; ", "Ã¼", "\u200b", "“", "<br>", "<!--", "&amp;", "🟢",
        "we want to a. ", "Anna 10:32 a\n", "a" * 200 + "\n", "- a\n  - b\n", "Objective: a\nKR1: b to 5%\n", "| a | b |\n", "Hi all,\n", "[a](https://b)", "\\", "a (Anna)\n", "-----\n", '"', 'a,"b\n', "  a  b  c\n",
    ],
)  # fmt: skip
def test_work_grows_with_the_text(unit: str) -> None:
    """Four times the text takes about four times the calls; seconds are for `python -m benchmarks.intake`."""
    small = _calls(unit * (2_000 // len(unit)))
    large = _calls(unit * (8_000 // len(unit)))

    assert large < 6 * small + 2_000


def _calls(text: str) -> int:
    """How many functions are called, those written in C included, while `text` is read."""
    count = 0

    def note(frame: object, event: str, argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        read_text(text)
    finally:
        sys.setprofile(before)
    return count
