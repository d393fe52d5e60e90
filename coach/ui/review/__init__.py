"""The review page: a draft goes in; the marked draft and what was found come out side by side."""
