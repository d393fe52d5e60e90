"""Draft text in labels, which are Markdown: it shows as typed, and nothing of it becomes a link."""

from __future__ import annotations

import re

import pytest

from coach.ui.markup import label_of

_LINKED = re.compile(r"https?://|www(?=\.)|[-.\w+]+@[-\w]+(?:\.[-\w]+)+", re.IGNORECASE)
"""What the browser's Markdown makes a link of, in a text whose backslashes are gone (mdast-util-gfm-autolink-literal)."""


@pytest.mark.parametrize(
    "typed", ["www.evil.example", "see HTTPS://evil.example/x", "me.you@evil.example", "WWW.a.b http://c d@e.f"]
)
def test_an_address_in_a_label_is_no_link_and_reads_as_typed(typed: str) -> None:
    shown = label_of(typed).replace("\\", "")
    assert _LINKED.search(typed) and not _LINKED.search(shown)
    assert shown.replace("\u2060", "") == typed


def test_what_means_something_to_markdown_is_escaped_and_other_words_stay() -> None:
    assert label_of("**a** [b](c) `d` $e$ :red[f]\n# g") == (r"\*\*a\*\* \[b\]\(c\) \`d\` \$e\$ \:red\[f\] \# g")
    assert label_of("wwwhat, a http and an @ sign") == r"wwwhat\, a http and an \@ sign"
