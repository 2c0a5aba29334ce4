"""Any table, however it is written down, comes out as it went in, or a question is asked."""

from __future__ import annotations

import csv
import io
import tempfile
from contextlib import suppress
from datetime import date, datetime, timedelta
from pathlib import Path

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from cxmetrics.errors import UnreadableFile
from cxmetrics.ingest.dates import pattern
from cxmetrics.layout import Role, Type
from tests.ingest.conftest import examine_file, formats, roles

ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252")
ORDERS = ("%Y-%m-%d", "%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y", "%d-%m-%y", "%m-%d-%y", "%d %B %Y", "%Y-%m-%dT%H:%M:%SZ")
COMMENTS = st.text(st.sampled_from("abc ,;\t|\"'\nàéß€"), max_size=30)


@st.composite
def days(draw: st.DrawFn) -> list[date]:
    start = draw(st.dates(date(2010, 1, 1), date(2029, 1, 1)))
    return [start + timedelta(days=each) for each in draw(st.lists(st.integers(0, 400), min_size=4, max_size=25))]


def misread_as_utf8(content: bytes) -> bool:
    """Whether text of another encoding happens to be good UTF-8 as well, which nobody could tell apart."""
    try:
        return not content.decode().isascii()
    except UnicodeDecodeError:
        return False


@settings(max_examples=250, deadline=None)
@given(
    delimiter=st.sampled_from(",;\t|"),
    encoding=st.sampled_from(ENCODINGS),
    order=st.sampled_from(ORDERS),
    dates=days(),
    comments=st.lists(COMMENTS, min_size=1, max_size=8),
    line_end=st.sampled_from(("\n", "\r\n")),
)
def test_any_separator_encoding_and_date_order_is_found_or_asked_about(
    delimiter: str, encoding: str, order: str, dates: list[date], comments: list[str], line_end: str
) -> None:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter, lineterminator=line_end)
    writer.writerow(["Response ID", "Date", "How likely are you to recommend us?", "Comment"])
    rows = [[f"R_{n}", each.strftime(order), str(n % 11), comments[n % len(comments)]] for n, each in enumerate(dates)]
    writer.writerows(rows)
    content = text.getvalue().encode(encoding)
    assume(encoding.startswith("utf") or not misread_as_utf8(content))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "export.csv"
        path.write_bytes(content)
        proposal = examine_file(path, Path(folder))
    assert proposal.layout.delimiter == delimiter
    assert [list(record) for record in proposal.sample] == rows
    found = roles(proposal)
    assert (found["Response ID"], found["Date"]) == (Role.ID, Role.DATE)
    assert found["How likely are you to recommend us?"] is Role.SCORE_NPS
    if proposal.questions:
        assert order in [option for option, _ in proposal.questions[0].options]
        assert not any(each.day > 12 for each in dates)
    else:
        # a file that knows no month but May does not say whether it abbreviates them
        only_may = all(each.month == 5 for each in dates)
        assert formats(proposal)["Date"] == (order.replace("%B", "%b") if only_may else order).replace("Z", "%z")


@given(
    st.datetimes(datetime(1970, 1, 1)),
    st.sampled_from(("%Y-%m-%d %H:%M:%S", "%d.%m.%Y %H:%M", "%a, %d %b %Y %H:%M:%S", "%B %d, %Y")),
)
def test_a_written_date_gives_a_pattern_of_the_same_shape(moment: datetime, form: str) -> None:
    found = pattern(moment.strftime(form))
    assert found is not None
    assert found.replace("%b", "%B") == form.replace("%b", "%B")


@given(
    st.lists(st.sampled_from(["3", "3.5", "3,5", "1,234", "x", "", "n/a", "45%", "5 - fine", "02/06/2026"]), min_size=1)
)
def test_any_mixture_of_values_gives_a_type_without_failing(values: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "export.csv"
        path.write_text("id;Amount\n" + "".join(f"{n};{value}\n" for n, value in enumerate(values)), encoding="utf-8")
        assert examine_file(path, Path(folder)).layout.columns[1].type in set(Type)


WORDS = (
    "Date",
    "NPS",
    "id",
    "Total",
    "9",
    "02/06/2026",
    "99/99/9999",
    "n/a",
    "1e999",
    "Yes",
    "=1+1",
    "a,b\n1,2\n",
    "sep=;",
)
SCRAPS = st.sampled_from([*WORDS, *',;|"-{<é\t\n\r\0\ufeff'])


@settings(max_examples=400, deadline=None)
@given(st.one_of(st.lists(SCRAPS, max_size=40).map("".join).map(str.encode), st.binary(max_size=200)))
def test_any_bytes_give_a_proposal_or_a_refusal(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "export.csv"
        path.write_bytes(content)
        with suppress(UnreadableFile):
            proposal = examine_file(path, Path(folder))
            assert len({column.name.lower() for column in proposal.layout.columns}) == len(proposal.layout.columns)
