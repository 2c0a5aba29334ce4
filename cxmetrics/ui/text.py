"""Text from files and links, made harmless for Streamlit's Markdown."""

import re

_SIGNS = frozenset(r"\`*_{}[]()#+-.!|<>~$:&")

_LINKS = re.compile(r"(://|www(?=\.)|@)", re.IGNORECASE)
"""Where Markdown sees an address in plain text, escaped or not; an invisible joiner after it makes it overlook that."""


def plain(text: str) -> str:
    """`text` with every Markdown sign escaped, so that it is shown and never obeyed."""
    return "".join(f"\\{sign}" if sign in _SIGNS else sign for sign in _LINKS.sub("\\1\u2060", text.replace("\n", " ")))
