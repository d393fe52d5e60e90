"""``okr-coach explain``: a criterion's page, as a person reads it in a terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from coach.errors import InputError

if TYPE_CHECKING:
    from coach.criteria import Criterion
    from coach.report.paint import Paint

_APPLIES = {
    "objective": "Objectives",
    "key-result": "Key results",
    "set": "The whole draft",
    "department": "A department",
    "cycle": "During the cycle",
}


def _completed(incomplete: str) -> Iterator[tuple[str, str]]:
    """The ids that begin as typed, with their titles, read without loading the pages."""
    from coach.paths import shipped

    for path in sorted((shipped("knowledge") / "criteria").glob(f"{incomplete}*.md")):
        with path.open(encoding="utf-8") as page:
            title = next((line.partition(":")[2].strip() for line in page if line.startswith("title:")), "")
        yield path.stem, title


def explain(
    criterion: Annotated[
        str, typer.Argument(metavar="CRITERION", help="Its id, such as missing-baseline.", autocompletion=_completed)
    ] = "",
    list_: Annotated[bool, typer.Option("--list", help="List all criteria.")] = False,
) -> None:
    """Explain a criterion: what it checks, why it matters, examples.

    The page also holds the questions to ask yourself and the criterion's known limits.
    """
    from coach.cli.terminal import paint, width
    from coach.criteria import catalogue

    if list_ or not criterion:
        if not list_:
            raise InputError("explain: name a criterion, or list them all with --list")
        lines = _catalogue(list(_house_criteria().values()), width(), paint())
    elif criterion not in catalogue():
        raise InputError(_unknown(criterion))
    else:
        lines = _page(_house_criteria()[criterion], _switched_off().get(criterion), width(), paint())
    sys.stdout.write("\n".join(lines) + "\n")


def _unknown(criterion: str) -> str:
    from difflib import get_close_matches

    from coach.criteria import catalogue

    known = catalogue()
    names = {**{name: name for name in known}, **{c.title.lower(): c.id for c in known.values()}}
    typed = criterion.lower().replace("_", "-").replace(" ", "-")
    close = [name for name in known if typed and (typed in name or all(word in name for word in typed.split("-")))]
    close += [names[match] for match in get_close_matches(typed, names, n=3, cutoff=0.6)]
    close += [names[match] for match in get_close_matches(criterion.lower(), names, n=3, cutoff=0.6)]
    shown = list(dict.fromkeys(close))[:3]
    meant = f" Did you mean {' or '.join(shown)}?" if shown else ""
    return f"there is no criterion '{criterion}'.{meant} `okr-coach explain --list` lists all {len(known)}."


def _house_criteria() -> dict[str, Criterion]:
    """The criteria with the severities and limits of the organisation's rules, if it has any."""
    from coach.criteria import catalogue
    from coach.house_rules import read_house_rules, with_house_rules
    from coach.settings import settings

    path = settings().house_rules
    return with_house_rules(catalogue(), read_house_rules(path, catalogue())) if path else catalogue()


def _switched_off() -> dict[str, str]:
    from coach.criteria import catalogue
    from coach.house_rules import read_house_rules
    from coach.settings import settings

    path = settings().house_rules
    return read_house_rules(path, catalogue()).off if path else {}


def _catalogue(criteria: list[Criterion], width: int, paint: Paint) -> Iterator[str]:
    from coach.criteria import SEVERITIES, SEVERITY_WORDS

    margin = max(len(criterion.id) for criterion in criteria) + 2
    for kind, heading in _APPLIES.items():
        of_kind = [criterion for criterion in criteria if criterion.applies_to == kind]
        if not of_kind:
            continue
        yield paint.bold(heading)
        for criterion in sorted(of_kind, key=lambda c: (SEVERITIES.index(c.severity), c.id)):
            words = SEVERITY_WORDS[criterion.severity]
            yield f"  {criterion.id:<{margin}}{paint.severity(f'{words:<17}', criterion.severity)}{criterion.title}".rstrip()
        yield ""
    yield "`okr-coach explain CRITERION` shows the page of one."


def _page(criterion: Criterion, off: str | None, width: int, paint: Paint) -> Iterator[str]:
    from coach.criteria import MODEL_ONLY, SEVERITY_WORDS
    from coach.guidance import sources
    from coach.report.plain import wrapped

    words = SEVERITY_WORDS[criterion.severity]
    yield f"{paint.bold(criterion.title)} ({criterion.id})"
    yield f"{paint.severity(words, criterion.severity)} · {_APPLIES[criterion.applies_to].lower()} · since {criterion.since}"
    if off is not None:
        yield from wrapped(f"Switched off by the house rules: {off}", width)
    if criterion.detector == MODEL_ONLY:
        yield "Only a model can judge this; without one it is not looked at."
    for title, body in criterion.sections.items():
        yield ""
        yield paint.bold(title)
        yield from _examples(criterion, width, paint) if title == "Examples" else _prose(body, width)
    yield ""
    names = sources()
    yield from (
        paint.faint(line)
        for line in wrapped(f"From: {'; '.join(names.get(s, s) for s in criterion.sources)}", width, "      ", "")
    )


def _prose(body: str, width: int) -> Iterator[str]:
    """Paragraphs and lists of a page, wrapped."""
    from coach.report.plain import wrapped

    for number, paragraph in enumerate(body.split("\n\n")):
        if number:
            yield ""
        if paragraph.startswith("- "):
            for item in paragraph.split("\n- "):
                yield from wrapped(item.removeprefix("- "), width, "  ", "- ")
        else:
            yield from wrapped(paragraph, width)


def _examples(criterion: Criterion, width: int, paint: Paint) -> Iterator[str]:
    from coach.report.plain import wrapped

    for number, example in enumerate(criterion.examples):
        if number:
            yield ""
        yield f"  {paint.faint(example.field)}"
        for label, text, because in (
            ("Weak:", example.bad, example.bad_because),
            ("Better:", example.better, example.better_because),
        ):
            for line_number, line in enumerate(text.split("\n")):
                yield from wrapped(line, width, " " * 10, f"  {label if not line_number else '':<8}")
            for line in wrapped(f"({because})", width, " " * 10):
                yield paint.faint(line)
