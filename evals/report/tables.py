"""The tables of a report, and how they are written as text and as Markdown. HTML shows the same tables with plots."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from coach.report.plain import visible
from evals.compare import Difference
from evals.report import Report
from evals.report.by_model import model_tables, spoiling_table
from evals.report.table import Table, figure, interval
from evals.score import OUTCOMES, ScoreCard
from evals.suites import Suite

_FAILED_SHOWN = 10


def tables(report: Report) -> list[Table]:
    """Every table of the report, in reading order."""
    found: list[Table] = []
    if report.card:
        found += _card(report.card)
    if report.contests:
        found += model_tables(report.contests)
    if report.spoiling:
        found.append(spoiling_table(report.spoiling))
    if report.differences:
        found.append(_differences(report.differences))
    found += [table for suite in report.suites for table in _suite(suite)]
    return found


def _card(card: ScoreCard) -> Iterator[Table]:
    yield Table(
        "Criteria",
        f"{card.cases} cases of {card.families} families over {card.fields} fields of work, judged by {card.engine.get('engine', '?')}"
        f" {card.engine.get('version', '')}.{_left_out(card)} Intervals at 95 %: Wilson for precision and recall, bootstrap over families for F1.",
        ("criterion", "TP", "FP", "FN", "precision", "recall", "F1"),
        tuple(
            (
                row.criterion, str(row.true_positives), str(row.false_positives), str(row.false_negatives),
                interval(row.precision), interval(row.recall), interval(row.f1),
            )
            for row in card.criteria
        ),
    )  # fmt: skip
    if card.kinds:
        kinds = list(card.kinds)
        yield Table(
            "Kinds", "Rows: what the key result is labelled. Columns: what it was read as.", ("labelled", *kinds),
            tuple((kind, *(str(card.kinds[kind][other]) for other in kinds)) for kind in kinds),
        )  # fmt: skip
    if card.calibration.bins:
        yield Table(
            "Calibration",
            f"Findings on labelled places, by their confidence. Brier score {card.calibration.brier:.3f} (0 is perfect).",
            ("mean confidence", "were right", "findings"),
            tuple((f"{b.confidence:.2f}", interval(b.right), str(b.right.of)) for b in card.calibration.bins),
        )
    if card.worst:
        yield Table(
            f"The worst {len(card.worst)}", "Judged wrongly with the most confidence.",
            ("case", "criterion", "was", "line", "seen", "confidence"),
            tuple(
                (w.case, w.criterion, "missed" if w.missed else "raised wrongly", w.line, w.seen, f"{w.confidence:.2f}") for w in card.worst
            ),
            words=5,
        )  # fmt: skip


def _left_out(card: ScoreCard) -> str:
    if not card.left_out:
        return ""
    return f" Left out: {card.left_out} cases that the run does not hold, or whose draft has changed since."


def _differences(differences: Sequence[Difference]) -> Table:
    return Table(
        "Change",
        "F1 of the first run, of the second, and the change with its paired interval. Real: the interval leaves out zero.",
        ("criterion", "first", "second", "change", "only first right", "only second right", "p (McNemar)", "real"),
        tuple(
            (
                d.criterion, figure(d.before), figure(d.after), interval(d.change, sign=True), str(d.only_before_right),
                str(d.only_after_right), figure(d.p_value, 3), "yes" if d.is_real else "no",
            )
            for d in differences
        ),
    )  # fmt: skip


def _suite(suite: Suite) -> Iterator[Table]:
    rows = [(m.title, str(m.of), interval(m.share)) for m in suite.measures]
    rows += [(name, "", figure(value)) for name, value in suite.figures.items()]
    yield Table(suite.title, "Shares with Wilson intervals at 95 %.", ("measure", "of", "share"), tuple(rows))
    failed = [(m.name, name) for m in suite.measures for name in m.failed[:_FAILED_SHOWN]]
    if failed:
        yield Table(
            f"{suite.title}: what did not hold", f"The first {_FAILED_SHOWN} of each measure.", ("measure", "what"), tuple(failed), words=2
        )  # fmt: skip


def as_text(found: Sequence[Table]) -> str:
    """The tables for a terminal."""
    return "\n\n".join(_text(table) for table in found)


def _text(table: Table) -> str:
    if table.words > 2:
        rows = [f"  {' | '.join(visible(cell) for cell in row)}" for row in table.rows]
        return "\n".join([f"{table.title}. {table.note}", *rows])
    every = [table.header, *(tuple(visible(cell) for cell in row) for row in table.rows)]
    widths = [max(len(row[at]) for row in every) for at in range(len(table.header))]
    lines = [
        "  ".join(
            cell.ljust(width) if at < table.words else cell.rjust(width) for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in every
    ]  # fmt: skip
    return "\n".join([f"{table.title}. {table.note}", *(f"  {line}" for line in lines)])


def as_markdown(found: Sequence[Table]) -> str:
    """The tables for a document."""
    return "\n\n".join(f"## {table.title}\n\n{table.note}\n\n{markdown_table(table)}" for table in found)


def markdown_table(table: Table) -> str:
    """One table in Markdown, without its heading."""
    rule = ["---" if at < table.words else "---:" for at in range(len(table.header))]
    rows = [table.header, rule, *(tuple(_cell(cell) for cell in row) for row in table.rows)]
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def _cell(text: str) -> str:
    """A cell that stays one cell and holds no HTML; what the caller marks (code, bold) stays marked."""
    return visible(text).replace("|", "\\|").replace("<", "&lt;")


__all__ = ["OUTCOMES", "Table", "as_markdown", "as_text", "figure", "interval", "markdown_table", "tables"]
