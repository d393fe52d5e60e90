"""An item: one thing a writer wrote, on one line or several."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from coach.intake.labels import Label
from coach.intake.view import Span

if TYPE_CHECKING:
    from coach.intake.table_reading import TableReading


@dataclass(eq=False)
class Item:
    """One thing as written. `spans` are its own words; `covers` are the whole lines it stands on.

    `role` is what a label said it is, and later what was inferred: ``objective``, ``key result``, ``initiative``,
    ``meta``, ``note``, ``team``, ``decoration`` or ``unread``; None until then. A header has a role and no words.
    """

    spans: list[Span]
    covers: list[Span]
    role: str | None = None
    key: str = ""
    label: Label | None = None
    name: str | None = None
    marker: str = ""
    number: str | None = None
    indent: int = 0
    heading: int = 0
    strong: bool = False
    quoted: int = 0
    blank_before: bool = False
    status: str | None = None
    aside: Span | None = None
    inline: bool = False
    speaks: bool = False
    depth: int = 0
    table: TableReading | None = field(default=None, repr=False)

    @property
    def text(self) -> str:
        return " ".join(" ".join(span.text.split()) for span in self.spans if span)

    @property
    def is_header(self) -> bool:
        return self.role in ("objective", "key result", "initiative") and not any(self.spans)

    @property
    def is_list_item(self) -> bool:
        return bool(self.marker) and self.marker != "heading"

    @property
    def is_title_like(self) -> bool:
        return bool(self.heading) or self.strong
