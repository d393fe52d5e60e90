"""``okr-coach evals``: how often the coach is right, by one command a suite. Nothing heavy is imported until one runs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coach.reviewer import Coach
    from evals.cases import Case
    from evals.suites import Suite

app = typer.Typer(
    help="Measure how often the coach is right, on labelled cases.", no_args_is_help=True, rich_markup_mode=None
)
Form = Annotated[
    Literal["text", "json", "markdown", "html"], typer.Option("--format", "-f", help="How the report is written.")
]
CasesOption = Annotated[
    list[Path] | None,
    typer.Option("--cases", help="A file of labelled cases; may be given again. Default: the cases of this project."),
]
LimitOption = Annotated[
    int | None,
    typer.Option(
        min=1, help="At most so many cases, chosen so that each criterion has its share; the same every time."
    ),
]
SUITES = ("retrieval", "groundedness", "intake", "restraint", "suggestions", "metamorphic", "department", "check-ins")
"""Suites that the baseline does not hold yet: run by name, or with all."""


@app.command("run")
def run_cases(
    cases: CasesOption = None,
    model: Annotated[
        str | None,
        typer.Option(
            help="Ask this model at the endpoint that is set, and write its scorecard for the reviewer to read."
        ),
    ] = None,
    limit: LimitOption = None,
    engine: Annotated[
        Literal["rules", "grammar"], typer.Option(help="rules: as it ships. grammar: without the trained reader.")
    ] = "rules",
    out: Annotated[
        Path | None,
        typer.Option(
            help="Keep the run here, as JSON Lines; a run that was stopped goes on. With --model it is kept in any case."
        ),
    ] = None,
    score: Annotated[Path | None, typer.Option(help="Score this run that was kept; nothing is reviewed again.")] = None,
    compare: Annotated[
        tuple[Path, Path] | None, typer.Option(help="Two kept runs: is the second different for real?")
    ] = None,
    wrong: Annotated[str | None, typer.Option(help="List every place judged wrongly on this criterion.")] = None,
    form: Form = "text",
) -> None:
    """Review labelled cases and score what was said: per criterion, kinds, calibration, the worst cases; with --model, who was right."""
    from coach.report.plain import visible
    from evals.cases import read_cases, shipped_cases, some_of
    from evals.compare import compare as compared
    from evals.earning import contests
    from evals.report import Report, rendered
    from evals.runs import RunError, read_run
    from evals.runs import engine as coach_of
    from evals.runs import run as run_on
    from evals.score import score as scored
    from evals.score import wrong_sites

    _check_options(score, compare, wrong, out)
    _check_model(model, engine, score, compare, wrong)
    labelled = some_of(read_cases(cases or shipped_cases()), limit)
    if model is not None:
        from evals.measuring import measured

        found, card = measured(model, labelled, out)
        typer.echo(rendered(Report(contests=found), form))
        typer.echo(f"The scorecard is kept in {card}", err=True)
        return
    if compare:
        first, second = (read_run(path) for path in compare)
        report = Report(card=scored(second, labelled), differences=compared(first, second, labelled))
        if not report.differences:
            raise RunError(f"{compare[0]}, {compare[1]}: the two runs have none of these cases in common.")
    else:
        made = read_run(score) if score else run_on(labelled, coach_of(engine), engine, out)
        if wrong:
            for case, site, missed in wrong_sites(made, labelled, wrong):
                typer.echo(f"{case.id}\t{'missed' if missed else 'raised wrongly'}\t{visible(case.words(site))}")
            return
        report = Report(
            card=scored(made, labelled), contests=contests(made, labelled) if "model" in made.engine else None
        )
    typer.echo(rendered(report, form))


@app.command("weak")
def run_weak_models(
    cases: CasesOption = None,
    limit: LimitOption = None,
    small: Annotated[
        bool,
        typer.Option(
            "--small", help="Also the model of 135 million parameters that the tests carry; takes an hour on two cores."
        ),
    ] = False,
    keep: Annotated[Path | None, typer.Option(help="Keep the runs in this folder; what was stopped goes on.")] = None,
    form: Form = "text",
) -> None:
    """How much a model that knows nothing can spoil; fails (1) where F1 of a criterion falls by more than is allowed."""
    from evals.cases import read_cases, shipped_cases, some_of
    from evals.report import Report, rendered
    from evals.spoiling import spoiling

    labelled = some_of(read_cases(cases or shipped_cases()), limit)
    found = spoiling(labelled, keep, small)
    typer.echo(rendered(Report(spoiling=found), form))
    raise typer.Exit(0 if found.is_held else 1)


def _check_model(
    model: str | None, engine: str, score: Path | None, compare: tuple[Path, Path] | None, wrong: str | None
) -> None:
    """What cannot be said beside --model is refused."""
    if model is None:
        return
    if not model.strip():
        raise typer.BadParameter("--model needs the model's name, as its endpoint knows it")
    if score or compare or wrong:
        raise typer.BadParameter("--model makes a run; --score, --compare and --wrong read runs that were kept")
    if engine != "rules":
        raise typer.BadParameter("--model is measured against the detectors as they ship; leave out --engine")


def _check_options(score: Path | None, compare: tuple[Path, Path] | None, wrong: str | None, out: Path | None) -> None:
    """No option is passed over in silence, and a criterion is one there is."""
    from coach.criteria import catalogue

    if compare and (score or wrong or out):
        raise typer.BadParameter("--compare takes two kept runs; --score, --wrong and --out have no meaning beside it")
    if score and out:
        raise typer.BadParameter("--score reads a run that was kept, so there is nothing to keep with --out")
    if wrong and wrong not in catalogue():
        raise typer.BadParameter(f"there is no criterion {wrong!r}; there are {', '.join(catalogue())}")


@app.command("suite")
def run_suite(
    name: Annotated[str, typer.Argument(help=f"One of {', '.join(SUITES)}; or all.")],
    cases: CasesOption = None,
    form: Form = "text",
) -> None:
    """Measure one of the suites beside the judgement."""
    from evals.cases import read_cases, shipped_cases
    from evals.report import Report, rendered
    from evals.runs import engine

    if name not in (*SUITES, "all"):
        raise typer.BadParameter(f"there is no suite {name!r}; there are {', '.join(SUITES)}, and all")
    labelled = read_cases(cases or shipped_cases())
    coach = engine("rules")
    found = tuple(_suite(each, coach, labelled) for each in (SUITES if name == "all" else (name,)))
    typer.echo(rendered(Report(suites=found), form))


@app.command("check")
def check_baseline(
    update: Annotated[bool, typer.Option("--update", help="Keep what is found as the new baseline.")] = False,
    why: Annotated[str | None, typer.Option(help="With --update: why the figures change.")] = None,
    out: Annotated[Path | None, typer.Option(help="Write the whole report here as one HTML page.")] = None,
) -> None:
    """Run every offline suite against the baseline; fails (1) on a real drop or a broken floor."""
    from evals import baseline
    from evals.cases import read_cases, shipped_cases
    from evals.report import Report, rendered
    from evals.runs import engine
    from evals.runs import run as run_on
    from evals.score import score

    if update and not why:
        raise typer.BadParameter("--update needs --why: say in a sentence why the figures change")
    labelled = read_cases(shipped_cases())
    kept = None if update else baseline.read()
    if kept:
        baseline.run_of(kept, labelled)  # a baseline that does not fit is told now, not after minutes of work
    coach = engine("rules")
    made = run_on(labelled, coach, "rules")
    suites = [_suite(name, coach, labelled) for name in SUITES]
    report = Report(card=score(made, labelled), suites=tuple(suites))
    typer.echo(rendered(report, "text"))
    if out:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(rendered(report, "html"), encoding="utf-8")
    if kept is None:
        floors = baseline.read()["floors"] if baseline.BASELINE.exists() else {}
        baseline.write(baseline.BASELINE, made, labelled, suites, why or "", floors)
        typer.echo(f"\nKept as the new baseline: {why}")
        return
    faults = baseline.faults(kept, made, labelled, suites)
    for fault in faults:
        typer.echo(f"\n{fault.suite}, {fault.measure}: {fault.said}")
    typer.echo(f"\n{len(faults)} real drops or broken floors against the baseline.")
    raise typer.Exit(1 if faults else 0)


@app.command("readme")
def write_readme() -> None:
    """Write the published accuracy into README.md, from the baseline."""
    from evals.published import README, block, with_block

    README.write_text(with_block(README.read_text(encoding="utf-8"), block()), encoding="utf-8")
    typer.echo("README.md holds the figures of the baseline.")


def _suite(name: str, coach: Coach, cases: Sequence[Case]) -> Suite:
    from evals.suites import check_ins, department, groundedness, intake, metamorphic, restraint, retrieval, suggestions

    of_the_coach = {
        "department": department.suite,
        "check-ins": check_ins.suite,
        "retrieval": retrieval.suite,
        "intake": intake.suite,
    }
    of_cases = {
        "restraint": restraint.suite,
        "groundedness": groundedness.suite,
        "suggestions": suggestions.suite,
        "metamorphic": metamorphic.suite,
    }
    return of_the_coach[name](coach) if name in of_the_coach else of_cases[name](coach, cases)
