"""The review for other programs: Markdown, SARIF and workflow commands hold what the review says, and draft text stays text."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from coach import review
from coach.critique import Review
from coach.intake import read_json, read_text
from coach.reading.result import Where
from coach.report import as_github, as_json, as_json_line, as_markdown, as_sarif
from coach.report.markdown import escaped
from coach.report.places import line_and_column
from tests.support.reviews import LIFT, PASTED, TASK, finding, review_of, sample

HOSTILE = [
    "Lift [sales](http://evil.example) to 3",
    "![x](http://evil.example/p.png) to 3",
    "<img src=x onerror=alert(1)> & <b>bold</b> &lt;",
    "see www.evil.example, mail a@evil.example, ask @team about #12 and !7",
    "# heading", "- item", "1. item", "> quote", "+ item", "=== ", "```", "`code` and ``more``", "a | b | c",
    "*bold* _it_ ~~gone~~ $x$ [^1]: note", "[a]: http://evil.example 'x'", "\\[a](b)", "C# and F#", "evil.example", "***", "---",
]  # fmt: skip
MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def tokens(text: str) -> list[Any]:
    found: list[Any] = []
    for token in MARKDOWN.parse(text):
        found += [token, *(token.children or [])]
    return found


def shown(text: str) -> str:
    """The words a reader of the rendered Markdown sees."""
    return "".join(token.content for token in tokens(text) if token.type in ("text", "code_inline", "text_special"))


@pytest.mark.parametrize("text", HOSTILE)
def test_escaped_text_is_shown_to_the_letter(text: str) -> None:
    for markdown in (escaped(text), f"- {escaped(text)}"):
        assert shown(markdown).strip() == " ".join(text.split())
        assert {token.type for token in tokens(markdown)} <= {
            "paragraph_open", "paragraph_close", "inline", "text", "text_special", "code_inline",
            "bullet_list_open", "bullet_list_close", "list_item_open", "list_item_close",
        }  # fmt: skip


@given(st.text(st.sampled_from("ab1 .)(]['\"<>!*_`~#|\\&;:/@$-+=^{}\n"), min_size=1, max_size=40).filter(str.strip))
def test_no_text_makes_a_link_a_picture_or_html(text: str) -> None:
    types = {token.type for token in tokens(f"- {escaped(text)}")}
    assert not types & {
        "link_open",
        "image",
        "html_inline",
        "html_block",
        "em_open",
        "strong_open",
        "s_open",
        "fence",
        "table_open",
    }
    assert shown(escaped(text)).split() == text.split()


def test_what_trackers_link_by_themselves_is_code() -> None:
    for text in ("see https://evil.example", "ask @team", "as in #12", "evil.example/x", "www.evil.example"):
        assert escaped(text).startswith("`")
        assert escaped(text).endswith("`")
    assert escaped("Churn from 5.5% to 3% by 31 March.") == "Churn from 5.5% to 3% by 31 March."


def hostile_review() -> Review:
    draft = read_text(
        "Objective: Help <b>shops</b> at www.evil.example\n" + "".join(f"- {line} to 3%\n" for line in HOSTILE[:4])
    )
    return review_of(draft, *(finding(draft, Where(objective=i, key_result=j)) for i, j, _ in draft.key_results()))


def test_a_hostile_draft_makes_no_link_in_the_report() -> None:
    types = {token.type for token in tokens(as_markdown(hostile_review(), "draft.md"))}
    assert not types & {"link_open", "image", "html_inline", "html_block"}


def test_markdown_says_what_the_review_says() -> None:
    text = as_markdown(sample(), "okrs.md")
    for words in (
        "# OKR review: Not ready: 1 to fix, 2 to improve, 1 to think about",
        "  - **1.2** Lift activation to 35%",
        "### 1.1 Launch the new wizard",
        "**Fix first: A task, not a result**",
        r"> **Try:** Lift \[activation\] from \[baseline\] to \[target\] by \[date\]",
        "Baselines, What a baseline is for: “A baseline is",
        "- 1.3 No one named driver (missing-owner): see the board, said in the draft",
        "- line 8: Lunch is on Friday, see you there!",
    ):
        assert words in text


def command(line: str) -> tuple[str, dict[str, str], str]:
    """A workflow command as GitHub's runner reads it."""
    match = re.fullmatch(r"::(error|warning|notice) (.*?)::(.*)", line)
    assert match
    unescape = {"%0D": "\r", "%0A": "\n", "%3A": ":", "%2C": ",", "%25": "%"}
    pairs = dict(part.split("=", 1) for part in match.group(2).split(","))
    return (
        match.group(1),
        {k: re.sub("%..", lambda m: unescape[m.group()], v) for k, v in pairs.items()},
        match.group(3),
    )


def test_annotations_stand_on_the_words_they_quote() -> None:
    lines = as_github(sample(), "plans/okrs, 1.md").splitlines()
    level, at, message = command(lines[0])
    assert level == "error"
    assert at["file"] == "plans/okrs, 1.md"
    assert (at["line"], at["col"], at["title"]) == ("4", "3", "Fix first: A task, not a result (activity-key-result)")
    assert "“Launch the **new** wizard”" in message
    assert lines[-1] == sample().summary


def test_annotations_of_a_text_with_per_cent_and_breaks_keep_to_one_line() -> None:
    draft = read_text("Objective: Help shops\n- Lift 100%0A::error::activation\n  to 35%")
    lines = as_github(review_of(draft, finding(draft, TASK))).splitlines()
    assert len(lines) == 2
    assert "%250A" in lines[0]
    assert command(lines[0])[0] == "warning"


def test_a_draft_without_lines_is_annotated_with_its_field() -> None:
    draft = read_json({"objectives": [{"objective": "Help shops", "key_results": ["Lift activation to 35%"]}]})
    _, at, message = command(as_github(review_of(draft, finding(draft, TASK)), "draft.json").splitlines()[0])
    assert "line" not in at
    assert message.startswith("/objectives/0/key_results/0 (1.1): ")


def test_no_control_character_reaches_the_log() -> None:
    draft = read_text("Objective: Help shops\n- Lift \x1b[31m activation to 35%")
    assert "\x1b" not in as_github(review_of(draft, finding(draft, TASK)), "a\x1bb.md")


def run_of(review: Review, file: str | None) -> Any:
    log = json.loads(as_sarif(review, file))
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    return run


def test_sarif_results_point_at_rules_with_help_and_at_the_words() -> None:
    run = run_of(sample(), "plans/my okrs.md")
    rules = run["tool"]["driver"]["rules"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert len(rules[result["ruleIndex"]]["help"]["text"]) > 500
    assert [result["level"] for result in run["results"][:3]] == ["error", "warning", "note"]
    place = run["results"][0]["locations"][0]["physicalLocation"]
    region = place["region"]
    assert place["artifactLocation"]["uri"] == "plans/my%20okrs.md"
    assert (
        PASTED[region["charOffset"] :][: region["charLength"]]
        == "Launch the **new** wizard"
        == region["snippet"]["text"]
    )
    assert (
        PASTED.split("\n")[region["startLine"] - 1][region["startColumn"] - 1 : region["endColumn"] - 1]
        == region["snippet"]["text"]
    )


def test_sarif_shows_what_was_excused_as_suppressed_and_what_was_not_read_as_a_notification() -> None:
    run = run_of(sample(), "okrs.md")
    (suppressed,) = [result for result in run["results"] if "suppressions" in result]
    assert suppressed["suppressions"] == [{"kind": "inSource", "justification": "see the board"}]
    notes = [note["message"]["text"] for note in run["invocations"][0]["toolExecutionNotifications"]]
    assert "Not read as an OKR, line 8: Lunch is on Friday, see you there!" in notes


def test_sarif_of_a_structured_draft_names_the_field_and_no_region() -> None:
    draft = read_json(
        {"objectives": [{"objective": "Help shops", "key_results": ["Lift {0} [x](http://e.example) to 35%"]}]}
    )
    (result,) = run_of(review_of(draft, finding(draft, TASK)), "draft.json")["results"]
    (location,) = result["locations"]
    assert "region" not in location["physicalLocation"]
    assert location["logicalLocations"][0]["fullyQualifiedName"] == "/objectives/0/key_results/0"
    assert "{{0}} \\[x\\](http" in result["message"]["text"]


def test_sarif_keeps_its_fingerprint_when_the_line_moves() -> None:
    moved = read_text("Dear all,\n\n\n" + PASTED)
    draft = read_text(PASTED)
    first, second = (run_of(review_of(d, finding(d, LIFT)), "a.md")["results"][0] for d in (draft, moved))
    assert first["partialFingerprints"] == second["partialFingerprints"]
    assert first["locations"] != second["locations"]


@given(st.text(st.sampled_from("ab\r\n é€😀"), min_size=1, max_size=40), st.data())
def test_line_and_column_lead_back_to_the_offset(source: str, data: st.DataObject) -> None:
    offset = data.draw(st.integers(0, len(source) - 1))
    line, column = line_and_column(source, offset)
    assert sum(len(part) + 1 for part in source.split("\n")[: line - 1]) + column - 1 == offset


def test_json_is_the_contract_indented_or_on_one_line() -> None:
    review = sample()
    contract = json.loads(json.dumps(review.as_json()))
    assert json.loads(as_json(review)) == contract == json.loads(as_json_line(review))
    assert as_json_line(review).count("\n") == 1
    assert "“" in as_json(review_of(read_text(PASTED), strengths=("“said”",)))


def test_json_writes_what_terminals_act_on_as_escapes() -> None:
    found = review("Objective: Shops order \u009b31m faster \u202eetirw\n- Order errors from 9% to 4% by June \x85 30")
    for written in (as_json(found), as_json_line(found)):
        assert not set(written) & {"\u009b", "\u202e", "\x85"}
        assert json.loads(written) == found.as_json()
