"""The retrieval index: Chroma, embedded and persistent, with a lexical half beside it. The only module that imports chromadb.

An index is built once for a state of the knowledge base into a folder named after that state's fingerprint, and is never changed
afterwards: it is written elsewhere and moved into place whole, so that two processes at once do no harm.
Vectors are always passed; Chroma's own embedder, which would download weights, is never asked.
"""

from __future__ import annotations

import json
import logging
import os
import re
import secrets
import shutil
import tempfile
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coach.embedding import Embedder, Vectors, embed, embedder_name
from coach.errors import IndexBuildError, ModelError
from coach.guidance import Passage, fingerprint
from coach.index_versions import current_folder, forget_old, made_current

_COLLECTION = "passages"
_SCHEMA = "4"
"""Part of the fingerprint: raised when the way an index is built changes."""
_LEXICAL_WEIGHT = 0.8
_CRITERION_WEIGHT = 1.0
_ASKED_WEIGHT = 2.0
"""How much the ways people ask weigh beside a passage's own words. All three: docs/decisions/0002-retrieval.md."""
_CANDIDATES = 400
_EXACT_UP_TO = 4000
"""Up to so many passages all vectors of the collection are compared, exactly and in 0.1 ms; beyond that Chroma's graph is asked,
which costs 1.5 ms a query for as many candidates."""
_REMEMBERED = 4096


@dataclass(frozen=True)
class Hit:
    """A passage that was retrieved, with its cosine similarity to the query (-1 to 1) and its place in the ranking's score."""

    passage: Passage
    similarity: float
    score: float


class Index:
    """An opened index. Passages are read from it, never from the files they came from."""

    def __init__(self, folder: Path, embedder: Embedder | None = None, lean: bool = False) -> None:
        """
        Args:
            folder: where it was built.
            embedder: the one that it was built with; None for the one that ships.
            lean: take the vectors that Chroma gave before, if they are at hand, and leave Chroma unopened: 60 MB less in a
                process of which there are many.
        """
        import bm25s

        self._embed = embedder.embed if embedder else embed
        self.folder = folder
        self.version = folder.name.split("-")[0]
        vectors = _vectors_at_hand(folder) if lean else None
        try:
            self._collection: Any = _collection(folder) if vectors is None else None
            self._lexical: Any = bm25s.BM25.load(str(folder / "bm25"), load_corpus=False)
            rows = json.loads((folder / "passages.json").read_text(encoding="utf-8"))
        except Exception as error:
            raise IndexBuildError(
                f"the index in {folder} cannot be opened ({error}); run `okr-coach knowledge rebuild`"
            ) from error
        self.passages = [_passage(row) for row in rows]
        if vectors is None and len(rows) <= _EXACT_UP_TO:
            vectors = self._vectors_of_all()
            if lean:
                _put_at_hand(folder, vectors)
        self._exact = vectors
        self._at = {passage.id: number for number, passage in enumerate(self.passages)}
        self._supports: dict[str, NDArray[np.float32]] = {}
        self._remembered: OrderedDict[tuple[str, str | None, int], list[Hit]] = OrderedDict()
        self._lock = Lock()

    def search(self, queries: Sequence[tuple[str, str | None]], count: int) -> list[list[Hit]]:
        """The best `count` passages for each query, best first.

        A query is its text and the criterion it is asked for (or None): passages that support the criterion are
        preferred. Equal queries are answered from memory.

        Raises:
            IndexBuildError: the index was damaged after it was opened.
            ModelError: the endpoint whose embedder it was built with does not answer.
        """
        keys = [(text, criterion, count) for text, criterion in queries]
        with self._lock:
            known = {key: self._remembered[key] for key in keys if key in self._remembered}
        unseen = [key for key in dict.fromkeys(keys) if key not in known]
        if unseen:
            try:
                found = self._search(unseen)
            except ModelError:
                raise
            except Exception as error:
                raise IndexBuildError(
                    f"the index in {self.folder} cannot be searched ({error}); run `okr-coach knowledge rebuild`"
                ) from error
            known.update(zip(unseen, found, strict=True))
        with self._lock:
            for key in keys:
                self._remembered[key] = known[key]
                self._remembered.move_to_end(key)
            while len(self._remembered) > max(_REMEMBERED, len(known)):
                self._remembered.popitem(last=False)
        return [known[key] for key in keys]

    def _search(self, keys: list[tuple[str, str | None, int]]) -> list[list[Hit]]:
        texts = list(dict.fromkeys(text for text, _, _ in keys))
        if self._exact is not None:
            row_of = {text: row for row, text in enumerate(texts)}
            rows = [row_of[text] for text, _, _ in keys]
            similar = self._embed(texts) @ self._exact.T
            lexical = np.stack([self._lexical_scores(text) for text in texts])
            score = (_standard(similar) + _LEXICAL_WEIGHT * _standard(lexical))[rows]
            score += _CRITERION_WEIGHT * np.stack([self._support(criterion) for _, criterion, _ in keys])
            best = np.argsort(-score, axis=1, kind="stable")
            return [
                [Hit(self.passages[at], float(similar[rows[i], at]), float(score[i, at])) for at in best[i, :count]]
                for i, (_, _, count) in enumerate(keys)
            ]
        found = self._collection.query(
            query_embeddings=self._embed(texts), n_results=min(_CANDIDATES, len(self.passages)), include=["distances"]
        )
        semantic = {}
        for text, ids, distances in zip(texts, found["ids"], found["distances"], strict=True):
            at = np.fromiter((self._at[i] for i in ids), dtype=np.int64, count=len(ids))
            semantic[text] = (at, 1 - np.asarray(distances, dtype=np.float32), self._lexical_scores(text))
        return [self._ranked(*semantic[text], criterion, count) for text, criterion, count in keys]

    def _vectors_of_all(self) -> Vectors:
        """Every passage's vector, in the order of `passages`."""
        stored = self._collection.get(include=["embeddings"])
        by_id = dict(zip(stored["ids"], np.asarray(stored["embeddings"], dtype=np.float32), strict=True))
        return np.array([by_id[passage.id] for passage in self.passages], dtype=np.float32)

    def _ranked(
        self,
        at: NDArray[np.int64],
        similar: NDArray[np.float32],
        lexical: NDArray[np.float32],
        criterion: str | None,
        count: int,
    ) -> list[Hit]:
        score = (
            _standard(similar)
            + _LEXICAL_WEIGHT * _standard(lexical[at])
            + _CRITERION_WEIGHT * self._support(criterion)[at]
        )
        best = np.argsort(-score, kind="stable")[:count]
        return [Hit(self.passages[at[i]], float(similar[i]), float(score[i])) for i in best]

    def _support(self, criterion: str | None) -> NDArray[np.float32]:
        """1 for each passage that supports the criterion, else 0. An organisation's own passages can support any."""
        name = criterion or ""
        if name not in self._supports:
            rows = (name in passage.criteria or (bool(name) and passage.kind == "own") for passage in self.passages)
            self._supports[name] = np.fromiter(rows, dtype=np.float32, count=len(self.passages))
        return self._supports[name]

    def _lexical_scores(self, text: str) -> NDArray[np.float32]:
        words = _words([text])[0]
        if not words:
            return np.zeros(len(self.passages), dtype=np.float32)
        return np.asarray(self._lexical.get_scores(words), dtype=np.float32)


_AT_HAND = "vectors.npy"


def _collection(folder: Path) -> Any:
    """Chroma's collection in an index's folder."""
    import chromadb
    from chromadb.config import Settings

    client = chromadb.PersistentClient(str(folder / "chroma"), Settings(anonymized_telemetry=False))
    return client.get_collection(_COLLECTION, embedding_function=None)


def _vectors_at_hand(folder: Path) -> Vectors | None:
    """The vectors of all passages, as Chroma gave them before; None where they are not there or damaged."""
    try:
        vectors = np.load(folder / _AT_HAND, allow_pickle=False)
        rows = json.loads((folder / "passages.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return np.asarray(vectors, dtype=np.float32) if vectors.ndim == 2 and len(vectors) == len(rows) else None


def _put_at_hand(folder: Path, vectors: Vectors) -> None:
    """Write the vectors beside the index, whole or not at all; where that cannot be, Chroma is opened the next time too."""
    fresh = folder / f".{_AT_HAND}-{os.getpid()}"
    try:
        with fresh.open("wb") as file:
            np.save(file, vectors)
        fresh.replace(folder / _AT_HAND)
    except OSError:
        fresh.unlink(missing_ok=True)


def open_index(passages: Sequence[Passage], home: Path, embedder: Embedder | None = None, lean: bool = False) -> Index:
    """The index of exactly these passages below `home`, by this embedder or the one that ships; built first where there is none.

    `lean`: see `Index`.

    Raises:
        IndexBuildError: it cannot be written or opened; the message says where and what to do.
        ModelError: the endpoint that embeds does not answer; without `embedder` this cannot be.
    """
    version = fingerprint(list(passages), f"{embedder.name if embedder else embedder_name()}/{_SCHEMA}")
    return Index(current_folder(home, version) or build(passages, home, version, embedder), embedder, lean)


def rebuild_index(passages: Sequence[Passage], home: Path) -> Index:
    """The index of exactly these passages, built anew: the old one is kept aside until the new one is there, and comes back where it fails.

    Raises:
        IndexBuildError: it cannot be written.
    """
    folder = home / "index"
    aside = None
    try:
        if folder.is_dir():
            aside = Path(tempfile.mkdtemp(prefix=".index-before-", dir=home))
            folder.rename(aside / "index")
        return open_index(passages, home)
    except (OSError, IndexBuildError) as error:
        if aside is not None and (aside / "index").is_dir() and not folder.exists():
            (aside / "index").rename(folder)
        if isinstance(error, IndexBuildError):
            raise
        raise IndexBuildError(
            f"the index below {home} cannot be replaced ({error}); set OKR_COACH_HOME to a folder you can write to"
        ) from error
    finally:
        if aside is not None and (folder.is_dir() or not (aside / "index").is_dir()):
            shutil.rmtree(aside, ignore_errors=True)


def build(passages: Sequence[Passage], home: Path, version: str, embedder: Embedder | None = None) -> Path:
    """Write an index of `passages`, whole or not at all, and return its folder: another process's where that was faster.

    Each build has a folder of its own: within a process Chroma remembers what stood at a path.

    Raises:
        IndexBuildError: the folder cannot be written.
        ModelError: the endpoint that embeds does not answer.
    """
    import bm25s
    import chromadb
    from chromadb.config import Settings

    logging.getLogger("bm25s").setLevel(logging.WARNING)
    try:
        folder = home / "index" / f"{version}-{secrets.token_hex(4)}"
        folder.parent.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(prefix=".building-", dir=folder.parent))
    except OSError as error:
        raise IndexBuildError(
            f"the index cannot be written to {home} ({error}); set OKR_COACH_HOME to a folder you can write to"
        ) from error
    try:
        client = chromadb.PersistentClient(str(work / "chroma"), Settings(anonymized_telemetry=False))
        collection = client.create_collection(
            _COLLECTION, configuration={"hnsw": {"space": "cosine"}}, embedding_function=None
        )
        for start in range(0, len(passages), 500):
            part = passages[start : start + 500]
            collection.add(
                ids=[passage.id for passage in part],
                embeddings=_vectors(part, embedder.embed if embedder else embed),
                documents=[passage.text for passage in part],
                metadatas=[
                    {"kind": passage.kind, "document": passage.document, "section": passage.section} for passage in part
                ],
            )
        lexical = bm25s.BM25()
        lexical.index(_words([" . ".join([p.indexed, *p.asked]) for p in passages]), show_progress=False)
        lexical.save(str(work / "bm25"), show_progress=False) if _takes_progress(lexical.save) else lexical.save(
            str(work / "bm25")
        )
        (work / "passages.json").write_text(
            json.dumps([asdict(p) for p in passages], ensure_ascii=False), encoding="utf-8"
        )
        os.rename(work, folder)
        current = made_current(folder, home, version)
    except (IndexBuildError, ModelError):
        raise
    except Exception as error:
        raise IndexBuildError(
            f"the index could not be built in {folder.parent} ({error}); free some space or set OKR_COACH_HOME elsewhere"
        ) from error
    finally:
        shutil.rmtree(work, ignore_errors=True)
    forget_old(current)
    return current


def _takes_progress(method: Any) -> bool:
    import inspect

    return "show_progress" in inspect.signature(method).parameters


def _vectors(passages: Sequence[Passage], embed: Callable[[list[str]], Vectors]) -> Vectors:
    """One unit vector a passage: its own words, drawn towards the ways people ask for it."""
    texts, owner = [], []
    for number, passage in enumerate(passages):
        for text in (passage.indexed, *passage.asked):
            texts.append(text)
            owner.append(number)
    vectors, owners = embed(texts), np.array(owner)
    found = []
    for number in range(len(passages)):
        rows = vectors[owners == number]
        vector = rows[0]
        if len(rows) > 1:
            middle = rows[1:].mean(axis=0)
            vector = vector + _ASKED_WEIGHT * middle / np.linalg.norm(middle)
        found.append(vector / np.linalg.norm(vector))
    return np.array(found, dtype=np.float32)


_WORD = re.compile(r"\b\w\w+\b")


def _words(texts: list[str]) -> list[list[str]]:
    """The stems of each text's words, without those that stand in every text."""
    from bm25s.stopwords import STOPWORDS_EN

    stems = _stemmer().stemWords
    return [stems([word for word in _WORD.findall(text.lower()) if word not in STOPWORDS_EN]) for text in texts]


@cache
def _stemmer() -> Any:
    import Stemmer

    return Stemmer.Stemmer("english")


def _standard(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """Each row with mean 0 and deviation 1, so that two kinds of score can be added."""
    middle = values.mean(axis=-1, keepdims=True)
    return np.asarray((values - middle) / (values.std(axis=-1, keepdims=True) + 1e-9), dtype=np.float32)


def _passage(row: dict[str, Any]) -> Passage:
    return Passage(**{**row, **{name: tuple(row[name]) for name in ("attribution", "criteria", "asked")}})
