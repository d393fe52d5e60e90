"""A table of the report before it is written in any form, and how a figure is written in it."""

from __future__ import annotations

from dataclasses import dataclass

from evals.score import Measured, Share


@dataclass(frozen=True)
class Table:
    """A heading, a line on how to read it, a header and rows. Cells may hold words of a draft: `visible` before they are shown."""

    title: str
    note: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    words: int = 1
    """How many of the first columns hold words; the others hold figures and are set flush right."""


def figure(value: float | None, places: int = 2) -> str:
    """A figure, or a dash where there is none."""
    return "-" if value is None else f"{value:.{places}f}"


def interval(measured: Share | Measured, sign: bool = False) -> str:
    """A figure with its interval: ``0.92 (0.89 to 0.94)``."""
    if measured.value is None:
        return "-"
    shown = f"{measured.value:+.2f}" if sign else f"{measured.value:.2f}"
    if measured.low is None or measured.high is None:
        return shown
    low, high = (f"{v:+.2f}" if sign else f"{v:.2f}" for v in (measured.low, measured.high))
    return f"{shown} ({low} to {high})"
