"""What the terminal can show: width, colour, styles of underline. The environment is asked here as terminals' users expect."""

from __future__ import annotations

import os
import shutil
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from coach.report.paint import Paint

_NARROWEST, _WIDEST = 40, 100
"""Columns. Wider than 100 a line of prose is hard to follow."""
_ONE_UNDERLINE = ("linux", "screen", "ansi", "vt100", "vt220")
"""Terminals by $TERM that know one underline only."""


def width() -> int:
    """The columns to write in: the terminal's, or 80 where the output goes elsewhere."""
    return max(_NARROWEST, min(_WIDEST, shutil.get_terminal_size().columns))


def paint() -> Paint:
    """Colour where standard output is a terminal that shows it, unless NO_COLOR says no or FORCE_COLOR says yes."""
    from coach.report.paint import Paint

    terminal = os.environ.get("TERM", "")
    if os.environ.get("NO_COLOR"):
        return Paint()
    forced = os.environ.get("FORCE_COLOR", "0") not in ("", "0")
    if not forced and (not sys.stdout.isatty() or terminal == "dumb"):
        return Paint()
    # Apple's terminal takes the sub-parameters of a styled underline for other attributes.
    plain = terminal in _ONE_UNDERLINE or os.environ.get("TERM_PROGRAM") == "Apple_Terminal"
    return Paint(colour=True, styled_underlines=not plain)
