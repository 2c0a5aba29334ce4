"""Bad files by the hundred: each is refused with its own sentence or counted record by record, never in between."""

from __future__ import annotations

from pathlib import Path

import pytest

from cxmetrics.errors import CxError
from cxmetrics.ingest.proposal import corrected
from cxmetrics.workspace.uploads import Upload
from cxmetrics.workspace.workspace import Workspace
from tests.bad_files.badness import BadFile
from tests.bad_files.every import BAD_FILES, content

ACCEPTED = [bad for bad in BAD_FILES if not bad.refused]
REFUSED = [bad for bad in BAD_FILES if bad.refused]


@pytest.fixture(autouse=True)
def bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """What grows is stopped early here, so that a bomb costs a test little."""
    monkeypatch.setenv("CXMETRICS_LARGEST_FILE_MB", "64")


def brought(folder: Path, workspace: Workspace, bad: BadFile) -> Upload:
    """Examined, rehearsed and stored, as a visitor would who confirms what is proposed."""
    path = folder / "upload"
    path.write_bytes(content(bad))
    text, proposal = workspace.examine(path, bad.name)
    assert bad.warned in "\n".join(proposal.warnings)
    assert tuple(question.column for question in proposal.questions) == bad.asked
    layout = corrected(proposal, dict.fromkeys(bad.asked), {}).layout
    rehearsed = workspace.rehearse(text, layout).upload
    upload, fresh = workspace.store(text, layout)
    assert rehearsed
    assert counts(rehearsed) == counts(upload)
    assert fresh
    return upload


def counts(upload: Upload) -> tuple[int, int, dict[str, int], dict[str, int]]:
    return upload.records, upload.used, upload.set_aside, upload.unread


@pytest.mark.parametrize("bad", REFUSED, ids=lambda bad: bad.wrong)
def test_what_cannot_be_read_is_refused_with_its_own_sentence_and_leaves_nothing(tmp_path: Path, bad: BadFile) -> None:
    with Workspace(None) as workspace:
        with pytest.raises(CxError) as refusal:
            brought(tmp_path, workspace, bad)
        assert bad.refused in str(refusal.value)
        assert str(tmp_path) not in str(refusal.value), "folders of the server are nobody's business"
        assert (workspace.history(), workspace.sources()) == ((), {})
    assert [file.name for file in tmp_path.iterdir()] == ["upload"]


@pytest.mark.parametrize("bad", ACCEPTED, ids=lambda bad: bad.wrong)
def test_what_can_be_read_is_counted_record_by_record(tmp_path: Path, bad: BadFile) -> None:
    with Workspace(None) as workspace:
        upload = brought(tmp_path, workspace, bad)
        assert (upload.used, upload.set_aside, upload.unread) == (bad.used, bad.set_aside, bad.unread)
        assert upload.records == upload.used + sum(upload.set_aside.values())
        if bad.towns is not None:
            (towns,) = workspace.outline().segments["nps"].values()
            assert sorted(towns) == sorted(bad.towns)
        workspace.undo(upload.id)
        assert workspace.sources() == {}
    assert [file.name for file in tmp_path.iterdir()] == ["upload"]
