"""What was found, most important first: readiness in words, then the findings of each line, one of them open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import streamlit as st

from coach.criteria import SEVERITY_WORDS, catalogue
from coach.critique import Excused, Finding, Review
from coach.reading.result import Where
from coach.report.second_voice import ALONE_TITLE, ASKED_TITLE, DISPUTED_TITLE
from coach.ui.finding_card import card_html, voices_html
from coach.ui.markup import escaped, listed, note, quoted, words_of
from coach.ui.review import state
from coach.ui.review.asking_line import show_asking
from coach.ui.words import (
    COUNT_NOWHERE,
    NOTHING_FOUND,
    WHAT_TO_DO_EMPTY,
    cost,
    counted,
    finding_title,
    line_name,
    line_text,
)

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
    show_asking(review)
    if review.draft.is_empty:
        st.html(note(WHAT_TO_DO_EMPTY))
    elif not review.findings and not review.gaps:
        st.html(note(NOTHING_FOUND))
    if review.gaps:
        st.html("".join(note(gap.notice) for gap in review.gaps))
    _show_groups(review)
    notices = (note(text) for text in review.notices)
    made = f'<p class="okr-because okr-made">{escaped(said)}</p>' if (said := cost(review.engine)) else ""
    sections = "".join((_by_model(review), _strengths(review), _excused(review.excused, review), *notices, made))
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
        line = f"{where.objective}-{where.key_result}"
        with st.container(key=f"okr_group_{state.token()}_{line}", gap=None):
            st.html(f'<h3 class="okr-group"><span class="okr-name">{name}</span>{short}</h3>')
            names = Counter[str]()
            for number, finding in findings:
                name = state.name_of(finding)
                _show_finding(number, finding, f"{name}-{names[name]}")
                names[name] += 1
    if len(groups) > shown:
        st.button(
            f"Show more: findings on {len(groups) - shown} more lines", on_click=state.show_more, args=("findings",)
        )


def _show_finding(number: int, finding: Finding, name: str) -> None:
    # Named for the finding and not for its number, so that it stays where it is when a model's review brings others.
    key = f"finding-{state.token()}-{name}-{finding.severity}"
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
    """What the model asks of the draft as a whole, and where it differs from the detectors."""
    questions = listed(words_of(text) for text in review.questions) if review.questions else ""
    unmeasured = f'<p class="okr-because">{COUNT_NOWHERE}</p>' if review.second_opinions else ""
    parts = (
        (ASKED_TITLE, questions),
        (DISPUTED_TITLE, "".join(_opinion(finding, review) for finding in review.overruled)),
        (ALONE_TITLE, unmeasured + "".join(_opinion(finding, review) for finding in review.second_opinions)),
    )
    return "".join(f'<h3 class="okr-h3">{title}</h3>{said}' for title, said in parts if said)


def _opinion(finding: Finding, review: Review) -> str:
    """A point that is no finding: which line, its words, and what each side says."""
    name = line_name(finding.where, review.draft)
    return (
        f'<div class="okr-opinion"><p><b>{escaped(finding.title)}</b> <span class="okr-because">{name}</span></p>'
        f"<p>{quoted(finding.quote)}</p>{voices_html(finding.views)}</div>"
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
