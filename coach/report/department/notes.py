"""A note to each team, ready to send: what is good, the three things to look at first, the questions for the next talk.

Nothing about other teams stands in it. The same note is written as Markdown and as plain text, and `notes/index.csv` says
which file is whose.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from coach.criteria import SEVERITIES
from coach.critique import Finding, Review
from coach.department.contract import TeamReview
from coach.okr import Value
from coach.reading.result import Where
from coach.report.department.cells import as_text_cell
from coach.report.department.coachs_page import counted
from coach.report.department.file_names import FileNames
from coach.report.department.writing import replacing
from coach.report.markdown import escaped
from coach.report.marks import line_at
from coach.report.outline import reason
from coach.report.plain import visible

FIRST = 3
QUESTIONS = 5
GOOD = 3
TEAMS = 5_000
"""Teams that get a note; a folder with more files than that is of no use to anybody."""
INDEX = "index.csv"


class Point(Value):
    """One thing to look at."""

    line: str
    message: str
    question: str
    rank: tuple[int, bool, float]
    """Severity, whether it only asks, how unsure it is: the smallest comes first."""
    criterion: str


class Note(Value):
    """What one team is told."""

    team: str
    periods: tuple[str, ...]
    objectives: int
    key_results: int
    good: tuple[str, ...]
    points: tuple[Point, ...]
    """The best of what was found so far, the most important first: at most `FIRST`, of different kinds where there are some."""
    more: int
    questions: tuple[str, ...]


class Notes:
    """Collects the notes, team by team, and writes them at the end: a team's drafts may stand apart in the input."""

    def __init__(self) -> None:
        self._notes: dict[str, Note] = {}
        self.left_out = 0

    def add(self, reviewed: TeamReview) -> None:
        """What one more draft adds to its team's note."""
        if reviewed.team not in self._notes and len(self._notes) == TEAMS:
            self.left_out += 1
            return
        new = _note(reviewed)
        old = self._notes.get(reviewed.team)
        self._notes[reviewed.team] = _joined(old, new) if old else new

    def write(self, folder: Path) -> int:
        """Write all notes into `folder`, take away those of an earlier run that have no team any more, and say how many there are."""
        folder.mkdir(parents=True, exist_ok=True)
        earlier = _written_before(folder)
        names, rows, written = FileNames(), [], set()
        for note in self._notes.values():
            name = names.of(note.team)
            rows.append((as_text_cell(visible(note.team)), f"{name}.md", f"{name}.txt"))
            for ending, words in (("md", as_markdown(note)), ("txt", as_plain_text(note))):
                with replacing(folder / f"{name}.{ending}") as file:
                    file.write(words)
                written.add(f"{name}.{ending}")
        with replacing(folder / INDEX) as file:
            writer = csv.writer(file)
            writer.writerow(("team", "markdown", "text"))
            writer.writerows(rows)
        for name in earlier - written:
            (folder / name).unlink(missing_ok=True)
        return len(rows)


def as_markdown(note: Note) -> str:
    """The note for a tracker, a wiki or a chat."""
    blocks = [f"# Your OKRs{_when(note, escaped)}: {_subject(note)}", f"Hello {escaped(note.team)},", _begins(note)]
    if note.good:
        blocks += ["## What is good", "\n".join(f"- {escaped(said)}" for said in note.good)]
    if note.points:
        blocks += [f"## {_heading(note)}", "\n".join(_numbered(note))]
    if note.questions:
        blocks += ["## Questions for our next talk", "\n".join(f"- {escaped(q)}" for q in note.questions)]
    return "\n\n".join([*blocks, _ends(note)]) + "\n"


def as_plain_text(note: Note) -> str:
    """The note for a mail: the first line is its subject."""
    blocks = [f"Your OKRs{_when(note, visible)}: {_subject(note)}", f"Hello {visible(note.team)},", _begins(note)]
    if note.good:
        blocks.append("What is good\n" + "\n".join(f"- {visible(said)}" for said in note.good))
    if note.points:
        points = [f"{n}. “{visible(p.line)}”\n   {visible(p.message)}" for n, p in enumerate(note.points, 1)]
        blocks.append(f"{_heading(note)}\n" + "\n".join(points))
    if note.questions:
        blocks.append("Questions for our next talk\n" + "\n".join(f"- {visible(q)}" for q in note.questions))
    return "\n\n".join([*blocks, _ends(note)]) + "\n"


def _numbered(note: Note) -> Iterator[str]:
    for number, point in enumerate(note.points, 1):
        yield f"{number}. “{escaped(point.line)}”\n\n   {escaped(point.message)}\n"


def _when(note: Note, shown: object) -> str:
    words = ", ".join(note.periods)
    if not words:
        return ""
    return f" for {escaped(words) if shown is escaped else visible(words)}"


def _subject(note: Note) -> str:
    return f"{counted(len(note.points), 'thing')} to look at first" if note.points else "nothing to change was found"


def _heading(note: Note) -> str:
    return {1: "One thing to look at", 2: "Two things to look at"}.get(
        len(note.points), "Three things to look at first"
    )


def _begins(note: Note) -> str:
    read = f"{counted(note.objectives, 'objective')} and {counted(note.key_results, 'key result')}"
    return f"Thank you for the draft. This is what a first reading of its {read} gave, for us to talk about."


def _ends(note: Note) -> str:
    more = (
        f"There are {counted(note.more, 'further point')}; they can wait until these are settled. "
        if note.more > 1
        else ""
    )
    if note.more == 1:
        more = "There is one further point; it can wait until these are settled. "
    if not note.points:
        return "Nothing was found to change. Whether these are the right results is for you to judge."
    return f"{more}A first reading can be wrong. If one of these does not fit, tell me what it misses."


def _note(reviewed: TeamReview) -> Note:
    review = reviewed.review
    points = [_point(review, finding) for finding in review.findings if not finding.unproven]
    chosen = _first(points)
    good = review.strengths[:GOOD] or tuple(_without_findings(review))[:1]
    return Note(
        team=reviewed.team,
        periods=(review.draft.period,) if review.draft.period else (),
        objectives=len(review.draft.objectives),
        key_results=sum(len(objective.key_results) for objective in review.draft.objectives),
        good=tuple(good),
        points=chosen,
        more=len(points) - len(chosen),
        questions=_questions(chosen, review.questions),
    )


def _joined(old: Note, new: Note) -> Note:
    chosen = _first([*old.points, *new.points])
    asked = [*old.questions, *new.questions]
    return Note(
        team=old.team,
        periods=tuple(dict.fromkeys((*old.periods, *new.periods))),
        objectives=old.objectives + new.objectives,
        key_results=old.key_results + new.key_results,
        good=tuple(dict.fromkeys((*old.good, *new.good)))[:GOOD],
        points=chosen,
        more=old.more + new.more + len(old.points) + len(new.points) - len(chosen),
        questions=_questions(chosen, asked),
    )


def _first(points: list[Point]) -> tuple[Point, ...]:
    """The most important, no two of one kind or on one line while there are others."""
    ordered = sorted(points, key=lambda point: point.rank)
    chosen: list[Point] = []
    for same_kind, same_line in ((False, False), (True, False), (True, True)):
        for point in ordered:
            if len(chosen) == FIRST:
                break
            if point in chosen:
                continue
            if not same_kind and any(point.criterion == other.criterion for other in chosen):
                continue
            if not same_line and any(point.line == other.line for other in chosen):
                continue
            chosen.append(point)
    return tuple(sorted(chosen, key=lambda point: point.rank))


def _questions(points: tuple[Point, ...], asked: tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*(point.question for point in points), *asked]))[:QUESTIONS]


def _point(review: Review, finding: Finding) -> Point:
    wording = line_at(review.draft, finding.where)
    return Point(
        line=wording.text if wording else finding.quote,
        message=reason(finding),
        question=finding.question,
        rank=(SEVERITIES.index(finding.severity), finding.is_question, -finding.confidence),
        criterion=finding.criterion,
    )


def _without_findings(review: Review) -> Iterator[str]:
    """Key results on which nothing was found: precise enough to be told, where nothing more can be said."""
    found = {where for finding in review.findings for where in (finding.where, *finding.also)}
    for i, j, key_result in review.draft.key_results():
        if Where(objective=i, key_result=j) not in found:
            yield f"There is nothing to add to “{key_result.text}”."


def _written_before(folder: Path) -> set[str]:
    """The notes that an earlier run wrote here, by its own list: plain names of notes, and nothing else, are ever removed."""
    try:
        content = (folder / INDEX).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return set()
    names = {name for row in csv.reader(io.StringIO(content)) for name in row[1:3]}
    return {name for name in names if Path(name).name == name and name.endswith((".md", ".txt"))}
