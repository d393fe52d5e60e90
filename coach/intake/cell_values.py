"""What a spreadsheet cell shows: its value as a person would write it, and the error values that are no words."""

from __future__ import annotations

import math
import re
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

_ERRORS = frozenset(
    "#NULL! #DIV/0! #VALUE! #REF! #NAME? #NUM! #N/A #GETTING_DATA #SPILL! #CALC! #FIELD! #BLOCKED! #CONNECT! #BUSY! #UNKNOWN! "
    "#EXTERNAL! #BEZUG! #WERT! #ZAHL! #NV #ÜBERLAUF! #VALEUR! #NOM? #NOMBRE! #NUL!".split()
)
_DIGITS = ".15g"  # a spreadsheet keeps 15 digits; further ones are the noise of binary fractions
_PLAIN_FROM, _PLAIN_TO = -15, 21  # powers of ten between which a number is written out
_PERCENT_DECIMALS = 2
_LITERAL = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|[_*].')


def is_error(text: str) -> bool:
    """Whether `text` is what a spreadsheet shows for a value that it could not work out: ``#REF!``, ``#DIV/0!``."""
    return text.strip().upper() in _ERRORS


def shown(value: Any, number_format: str = "General") -> str:
    """A cell's value as a person would write it; ``#NUM!`` where a number is too large to be one."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (int, float)):
        return _number(value, number_format)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time(0) else value.isoformat(sep=" ", timespec="minutes")
    if isinstance(value, (date, time)):
        return value.isoformat()
    return str(value)


def _number(value: int | float, number_format: str) -> str:
    if isinstance(value, float) and not math.isfinite(value):
        return "#NUM!"
    exact = Decimal(format(value, _DIGITS)) if isinstance(value, float) else Decimal(value)
    decimals = _percent_decimals(number_format, value)
    if decimals is None:
        return _written_out(exact)
    share = exact * 100
    rounded = round(share, max(decimals, _PERCENT_DECIMALS))
    return f"{_written_out(rounded if rounded or not share else share)}%"


def _written_out(number: Decimal) -> str:
    if not number:
        return "0"
    if not _PLAIN_FROM <= number.adjusted() <= _PLAIN_TO:
        return str(number.normalize())
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _percent_decimals(number_format: str, value: int | float) -> int | None:
    """How many decimals a percentage format shows; None where the format is none."""
    sections = _LITERAL.sub("", number_format).split(";")
    section = sections[1] if value < 0 and len(sections) > 1 else sections[0]
    if "%" not in section:
        return None
    decimals = re.search(r"\.([0#?]+)", section)
    return len(decimals.group(1)) if decimals else 0
