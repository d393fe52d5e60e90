"""Which texts are nearest to which: all of them compared where they are few, else only those that lie in the same part of the space.

Up to `_EXACT` texts the whole matrix is worked out, in blocks of rows. Beyond, the texts are put into about the square root of
their number of clusters, and each is compared with its own cluster and the nearest few: the work grows with n to the power of
1.5 and the memory with n. What it costs and what it misses: docs/decisions/0010-across-teams.md.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from coach.embedding import Vectors

_EXACT = 5_000
_BLOCK = 1_024
_PROBED = 12
"""Clusters that a text is compared with."""
_SAMPLE = 20_000
_ROUNDS = 5
_SEED = 20270105

Numbers = NDArray[np.int64]


def nearest(vectors: Vectors, most: int, least: float) -> Iterator[tuple[int, int, float]]:
    """Pairs of rows (the smaller first) of which one is among the `most` nearest of the other, with their similarity.

    Each pair once; none below `least`.
    """
    seen: set[int] = set()
    size = len(vectors)
    for rows, others in _parts(vectors):
        for start in range(0, len(rows), _BLOCK):
            block = rows[start : start + _BLOCK]
            alike = vectors[block].astype(np.float32) @ vectors[others].astype(np.float32).T
            alike[block[:, None] == others[None, :]] = -1
            keep = min(most, len(others))
            best = np.argpartition(-alike, keep - 1, axis=1)[:, :keep]
            values = np.take_along_axis(alike, best, axis=1)
            for row, column in np.argwhere(values >= least):
                one, other = int(block[row]), int(others[best[row, column]])
                pair = (one, other) if one < other else (other, one)
                key = pair[0] * size + pair[1]
                if key not in seen:
                    seen.add(key)
                    yield *pair, float(values[row, column])


def _parts(vectors: Vectors) -> Iterator[tuple[Numbers, Numbers]]:
    """Rows, and the rows that they are compared with."""
    size = len(vectors)
    every = np.arange(size)
    if size < 2:
        return
    if size <= _EXACT:
        yield every, every
        return
    centres = _centres(vectors, int(np.sqrt(size)))
    nearest_centre = np.concatenate(
        [
            np.argmax(vectors[start : start + 8192].astype(np.float32) @ centres.T, axis=1)
            for start in range(0, size, 8192)
        ]
    )
    order = np.argsort(nearest_centre, kind="stable")
    bounds = np.searchsorted(nearest_centre[order], np.arange(len(centres) + 1))
    members = [order[bounds[c] : bounds[c + 1]] for c in range(len(centres))]
    beside = np.argsort(-(centres @ centres.T), axis=1)[:, :_PROBED]
    for cluster, mine in enumerate(members):
        if len(mine):
            yield mine, np.concatenate([members[other] for other in beside[cluster]])


def _centres(vectors: Vectors, count: int) -> Vectors:
    """Centres of `count` clusters, by a few rounds of spherical k-means over a sample; the same every time."""
    chosen = np.random.default_rng(_SEED)
    sample = vectors[chosen.choice(len(vectors), min(len(vectors), _SAMPLE), replace=False)].astype(np.float32)
    centres = sample[chosen.choice(len(sample), count, replace=False)].copy()
    for _ in range(_ROUNDS):
        mine = np.argmax(sample @ centres.T, axis=1)
        sums = np.zeros_like(centres)
        np.add.at(sums, mine, sample)
        length = np.linalg.norm(sums, axis=1, keepdims=True)
        centres = np.where(length > 1e-9, sums / np.maximum(length, 1e-9), centres).astype(np.float32)
    return centres
