"""The app's pages, by name: for the bar at the top, and for buttons that lead from one to another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import streamlit as st

if TYPE_CHECKING:
    from streamlit.navigation.page import StreamlitPage

Name = Literal["review", "chat", "department", "learn", "settings"]


def pages() -> dict[Name, StreamlitPage]:
    """The pages in the order of the bar. Imported here, since the pages lead to each other."""
    from coach.ui.chat.page import show_chat_page
    from coach.ui.department.page import show_department_page
    from coach.ui.learn.page import show_learn_page
    from coach.ui.review.page import show_review_page
    from coach.ui.settings.page import show_settings_page

    return {
        "review": st.Page(show_review_page, title="Review", url_path="review", default=True),
        "chat": st.Page(show_chat_page, title="Chat", url_path="chat"),
        "department": st.Page(show_department_page, title="Department", url_path="department"),
        "learn": st.Page(show_learn_page, title="Learn", url_path="learn"),
        "settings": st.Page(show_settings_page, title="Settings", url_path="settings"),
    }


def go_to(name: Name) -> None:
    """Leave this page for another. The run of this one ends here."""
    st.switch_page(pages()[name])
