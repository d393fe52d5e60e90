"""A department's run as the command line and the page start it: what it is set to, and all that it needs opened and closed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from coach.criteria import catalogue
from coach.department.run_folder import RunFolder, write_lines
from coach.errors import InputError, StoreError
from coach.house_rules import read_house_rules
from coach.settings import Settings

if TYPE_CHECKING:
    from coach.department.asking import Asking
    from coach.department.contract import CrossFinding
    from coach.department.engine import Across, Told
    from coach.department.executors import Executor
    from coach.department.ledger import KeptLedger
    from coach.department.recording import Recording
    from coach.department.worker import Setup
    from coach.store.database import Database

Engine = Literal["local", "ray"]
_STDIN = "-"


@dataclass(frozen=True)
class Options:
    """What a run is set to beside the settings of this machine."""

    out: Path
    resume: bool = False
    columns: Path | None = None
    engine: Engine = "local"
    address: str | None = None
    workers: int | None = None
    suggestions: bool = False
    budget_tokens: int | None = None
    """None: what the settings of the model say a batch may cost."""
    budget_money: float | None = None
    price: tuple[float, float] | None = None
    """What a million tokens cost, in and out."""
    columns_home: Path | None = None
    """Where corrections of columns are remembered; the data directory, if None."""


@dataclass(frozen=True)
class Finished:
    """A run that is complete."""

    ledger: KeptLedger
    totals: Mapping[str, int]
    files: tuple[Path, ...]
    """In the order in which a coach opens them."""
    notices: tuple[str, ...] = ()
    """What the reports leave out, and why."""


def run_department(path: str, options: Options, settings: Settings, told: Told = lambda _: None) -> Finished:
    """Review a department's OKRs and write what came of it into `options.out`.

    Args:
        path: the input; "-" is standard input.
        options: what the run is set to.
        settings: of this machine; its model is asked too, if there is one.
        told: is called with how far the run is.

    Raises:
        InputError: the input cannot be read, or there is no run that could be gone on with.
        RunStopped: the budget is used up first; `options.resume` goes on.
        StoreError: nothing can be written down.
    """
    from coach.department.engine import Run
    from coach.department.intake.sources import open_source
    from coach.report.department import write_all
    from coach.store.database import Database

    source = open_source(path, options.columns, options.columns_home or settings.home)
    folder = RunFolder(options.out)
    with folder.locked():
        database = Database(settings.database_url)
        try:
            recording = _recording(database, folder, source.name, _input_digest(path), options, settings)
            executor = _executor(options)
            try:
                asking = _asking(options, settings)
                run = Run(recording, executor, _setup(options, settings), asking, told)
                ledger = run.review(source)
            finally:
                executor.close()
            files = write_lines(ledger, folder)
            run.look_across(ledger, _across(settings))
            written = write_all(ledger, options.out, None if path == _STDIN else path)
            recording.move_to("done")
            return Finished(ledger, ledger.totals(), (*written.files, *files), written.notices)
        finally:
            database.close()


def _recording(
    database: Database, folder: RunFolder, name: str, input_digest: str | None, options: Options, settings: Settings
) -> Recording:
    from coach.department.recording import Recording

    before, chosen = folder.run(), _chosen(options, settings)
    if not options.resume:
        recording = Recording.begin(database, name, chosen, input_digest)
        folder.note(recording.id, name)
        if before is not None:
            _forget(database, before)
        return recording
    if before is None:
        raise InputError(f"{folder.path}: there is no run in it to go on with; leave out --resume to begin one")
    recording = Recording(database, before)
    if recording.input_digest != input_digest:
        raise InputError(
            f"{name}: it is not what it was when this run began; run it without --resume: what did not change is kept"
        )
    if differing := sorted(key for key in chosen if recording.settings.get(key) != chosen[key]):
        raise InputError(
            f"this run began with another {' and '.join(differing)}; go on with the same, or leave out --resume to begin anew"
        )
    return recording


def _forget(database: Database, id_: str) -> None:
    """Delete the run whose files this one replaces; its reviews stay."""
    from coach.department.recording import Recording

    try:
        Recording(database, id_).forget()
    except StoreError as error:
        if "not kept there any more" not in str(error):
            raise


def _chosen(options: Options, settings: Settings) -> dict[str, Any]:
    """What must stay the same for a run to be gone on with, by the option's name."""
    columns = hashlib.sha256(options.columns.read_bytes()).hexdigest() if options.columns else None
    model = settings.model
    return {
        "--columns": columns,
        "--suggest": options.suggestions,
        "--model": f"{model.name} at {model.host}" if model else None,
    }


def _setup(options: Options, settings: Settings) -> Setup:
    from coach.department.worker import Setup

    rules = read_house_rules(settings.house_rules, catalogue()).model_dump_json() if settings.house_rules else None
    return Setup(home=str(settings.home.absolute()), rules=rules, suggestions=options.suggestions)


def _executor(options: Options) -> Executor:
    from coach.department.executors import LocalExecutor, RayExecutor

    if options.engine == "ray":
        return RayExecutor(options.address, options.workers)
    if options.address:
        raise InputError("--address is the address of a Ray cluster; give --engine ray too")
    return LocalExecutor(options.workers)


def _across(settings: Settings) -> Across:
    """What is looked for across teams, by the house rules of this machine, citing what it knows."""

    def across(ledger: KeptLedger) -> list[CrossFinding]:
        from coach.department.across import citing, find_across
        from coach.reviewer import LeanCoach

        rules = read_house_rules(settings.house_rules, catalogue()) if settings.house_rules else None
        coach = LeanCoach(rules=rules, home=settings.home)
        return find_across(ledger.units(), coach.criteria, citing(coach.index), coach.rules)

    return across


def _asking(options: Options, settings: Settings) -> Asking | None:
    """The model's part, if a model is set."""
    if settings.model is None:
        if options.budget_tokens is not None or options.budget_money is not None:
            raise InputError(
                "a budget is for a model's tokens, and no model is set; set one, or leave out --budget-tokens and --budget-money"
            )
        return None
    from coach.department.asking import Asking
    from coach.department.budget import Price, RunBudget
    from coach.reviewer import Coach

    price = Price(tokens_in=options.price[0], tokens_out=options.price[1]) if options.price else None
    if options.budget_money is not None and price is None:
        raise InputError(
            "--budget-money needs the prices: give --price-in and --price-out, what a million tokens cost in the same money"
        )
    tokens = options.budget_tokens
    if tokens is None and options.budget_money is None:
        tokens = settings.model.tokens_per_batch
    return Asking(
        Coach.from_settings(settings), RunBudget(tokens, options.budget_money, price), settings.model.concurrent
    )


def _input_digest(path: str) -> str | None:
    """What identifies the input, to the byte; None for standard input."""
    if path == _STDIN:
        return None
    told = hashlib.sha256()
    top = Path(path)
    try:
        for file in sorted(top.rglob("*")) if top.is_dir() else [top]:
            if file.is_file():
                with file.open("rb") as stream:
                    told.update(json.dumps(file.relative_to(top).as_posix()).encode("ascii"))
                    told.update(hashlib.file_digest(stream, "sha256").digest())
    except OSError as error:
        raise InputError(f"{path}: it cannot be read ({error.strerror})") from error
    return told.hexdigest()
