"""Models: any OpenAI-compatible endpoint. The only package that imports langchain or openai, and only once a model is asked."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from coach.llm.model import Message, Model, Piece, Reply, Spent, TalkEvent, Tool, ToolUse, Usage

if TYPE_CHECKING:
    from coach.llm.chat import Chat
    from coach.model_settings import ModelSettings


def connect(chosen: ModelSettings, home: Path) -> Chat:
    """The model that was chosen, as a `Model`. No library is loaded and nothing is sent before it is asked; `warm` loads ahead.

    `home` is the data directory, where is kept what the endpoint turns out to take.
    """
    from coach.llm.chat import Chat

    return Chat(chosen, home)


__all__ = ["Message", "Model", "Piece", "Reply", "Spent", "TalkEvent", "Tool", "ToolUse", "Usage", "connect"]
