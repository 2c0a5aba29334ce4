"""Opening: every encoding ends as plain UTF-8, and what is no table is refused with its own sentence."""

from __future__ import annotations

import gzip
import io
import zipfile
from pathlib import Path

import pytest

from cxmetrics.errors import UnreadableFile
from cxmetrics.ingest.opening import open_text

TABLE = "Name;Größe;Preis\nÄnne;3,5;€ 4\n"


def zipped(files: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def written(folder: Path, content: bytes) -> Path:
    path = folder / "export.csv"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("encoded", "shown"),
    [
        (TABLE.encode("utf-8"), "utf-8"),
        (TABLE.encode("utf-8-sig"), "utf-8-sig"),
        (TABLE.encode("utf-16"), "utf-16"),
        (b"\xfe\xff" + TABLE.encode("utf-16-be"), "utf-16"),
        (TABLE.encode("utf-16-le"), "utf-16"),
        (TABLE.encode("utf-16-be"), "utf-16"),
        (TABLE.encode("cp1252"), "cp1252"),
        (TABLE.encode("iso-8859-15"), "iso-8859-15"),
        (TABLE.replace("€", "E").encode("iso-8859-1"), "cp1252"),
    ],
)
def test_every_encoding_ends_as_plain_utf_8(tmp_path: Path, encoded: bytes, shown: str) -> None:
    text = open_text(written(tmp_path, encoded), tmp_path)
    assert text.encoding == shown
    expected = TABLE.replace("€", "E").encode() if b"E 4" in encoded else TABLE.encode()
    assert text.path.read_bytes() == expected
    assert text.size == len(expected)
    assert text.name == "export.csv"


def test_plain_utf_8_is_not_copied(tmp_path: Path) -> None:
    path = written(tmp_path, TABLE.encode())
    assert open_text(path, tmp_path).path == path
    assert list(tmp_path.iterdir()) == [path]


def test_bytes_that_windows_does_not_know_are_read_as_latin_1(tmp_path: Path) -> None:
    assert open_text(written(tmp_path, b"a,b\n\x81\xe4,1\n"), tmp_path).encoding == "latin-1"


def test_a_character_across_two_chunks_is_still_utf_8(tmp_path: Path) -> None:
    content = b"a,b\n" + b"x" * (2**20 - 5) + "é".encode() + b",1\n"
    assert open_text(written(tmp_path, content), tmp_path).encoding == "utf-8"


def test_a_late_byte_that_is_not_utf_8_changes_the_encoding_of_the_whole_file(tmp_path: Path) -> None:
    content = b"a,b\n" + b"x,1\n" * 600_000 + b"caf\xe9,1\n"
    text = open_text(written(tmp_path, content), tmp_path)
    assert text.encoding == "cp1252"
    assert text.path.read_text(encoding="utf-8").endswith("café,1\n")


@pytest.mark.parametrize(
    "packed", [gzip.compress(TABLE.encode("utf-16"), mtime=0), zipped({"table": TABLE.encode("utf-16")})]
)
def test_an_archive_of_one_file_is_unpacked_and_decoded(tmp_path: Path, packed: bytes) -> None:
    assert open_text(written(tmp_path, packed), tmp_path).path.read_bytes() == TABLE.encode()


def test_the_shadow_files_of_macos_do_not_count(tmp_path: Path) -> None:
    packed = zipped({"table.csv": TABLE.encode(), "__MACOSX/._table.csv": b"\0\5"})
    assert open_text(written(tmp_path, packed), tmp_path).path.read_bytes() == TABLE.encode()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "This file is empty"),
        (b"\xef\xbb\xbf \n\n", "This file is empty"),
        (b"%PDF-1.7\n", "This is a PDF"),
        (b"<!DOCTYPE html><html>", "Sign in and export again"),
        (b"\n  <HTML><body>", "Sign in and export again"),
        ("<html>".encode("utf-16"), "Sign in and export again"),
        (b'<?xml version="1.0"?><a/>', "This is an XML file"),
        (b'[{"score": 9}]', "This is JSON"),
        (b'{"responses": []}', "This is JSON"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "protected by a password"),
        (b"SQLite format 3\0" + b"\0" * 100, "This is a SQLite database"),
        (b"\x7fELF\x02\x01\x01", "not a table"),
        (b"PAR1\x15\x04", "holds a Parquet file"),
        (b"a,b\n1\0\0,2\n" + b"text " * 20, "not a table"),
        (bytes(range(1, 32)) * 9, "not a table"),
        (zipped({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<x/>"}), "workbook whose name ends in .csv"),
        (zipped({"mimetype": b"x", "content.xml": b"<x/>"}), "only Excel workbooks"),
        (b"a," * 2_000_000, "A line of this file is longer than 2 MB"),
        (zipped({"one": b"a,b\n1,2\n", "two": b"a,b\n1,2\n"}), "holds 2 files"),
        (zipped({"inner": gzip.compress(b"a,b\n1,2\n", mtime=0)}), "holds another archive"),
        (gzip.compress(b"a,b\n1,2\n" * 500, mtime=0)[:-12], "damaged"),
        (b"PK\x03\x04nonsense", "damaged"),
        (b"\xff\xfea\0,\0b", "UTF-16"),
    ],
)
def test_what_is_no_table_is_refused_with_its_own_sentence(tmp_path: Path, content: bytes, sentence: str) -> None:
    path = written(tmp_path, content)
    with pytest.raises(UnreadableFile, match=sentence):
        open_text(path, tmp_path)


def test_a_bomb_is_refused_before_it_grows(tmp_path: Path) -> None:
    path = written(tmp_path, gzip.compress(b"0" * 40_000_000, mtime=0))
    with pytest.raises(UnreadableFile, match="more than 200 times its size"):
        open_text(path, tmp_path)
    assert (tmp_path / "unpacked").stat().st_size < 20_000_000


@pytest.mark.parametrize("content", [b"a,b\n" * 1000, gzip.compress(b"a,b\n" * 1000, mtime=0)])
def test_a_file_past_the_size_limit_is_refused(tmp_path: Path, content: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CXMETRICS_LARGEST_FILE_MB", "0.002")
    path = written(tmp_path, content)
    with pytest.raises(UnreadableFile, match="larger than"):
        open_text(path, tmp_path)
