"""Numbers as exports write them."""

from __future__ import annotations

import pytest

from cxmetrics.ingest.proposal import corrected
from cxmetrics.layout import Type
from tests.ingest.conftest import Examine, formats


def table(header: str, *values: str) -> str:
    return f"id;{header}\n" + "".join(f"{n};{value}\n" for n, value in enumerate(values))


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (("1", "2.5", "-3", "1e3"), None),
        (("1", "2,5", "-3"), ","),
        (("1.234,50", "999,00"), ","),
        (("1,234.50", "999"), "1,000"),
        (("$1,234.50", "$12.00"), "1,000"),
        (("45%", "7.5 %"), "%"),
        (("10 - Extremely likely", "9", "0 - Not at all likely"), "10 - text"),
        (("5 - It's extremely important", "4"), "10 - text"),
        (("9", "n/a", "10", "n/a", "-"), None),
    ],
)
def test_a_column_of_numbers_gives_the_format_that_reads_it(
    examine: Examine, values: tuple[str, ...], expected: str | None
) -> None:
    column = examine(table("Amount", *values)).layout.columns[1]
    assert (column.type, column.format) == (Type.NUMBER, expected)


@pytest.mark.parametrize(
    "values",
    [("18-29", "30-44"), ("E-001", "E-002"), ("$0 - $24,999", "$25,000 - $49,999"), ("3.5", "3,5"), ("6:30", "1:15")],
)
def test_what_is_no_column_of_numbers_stays_text(examine: Examine, values: tuple[str, ...]) -> None:
    assert examine(table("Range", *values)).layout.columns[1].type is Type.TEXT


def test_a_comma_that_could_be_either_is_asked_about(examine: Examine) -> None:
    proposal = examine(table("Amount", "1,234", "2,500"))
    (question,) = proposal.questions
    assert question.options == (("1,000", "1,234 is 1234"), (",", "1,234 is 1.234"))
    answered = corrected(proposal, {}, {"Amount": ","})
    assert (answered.questions, formats(answered)["Amount"]) == ((), ",")


def test_fillers_among_numbers_mean_no_answer_but_not_among_names(examine: Examine) -> None:
    rows = "".join(f"{n},{'N/A' if n % 5 == 0 else 9},{'NA' if n % 2 else 'EMEA'}\n" for n in range(30))
    layout = examine("id,How likely are you to recommend us?,Region\n" + rows).layout
    assert layout.missing == ("N/A",)
