"""A review as it is kept: compressed, in ASCII, without its draft, each citation once for all reviews.

A finding holds about 1.5 kB, most of it passages that are cited a thousand times; packed it is about 150 bytes.
"""

from __future__ import annotations

import base64
import hashlib
import json
import zlib
from collections.abc import Mapping
from typing import Any

from coach.critique import Citation, Finding, Review
from coach.department.contract import Unit
from coach.errors import StoreError
from coach.okr import Draft, Value

Citations = Mapping[str, Citation]
"""Passages as they are cited, by what identifies them; the score is each finding's own."""
_FINDINGS = ("findings", "overruled", "second_opinions")


def as_text(value: Value) -> str:
    """A value as JSON in ASCII, without what is as it is by default. Half a pair of surrogates, as JSON may hold one, is no harm."""
    return json.dumps(value.model_dump(mode="json", exclude_defaults=True), ensure_ascii=True, separators=(",", ":"))


def packed_text(text: str) -> str:
    """A text in fewer characters, all of them ASCII: no database refuses any, whatever was in the text."""
    return base64.b64encode(zlib.compress(text.encode("utf-8", "surrogatepass"), 6)).decode("ascii")


def unpacked_text(packed: str) -> str:
    """What was packed.

    Raises:
        StoreError: it was damaged.
    """
    try:
        return zlib.decompress(base64.b64decode(packed, validate=True)).decode("utf-8", "surrogatepass")
    except (ValueError, zlib.error) as error:
        raise StoreError(
            f"what is kept of this run is damaged ({error}); put back a copy of the database, or begin again without --resume"
        ) from error


def packed_unit(unit: Unit) -> str:
    """The unit, packed."""
    return packed_text(as_text(unit))


def unpacked_unit(packed: str) -> Unit:
    """A unit that was packed.

    Raises:
        StoreError: it was damaged.
    """
    return Unit.model_validate(json.loads(unpacked_text(packed)))


def packed_review(review: Review) -> tuple[str, dict[str, str]]:
    """The review, packed, and the citations that it names, each as JSON by what identifies it."""
    written = review.model_dump(mode="json", exclude={"draft"}, exclude_defaults=True)
    cited: dict[str, str] = {}
    for name in _FINDINGS:
        for finding in written.get(name, ()):
            if "citations" in finding:
                finding["citations"] = [_named(citation, cited) for citation in finding["citations"]]
    return packed_text(json.dumps(written, ensure_ascii=False, separators=(",", ":"))), cited


def unpacked_review(packed: str, draft: Draft, citations: Citations) -> Review:
    """A review that was packed, with its draft put back; citations that are not at hand are left out.

    Raises:
        StoreError: it was damaged.
    """
    written = json.loads(unpacked_text(packed))
    for name in _FINDINGS:
        if name in written:
            written[name] = tuple(_finding(finding, citations) for finding in written[name])
    return Review.model_validate({**written, "draft": draft})


def unpacked_citation(written: str) -> Citation:
    """A citation as `packed_review` gave it."""
    return Citation.model_validate_json(written)


def _named(citation: dict[str, Any], cited: dict[str, str]) -> list[Any]:
    score = citation.pop("score", 0.0)
    written = json.dumps(citation, ensure_ascii=True, sort_keys=True)
    name = hashlib.sha256(written.encode("ascii")).hexdigest()[:20]
    cited[name] = written
    return [name, score]


def _finding(written: dict[str, Any], citations: Citations) -> Finding:
    named = written.get("citations", ())
    found = tuple(citations[name].model_copy(update={"score": score}) for name, score in named if name in citations)
    return Finding.model_validate({**written, "citations": found})
