"""Templates are filled strictly, and a fence cannot be closed by what it holds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.errors import KnowledgeError
from coach.paths import shipped
from coach.prompts import fence_for, fingerprint, render, template


def test_a_template_is_filled_with_its_values_exactly_as_given() -> None:
    text = render("repair", {"problem": "{{problem}} $x {0} \\1"})
    assert "{{problem}} $x {0} \\1" in text


def test_a_field_without_a_value_is_an_error_that_names_it() -> None:
    with pytest.raises(KnowledgeError, match=r"repair\.md: the field 'problem' has no value"):
        render("repair")


def test_a_value_without_a_field_is_an_error_that_names_it() -> None:
    with pytest.raises(KnowledgeError, match=r"repair\.md: there is no field 'mood'"):
        render("repair", {"problem": "x", "mood": "y"})


def test_a_template_that_is_not_there_is_an_error_that_names_the_file() -> None:
    with pytest.raises(KnowledgeError, match=r"no-such\.md"):
        template("no-such")


def test_every_template_has_its_line_in_the_readme() -> None:
    readme = (shipped("prompts") / "README.md").read_text(encoding="utf-8")
    for path in shipped("prompts").glob("*.md"):
        assert path.name == "README.md" or f"`{path.name}`" in readme, path.name


@given(st.lists(st.text(max_size=40), max_size=4))
def test_a_fence_stands_in_none_of_the_texts_and_follows_from_them(texts: list[str]) -> None:
    mark = fence_for(texts)
    assert all(mark not in text for text in texts)
    assert mark == fence_for(list(texts))


def test_a_text_that_guessed_its_fence_gets_another() -> None:
    first = fence_for(["a draft"])
    assert fence_for([f"a draft {first}"]) != first


def test_a_fingerprint_tells_parts_from_one_another() -> None:
    assert fingerprint(["ab", "c"]) != fingerprint(["a", "bc"])
    assert len(fingerprint([])) == 12
