"""What the Department page says that the library does not say itself."""

from __future__ import annotations

from datetime import datetime

from coach.department.contract import BadRow
from coach.report.department.coachs_page import counted

LEAD = (
    "Choose the sheet with the OKRs of many teams. You see how its columns were understood, and get what to do first, team by team "
    "and across teams."
)
KINDS = "Sheets (.csv, .xlsx), JSON Lines, or documents with one team each. Several files are one department. 20 MB a file at most."
EXAMPLE = "The services of a city: six teams, thirty key results, all made up."
EXAMPLE_FILE = "City services.csv"
KEPT = "Files and results are kept on the machine that runs this page, for this browser alone, until you delete them."
REFUSED = (
    "Your browser keeps no cookie for this page, so a run could not be found again after a reload, nor deleted. "
    "Allow cookies for it, or take the results with you before you leave."
)
NO_FILE = "No file was chosen yet. Choose a sheet, or start with the example."
NO_RUNS = "No department was reviewed in this browser yet."
CONFIRM = "Delete this run with its files and results? That cannot be undone."
NOTHING_TO_REVIEW = (
    "No objective and no key result was found. Say below which column holds them, or choose another file."
)
ONE_TEAM = (
    "No column was read as the team, so all of this is one team, named “{team}”. If a column names the teams, choose Team for it below; "
    "if there are names over the columns that were not seen, first say in which row they stand."
)
HEADER_ROW = "The names stand in row"
NO_NAMES = "No row with known names was found, so the columns were told by what their cells hold. If a row names them, say which; then see what each is read as."
ALONE = (
    "This table has no names over its columns that are known, and there are several files. "
    "Choose this file alone to say what its columns hold."
)
REMEMBER = "Remember this for sheets with the same names"
STATES = {
    "waiting": "Waiting for its turn",
    "running": "Under way",
    "done": "Done",
    "cancelled": "Cancelled",
    "out of budget": "Stopped by the budget",
    "failed": "Stopped by an error",
    "left unfinished": "Left unfinished",
}
STOPPED = {
    "cancelled": "You cancelled this run. What was reviewed is kept.",
    "out of budget": "The budget for the model is used up. What was reviewed is kept; going on takes a new budget.",
    "failed": "This run stopped before its end. What was reviewed is kept.",
    "left unfinished": "This run stopped when the app was stopped. What was reviewed is kept.",
}
STARTING = "Starting: the reader and the guidance are loaded"
WAITING = "Waiting: other departments are being reviewed on this machine"
OTHER_MODEL = "This run began with {model}, and now another model is set, or none. Set the same one in Settings, or review the sheet anew."
NOTHING_FOUND = "Nothing was found to change. Whether these are the right goals is for the teams to judge."
NO_ACROSS = "Nothing was found that is seen only when teams are read beside one another."
ACROSS = "What shows only when teams are read beside one another. Each is a question to put to both, not a verdict on either."
ALL_READ = "Every row could be read."
NO_OTHER = (
    "There is no other finished run to compare with. Review the next cycle’s sheet, or last cycle’s, and come back."
)
CANNOT_BE_READ = "The results can be saved under “Take away”; they cannot be shown here."


def size(totals: dict[str, int]) -> str:
    """How large a department is."""
    parts = (("teams", "team"), ("objectives", "objective"), ("key_results", "key result"))
    return ", ".join(counted(totals.get(key, 0), word) for key, word in parts)


def when(moment: datetime) -> str:
    """The day and time of a run."""
    return f"{moment:%Y-%m-%d %H:%M} UTC"


def where(row: BadRow) -> str:
    """Where a row stands."""
    return ", ".join(part for part in (row.file, row.sheet, f"row {row.row:,}" if row.row else None) if part)


def title_of(state: str) -> str:
    """How a run stands, in words."""
    return STATES.get(state, state)
