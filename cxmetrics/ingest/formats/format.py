"""What a format is: how to know a vendor's export, and what its columns mean."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from cxmetrics.ingest.fields import Sheet
from cxmetrics.ingest.names import Title
from cxmetrics.ingest.parts import Part
from cxmetrics.ingest.records import Record
from cxmetrics.layout import Question, Role, SetAside


@dataclass(frozen=True, slots=True)
class Decisions:
    """What the columns of one file mean. roles: by position, columns left out have none.

    questions: about roles that the values leave open. missing: texts with which this tool marks "no answer" beside the
    common ones, such as "-1"; numbers only mean it on a scale.
    formats: by position, where a role needs another than the values alone suggest (see Column.format). codes: by
    position, see Column.codes. parts: columns that only some of the records are about.
    warnings: sentences that begin with the name of their column in quotes, where they are about one. caveats: see
    Layout.caveats; they are warnings too.
    """

    roles: Mapping[int, Role | None]
    set_aside: tuple[SetAside, ...] = ()
    timezone: str | None = None
    questions: tuple[Question, ...] = ()
    warnings: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    formats: Mapping[int, str] = field(default_factory=dict)
    parts: tuple[Part, ...] = ()
    codes: Mapping[int, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    caveats: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Format:
    """One kind of export.

    recognise: how sure it is of a file, 0 to 1, by its first records from the header on. header_rows: how many of them
    are the header. titles: the columns' names out of the header rows and the number of columns. signed: how sure it is
    by the lines after the last record, for a vendor whose columns are its customers' own.
    """

    vendor: str
    recognise: Callable[[Sequence[Record]], float]
    header_rows: Callable[[Sequence[Record]], int]
    titles: Callable[[Sequence[Record], int], tuple[Title, ...]]
    decide: Callable[[Sheet], Decisions]
    signed: Callable[[Sequence[str]], float] = lambda _: 0.0

    def sureness(self, head: Sequence[Record], footer: Sequence[str] = ()) -> float:
        """How sure it is of a file by either end, 0 to 1."""
        return max(self.recognise(head), self.signed(footer))
