"""The report as one page that needs nothing beside it: the tables, and plots drawn by matplotlib as SVG inside the page."""

from __future__ import annotations

import io
from html import escape
from typing import TYPE_CHECKING

from coach.report.plain import visible
from evals.report import Report
from evals.report.tables import Table, tables
from evals.score import Calibration, ScoreCard

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_STYLE = """
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 72rem; margin: 2rem auto; padding: 0 1rem; }
figure { background: #fff; padding: .5rem; border-radius: .5rem; overflow-x: auto; margin: 1rem 0; }
svg { max-width: 100%; height: auto; }
div.wide { overflow-x: auto; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: .9rem; }
th, td { padding: .3rem .7rem; border-bottom: 1px solid #8884; text-align: right; vertical-align: top; }
th.words, td.words { text-align: left; }
"""


def page(report: Report) -> str:
    """The whole page."""
    parts = ["<h1>How often the OKR coach is right</h1>"]
    if report.card:
        if any(row.f1.value is not None for row in report.card.criteria):
            parts.append(_svg(_plot_f1(report.card), "F1 of each criterion with its interval"))
        if report.card.calibration.bins:
            parts.append(
                _svg(_plot_calibration(report.card.calibration), "Confidence against the share that was right")
            )
        if report.card.kinds:
            parts.append(_svg(_plot_kinds(report.card.kinds), "Kinds as labelled against kinds as read"))
    parts += [_table(table) for table in tables(report)]
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>How often the OKR coach is right</title><style>{_STYLE}</style></head>\n<body>\n"
        + "\n".join(parts)
        + "\n</body></html>\n"
    )


def _table(table: Table) -> str:
    def row(cells: tuple[str, ...], tag: str) -> str:
        shown = [
            f"<{tag}{' class=words' if at < table.words else ''}>{escape(visible(cell))}</{tag}>"
            for at, cell in enumerate(cells)
        ]
        return f"<tr>{''.join(shown)}</tr>"

    body = "\n".join(row(cells, "td") for cells in table.rows)
    return (
        f"<h2>{escape(table.title)}</h2><p>{escape(table.note)}</p><div class=wide><table><thead>{row(table.header, 'th')}</thead>"
        f"<tbody>{body}</tbody></table></div>"
    )


def _figure(width: float, height: float) -> Figure:
    from matplotlib.figure import Figure

    return Figure(figsize=(width, height), layout="constrained")


def _plot_f1(card: ScoreCard) -> Figure:
    rows = [row for row in reversed(card.criteria) if row.f1.value is not None]
    figure = _figure(9, 0.32 * len(rows) + 0.8)
    axes = figure.subplots()
    values = [row.f1.value or 0.0 for row in rows]
    lows = [max(v - (row.f1.low if row.f1.low is not None else v), 0) for v, row in zip(values, rows, strict=True)]
    highs = [max((row.f1.high if row.f1.high is not None else v) - v, 0) for v, row in zip(values, rows, strict=True)]
    axes.errorbar(values, range(len(rows)), xerr=[lows, highs], fmt="o", capsize=3)
    axes.set_yticks(range(len(rows)), [row.criterion for row in rows])
    axes.set_xlim(0, 1.01)
    axes.set_xlabel("F1, with its interval at 95 %")
    axes.grid(axis="x", alpha=0.3)
    return figure


def _plot_calibration(calibration: Calibration) -> Figure:
    figure = _figure(5, 5)
    axes = figure.subplots()
    axes.plot([0, 1], [0, 1], linestyle=":", color="grey")
    x = [b.confidence for b in calibration.bins]
    y = [b.right.value or 0.0 for b in calibration.bins]
    lows = [v - (b.right.low or 0.0) for v, b in zip(y, calibration.bins, strict=True)]
    highs = [(b.right.high or 0.0) - v for v, b in zip(y, calibration.bins, strict=True)]
    axes.errorbar(x, y, yerr=[[max(v, 0) for v in lows], [max(v, 0) for v in highs]], fmt="o-", capsize=3)
    axes.set(xlim=(0, 1.01), ylim=(0, 1.01), xlabel="mean confidence", ylabel="share that was right")
    axes.grid(alpha=0.3)
    return figure


def _plot_kinds(kinds: dict[str, dict[str, int]]) -> Figure:
    import numpy as np
    from sklearn.metrics import ConfusionMatrixDisplay

    names = list(kinds)
    figure = _figure(5, 4)
    shown = ConfusionMatrixDisplay(np.array([[kinds[a][b] for b in names] for a in names]), display_labels=names)
    shown.plot(ax=figure.subplots(), cmap="Blues", colorbar=False)
    return figure


def _svg(figure: Figure, title: str) -> str:
    from matplotlib import rc_context

    drawn = io.StringIO()
    # The same report gives the same page; what matplotlib says of itself, with links, is left out.
    with rc_context({"svg.hashsalt": title}):
        figure.savefig(drawn, format="svg", metadata=dict.fromkeys(("Date", "Creator", "Format", "Type")))
    svg = drawn.getvalue()
    return f'<figure role="img" aria-label="{escape(title)}">{svg[svg.index("<svg") :]}</figure>'
