"""Encodings of text files: those that are named, those that are guessed, and two in one file."""

from __future__ import annotations

import pytest

from coach.intake import read_bytes
from coach.intake.encodings import decode
from tests.support.files import as_read


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_text_encodings(encoding: str) -> None:
    text = "Ziel: Zufriedene Gäste\nKR1: Bewertung von 4,1 auf 4,6 – für alle Häuser\n"

    draft = read_bytes(text.encode(encoding), name="okr.txt")

    assert as_read(draft) == [("Zufriedene Gäste", ["Bewertung von 4,1 auf 4,6 – für alle Häuser"])]


@pytest.mark.parametrize(
    ("parts", "text"),
    [
        ([("Zufriedene Gäste – é\n", "cp1252"), ("Über “40” 🎯\n", "utf-8")], "Zufriedene Gäste – é\nÜber “40” 🎯\n"),
        ([("café ", "cp1252"), ("“one”", "utf-8")], "café “one”"),
        ([("Рост выручки и новые клиенты", "utf-8"), ("\u00a0", "cp1252")], "Рост выручки и новые клиенты\u00a0"),
    ],
)
def test_two_encodings_in_one_file(parts: list[tuple[str, str]], text: str) -> None:
    found, notice = decode(b"".join(part.encode(encoding) for part, encoding in parts), "a.txt")

    assert found == text
    assert notice is not None and "mixes UTF-8" in notice


@pytest.mark.parametrize(
    ("text", "encoding"),
    [("„groß“ – Gäste", "cp1252"), ("ÄRGER Ä–", "cp1252"), ("Příliš žluťoučký kůň úpěl ódy", "cp1250")],
)
def test_bytes_that_look_like_utf_8_by_chance_are_not_taken_for_it(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding), "a.txt")[0] == text
