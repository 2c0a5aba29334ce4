"""Fragments of HTML from the templates beside this module; whatever comes from a file is escaped by the engine."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

FOLDER = Path(__file__).parent / "templates"


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,  # else every fragment asks the disk first whether its template has changed
    )


def compile_all() -> None:
    """Read every template once, so that no visitor waits for it."""
    for path in FOLDER.glob("*.html"):
        _environment().get_template(path.name)


def render(template: str, **values: object) -> str:
    """The named template with these values, everything escaped."""
    return _environment().get_template(f"{template}.html").render(values)
