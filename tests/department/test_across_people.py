"""Who is one person: forms of a name put together, two people of one first name kept apart, roles left out."""

from __future__ import annotations

import pytest

from coach.criteria import catalogue
from coach.department.across import find_across
from coach.department.across.people import names_in
from coach.department.contract import CrossFinding, Unit
from tests.department.made import key_result, unit

_PAGE = catalogue()["overloaded-owner"]


def _driving(*owners: tuple[str, str]) -> list[CrossFinding]:
    """Teams and the owner of one key result each."""
    units: list[Unit] = [
        unit(n, team, f"Aim {n}", [key_result(f"Measure {n} from 1 to 2", owner)])
        for n, (team, owner) in enumerate(owners)
    ]
    return find_across(units, {_PAGE.id: _PAGE})


@pytest.mark.parametrize(
    "forms",
    [
        ("Priya Nair", "Priya N.", "P. Nair"),
        ("Priya Nair", "priya.nair@shop.example", "Nair, Priya"),
        ("Dr. Priya Nair", "PRIYA NAIR", "Priya Nair (deputy: Tom)"),
        ("Daniel Okonjo", "Dan Okonjo", "D. Okonjo"),
        ("José Núñez", "Jose Nunez", "J. Núñez"),
    ],
)
def test_forms_of_one_name_are_one_person(forms: tuple[str, ...]) -> None:
    found = _driving(*((f"Team {n}", forms[n % len(forms)]) for n in range(6)))
    assert len(found) == 1 and "6 key results" in found[0].because


def test_one_first_name_in_two_teams_is_two_people() -> None:
    assert not _driving(*(("Warehouse", "Lukas") for _ in range(4)), *(("Data", "Lukas") for _ in range(4)))


def test_a_first_name_is_the_whole_name_of_its_own_team() -> None:
    found = _driving(("Data", "Lukas Adomeit"), *(("Data", "Lukas") for _ in range(5)), ("Depot", "Lukas Brenner"))
    assert len(found) == 1 and "6 key results" in found[0].because


def test_an_initial_that_fits_two_is_taken_in_its_own_team() -> None:
    owners = [*(("Billing", "Maria Holm") for _ in range(3)), *(("Buying", "Mikkel Holm") for _ in range(3))]
    assert not _driving(*owners, ("Billing", "M. Holm"), ("Buying", "M. Holm"))


def test_an_initial_that_fits_two_elsewhere_is_nobody_s() -> None:
    owners = [*(("Billing", "Maria Holm") for _ in range(5)), *(("Buying", "Mikkel Holm") for _ in range(5))]
    assert not _driving(*owners, ("Yard", "M. Holm"))


@pytest.mark.parametrize(
    "role", ["Product owner", "Head of Sales", "Team", "tbd", "all", "Service Desk", "CEO", "Shift leads", "-", "3"]
)
def test_a_role_or_a_placeholder_is_no_person(role: str) -> None:
    assert names_in(role, _PAGE) == []
    assert not _driving(*((f"Team {n}", role) for n in range(8)))


def test_two_names_in_one_place_are_two_people() -> None:
    assert [written for written, _ in names_in("Mia Lang / Tom Reilly", _PAGE)] == ["Mia Lang", "Tom Reilly"]
    assert [written for written, _ in names_in("Mia Lang and Tom Reilly", _PAGE)] == ["Mia Lang", "Tom Reilly"]


def test_at_the_limit_nothing_is_said() -> None:
    assert not _driving(*((f"Team {n}", "Mia Lang") for n in range(5)))
    assert _driving(*((f"Team {n}", "Mia Lang") for n in range(6)))
