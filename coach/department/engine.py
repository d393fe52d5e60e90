"""A department's run, from its input to a ledger that is complete: read, reviewed, put together, compared, written.

Each stage writes what it has done as it goes (`Recording`), so that a run which was stopped goes on in the middle of a stage. Reviews
are looked for by key first; only what is not kept is reviewed.
"""

from __future__ import annotations

import hashlib
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from itertools import islice

from coach.department.asking import Asked, Asking
from coach.department.contract import BadRow, CrossFinding, Progress, SheetMapping, Source, Unit
from coach.department.executors import Executor, Lost
from coach.department.ledger import KeptLedger
from coach.department.packing import as_text
from coach.department.recording import KeptReview, Outcome, Recording, Waiting
from coach.department.worker import (
    ComposedChunk,
    DraftToCompose,
    Reviewed,
    ReviewedChunk,
    Setup,
    compose_chunk,
    identity,
    review_chunk,
)
from coach.errors import CoachError, InputError

_READ_TOGETHER = 200
"""Items of the input that are written down together."""
_MOST_IN_A_CHUNK = 32
"""Units: about half a second of one core, little to lose and enough to be reviewed together."""
_CHUNKS_A_WORKER = 8
"""A small input is cut into so many chunks a worker at least, so that all work."""

Across = Callable[[KeptLedger], Sequence[CrossFinding]]
Told = Callable[[Progress], None]


class RunStopped(CoachError):
    """The run stopped before its end, by its budget; it can go on."""


@dataclass
class _Chunk:
    """Some units on their way."""

    units: list[Waiting]
    keys: list[str]
    """Of the reviews by rules."""
    sent: list[int]
    """Which of the units a worker reviews; the others are kept, or are on their way in another chunk."""
    kept: set[int]
    """Which of the units were reviewed before."""
    asked: dict[int, Future[Asked]] = field(default_factory=dict)

    @property
    def open(self) -> int:
        return sum(not future.done() for future in self.asked.values())


class Run:
    """One run."""

    def __init__(
        self,
        recording: Recording,
        executor: Executor,
        setup: Setup,
        asking: Asking | None = None,
        told: Told = lambda _: None,
    ) -> None:
        """
        Args:
            recording: the run as it is written down, new or to be gone on with.
            executor: where reviews by rules are made.
            setup: by what.
            asking: the model that is asked too; None: rules alone.
            told: is called with how far the run is.
        """
        self.recording, self.executor, self.setup, self.asking = recording, executor, setup, asking
        self._told = told
        self._begun = time.monotonic()
        self._progress = Progress(done=0, total=None, kept=0, key_results=0, findings=0, seconds=0.0, stage="reading")
        self._on_their_way: set[str] = set()
        self._failures: dict[str, str] = {}
        self._stopped = False

    def review(self, source: Source) -> KeptLedger:
        """Read and review all that is not reviewed yet, and put the drafts together.

        Args:
            source: the input; read only as far as it was not read before.

        Returns:
            The run, with every review.

        Raises:
            RunStopped: the budget is used up; what is left can be gone on with.
            InputError: the input is not what it was when the run began, or cannot be read.
            StoreError: nothing can be written down.
        """
        stages: tuple[tuple[str, str, Callable[[], None]], ...] = (
            ("reading", "reviewing", lambda: self._read(source)),
            ("reviewing", "composing", self._review),
            ("composing", "across", self._compose),
        )
        for stage, after, work in stages:
            if self.recording.stage == stage:
                work()
                self.recording.move_to(after)
        self.executor.close()  # what comes now is done here, and the workers' memory is wanted
        return KeptLedger(self.recording.database, self.recording.id)

    def look_across(self, ledger: KeptLedger, across: Across) -> None:
        """Look across teams, unless that is done. What comes then, the reports and `Recording.move_to("done")`, is the caller's."""
        if self.recording.stage == "across":
            self._tell(stage="across teams")
            self.recording.found_across(across(ledger))
            self.recording.move_to("writing")
        self._tell(stage="writing")

    def _read(self, source: Source) -> None:
        """Write down all units, what could not be read, and how sheets were understood."""
        told = hashlib.sha256()
        items = iter(source.read())
        for item in islice(items, self.recording.items):
            told.update(as_text(item).encode("ascii"))
        if self.recording.items and told.hexdigest() != self.recording.items_digest:
            raise InputError(
                f"{source.name}: it is not what it was when this run began; run it without --resume: what did not change is kept"
            )
        while some := list(islice(items, _READ_TOGETHER)):
            for item in some:
                told.update(as_text(item).encode("ascii"))
            self.recording.read(some, told.hexdigest())
            self._count_read(some)
        if not self.recording.items:
            raise InputError(f"{source.name}: there is nothing in it; expected objectives and key results")

    def _count_read(self, items: Iterable[Unit | BadRow | SheetMapping]) -> None:
        units = [item for item in items if isinstance(item, Unit)]
        rows = sum(len(objective.key_results) for unit in units for objective in unit.draft.objectives)
        before = self._progress
        self._tell(done=before.done + len(units), key_results=before.key_results + rows)

    def _review(self) -> None:
        """Have a review for every unit that waits."""
        standing = self.recording.standing()
        self._tell(
            stage="reviewing",
            done=standing.done,
            total=standing.units,
            kept=standing.kept,
            key_results=standing.key_results,
            findings=standing.findings,
        )
        left = standing.units - standing.done
        size = max(1, min(_MOST_IN_A_CHUNK, left // (self.executor.workers * _CHUNKS_A_WORKER)))
        mine = self._identified(min(self.executor.workers, left // _MOST_IN_A_CHUNK))
        if self.asking is None:
            for chunk, made in self._by_rules(mine, size):
                self._record(chunk, made)
            return
        try:
            # A unit whose equal got no answer waits for the next round.
            while self._with_model(mine, size, self.asking):
                continue
        finally:
            self.asking.close()

    def _identified(self, workers: int) -> str:
        """By what reviews are made now, which must be what this run began with; all `workers` load what they need to say so."""
        answers: Iterator[str | Lost | None] = self.executor.run(identity, self.setup, [""] * max(1, workers))
        found, *_ = answers
        if not isinstance(found, str):
            raise CoachError(f"no worker could be started: {found.reason if found else 'it gave no answer'}")
        whole = found if self.asking is None else f"{found}-{self.asking.identity}"
        if self.recording.identity is None:
            self.recording.identify(whole)
        elif self.recording.identity != whole:
            raise InputError(
                "the program, its house rules, its knowledge or the model changed since this run began, so it cannot go on; run it "
                "without --resume: what is reviewed by the same is kept"
            )
        return found

    def _by_rules(self, mine: str, size: int) -> Iterator[tuple[_Chunk, ReviewedChunk | None]]:
        """Each chunk with what its worker made of the units sent to it; None where none was sent."""
        on_their_way: deque[_Chunk] = deque()

        def jobs() -> Iterator[list[str] | None]:
            for units in self.recording.waiting(size):
                if self._stopped:
                    return
                chunk = self._chunk(units, mine)
                on_their_way.append(chunk)
                yield [chunk.units[at].document for at in chunk.sent] or None

        for made in self.executor.run(review_chunk, self.setup, jobs()):
            chunk = on_their_way.popleft()
            if isinstance(made, Lost):
                made = self._one_by_one(chunk, mine)
            if made is not None and made.identity != mine:
                raise CoachError(
                    "a worker reviews by another program, other house rules or other knowledge than the rest; install the same version "
                    "on all machines, with the same data directory"
                )
            self._on_their_way -= {chunk.keys[at] for at in chunk.sent}
            yield chunk, made

    def _chunk(self, units: list[Waiting], mine: str) -> _Chunk:
        """What of these units is kept, and what must be sent. Equal units are reviewed once."""
        keys = [_key(mine, unit) for unit in units]
        kept = self.recording.kept(keys)
        sent = []
        for at, key in enumerate(keys):
            if key not in kept and key not in self._on_their_way:
                self._on_their_way.add(key)
                sent.append(at)
        return _Chunk(units, keys, sent, {at for at, key in enumerate(keys) if key in kept})

    def _one_by_one(self, chunk: _Chunk, mine: str) -> ReviewedChunk:
        """The units of a chunk that killed its worker twice, each alone, so that only the one that does it is lost."""
        found: list[Reviewed] = []
        citations: dict[str, str] = {}
        jobs = ([chunk.units[at].document] for at in chunk.sent)
        for made in self.executor.run(review_chunk, self.setup, jobs):
            if isinstance(made, ReviewedChunk):
                found += made.units
                citations |= made.citations
            else:
                found.append(Reviewed(None, 0, made.reason if made else "it gave no answer"))
        return ReviewedChunk(mine, tuple(found), citations)

    def _fresh(self, chunk: _Chunk, made: ReviewedChunk | None) -> list[KeptReview]:
        """The new reviews of a chunk; what failed is remembered, for units that are equal."""
        fresh = []
        for at, reviewed in zip(chunk.sent, made.units if made else (), strict=True):
            if reviewed.document is None:
                self._failures[chunk.keys[at]] = reviewed.failure or "it failed"
            else:
                fresh.append(KeptReview(chunk.keys[at], reviewed.findings, reviewed.document))
        return fresh

    def _record(self, chunk: _Chunk, made: ReviewedChunk | None) -> None:
        """Write a chunk down, by rules alone."""
        fresh = self._fresh(chunk, made)
        sent = set(chunk.sent)
        outcomes = [
            Outcome(unit.number, key, kept=at not in sent, failure=self._failures.get(key))
            for at, (unit, key) in enumerate(zip(chunk.units, chunk.keys, strict=True))
        ]
        self.recording.reviewed(outcomes, fresh, made.citations if made else {})
        found = {review.key: review.findings for review in fresh} | self.recording.kept(chunk.keys)
        self._count(chunk.units, outcomes, found)

    def _with_model(self, mine: str, size: int, asking: Asking) -> bool:
        """Have the model's say too; whether units still wait.

        A chunk is written down when all of it is there; until then later ones are being asked about.

        Raises:
            RunStopped: the budget is used up.
        """
        waiting: deque[_Chunk] = deque()
        theirs = f"{mine}-{asking.identity}"
        for chunk, made in self._by_rules(mine, size):
            self.recording.keep(self._fresh(chunk, made), made.citations if made else {})
            self._ask(chunk, theirs, asking)
            waiting.append(chunk)
            while waiting and (
                not waiting[0].open or sum(later.open for later in islice(waiting, 1, None)) >= 2 * asking.concurrent
            ):
                self._record_asked(waiting.popleft(), theirs, asking)
        while waiting:
            self._record_asked(waiting.popleft(), theirs, asking)
        standing = self.recording.standing()
        left = standing.units - standing.done
        if left and self._stopped:
            raise RunStopped(
                f"{asking.budget.words}. {standing.done:,} of {standing.units:,} objectives are reviewed, {left:,} are left; "
                "the same command with --resume and a new budget goes on"
            )
        return left > 0

    def _ask(self, chunk: _Chunk, theirs: str, asking: Asking) -> None:
        """Submit the units of a chunk that the model has not judged before."""
        keys = [_key(theirs, unit) for unit in chunk.units]
        kept = self.recording.kept(keys)
        chunk.kept = {at for at, key in enumerate(keys) if key in kept}
        for at, (key, by_rules) in enumerate(zip(keys, chunk.keys, strict=True)):
            if key in kept or key in self._on_their_way or by_rules in self._failures:
                continue
            document = self.recording.kept_document(by_rules)
            if (
                document is None
            ):  # its equal is on its way in a chunk that is not here yet; it comes first, so this cannot be
                raise CoachError(f"the review {by_rules[:8]} is not kept; run again with --resume")
            self._on_their_way.add(key)
            chunk.asked[at] = asking.submit(chunk.units[at].document, document, self.recording.citations())

    def _record_asked(self, chunk: _Chunk, theirs: str, asking: Asking) -> None:
        """Write a chunk down with the model's say; units that the budget did not reach go on waiting."""
        keys = [_key(theirs, unit) for unit in chunk.units]
        fresh: list[KeptReview] = []
        citations: dict[str, str] = {}
        outcomes: list[Outcome] = []
        for at, future in chunk.asked.items():
            asked = future.result()
            self._on_their_way.discard(keys[at])
            if asked.document is None:
                self._stopped = True
                continue
            # What the model did not answer for is this run's alone: the next one asks again.
            keys[at] = keys[at] if asked.answered else f"{self.recording.id}{chunk.units[at].number:08x}"
            fresh.append(KeptReview(keys[at], asked.findings, asked.document))
            citations |= asked.citations or {}
            outcomes.append(Outcome(chunk.units[at].number, keys[at]))
        self._stopped = self._stopped or asking.budget.is_spent
        self.recording.keep(fresh, citations)
        kept = self.recording.kept(keys)
        for at, (unit, key) in enumerate(zip(chunk.units, keys, strict=True)):
            failure = self._failures.get(chunk.keys[at])
            if at not in chunk.asked and (failure is not None or key in kept):
                outcomes.append(Outcome(unit.number, key, kept=failure is None, failure=failure))
        self.recording.reviewed(outcomes, (), {})
        done = {outcome.number for outcome in outcomes}
        self._count([unit for unit in chunk.units if unit.number in done], outcomes, kept)

    def _compose(self) -> None:
        """Put the drafts together from the reviews of their units."""
        on_their_way: deque[list[int]] = deque()
        self._tell(stage="reviewing")

        def jobs() -> Iterator[list[DraftToCompose]]:
            for drafts in self.recording.to_compose(_MOST_IN_A_CHUNK):
                on_their_way.append([number for number, _ in drafts])
                yield [draft for _, draft in drafts]

        for made in self.executor.run(compose_chunk, self.setup, jobs()):
            numbers = on_their_way.popleft()
            if not isinstance(made, ComposedChunk):
                why = made.reason if made is not None else "it gave no answer"
                raise CoachError(f"the drafts from objective {numbers[0] + 1} on could not be put together: {why}")
            self.recording.composed(list(zip(numbers, made.drafts, strict=True)), made.citations)
            self._tell()

    def _count(self, units: Sequence[Waiting], outcomes: Sequence[Outcome], found: dict[str, int]) -> None:
        before = self._progress
        self._tell(
            done=before.done + len(units),
            kept=before.kept + sum(outcome.kept for outcome in outcomes),
            key_results=before.key_results + sum(unit.key_results for unit in units),
            findings=before.findings + sum(found.get(outcome.key or "", 0) for outcome in outcomes),
        )

    def _tell(self, **now: object) -> None:
        seconds = time.monotonic() - self._begun
        self._progress = self._progress.model_copy(update={**now, "seconds": seconds})
        self._told(self._progress)


def _key(mine: str, unit: Waiting) -> str:
    """Under what the review of a unit is kept: by what it is made, and of which words and values."""
    return hashlib.sha256(f"{mine} {unit.digest}".encode()).hexdigest()
