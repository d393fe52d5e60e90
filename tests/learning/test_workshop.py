"""The workshop's papers: the lines that read as work and no others, everything escaped, and what is cited was retrieved."""

from __future__ import annotations

import io
import logging
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.errors import KnowledgeError
from coach.guidance import guidance_passages
from coach.intake import read_text
from coach.learning.handout_html import guide_html, handout_html
from coach.learning.handout_pdf import guide_pdf, handout_pdf, unprintable
from coach.learning.workshop import Handout, HandoutLine, cited_guide, guide, handout_of, load_guide
from coach.shared import shared_coach

DRAFT = """Team: Front desk, 2027-Q2
Objective: Implement the new patient portal
- Launch the booking app
- Raise repeat visits from 22% to 40% by 30 June
- Train all reception staff (ok: activity-key-result, the law asks for it)

Objective: Patients get an appointment in time
- Hold 12 meetings with referring doctors
- Days to the first appointment from 21 to 9 by 30 June
"""


def handout(text: str = DRAFT) -> Handout:
    return handout_of(shared_coach().by_rules(read_text(text)))


def made_of(*lines: str) -> Handout:
    return Handout(
        about=lines[0],
        judged=len(lines),
        lines=tuple(
            HandoutLine(number=n, is_objective=False, text=text, objective=text, question="What for?", because="", doubted=False, ways=(text,))
            for n, text in enumerate(lines, start=1)
        ),
    )  # fmt: skip


def words_of(pdf: bytes) -> str:
    from pypdf import PdfReader

    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def test_the_handout_holds_the_lines_that_read_as_work_and_no_others() -> None:
    found = handout()
    assert [(line.is_objective, line.text) for line in found.lines] == [
        (True, "Implement the new patient portal"),
        (False, "Launch the booking app"),
        (False, "Hold 12 meetings with referring doctors"),
    ]
    assert [line.number for line in found.lines] == [1, 2, 3]
    assert found.lines[2].objective == "Patients get an appointment in time"
    assert all(line.question.endswith("?") for line in found.lines)
    assert found.judged == 7


def test_a_draft_without_such_a_line_gives_none() -> None:
    found = handout(
        "Objective: Patients get an appointment in time\n- Days to the first appointment from 21 to 9 by 30 June\n"
    )
    assert found.lines == ()


def test_the_html_has_each_line_its_question_and_room() -> None:
    found = handout()
    page = handout_html(found)
    for line in found.lines:
        assert line.text in page and line.question in page
    assert page.count('class="rule"') == 3 * len(found.lines)
    assert "@page" in page and "@media print" in page
    assert "Train all reception staff" not in page and "repeat visits" not in page


class _Tags(HTMLParser):
    """The tags of a page, and everything that could load, run or leave it."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.dangers: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.dangers += [
            name for name, _ in attrs if name.startswith("on") or name in ("src", "href", "style", "action")
        ]


HOSTILE = st.text(alphabet=st.characters(codec="utf-8"), min_size=1, max_size=60) | st.sampled_from(
    ["<script>alert(1)</script>", "</p></li></ol><img src=x onerror=alert(1)>", '" onclick="x', "a & b < c", "\u202egnol", "$x$ *b* [a](http://e)"]
)  # fmt: skip


@settings(max_examples=40)
@given(st.lists(HOSTILE, min_size=1, max_size=3))
def test_the_html_escapes_everything(lines: list[str]) -> None:
    plain = _Tags()
    plain.feed(handout_html(made_of("x")) + guide_html(guide(), made_of("x")))
    for page in (handout_html(made_of(*lines)), guide_html(guide(), made_of(*lines))):
        seen = _Tags()
        seen.feed(page)
        assert seen.tags <= plain.tags and not seen.dangers
        assert "\u202e" not in page


def test_the_html_is_self_contained_and_allows_nothing_else() -> None:
    page = handout_html(handout())
    assert "default-src 'none'" in page and "<script" not in page
    assert not re.search(r"(https?:)?//\w", page)


def test_the_pdf_has_each_line_and_its_question() -> None:
    found = handout()
    words = words_of(handout_pdf(found))
    for line in found.lines:
        assert line.text in words and line.question in words
    assert "repeat visits" not in words


def test_the_pdf_shows_letters_of_other_scripts() -> None:
    found = made_of("Запустить новый сайт", "Überprüfung <b>$5</b> *neu*")
    words = words_of(handout_pdf(found))
    assert "Запустить новый сайт" in words and "Überprüfung <b>$5</b> *neu*" in words
    assert unprintable(found) == ""


def test_what_the_pdf_has_no_sign_for_is_told_and_marked(caplog: pytest.LogCaptureFixture) -> None:
    found = made_of("启动新网站", "Launch 启")
    with caplog.at_level(logging.DEBUG):
        words = words_of(handout_pdf(found))
    assert unprintable(found) == "启动新网站"
    assert "Launch \ufffd" in words
    assert "启" not in caplog.text


@settings(max_examples=15)  # each one sets a font
@given(st.lists(HOSTILE, min_size=1, max_size=2))
def test_a_pdf_comes_of_whatever_a_line_holds(lines: list[str]) -> None:
    assert handout_pdf(made_of(*lines)).startswith(b"%PDF-")


def test_a_line_longer_than_a_page_is_cut_in_the_pdf_and_whole_in_the_html() -> None:
    long = made_of("word " * 3000 + "end", "x" * 4000)
    words = words_of(handout_pdf(long))
    assert words.count("(whole in the HTML)") >= 2
    assert "word end" in handout_html(long) and "x" * 4000 in handout_html(long)
    assert guide_pdf(guide(), long).startswith(b"%PDF-")


def test_the_facilitator_s_page_is_an_hour_and_cites_what_was_retrieved() -> None:
    cited_page = cited_guide(shared_coach())
    passages = {passage.id: passage.text for passage in guidance_passages()}
    assert sum(step.minutes for step in cited_page.steps) == cited_page.minutes == 60
    for step in cited_page.steps:
        (cited,) = step.citations
        assert cited.excerpt in passages[cited.passage]
    page, words = guide_html(cited_page, handout()), words_of(guide_pdf(cited_page, handout()))
    for step in cited_page.steps:
        assert step.title in page and step.title in words
        assert all(question in page for question in step.ask)
    assert "3 of 7 lines read as work" in page and "3 of 7 lines read as work" in words


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("minutes: [", "workshop.yaml"),
        ("minutes: 60", "expected `minutes:`"),
        ("{minutes: 5, before: [], steps: [{title: a, minutes: 4, do: b, ask: [c], listen_for: [d], query: e, criterion: f}]}", "take 4 minutes"),
    ],
)  # fmt: skip
def test_a_faulty_guide_is_told(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "workshop.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(KnowledgeError, match=said):
        load_guide(path)


def test_the_pdf_s_own_sign_for_the_number_of_pages_is_plain_text_in_a_draft() -> None:
    assert "Write {nb} articles for {nb}" in " ".join(
        words_of(handout_pdf(made_of("Write {nb} articles for {nb}"))).split()
    )
