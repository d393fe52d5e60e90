"""Files: bad input of every kind gets one clear error, and the ending says what a text file holds."""

from __future__ import annotations

import struct
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from coach.errors import InputError
from coach.intake import read_bytes, read_file
from tests.support.files import as_read, document, rewrite, workbook


def _bomb() -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            for _ in range(64):
                part.write(b"0" * (1 << 20))
    return out.getvalue()


def _zip(**parts: str) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name.replace("__", "/"), text)
    return out.getvalue()


_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600

BAD: list[tuple[str, str, bytes, str]] = [
    ("empty", "a.txt", b"", "empty"),
    ("blank", "a.txt", b"  \n \n", "no text"),
    ("a picture", "a.txt", b"\x89PNG\r\n\x1a\n" + b"\x00" * 40, "PNG picture"),
    ("a photo named as a workbook", "a.xlsx", b"\xff\xd8\xff\xe0" + b"\x00" * 40, "JPEG picture"),
    ("a PDF", "a.pdf", b"%PDF-1.7\n", "PDF"),
    ("a recording", "a.txt", b"RIFF\x00\x00\x00\x00WAVEfmt ", "recording"),
    ("a program", "a.csv", b"\x7fELF\x02\x01\x01" + b"\x00" * 40, "program"),
    ("an encrypted workbook", "a.xlsx", _OLE + "EncryptedPackage".encode("utf-16-le"), "password"),
    ("an old workbook", "a.xls", _OLE + "Workbook".encode("utf-16-le"), "save it as .xlsx"),
    ("an old document", "a.doc", _OLE + "WordDocument".encode("utf-16-le"), "save it as .docx"),
    ("a cut-off workbook", "a.xlsx", workbook()[:900], "damaged"),
    ("a workbook without its parts", "a.xlsx", _zip(xl__workbook="x"), "damaged"),
    (
        "a workbook with broken XML",
        "a.xlsx",
        rewrite(workbook(), "xl/worksheets/sheet1.xml", lambda xml: xml[: len(xml) // 2]),
        "damaged",
    ),
    (
        "a broken document",
        "a.docx",
        rewrite(document(lambda made: None), "word/document.xml", lambda xml: b"<w:document"),
        "damaged",
    ),
    ("a zip archive", "a.zip", _zip(readme="hello"), "ZIP archive"),
    ("a presentation", "a.pptx", _zip(ppt__presentation="x"), "PowerPoint"),
    ("a bomb", "a.xlsx", _bomb(), "compression bomb"),
    ("binary bytes", "a.txt", bytes(range(256)) * 8, "no text in any known encoding"),
    ("struct bytes", "a.csv", struct.pack("<200d", *[x / 7 for x in range(200)]), "encoding"),
    ("text named as a workbook", "a.xlsx", b"Objective: Grow", "ending is .xlsx"),
    ("broken JSON", "a.json", b'{"objectives": [', "line 1"),
    ("deep JSON", "a.json", b"[" * 100_000, "nested too deep"),
    ("JSON of another kind", "a.json", b"42", "found a number"),
    ("several drafts", "a.jsonl", b'{"text": "a"}\n{"text": "b"}\n', "--lines"),
]


@pytest.mark.parametrize(("name", "content", "said"), [case[1:] for case in BAD], ids=[case[0] for case in BAD])
def test_bad_input_gets_one_clear_error(name: str, content: bytes, said: str) -> None:
    with pytest.raises(InputError) as caught:
        read_bytes(content, name=name)

    assert said in str(caught.value) and name in str(caught.value)
    assert caught.value.__cause__ is None


def test_a_file_of_200_mb_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "big.txt"
    with path.open("wb") as stream:
        stream.truncate(200 * 1024 * 1024)

    with pytest.raises(InputError, match="20 MB"):
        read_file(path)


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        read_file(tmp_path / "none.md")
    with pytest.raises(InputError, match="folder"):
        read_file(tmp_path)


def test_a_long_text_is_refused() -> None:
    with pytest.raises(InputError, match="characters"):
        read_bytes(b"a" * (6 * 1024 * 1024), name="long.txt")


def test_a_line_too_long_is_named_at_once() -> None:
    with pytest.raises(InputError, match=r"line 2: 4,999,9\d\d characters .* at most 100,000"):
        read_bytes(b"Objective: Grow\n- " + b"and the next " * 384_615, name="long.txt")
    with pytest.raises(InputError, match="cell B2: 200,000 characters"):
        read_bytes(b"Objective,Key Result\nGrow," + b"x" * 200_000, name="long.csv")


def test_a_row_of_more_cells_than_a_table_has_is_read_as_a_line() -> None:
    draft = read_bytes(b"Objective: Grow\nKR1: Logos to 20\n\n" + b"a\t" * 40_000, name="wide.txt")

    assert as_read(draft) == [("Grow", ["Logos to 20"])]
    assert any(unread.text.startswith("a\ta\t") for unread in draft.unread)


def test_read_file_goes_by_the_ending(tmp_path: Path) -> None:
    for name, content in (
        ("a.md", b"# O1: Grow\n- KR1: Logos to 20\n"),
        ("a.json", b'{"objectives": [{"objective": "Grow", "key_results": ["Logos to 20"]}]}'),
        ("a.csv", b"Objective,Key Result\nGrow,Logos to 20\n"),
    ):
        (tmp_path / name).write_bytes(content)
        assert as_read(read_file(tmp_path / name)) == [("Grow", ["Logos to 20"])], name
