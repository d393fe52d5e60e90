"""What is kept between sessions: conversations with their turns, versions of the draft and decisions.

SQLite in the data directory, or PostgreSQL by URL (`OKR_COACH_DATABASE_URL`). Importing this costs nothing; SQLAlchemy is loaded when
the store is first opened.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from coach.store.conversations import Conversations


def kept_conversations(url: str | None = None) -> Conversations:
    """The conversations of the database at `url`; of the configured one, if none is given. Opened on first use.

    Raises:
        StoreError: the URL names no database that this program can use.
        SettingsError: a setting names something that is not there.
    """
    from coach.settings import settings

    return _conversations(url or settings().database_url)


@cache
def _conversations(url: str) -> Conversations:
    from coach.store.conversations import Conversations
    from coach.store.database import database_at

    return Conversations(database_at(url))
