"""Widgets ask the cube: once imported, records are never read to draw a page."""

from __future__ import annotations

from pathlib import Path

import duckdb

from tests.ui.conftest import Open, heading, words


def test_the_scorecard_answers_the_same_after_every_table_of_records_is_gone(open_page: Open, home: Path) -> None:
    links = [
        {"metric": metric, "compare": compare, "segment": segment}
        for metric, segments in {
            "nps": ("all", "location:Leeds"),
            "churn": ("all",),
            "employee_turnover": ("all",),
            "handle_time": ("all",),
        }.items()
        for compare in ("month", "quarter", "year")
        for segment in segments
    ]
    _without_records(home / "copy.duckdb", home / "example.duckdb")
    for link in links:
        with_records, without = open_page(**link), open_page(w="copy", **link)
        assert not without.exception, link
        assert heading(without) == heading(with_records), link
        assert words(without) == words(with_records), link


def test_the_course_of_a_metric_does_too(open_page: Open, home: Path) -> None:
    _without_records(home / "copy.duckdb", home / "example.duckdb")
    for link in ({"metric": "csat_invoice"}, {"metric": "nps", "by": "week", "segment": "all"}):
        with_records, without = open_page("over_time", **link), open_page("over_time", w="copy", **link)
        assert not without.exception, link
        assert words(without) == words(with_records), link


def _without_records(copy: Path, workspace: Path) -> None:
    copy.write_bytes(workspace.read_bytes())
    with duckdb.connect(str(copy)) as connection:
        tables = connection.execute("SELECT table_name FROM duckdb_tables() WHERE table_name LIKE 'records%'")
        names = [name for (name,) in tables.fetchall()]
        assert names, "the example has records"
        for name in names:
            connection.execute(f'DROP TABLE "{name}"')
