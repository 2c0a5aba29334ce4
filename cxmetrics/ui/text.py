"""Text from files and links, made harmless for Streamlit's Markdown."""

_SIGNS = frozenset(r"\`*_{}[]()#+-.!|<>~$:&")


def plain(text: str) -> str:
    """`text` with every Markdown sign escaped, so that it is shown and never obeyed."""
    return "".join(f"\\{sign}" if sign in _SIGNS else sign for sign in text.replace("\n", " "))
