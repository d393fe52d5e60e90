from __future__ import annotations

from datetime import date

import pytest

from coach.cycle.forecast import Forecast, NoForecast, forecast_of
from tests.cycle.made import only, read

_AS_OF = date(2026, 11, 30)
_HEAD = "Key result; Start; Target; Due; Date; Value\n"


def _forecast(
    values: list[tuple[str, str]], due: str = "2026-12-31", ends: str = "22%;35%"
) -> Forecast | NoForecast | None:
    rows = "".join(f"Activation;{ends};{due};{day};{value}\n" for day, value in values)
    return forecast_of(only(read(_HEAD + rows)), _AS_OF)


_RISING = [
    ("2026-10-05", "22%"),
    ("2026-10-19", "24.5%"),
    ("2026-11-02", "26%"),
    ("2026-11-16", "28.2%"),
    ("2026-11-30", "30%"),
]


def test_a_line_is_drawn_to_the_end_with_its_interval_and_its_assumption() -> None:
    found = _forecast(_RISING)
    assert isinstance(found, Forecast)
    # By hand: a slope of 1.97 points in 14 days, 26.14 % in the middle, 59 days before the end.
    assert found.value == pytest.approx(26.14 + 1.97 / 14 * 59, abs=0.05)
    assert found.low is not None and found.high is not None and found.low < found.value < found.high
    assert found.outlook == "unlikely" if found.high < 35 else found.outlook == "open"
    assert found.sentence.startswith(
        "If it goes on as in the last eight weeks (a straight line through 5 values), it stands at about"
    )
    assert "31 December 2026" in found.sentence and "eight cases of ten" in found.sentence


def test_the_interval_is_that_of_the_textbook() -> None:
    found = _forecast([("2026-11-01", "10"), ("2026-11-11", "20"), ("2026-11-21", "24")], "2026-12-01", "0;50")
    assert isinstance(found, Forecast)
    # Slope 0.7 a day, 18 in the middle, residuals -1, 2, -1: deviation sqrt(6); day 30: 1 + 1/3 + 400/200; t(1) = 3.078.
    assert found.value == pytest.approx(32.0)
    assert found.high is not None and found.high - found.value == pytest.approx(
        3.078 * (6**0.5) * ((1 + 1 / 3 + 2) ** 0.5), rel=1e-3
    )


@pytest.mark.parametrize(
    ("values", "due", "ends", "reason"),
    [
        (_RISING[:2], "2026-12-31", "22%;35%", "2 dated values"),
        (_RISING[:1], "2026-12-31", "22%;35%", "1 dated value;"),
        (_RISING, "", "22%;35%", "No last day"),
        (_RISING, "2026-12-31", "22%;", "no target"),
        (_RISING, "2026-11-29", "22%;35%", "over"),
        (_RISING, "2027-12-31", "22%;35%", "too far"),
        ([("2026-11-28", "22%"), ("2026-11-29", "23%"), ("2026-11-30", "24%")], "2026-12-31", "22%;35%", "span 2 days"),
        ([("2026-10-05", "€2"), ("2026-10-26", "€3"), ("2026-11-16", "$4")], "2026-12-31", "€1;€9", "scale"),
    ],
)
def test_nothing_is_foretold_where_the_numbers_do_not_allow_it(
    values: list[tuple[str, str]], due: str, ends: str, reason: str
) -> None:
    found = _forecast(values, due, ends)
    assert isinstance(found, NoForecast)
    assert reason in found.reason


def test_values_of_one_day_count_once_and_later_ones_not_at_all() -> None:
    found = _forecast([*_RISING[:2], ("2026-10-19", "25%"), ("2026-12-07", "90%")])
    assert isinstance(found, NoForecast) and "2 dated values" in found.reason


def test_values_exactly_on_a_line_have_no_interval() -> None:
    found = _forecast([("2026-10-05", "22%"), ("2026-10-26", "24%"), ("2026-11-16", "26%")])
    assert isinstance(found, Forecast)
    assert found.low is None and found.outlook is None
    assert "nothing can be said of how far off" in found.sentence


def test_a_share_does_not_leave_0_to_100() -> None:
    found = _forecast([("2026-10-05", "60%"), ("2026-10-26", "80%"), ("2026-11-16", "97%")], ends="50%;99%")
    assert isinstance(found, Forecast) and found.high is not None
    assert found.high <= 100 and found.value <= 100


def test_a_key_result_without_values_has_no_word_on_it() -> None:
    assert forecast_of(only(read("Key result; Date; Status\nActivation; 2026-11-16; green\n")), _AS_OF) is None
