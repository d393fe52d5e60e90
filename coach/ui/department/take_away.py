"""The results as files: the workbook with findings, the reports, the notes to teams, and what other programs read."""

from __future__ import annotations

import io
import zipfile
from functools import partial
from pathlib import Path

import streamlit as st

from coach.department.kept_runs import KeptRun
from coach.report.department.file_names import safe_stem
from coach.ui.markup import note

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_XLSM = "application/vnd.ms-excel.sheet.macroEnabled.12"
FILES = (
    ("reviewed.xlsx", "Workbook", "your sheet, with findings beside each row and comments on the cells", _XLSX),
    ("reviewed.xlsm", "Workbook", "your sheet, with findings beside each row and comments on the cells", _XLSM),
    ("report.html", "Report", "one page to open in a browser, to send or to print", "text/html"),
    ("report.md", "Markdown", "the report for a wiki, a tracker or a chat", "text/markdown"),
    ("notes", "Notes to teams", "one note a team, ready to send, as Markdown and plain text", "application/zip"),
    ("reviews.jsonl", "JSON", "every review, one draft a line, for other programs", "application/jsonl"),
    ("bad-rows.jsonl", "Rows not read", "each with the reason, one a line", "application/jsonl"),
    ("report.sarif", "For developers: SARIF", "the findings for programs that show code reviews", "application/json"),
)
"""What a run may have written: the file, what it is called, what it is for, its type."""


def show_take_away(run: KeptRun, *_: object) -> None:
    """A button for each file that is there."""
    st.html('<h3 class="okr-h2">Take away</h3>')
    there = [entry for entry in FILES if (run.out / entry[0]).exists()]
    if not there:
        st.html(note("Nothing was written yet."))
    stem = safe_stem(run.name)
    for file, name, use, mime in there:
        path = run.out / file
        with st.container(
            horizontal=True,
            vertical_alignment="center",
            key=f"okr_dept_file_{name.lower().replace(' ', '_').replace(':', '')}",
        ):
            st.download_button(
                f"Save: {name}",
                data=partial(_zipped if path.is_dir() else Path.read_bytes, path),
                file_name=f"{stem}-{file}.zip" if path.is_dir() else f"{stem}-{file}",
                mime=mime,
                on_click="ignore",
                icon=":material/download:",
                key=f"okr_dept_save_{file}",
            )
            st.html(f'<p class="okr-because">{use}</p>')


def _zipped(folder: Path) -> bytes:
    """The files of a folder as one archive."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.iterdir()):
            if path.is_file():
                archive.write(path, path.name)
    return packed.getvalue()
