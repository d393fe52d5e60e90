"""No case is known from anywhere it could be learned from.

What counts as known, decided after a look at all shared runs of four words and more (2026-11):

- a whole line of four words or more that is the same, as words; shorter lines ("Guests sleep well") are commonplaces that
  two writers arrive at;
- a run of seven words. Runs of six were chance ("because they can, not because they", "before the old one lapses on"), runs of
  eight let a sentence through in which one word was changed.

A number and a stock phrase of time ("by the end of the spring term") count as no word and end a run.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import pytest
import yaml

from coach.criteria import catalogue
from evals.cases import read_cases, shipped_cases

_ROOT = Path(__file__).parents[2]
_CORPUS = _ROOT.parent / "shared" / "corpus" / "dev.jsonl"
_RUN, _WHOLE = 7, 4
_TIME = re.compile(
    r"\b(?:(?:by|at|until|till|before|from|within|in|on|during|for|over)\s+)?(?:the\s+)?(?:(?:first|second|other)\s+)?"
    r"(?:end|close|start|beginning|middle|course|half|rest)\s+of\s+"
    r"(?:the\s+|our\s+|this\s+|next\s+)?(?:\w+\s+)?(?:year|quarter|month|week|term|season|cycle|half|sprint|summer|autumn|winter|spring)\b"
)
Line = tuple[str, str]
"""Where a line stands, and its text."""


def _parts(text: str) -> list[list[str]]:
    """The stretches of words between numbers and stock phrases; lower case, without punctuation."""
    plain = _TIME.sub(" 0 ", text.lower().replace("’", "'").replace("'", ""))
    stretches: list[list[str]] = [[]]
    for word in re.findall(r"[^\W_]+", plain):
        if any(char.isdigit() for char in word):
            stretches.append([])
        else:
            stretches[-1].append(word)
    return stretches


def _keys(text: str) -> Iterator[str]:
    """What must not be found elsewhere: runs of words, and the whole line."""
    stretches = _parts(text)
    for words in stretches:
        yield from (" ".join(words[at : at + _RUN]) for at in range(len(words) - _RUN + 1))
    if len(stretches) == 1 and len(stretches[0]) >= _WHOLE:
        yield f"= {' '.join(stretches[0])}"


def leaks(lines: Iterable[Line], known: Iterable[Line]) -> list[str]:
    """The lines that are known, each with what is shared and where it stands."""
    places: dict[str, str] = {}
    for place, text in known:
        for key in _keys(text):
            places.setdefault(key, place)
    found = []
    for name, text in lines:
        shared = next((key for key in _keys(text) if key in places), None)
        if shared:
            found.append(f"{name}: {text!r} shares {shared!r} with {places[shared]}")
    return found


@cache
def _cases() -> tuple[Line, ...]:
    return tuple(
        (case.id, line["text"] if isinstance(line, dict) else line)
        for case in read_cases(shipped_cases())
        for objective in case.draft["objectives"]
        for line in (objective["objective"], *objective["key_results"])
    )


def _okrs(path: Path) -> Iterator[Line]:
    for row in (json.loads(row) for row in path.read_text(encoding="utf-8").split("\n") if row):
        for text in [row["text"]] if "text" in row else [row["objective"], *row["key_results"]]:
            yield f"{path.name} {row['id']}", text


@cache
def _training() -> tuple[Line, ...]:
    return tuple(line for path in sorted((_ROOT / "training" / "data").glob("*.jsonl")) for line in _okrs(path))


def _examples() -> list[Line]:
    return [(name, text) for name, c in catalogue().items() for e in c.examples for text in (e.bad, e.better)]


def _paragraphs(paths: Iterable[Path]) -> list[Line]:
    return [(path.name, text) for path in paths for text in re.split(r"\n\s*\n|\n(?=[-#|])", path.read_text("utf-8"))]


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for part in value.values():
            yield from _strings(part)
    elif isinstance(value, list):
        for part in value:
            yield from _strings(part)
    elif isinstance(value, str):
        yield value


def _tests_of_detectors() -> list[Line]:
    """The lines that the detectors were mended on."""
    paths = [_ROOT / "tests" / "support" / name for name in ("lines.yaml", "values.yaml")]
    return [(path.name, text) for path in paths for text in _strings(yaml.safe_load(path.read_text("utf-8")))]


def _known(where: str) -> Iterable[Line]:
    if where == "the corpus":
        if not _CORPUS.is_file():
            pytest.skip("the corpus of real OKRs is not beside this checkout (../shared/corpus/dev.jsonl)")
        return _okrs(_CORPUS)
    if where == "the training data":
        return _training()
    if where == "the detectors' tests":
        return _tests_of_detectors()
    folder = _ROOT / "knowledge" / "guidance"
    return {
        "the criteria's examples": _examples,
        "the guidance": lambda: _paragraphs(sorted(folder.glob("*.md"))),
        "the README": lambda: _paragraphs([_ROOT / "README.md"]),
    }[where]()


@pytest.mark.parametrize(
    "where",
    [
        "the training data",
        "the criteria's examples",
        "the guidance",
        "the README",
        "the corpus",
        "the detectors' tests",
    ],
)
def test_no_case_is_known_from(where: str) -> None:
    found = leaks(_cases(), _known(where))
    assert not found, "\n".join([f"{len(found)} lines of cases are known from {where}; reword the cases:", *found])


@pytest.mark.parametrize("where", ["the criteria's examples", "the corpus"])
def test_no_line_of_the_training_data_is_known_from(where: str) -> None:
    found = leaks(_training(), _known(where))
    assert not found, "\n".join([f"{len(found)} training lines are known from {where}:", *found])


KNOWN = [("there", "Farms and hamlets at the end of the line get the same speed as the town")]


@pytest.mark.parametrize(
    ("line", "is_known"),
    [
        ("farms, and hamlets: at the END of the line get 40", True),
        ("Villages at the end of the line get the same pressure", True),
        ("Farms and hamlets at the end of lines", True),
        ("Farms and hamlets at the end", False),
        ("Farms and hamlets at the 2 end of the line get", False),
    ],
)
def test_a_run_of_words_is_what_counts(line: str, is_known: bool) -> None:
    assert bool(leaks([("here", line)], KNOWN)) == is_known


def test_a_whole_line_counts_from_four_words_and_stock_phrases_never() -> None:
    assert leaks([("here", "tenants keep their homes")], [("there", "Tenants keep their homes.")])
    assert not leaks([("here", "Guests sleep well")], [("there", "Guests sleep well")])
    stock = "half of them by the end of the spring term"
    assert not leaks([("here", f"40 pupils, {stock}")], [("there", f"60 visits, {stock}")])
