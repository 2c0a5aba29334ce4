"""The one place where a name or a text becomes part of a statement."""


def identifier(name: str) -> str:
    """`name` as a quoted SQL identifier, whatever characters it holds."""
    return '"' + name.replace('"', '""').replace("\0", "") + '"'


def literal(text: str) -> str:
    """`text` as a quoted SQL string, for the few places where DuckDB takes no bound value."""
    return "'" + text.replace("'", "''").replace("\0", "") + "'"


def literals(texts: tuple[str, ...]) -> str:
    """The texts as the inside of a SQL list."""
    return ", ".join(literal(text) for text in texts)
