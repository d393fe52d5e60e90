"""The words of an objective or of key results in a cell.

Most cells are one plain line. For those a short way gives exactly what the long way gives, at a tenth of its cost; the long
way is `coach.intake`'s, for cells with bullets, labels, owners in brackets, several lines or HTML.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from coach.department.intake.html_cells import cell_view
from coach.intake.brackets import STATUS_MARKS, read_bracket
from coach.intake.decorations import MAY_BE_KEYED, undress
from coach.intake.enumerations import MARK, ORDINAL
from coach.intake.labels import ANY_WORD, CODE, read_label
from coach.intake.lines import read_line
from coach.intake.table_cells import ABSENT, cell_lines, result_of
from coach.intake.view import Span
from coach.intake.wordings import wording_of
from coach.okr import Excuse, Place, Wording

_PLAIN = re.compile(
    r"(?!.* (?:[ –—]|-(?!>)))(?=[^\W\d_]{2,}(?:[ ,'’][^ ]|-[^\W_])|\d{1,6}(?: ?%)? [^\W\d]|\d{1,3},\d{3} )"
    r"[\w ,.'’%$€£+/()?“”\"–—→≥≤>-]*[\w%€$£?]\.?"
)
_PLAIN_INSIDE = re.compile(r"[\w ,.'’%$€£+/?]+")
_UNLIKE = re.compile(r"[_\x80-\xa0\xad\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000]")
_SENTENCE = 3
"""Words from which on a cell is no label alone."""
_BROKEN = re.compile("[\u00c2-\u00f4][^\x00-\x7f]")


@dataclass(slots=True)
class ObjectiveWords:
    """What a cell says of an objective."""

    wording: Wording
    label: str | None = None
    owner: str | None = None
    excuses: list[Excuse] = field(default_factory=list)


def is_plain(text: str) -> bool:
    """Whether a cell is one line of words without any decoration, so that its text is its wording."""
    body = text
    if text.endswith(")"):
        start = text.rfind("(")
        body = text[: start - 1] if start > 1 and text[start - 1] == " " and text[start - 2] != " " else ""
        inner = " ".join(text[start + 1 : -1].split())
        if (
            not body
            or ")" in inner
            or read_bracket(inner, False, False, any(map(str.isdigit, body[-200:]))) is not None
        ):
            return False
    return (
        _PLAIN.fullmatch(body) is not None
        and (body is text or _PLAIN_INSIDE.fullmatch(inner) is not None)
        and (text.isascii() and "_" not in text or not (_UNLIKE.search(text) or _BROKEN.search(text)))
        and MAY_BE_KEYED.search(text) is None
        and ((ANY_WORD.match(text) is None and CODE.match(text) is None) or read_label(text) is None)
        and not _is_list(text)
        and ABSENT.fullmatch(text) is None
        and not text.endswith(").")
        and text[-1] not in STATUS_MARKS
    )


def _is_list(text: str) -> bool:
    """Whether there may be a list in the words: ``(1) ... (2) ...``, ``first, ... second, ...``."""
    if ORDINAL.search(text) is not None:
        return True
    mark = MARK.search(text)
    return mark is not None and (mark.start() == 0 or MARK.search(text, mark.end()) is not None)


def read_results(text: str, place: Place, code: str | None) -> list[dict[str, Any]]:
    """The key results in a cell, each as the fields of a `coach.okr.KeyResult`; none where it holds no words.

    `place` names the cell; `code` is the label that another column gives it.
    """
    bare = text.strip(" ")
    if is_plain(bare):
        return [_result(_plain_wording(bare, text, place), code)]
    cell = _span(text, place)
    found = (result_of(line, code) for line in cell_lines(cell))
    results = [result for result in found if result is not None and result["wording"].text]
    if not results and len(cell.text.split()) >= _SENTENCE and any(char.isalpha() for char in cell.text):
        words, dress = undress(cell)  # a sentence that reads like a label ("We know who calls us")
        results = [_result(wording_of(words or [cell]), code) | {"owner": dress.owner, "due": dress.due}]
    return results


def _result(wording: Wording, code: str | None) -> dict[str, Any]:
    return {
        "wording": wording,
        "label": code,
        "owner": None,
        "due": None,
        "status": None,
        "score": None,
        "excuses": [],
        "initiatives": [],
    }


def read_objective(text: str, place: Place) -> ObjectiveWords | None:
    """The objective in a cell; None where it holds no words."""
    bare = text.strip(" ")
    if is_plain(bare):
        return ObjectiveWords(_plain_wording(bare, text, place))
    cell = _span(text, place)
    if not cell or ABSENT.fullmatch(cell.text):
        return None
    line = read_line(cell, indent=0)
    words, dress = undress(line.body or cell)
    label = line.label.text if line.label else line.number
    return ObjectiveWords(wording_of(words or [cell]), label, dress.owner, list(dress.excuses))


def read_initiatives(text: str, place: Place) -> list[Wording]:
    """The pieces of work in a cell."""
    bare = text.strip(" ")
    if is_plain(bare):
        return [_plain_wording(bare, text, place)]
    cell = _span(text, place)
    if not cell or ABSENT.fullmatch(cell.text):
        return []
    return [wording_of([line.body or line.span]) for line in cell_lines(cell)]


def says_itself(text: str, role: str) -> bool:
    """Whether a cell begins with the label of a role, and words follow: ``KR1: ...`` among objectives."""
    label = read_label(text)
    return bool(label and label.role == role and label.end < len(text))


def words_of_cell(text: str) -> str:
    """A cell's words on one line, without HTML, marks of emphasis or characters that nobody sees."""
    if text.isascii() and not _MARKED.search(text):
        return text.strip() if "  " not in text and "\n" not in text and "\t" not in text else " ".join(text.split())
    return " ".join(cell_view(text, Place(start=0, end=0)).text.split())


_MARKED = re.compile(r"[<&*_`~\[\\\x00-\x08\x0b-\x1f]")


def _span(text: str, place: Place) -> Span:
    view = cell_view(text, place)
    return Span(view, 0, len(view.text)).strip()


def _plain_wording(bare: str, text: str, place: Place) -> Wording:
    start = len(text) - len(text.lstrip(" "))
    return Wording(
        text=bare,
        raw=bare,
        place=Place(start=start, end=start + len(bare), sheet=place.sheet, row=place.row, column=place.column),
    )
