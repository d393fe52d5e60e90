"""What a report says at its end of all drafts together: how ready they are, how they were reviewed, what to know of it."""

from __future__ import annotations

from collections import Counter

from coach.critique import Engine
from coach.department.contract import TeamReview

NOTICES = 30
"""Different notices that are kept; a run with a model may have one of its own for each draft."""
ACCURACY = (
    "A finding is a reason to look, not a verdict: the coach is wrong at times, and asks where it is not sure. How often it is "
    "right, criterion by criterion and with intervals, is published with the program (README, “How often it is right”) and can be "
    "measured anew on this machine: okr-coach evals check."
)
WORDING_IS_NOT_ALL = (
    "Better wording is not enough. Whether these goals work depends as much on the rhythm of check-ins, on who owns them, and on "
    "how leaders use them."
)


class Seen:
    """Counts over the reviews of a run, one after the other; holds no draft."""

    def __init__(self) -> None:
        self.readiness: Counter[str] = Counter()
        self.notices: Counter[str] = Counter()
        self.more_notices = 0
        self.unread = 0
        self._engines: dict[Engine, tuple[int, int]] = {}

    def add(self, reviewed: TeamReview) -> None:
        """Count one more."""
        review = reviewed.review
        self.readiness[review.readiness] += 1
        self.unread += len(review.unread)
        for notice in review.all_notices:
            if notice in self.notices or len(self.notices) < NOTICES:
                self.notices[notice] += 1
            else:
                self.more_notices += 1
        usage = review.engine.usage
        engine = review.engine.model_copy(update={"usage": None, "left_to_rules": None})
        tokens_in, tokens_out = self._engines.get(engine, (0, 0))
        if usage is not None:
            tokens_in, tokens_out = tokens_in + usage.tokens_in, tokens_out + usage.tokens_out
        self._engines[engine] = (tokens_in, tokens_out)

    def made_by(self) -> list[str]:
        """What made the reviews, a sentence or two for each way in which some were made."""
        said = []
        for engine, (tokens_in, tokens_out) in self._engines.items():
            words = made_by_engine(engine)
            if tokens_in or tokens_out:
                words += f" {tokens_in:,} tokens in, {tokens_out:,} out."
            if engine.reader:
                words += f" Trained reader: {engine.reader}."
            if engine.knowledge:
                words += f" Guidance: {engine.knowledge}."
            said.append(words)
        return list(dict.fromkeys(said))

    def said_of_notices(self) -> list[str]:
        """Each notice, and for how many drafts it holds where that is more than one."""
        said = [f"{notice} ({count:,} drafts)" if count > 1 else notice for notice, count in self.notices.most_common()]
        if self.more_notices:
            said.append(f"{self.more_notices:,} more notices stand with their drafts in reviews.jsonl.")
        return said


def made_by_engine(engine: Engine) -> str:
    """What made a review, in a sentence."""
    if engine.model is None:
        return f"Reviewed on this machine by okr-coach {engine.version}, without a model."
    where = f" at {engine.host}, which was sent the drafts" if engine.host else ""
    return f"Reviewed by okr-coach {engine.version} with the model {engine.model}{where}."
