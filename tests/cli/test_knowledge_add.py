"""``knowledge add`` of what cannot be read: one line, in words for the person who adds it."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from pypdf import PdfWriter

from tests.support.commands import in_text, okr_coach

ROOT = Path(__file__).parent.parent.parent


def _blank_pdf() -> bytes:
    writer, out = PdfWriter(), io.BytesIO()
    writer.add_blank_page(width=100, height=100)
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("cut.pdf", _blank_pdf()[:-60], "cut.pdf"),
        ("shifted.pdf", b"\n\n junk" + _blank_pdf().replace(b"startxref\n", b"startxref\n9"), "shifted.pdf"),
        ("no.pdf", b"%PDF-1.7 and no more", "damaged"),
        ("picture.md", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8, "the bytes are no text"),
        ("really-a.md", _blank_pdf(), "the bytes are no text"),
        ("really-a.txt", b"PK\x03\x04 and no more", "the bytes are no text"),
    ],
    ids=lambda value: value if isinstance(value, str) and "." in value else "",
)
def test_one_line_and_exit_2(name: str, content: bytes, said: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    done = in_text(okr_coach("knowledge", "add", path, OKR_COACH_HOME=str(tmp_path / "home")))
    assert done.returncode == 2
    assert done.stderr.startswith("okr-coach: ") and done.stderr.count("\n") == 1
    assert said in done.stderr
