"""The Learn page: lessons, practice and the diagnosis."""
