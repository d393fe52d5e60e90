"""Conversations are kept whole, one turn at a time, and seen only by their owner."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event

from coach.dialogue.conversation import Conversation, OpenQuestion, Option, Turn, Version
from coach.errors import StoreConflict, StoreError
from coach.intake import read_text
from coach.llm.model import Usage
from coach.okr import Draft
from coach.store.conversations import LOCAL, Conversations
from coach.store.database import Database

ROOT = Path(__file__).parents[2]
WORDS = st.text(st.characters())
"""Any characters at all: also those that databases refuse in text."""
TURNS = st.builds(
    Turn,
    by=st.sampled_from(["writer", "coach"]),
    text=WORDS,
    when=WORDS,
    notices=st.lists(WORDS, max_size=2).map(tuple),
)
VERSIONS = st.builds(Version, draft=st.builds(Draft, id=WORDS, source=WORDS), when=WORDS, why=WORDS)
SOME = {"turns": st.lists(TURNS, max_size=5).map(tuple), "versions": st.lists(VERSIONS, max_size=5).map(tuple)}


def turn(words: str) -> Turn:
    return Turn(by="writer", text=words, when="2026-11-22T09:00:00+00:00")


def conversation(id_: str = "a" * 32, turns: int = 1, **more: Any) -> Conversation:
    draft = read_text("Objective: Guests come back\n- Launch the guest app\n")
    said = {
        "title": "Guests come back",
        "began": "2026-11-22T09:00:00+00:00",
        "versions": (Version(draft=draft, when="2026-11-22T09:00:00+00:00", why="pasted"),),
        "at": 0,
        "turns": tuple(turn(f"turn {number}") for number in range(turns)),
    }
    return Conversation(id=id_, **{**said, **more})


def test_a_conversation_is_opened_as_it_was_saved(conversations: Conversations) -> None:
    asked = OpenQuestion(asks="baseline", criterion="missing-baseline", options=(Option(words="22 %", said="22 %"),))
    said = conversation(turns=3, open=asked, thorough=True, usage=Usage(tokens_in=3, tokens_out=4))

    revision = conversations.saved(LOCAL, said)
    kept = conversations.opened(LOCAL, said.id)

    assert kept is not None
    assert kept.conversation == said
    assert kept.revision == revision == 1


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=st.fixed_dictionaries(SOME), after=st.fixed_dictionaries(SOME), title=WORDS)
def test_whatever_was_said_comes_back_to_the_letter(
    conversations: Conversations, before: dict[str, Any], after: dict[str, Any], title: str
) -> None:
    first = conversation(os.urandom(16).hex(), title=title).changed(**before)

    revision = conversations.saved(LOCAL, first)
    conversations.saved(LOCAL, first.changed(**after), revision)

    kept = conversations.opened(LOCAL, first.id)
    assert kept is not None and kept.conversation == first.changed(**after)


def test_a_turn_more_writes_that_turn_and_not_the_others(conversations: Conversations) -> None:
    revision = conversations.saved(LOCAL, conversation(turns=50))
    written: list[str] = []

    @event.listens_for(conversations.database._engine, "before_cursor_execute")
    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        written.append(" ".join(statement.split()[:3]).lower())

    conversations.saved(LOCAL, conversation(turns=51), revision)

    assert [words for words in written if not words.startswith(("select", "begin"))] == [
        "update conversations set",
        "insert into conversation_turns",
    ]


def test_what_was_undone_is_not_kept(conversations: Conversations) -> None:
    revision = conversations.saved(LOCAL, conversation(turns=4))
    conversations.saved(LOCAL, conversation(turns=2), revision)
    kept = conversations.opened(LOCAL, "a" * 32)

    assert kept is not None and kept.conversation == conversation(turns=2)


def test_the_list_shows_ones_own_the_last_one_touched_first(conversations: Conversations) -> None:
    conversations.saved("anna", conversation("1" * 32, title="First"))
    conversations.saved("anna", conversation("2" * 32, title="Second", turns=3))
    conversations.saved("ben", conversation("3" * 32, title="Not for Anna"))
    conversations.saved("anna", conversation("1" * 32, title="First again"), 1)

    listed = conversations.listed("anna")

    assert [(each.title, each.turns) for each in listed] == [("First again", 1), ("Second", 3)]
    assert listed[0].created <= listed[1].created <= listed[0].updated


def test_nobody_opens_changes_or_deletes_anothers(conversations: Conversations) -> None:
    mine = conversation()
    conversations.saved("anna", mine)

    assert conversations.opened("ben", mine.id) is None
    assert conversations.revision("ben", mine.id) is None
    assert conversations.delete("ben", mine.id) is False
    with pytest.raises(StoreConflict):
        conversations.saved("ben", mine, 1)
    with pytest.raises(StoreConflict):
        conversations.saved("ben", mine)
    kept = conversations.opened("anna", mine.id)
    assert kept is not None and kept.conversation == mine and kept.revision == 1


def test_two_tabs_the_second_save_is_refused_and_nothing_is_lost(conversations: Conversations) -> None:
    conversations.saved(LOCAL, conversation(turns=1))
    conversations.saved(LOCAL, conversation(turns=2), 1)

    with pytest.raises(StoreConflict, match="went on elsewhere"):
        conversations.saved(LOCAL, conversation(turns=3), 1)

    kept = conversations.opened(LOCAL, "a" * 32)
    assert kept is not None and kept.conversation == conversation(turns=2) and kept.revision == 2


def test_a_conversation_deleted_in_another_tab_stays_deleted(conversations: Conversations) -> None:
    conversations.saved(LOCAL, conversation())
    assert conversations.delete(LOCAL, "a" * 32) is True

    with pytest.raises(StoreConflict, match="deleted"):
        conversations.saved(LOCAL, conversation(turns=2), 1)
    assert conversations.listed(LOCAL) == []


def test_deleting_takes_turns_and_versions_along(conversations: Conversations) -> None:
    from sqlalchemy import text

    conversations.saved(LOCAL, conversation(turns=9))
    conversations.delete(LOCAL, "a" * 32)

    with conversations.database.reading() as connection:
        for table in ("conversations", "conversation_turns", "conversation_versions"):
            assert connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one() == 0


def test_deleted_words_are_not_left_in_the_files(tmp_path: Path) -> None:
    store = Conversations(Database(f"sqlite:///{tmp_path / 'coach.db'}"))
    secret = "Guests of the Xylophone Inn"
    kept = conversation("1" * 32)
    gone = conversation("2" * 32, title=secret)
    gone = gone.changed(turns=tuple(turn(f"{secret} {number} " * 200) for number in range(30)))
    store.saved(LOCAL, kept)
    store.saved(LOCAL, gone)
    assert holds(tmp_path, b"Xylophone")

    store.delete(LOCAL, gone.id)

    assert not holds(tmp_path, b"Xylophone")
    assert [each.id for each in store.listed(LOCAL)] == [kept.id]


def test_words_that_another_reader_holds_back_are_told_and_go_later(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'coach.db'}"
    store, reader = Conversations(Database(url, waits=0.2)), Conversations(Database(url))
    store.saved(LOCAL, conversation(turns=30, memory="Xylophone " * 300))
    with reader.database.reading() as connection:
        connection.exec_driver_sql("SELECT count(*) FROM conversations").all()
        with pytest.raises(StoreError, match="still lie in the log"):
            store.delete(LOCAL, "a" * 32)
        assert store.listed(LOCAL) == []

    Conversations(Database(url)).listed(LOCAL)
    assert not holds(tmp_path, b"Xylophone")


def holds(folder: Path, words: bytes) -> bool:
    return any(words in file.read_bytes() for file in folder.iterdir())


_TALKS = """
import sys
from coach.dialogue.conversation import Conversation, Turn
from coach.okr import Draft
from coach.store.conversations import Conversations
from coach.store.database import Database
store, revision = Conversations(Database(sys.argv[1])), None
said = Conversation(id="a" * 32, began="today")
while True:
    number = len(said.turns)
    said = said.with_version(Draft(id=str(number)), (), "told", "now")
    said = said.with_turn(Turn(by="writer", text=f"turn {number} " * 50, when="now"))
    revision = store.saved("local", said, revision)
    print(number + 1, flush=True)
"""
_JOINS_IN = """
import sys
from coach.dialogue.conversation import Turn
from coach.errors import StoreConflict
from coach.store.conversations import Conversations
from coach.store.database import Database
store, left = Conversations(Database(sys.argv[1])), 25
while left:
    kept = store.opened("local", "a" * 32)
    said = kept.conversation.with_turn(Turn(by="writer", text=f"{sys.argv[2]} {left}", when="now"))
    try:
        store.saved("local", said, kept.revision)
    except StoreConflict:
        continue
    left -= 1
"""


@pytest.fixture
def running() -> Callable[..., subprocess.Popen[str]]:
    def start(program: str, *arguments: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-c", program, *arguments],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    return start


def test_a_killed_process_loses_no_turn_that_it_had_saved(
    url: str, conversations: Conversations, running: Callable[..., subprocess.Popen[str]]
) -> None:
    with running(_TALKS, url) as talking:
        assert talking.stdout is not None
        told = 0
        while told < 12:
            told = int(talking.stdout.readline())
        talking.send_signal(signal.SIGKILL)
        told = max(told, *(int(line) for line in talking.stdout.read().split()), 0)

    kept = conversations.opened(LOCAL, "a" * 32)

    assert kept is not None
    # One more may have been written before its number was printed; never half of one.
    said = kept.conversation
    assert len(said.turns) in (told, told + 1)
    numbers = [str(number) for number in range(len(said.turns))]
    assert [each.text.split()[1] for each in said.turns] == numbers
    assert [version.draft.id for version in said.versions] == numbers
    assert conversations.saved(LOCAL, said.with_turn(turn("and on")), kept.revision) == kept.revision + 1


def test_two_processes_at_once_lose_nothing(
    url: str, conversations: Conversations, running: Callable[..., subprocess.Popen[str]]
) -> None:
    conversations.saved(LOCAL, conversation(turns=0))
    with running(_JOINS_IN, url, "one") as one, running(_JOINS_IN, url, "two") as two:
        said = [process.communicate(timeout=300)[1] for process in (one, two)]

    assert [one.returncode, two.returncode] == [0, 0], said
    kept = conversations.opened(LOCAL, "a" * 32)
    assert kept is not None
    for name in ("one", "two"):
        said = [each.text for each in kept.conversation.turns if each.text.startswith(name)]
        assert said == [f"{name} {left}" for left in range(25, 0, -1)]
