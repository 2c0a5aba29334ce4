"""Names: what a column is called, out of one or several header rows as exports write them."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

_LONGEST_NAME = 255
_TAG = re.compile(r"</?[a-zA-Z][^>]*>")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_EXTENSIONS = re.compile(r"(\.(csv|tsv|txt|tab|gz|zip|xlsx|xlsm|parquet))+$", re.IGNORECASE)
_RESERVED_PREFIX = re.compile(r"^_+(?=cx_)", re.IGNORECASE)
_RESERVED = frozenset({"rowid", "file_row_number"})
_ANSWER_KINDS = frozenset({"", "response", "open-ended response", "answer"})
ANSWER_WORDS = _ANSWER_KINDS | {"comment", "other (please specify)"}
"""What the second header row of a survey export says about a question that has one column (without regard to case)."""


@dataclass(frozen=True, slots=True)
class Title:
    """A column's name, unique without regard to case, and its label as people know it.

    option: the part of a question that has several columns, None for a column that stands alone.
    """

    name: str
    label: str
    option: str | None = None


def clean(text: str) -> str:
    """Text on one line, without HTML tags and entities."""
    return " ".join(html.unescape(_TAG.sub(" ", text)).split())


def file_name(name: str) -> str:
    """A file's name as it can be shown, kept and logged: on one line, without invisible signs, of some length."""
    return "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in name[:_LONGEST_NAME])


def file_title(name: str) -> str:
    """A file's name as a title: "call_log.csv.gz" is "call log"."""
    return " ".join(_EXTENSIONS.sub("", name).replace("_", " ").split()) or name


def words(label: str) -> str:
    """A header as lower-case words: "customerID", "customer_id" and "Customer-ID" are all "customer id"."""
    spaced = _CAMEL.sub(" ", label)
    return " ".join(re.sub(r"[^\w#%?']+|_", " ", spaced).lower().split())


def titles(rows: Sequence[Sequence[str]], width: int) -> tuple[Title, ...]:
    """One title per column out of one header row, or of two where the second one continues the questions."""
    first = _padded(rows[0], width)
    if len(rows) == 1:
        return unique(Title(text, text) for text in first)
    second = _padded(rows[1], width)
    found, question = [], ""
    for position in range(width):
        question = first[position] or question
        option = second[position]
        several = not first[position] or (position + 1 < width and not first[position + 1])
        if option.lower() in _ANSWER_KINDS or not question:
            found.append(Title(question or option, question or option))
        else:
            text = f"{question}: {option}"
            found.append(Title(text, text, option if several else None))
    return unique(found)


def unique(found: Iterable[Title]) -> tuple[Title, ...]:
    """The same titles with no name empty or used twice: "Column 3", "Score (2)".

    Names that the warehouse gives to columns of its own (`_cx_day`, `rowid`) count as used.
    """
    taken = set(_RESERVED)
    named = []
    for position, title in enumerate(found):
        wanted = _RESERVED_PREFIX.sub("", title.name) or f"Column {position + 1}"
        name, number = wanted, 1
        while name.lower() in taken:
            number += 1
            name = f"{wanted} ({number})"
        taken.add(name.lower())
        named.append(replace(title, name=name, label=title.label or name))
    return tuple(named)


def _padded(row: Sequence[str], width: int) -> list[str]:
    return [clean(text) for text in row[:width]] + [""] * (width - len(row))
