"""Every connection is closed to the outside, and no thread reads another's rows."""

import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import pytest

from cxmetrics.confined import confined
from cxmetrics.errors import NotFound, UnreadableFile
from cxmetrics.warehouse.connection import Database

ROOT = Path(__file__).parents[2]
FORBIDDEN = [
    "SELECT * FROM read_csv('/etc/passwd')",
    "SELECT * FROM '/etc/passwd'",
    "SELECT * FROM read_text('/etc/passwd')",
    "SELECT * FROM glob('/etc/*')",
    "ATTACH '{outside}/other.duckdb'",
    "COPY (SELECT 1) TO '{outside}/out.csv'",
    "EXPORT DATABASE '{outside}/export'",
    "INSTALL httpfs",
    "LOAD httpfs",
    "SELECT * FROM read_csv('https://example.com/a.csv')",
    "CREATE PERSISTENT SECRET s (TYPE s3)",
    "SET GLOBAL enable_external_access = true",
    "SET GLOBAL memory_limit = '100GB'",
    "SET threads = 1",
    "RESET enable_external_access",
    "SET GLOBAL allowed_directories = ['/']",
]


@pytest.fixture
def database(tmp_path: Path) -> Database:
    (tmp_path / "inside").mkdir()
    return Database(tmp_path / "w.duckdb", tmp_path / "inside")


@pytest.mark.parametrize("statement", FORBIDDEN)
def test_a_statement_that_reaches_outside_is_refused(database: Database, tmp_path: Path, statement: str) -> None:
    with (
        database.reading() as cursor,
        pytest.raises(duckdb.Error, match=r"(?i)disabled|locked|cannot|not exist|access"),
    ):
        cursor.execute(statement.format(outside=tmp_path))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["inside", "w.duckdb"]


def test_a_python_variable_is_no_table(database: Database) -> None:
    people = [1, 2, 3]
    with database.reading() as cursor, pytest.raises(duckdb.CatalogException):
        cursor.execute("SELECT * FROM people")
    assert people


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("enable_external_access", "false"),
        ("lock_configuration", "true"),
        ("python_enable_replacements", "false"),
        ("autoinstall_known_extensions", "false"),
        ("autoload_known_extensions", "false"),
        ("allow_community_extensions", "false"),
        ("allow_persistent_secrets", "false"),
        ("TimeZone", "UTC"),
        ("max_execution_time", "120000"),
    ],
)
def test_every_cursor_sees_the_setting(database: Database, setting: str, value: str) -> None:
    with database.reading() as cursor:
        assert cursor.execute("SELECT current_setting(?)::VARCHAR", [setting]).fetchone() == (value,)


def test_no_other_place_opens_a_database() -> None:
    opening = re.compile(r"duckdb\.(connect|sql|query|execute|read_\w+|from_\w+)\(|from duckdb import")
    places = [path.name for path in (ROOT / "cxmetrics").rglob("*.py") if opening.search(path.read_text("utf-8"))]
    assert places == ["connection.py"]


def test_the_process_that_reads_a_file_is_closed_to_everything_else(tmp_path: Path) -> None:
    source, outside = tmp_path / "in" / "a.csv", tmp_path / "outside.csv"
    source.parent.mkdir()
    for file in (source, outside):
        file.write_text("a,b\n1,2\n")
    for statement, reached in (
        (f"SELECT * FROM read_csv('{source}')", True),
        (f"SELECT * FROM read_csv('{outside}')", False),
        ("SELECT * FROM read_text('/etc/passwd')", False),
        ("SET GLOBAL enable_external_access = true", False),
        (f"COPY (SELECT 1) TO '{tmp_path}/out.csv'", False),
    ):
        order = {"source": str(source), "folder": str(source.parent), "statements": [statement], "refusal": "Not read."}
        if reached:
            assert confined("cxmetrics.warehouse.child", order)["rows"] == [[1, 2]]
        else:
            with pytest.raises(UnreadableFile, match=r"^Not read\.$"):
                confined("cxmetrics.warehouse.child", order)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in", "outside.csv"]


def test_threads_never_see_each_others_rows(database: Database) -> None:
    def ask(number: int) -> bool:
        with database.reading() as cursor:
            return cursor.execute("SELECT ?", [number]).fetchone() == (number,)

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(ask, range(2000)))


def test_a_failed_write_leaves_nothing(database: Database) -> None:
    with database.writing() as cursor:
        cursor.execute("CREATE TABLE t (x INTEGER)")
    with pytest.raises(duckdb.ConversionException), database.writing() as cursor:
        cursor.execute("INSERT INTO t VALUES (1); INSERT INTO t VALUES ('one')")
    with database.reading() as cursor:
        assert cursor.execute("SELECT count(*) FROM t").fetchone() == (0,)


def test_writers_take_turns(database: Database) -> None:
    with database.writing() as cursor:
        cursor.execute("CREATE TABLE t (x INTEGER)")
        cursor.execute("INSERT INTO t VALUES (0)")

    def add(_: int) -> None:
        with database.writing() as cursor:
            cursor.execute("UPDATE t SET x = x + 1")

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(add, range(50)))
    with database.reading() as cursor:
        assert cursor.execute("SELECT x FROM t").fetchone() == (50,)


def test_another_kind_of_file_is_said_to_be_no_workspace(tmp_path: Path) -> None:
    path = tmp_path / "notes.duckdb"
    path.write_text("not a database, but long enough to have a header " * 500)
    with pytest.raises(NotFound, match="not a workspace file"):
        Database(path, tmp_path)
