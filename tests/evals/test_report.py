"""The report in all its forms; hostile words of a draft stay words."""

from __future__ import annotations

import dataclasses
import json
import re
from functools import cache
from html.parser import HTMLParser

import pytest

from evals.compare import compare
from evals.report import Report, rendered
from evals.report.tables import Table, interval, markdown_table
from evals.score import Measured, score, share
from evals.suites import Suite, measured
from tests.evals.made import CRITERION, case, draft, judged, result, run_of

HOSTILE = "<script>alert('x')</script> a|b \x1b[31mred\u202e\nnext <img src=http://x.example/p.png>"
_VOID = {"meta", "br", "img", "link", "hr"}


@cache
def _report() -> Report:
    cases, run = judged(*[(f"f{n}", n % 2 > 0, n % 3 > 0) for n in range(12)])
    cases[0] = dataclasses.replace(cases[0], id="bad <b>", field=HOSTILE, draft=draft(HOSTILE))
    cases = [dataclasses.replace(c, kinds={0: "outcome" if n % 2 else "activity"}) for n, c in enumerate(cases)]
    seen = [result(c, n % 3 > 0 or n == 0, 0.3 + n / 20) for n, c in enumerate(cases)]
    seen[0] = dataclasses.replace(seen[0], found=(dataclasses.replace(seen[0].found[0], because=HOSTILE),))
    after = run_of(seen)
    suite = Suite(
        name="intake",
        title="Reading",
        measures=(measured("exact", "pastes read", {"one": True, HOSTILE: False}), measured("none", "of none", {})),
        figures={"mean rank": 0.5},
    )
    card = score(after, [*cases, case("not run")])
    return Report(card=card, differences=compare(run, after, cases[1:]), suites=(suite,))


def test_text_shows_every_part_and_controls_no_terminal() -> None:
    text = rendered(_report(), "text")
    for part in ("Criteria", CRITERION, "Kinds", "Calibration", "The worst", "Change", "Reading", "what did not hold"):
        assert part in text
    assert "Left out: 1 cases that the run does not hold" in text
    assert "0.50 (0.09 to 0.91)" in text and "mean rank" in text
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f\u202e]", text)
    assert any("alert('x')" in line and "next <img" in line for line in text.split("\n")), "a row is one line"


def test_markdown_keeps_every_row_of_a_table_to_its_columns() -> None:
    text = rendered(_report(), "markdown")
    for block in re.findall(r"(?:^\|.*\n?)+", text, re.MULTILINE):
        widths = {len(re.findall(r"(?<!\\)\|", row)) for row in block.strip().split("\n")}
        assert len(widths) == 1, block
    assert "<script" not in text and "<img" not in text and "&lt;script>" in text
    assert "\x1b" not in text


def test_markdown_leaves_what_a_caller_marks() -> None:
    assert (
        markdown_table(Table("", "", ("a", "b"), (("`x`", "**0.9**"),)))
        == "| a | b |\n| --- | ---: |\n| `x` | **0.9** |"
    )


def test_json_is_the_whole_report_again() -> None:
    assert Report.model_validate_json(rendered(_report(), "json")) == _report()
    assert json.loads(rendered(_report(), "json"))["card"]["left_out"] == 1


class Reader(HTMLParser):
    """Every tag must be closed by its own; what the page refers to is kept."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[str] = []
        self.refers: list[str] = []
        self.words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append(tag)
        self.refers += [value or "" for name, value in attrs if name in ("href", "src", "xlink:href", "rdf:resource")]
        self.refers += [name for name, _ in attrs if name.startswith("on")]
        if tag not in _VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data


def test_html_is_one_page_that_needs_nothing_beside_it() -> None:
    page = rendered(_report(), "html")
    reader = Reader()
    reader.feed(page)
    reader.close()
    assert not reader.open
    assert reader.seen.count("svg") == 3, "F1, calibration, kinds"
    assert all(place.startswith(("#", "data:image/png;base64,")) for place in reader.refers), "within the page"
    assert not {"script", "link", "img", "iframe", "b"} & set(reader.seen)
    assert not re.findall(r"url\((?!#)", page)
    # Names of XML vocabularies are no links, and nothing else begins so but the hostile words, which are escaped.
    assert set(re.findall(r"https?://[^\s\"'<&]+", page)) <= {
        "http://www.w3.org/1999/xlink",
        "http://www.w3.org/2000/svg",
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "http://creativecommons.org/ns#",
        "http://purl.org/dc/elements/1.1/",
        "http://x.example/p.png",
    }


def test_html_shows_hostile_words_as_words() -> None:
    page = rendered(_report(), "html")
    assert "<script" not in page and "<img" not in page and "\x1b" not in page
    reader = Reader()
    reader.feed(page)
    assert "<script>alert('x')</script> a|b" in reader.words and "bad <b>" in reader.words


def test_the_same_report_gives_the_same_page() -> None:
    assert rendered(_report(), "html") == rendered(_report(), "html")


@pytest.mark.parametrize("form", ["text", "markdown", "json", "html"])
def test_an_empty_report_and_one_without_figures_are_shown(form: str) -> None:
    undefined, run = judged(("a", False, False))
    for report in (Report(), Report(card=score(run_of([]), [])), Report(card=score(run, undefined))):
        assert isinstance(rendered(report, form), str)  # type: ignore[arg-type]


def test_a_figure_with_its_interval() -> None:
    assert interval(share(9, 10)) == "0.90 (0.60 to 0.98)"
    assert interval(Measured(value=-0.054, low=-0.1, high=0.02), sign=True) == "-0.05 (-0.10 to +0.02)"
    assert (interval(Measured(value=0.5)), interval(share(0, 0))) == ("0.50", "-")


def test_plots_say_what_they_show() -> None:
    page = rendered(_report(), "html")
    for label in ("F1 of each criterion", "Confidence against", "Kinds as labelled"):
        assert f'<figure role="img" aria-label="{label}' in page
