"""Whatever a table comes in, the same records are stored; and a stopped import leaves nothing behind."""

from __future__ import annotations

import gzip
import io
import threading
import zipfile
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from cxmetrics.errors import Cancelled, UnreadableFile
from cxmetrics.ingest.opening import TextFile
from cxmetrics.layout import Proposal
from cxmetrics.watch import Watch
from cxmetrics.workspace.workspace import Workspace
from tests.ingest.workbooks import day, names, number, row, text, write
from tests.workspace.exports import HEADER, SCORE, answers, contents, days, written

MARCH = answers(days("2026-03"))
CSV = "\n".join((HEADER, *MARCH)) + "\n"


def zipped(content: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("answers.csv", content)
    return packed.getvalue()


def as_workbook(path: Path) -> Path:
    first = days("2026-03")[0]
    cells = [line.split(",") for line in MARCH]
    serials = {str(each): 46082 + (each - first).days for each in days("2026-03")}
    rows = "".join(row(text(i), day(serials[when]), number(int(score)), text(town)) for i, when, score, town in cells)
    return write(path, {"Answers": names(*HEADER.split(",")) + rows})


def as_parquet(path: Path, compression: str = "zstd") -> Path:
    source = path.with_suffix(".csv")
    source.write_text(CSV)
    duckdb.execute(f"COPY (FROM read_csv('{source}')) TO '{path}' (FORMAT parquet, COMPRESSION {compression})")
    return path


def as_bytes(encode: Callable[[], bytes]) -> Callable[[Path], Path]:
    def write_down(path: Path) -> Path:
        path.write_bytes(encode())
        return path

    return write_down


def mixed() -> bytes:
    head, *records = CSV.splitlines()
    return "".join(line + ("\r\n", "\n")[n % 2] for n, line in enumerate((head, *records))).encode()


FORMS: dict[str, Callable[[Path], Path]] = {
    "answers.csv": as_bytes(CSV.encode),
    "answers_mixed.csv": as_bytes(mixed),
    "answers_cut_off.csv": as_bytes(lambda: CSV.replace("\n", "\r\n").encode()[:-1]),
    "answers_utf16.csv": as_bytes(lambda: CSV.encode("utf-16")),
    "pasted table": as_bytes(lambda: CSV.replace(",", "\t").encode()),
    "answers.tsv": as_bytes(lambda: CSV.replace(",", "\t").encode("utf-8-sig")),
    "answers.csv.gz": as_bytes(lambda: gzip.compress(CSV.encode())),
    "answers.zip": as_bytes(lambda: zipped(CSV.replace(",", ";").encode())),
    "answers.xlsx": as_workbook,
    "answers.parquet": as_parquet,
}


def figures(workspace: Workspace, examined: tuple[TextFile, Proposal]) -> tuple[int, int, tuple[int, int, int]]:
    file, proposal = examined
    assert not proposal.questions
    upload, fresh = workspace.store(file, proposal.layout)
    assert fresh
    nps = workspace.whole(["nps"])["nps"]
    return upload.records, upload.used, (nps.positive, nps.negative, nps.n)


@pytest.mark.parametrize("name", FORMS)
def test_the_same_records_are_stored_whatever_they_come_in(workspace: Workspace, tmp_path: Path, name: str) -> None:
    path = FORMS[name](tmp_path / name)
    # 10, 9, 8, 7, 3 in turn, 62 answers: two promoters and one detractor of five, and a 10 and a 9 more
    assert figures(workspace, workspace.examine(path)) == (62, 62, (26, 12, 62))


def test_a_question_that_nobody_answered_is_an_empty_column_of_numbers(workspace: Workspace, tmp_path: Path) -> None:
    header = "Conversation ID,Updated at (America/New_York),Conversation rating remark,Conversation rating,User name"
    path = written(tmp_path, [f"{n},2026-03-0{1 + n % 9} 10:00,,,Ana" for n in range(20)], header=header)
    file, proposal = workspace.examine(path)
    upload = workspace.rehearse(file, proposal.layout).upload
    assert upload
    assert upload.records == 20


def test_parquet_says_where_it_came_from(workspace: Workspace, tmp_path: Path) -> None:
    _, proposal = workspace.examine(as_parquet(tmp_path / "answers.parquet"))
    assert (proposal.layout.encoding, proposal.layout.name) == ("parquet", "answers")
    assert proposal.layout.columns[2].label == SCORE


def test_parquet_packed_with_brotli_is_not_unpacked(workspace: Workspace, tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="packed with Brotli"):
        workspace.examine(as_parquet(tmp_path / "answers.parquet", "brotli"))


def test_a_damaged_parquet_file_is_refused(workspace: Workspace, tmp_path: Path) -> None:
    path = as_parquet(tmp_path / "answers.parquet")
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(UnreadableFile, match="damaged or cut off"):
        workspace.examine(path)


def test_an_import_says_how_far_it_is(workspace: Workspace, tmp_path: Path) -> None:
    heard: list[tuple[float, str]] = []
    file, proposal = workspace.examine(written(tmp_path, MARCH), watch=Watch(lambda *said: heard.append(said)))
    assert {phase for _, phase in heard} <= {"Opening the file.", "Looking at its columns."}
    heard.clear()
    workspace.store(file, proposal.layout, watch=Watch(lambda *said: heard.append(said)))
    fractions = [fraction for fraction, _ in heard]
    assert fractions == sorted(fractions)
    assert fractions[-1] == 1
    assert list(dict.fromkeys(phase for _, phase in heard)) == [
        "Reading its records.",
        "Counting its records.",
        "Reckoning its figures.",
        "",
    ]


@pytest.mark.parametrize("phase", ["Reading its records.", "Counting its records.", "Reckoning its figures."])
def test_an_import_that_is_stopped_leaves_no_trace(tmp_path: Path, phase: str) -> None:
    path = tmp_path / "w.duckdb"
    with Workspace(path) as workspace:
        figures(workspace, workspace.examine(written(tmp_path, MARCH)))
    before = contents(path)
    with Workspace(path) as workspace:
        file, proposal = workspace.examine(written(tmp_path, answers(days("2026-04")), "april.csv"))
        watch = Watch(lambda _, said: watch.stop() if said == phase else None)
        with pytest.raises(Cancelled):
            workspace.store(file, proposal.layout, watch=watch)
        assert len(workspace.history()) == 1
    assert contents(path) == before


def test_stopping_works_from_another_thread(workspace: Workspace, tmp_path: Path) -> None:
    reading, watch = threading.Event(), Watch(lambda *_: reading.set())
    file, proposal = workspace.examine(written(tmp_path, MARCH))

    def stop() -> None:
        reading.wait()
        watch.stop()

    threading.Thread(target=stop).start()
    with pytest.raises(Cancelled):
        workspace.store(file, proposal.layout, watch=watch)
    assert workspace.history() == ()
