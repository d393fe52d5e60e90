"""The flow: a draft is read, judged, grounded in retrieved guidance, given suggestions, verified, and comes out as a Review."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from coach.about import version
from coach.criteria import SEVERITIES, Criterion, catalogue
from coach.critique import Citation, Engine, Excused, Finding, Review, Suggestion, stands_in, wordings_by_place
from coach.detectors import DETECTORS, DraftRead
from coach.embedding import Embedder
from coach.errors import IndexBuildError, KnowledgeError, ModelError, SettingsError
from coach.findings import Seen, excused, finding_of, strengths
from coach.grounding import RETRIEVED, citations, line_seen, query_for, reading_order, words_of
from coach.guidance import Passage, guidance_passages
from coach.house_rules import HouseRules, read_house_rules, with_house_rules
from coach.index import Hit, Index, open_index
from coach.llm.budget import Budget, limits_of, spending
from coach.llm.model import Model
from coach.metrics import MetricLibrary, metric_library
from coach.okr import Draft
from coach.own_documents import own_passages
from coach.reading import LineReader, ObjectiveRead, judged_lines, read_lines
from coach.reading.language import foreign_language
from coach.reading.trained import trained_reader
from coach.rewriting import Fired, suggest
from coach.scorecards import Scorecard, read_scorecard
from coach.settings import Settings, settings

if TYPE_CHECKING:
    from coach.sharpening import Sharpening

_ON_LINES = ("objective", "key-result")


class Coach:
    """Reviews drafts by one set of criteria, house rules and knowledge. Holds no draft; safe to share between users."""

    def __init__(
        self,
        criteria: dict[str, Criterion] | None = None,
        rules: HouseRules | None = None,
        reader: LineReader | None = None,
        library: MetricLibrary | None = None,
        home: Path | None = None,
        model: Model | None = None,
        scorecard: Scorecard | None = None,
        embedder: Embedder | None = None,
    ) -> None:
        """`embedder`: an endpoint's own, for retrieval; None for the one that ships."""
        self.rules = rules or HouseRules()
        self.criteria = with_house_rules(criteria or catalogue(), self.rules)
        self.reader = reader
        self.library = library or metric_library()
        self.home = home or settings().home
        self.model = model
        self.scorecard = scorecard
        self.embedder = embedder
        self._embedder_notice: str | None = None
        self._index_error: str | None = None
        self._card_notice: str | None = None

    @classmethod
    def from_settings(cls, chosen: Settings | None = None) -> Coach:
        """The coach as this machine is set up: shipped criteria, house rules if there are any, the trained reader, the model if one is set.

        Raises:
            HouseRulesError: the rules file is not what it must be.
        """
        chosen = chosen or settings()
        rules = read_house_rules(chosen.house_rules, catalogue()) if chosen.house_rules else None
        if chosen.model is None:
            return cls(rules=rules, reader=trained_reader(), home=chosen.home)
        from coach.llm import connect

        model = connect(chosen.model, chosen.home)
        card, damaged = None, None
        try:
            card = read_scorecard(chosen.home, model.name, model.host)
        except SettingsError as error:
            damaged = f"{error}. Until then the model overrules nothing."
        made = cls(
            rules=rules,
            reader=trained_reader(),
            home=chosen.home,
            model=model,
            scorecard=card,
            embedder=model.embedder(),
        )
        made._card_notice = damaged
        return made

    def warm(self) -> None:
        """Load in the background what the model's half needs, while the rules' half is at work; nothing is sent. Without a model, nothing."""
        from coach.llm.chat import Chat

        if isinstance(self.model, Chat):
            self.model.warm()

    @cached_property
    def index(self) -> Index | None:
        """The retrieval index, built on first use; None where it cannot be had, which the review then says."""
        try:
            return self._opened([*guidance_passages(), *self._own_passages()])
        except IndexBuildError as error:
            self._index_error = f"No guidance could be retrieved, so nothing is cited: {error}"
            return None

    def _opened(self, passages: list[Passage]) -> Index:
        """The index by the endpoint's embedder where one was set and answers, else by the one that ships."""
        if self.embedder is not None:
            try:
                return open_index(passages, self.home, self.embedder)
            except ModelError as error:
                self._without_embedder(error)
        return open_index(passages, self.home)

    def _without_embedder(self, error: ModelError) -> None:
        """Go on with the embedder that ships, until the program starts anew; the review says so."""
        self.embedder = None
        self._embedder_notice = (
            f"Guidance was found with the embedder that ships, for the endpoint's could not be used: {error}"
        )

    def _own_passages(self) -> list[Passage]:
        """The organisation's own passages; none where one of its documents is damaged, which the review then says."""
        try:
            return own_passages(self.home)
        except KnowledgeError as error:
            self._index_error = f"Your own documents are left out: {error}"
            return []

    def review(self, draft: Draft) -> Review:
        """The critique of one draft."""
        return self.sharpened(self.by_rules(draft))

    def by_rules(self, draft: Draft) -> Review:
        """The critique of one draft by rules alone: at once, and nothing leaves this machine (but to an embedder, where one was set)."""
        return self._reviewed([draft])[0]

    def by_rules_many(self, drafts: Sequence[Draft], suggestions: bool = True) -> list[Review]:
        """The critiques of several drafts by rules alone, in order. Suggestions take more than half of the time, and can be left out."""
        return self._reviewed(drafts, suggestions)

    def over_the_set(self, reads: Sequence[DraftRead], only: Collection[str]) -> list[Review]:
        """What the detectors named in `only` say of drafts that were read already; nothing is read again, nothing suggested."""
        return self._judged(reads, only=only)

    def sharpened(self, review: Review) -> Review:
        """A critique by rules with what the model adds; the same review where no model is set."""
        return self._sharpened([review])[0]

    def review_many(self, drafts: Iterable[Draft], batch: int = 32, budget: Budget | None = None) -> Iterator[Review]:
        """The critiques of many drafts, in order, in bounded memory: `batch` drafts are read and grounded together.

        `budget`: tokens for all of them, where they are part of something larger; else a `batch_budget` of their own.
        """
        waiting: list[Draft] = []
        budget = budget or self.batch_budget()
        for draft in drafts:
            waiting.append(draft)
            if len(waiting) == batch:
                yield from self._sharpened(self._reviewed(waiting), budget)
                waiting = []
        yield from self._sharpened(self._reviewed(waiting), budget)

    def batch_budget(self) -> Budget | None:
        """The tokens that a whole batch may cost, as set with the model; None without a model, or where none were set."""
        limits = limits_of(self.model) if self.model else None
        return Budget(limits.tokens_per_batch, "this batch") if limits else None

    def guidance(self, query: str, criterion: str | None = None, count: int = 4) -> list[Hit]:
        """The passages of guidance that answer a question best; none where nothing fits or nothing can be retrieved."""
        if not query.strip():
            return []
        return [hit for hit in self._retrieved([(query, criterion)], count)[0] if hit.similarity > 0]

    @property
    def prompt(self) -> str | None:
        """The hash of what the model is told beside a draft; None without a model."""
        return self._sharpening.prompt if self._sharpening else None

    def _sharpened(self, reviews: list[Review], budget: Budget | None = None) -> list[Review]:
        if self._sharpening is None or not reviews:
            return reviews
        with spending(budget) if budget else nullcontext():
            found = self._sharpening.sharpened(reviews, [DraftRead(r.draft, self.read(r.draft)) for r in reviews])
        if self._card_notice is None:
            return found
        return [review.model_copy(update={"notices": (*review.notices, self._card_notice)}) for review in found]

    @cached_property
    def _sharpening(self) -> Sharpening | None:
        """The model's half, made when it is first needed; None without a model."""
        if self.model is None:
            return None
        from coach.sharpening import Grounds, Sharpening

        grounds = Grounds(self.criteria, self.rules.off, self.rules.question_below, self.fires, self._cited)
        sharpening = Sharpening(self.model, grounds)
        card = self.scorecard
        if card is not None and card.prompt != sharpening.prompt:
            self._card_notice = (
                f"What {self.model.name} has shown was measured with other instructions than it gets now, and does not count. "
                f"Measure anew: okr-coach evals run --model {self.model.name}"
            )
            card = None
        return Sharpening(self.model, replace(grounds, scorecard=card)) if card else sharpening

    def _cited(self, queries: Sequence[tuple[str, str]]) -> list[tuple[Citation, ...]]:
        hits = self._retrieved(list(queries))
        return [citations(found, criterion) for found, (_, criterion) in zip(hits, queries, strict=True)]

    def _reviewed(self, drafts: Sequence[Draft], suggestions: bool = True) -> list[Review]:
        self._judge_ahead(drafts)
        return self._judged([DraftRead(draft, self.read(draft)) for draft in drafts], suggestions)

    def _judged(
        self, reads: Sequence[DraftRead], suggestions: bool = False, only: Collection[str] | None = None
    ) -> list[Review]:
        seen = [self._seen(read, only) for read in reads]
        kept = [
            [s for s in found if excused(read.draft, s, self.rules.off) is None]
            for read, found in zip(reads, seen, strict=True)
        ]
        hits = iter(
            self._retrieved(
                [
                    query_for(s.criterion, line_seen(read.draft, s.sighting).text)
                    for read, found in zip(reads, kept, strict=True)
                    for s in found
                ]
            )
        )
        suggested = self._suggestions(reads, kept) if suggestions else [{} for _ in reads]
        reviews = []
        for number, (read, found) in enumerate(zip(reads, kept, strict=True)):
            mine = suggested[number]
            findings = [
                finding_of(read.draft, s, next(hits), mine.get((reading_order(s.sighting.where), s.criterion.id)))
                for s in found
            ]
            set_aside = [e for s in seen[number] if (e := excused(read.draft, s, self.rules.off)) is not None]
            reviews.append(self._review(read, findings, set_aside))
        return reviews

    def _judge_ahead(self, drafts: Sequence[Draft]) -> None:
        """Let the trained reader see all lines of a batch at once; it remembers them."""
        if self.reader and len(drafts) > 1:
            self.reader.judge([line for draft in drafts for line in judged_lines(draft)])

    def read(self, draft: Draft) -> tuple[ObjectiveRead, ...]:
        """What each line of a draft says, by this coach's reader and vague words: by objective, in order."""
        return read_lines(draft, self.reader, self.criteria["vague-wording"].terms())

    def _seen(self, read: DraftRead, only: Collection[str] | None = None) -> list[Seen]:
        if read.draft.is_empty:
            return []
        unsure = foreign_language(words_of(read.draft)) is not None
        found = []
        for criterion in self.criteria.values():
            if criterion.detector in DETECTORS and (only is None or criterion.detector in only):
                for sighting in DETECTORS[criterion.detector](read, criterion):
                    if not line_seen(read.draft, sighting).text:
                        continue  # a line that was emptied has no words to be quoted
                    asks = sighting.asks or unsure or sighting.confidence < self.rules.question_below
                    found.append(Seen(criterion, sighting, asks))
        return sorted(
            found, key=lambda s: (SEVERITIES.index(s.criterion.severity), s.asks, reading_order(s.sighting.where))
        )

    def _retrieved(self, queries: Sequence[tuple[str, str | None]], count: int = RETRIEVED) -> list[list[Hit]]:
        if not queries:
            return []
        nothing: list[list[Hit]] = [[] for _ in queries]
        try:
            return self.index.search(queries, count) if self.index else nothing
        except IndexBuildError as error:
            self._index_error = f"No guidance could be retrieved, so nothing is cited: {error}"
            return nothing
        except ModelError as error:
            self._without_embedder(error)
            self.__dict__.pop("index", None)
            return self._retrieved(queries, count)

    def _suggestions(
        self, reads: Sequence[DraftRead], found: Sequence[list[Seen]]
    ) -> list[dict[tuple[tuple[int, int], str], Suggestion]]:
        """For each draft its suggestions by line and criterion; none for a draft in a language the shapes do not speak."""
        fired: list[Fired] = []
        for read, seen in zip(reads, found, strict=True):
            lines: dict[tuple[int, int], set[str]] = {}
            if foreign_language(words_of(read.draft)) is None:
                for s in seen:
                    if s.criterion.applies_to in _ON_LINES and s.sighting.where.objective is not None:
                        for where in (s.sighting.where, *s.sighting.also):
                            lines.setdefault(reading_order(where), set()).add(s.criterion.id)
            fired.append({line: frozenset(criteria) for line, criteria in lines.items()})
        return suggest(reads, fired, self.library, self.fires)

    def fires(self, draft: Draft) -> Fired:
        """The criteria on single lines that fire on a draft: ids by line (objective, key result; -1 for the objective's own).

        What house rules switch off and what a line is excused from is among them.
        """
        read = DraftRead(draft, self.read(draft))
        fires: dict[tuple[int, int], set[str]] = {}
        for criterion in self.criteria.values():
            if criterion.applies_to in _ON_LINES and criterion.detector in DETECTORS:
                for sighting in DETECTORS[criterion.detector](read, criterion):
                    for where in (sighting.where, *sighting.also):
                        fires.setdefault(reading_order(where), set()).add(criterion.id)
        return {line: frozenset(criteria) for line, criteria in fires.items()}

    def _review(self, read: DraftRead, findings: list[Finding], set_aside: list[Excused]) -> Review:
        wordings = wordings_by_place(read.draft)
        standing = [finding for finding in findings if stands_in(finding, read.draft, wordings)]
        notices = []
        language = foreign_language(words_of(read.draft))
        if language:
            notices.append(
                f"The draft seems to be in {language}. Lines are judged for English, so every point here is a question."
            )
        if len(standing) < len(findings):
            notices.append(
                f"{len(findings) - len(standing)} findings were dropped: their quote does not stand in the draft."
            )
        if self._embedder_notice and standing:
            notices.append(self._embedder_notice)
        if self._index_error and standing:
            notices.append(self._index_error)
        if not self._index_error and any(not finding.citations for finding in standing):
            notices.append("For some findings no fitting guidance was found; they cite none.")
        return Review(
            draft=read.draft,
            findings=tuple(standing),
            readings=tuple(line.reading for line in read.key_results()),
            excused=tuple(set_aside),
            notices=tuple(notices),
            strengths=tuple(strengths(read)),
            engine=Engine(
                version=version(),
                knowledge=self.index.version if findings and self.index else None,
                reader=self.reader.version if self.reader else None,
            ),
        )


class LeanCoach(Coach):
    """A coach of which there is one a core, in runs over many drafts: its index takes little memory, and is embedded by what ships."""

    def _opened(self, passages: list[Passage]) -> Index:
        return open_index(passages, self.home, lean=True)
