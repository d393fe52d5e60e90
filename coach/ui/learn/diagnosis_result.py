"""What the answers point at, in words first: what to do first, each area with its passages, who sees it differently, what moved."""

from __future__ import annotations

import streamlit as st

from coach.diagnosis.cited import passages_for
from coach.diagnosis.kept import KeptCycle
from coach.diagnosis.movement import Moved, movement
from coach.diagnosis.questions import questionnaire
from coach.diagnosis.result import Answered, AreaResult, Result, read_result
from coach.diagnosis.words import (
    STANDING,
    answer_words,
    answered_words,
    audit_words,
    headline,
    movement_words,
    spread,
    weak_words,
    where,
)
from coach.reviewer import Coach
from coach.ui.engine import engine
from coach.ui.finding_card import citations_html
from coach.ui.learn import diagnosis_state as state
from coach.ui.markup import escaped, note, words_of

NOTHING_YET = "Nobody has answered yet. Answer the questions, and what they point at stands here, by cycle."
DAMAGED = "The other answers are shown again as soon as those that cannot be read are deleted."
DIFFERENT = "Where the answers differ, the talk is worth more than the result. Compare before you discuss."
CONFIRM = "Every answer given for this cycle is deleted for good. What you compare it with stays."
_MOVED = {"better": "Better", "worse": "Worse", "same": "As before"}
_LOOK_FOR_AUDIT = "reading the answers of the five-statement audit, three or fewer yes"
_LOOK_FOR_SPREAD = "several people answer the audit differently, leader and team see it differently"


def show_result() -> None:
    """The result of the cycle that is open."""
    cycles = state.cycles()
    if message := state.problem():
        st.html(note(message, "alert"))
    if message := state.done():
        st.html(f'<p role="status" class="okr-note">{escaped(message)}</p>')
    if not cycles and (lost := state.damaged()):
        st.html(f'<p class="okr-because">{DAMAGED}</p>')
        st.button(
            f"Delete what cannot be read ({len(lost)})", on_click=state.delete_damaged, key="okr_diagnosis_damaged"
        )
        return
    if not cycles:
        st.html(note(NOTHING_YET))
        st.button("Answer the questions", type="primary", on_click=state.open_screen, args=("Questions",))
        return
    names = [cycle.name for cycle in cycles]
    shown = cycles[names.index(_chosen(names))]
    result = read_result(questionnaire(), [sheet.answers for sheet in shown.sheets])
    coach = engine()
    _show_head(result, coach)
    _show_first(result, coach)
    _show_areas(result, coach)
    if result.apart:
        _show_spread(result, coach)
    if names.index(shown.name):
        before = cycles[names.index(shown.name) - 1]
        _show_movement(result, before, shown.name)
    _show_actions(shown)


def _chosen(names: list[str]) -> str:
    """The cycle to show."""
    open_now = state.shown_cycle(names)
    if len(names) == 1:
        return open_now
    chosen = st.selectbox("Cycle", names, index=names.index(open_now))
    state.show_cycle(chosen)
    return chosen


def _show_head(result: Result, coach: Coach) -> None:
    audit = audit_words(result)
    cited = citations_html(passages_for(coach, _LOOK_FOR_AUDIT)) if audit else ""
    areas = f"<p>What does not hold: {escaped(where(result))}.</p>" if result.pointed_at else ""
    st.html(
        f'<div class="okr-readiness"><h2>{escaped(headline(result))}</h2>{areas}</div><p class="okr-audit">{escaped(audit)}</p>{cited}'
        f'<p class="okr-because">{escaped(answered_words(result))}</p>'
    )


def _show_first(result: Result, coach: Coach) -> None:
    first = next((area for area in result.areas if area.weak), None)
    if first is None:
        return
    st.html(
        f'<div class="okr-suggestion okr-first"><p class="okr-cap">What to do first</p>'
        f'<p class="okr-line">{escaped(first.area.first)}</p>'
        f'<p class="okr-because">{escaped(first.area.title)}: {escaped(weak_words(first))}. {escaped(first.area.weak)}</p>'
        f"{citations_html(passages_for(coach, first.area.look_for))}</div>"
    )
    remedies = {area.area.remedy for area in result.areas if area.weak}
    with st.container(horizontal=True, key="okr_diagnosis_remedies"):
        if "rhythm" in remedies:
            st.button("Make the cycle’s calendar", on_click=state.open_screen, args=("The cycle’s calendar",))
        if "standard" in remedies:
            st.button("Make the one-page standard", on_click=state.open_screen, args=("One-page standard",))


def _show_areas(result: Result, coach: Coach) -> None:
    st.html('<h3 class="okr-h3">What the answers point at</h3>')
    st.html("".join(_area_html(found, coach, number == 0) for number, found in enumerate(result.areas)))


def _area_html(found: AreaResult, coach: Coach, is_open: bool) -> str:
    count = f" · {weak_words(found)}" if found.weak else ""
    body = "".join(_answered_html(one, coach) for one in found.weak)
    holds = [one for one in found.answered if one.level is not None and not one.weak]
    if holds:
        body += f'<p class="okr-cap">{"Holds beside it" if found.weak else "What holds"}</p><ul class="okr-list">'
        body += "".join(f"<li>{_said_html(one)} {escaped(_points(one))}</li>" for one in holds) + "</ul>"
    if not body:
        body = '<p class="okr-because">Nobody answered these questions.</p>'
    standing = STANDING[found.standing]
    mark = found.standing.replace(" ", "-")
    return (
        f'<details class="okr-area {mark}"{" open" if is_open and found.weak else ""}><summary><b>{escaped(found.area.title)}</b>'
        f'<span class="okr-because">{standing}{count}</span></summary><div class="okr-card">{body}</div></details>'
    )


def _answered_html(one: Answered, coach: Coach) -> str:
    return (
        f'<div class="okr-point"><p class="okr-because">{escaped(one.question.text)}</p><p>{_said_html(one)}</p>'
        f"<p>{escaped(_points(one))}</p>{citations_html(passages_for(coach, one.question.look_for))}</div>"
    )


def _said_html(one: Answered) -> str:
    """What was answered; where several did, how many chose what."""
    if sum(count for _, count in one.counts) > 1:
        return f'<span class="okr-said-so">{escaped(spread(one))}.</span>'
    return f'<span class="okr-said-so">“{escaped(answer_words(one.question, one.level or ""))}”</span>'


def _points(one: Answered) -> str:
    return one.question.answers[one.level].points if one.level else ""


def _show_spread(result: Result, coach: Coach) -> None:
    rows = "".join(
        f"<li>{escaped(one.question.text)}<br><span class='okr-because'>{escaped(spread(one))}</span></li>"
        for one in result.apart
    )
    st.html(
        f'<h3 class="okr-h3">Where you see it differently</h3><p>{DIFFERENT}</p><ul class="okr-list">{rows}</ul>'
        f"{citations_html(passages_for(coach, _LOOK_FOR_SPREAD))}"
    )


def _show_movement(result: Result, before: KeptCycle, now: str) -> None:
    moved = movement(read_result(questionnaire(), [sheet.answers for sheet in before.sheets]), result)
    changed = [one for one in moved if one.direction != "same"]
    table = _movement_html(changed, before.name, now) if changed else ""
    st.html(f'<h3 class="okr-h3">What has moved</h3><p>{words_of(movement_words(moved, before.name))}</p>{table}')


def _movement_html(changed: list[Moved], before: str, now: str) -> str:
    rows = "".join(
        f'<tr><th scope="row">{escaped(one.question.text)}</th><td>{escaped(answer_words(one.question, one.before))}</td>'
        f"<td>{escaped(answer_words(one.question, one.now))}</td><td>{_MOVED[one.direction]}</td></tr>"
        for one in changed
    )
    head = f'<th scope="col">Question</th><th scope="col">{words_of(before)}</th><th scope="col">{words_of(now)}</th><th scope="col">Moved</th>'
    return (
        '<div class="okr-table" role="region" aria-label="What has moved" tabindex="0"><table>'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _show_actions(shown: KeptCycle) -> None:
    if state.asked_to_delete() == shown.name:
        st.html(note(CONFIRM, "alert"))
        with st.container(horizontal=True):
            st.button("Delete for good", on_click=state.delete_cycle, args=(shown.name,), key="okr_diagnosis_gone")
            st.button(
                "Keep them", on_click=state.ask_to_delete, args=(None,), type="tertiary", key="okr_diagnosis_stay"
            )
        return
    with st.container(horizontal=True, key="okr_diagnosis_actions"):
        st.button("The next person answers", on_click=state.begin_again, type="primary")
        if len(shown.sheets) > 1 and shown.sheets[-1].id:
            last = shown.sheets[-1].id
            st.button("Delete the last person’s answers", on_click=state.delete_sheet, args=(last,), type="tertiary")
        st.button("Delete this cycle’s answers", on_click=state.ask_to_delete, args=(shown.name,), type="tertiary")
