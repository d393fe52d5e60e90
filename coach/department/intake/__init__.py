"""Sheets as departments keep them, and other sources, read as objectives: columns recognised, rows placed, nothing lost without a word."""
