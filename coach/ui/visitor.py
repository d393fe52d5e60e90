"""Whether the one who looks at the page sits at the machine that the app runs on."""

from __future__ import annotations

from urllib.parse import urlsplit

import streamlit as st

_FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-Ip")
_HERE = frozenset({"localhost", "127.0.0.1", "::1"})


def is_here() -> bool:
    """True where the browser called this machine by its own name, from this machine, and nothing stands in between."""
    headers = st.context.headers
    asked = urlsplit(f"//{headers.get('Host', '')}").hostname
    from_elsewhere = st.context.ip_address not in (None, "127.0.0.1", "::1")
    return asked in _HERE and not from_elsewhere and not any(headers.get(name) for name in _FORWARDED)
