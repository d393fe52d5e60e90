"""What stands around the page's content: the policy that allows nothing from elsewhere, the style, the heading, the script."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path

from coach.report.department.coachs_page import Overview, counted
from coach.report.department.html_words import listed, own, text

_HERE = Path(__file__).parent


def opening(over: Overview) -> Iterator[str]:
    """The page up to its main part. Style and script are allowed by their hashes; nothing else is loaded or run."""
    style, script = _style(), _script()
    policy = (
        f"default-src 'none'; style-src 'sha256-{_hash(style)}'; script-src 'sha256-{_hash(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    yield '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">\n<meta name="referrer" content="no-referrer">'
    yield f"<title>OKR review: {text(over.name)}</title>\n<style>{style}</style>\n</head>\n<body>"
    totals = over.totals
    things = [
        counted(totals.get(key, 0), word)
        for key, word in (("teams", "team"), ("objectives", "objective"), ("key_results", "key result"))
    ]
    found = [
        f"{counted(n, 'finding')} to {word}"
        for n, word in zip(over.severities.values(), ("fix first", "improve", "think about"), strict=True)
        if n
    ]
    yield f"<header><h1>OKR review: {own(over.name)}</h1><p>{', '.join(things)}. {text(', '.join(found) or 'Nothing to change was found')}.</p></header>"
    sections = [
        ("first", "What to do first"),
        ("heat", "Teams by criterion"),
        ("teams", "Teams"),
        ("across", "Across teams"),
        ("unread", "Not read"),
        ("appendix", "How it was made"),
    ]
    links = listed(f'<a href="#{name}">{title}</a>' for name, title in sections)
    yield f'<nav aria-label="Contents">{links}</nav>\n<main>'


def _style() -> str:
    return (_HERE / "page.css").read_text(encoding="utf-8")


def _script() -> str:
    return (_HERE / "page.js").read_text(encoding="utf-8")


def script_element() -> str:
    """The script as it stands at the end of the page: the policy names it by its hash."""
    return f"<script>{_script()}</script>"


def _hash(content: str) -> str:
    return b64encode(hashlib.sha256(content.encode()).digest()).decode()
