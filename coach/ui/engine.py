"""The coach that all visitors of the app share, with the model that is set now. It holds no draft."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from coach.own_documents import stamp
from coach.reviewer import Coach
from coach.settings import Settings, settings


def engine() -> Coach:
    """The coach with its reader and its index loaded, once for the whole server, and anew when other settings stand,
    the house rules' file changes, or a document of guidance is added or removed.

    So it never asks a model that the page does not name, nor judges by rules that do not hold any more.

    Raises:
        CoachError: the house rules, the knowledge or the settings are not what they must be; the next visitor tries again.
    """
    chosen = settings()
    rules = _stamp(chosen.house_rules)
    return _made(chosen, hash((chosen.home, chosen.house_rules, rules, stamp(chosen.home), chosen.model)))


def _stamp(file: Path | None) -> tuple[int, int] | None:
    """What tells one version of a file from another, without reading it; None where it is not there."""
    try:
        status = file.stat() if file else None
    except OSError:
        return None
    return (status.st_mtime_ns, status.st_size) if status else None


@st.cache_resource(show_spinner=False, max_entries=1)
def _made(_chosen: Settings, number: int) -> Coach:
    """The coach for these settings. Streamlit tells them apart by a number, so that no key of a model is kept in its cache."""
    coach = Coach.from_settings(_chosen)
    coach.warm()
    _ = coach.index
    return coach
