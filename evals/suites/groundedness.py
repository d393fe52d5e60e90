"""Whether what is cited can be trusted: retrieved for this draft and criterion, verbatim, and about the criterion.

The index that the coach searches is watched, so that "retrieved" means what a search for that criterion really gave while
this draft was reviewed; the excerpt is looked up in the knowledge as it lies on disk, not in the index.
"""

from __future__ import annotations

from collections.abc import Sequence

from coach.guidance import guidance_passages
from coach.index import Hit, Index, open_index
from coach.intake import read_json
from coach.reviewer import Coach
from evals.cases import Case
from evals.suites import Suite, measured


class Watched:
    """An index that remembers which passages it gave for which criterion."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self.version = index.version
        self.given: set[tuple[str | None, str]] = set()

    def search(self, queries: Sequence[tuple[str, str | None]], count: int) -> list[list[Hit]]:
        """As `Index.search`."""
        found = self._index.search(queries, count)
        self.given |= {(query[1], hit.passage.id) for query, hits in zip(queries, found, strict=True) for hit in hits}
        return found


def suite(coach: Coach, cases: Sequence[Case]) -> Suite:
    """Every citation of every finding on the cases, against the guidance that ships.

    Raises:
        IndexBuildError: the index cannot be opened, so nothing can be said about citations.
    """
    on_disk = {passage.id: passage for passage in guidance_passages()}
    watching = Coach(rules=coach.rules, reader=coach.reader, library=coach.library, home=coach.home)
    # An organisation's own documents are left out: what is measured is the guidance that ships.
    watched = Watched(open_index(guidance_passages(), coach.home))
    vars(watching)["index"] = watched
    cited: dict[str, bool] = {}
    retrieved, verbatim, about = {}, {}, {}
    for case in cases:
        watched.given.clear()
        for number, finding in enumerate(watching.review(read_json(case.draft)).findings):
            name = f"{case.id} {finding.criterion} ({number})"
            cited[name] = bool(finding.citations)
            for citation in finding.citations:
                one = f"{name}: {citation.passage}"
                passage = on_disk.get(citation.passage)
                retrieved[one] = (finding.criterion, citation.passage) in watched.given
                verbatim[one] = passage is not None and bool(citation.excerpt) and citation.excerpt in passage.text
                about[one] = passage is not None and finding.criterion in passage.criteria
    return Suite(
        name="groundedness",
        title="Groundedness of citations",
        measures=(
            measured("cited", "findings that cite a passage", cited),
            measured("retrieved", "citations that were retrieved for that finding's criterion", retrieved),
            measured("verbatim", "citations whose excerpt stands in the guidance to the letter", verbatim),
            measured("about", "citations of a passage that is about the criterion", about),
        ),
    )
