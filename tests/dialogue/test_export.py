"""A conversation is exported whole in three forms, and nothing that was said in it comes alive."""

from __future__ import annotations

import json
import zipfile
from io import BytesIO

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.critique import Citation, Suggestion
from coach.dialogue.conversation import Conversation, Decision, Turn, Version
from coach.dialogue.export import (
    ENDINGS,
    Form,
    as_docx,
    as_json,
    as_markdown,
    before_and_after,
    decided,
    exported,
    left_as_it_is,
)
from coach.editing import with_key_result, with_line, without_key_result
from coach.intake import read_bytes, read_text
from coach.llm.model import Usage
from coach.okr import Draft
from coach.reading.result import Where

CAME = (
    "Guests team, Q1 2027\n\nObjective: Guests come back sooner\n- Launch the guest app\n- Raise repeat visits to 40%\n"
)
BETTER = "Raise repeat visits from 22% to 40% by 31 March 2027"
HOSTILE = (
    "![p](http://evil/p.png) [x](javascript:alert(1)) <img src=x onerror=alert(1)> # *a* | `b` $5M \u202etxt\x07 @all"
)
SET_ASIDE = Decision(
    outcome="excused", criterion="activity-key-result", where=Where(objective=0, key_result=0), quote="Launch the guest app",
    words="it is promised to the board", note="promised",
)  # fmt: skip


def conversation(words: str = "about 22 %, by the end of Q1") -> Conversation:
    came = read_text(CAME)
    now = with_line(came, Where(objective=0, key_result=1), BETTER)
    accepted = Decision(outcome="given", criterion="missing-baseline", words=words, quote="Raise repeat visits to 40%")
    return Conversation(
        id="a" * 32,
        title="Guests come back sooner",
        began="2026-11-22T09:00:00+00:00",
        versions=(
            Version(draft=came, when="2026-11-22T09:00:00+00:00", why="pasted"),
            Version(
                draft=now, decisions=(accepted, SET_ASIDE), when="2026-11-22T09:05:00+00:00", why="missing-baseline"
            ),
        ),
        at=1,
        turns=(
            Turn(by="writer", text=CAME, when="2026-11-22T09:00:00+00:00"),
            Turn(
                by="coach",
                text="What is the value today?",
                when="2026-11-22T09:01:00+00:00",
                citations=(Citation(source="Baselines", section="First", excerpt="Measure once.", passage="p"),),
                suggestion=Suggestion(text="Raise repeat visits from [baseline] to 40%", blanks=("baseline",)),
                notices=("Nothing was sent.",),
            ),
            Turn(by="writer", text=words, when="2026-11-22T09:02:00+00:00"),
        ),
        usage=Usage(tokens_in=1200, tokens_out=40),
    )


def words_of(form: Form, said: Conversation) -> str:
    """All words of an export, whatever its form."""
    if form != "docx":
        return exported(said, form).decode("utf-8")
    document = Document(BytesIO(exported(said, form)))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


@pytest.mark.parametrize("form", ENDINGS)
def test_every_form_holds_all_of_it(form: Form) -> None:
    said = words_of(form, conversation())
    for words in (
        "Guests come back sooner", BETTER, "Raise repeat visits to 40%", "Launch the guest app", "promised to the board",
        "What is the value today?", "about 22 %, by the end of Q1", "Measure once.", "Nothing was sent.",
    ):  # fmt: skip
        assert words in said.replace("\\", ""), words


@pytest.mark.parametrize("form", ["markdown", "docx"])
def test_a_reader_sees_before_and_after_what_was_not_fixed_and_what_it_cost(form: Form) -> None:
    said = words_of(form, conversation())

    for words in ("Before and after", "Decided not to fix", "it stays as it is", "1,240 tokens"):
        assert words in said


def test_the_json_draft_can_be_reviewed_again() -> None:
    written = json.loads(as_json(conversation()))
    again = read_bytes(json.dumps(written["draft"]).encode(), name="draft.json")

    assert [k.text for _, _, k in again.key_results()] == ["Launch the guest app", BETTER]
    assert written["before"]["objectives"][0]["key_results"][1]["text"] == "Raise repeat visits to 40%"
    assert [d["outcome"] for d in written["not_fixed"]] == ["excused"]
    assert len(written["turns"]) == 3 and len(written["versions"]) == 2


def test_only_what_was_left_as_it_is_counts_as_not_fixed() -> None:
    assert left_as_it_is(conversation()) == [SET_ASIDE]


@pytest.mark.parametrize(
    ("words", "note", "told"),
    [
        ("that's fine because we agreed it in May", "we agreed it in May", "(we agreed it in May)"),
        ("it is promised to the board", "promised", "(promised; “it is promised to the board”)"),
        ("skip", "", "(“skip”)"),
        ("", "", "it stays as it is"),
    ],
)
def test_a_reason_is_said_once(words: str, note: str, told: str) -> None:
    assert decided(SET_ASIDE.model_copy(update={"words": words, "note": note})).endswith(told)


def test_lines_that_came_and_went_stand_alone_and_the_rest_in_pairs() -> None:
    said = conversation()
    draft = said.draft
    assert draft is not None
    draft = without_key_result(
        with_key_result(draft, 0, "Cut complaints from 9 to 4 a week"), Where(objective=0, key_result=0)
    )
    pairs = [
        (before.words if before else None, after.words if after else None)
        for before, after in before_and_after(said.with_version(draft, (), "changed", "now"))
    ]

    assert ("Guests come back sooner", "Guests come back sooner") in pairs
    assert {before for before, _ in pairs if before} == {
        "Guests come back sooner", "Launch the guest app", "Raise repeat visits to 40%",
    }  # fmt: skip
    assert [after for _, after in pairs if after] == [
        "Guests come back sooner",
        BETTER,
        "Cut complaints from 9 to 4 a week",
    ]


def test_hostile_words_are_inert_in_markdown() -> None:
    said = conversation(HOSTILE).changed(title=HOSTILE)
    written = as_markdown(said)

    assert "\u202e" not in written and "\x07" not in written
    for line in written.splitlines():
        if "evil" in line:
            # Shown as code: in code nothing is a link, a picture, HTML or a mention.
            before, _, rest = line.partition("``")
            assert "evil" not in before and rest.rstrip().rstrip(")").rstrip("”").endswith("``"), line


def test_hostile_words_are_plain_runs_in_word() -> None:
    written = as_docx(conversation(HOSTILE).changed(title=HOSTILE))
    with zipfile.ZipFile(BytesIO(written)) as package:
        body = package.read("word/document.xml").decode()
        relations = package.read("word/_rels/document.xml.rels").decode()

    assert "<img" not in body and "w:hyperlink" not in body and "w:instrText" not in body
    assert "evil" not in relations and "\u202e" not in body


def test_a_conversation_without_a_draft_is_exported_too() -> None:
    said = Conversation(
        id="a" * 32, began="2026-11-22T09:00:00+00:00", turns=(Turn(by="coach", text="Hello.", when="now"),)
    )
    for form in ENDINGS:
        assert "Hello." in words_of(form, said)


@settings(max_examples=60)
@given(words=st.text(st.characters(), max_size=60))
def test_any_characters_at_all_can_be_exported(words: str) -> None:
    turn = Turn(by="writer", text=words, when="now", notices=(words,))
    draft = with_line(read_text(CAME), Where(objective=0, key_result=0), words.strip() or "x")
    said = Conversation(
        id="a" * 32, title=words, began="2026-11-22T09:00:00+00:00", turns=(turn,), at=1,
        versions=(Version(draft=Draft(), when="now", why=words), Version(draft=draft, when="now", why=words)),
    )  # fmt: skip
    for form in ENDINGS:
        assert words_of(form, said)
    assert isinstance(json.loads(exported(said, "json")), dict)
