"""What the coach says: short, a question before a verdict, the draft's own words quoted. Plain text; paragraphs parted by an empty line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from coach.critique import Finding, Review, severity_words
from coach.dialogue.agenda import NO_KEY_RESULTS, NO_OBJECTIVE, Point, quote_of
from coach.dialogue.conversation import Asked
from coach.okr import Draft
from coach.reading.result import Where

GREETING = (
    "Paste your draft: the objective, and each key result on a line of its own. I will say how ready it is and ask about one thing at a "
    "time. Answer in plain words; “skip”, “why?”, “show me an example” and “undo” work at any time."
)
CHANGED_BESIDE = "The draft was changed beside our conversation; I go on from how it stands now."
NO_DRAFT = (
    "I could not read an objective or a key result in that. Begin the aim with “Objective:” and put each key result on its own line "
    "below it, with a dash before it."
)
WHAT_IT_DOES = """You can answer in plain words: a value (“about 22 %”, “from 40 to 60”), a date (“end of Q3”), a name (“Priya owns it”), or a whole new line.

“skip” leaves a point for now; “that’s fine because ...” sets it aside with your reason; “we don’t measure that yet” makes finding the value the first step.

“why?” gives the reason and where it comes from; “show me an example” a pair; “what else?” all that is open; “show me the draft” the draft.

“undo” and “redo” go through the changes; “make it shorter” works on the line in hand; “remove KR 2”, “change KR 2 to ...” and “KR: ...” change the draft; “end of Q3 for all” answers for every line.

“done” ends with the draft, what changed, and what you decided to leave."""
_HINTS: dict[Asked, str] = {
    "baseline": "A figure will do; if nobody measures it yet, say so.",
    "target": "A figure will do, with its unit.",
    "deadline": "A date or the end of a cycle will do.",
    "owner": "One person’s name will do.",
    "metric": "Name what you would count or measure.",
    "wording": "Write the line as you would like it to read.",
    "words": "A few words will do.",
    "baseline-date": "By when will you know it? A date will do.",
    "parent": "Name the aim above it that it serves.",
    "period": "Name one cycle for the draft.",
    "key-result": "Write it as a line of its own, or say “skip”.",
    "choice": "Say “remove KR” with its number, or “skip”.",
    "name": "Your name as it should stand in the draft.",
    "reason": "One sentence is enough.",
}
_BLANK_QUESTIONS: dict[str, str] = {
    "baseline": "What is the value today?",
    "target": "Which value should it reach?",
    "date": "By when?",
    "name": "Who is the one person who drives it?",
    "metric": "Which measure shows it?",
    "who it is for": "Who is it for?",
    "do something they could not do before": "What will they be able to do that they cannot do today?",
    "what changes for them": "What changes for them?",
    "something they do": "What do they do that should become easier?",
}
_GAPS = {
    NO_KEY_RESULTS: ("There is no key result yet, so nothing would show whether it came true.", "What would you count or measure to see that it is coming true?"),
    NO_OBJECTIVE: ("No objective is written, so nothing says what the key results are for.", "What should be different, and for whom?"),
}  # fmt: skip
_THE_NUMBER = "the number that should change"
_MOST_LISTED = 12
_LONG_QUOTE = 160


def hint(asks: Asked) -> str:
    """What kind of answer is looked for."""
    return _HINTS[asks]


def name_of(where: Where, draft: Draft) -> str:
    """Which line is meant, as its reader counts: "key result 2", "objective 2, key result 1", "the draft"."""
    if where.objective is None:
        return "the draft"
    several = len(draft.objectives) > 1
    objective = f"objective {where.objective + 1}" if several else "the objective"
    if where.key_result is None:
        return objective
    name = f"key result {where.key_result + 1}"
    return f"{objective}, {name}" if several else name


def quoted(text: str) -> str:
    """Words of the draft in quotation marks, not longer than can be read at a glance."""
    words = " ".join(text.split())
    return f"“{words}”" if len(words) <= _LONG_QUOTE else f"“{words[:_LONG_QUOTE].rsplit(' ', 1)[0]} ...”"


def opening(review: Review) -> list[str]:
    """The first words on a draft: how ready it is, and what is good, if anything, precisely."""
    _, _, counts = review.summary.partition(": ")
    said = [f"{review.readiness}: {counts}." if counts else f"{review.readiness}."]
    if review.strengths:
        said.append(review.strengths[0])
    return said


def question_of(point: Point) -> str:
    """The question alone."""
    if point.finding:
        return point.finding.question
    if point.gap:
        return _GAPS[point.gap][1]
    if (point.blank or "").startswith(_THE_NUMBER):
        return f"Which number should change{(point.blank or '').removeprefix(_THE_NUMBER)}?"
    return _BLANK_QUESTIONS.get(point.blank or "", f"What should stand for “{point.blank}”?")


def asking(point: Point, draft: Draft, just_shown: bool = False) -> list[str]:
    """A point as paragraphs: the quote and why in one sentence, the question, and the line that is offered.

    Args:
        point: what to ask about.
        draft: the draft it is in.
        just_shown: the line was quoted just before.
    """
    if point.gap:
        return [" ".join(_GAPS[point.gap])]
    if point.finding is None and just_shown:
        return [question_of(point)]
    if point.finding is None:
        return [
            f"{_capital(name_of(point.where, draft))} reads {quoted(quote_of(draft, point.where))}. {question_of(point)}"
        ]
    finding = point.finding
    about = f"{severity_words(point.severity)}, the same line:" if just_shown else _about(point, draft)
    said = [f"{about} {finding.message}", finding.question]
    if finding.suggestion:
        said.append(f"One way to say it: {finding.suggestion.text}")
        said.append("Say “ok” to take it, or answer in your own words.")
    return said


def listed(points: Sequence[Point], draft: Draft) -> str:
    """All that is open, a line each."""
    lines = [
        f"{number}. {_capital(name_of(point.where, draft))}: {_title(point)}"
        for number, point in enumerate(points[:_MOST_LISTED], 1)
    ]
    if len(points) > _MOST_LISTED:
        lines.append(f"And {len(points) - _MOST_LISTED} more.")
    return "\n".join(lines)


def joined(paragraphs: Iterable[str]) -> str:
    """Paragraphs as one text."""
    return "\n\n".join(part for part in paragraphs if part)


def new_points(found: Sequence[Finding]) -> str:
    """What a change has brought with it that was not there before."""
    titles = " and ".join(f"“{finding.title}”" for finding in found[:2])
    return f"With that, there is a new point: {titles}. “undo” takes it back."


def _about(point: Point, draft: Draft) -> str:
    lead = severity_words(point.severity)
    finding = point.finding
    if finding is None or point.where.objective is None:
        return f"{lead}, about the draft as a whole:"
    line = quote_of(draft, point.where)
    quote = " ".join(finding.quote.split())
    part = f", at {quoted(quote)}" if quote != line and quote in line else ""
    return f"{lead}, {name_of(point.where, draft)}: {quoted(line)}{part}."


def _title(point: Point) -> str:
    if point.gap:
        return "no key result is written" if point.gap == NO_KEY_RESULTS else "no objective is written"
    if point.finding is None:
        return f"the blank [{point.blank}] is still to be filled"
    title = point.finding.title
    return f"{title}?" if point.finding.is_question else title


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
