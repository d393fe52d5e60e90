"""Practice kept by owner: one row each, which can be deleted for good. Nobody meets another's."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache

from pydantic import ValidationError
from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from coach.errors import StoreError
from coach.learning.practice import Practice
from coach.settings import settings
from coach.store.database import Database, database_at
from coach.store.practice import PRACTICE


def kept_practice(url: str | None = None) -> KeptPractice:
    """The practice in the database at `url`; in the configured one, if none is given. Opened on first use.

    Raises:
        StoreError: the URL names no database that this program can use.
        SettingsError: a setting names something that is not there.
    """
    return _kept(url or settings().database_url)


@cache
def _kept(url: str) -> KeptPractice:
    return KeptPractice(database_at(url))


class KeptPractice:
    """The practice in a database."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def opened(self, owner: str) -> Practice:
        """What the owner has practised; an empty practice where nothing is kept.

        Raises:
            StoreError: the database cannot be read, or what is kept is damaged.
        """
        with self.database.reading() as connection:
            document = connection.execute(
                select(PRACTICE.c.document).where(PRACTICE.c.owner == owner)
            ).scalar_one_or_none()
        if document is None:
            return Practice()
        try:
            return Practice.model_validate_json(document)
        except ValidationError as error:
            raise StoreError(
                f"{self.database.name}: what is kept of your practice cannot be read ({error.error_count()} faults), "
                "so it begins anew; it is written over with your next answer"
            ) from error

    def saved(self, owner: str, practice: Practice) -> None:
        """Keep what the owner has practised, in the place of what was kept before.

        Raises:
            StoreError: the database cannot be written.
        """
        row = {"updated": datetime.now(UTC).replace(tzinfo=None), "document": practice.model_dump_json()}
        mine = update(PRACTICE).where(PRACTICE.c.owner == owner).values(row)
        try:
            with self.database.writing() as connection:
                if connection.execute(mine).rowcount == 0:
                    connection.execute(insert(PRACTICE), {"owner": owner, **row})
        except StoreError as error:
            if not isinstance(error.__cause__, IntegrityError):
                raise
            with self.database.writing() as connection:  # another tab began at the same moment
                connection.execute(mine)

    def delete(self, owner: str) -> bool:
        """Delete what the owner has practised, for good. False where nothing is kept.

        Raises:
            StoreError: the database cannot be written, or its log not emptied yet (the message says which).
        """
        return self.database.delete_for_good(delete(PRACTICE).where(PRACTICE.c.owner == owner))
