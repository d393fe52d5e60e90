"""What a model costs: tokens, our own time around a call, and the time to the first word of a talk.

    python -m benchmarks.model [--drafts FILE] [--delay 0.2]

Against a scripted endpoint on this machine that answers after a fixed delay and counts a token for every four characters, the
same for both sides. Tokens are shown beside those of the pipeline that one would write in an afternoon: one LangChain call a key result, with
the whole guidance in the prompt. Drafts are labelled cases (a file in the form of `evals/cases`); without `--drafts` the project's own.
"""

from __future__ import annotations

import argparse
import logging
import statistics
import sys
import tempfile
import time
from itertools import islice
from pathlib import Path
from typing import Any

from coach.dialogue.open_questions import answer
from coach.guidance import guidance_passages
from coach.intake import read_json
from coach.llm import Piece, connect
from coach.model_settings import ModelSettings
from coach.okr import Draft
from coach.reading.trained import trained_reader
from coach.reviewer import Coach
from evals.cases import read_cases, shipped_cases

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from tests.support.model_server import Act, ModelServer, gives, says, words

_NAIVE = "You review objectives and key results. Use this guidance.\n\n{guidance}\n\nCritique this key result as JSON."
_TIMED, _ASKED = 30, 12
_REPLY: dict[str, Any] = {"verdicts": [], "additions": [], "rewrites": [], "questions": []}


def drafts(files: list[Path], most: int) -> list[Draft]:
    """The drafts of labelled cases that have key results."""
    cases = read_cases(files)
    read = (read_json(case.draft) for case in cases)
    return list(islice((draft for draft in read if any(draft.key_results())), most))


def naive(draft: Draft, guidance: str, chat: Any) -> None:
    """The afternoon's pipeline on one draft."""
    for i, _, key_result in draft.key_results():
        told = f"Objective: {draft.objectives[i].text}\nKey result: {key_result.text}"
        chat.invoke([("system", _NAIVE.format(guidance=guidance)), ("human", told)])


def tokens_in(server: ModelServer) -> int:
    """Tokens of all that the server was sent since it was last asked, by four characters a token."""
    sent = [request for request in server.requests if "messages" in (request.body or {})]
    total = sum(len(words(request.body)) // 4 + _schema_size(request.body) for request in sent)
    server.requests.clear()
    return total


def _schema_size(body: dict[str, Any]) -> int:
    """A schema or tool that is sent beside the messages is read by the model, too."""
    return sum(len(str(body[name])) // 4 for name in ("response_format", "tools") if body.get(name))


def compare_tokens(found: list[Draft], home: Path) -> None:
    """Tokens in for the drafts: ours beside the afternoon's."""
    from langchain_openai import ChatOpenAI
    from pydantic import SecretStr

    guidance = "\n\n".join(passage.text for passage in guidance_passages())
    with ModelServer([gives(_REPLY)]) as server:
        coach = _coach(server, home)
        coach.review(found[0])
        server.requests.clear()
        spent = [coach.review(draft).engine.usage for draft in found]
        ours = tokens_in(server)
        answers = sum(usage.tokens_out for usage in spent if usage)
        chat = ChatOpenAI(model="scripted", base_url=server.base_url, api_key=SecretStr("none"), max_retries=0)
        sample = found[:: max(1, len(found) // 40)]
        for draft in sample:
            naive(draft, guidance, chat)
        rows = sum(1 for draft in found for _ in draft.key_results())
        sampled = sum(1 for draft in sample for _ in draft.key_results())
        theirs = tokens_in(server) * rows / sampled
    print(f"{len(found)} drafts, {rows} key results")
    print(f"tokens in, one structured call a draft: {ours:,} ({ours / len(found):,.0f} a draft); out {answers:,}")
    print(f"tokens in, one call a key result with the whole guidance: {theirs:,.0f} (from {sampled} of the calls)")
    print(f"ratio: 1 to {theirs / ours:.0f}")


def time_calls(found: list[Draft], delay: float, home: Path) -> None:
    """Milliseconds that our own code adds to one call: asking, checking and joining, without the review by rules."""

    def reply(_body: dict[str, Any]) -> Act:
        return gives(_REPLY, delay=delay)

    with ModelServer(reply) as server:
        coach = _coach(server, home)
        coach.review(found[0])
        added = []
        for draft in found[1 : _TIMED + 1]:
            by_rules = coach.by_rules(draft)
            start = time.perf_counter()
            coach.sharpened(by_rules)
            added.append(1000 * (time.perf_counter() - start - delay))
    print(
        f"added to one call of {1000 * delay:.0f} ms: median {statistics.median(added):.0f} ms, worst {max(added):.0f} ms of {len(added)}"
    )


def time_first_words(delay: float, home: Path) -> None:
    """Milliseconds to the first streamed words of an answer, beyond the endpoint's own."""

    def reply(_body: dict[str, Any]) -> Act:
        return says("A baseline says how far there is to go. " * 6, delay=delay)

    with ModelServer(reply) as server:
        coach = _coach(server, home)
        assert coach.model is not None
        taken = []
        for number in range(_ASKED + 1):
            start = time.perf_counter()
            for event in answer(_question(number), _begun(), coach, coach.model):
                if isinstance(event, Piece) and event.text.strip():
                    taken.append(1000 * (time.perf_counter() - start - delay))
                    break
    print(f"to the first words of an answer, beyond the endpoint's: median {statistics.median(taken[1:]):.0f} ms")


def _question(number: int) -> str:
    return f"Why do we need a starting value for measure {number}?"


def _begun() -> Any:
    from coach.dialogue import begin

    return begin()


def _coach(server: ModelServer, home: Path) -> Coach:
    chosen = ModelSettings(name="scripted", base_url=server.base_url, tokens_per_review=10**9, tokens_per_batch=10**12)
    return Coach(reader=trained_reader(), home=home, model=connect(chosen, home))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--drafts", type=Path, action="append", help="a file of labelled cases; may be given again")
    parser.add_argument("--most", type=int, default=400, help="drafts that are counted")
    parser.add_argument("--delay", type=float, default=0.2, help="seconds that the endpoint takes")
    return parser.parse_args()


def main() -> None:
    """Print the three."""
    logging.getLogger("httpx2").setLevel(logging.WARNING)
    logging.getLogger("httpx").setLevel(logging.WARNING)
    options = _options()
    found = drafts(options.drafts or list(shipped_cases()), options.most)
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        compare_tokens(found, home)
        time_calls(found, options.delay, home)
        time_first_words(options.delay, home)


if __name__ == "__main__":
    main()
