"""How much of a department is read. Its bounds are wider than a single draft's, because its rows pass by as a stream."""

from __future__ import annotations

MAX_FILE_BYTES = 200 * 1024 * 1024
MAX_ROWS = 1_000_000
"""Rows of one sheet. Of each, a dozen bytes stay in memory."""
MAX_COLUMNS = 200
MAX_CELL_CHARACTERS = 32_767
"""The most that a spreadsheet holds in a cell."""
MAX_UNPACKED_BYTES = 4 * 1024 * 1024 * 1024
"""A workbook's XML, unpacked as it is read and never held whole."""
MAX_SHEETS = 500
MAX_LOOSE_ROWS = 20_000
"""Rows of a sheet that is no table (an outline, a form): it has to be seen whole."""
MAX_DOCUMENTS = 20_000
SAMPLE_ROWS = 200
"""Rows that are looked at to tell what the columns hold."""
