"""Nouns to JSON and back, for the workspace file and the pipe to the reading process."""

from __future__ import annotations

from typing import TypeVar

from cattrs.preconf.json import JsonConverter, make_converter
from cattrs.strategies import configure_tagged_union

from cxmetrics.measure import Measure


def _converter() -> JsonConverter:
    converter = make_converter(forbid_extra_keys=True)
    configure_tagged_union(Measure, converter, tag_name="measure")
    return converter


T = TypeVar("T")

_CONVERTER = _converter()


def dump(noun: object) -> str:
    """JSON text of a dataclass; a measure carries its name under `measure`."""
    return _CONVERTER.dumps(noun)


def load(text: str, noun: type[T]) -> T:
    """The dataclass that `dump` wrote. Raises cattrs' ClassValidationError where the text is not such a noun."""
    return _CONVERTER.loads(text, noun)
