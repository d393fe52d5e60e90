"""What was found, most important first: readiness in words, then the findings of each line, one of them open."""

from __future__ import annotations

from collections.abc import Iterator

import streamlit as st

from coach.criteria import SEVERITY_WORDS, catalogue
from coach.critique import Excused, Finding, Review
from coach.reading.result import Where
from coach.report.second_voice import ALONE_TITLE, ASKED_TITLE, DISPUTED_TITLE, alone, asked, disputed
from coach.ui import state
from coach.ui.finding_card import card_html
from coach.ui.markup import escaped, listed, note, quoted, words_of
from coach.ui.words import NOTHING_FOUND, WHAT_TO_DO_EMPTY, counted, finding_title, line_name, line_text

Numbered = tuple[int, Finding]


def by_line(findings: tuple[Finding, ...]) -> list[tuple[Where, list[Numbered]]]:
    """The findings of each line together, in the order of each line's most important one."""
    groups: dict[Where, list[Numbered]] = {}
    for number, finding in enumerate(findings):
        groups.setdefault(finding.where, []).append((number, finding))
    return list(groups.items())


def show_findings(review: Review) -> None:
    """The whole panel."""
    st.html(
        f'<div class="okr-readiness"><h2>{escaped(review.readiness)}</h2><p>{escaped(counted(review))}</p></div>',
    )
    if review.draft.is_empty:
        st.html(note(WHAT_TO_DO_EMPTY))
    elif not review.findings and not review.gaps:
        st.html(note(NOTHING_FOUND))
    if review.gaps:
        st.html("".join(note(gap.notice) for gap in review.gaps))
    _show_groups(review)
    notices = (note(text) for text in review.notices)
    sections = "".join((_by_model(review), _strengths(review), _excused(review.excused, review), *notices))
    if sections:
        st.html(sections)


def _show_groups(review: Review) -> None:
    groups = by_line(review.findings)
    shown = state.shown("findings")
    # A finding that was chosen in the draft and lies further down the list comes to its head.
    chosen = [group for group in groups[shown:] if _holds(group, state.selected())]
    for where, findings in chosen + groups[:shown]:
        # Where a finding of the line is open its quote stands below; the line's words are not said twice.
        is_open = _holds((where, findings), state.selected())
        name, words = line_name(where, review.draft), "" if is_open else line_text(where, review.draft)
        short = f' <span class="okr-gist">{words_of(words)}</span>' if words else ""
        with st.container(key=f"okr_group_{state.token()}_{findings[0][0]}", gap=None):
            st.html(f'<h3 class="okr-group"><span class="okr-name">{name}</span>{short}</h3>')
            for number, finding in findings:
                _show_finding(number, finding)
    if len(groups) > shown:
        st.button(
            f"Show more: findings on {len(groups) - shown} more lines", on_click=state.show_more, args=("findings",)
        )


def _show_finding(number: int, finding: Finding) -> None:
    key = f"finding-{state.token()}-{number}-{finding.severity}"
    st.session_state[key] = state.selected() == number
    label = f"{finding_title(finding)} :gray[{SEVERITY_WORDS[finding.severity]}]"
    line = st.expander(label, key=key, type="compact", on_change=_toggled, args=(number, key))
    if line.open:
        with line:
            st.html(card_html(finding))


def _toggled(number: int, key: str) -> None:
    state.select(number if st.session_state[key] else None)


def _holds(group: tuple[Where, list[Numbered]], number: int | None) -> bool:
    return any(own == number for own, _ in group[1])


def _by_model(review: Review) -> str:
    """What the model asks, and where it differs from the detectors."""
    parts = (
        (ASKED_TITLE, asked(review)),
        (DISPUTED_TITLE, disputed(review)),
        (ALONE_TITLE, alone(review)),
    )
    return "".join(
        f'<h3 class="okr-h3">{title}</h3>{listed(words_of(text) for text in said)}' for title, said in parts if said
    )


def _strengths(review: Review) -> str:
    """What is good, each thing said once with the lines it is true of."""
    lines: dict[str, list[str]] = {}
    for strength in review.strengths:
        said, _, line = strength.removesuffix(".").partition(": ")
        lines.setdefault(said, []).append(line)
    parts = [
        f"<p>{escaped(said)}</p>" + listed(words_of(line) for line in found if line) for said, found in lines.items()
    ]
    return f'<h3 class="okr-h3">What is good</h3>{"".join(parts)}' if parts else ""


def _excused(excused: tuple[Excused, ...], review: Review) -> str:
    if not excused:
        return ""
    return f'<h3 class="okr-h3">Set aside</h3>{listed(_excused_rows(excused, review))}'


def _excused_rows(excused: tuple[Excused, ...], review: Review) -> Iterator[str]:
    for excuse in excused:
        criterion = catalogue().get(excuse.criterion)
        title = criterion.title if criterion else excuse.criterion
        by = "by the draft" if excuse.by == "draft" else "by the house rules"
        where = line_name(excuse.where, review.draft)
        yield f"{escaped(title)}, {where.lower()}: {quoted(excuse.quote)}. Set aside {by}: {words_of(excuse.reason)}"
