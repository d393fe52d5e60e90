"""An organisation's own documents: added, cited like any other, listed, replaced, removed; and what is refused."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import pytest
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, StreamObject

from coach.errors import InputError
from coach.intake import read_text
from coach.own_documents import add, documents, own_passages, remove
from coach.reviewer import Coach
from coach.shared import shared_coach

_SENTENCE = "Every berth in the marina counts occupied nights before the season opens"
_TEXT = f"# Berths\n\n{_SENTENCE}.\n\n# Storm rules\n\nThe crane stands still above eight knots of wind.\n"


def _write(folder: Path, name: str) -> Path:
    """The same words as a document of the kind that `name` says."""
    path = folder / name
    if path.suffix in (".md", ".txt"):
        path.write_text(_TEXT, encoding="utf-8")
    elif path.suffix == ".docx":
        document = docx.Document()
        document.add_heading("Berths", 1)
        document.add_paragraph(_SENTENCE + ".")
        document.save(str(path))
    else:
        path.write_bytes(_pdf(_SENTENCE))
    return path


def _pdf(sentence: str, password: str | None = None) -> bytes:
    writer = PdfWriter()
    page = writer.add_blank_page(width=600, height=200)
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
        }
    )
    fonts = DictionaryObject({NameObject("/F1"): writer._add_object(font)})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    drawn = StreamObject()
    drawn.set_data(f"BT /F1 12 Tf 20 100 Td ({sentence}) Tj ET".encode())
    page[NameObject("/Contents")] = writer._add_object(drawn)
    if password:
        writer.encrypt(password)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize(
    "name", ["berth-rules.md", "berth-rules.txt", "berth-rules.docx", "berth-rules.pdf", "Berth Rules.MD"]
)
def test_a_document_is_added_listed_and_removed(name: str, tmp_path: Path) -> None:
    home = tmp_path / "home"
    path = _write(tmp_path, name) if name.islower() else _write(tmp_path, name.lower()).rename(tmp_path / name)
    added = add(path, home)

    assert added.name == name and added.passages >= 1
    assert documents(home) == [added]
    passages = own_passages(home)
    assert any(_SENTENCE in " ".join(passage.text.split()) for passage in passages)
    assert all(passage.kind == "own" and passage.attribution == (name,) for passage in passages)
    assert len({passage.id for passage in passages}) == len(passages)

    remove(name, home)
    assert documents(home) == [] and own_passages(home) == []


def test_the_file_is_not_needed_again_and_the_home_stays_whole(tmp_path: Path) -> None:
    path = _write(tmp_path, "berth-rules.docx")
    add(path, tmp_path / "home")
    path.unlink()
    assert [document.title for document in documents(tmp_path / "home")] == ["berth rules"]
    assert [file.suffix for file in (tmp_path / "home" / "documents").iterdir()] == [".json"]


def test_headings_of_markdown_are_sections(tmp_path: Path) -> None:
    add(_write(tmp_path, "berth-rules.md"), tmp_path / "home")
    assert [passage.section for passage in own_passages(tmp_path / "home")] == ["Berths", "Storm rules"]


def test_a_document_of_the_same_name_is_replaced(tmp_path: Path) -> None:
    home, path = tmp_path / "home", tmp_path / "rules.md"
    path.write_text("The old rule.", encoding="utf-8")
    add(path, home)
    path.write_text("The new rule.", encoding="utf-8")
    add(path, home)
    assert [passage.text for passage in own_passages(home)] == ["The new rule."]


def test_a_long_document_is_cut_at_its_seams_and_nothing_is_lost(tmp_path: Path) -> None:
    sentences = [
        f"Rule number {number} says that a key result is counted by the harbour office each month."
        for number in range(200)
    ]
    path = tmp_path / "long.txt"
    path.write_text(" ".join(sentences), encoding="utf-8")
    added = add(path, tmp_path / "home")
    passages = own_passages(tmp_path / "home")

    assert added.passages == len(passages) > 10
    kept = "".join("".join(letter for letter in passage.text if letter.isalnum()) for passage in passages)
    assert kept == "".join(letter for letter in " ".join(sentences) if letter.isalnum())
    assert max(len(passage.text) for passage in passages) <= 1500


def test_a_document_is_cited_like_any_other(tmp_path: Path) -> None:
    path = tmp_path / "marina-handbook.docx"
    document = docx.Document()
    document.add_heading("Dredging is a task", 1)
    document.add_paragraph(
        "Dredging the harbour basin is a task and not a key result: write what boats can do once the harbour basin has been dredged."
    )
    document.save(str(path))
    home = tmp_path / "home"
    draft = read_text(
        "Objective: Boats reach the quay at low tide\nKR: Dredge the harbour basin\nKR: Boats that reach the quay from 2 to 6 a day"
    )
    before = Coach(reader=shared_coach().reader, home=home).review(draft)
    add(path, home)
    after = Coach(reader=shared_coach().reader, home=home).review(draft)

    cited = {citation.source for finding in after.findings for citation in finding.citations}
    assert "marina handbook" in cited
    (citation,) = {c for f in after.findings for c in f.citations if c.source == "marina handbook"}
    assert "harbour basin" in citation.excerpt and citation.passage.startswith("own/marina-handbook.docx#")
    assert before.engine.knowledge != after.engine.knowledge

    remove("marina-handbook.docx", home)
    again = Coach(reader=shared_coach().reader, home=home).review(draft)
    assert again.engine.knowledge == before.engine.knowledge
    assert again.findings == before.findings


def test_what_is_not_there_cannot_be_removed(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"gone\.md.*none yet"):
        remove("gone.md", tmp_path)
    add(_write(tmp_path, "berth-rules.docx"), tmp_path)
    with pytest.raises(InputError, match=r"gone\.md.*berth-rules\.docx"):
        remove("gone.md", tmp_path)
    with pytest.raises(InputError):
        remove("../documents", tmp_path)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("empty.md", b"", "no text"),
        ("blank.txt", b" \n\n\t\n", "no text"),
        ("picture.png", b"\x89PNG\r\n", r"'\.png' is not read"),
        ("broken.docx", b"PK\x03\x04 and no more", "broken.docx"),
        ("broken.pdf", b"%PDF-1.7 and no more", "broken.pdf"),
        ("locked.pdf", _pdf(_SENTENCE, password="secret"), "encrypted"),
        ("scan.pdf", _pdf(""), "no text"),
        ("large.txt", b"a" * (20 * 1024 * 1024 + 1), "at most 20 MB"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_what_cannot_be_read_is_refused_in_words(name: str, content: bytes, said: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(InputError, match=said) as caught:
        add(path, tmp_path / "home")
    assert name in str(caught.value) and len(str(caught.value)) > 30
    assert documents(tmp_path / "home") == []


def test_a_file_that_is_missing_or_a_folder_is_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "gone.md", tmp_path):
        with pytest.raises(InputError, match="no such file"):
            add(path, tmp_path / "home")


def test_a_document_of_too_many_passages_is_refused_with_the_limit(tmp_path: Path) -> None:
    path = tmp_path / "all-we-have.md"
    path.write_text("\n\n".join(f"# Part {n}\n\nCount it each month." for n in range(2001)), encoding="utf-8")
    with pytest.raises(InputError, match=r"all-we-have\.md: 2,001 passages.*at most 2,000.*chapters"):
        add(path, tmp_path / "home")
    assert documents(tmp_path / "home") == []


def test_pages_beyond_the_limit_are_not_left_out_silently(tmp_path: Path) -> None:
    writer = PdfWriter()
    for _ in range(501):
        writer.add_blank_page(width=100, height=100)
    path = tmp_path / "thick.pdf"
    writer.write(str(path))
    with pytest.raises(InputError, match=r"thick\.pdf: 501 pages; at most 500.*chapters"):
        add(path, tmp_path / "home")


def test_the_houses_own_rule_is_cited_first_where_it_is_on_the_point(tmp_path: Path) -> None:
    document = tmp_path / "guide.md"
    document.write_text(
        "# How we write OKRs\n\n## Starting values\nAt our company every key result must name the baseline from the finance dashboard. "
        "If it has no figure, ask Controlling before the cycle starts.\n\n## Parking\nVisitors park on deck two.\n",
        encoding="utf-8",
    )
    add(document, tmp_path / "home")
    coach = Coach(reader=shared_coach().reader, home=tmp_path / "home")

    review = coach.review(
        read_text("Objective: Callers get through at once\n- Share of calls answered within a minute up to 80% by June")
    )

    (finding,) = [f for f in review.findings if f.criterion == "missing-baseline"]
    assert finding.citations[0].section == "Starting values"
    assert not any(c.section == "Parking" for f in review.findings for c in f.citations)
