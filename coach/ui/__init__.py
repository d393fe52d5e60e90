"""The app's pages, thin: they show a `Review` and judge nothing.

Draft text is hostile. It reaches the page only through `coach.ui.markup`, which escapes it, inside HTML blocks and never
in Markdown, where it could make links, pictures or formulas.
"""
