"""Text for cells of a sheet: never a formula, whatever it begins with."""

from __future__ import annotations

import re

LONGEST = 32_767
"""Characters that a cell of a workbook takes."""
_BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def as_text_cell(text: str) -> str:
    """`text` for a CSV cell: what a spreadsheet would take for a formula gets an apostrophe before it."""
    return (
        f"'{text}"
        if text.lstrip(" \n\u00a0\ufeff").startswith(_BEGINS_A_FORMULA) or text.startswith(_BEGINS_A_FORMULA)
        else text
    )


def begins_a_formula(text: str) -> bool:
    """Whether a spreadsheet that is told nothing of a cell's kind would read `text` as a formula."""
    return as_text_cell(text) != text


def xml_text(text: str) -> str:
    """`text` for an element of a workbook's part: characters that XML does not know in the workbook's own escapes."""
    if len(text) > LONGEST:
        text = text[: LONGEST - 4] + " ..."
    text = _LOOKS_ESCAPED.sub("_x005F_", text)
    text = _NOT_IN_XML.sub(lambda match: f"_x{ord(match.group()):04X}_", text)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "_x000D_")


def xml_attribute(text: str) -> str:
    """`text` for a double-quoted attribute."""
    return (
        _NOT_IN_XML.sub("\ufffd", text)
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace('"', "&quot;")
    )
