"""What was found, most important first: readiness in words, then the findings of each line, one of them open."""

from __future__ import annotations

from collections import Counter

import streamlit as st

from coach.criteria import SEVERITY_WORDS
from coach.critique import Finding, Review
from coach.drafting import counts, readiness, unfinished
from coach.reading.result import Where
from coach.report.second_voice import ALONE_TITLE, ASKED_TITLE, DISPUTED_TITLE
from coach.ui.finding_card import card_html, voices_html
from coach.ui.markup import escaped, label_of, listed, note, quoted, words_of
from coach.ui.review import state, told, versions, working
from coach.ui.review.asking_line import show_asking
from coach.ui.review.finding_actions import show_actions
from coach.ui.review.forms import show_desk
from coach.ui.review.set_aside import show_set_aside
from coach.ui.review.working import Numbered
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


def by_line(findings: list[Numbered]) -> list[tuple[Where, list[Numbered]]]:
    """The findings of each line together, in the order of each line's most important one."""
    groups: dict[Where, list[Numbered]] = {}
    for number, finding in findings:
        groups.setdefault(finding.where, []).append((number, finding))
    return list(groups.items())


def show_findings(review: Review) -> None:
    """The whole panel."""
    now = versions.current()
    offered = now.offered if now else frozenset()
    waiting = unfinished(review.draft, offered)
    to_do = counts(review, offered) if waiting else counted(review)
    st.html(
        f'<div class="okr-readiness"><h2>{escaped(readiness(review, offered))}</h2><p>{escaped(to_do)}</p></div>'
        f'<p class="okr-told" role="status">{escaped(told.told())}</p>'
    )
    show_asking(review)
    show_desk(review)
    if review.draft.is_empty:
        st.html(note(WHAT_TO_DO_EMPTY))
    elif not review.findings and not review.gaps and not waiting:
        st.html(note(NOTHING_FOUND))
    if review.gaps:
        st.html("".join(note(gap.notice) for gap in review.gaps))
    _show_unfinished(waiting, review)
    due, later = working.parted(review.findings, review.draft)
    _show_groups(by_line(due), review)
    _show_put_off(later, review)
    if sections := _by_model(review) + _strengths(review):
        st.html(sections)
    show_set_aside(review)
    notices = (note(text) for text in review.notices)
    made = f'<p class="okr-because okr-made">{escaped(said)}</p>' if (said := cost(review.engine)) else ""
    if below := "".join((*notices, made)):
        st.html(below)


def _show_unfinished(waiting: dict[Where, tuple[str, ...]], review: Review) -> None:
    """Lines with blanks: they are judged when they are whole, so the blanks are all there is to say of them."""
    form = working.work()
    for number, (where, labels) in enumerate(waiting.items()):
        if number >= state.AT_ONCE["findings"]:
            st.html(f'<p class="okr-because">and {len(waiting) - number} more lines with blanks</p>')
            return
        if form is not None and form.kind == "fill" and form.where == where:
            continue
        name = line_name(where, review.draft)
        count = "1 blank" if len(labels) == 1 else f"{len(labels)} blanks"
        line = f"{where.objective}-{where.key_result}"
        with st.container(key=f"okr_group_{versions.token()}_blanks_{line}", gap=None):
            gist = f' <span class="okr-gist">{words_of(line_text(where, review.draft))}</span>'
            st.html(f'<h3 class="okr-group"><span class="okr-name">{name}</span>{gist}</h3>')
            label = f"Fill in {count} :gray[{label_of(f' of {name.lower()}')}]"
            key = f"okr_act_{versions.token()}_fill_{line}"
            st.button(label, key=key, on_click=_fill_in, args=(where,))


def _fill_in(where: Where) -> None:
    working.open_form("fill", where)
    state.select(None)


def _show_groups(groups: list[tuple[Where, list[Numbered]]], review: Review) -> None:
    shown = state.shown("findings")
    # A finding that was chosen in the draft and lies further down the list comes to its head.
    chosen = [group for group in groups[shown:] if _holds(group, state.selected())]
    for where, findings in chosen + groups[:shown]:
        _show_group(where, findings, review)
    if len(groups) > shown:
        st.button(
            f"Show more: findings on {len(groups) - shown} more lines", on_click=state.show_more, args=("findings",)
        )


def _show_group(where: Where, findings: list[Numbered], review: Review, part: str = "") -> None:
    # Where a finding of the line is open its quote stands below; the line's words are not said twice.
    is_open = _holds((where, findings), state.selected())
    name, words = line_name(where, review.draft), "" if is_open else line_text(where, review.draft)
    short = f' <span class="okr-gist">{words_of(words)}</span>' if words else ""
    line = f"{part}{where.objective}-{where.key_result}"
    with st.container(key=f"okr_group_{versions.token()}_{line}", gap=None):
        st.html(f'<h3 class="okr-group"><span class="okr-name">{name}</span>{short}</h3>')
        names = Counter[str]()
        for number, finding in findings:
            name = state.name_of(finding)
            _show_finding(number, finding, f"{part}{name}-{names[name]}", review)
            names[name] += 1


def _show_put_off(later: list[Numbered], review: Review) -> None:
    """Findings that were answered with "Not now": at the end of the list, to be brought back."""
    if not later:
        return
    with st.container(key="okr_later"):
        st.html(f'<h3 class="okr-h3 okr-later">Not now: {len(later)}</h3>')
        for where, findings in by_line(later)[: state.AT_ONCE["findings"]]:
            _show_group(where, findings, review, "later-")


def _show_finding(number: int, finding: Finding, name: str, review: Review) -> None:
    # Named for the finding and not for its number, so that it stays where it is when a model's review brings others.
    key = f"finding-{versions.token()}-{name}-{finding.severity}"
    st.session_state[key] = state.selected() == number
    label = f"{finding_title(finding)} :gray[{SEVERITY_WORDS[finding.severity]}]"
    line = st.expander(label, key=key, type="compact", on_change=_toggled, args=(number, key))
    if line.open:
        with line:
            st.html(card_html(finding))
            show_actions(finding, review, name)


def _toggled(number: int, key: str) -> None:
    working.close_form()
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
