"""Whatever bytes come, an import ends: everything is stored or set aside, or the file is refused with a sentence."""

from __future__ import annotations

import csv
import io
import random
import tempfile
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pytest
from hypothesis import Phase, assume, given, settings
from hypothesis import strategies as st

from benchmarks.fuzz import ROOT, mutated, outcome, seeds
from cxmetrics.ingest.opening import open_text
from cxmetrics.ingest.proposal import corrected, propose
from cxmetrics.layout import Role
from cxmetrics.warehouse.pseudonyms import Secret
from cxmetrics.warehouse.reading import read_typed

SCORE = "How likely are you to recommend us? (0-10)"
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252")
ORDERS = ("%Y-%m-%d", "%d/%m/%Y", "%m/%d/%Y", "%d.%m.%y", "%d %b %Y", "%Y-%m-%dT%H:%M:%SZ")
TOWNS = st.text(st.sampled_from("abc ,;\t|\"'\n"), min_size=1, max_size=12)


@pytest.mark.parametrize("number", range(16))
def test_a_mutated_export_is_read_or_refused(number: int) -> None:
    rng = random.Random(number)
    content = mutated(rng, rng.choice(seeds(ROOT / "tests" / "ingest" / "vendors")))
    assert outcome(content)


@settings(max_examples=8, deadline=None, phases=(Phase.generate,))
@given(
    delimiter=st.sampled_from(",;\t|"),
    encoding=st.sampled_from(ENCODINGS),
    order=st.sampled_from(ORDERS),
    start=st.dates(date(2010, 1, 1), date(2029, 1, 1)),
    towns=st.lists(TOWNS, min_size=1, max_size=5),
    line_end=st.sampled_from(("\n", "\r\n")),
)
def test_a_table_that_was_written_down_comes_back_equal(
    delimiter: str, encoding: str, order: str, start: date, towns: list[str], line_end: str
) -> None:
    rows = [(f"R{n}", start + timedelta(days=n), n % 11, towns[n % len(towns)]) for n in range(40)]
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter, lineterminator=line_end)
    writer.writerow(["Response ID", "Date", SCORE, "Town"])
    writer.writerows((key, day.strftime(order), score, town) for key, day, score, town in rows)
    content = text.getvalue().encode(encoding)
    assume(encoding.startswith("utf") or content.isascii())
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "export.csv").write_bytes(content)
        proposal = propose(open_text(folder / "export.csv", folder))
        asked = {question.column: order for question in proposal.questions}
        proposal = corrected(proposal, {"Town": Role.SEGMENT}, asked)
        file = open_text(folder / "export.csv", folder)
        typed = read_typed(file.path, proposal.layout, folder, secret=Secret(b"of this test alone"))
        stored = duckdb.read_parquet(str(typed.rows), file_row_number=True).order("file_row_number")
        found = stored.project(f'"Response ID", "Date"::DATE, "{SCORE}", "Town"').fetchall()
        assert duckdb.read_parquet(str(typed.malformed)).fetchall() == []
    # what stands around a text is left off
    expected = [(key, day, score, town.strip()) for key, day, score, town in rows]
    assert [(*row[:3], (row[3] or "").strip()) for row in found] == expected
