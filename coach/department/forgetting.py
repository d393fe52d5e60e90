"""A run taken out of its owner's database for good: what was read, what was found, and the reviews that no other run holds."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import delete, select

from coach.department.run_folder import RunFolder
from coach.errors import InputError
from coach.store.batches import BATCHES, KEPT_REVIEWS, UNITS
from coach.store.database import Database


def forget_run(database_url: str, out: Path) -> None:
    """Delete the run that wrote into `out`. No run may be under way in this database.

    Raises:
        StoreError: the database cannot be written, or its log could not be emptied yet.
    """
    try:
        id_ = RunFolder(out).run()
    except InputError:
        id_ = None  # its note is damaged; the reviews that no run holds go all the same
    database = Database(database_url)
    try:
        with database.writing() as connection:
            connection.execute(delete(BATCHES).where(BATCHES.c.id == id_))
            held = select(UNITS.c.review_key).where(UNITS.c.review_key.is_not(None))
            connection.execute(delete(KEPT_REVIEWS).where(KEPT_REVIEWS.c.key.not_in(held)))
        database.wipe()
    finally:
        database.close()
