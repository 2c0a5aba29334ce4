"""A file on its way in, without a browser: what is proposed can be corrected, and nothing is stored before."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from cxmetrics.layout import Role
from cxmetrics.ui import opened
from tests.browser.surveys import HEADER, survey, written
from tests.ui.conftest import Open, notices


def dropped(open_page: Open, name: str = "survey.csv", content: bytes | None = None) -> AppTest:
    """The data page after a file was dropped on it."""
    test = open_page("data")
    test.file_uploader[0].set_value((name, survey()["buffer"] if content is None else content, "text/csv"))
    return test.run()


def press(test: AppTest, label: str) -> AppTest:
    next(button for button in test.button if button.label == label).click()
    return test.run()


def test_the_meaning_of_every_column_is_proposed(open_page: Open) -> None:
    table = dropped(open_page).data_editor[0].value
    assert dict(zip(table["Column"], table["Meaning"], strict=True)) == {
        HEADER[0]: "Id of the record",
        HEADER[1]: "Date",
        HEADER[2]: "Recommendation, 0 to 10 (NPS)",
        HEADER[3]: "Segment to split by",
    }


def test_a_corrected_meaning_is_the_one_stored_and_remembered(open_page: Open, home: Path) -> None:
    test = dropped(open_page)
    assert not (home / "My company.duckdb").exists()
    test.session_state["roles_1"] = {"edited_rows": {3: {"Meaning": "Comment"}}, "added_rows": [], "deleted_rows": []}
    press(test, "Import")
    assert not test.exception
    assert "472 records, 413 used, 59 set aside" in notices(test)
    (layout,) = opened.workspace("My company").sources().values()
    assert {column.label: column.role for column in layout.columns}[HEADER[3]] is Role.VERBATIM

    table = test.file_uploader[0].set_value(("next.csv", survey()["buffer"], "text/csv")).run().data_editor[0].value
    assert list(table["Meaning"])[3] == "Comment"


def test_the_uploader_is_empty_again_after_an_import(open_page: Open) -> None:
    test = press(dropped(open_page), "Import")
    assert not test.data_editor
    assert test.sidebar.selectbox(key="pick_workspace").value == "My company"


@pytest.mark.parametrize(
    "content",
    [b"", b"\n\n\n", b"%PDF-1.7\n", b"PK\x03\x04rubbish", b"\x7fELF" + bytes(99), b'{"a": [1, 2]}', b"<html><p>no</p>"],
    ids=["empty", "blank", "PDF", "workbook", "program", "JSON", "HTML"],
)
def test_what_is_no_table_is_refused_in_a_sentence_and_leaves_nothing(
    open_page: Open, home: Path, content: bytes
) -> None:
    test = dropped(open_page, "export.csv", content)
    assert not test.exception
    assert "cannot be read" in notices(test)
    assert not test.data_editor
    assert not (home / "My company.duckdb").exists()


def test_an_undone_upload_stays_in_the_history_as_undone(open_page: Open) -> None:
    test = press(press(dropped(open_page), "Import"), "Undo it")
    assert "was undone" in notices(test)
    assert "undone" in test.expander[0].label
    assert opened.outline("My company", opened.workspace("My company").version).extents == {}


def test_a_file_without_anything_to_count_asks_what_its_columns_mean(open_page: Open) -> None:
    content = written("x.csv", [("Note", "Colour"), ("hello", "red"), ("again", "blue"), ("bye", "red")])["buffer"]
    test = dropped(open_page, "notes.csv", content)
    test.session_state["roles_1"] = {
        "edited_rows": {0: {"Meaning": "not used"}, 1: {"Meaning": "not used"}},
        "added_rows": [],
        "deleted_rows": [],
    }
    press(test, "Import")
    assert not test.exception
    assert "Choose at least one" in notices(test)
    assert test.query_params["w"] == "example"
