"""Learning by example: lessons from the criteria's pages, cards to judge, lines to rewrite, and a workshop on a team's own drafts.

Nothing here judges: what is wrong with a line is what the coach says of it. Nothing here draws: the pages are in `coach.ui.learn`.
"""
