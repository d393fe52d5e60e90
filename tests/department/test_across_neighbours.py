"""Which texts are nearest: all of them where they are few; beyond, almost all, for work that grows far slower than their square."""

from __future__ import annotations

import numpy as np
import pytest

from coach.department.across import neighbours


def _clustered(size: int, seed: int = 3) -> np.ndarray:
    """Unit vectors in groups of four that are near to one another."""
    chosen = np.random.default_rng(seed)
    centres = np.repeat(chosen.standard_normal((size // 4, 48)), 4, axis=0)
    vectors = centres + 0.35 * chosen.standard_normal(centres.shape)
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


def _by_hand(vectors: np.ndarray, most: int, least: float) -> set[tuple[int, int]]:
    alike = vectors @ vectors.T
    np.fill_diagonal(alike, -1)
    found = set()
    for row in range(len(vectors)):
        for other in np.argsort(-alike[row])[:most]:
            if alike[row, other] >= least:
                found.add((min(row, int(other)), max(row, int(other))))
    return found


def test_few_texts_are_compared_exactly() -> None:
    vectors = _clustered(400)
    found = list(neighbours.nearest(vectors, 5, 0.3))
    assert {(one, other) for one, other, _ in found} == _by_hand(vectors, 5, 0.3)
    assert len(found) == len({(one, other) for one, other, _ in found}), "each pair once"
    assert all(value == pytest.approx(float(vectors[one] @ vectors[other]), abs=1e-5) for one, other, value in found)


def test_many_texts_lose_few_of_their_neighbours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(neighbours, "_EXACT", 100)
    vectors = _clustered(2_000)
    found = {(one, other) for one, other, _ in neighbours.nearest(vectors, 3, 0.6)}
    exact = _by_hand(vectors, 3, 0.6)
    assert len(found & exact) >= 0.95 * len(exact)


def test_the_work_grows_far_slower_than_the_square(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(neighbours, "_EXACT", 100)

    def compared(size: int) -> int:
        return sum(len(rows) * len(others) for rows, others in neighbours._parts(_clustered(size)))

    # Eight times the texts: 64 times the work by the square, 23 by the power of 1.5.
    assert compared(8_000) < 40 * compared(1_000)


@pytest.mark.parametrize("size", [0, 1])
def test_nothing_is_beside_nothing(size: int) -> None:
    assert not list(neighbours.nearest(np.ones((size, 8), dtype=np.float32), 3, 0.0))
