"""The most used house rules as a form: one criterion at a time, its weight, its limits, words of the organisation's own."""

from __future__ import annotations

import streamlit as st

from coach.criteria import SEVERITIES, SEVERITY_WORDS, Criterion, catalogue
from coach.house_rules import HouseRules
from coach.house_rules.edit import with_criterion
from coach.ui.markup import escaped
from coach.ui.settings import rules_state as state
from coach.ui.settings.words import NO_REASON, REASON_LABEL, TERMS_LABEL

_CHOSEN = "okr_rules_criterion"
_KEPT = "okr_rules_criterion_kept"
_OFF = "off"
_FIRST = "too-many-objectives"
_APPLIES = {
    "objective": "Objective",
    "key-result": "Key result",
    "set": "Set",
    "department": "Department",
    "cycle": "In the cycle",
}


def show_form(rules: HouseRules) -> None:
    """The form for the criterion that is chosen."""
    criteria = catalogue()
    st.session_state.setdefault(_CHOSEN, st.session_state.get(_KEPT, _FIRST))
    name = st.selectbox(
        "Criterion", _in_order(), key=_CHOSEN, format_func=lambda one: f"{_APPLIES[criteria[one].applies_to]}: {criteria[one].title}"
    )  # fmt: skip
    st.session_state[_KEPT] = name
    criterion = criteria[name]
    with st.form(f"okr_rules_form_{name}", border=True):
        st.html(f"<p>{escaped(criterion.message)}</p>")
        _ask(criterion, rules)
        st.form_submit_button(
            "Put into the rules", on_click=_take, args=(criterion, rules), key=f"okr_rules_put_{name}"
        )


def _in_order() -> list[str]:
    """The criteria as a reader meets them: by what they apply to, then by title."""
    order = list(_APPLIES)
    return sorted(catalogue(), key=lambda name: (order.index(catalogue()[name].applies_to), catalogue()[name].title))


def _ask(criterion: Criterion, rules: HouseRules) -> None:
    name = criterion.id
    choices = [*SEVERITIES, _OFF]
    held = _OFF if name in rules.off else rules.severity.get(name, criterion.severity)
    st.radio(
        "How it counts", choices, index=choices.index(held), horizontal=True, key=_key(name, "counts", rules),
        format_func=lambda one: _counts(one, criterion),
    )  # fmt: skip
    st.text_input(REASON_LABEL, value=rules.off.get(name, ""), key=_key(name, "reason", rules), max_chars=300)
    limits = criterion.data.get("limits", {})
    if limits:
        with st.container(horizontal=True, key=f"okr_rules_limits_{name}"):
            for limit, shipped in limits.items():
                whole = float(shipped).is_integer()
                st.number_input(
                    f"Limit: {limit.replace('_', ' ')}", min_value=0.0, step=1.0 if whole else 0.05,
                    value=float(rules.limits.get(name, {}).get(limit, shipped)), format="%g",
                    key=_key(name, f"limit_{limit}", rules), help=f"As it comes: {shipped:g}",
                )  # fmt: skip
    if criterion.takes_terms:
        st.text_area(
            TERMS_LABEL, value="\n".join(rules.terms.get(name, [])), key=_key(name, "terms", rules), height=100
        )


def _counts(choice: str, criterion: Criterion) -> str:
    if choice == _OFF:
        return "Switched off"
    words = next(words for severity, words in SEVERITY_WORDS.items() if severity == choice)
    return f"{words} (as it comes)" if choice == criterion.severity else words


def _take(criterion: Criterion, rules: HouseRules) -> None:
    """Put what the form says into the rules that are being edited; called in a callback."""
    name = criterion.id
    counts = st.session_state[_key(name, "counts", rules)]
    reason = str(st.session_state[_key(name, "reason", rules)]).strip()
    if counts == _OFF and not reason:
        state.tell(NO_REASON)
        return
    terms = str(st.session_state.get(_key(name, "terms", rules), "")).split("\n")
    changed = with_criterion(
        rules,
        criterion,
        severity=next((severity for severity in SEVERITIES if severity == counts), rules.severity.get(name)),
        off=reason if counts == _OFF else None,
        limits={
            limit: st.session_state[_key(name, f"limit_{limit}", rules)] for limit in criterion.data.get("limits", {})
        },
        terms=[term.strip() for term in terms if term.strip()],
    )
    state.put(changed)


def _key(name: str, part: str, rules: HouseRules) -> str:
    """The key of a widget: another one when the rules say otherwise of this criterion, so that it begins with what they say."""
    says = (
        rules.off.get(name),
        rules.severity.get(name),
        *rules.limits.get(name, {}).items(),
        *rules.terms.get(name, []),
    )
    return f"okr_rules_{name}_{part}_{hash(says)}"
