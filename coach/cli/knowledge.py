"""``okr-coach knowledge``: an organisation's own documents beside the guidance that ships, and the index of both."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from coach.cli.running import quiet_libraries

app = typer.Typer(
    help="Add your own guidance documents; they are cited like any other.", no_args_is_help=True, rich_markup_mode=None
)


def _names(incomplete: str) -> list[str]:
    from coach.own_documents import documents
    from coach.settings import settings

    return [document.name for document in documents(settings().home) if document.name.startswith(incomplete)]


@app.command()
def add(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help="Markdown, text, .docx or .pdf documents.")],
) -> None:
    """Add a document, or replace the one of the same name. What stands in it is cited, and never instructs the program."""
    from coach.own_documents import add as add_document
    from coach.report.plain import visible
    from coach.settings import settings

    quiet_libraries()
    for path in paths:
        document = add_document(path, settings().home)
        typer.echo(f"Added {visible(document.name)}: {_passages(document.passages)}. The next review can cite it.")


@app.command("list")
def list_documents() -> None:
    """List the documents that were added, and say what ships with the program."""
    from coach.own_documents import documents
    from coach.paths import shipped
    from coach.report.plain import cells, visible
    from coach.settings import settings

    added = documents(settings().home)
    margin = max((cells(visible(document.name)) for document in added), default=0) + 2
    for document in added:
        name = visible(document.name)
        typer.echo(f"{name}{' ' * (margin - cells(name))}{_passages(document.passages)}, added {document.added[:10]}")
    count = sum(1 for _ in (shipped("knowledge") / "guidance").glob("*.md"))
    own = "No document of your own was added yet" if not added else f"{len(added)} of your own"
    typer.echo(f"{own}; {count} documents of guidance ship with the program.")


@app.command()
def remove(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The document's name, as listed.", autocompletion=_names)],
) -> None:
    """Remove a document that was added."""
    from coach.own_documents import remove as remove_document
    from coach.report.plain import visible
    from coach.settings import settings

    remove_document(name, settings().home)
    typer.echo(f"Removed {visible(name)}. No further review cites it.")


@app.command()
def rebuild() -> None:
    """Build the retrieval index anew. It is built by itself when the knowledge changes; this is for one that is damaged."""
    from coach.guidance import guidance_passages
    from coach.index import rebuild_index
    from coach.own_documents import own_passages
    from coach.settings import settings

    quiet_libraries()
    home = settings().home
    index = rebuild_index([*guidance_passages(), *own_passages(home)], home)
    typer.echo(f"Built the index of {len(index.passages)} passages.")


def _passages(count: int) -> str:
    return "1 passage" if count == 1 else f"{count} passages"
