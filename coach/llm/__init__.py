"""Models: any OpenAI-compatible endpoint. The only package that imports langchain or openai, and only once a model is asked."""

from coach.llm.model import Message, Model, Piece, Reply, Spent, TalkEvent, Tool, ToolUse, Usage

__all__ = ["Message", "Model", "Piece", "Reply", "Spent", "TalkEvent", "Tool", "ToolUse", "Usage"]
