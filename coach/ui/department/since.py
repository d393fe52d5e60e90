"""What changed since another run of this browser: which findings are mended, new, or still there, team by team."""

from __future__ import annotations

import streamlit as st

from coach.cycle.since import Comparison, LineChange, Tally, TeamChange
from coach.department.kept_runs import KeptRun
from coach.department.results import Results
from coach.errors import CoachError
from coach.report.department.coachs_page import counted, title_of
from coach.report.plain import visible
from coach.ui.department import state
from coach.ui.department.words import NO_OTHER, when
from coach.ui.markup import escaped, note, quoted, words_of

_TEAMS = 60
_LINES = 25
_KINDS = {"dropped": "Dropped", "added": "New line", "replaced": "In place of another", "reworded": "Reworded"}


@st.fragment
def show_since(run: KeptRun, results: Results) -> None:
    """Which run to compare with, and the comparison."""
    st.html('<h3 class="okr-h2">Since last time</h3>')
    others = [other for other in state.runs().listed() if other.id != run.id and state.standing(other).state == "done"]
    if not others:
        st.html(note(NO_OTHER))
        return
    before = [other for other in others if other.created <= run.created]
    chosen = st.selectbox(
        "Compare with",
        range(len(others)),
        index=others.index(before[0]) if before else 0,
        format_func=lambda at: visible(f"{others[at].name}, {when(others[at].created)}"),
        key=f"okr_dept_since_{run.id}",
        width=460,
    )
    try:
        with st.spinner("Comparing"):
            found = _comparison(others[chosen], run)
    except CoachError as error:
        st.html(note(str(error), "alert"))
        return
    st.html(comparison_html(found))


def _comparison(old: KeptRun, new: KeptRun) -> Comparison:
    """The comparison of two runs, made once."""
    held = st.session_state.get(state.SINCE)
    if held is None or held[0] != (old.id, new.id):
        from coach.cycle.reviewed_lines import read_reviews
        from coach.cycle.since import compare

        held = ((old.id, new.id), compare(read_reviews(old.out), read_reviews(new.out)))
        st.session_state[state.SINCE] = held
    found: Comparison = held[1]
    return found


def comparison_html(found: Comparison) -> str:
    """The comparison: counts first, then criteria, then what to look at twice, then team by team."""
    from coach.cycle.since_words import tally_words

    parts = [f'<p class="okr-lead">{escaped(tally_words(found.tally))}.</p>', _criteria_html(found)]
    easier = [(team.team, line) for team in found.teams for line in team.easier]
    if easier:
        rows = "".join(f"<li><b>{words_of(name)}</b> {_line_html(line)}</li>" for name, line in easier[:_LINES])
        parts.append(f'<h4 class="okr-h3">Better wording, easier target</h4><ul class="okr-list">{rows}</ul>')
    changed = [
        team for team in found.teams if team.is_new or team.is_gone or any(line.is_change for line in team.lines)
    ]
    if changed:
        parts.append('<h4 class="okr-h3">Team by team</h4>')
    parts += [_team_html(team) for team in changed[:_TEAMS]]
    if len(changed) > _TEAMS:
        parts.append(f'<p class="okr-because">and {counted(len(changed) - _TEAMS, "more team")} with changes.</p>')
    if (same := len(found.teams) - len(changed)) > 0:
        parts.append(f'<p class="okr-because">In {counted(same, "team")} nothing changed.</p>')
    return f'<div class="okr-dept-since">{"".join(parts)}</div>'


def _criteria_html(found: Comparison) -> str:
    if not found.criteria:
        return ""
    rows = "".join(
        f'<tr><th scope="row">{escaped(title_of(name))}</th>{_cells(tally)}</tr>'
        for name, tally in found.criteria.items()
    )
    return (
        '<div class="okr-dept-scroller" role="region" aria-label="By criterion" tabindex="0"><table><thead><tr><th scope="col">Criterion</th>'
        '<th scope="col">Mended</th><th scope="col">New</th><th scope="col">Still there</th><th scope="col">Gone with the line</th>'
        f"</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _cells(tally: Tally) -> str:
    return "".join(f'<td class="n">{number:,}</td>' for number in (tally.fixed, tally.found, tally.still, tally.gone))


def _team_html(team: TeamChange) -> str:
    from coach.cycle.since_words import tally_words

    about = ", new in this run" if team.is_new else ", not in this run" if team.is_gone else ""
    lines = [line for line in team.lines if line.is_change]
    rows = "".join(f"<li>{_line_html(line)}</li>" for line in lines[:_LINES])
    more = f'<p class="okr-because">and {counted(len(lines) - _LINES, "more line")}.</p>' if len(lines) > _LINES else ""
    return (
        f'<details class="okr-dept-finding"><summary><span><b>{words_of(team.team)}</b>{about} '
        f'<span class="okr-because">{escaped(tally_words(team.tally))}</span></span></summary>'
        f'<ul class="okr-list">{rows}</ul>{more}</details>'
    )


def _line_html(line: LineChange) -> str:
    words = line.new or line.old
    shown = quoted(words) if words else "The draft as a whole"
    kind = f"{_KINDS[line.kind]}: " if line.kind in _KINDS else ""
    before = (
        f'<br><span class="okr-because">Before: {quoted(line.old)}</span>'
        if line.old and line.new and line.old != line.new
        else ""
    )
    said = (("Mended", line.fixed), ("New", line.found), ("Still there", line.still), ("Gone with the line", line.gone))
    parts = [f"{name}: {', '.join(map(title_of, criteria))}." for name, criteria in said if criteria]
    told = f'<br><span class="okr-because">{escaped(" ".join(parts))}</span>' if parts else ""
    verdict = f"<br>{escaped(line.verdict)}" if line.verdict else ""
    return f"{kind}{shown}{before}{told}{verdict}"
