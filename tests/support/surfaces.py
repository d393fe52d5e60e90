"""Every surface of a review, and what may not be on it: a link, a picture, a script, a control character."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

from markdown_it import MarkdownIt

from coach import report
from coach.critique import Review
from coach.drafting import changes
from coach.okr import Draft
from coach.ui.finding_card import card_html
from coach.ui.marked_draft import draft_html, legend_html
from coach.ui.markup import note
from coach.ui.review.before_after import before_after_html
from coach.ui.review.findings_panel import _strengths
from coach.ui.review.set_aside import aside_html
from coach.ui.unread import unread_html

_ELEMENTS = frozenset(
    "div p bdi details summary span b blockquote section ul li h2 h3 em strong i cite dl dt dd ol mark button del ins".split()
)
_ATTRIBUTES = frozenset("class dir role open title tabindex type".split())
_WORKFLOW = re.compile(r"::(?:error|warning|notice) (?:[a-zA-Z]+=[^:,\n]*,)*[a-zA-Z]+=[^:,\n]*::")
_LINKED = re.compile(r"://|www\.|(?<!\w)@\w|mailto:", re.IGNORECASE)


def rendered(review: Review, file: str | None = None) -> dict[str, str]:
    """The review on every surface, by the surface's name."""
    return {
        "text": report.as_text(review, file=file),
        "markdown": report.as_markdown(review, file),
        "json": report.as_json(review),
        "sarif": report.as_sarif(review, file),
        "github": report.as_github(review, file),
        "page": page(review),
    }


def page(review: Review) -> str:
    """The HTML that the review page puts together from a review."""
    opinions = [*review.findings, *review.overruled, *review.second_opinions]
    return "".join(
        [
            draft_html(review),
            legend_html(review),
            *(card_html(finding) for finding in opinions),
            *(note(text) for text in (*review.all_notices, *review.questions)),
            unread_html(review.unread),
            _strengths(review),
            *(aside_html(excused, review) for excused in review.excused),
            before_after_html(changes([review.draft, Draft()]), 2),
        ]
    )


def faults(shown: dict[str, str]) -> list[str]:
    """What stands on a surface that may not: one line a fault."""
    return [
        *(f"text: control character {char!r}" for char in controls(shown["text"])),
        *(f"markdown: {fault}" for fault in in_markdown(shown["markdown"])),
        *(f"page: {fault}" for fault in in_html(shown["page"])),
        *(f"sarif: {fault}" for fault in in_sarif(json.loads(shown["sarif"]))),
        *(
            f"github: {line[:80]!r} is no annotation of ours"
            for line in re.split(r"[\n\r]", shown["github"])
            if line.startswith("::") and not _WORKFLOW.match(line)
        ),
        *(f"github: control character {char!r}" for char in controls(shown["github"])),
        # JSON keeps the words as they are; what a terminal acts on in a pipe is escaped by JSON itself.
        *(f"json: {char!r} is not escaped" for char in re.findall(r"[\x00-\x09\x0b-\x1f]", shown["json"])),
    ]


def controls(text: str) -> list[str]:
    """Characters that a terminal acts on, and those that turn the direction of writing."""
    return re.findall(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)


def in_markdown(text: str) -> Iterator[str]:
    """Links, pictures and HTML that a renderer would make of a Markdown text, with or without being asked."""
    # Every rule is on; `linkify`, which needs a package of its own, is stood in for by the search for bare addresses.
    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    for block in parser.parse(text):
        if block.type in ("html_block", "fence", "code_block", "table_open"):
            yield f"{block.type}: {block.content[:80]!r}"
        for token in block.children or ():
            if token.type in ("link_open", "image", "html_inline"):
                yield f"{token.type} {token.attrs or token.content!r}"
            elif token.type == "text" and _LINKED.search(token.content):
                yield f"an address that a tracker links: {token.content[:120]!r}"


class _Elements(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.wrong: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append(tag)
        if tag not in _ELEMENTS:
            self.wrong.append(f"element <{tag}>")
        self.wrong += [
            f"attribute {name}={value!r} of <{tag}>"
            for name, value in attrs
            if name not in _ATTRIBUTES and not name.startswith(("aria-", "data-"))
        ]

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"</{tag}> closes what is not open")

    def handle_comment(self, data: str) -> None:
        self.wrong.append(f"comment {data!r}")

    def handle_decl(self, decl: str) -> None:
        self.wrong.append(f"declaration {decl!r}")

    def handle_pi(self, data: str) -> None:
        self.wrong.append(f"instruction {data!r}")


def in_html(text: str) -> list[str]:
    """Elements and attributes that the page does not make itself."""
    parser = _Elements()
    parser.feed(text)
    parser.close()
    unclosed = [f"<{tag}> is not closed" for tag in parser.open]
    return [*parser.wrong, *unclosed, *(f"control character {char!r}" for char in controls(text))]


def in_sarif(log: dict[str, Any]) -> Iterator[str]:
    """Messages in which a reader of SARIF would see a link or a placeholder."""
    run = log["runs"][0]
    messages = [result["message"] for result in run["results"]]
    messages += [each["message"] for each in run["invocations"][0]["toolExecutionNotifications"]]
    for message in messages:
        if set(message) != {"text"}:
            yield f"a message with {sorted(message)}"
        if re.search(r"(?<!\\)(?:\\\\)*\[", message["text"]) or re.search(r"(?<!\{)(?:\{\{)*\{(?!\{)", message["text"]):
            yield f"a link or placeholder: {message['text'][:120]!r}"
