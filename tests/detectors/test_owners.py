"""Whether an owner's place names one driver."""

from __future__ import annotations

import pytest

from coach.criteria import catalogue
from coach.detectors.owners import kind_of_owner

_CRITERION = catalogue()["missing-owner"].model_copy(deep=True)
"""A copy: a criterion keeps the terms it was asked for, and the shared one is compared elsewhere."""


@pytest.mark.parametrize(
    "owner",
    [
        "Okafor, wine desk", "de Vries, Joost", "Team Captain Ama", "Ben Team", "Sofie (with Anton, Beate)", "Head of Sales and Service", "COO",
        "Chief gardener", "Logistics: Rui", "@lin", "JM", "Ms Moss, backed by the site teams", "Night shift lead", "Ines", "Jonas",
    ],
)  # fmt: skip
def test_one_driver(owner: str) -> None:
    assert kind_of_owner(owner, _CRITERION) == "one"


@pytest.mark.parametrize(
    "owner",
    [
        "Bakers",
        "Squad Red",
        "HR dept",
        "the night crew",
        "gardeners",
        "QA",
        "Harbour desk",
        "Shift 2",
        "all nurses",
        "everyone",
        "District chairs",
    ],
)
def test_a_group_is_no_driver(owner: str) -> None:
    assert kind_of_owner(owner, _CRITERION) == "group"


@pytest.mark.parametrize("owner", ["Lena or Omar", "Omar / Lena", "@ana, @ben", "Anton, Beate, Cem", "PM + EM"])
def test_several_are_no_driver(owner: str) -> None:
    assert kind_of_owner(owner, _CRITERION) == "several"


@pytest.mark.parametrize(
    "owner", ["tbd (Lena asked)", "N.N.", "rotating", "see org chart", "???", "-", "to be named", "unclear"]
)
def test_a_placeholder_is_no_driver(owner: str) -> None:
    assert kind_of_owner(owner, _CRITERION) == "nobody"
