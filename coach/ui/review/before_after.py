"""The draft as it came beside the draft as it stands, as HTML. Pure: what differs is marked, and said in words too."""

from __future__ import annotations

from coach.dialogue.export import Line
from coach.drafting import Change, Piece
from coach.ui.markup import escaped

_WHOLE = 120
"""Lines up to which those that stayed are shown among those that changed."""


def before_after_html(changes: list[Change], now: int) -> str:
    """Two columns: the first version, and the one that stands, whose number is `now`."""
    changed = [change for change in changes if change.is_changed]
    if not changed:
        return '<p class="okr-note">The draft reads as it came.</p>'
    shown = changes if len(changes) <= _WHOLE else changed
    count = "1 line differs" if len(changed) == 1 else f"{len(changed)} lines differ"
    said = f"{count}." if shown is changes else f"{count}. Only those are shown."
    head = f'<div class="okr-pair head"><p>As it came</p><p>As it stands (version {now})</p></div>'
    return f'<p class="okr-because">{said}</p><div class="okr-pairs">{head}{"".join(map(_pair, shown))}</div>'


def _pair(change: Change) -> str:
    kind = "" if change.is_changed else " same"
    before = _side(change.before, change.removed, "del", "Not there yet")
    after = _side(change.after, change.added, "ins", "Removed")
    return f'<div class="okr-pair{kind}">{before}{after}</div>'


def _side(line: Line | None, pieces: tuple[Piece, ...], mark: str, nothing: str) -> str:
    side = "before" if mark == "del" else "after"
    where = f'<span class="okr-side">{"Before" if mark == "del" else "Now"}: </span>'
    if line is None:
        return f'<div class="{side} none">{where}<p>{nothing}</p></div>'
    css = ' class="aim"' if line.name.startswith("Objective") and line.facts != "initiative" else ""
    words = "".join(_piece(piece, mark) for piece in pieces)
    return f'<div class="{side}">{where}<span class="okr-cap">{escaped(line.name)}</span><p dir="auto"{css}>{words}</p></div>'


def _piece(piece: Piece, mark: str) -> str:
    if not piece.differs or not piece.text.strip():
        return escaped(piece.text)
    begins, ends = ("removed: ", " (end of removed)") if mark == "del" else ("added: ", " (end of added)")
    return f"<{mark}>{_hidden(begins)}{escaped(piece.text)}{_hidden(ends)}</{mark}>"


def _hidden(words: str) -> str:
    return f'<span class="okr-hidden">{words}</span>'
