"""Bytes to text: by byte order mark, as UTF-8, as UTF-8 mixed with Western Windows text, then by detection."""

from __future__ import annotations

import codecs
import re
from collections import Counter

from coach.errors import InputError
from coach.intake.bounds import is_binary

_MARKS = [
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
]
_SAMPLE = 256 * 1024
_WESTERN_BYTES = frozenset("äöüßÄÖÜéèêëàâçîïôùûñáíóúœ€£“”„‘’–—…•«»°§·\u00a0".encode("cp1252"))
_LIKELY = re.compile("[\u00a0-\u00ff\u0152\u0153\u0178\u2010-\u2bff\ufe0f\U0001f000-\U0001faff]")
_STRAY = {chr(0xDC00 + byte): byte for byte in range(0x80, 0x100)}
_WESTERN_STRAYS = frozenset(char for char, byte in _STRAY.items() if byte in _WESTERN_BYTES)
_AS_WESTERN = {ord(char): bytes([byte]).decode("cp1252", "replace") for char, byte in _STRAY.items()}


def decode(content: bytes, name: str) -> tuple[str, str | None]:
    """The text of `content`, and a notice where its encoding had to be guessed.

    Raises InputError where the bytes are no text in any known encoding.
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            try:
                return content[len(mark) :].decode(encoding), None
            except UnicodeDecodeError as error:
                raise InputError(
                    f"{name}: begins with the mark of {encoding.upper()}, but is not valid {encoding.upper()} at byte {error.start}. Save it as UTF-8 and try again."
                ) from None
    if not is_binary(content):
        try:
            return content.decode("utf-8"), None
        except UnicodeDecodeError:
            pass
        mixed = _mixed(content)
        if mixed is not None:
            return (
                mixed,
                f"{name} mixes UTF-8 with another encoding; what is not UTF-8 was read as Windows-1252. If letters look wrong, save it as UTF-8.",
            )
    guess = _wide(content) or (None if is_binary(content) else _detect(content))
    if guess is None:
        raise InputError(
            f"{name}: the bytes are no text in any known encoding; this looks like a binary file. Expected text, Markdown, CSV, JSON, .docx or .xlsx."
        )
    text, encoding = guess
    return text, f"{name} is not UTF-8; it was read as {encoding}. If letters look wrong, save it as UTF-8."


def _mixed(content: bytes) -> str | None:
    """UTF-8 with stretches of Western Windows text in it, as files have that were pasted together; None for other text.

    Bytes of Windows text can look like UTF-8 by chance (``ß“``), so the characters of the UTF-8 stretches must be those
    of Western text, or far outnumber the rest.
    """
    text = content.decode("utf-8", "surrogateescape")  # a byte that is not UTF-8 becomes half a surrogate pair
    strays = {char: count for char, count in Counter(text).items() if char in _STRAY}
    rest = sum(strays.values())
    beyond_ascii = sum(char > "\x7f" for char in text) - rest
    if not beyond_ascii:
        return None
    western = len(_LIKELY.findall(text)) == beyond_ascii and _WESTERN_STRAYS.issuperset(strays)
    return text.translate(_AS_WESTERN) if western or beyond_ascii >= 4 * rest else None


def _wide(content: bytes) -> tuple[str, str] | None:
    """UTF-16 without a mark: every other byte is mostly zero."""
    head = content[:2000]
    if len(head) < 4:
        return None
    for encoding, zeros in (("utf-16-le", head[1::2]), ("utf-16-be", head[0::2])):
        if zeros.count(0) * 10 > len(zeros) * 7:
            try:
                return content.decode(encoding), encoding
            except UnicodeDecodeError:
                return None
    return None


def _detect(content: bytes) -> tuple[str, str] | None:
    """Western Windows text is tried before detection where its bytes are the letters and quotes of such text."""
    from charset_normalizer import from_bytes

    if _looks_western(content):
        try:
            return content.decode("cp1252"), "Windows-1252"
        except UnicodeDecodeError:
            pass
    best = from_bytes(content[:_SAMPLE]).best()
    if best is None:
        return None
    try:
        return content.decode(best.encoding), best.encoding
    except (UnicodeDecodeError, LookupError):
        return None


def _looks_western(content: bytes) -> bool:
    high = [byte for byte in content[:_SAMPLE] if byte >= 0x80]
    return bool(high) and len(high) * 3 < len(content) + 3 and _WESTERN_BYTES.issuperset(high)
