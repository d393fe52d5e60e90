"""A database that is missing, damaged, full, read only, locked, too new or far away is told in plain words."""

from __future__ import annotations

import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import inspect, text

from coach.dialogue.conversation import Conversation, Turn
from coach.errors import StoreError
from coach.settings import Settings
from coach.store import kept_conversations
from coach.store.conversations import LOCAL, Conversations
from coach.store.database import Database
from coach.store.migrations import STEPS, migrate
from coach.store.schema import METADATA

SAID = Conversation(id="b" * 32, title="A draft", began="today", turns=(Turn(by="writer", text="Guests", when="now"),))


def on(file: Path, waits: float = 0.2) -> Conversations:
    return Conversations(Database(f"sqlite:///{file}", waits))


def test_the_tables_are_what_the_steps_make(conversations: Conversations) -> None:
    conversations.listed(LOCAL)
    with conversations.database.reading() as connection:
        made = inspect(connection)
        for table in METADATA.tables.values():
            columns = {column["name"]: column["nullable"] for column in made.get_columns(table.name)}
            assert columns == {column.name: column.nullable for column in table.columns}
            assert made.get_pk_constraint(table.name)["constrained_columns"] == [c.name for c in table.primary_key]
            assert {index["name"] for index in made.get_indexes(table.name)} == {index.name for index in table.indexes}
            assert len(made.get_foreign_keys(table.name)) == len(table.foreign_keys)


def test_an_older_database_is_brought_up_to_date_and_keeps_what_it_holds(conversations: Conversations) -> None:
    conversations.saved(LOCAL, SAID)
    further = (
        *STEPS,
        ("ALTER TABLE conversations ADD COLUMN mood VARCHAR(20)", "UPDATE conversations SET mood = 'calm'"),
    )
    for _ in range(2):
        with conversations.database.writing() as connection:
            migrate(connection, further)

    with conversations.database.reading() as connection:
        assert connection.execute(text("SELECT mood, title FROM conversations")).one() == ("calm", "A draft")
        assert connection.execute(text("SELECT version FROM okr_coach_version")).scalars().all() == [len(further)]


def test_a_step_that_fails_changes_nothing(conversations: Conversations) -> None:
    conversations.saved(LOCAL, SAID)
    broken = (*STEPS, ("ALTER TABLE conversations ADD COLUMN mood VARCHAR(20)", "UPDATE nowhere SET mood = 'calm'"))
    with pytest.raises(StoreError), conversations.database.writing() as connection:
        migrate(connection, broken)

    kept = conversations.opened(LOCAL, SAID.id)
    assert kept is not None and kept.conversation == SAID
    with conversations.database.reading() as connection:
        assert "mood" not in {column["name"] for column in inspect(connection).get_columns("conversations")}


def test_a_database_of_a_newer_program_is_left_alone(url: str, conversations: Conversations) -> None:
    conversations.saved(LOCAL, SAID)
    with conversations.database.writing() as connection:
        connection.execute(text("UPDATE okr_coach_version SET version = 99"))

    newcomer = Conversations(Database(url))
    with pytest.raises(StoreError, match="newer okr-coach"):
        newcomer.listed(LOCAL)
    newcomer.database.close()


def test_a_conversation_that_this_version_cannot_read_is_told(conversations: Conversations) -> None:
    conversations.saved(LOCAL, SAID)
    with conversations.database.writing() as connection:
        connection.execute(text("UPDATE conversation_turns SET document = '{\"unheard\": 1}'"))

    with pytest.raises(StoreError, match="another version of okr-coach"):
        conversations.opened(LOCAL, SAID.id)
    assert conversations.delete(LOCAL, SAID.id)


def test_the_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    file = tmp_path / "deep" / "coach.db"
    store = on(file)
    store.saved(LOCAL, SAID)
    with store.database.reading() as connection:
        connection.execute(text("SELECT 1 FROM conversations"))
        files = {each.name: stat.S_IMODE(each.stat().st_mode) for each in file.parent.iterdir()}

    assert "coach.db-wal" in files
    assert set(files.values()) == {0o600}


def test_a_damaged_file_is_told_and_not_touched(tmp_path: Path) -> None:
    file = tmp_path / "coach.db"
    file.write_bytes(b"these are no pages of a database " * 300)

    with pytest.raises(StoreError, match=r"coach\.db: .*The file is damaged"):
        on(file).saved(LOCAL, SAID)
    assert file.read_bytes().startswith(b"these are no pages")


def test_damage_inside_a_conversation_is_told_and_the_others_open(tmp_path: Path) -> None:
    store = on(tmp_path / "coach.db")
    store.saved(LOCAL, SAID)
    store.saved(LOCAL, SAID.changed(id="c" * 32))
    with store.database.writing() as connection:
        connection.execute(text("UPDATE conversation_turns SET document = '{' WHERE conversation_id LIKE 'b%'"))

    with pytest.raises(StoreError, match="is damaged"):
        store.opened(LOCAL, SAID.id)
    assert len(store.listed(LOCAL)) == 2
    assert store.opened(LOCAL, "c" * 32) is not None
    assert store.delete(LOCAL, SAID.id)


def test_a_place_where_no_file_can_be_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")

    with pytest.raises(StoreError, match=r"file/coach\.db: .*OKR_COACH_DATABASE_URL"):
        on(tmp_path / "file" / "coach.db").listed(LOCAL)


def test_a_full_disk_is_told_and_what_was_kept_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from sqlalchemy import event

    store = on(tmp_path / "coach.db")
    store.saved(LOCAL, SAID)

    def no_room(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute("PRAGMA max_page_count = 1").close()

    event.listen(store.database._engine, "connect", no_room)
    with pytest.raises(StoreError, match="Make room"):
        store.saved(LOCAL, SAID.changed(memory="x" * 100_000), 1)

    kept = on(tmp_path / "coach.db").opened(LOCAL, SAID.id)
    assert kept is not None and kept.conversation == SAID and kept.revision == 1


def test_a_lock_that_is_not_given_up_is_told(tmp_path: Path) -> None:
    store, other = on(tmp_path / "coach.db"), on(tmp_path / "coach.db")
    store.saved(LOCAL, SAID)

    with other.database.writing(), pytest.raises(StoreError, match="Another program holds it"):
        store.saved(LOCAL, SAID, 1)
    assert store.saved(LOCAL, SAID, 1) == 2


def test_a_file_that_was_taken_away_is_begun_anew(tmp_path: Path) -> None:
    store = on(tmp_path / "coach.db")
    store.saved(LOCAL, SAID)
    (tmp_path / "coach.db").unlink()

    assert store.listed(LOCAL) == []
    assert store.saved(LOCAL, SAID) == 1


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("not a url", "is no database URL"),
        ("oracle9://somewhere/x", "no database this program knows"),
        ("sqlite://", "keeps nothing"),
        ("sqlite:///:memory:", "keeps nothing"),
    ],
)
def test_a_url_that_cannot_be_used_is_told(url: str, told: str) -> None:
    with pytest.raises(StoreError, match=told):
        Database(url)


def test_a_password_is_never_told() -> None:
    pytest.importorskip("psycopg", reason="no PostgreSQL driver; `pip install 'psycopg[binary]'` brings it")
    with pytest.raises(StoreError) as told:
        Conversations(Database("postgresql://anna:hunter2@127.0.0.1:1/none", waits=2)).listed(LOCAL)

    assert "hunter2" not in str(told.value)
    assert "127.0.0.1" in str(told.value)


def test_without_its_driver_postgresql_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(StoreError, match=r"okr-coach\[postgres\]"):
        Database("postgresql://anna:hunter2@127.0.0.1/none")


def test_importing_the_store_loads_no_sqlalchemy() -> None:
    program = "import sys, coach.store; print('sqlalchemy' in sys.modules)"
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert found.stdout.strip() == "False"


def test_the_store_lies_in_the_data_directory_unless_a_url_says_where(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OKR_COACH_HOME", str(tmp_path / "home"))
    kept_conversations().saved(LOCAL, SAID)
    monkeypatch.setenv("OKR_COACH_DATABASE_URL", f"sqlite:///{tmp_path / 'elsewhere.db'}")

    assert kept_conversations().listed(LOCAL) == []
    assert (tmp_path / "elsewhere.db").is_file()
    assert list((tmp_path / "home").glob("*.db"))


@pytest.mark.parametrize("name", ["a?b=c", "a#b", "100%20 sure", "two words", "o'clock", "häuser", "x@y:z"])
def test_a_data_directory_may_be_called_anything(name: str, tmp_path: Path) -> None:
    home = tmp_path / name
    store = Conversations(Database(Settings(home, None).database_url))
    store.saved(LOCAL, SAID, None)

    assert (home / "okr-coach.db").is_file()
    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert [each.title for each in store.listed(LOCAL)] == ["A draft"]
