"""Embeddings from the endpoint: an index of their own, and a clear word where they cannot be had."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from coach.errors import ModelError, ModelReplyError
from coach.guidance import Passage, guidance_passages
from coach.index import open_index
from coach.llm.embedding import _unit_vectors
from tests.llm.connected import chosen, connected
from tests.support.model_server import ModelServer


def passages() -> list[Passage]:
    """A few of the shipped ones."""
    return guidance_passages()[:12]


def test_without_the_setting_there_is_none(tmp_path: Path) -> None:
    with ModelServer() as server, connected(server, tmp_path) as chat:
        assert chat.embedder() is None


def test_vectors_are_of_length_one_and_remembered(tmp_path: Path) -> None:
    with ModelServer() as server, connected(server, tmp_path, embeddings="tiny") as chat:
        embedder = chat.embedder()
        assert embedder is not None
        vectors = embedder.embed(["raise the share", "raise the share", "launch the app"])
        again = embedder.embed(["launch the app"])

        assert len(server.others) == 1
        assert server.others[0].body["input"] == ["raise the share", "launch the app"]
        assert server.others[0].body["model"] == "tiny"
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1)
    assert np.array_equal(vectors[0], vectors[1]) and np.array_equal(vectors[2], again[0])


def test_an_index_by_the_endpoint_is_another_index(tmp_path: Path) -> None:
    with ModelServer() as server, connected(server, tmp_path, embeddings="tiny") as chat:
        own = open_index(passages(), tmp_path)
        theirs = open_index(passages(), tmp_path, chat.embedder())
        words = passages()[3].text[:200]
        [hits] = theirs.search([(words, None)], 3)

        assert own.version != theirs.version
        assert hits[0].passage.id == passages()[3].id
        sent = len(server.others)
        assert open_index(passages(), tmp_path, chat.embedder()).folder == theirs.folder
        assert len(server.others) == sent


def test_an_endpoint_that_is_gone_is_told_and_nothing_is_half_built(tmp_path: Path) -> None:
    with ModelServer() as server:
        gone = server.base_url
    with connected(gone, tmp_path, embeddings="tiny") as chat:
        with pytest.raises(ModelError):
            open_index(passages(), tmp_path, chat.embedder())
        assert open_index(passages(), tmp_path).search([("objective", None)], 1)[0]

    assert not [path for path in (tmp_path / "index").iterdir() if path.name.startswith(".building")]


@pytest.mark.parametrize(
    "found", [[], [[1.0, 2.0]], [[1.0], [1.0, 2.0]], [[0.0], [0.0]], [[float("nan")], [1.0]], "x", None]
)
def test_what_are_no_vectors_is_told(found: object) -> None:
    with pytest.raises(ModelReplyError, match="OKR_COACH_EMBEDDINGS"):
        _unit_vectors(found, 2, chosen("http://127.0.0.1:1/v1", embeddings="tiny"))
