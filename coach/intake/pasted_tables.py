"""Tables inside a text: Markdown and ASCII tables, columns pasted from a sheet (tabs), and pasted CSV."""

from __future__ import annotations

import re
from collections.abc import Sequence

from coach.intake.bounds import MAX_COLUMNS
from coach.intake.columns import find_header
from coach.intake.labels import read_label as read_line_label
from coach.intake.lines import is_numbered_head
from coach.intake.table_cells import Row, is_form
from coach.intake.table_reading import TableReading
from coach.intake.tables import read_table
from coach.intake.view import Span

_BORDER = re.compile(r"[\s|+\-=:_┌┬┐├┼┤└┴┘─│═║╔╦╗╠╬╣╚╩╝━┃]+")
_GAP = re.compile(r"[ \t]{2,}|\t")


def find_tables(spans: Sequence[Span]) -> list[tuple[int, int, TableReading]]:
    """The tables among the lines of a text, each with the lines it stands on (end exclusive)."""
    found: list[tuple[int, int, TableReading]] = []
    index = 0
    while index < len(spans):
        for find in (_bars, _tabs, _commas, _gaps):
            block = find(spans, index)
            if block is None:
                continue
            end, rows = block
            reading = _read(rows, spans[index:end])
            if reading is not None:
                found.append((index, end, reading))
            index = end
            break
        else:
            index += 1
    return found


def _read(rows: list[Row], lines: Sequence[Span]) -> TableReading | None:
    """The reading of a table, None where its lines are better read as lines."""
    rows = [row for row in rows if any(cell is not None and cell.text.strip() for cell in row)]
    if not rows or max(map(len, rows)) > MAX_COLUMNS:
        return None
    if find_header([[cell.text if cell else "" for cell in row] for row in rows]) is None and _are_labelled_lines(rows):
        return None
    if is_form(rows) and find_header([[cell.text if cell else "" for cell in row] for row in rows]) is None:
        return None
    reading = read_table(rows, strict=True)
    if reading.is_okr:
        return reading
    return None


def _are_labelled_lines(rows: list[Row]) -> bool:
    """Whether the rows are lines with bars between their parts (``KR1: ... | Owner: Jo``), and no table."""
    labelled = 0
    for row in rows:
        texts = [cell.text for cell in row if cell is not None and cell.text.strip()]
        labels = [read_line_label(text) for text in texts]
        named = any(
            label and label.role == "meta" and label.end < len(text)
            for label, text in zip(labels[1:], texts[1:], strict=True)
        )
        labelled += named or (bool(labels) and labels[0] is not None and labels[0].end < len(texts[0]))
    return labelled * 2 >= len(rows)


def _bars(spans: Sequence[Span], index: int) -> tuple[int, list[Row]] | None:
    """A Markdown or ASCII table: lines with bars, with or without borders."""
    if not _is_bar_line(spans[index].text) and not (
        _is_border(spans[index].text) and index + 1 < len(spans) and _is_bar_line(spans[index + 1].text)
    ):
        return None
    end, borders = index, 0
    lines: list[Row] = []
    while (
        end < len(spans) and (_is_bar_line(spans[end].text) or (_is_border(spans[end].text) and lines)) or end == index
    ):
        if _is_border(spans[end].text):
            borders += 1
        else:
            lines.append(split_bars(spans[end]))
        end += 1
    if len(lines) < 2 and not (borders and lines):
        return None
    return end, lines


def _is_bar_line(text: str) -> bool:
    bare = text.strip()
    count = sum(bare.count(bar) for bar in "|│┃║")
    return (
        (bare.startswith(("|", "│", "┃", "║")) and count >= 2)
        or (count >= 2 and not _is_border(text))
        or (count == 1 and " | " in bare)
    )


def _is_border(text: str) -> bool:
    bare = text.strip()
    return len(bare) >= 3 and bool(_BORDER.fullmatch(bare[:2000])) and any(char in bare for char in "-=─═━")


def split_bars(line: Span) -> Row:
    """The cells of a line with bars; ``\\|`` is no bar."""
    span = line.strip()
    text, base = span.text, span.start
    source, view = span.view.source, span.view
    cuts = []
    for k, char in enumerate(text):
        if char in "|│┃║":
            at = view.origin(base + k, base + k + 1)[0]
            if source[at - 1 : at] != "\\":
                cuts.append(k)
    bounds = [-1, *cuts, len(text)]
    cells = [span.part(bounds[i] + 1, bounds[i + 1]) for i in range(len(bounds) - 1)]
    if cuts and cuts[0] == 0:
        cells = cells[1:]
    if cuts and cuts[-1] == len(text) - 1:
        cells = cells[:-1]
    return [cell.strip() for cell in cells]


def _tabs(spans: Sequence[Span], index: int) -> tuple[int, list[Row]] | None:
    """Rows pasted from a sheet: cells between tabs, quoted where they hold a line break."""
    if not _has_inner_tab(spans[index].text):
        return None
    rows: list[Row] = []
    end, blank = index, 0
    while end < len(spans):
        text = spans[end].text
        if not text.strip():
            blank += 1
            if blank > 1:
                break
            end += 1
            continue
        if "\t" not in text and not (
            rows
            and len(text.split()) <= 12
            and end + 1 < len(spans)
            and _has_inner_tab(spans[end + 1].text)
            and find_header([[c.text if c else "" for c in r] for r in rows[:3]])
        ):
            break
        row, end = _split_quoted(spans, end, "\t")
        rows.append(row)
        blank = 0
    while end > index and not spans[end - 1].text.strip():
        end -= 1
    inner = sum(sum(bool(cell) for cell in row) >= 2 for row in rows)
    if inner * 2 < len(rows) or (len(rows) == 1 and sum(bool(cell) for cell in rows[0]) < 3):
        return None
    return end, rows


def _has_inner_tab(text: str) -> bool:
    bare = text.strip(" \n\r")
    core = bare.strip("\t ")
    return "\t" in core and not is_numbered_head(core)


def _commas(spans: Sequence[Span], index: int) -> tuple[int, list[Row]] | None:
    """Pasted CSV: only under a header line whose names are known."""
    text = spans[index].text
    for delimiter in (",", ";"):
        if text.count(delimiter) < 1 or len(text) > 400:
            continue
        names = [name.strip(' "') for name in text.split(delimiter)]
        header = find_header([names])
        if header is None or len(header[1]) < 2 or index + 1 >= len(spans):
            continue
        rows: list[Row] = []
        end = index
        while end < len(spans) and spans[end].text.strip():
            row, end = _split_quoted(spans, end, delimiter)
            rows.append(row)
        if len(rows) >= 2 and all(len(row) >= len(names) - 1 for row in rows[1:3]):
            return end, rows
    return None


def _gaps(spans: Sequence[Span], index: int) -> tuple[int, list[Row]] | None:
    """Columns lined up with spaces, under a header line whose names are known."""
    text = spans[index].text
    if len(text) > 300 or "  " not in text.strip() or "\t" in text:
        return None
    starts = [match.end() for match in _GAP.finditer(text) if match.start() > 0 and match.end() < len(text)]
    lead = len(text) - len(text.lstrip())
    starts = [lead, *starts]
    names = [text[start:stop].strip() for start, stop in zip(starts, [*starts[1:], len(text)], strict=True)]
    header = find_header([names])
    if header is None or len(header[1]) < 2:
        return None
    rows: list[Row] = []
    end = index
    while end < len(spans) and spans[end].text.strip():
        line = spans[end].text
        if not _is_border(line):
            if any(0 < start < len(line) and line[start - 1] not in " \t" for start in starts[1:]):
                return None
            bounds = [*starts, max(len(line), starts[-1])]
            rows.append(
                [
                    spans[end].part(min(bounds[k], len(line)), min(bounds[k + 1], len(line))).strip()
                    for k in range(len(starts))
                ]
            )
        end += 1
    return (end, rows) if len(rows) >= 2 else None


def _split_quoted(spans: Sequence[Span], index: int, delimiter: str) -> tuple[Row, int]:
    """The cells of one record, which runs on over lines while a quote is open; and the index after it."""
    view = spans[index].view
    stop = spans[min(index + 60, len(spans)) - 1].end
    text, at, end = view.text, spans[index].start, spans[index].end
    cells: Row = []
    while True:
        begin = at
        while begin < end and text[begin] == " ":
            begin += 1
        if (
            begin < end
            and text[begin] == '"'
            and (close := _closing_quote(text, begin + 1, stop, delimiter)) is not None
        ):
            cells.append(Span(view, begin + 1, close).strip())
            at = close + 1
            while index < len(spans) - 1 and spans[index].end < at:
                index += 1
            end = spans[index].end
            cut = text.find(delimiter, at, end)
        else:
            cut = text.find(delimiter, at, end)
            cells.append(Span(view, at, end if cut < 0 else cut).strip())
        if cut < 0:
            return cells, index + 1
        at = cut + 1


def _closing_quote(text: str, at: int, stop: int, delimiter: str) -> int | None:
    """Where the quoted cell that began before `at` ends; None where no quote closes it."""
    while True:
        at = text.find('"', at, stop)
        if at < 0:
            return None
        if text[at + 1 : at + 2] == '"':
            at += 2
            continue
        after = text[at + 1 : at + 2]
        return at if at + 1 >= stop or after in ("", "\n", delimiter) else None
