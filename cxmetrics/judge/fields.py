"""Plain values out of parsed JSON: each is what its name says, or BadInput with one sentence."""

from __future__ import annotations

from collections.abc import Sequence
from math import isnan
from typing import Any

from cxmetrics.errors import BadInput

Fields = dict[str, Any]

LARGEST = 1e15
"""Beyond it neither counts nor squares of numbers can be trusted."""


def text_of(value: object) -> str:
    """A value as a short quotation for a sentence."""
    quoted = f"'{value}'" if isinstance(value, str) else _json_word(value)
    line = "".join(letter if letter.isprintable() else " " for letter in quoted[:40])
    return line if len(quoted) <= 40 else f"{line[:37]}..."


def listed(names: Sequence[str]) -> str:
    """The first few names, for a sentence."""
    return ", ".join(text_of(name) for name in names[:5]) + (" and others" if len(names) > 5 else "")


def object_at(value: object, name: str) -> Fields:
    """A JSON object."""
    if not isinstance(value, dict):
        raise BadInput(f"{name} must be an object with named figures, not {text_of(value)}.")
    return value


def list_at(fields: Fields, name: str) -> list[Any]:
    """A JSON list, possibly empty."""
    value = fields[name]
    if not isinstance(value, list):
        raise BadInput(f"'{name}' must be a list, not {text_of(value)}.")
    return value


def number(value: object, name: str, least: float = -LARGEST, most: float = LARGEST) -> float:
    """A finite number within [least, most]; true and false are none."""
    if isinstance(value, bool) or not isinstance(value, int | float) or (isinstance(value, float) and isnan(value)):
        raise BadInput(f"'{name}' must be a number, not {text_of(value)}.")
    if not least <= value <= most:
        raise BadInput(f"'{name}' must be from {least:g} to {most:g}, not {text_of(value)}.")
    return float(value)


def numbers(fields: Fields, name: str, least: float = -LARGEST, most: float = LARGEST) -> list[float]:
    """A list of finite numbers within [least, most]."""
    return [number(value, name, least, most) for value in list_at(fields, name)]


def whole(value: object, name: str, least: float = 0, most: float = LARGEST) -> int:
    """A whole number within [least, most]; 12.0 is one, 12.5 is not."""
    result = number(value, name, least, most)
    if not result.is_integer():
        raise BadInput(f"'{name}' must be a whole number, not {text_of(value)}.")
    return int(result)


def flag(fields: Fields, name: str) -> bool:
    """true or false; false where it was not said."""
    value = fields.get(name, False)
    if not isinstance(value, bool):
        raise BadInput(f"'{name}' must be true or false, not {text_of(value)}.")
    return value


def _json_word(value: object) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int) and abs(value) > LARGEST:
        return "a number that large"
    if isinstance(value, list | dict):
        return "a list" if isinstance(value, list) else "an object"
    return str(value)
