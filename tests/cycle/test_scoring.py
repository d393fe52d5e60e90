from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.cycle.forecast import line_through
from coach.cycle.scoring import linear_score, part_of_way, score_of
from tests.cycle.made import only, read

_NUMBER = st.floats(-1e6, 1e6, allow_nan=False, allow_infinity=False)
_HEAD = "Key result; Baseline; Target; Date; Value; Score; Confidence; Status\n"


def _score(row: str) -> tuple[float, str] | None:
    found = score_of(only(read(_HEAD + row)))
    return (round(found.score, 3), found.how) if found else None


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("Rate; 20%; 50%; 2026-11-02; 35%;;;", (0.5, "measured")),
        ("Wait; 121; 75; 2026-11-02; 98;;;", (0.5, "measured")),
        ("Rate; 20%; 50%; 2026-11-02; 10%;;;", (0.0, "measured")),
        ("Rate; 20%; 50%; 2026-11-02; 80%;;;", (1.0, "measured")),
        ("Rate; 20%; 50%; 2026-11-02; 0.35;;;", (0.5, "measured")),
        ("Answer time; 4 hours; 60 minutes; 2026-11-02; 150 min;;;", (0.5, "measured")),
        ("Shops live; 0; 40; 2026-11-02; 10 of 40;;;", (0.25, "measured")),
        ("Availability; 99%; 99%; 2026-11-02; 99%;;;", (1.0, "met or not")),
        ("Faults at most 5 a week; ; 5; 2026-11-02; 4;;;", (1.0, "met or not")),
        ("Faults at most 5 a week; ; 5; 2026-11-02; 6;;;", (0.0, "met or not")),
        ("Rate; ; ; 2026-11-02; ;0.7;;", (0.7, "given")),
        ("Obtain the ISO 9001 certificate; ; ; 2026-11-02; ; ; ;achieved", (1.0, "met or not")),
        ("Obtain the ISO 9001 certificate; ; ; 2026-11-02; ; ; ;missed", (0.0, "met or not")),
        ("Rate; 20%; 50%; 2026-11-02; ; ; 9/10; green", None),
        ("Revenue; €1M; €2M; 2026-11-02; $1.5M;;;", None),
    ],
)
def test_a_score_is_the_part_of_the_way(row: str, expected: tuple[float, str] | None) -> None:
    assert _score(row) == expected


def test_the_words_of_a_key_result_give_start_and_target() -> None:
    found = score_of(only(read("Key result; Value\nActivation from 22% to 35%; 27%\n")))
    assert found is not None
    assert found.score == pytest.approx(5 / 13)
    assert "From 22% to 35%, now 27%" in found.explanation


def test_a_given_score_that_the_numbers_contradict_is_named() -> None:
    from tests.cycle.made import reviewed

    (line,) = reviewed(_HEAD + "Rate; 20%; 50%; 2026-11-02; 26%; 0.7; ;").lines
    assert line.score is not None and line.score.score == pytest.approx(0.2)
    assert line.score_differs is not None and "0.7" in line.score_differs and "0.20" in line.score_differs


@given(_NUMBER, _NUMBER, _NUMBER)
def test_a_score_is_between_0_and_1(baseline: float, target: float, value: float) -> None:
    score = linear_score(baseline, target, value)
    assert score is None or 0.0 <= score <= 1.0


@given(_NUMBER, _NUMBER)
def test_the_start_scores_0_and_the_target_1(baseline: float, target: float) -> None:
    if part_of_way(baseline, target, target) is None:
        assert abs(target - baseline) <= 1e-9 * max(abs(target), abs(baseline), 1.0)
    else:
        assert linear_score(baseline, target, baseline) == 0.0
        assert linear_score(baseline, target, target) == pytest.approx(1.0)


@given(st.floats(0, 1e6), st.floats(0, 1e6), st.floats(0.01, 100))
def test_a_score_does_not_depend_on_the_unit(baseline: float, value: float, factor: float) -> None:
    target = baseline + 100.0
    first, second = (
        linear_score(baseline, target, value),
        linear_score(baseline * factor, target * factor, value * factor),
    )
    assert first is not None and second is not None and first == pytest.approx(second, abs=1e-6)


@given(st.floats(-1e3, 1e3), st.floats(-10, 10), st.lists(st.integers(0, 100), min_size=3, max_size=8, unique=True))
def test_values_on_a_line_give_that_line(start: float, slope: float, days: list[int]) -> None:
    line = line_through([(day, start + slope * day) for day in days])
    assert line is not None
    assert line.at(150) == pytest.approx(start + slope * 150, abs=1e-6 * (1 + abs(start) + 150 * abs(slope)))
    assert line.deviation == pytest.approx(0, abs=1e-6 * (1 + abs(start) + 100 * abs(slope)))


@given(st.lists(st.tuples(st.integers(0, 90), st.floats(0, 100)), min_size=3, max_size=8, unique_by=lambda p: p[0]))
def test_an_interval_widens_with_the_distance(points: list[tuple[int, float]]) -> None:
    line = line_through([(float(day), value) for day, value in points])
    assert line is not None
    assert line.half_width(line.mean_day) <= line.half_width(200) <= line.half_width(300)


def test_there_is_no_line_through_two_points_or_one_day() -> None:
    assert line_through([(0, 1), (1, 2)]) is None
    assert line_through([(3, 1), (3, 2), (3, 5)]) is None
