"""The one-page standard: what was given, what the house rules say, blanks for the rest; safe in all three forms, and one page."""

from __future__ import annotations

import re
import shutil
import subprocess
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from pydantic import ValidationError

from coach.criteria import catalogue
from coach.diagnosis.standard import SCALES, Given, Standard, standard
from coach.diagnosis.standard_forms import as_docx, as_html, as_markdown, plain, written
from coach.errors import InputError
from coach.house_rules import HouseRules

HOSTILE = "<b>Ops</b> $5 *x* [l](http://e.example) שלום\u202e"
FULL = Given(
    organisation="Northern Bakeries and Mills Cooperative of the Lower Valley"[:60],
    cycle="2027, the year of the new ovens",
    start=date(2027, 1, 1),
    end=date(2027, 12, 31),
    weekday=2,
    meeting="Operations round of the whole house, before the figures",
    scale="0.0 to 1.0",
    keeper="The office of the managing director, in the second floor",
    decides="The managing director, or whoever stands in for her",
    agreements=tuple(
        f"Sales of the northern region with Support on the time to a first answer, part {n}" for n in range(9)
    ),
)
_EVERY = HouseRules(
    severity=dict.fromkeys(catalogue(), "fix"),
    off=dict.fromkeys(list(catalogue())[::7], "We keep an eye on this with another tool of ours, see the handbook"),
    terms={"vague-wording": [f"word number {n}" for n in range(30)]},
)


def _made(given: Given = Given(), rules: HouseRules = HouseRules()) -> Standard:  # noqa: B008 (both are frozen)
    return standard(catalogue(), rules, given)


def _text(page: Standard) -> str:
    lines = [page.title, page.about]
    for section in page.sections:
        lines += [*([section.pattern] if section.pattern else []), *section.lines]
    return "\n".join([*map(plain, lines), *page.notes])


def test_it_answers_the_six_questions() -> None:
    assert [section.title for section in _made().sections] == [
        "A good objective", "A good key result", "Without a baseline", "How we score", "When we review", "Who agrees with whom",
    ]  # fmt: skip


def test_what_was_not_given_is_a_blank_and_no_day_or_name_is_made_up() -> None:
    text = _text(_made())

    for blank in (
        "organisation",
        "first day",
        "last day",
        "day of the week",
        "meeting",
        "scale, and which value is good",
        "team",
    ):
        assert f"[{blank}]" in text
    assert not re.search(r"\b20\d\d\b|Monday|0\.7", text)
    assert _text(_made(Given(start=date(2027, 1, 1), end=date(2027, 3, 31)))).count("[day]") == 4, "no weekday, no days"


def test_what_was_given_stands_there() -> None:
    text = _text(_made(FULL))

    assert "1 January 2027 to 31 December 2027" in text and "Each Wednesday, in Operations round" in text
    assert SCALES["0.0 to 1.0"] in text
    assert "part 4" in text and "part 5" not in text
    assert "scoring on 29 Dec" in text
    left = re.findall(r"\[([^\]]+)\]", text)
    assert left == [
        "verb",
        "what should be different, and for whom",
        "end of the cycle",
        "measure",
        "value today",
        "target",
        "day",
    ]


def test_house_rules_fill_it() -> None:
    rules = HouseRules(
        limits={"too-many-objectives": {"company": 4}, "too-many-key-results": {"most": 6}},
        severity={"missing-owner": "fix", "activity-key-result": "consider"},
        off={"no-parent-link": "We keep that in another tool."},
        terms={"vague-wording": ["zingy"]},
    )
    page = _made(rules=rules)
    text = _text(page)

    assert "at most 4 for the company, 5 for a department" in text and "never more than 6" in text
    assert "aim above it serves" not in text and "No link to an aim above" not in text
    assert "We keep that in another tool." in text and "“zingy”" in text
    strong = {plain(line) for line in page.sections[1].lines if line.is_strong}
    assert "has one driver by name" in strong and not any("will be different" in line for line in strong)
    assert not any(
        "baseline" in plain(line) for line in _made(rules=HouseRules(off={"missing-baseline": "x"})).sections[2].lines
    )


def test_dates_that_are_no_cycle_are_refused_and_long_names_too() -> None:
    with pytest.raises(InputError, match="not after its start"):
        _made(Given(start=date(2027, 3, 1), end=date(2027, 1, 1)))
    with pytest.raises(ValidationError):
        Given(organisation="x" * 61)


def test_given_words_are_data_in_every_form() -> None:
    page = _made(Given(organisation=HOSTILE, agreements=(HOSTILE, "\ud800 \x00")))
    shown = HOSTILE.replace("\u202e", "\ufffd")

    html = as_html(page)
    assert "<b>Ops" not in html and "&lt;b&gt;Ops&lt;/b&gt; $5 *x* [l](http://e.example)" in html
    assert "<script" not in html and "http" not in re.sub(r"http://e\.example", "", html)
    markdown = as_markdown(page)
    assert "](http://e.example)" not in markdown.replace(f"`{shown}`", "")
    from docx import Document

    assert shown in "\n".join(p.text for p in Document(BytesIO(as_docx(page))).paragraphs)
    assert written(page, "html") and written(page, "markdown")


def test_the_word_document_is_a4_and_holds_every_line() -> None:
    from docx import Document
    from docx.shared import Mm

    page = _made(FULL)
    document = Document(BytesIO(as_docx(page)))

    assert abs(document.sections[0].page_height - Mm(297)) < Mm(1)
    found = [paragraph.text for paragraph in document.paragraphs]
    assert all(plain(line) in found for section in page.sections for line in section.lines)


@pytest.mark.browser
@pytest.mark.parametrize(("given", "rules"), [(Given(), HouseRules()), (FULL, HouseRules()), (FULL, _EVERY)])
def test_printed_on_a4_it_is_one_page(tmp_path: Path, given: Given, rules: HouseRules) -> None:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        pytest.skip("no Chromium on this machine; `apt-get install chromium` brings it")
    from pypdf import PdfReader

    (tmp_path / "page.html").write_text(as_html(_made(given, rules)), encoding="utf-8")
    subprocess.run(
        [
            chromium, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'profile'}", "--no-pdf-header-footer",
            f"--print-to-pdf={tmp_path / 'page.pdf'}", (tmp_path / "page.html").as_uri(),
        ],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    pages = PdfReader(tmp_path / "page.pdf").pages

    assert len(pages) == 1
    assert "Who agrees with whom" in pages[0].extract_text()
