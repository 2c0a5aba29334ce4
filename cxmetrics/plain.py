"""Nouns to JSON and back, for the workspace file and the pipe to the reading process."""

from __future__ import annotations

from typing import TypeVar

from cattrs import ClassValidationError
from cattrs.preconf.json import JsonConverter, make_converter
from cattrs.strategies import configure_tagged_union

from cxmetrics.errors import BadInput
from cxmetrics.measure import Measure


def _converter(strict: bool) -> JsonConverter:
    converter = make_converter(forbid_extra_keys=strict)
    configure_tagged_union(Measure, converter, tag_name="measure")
    return converter


T = TypeVar("T")

_CONVERTER = _converter(strict=True)
_LENIENT = _converter(strict=False)


def dump(noun: object) -> str:
    """JSON text of a dataclass; a measure carries its name under `measure`."""
    return _CONVERTER.dumps(noun)


def load(text: str, noun: type[T]) -> T:
    """The dataclass that `dump` wrote. Raises cattrs' ClassValidationError where the text is not such a noun."""
    return _CONVERTER.loads(text, noun)


def load_kept(text: str, noun: type[T]) -> T:
    """The dataclass that an older version of the program may have written: fields it has no more are left out.

    Raises BadInput where even so it is not such a noun.
    """
    try:
        return _LENIENT.loads(text, noun)
    except ClassValidationError as error:
        raise BadInput("These figures were kept by another version of the program, which this one cannot read.") from (
            error
        )
