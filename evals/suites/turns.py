"""What a line of a draft is turned into: other wordings that change nothing, and some that do."""

from __future__ import annotations

import re
from collections.abc import Callable

from evals.suites.spelling import other_spelling

_OTHER_CURRENCY = {"€": "£", "£": "$", "$": "€", "EUR": "USD", "USD": "GBP", "GBP": "EUR"}
_CURRENCY = re.compile(r"[€£$]|\b(?:EUR|USD|GBP)\b")
UNCHANGED: dict[str, tuple[str, Callable[[str], str]]] = {
    "case": ("lines in lower case judged as before", str.lower),
    "full-stop": (
        "lines with a full stop added or taken away judged as before",
        lambda text: text[:-1] if text.endswith(".") else f"{text}.",
    ),
    "typography": (
        "lines with other quotes, dashes and spaces judged as before",
        lambda text: text.replace("'", "’").replace(" - ", " – ").replace(" %", "\u00a0%").replace('"', "”"),
    ),
    "spelling": ("lines in the other spelling, British or American, judged as before", other_spelling),
    "currency": (
        "lines in another currency judged as before",
        lambda text: _CURRENCY.sub(lambda found: _OTHER_CURRENCY[found.group()], text),
    ),
}
BUZZWORDS = (
    lambda text: f"Leveraging world-class synergies: {text}",
    lambda text: f"{text.rstrip('.')} in an innovative, best-in-class and future-proof way",
)
NUMBERS = (
    lambda text: f"{text.rstrip('.')} (3 of 3)",
    lambda text: f"{text.rstrip('.')} in 4 regions",
    lambda text: f"{text.rstrip('.')}, 12 in total",
)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b|q[1-4]\b"
_FROM_TO = re.compile(
    rf"\bfrom\s+(?=[^,;()]*?\d[^,;()]*?\sto\s)(?:(?!{_MONTH})[^\s,;()]+\s+){{1,4}}?to\s+(?=\S*\d)(?!\S+\s+{_MONTH})", re.IGNORECASE
)  # fmt: skip
_ARROW = re.compile(r"(?<!\S)\S*\d\S*(?:\s*%)?\s*(?:->|→|=>)\s*(?=\S*\d)")
_ASIDE = re.compile(
    r"\s*[(\[](?:currently|today|now|baseline|was|up from|down from|at present)\b[^()\[\]]*\d[^()\[\]]*[)\]]",
    re.IGNORECASE,
)
_FORMS = ((_ASIDE, ""), (_FROM_TO, "to "), (_ARROW, "to "))
_CUT_IN_HALF = re.compile(r"\d\s*[^\W\d]{1,4}\s*$")
"""What is left before an arrow of a value of two parts: the "3 h" of "3 h 40 -> 1 h 15"."""


def without_baseline(text: str) -> str | None:
    """The line with its starting value taken out, where it stands once in one of three plain forms; else None."""
    found = [(match, instead) for form, instead in _FORMS for match in form.finditer(text)]
    if len(found) != 1:
        return None
    ((match, instead),) = found
    before, after = text[: match.start()], text[match.end() :]
    return None if match.re is _ARROW and _CUT_IN_HALF.search(before) else before + instead + after
