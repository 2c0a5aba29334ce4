"""Names and texts from files never end the quotes they are put into."""

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxmetrics.warehouse.quoting import identifier, literal

HOSTILE = ['"; DROP TABLE t; --', "'; DROP TABLE t; --", 'a"b', "a'b", "back\\slash", "new\nline", "select", "ünï ✓"]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_column_name_stays_a_name(text: str) -> None:
    with duckdb.connect() as connection:
        connection.execute(f"CREATE TABLE t ({identifier(text)} INTEGER)")
        assert connection.execute("SELECT column_name FROM duckdb_columns() WHERE table_name = 't'").fetchall() == [
            (text,)
        ]


@given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])))
def test_any_text_comes_back_as_itself(text: str) -> None:
    with duckdb.connect() as connection:
        assert connection.execute(f"SELECT {literal(text)}").fetchone() == (text,)
