"""``okr-coach chat``: the coaching conversation in a terminal, or with what a pipe brings."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from coach.cli.running import quiet_libraries, tell
from coach.errors import InputError, StoreConflict, StoreError

if TYPE_CHECKING:
    from coach.dialogue import Coaching, Conversation
    from coach.okr import Draft
    from coach.store.conversations import Conversations

_OWNER = "local"
_ID_SHOWN = 8


def chat(
    file: Annotated[
        Path | None, typer.Argument(metavar="[FILE]", help="A draft to begin with; without one, paste it.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the draft there at the end, as Markdown.")
    ] = None,
    list_them: Annotated[bool, typer.Option("--list", help="List the conversations that are kept, and stop.")] = False,
    open_id: Annotated[
        str | None,
        typer.Option("--open", metavar="ID", help="Go on with a conversation; the beginning of its id will do."),
    ] = None,
    keep: Annotated[bool, typer.Option("--keep/--no-keep", help="Keep the conversation in the data directory.")] = True,
) -> None:
    """Talk a draft through: one thing at a time, answered in plain words, until it is ready.

    Paste a draft and end it with an empty line. “skip”, “why?”, “show me an example”, “undo” and “done” work at any time; Ctrl-D ends
    with what changed. Input may be piped. Exit code 0 when the conversation has ended, 2 when a file cannot be read or written.
    """
    quiet_libraries()
    if list_them:
        _list()
        return
    if open_id and file:
        raise InputError("--open goes on with a conversation that is kept; leave FILE out")
    if out is not None and not out.absolute().parent.is_dir():
        raise InputError(f"{out}: there is no folder {out.absolute().parent}. Make it, or name another file.")
    from coach.intake import read_file

    draft = read_file(file) if file else None
    kept = _Kept.opened(open_id) if open_id else _Kept.new(keep)
    _converse(kept, draft, file.name if file else "")
    if out is not None and kept.conversation.draft is not None:
        _write_draft(kept.conversation.draft, out)


def _converse(kept: _Kept, draft: Draft | None, name: str) -> None:
    from coach.cli.chat_input import messages
    from coach.cli.chat_output import Screen
    from coach.dialogue import Coaching
    from coach.shared import shared_coach

    coach = shared_coach()
    coach.warm()
    coaching, screen = Coaching(coach), Screen()
    screen.whereabouts(coach.model)
    if draft is not None:
        kept.take(coaching.start_with(kept.conversation, draft, name))
    screen.turn(kept.conversation.turns[-1])
    for said in messages(lambda: kept.conversation.draft is not None, screen.prompt):
        screen.heard(said)
        _answer(coaching, kept, said, screen)
        if kept.conversation.finished:
            break
    else:
        screen.end_of_input()
        if kept.conversation.draft is not None:
            screen.text(coaching.summary(kept.conversation))
    if kept.is_kept and kept.conversation.draft is not None:
        screen.faint(f"Kept. Go on with: okr-coach chat --open {kept.conversation.id[:_ID_SHOWN]}")


def _answer(coaching: Coaching, kept: _Kept, said: str, screen: object) -> None:
    from coach.cli.chat_output import Screen
    from coach.dialogue import Conversation
    from coach.llm.model import Piece

    assert isinstance(screen, Screen)
    streamed = False
    for event in coaching.answering(kept.conversation, said):
        if isinstance(event, Piece):
            screen.piece(event.text)
            streamed = True
        elif isinstance(event, Conversation):
            kept.take(event)
    if streamed:
        screen.end_of_pieces()
    screen.turn(kept.conversation.turns[-1], without_text=streamed)


@dataclass
class _Kept:
    """The conversation in hand, and where it is kept."""

    conversation: Conversation
    store: Conversations | None = None
    revision: int | None = None

    @property
    def is_kept(self) -> bool:
        return self.store is not None and self.revision is not None

    @classmethod
    def new(cls, keep: bool) -> _Kept:
        from coach.dialogue import begin

        return cls(begin(), _store() if keep else None)

    @classmethod
    def opened(cls, id_: str) -> _Kept:
        from coach.store import kept_conversations

        store = kept_conversations()
        found = [each for each in store.listed(_OWNER, 10_000) if each.id.startswith(id_)]
        if len(found) != 1:
            what = "no conversation" if not found else f"{len(found)} conversations"
            raise InputError(f"--open {id_}: {what} with an id that begins so; see `okr-coach chat --list`")
        kept = store.opened(_OWNER, found[0].id)
        if kept is None:
            raise InputError(f"--open {id_}: it was deleted meanwhile")
        return cls(kept.conversation, store, kept.revision)

    def take(self, conversation: Conversation) -> None:
        """Go on with this state, and keep it. Where it cannot be kept the conversation goes on, and that is said once."""
        self.conversation = conversation
        if self.store is None or conversation.draft is None:
            return
        try:
            self.revision = self.store.saved(_OWNER, conversation, self.revision)
        except StoreError as error:
            tell(f"from here on this conversation is not kept: {error}")
            self.store = None
            if not isinstance(error, StoreConflict):
                self.revision = None


def _store() -> Conversations | None:
    from coach.store import kept_conversations

    try:
        return kept_conversations()
    except StoreError as error:
        tell(f"this conversation is not kept: {error}")
        return None


def _list() -> None:
    from coach.cli.chat_output import Screen
    from coach.store import kept_conversations

    screen = Screen()
    found = kept_conversations().listed(_OWNER)
    for each in found:
        screen.line(f"{each.id[:_ID_SHOWN]}  {each.updated:%Y-%m-%d %H:%M}  {each.title or '(no draft yet)'}")
    if not found:
        screen.line("No conversation is kept yet.")


def _write_draft(draft: Draft, out: Path) -> None:
    from coach.editing import as_markdown

    try:
        out.write_text(as_markdown(draft), encoding="utf-8", errors="replace")
    except OSError as error:
        raise InputError(f"{out}: the draft cannot be written there ({error.strerror}); name another file") from None
    sys.stdout.flush()
    tell(f"the draft is in {out}")
