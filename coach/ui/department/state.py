"""What one visitor's session holds of the Department page: which run is open, what is looked at, what was said of columns.

All under keys of its own: what a widget holds is lost when its page is left. The runs themselves are on the disk, by owner.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from coach.department.background import Standing, background
from coach.department.kept_runs import KeptRun, KeptRuns
from coach.department.results import Results
from coach.errors import CoachError
from coach.settings import Settings, settings
from coach.ui import browser_key
from coach.ui.department.words import NO_FILE, OTHER_MODEL

_RUN = "okr_dept_run"
_PART = "okr_dept_part"
_PART_BOX = "okr_dept_part_box"
_PROBLEM = "okr_dept_problem"
_RESULTS = "okr_dept_results"
_OPENED = "okr_dept_opened"
_CHOSEN = "okr_dept_criterion"
_UPLOADS = "okr_dept_uploads"
_ASKED = "okr_dept_asked_to_delete"
COLUMNS = "okr_dept_columns"
DRAFT = "okr_dept_draft"
SINCE = "okr_dept_since"
_OF_A_RUN = (_PART, _PART_BOX, _RESULTS, _OPENED, _CHOSEN, COLUMNS, DRAFT, SINCE)

PARTS = ("On Monday", "Heat map", "Findings", "Across teams", "Since last time", "Not read", "Take away")


@dataclass(frozen=True)
class Opened:
    """The draft that is looked at, and its finding."""

    draft: int
    finding: int | None
    criterion: str | None = None
    """What it was opened for; None: for all that was found."""


def runs() -> KeptRuns:
    """The runs of this browser.

    Raises:
        CoachError: the settings are not what they must be.
    """
    return KeptRuns(settings().home, browser_key.owner())


def current() -> KeptRun | None:
    """The run that is open. A new session of the browser opens the one that is under way, or whose columns are looked at."""
    mine = runs()
    if _RUN not in st.session_state:
        found = background().under_way(mine.folder) or mine.prepared()
        st.session_state[_RUN] = found.id if found else None
    id_ = st.session_state[_RUN]
    return mine.opened(id_) if id_ else None


def open_run(id_: str | None) -> None:
    """Open a run, or none: the page then begins where files are chosen."""
    for key in _OF_A_RUN:
        st.session_state.pop(key, None)
    st.session_state[_RUN] = id_
    st.session_state[_ASKED] = None
    tell(None)


def standing(run: KeptRun) -> Standing:
    """How far a run is."""
    return background().standing(run)


def upload_key() -> str:
    """The key of the upload box; a new one after each upload empties it."""
    return f"okr_dept_upload_{st.session_state.get(_UPLOADS, 0)}"


def prepare(files: list[tuple[str, bytes]]) -> None:
    """Take files, to look at how they are understood."""
    if not files:
        tell(NO_FILE)
        return
    try:
        run = runs().prepare(files)
    except CoachError as error:
        tell(str(error))
        return
    st.session_state[_UPLOADS] = st.session_state.get(_UPLOADS, 0) + 1
    open_run(run.id)


def discard() -> None:
    """Choose other files."""
    runs().discard()
    open_run(None)


def start(run: KeptRun) -> None:
    """Begin a run, or go on with it."""
    chosen = settings()
    now = chosen.model
    if run.model is not None and run.model != (f"{now.name} at {now.host}" if now else None):
        tell(OTHER_MODEL.format(model=run.model))
        return
    try:
        background().start(run, _settings_of(run, chosen))
    except CoachError as error:
        tell(str(error))
        return
    open_run(run.id)


def cancel(run: KeptRun) -> None:
    """Stop a run; what is done stays."""
    background().cancel(run)


def delete(run: KeptRun) -> None:
    """Delete a run for good."""
    mine = runs()
    try:
        with background().held_still(mine.folder):
            mine.delete(run)
    except CoachError as error:
        tell(str(error))
        return
    open_run(None)


def asked_to_delete() -> str | None:
    """The run that is about to be deleted, if its owner says so once more."""
    found: str | None = st.session_state.get(_ASKED)
    return found


def ask_to_delete(id_: str | None) -> None:
    """Ask, or ask no longer."""
    st.session_state[_ASKED] = id_


def tell(message: str | None) -> None:
    """Show `message` at the head of the page, until the next try."""
    st.session_state[_PROBLEM] = message


def problem() -> str | None:
    """Why the last thing that was asked for could not be done."""
    found: str | None = st.session_state.get(_PROBLEM)
    return found


def part() -> str:
    """The part of the results that is shown."""
    return str(st.session_state.get(_PART, PARTS[0]))


def part_box() -> str:
    """The key of the row of parts, which begins with the kept one whenever it appears."""
    if _PART_BOX not in st.session_state:
        st.session_state[_PART_BOX] = part()
    return _PART_BOX


def keep_part() -> None:
    """Keep which part was chosen. What was opened in another stays there."""
    show_part(st.session_state[_PART_BOX] or PARTS[0])


def show_part(name: str, criterion: str | None = None) -> None:
    """Show a part; the list of findings with those of one criterion, where one is named."""
    if st.session_state.get(_PART) != name:
        st.session_state.pop(_OPENED, None)
    st.session_state[_PART] = name
    st.session_state.pop(_PART_BOX, None)
    if criterion is not None:
        st.session_state[_CHOSEN] = criterion


def take_criterion() -> str | None:
    """The criterion that the list of findings is to begin with; once."""
    found: str | None = st.session_state.pop(_CHOSEN, None)
    return found


def results(run: KeptRun) -> Results:
    """What came of a run: read once, and held while it is open.

    Raises:
        CoachError: it cannot be read.
    """
    held: tuple[str, Results] | None = st.session_state.get(_RESULTS)
    if held is None or held[0] != run.id:
        from coach.department.results import open_ledger, results_of

        with _database() as database:
            held = (run.id, results_of(open_ledger(database, run.out)))
        st.session_state[_RESULTS] = held
    return held[1]


def opened() -> Opened | None:
    """The draft that is looked at."""
    found: Opened | None = st.session_state.get(_OPENED)
    return found


def open_draft(found: Opened | None) -> None:
    """Look at a draft, or at none."""
    st.session_state[_OPENED] = found


def select_finding(number: int) -> None:
    """Open another finding of the draft that is looked at."""
    if (found := opened()) is not None:
        open_draft(replace(found, finding=number))


def review_of(run: KeptRun, draft: int) -> Any:
    """The review of one draft, as `TeamReview`; None where the run has none of that number. The last one is held.

    Raises:
        CoachError: it cannot be read.
    """
    held = st.session_state.get(DRAFT)
    if held is None or held[0] != (run.id, draft):
        from coach.department.results import open_ledger

        with _database() as database:
            held = ((run.id, draft), open_ledger(database, run.out).team_review(draft))
        st.session_state[DRAFT] = held
    return held[1]


def _settings_of(run: KeptRun, chosen: Settings) -> Settings:
    """What a run is made with: its reviews are kept beside it, and a model is asked only where that was said."""
    return replace(chosen, model=chosen.model if run.model else None, database_url=runs().database_url)


def _database() -> Any:
    from contextlib import closing

    from coach.store.database import Database

    return closing(Database(runs().database_url))
