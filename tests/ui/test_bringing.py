"""A file on its way in, without a browser: what would be stored is shown and can be corrected before anything is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from cxmetrics.layout import Role
from cxmetrics.ui import opened
from tests.browser.surveys import HEADER, survey, written
from tests.ui.conftest import Open, notices, words


def dropped(open_page: Open, name: str = "survey.csv", content: bytes | None = None) -> AppTest:
    """The data page after a file was dropped on it."""
    return drop(open_page("data"), name, survey()["buffer"] if content is None else content)


def drop(test: AppTest, name: str, content: bytes) -> AppTest:
    """The same page with another file."""
    test.file_uploader[0].set_value((name, content, "text/csv"))
    return test.run()


def press(test: AppTest, label: str) -> AppTest:
    next(button for button in test.button if button.label == label).click()
    return test.run()


def means(test: AppTest, column: str, meaning: str) -> AppTest:
    """Give a column another meaning."""
    next(box for box in test.selectbox if box.label == "Change a column").select(column).run()
    next(box for box in test.selectbox if box.label == "It means").select(meaning).run()
    return press(test, "Change it")


def said(test: AppTest) -> str:
    """What the page says in bold or in passing, without the escapes of Markdown."""
    return re.sub(r"\\(.)", r"\1", " ".join(element.value for element in (*test.markdown, *test.caption)))


def labels(test: AppTest) -> list[str]:
    return [re.sub(r"\\(.)", r"\1", box.label) for box in test.checkbox]


def test_a_file_is_recognised_and_counted_before_anything_is_stored(open_page: Open, home: Path) -> None:
    test = dropped(open_page)
    assert "Any other table: one header row, utf-8, separated by commas." in said(test)
    assert "472 records, 413 used, 59 set aside: 59 without a score." in said(test)
    assert "A record is known again by “Response ID”." in said(test)
    assert not (home / "My company.duckdb").exists()


def test_blanks_around_a_name_are_not_part_of_it(open_page: Open, home: Path) -> None:
    test = open_page("data")
    test.text_input(key="own_workspace").set_value("  Our shop ").run()
    press(drop(test, "survey.csv", survey()["buffer"]), "Import")
    assert (home / "Our shop.duckdb").exists()


def test_the_meaning_of_every_column_is_proposed(open_page: Open) -> None:
    shown = words(dropped(open_page))
    for column, meaning in zip(
        HEADER, ("Id of the record", "Date", "Recommendation, 0 to 10 (NPS)", "Segment to split by"), strict=True
    ):
        assert f"{column} {meaning}" in shown


def test_the_first_records_are_shown_with_what_is_personal_masked(open_page: Open) -> None:
    rows: list[tuple[object, ...]] = [(*HEADER, "Email", "Customer ID")]
    for i in range(28):
        score, place = "" if i == 1 else 9, ("Leeds", "York")[i % 2]
        rows.append((f"R{i}", f"2026-03-{i + 1:02}", score, place, f"p{i}@x.example", f"C-{i}"))
    test = dropped(open_page, content=written("x.csv", rows)["buffer"])
    shown = words(test)
    assert "R0 2026-03-01 9 Leeds ••• •••" in shown
    assert "without a score R1 2026-03-02 York ••• •••" in shown
    assert "@x.example" not in shown
    assert "C-1" not in shown


def test_a_reason_that_is_switched_off_counts_its_records_at_once(open_page: Open) -> None:
    test = dropped(open_page)
    assert labels(test) == ["Set aside 59 without a score"]
    test.checkbox[0].uncheck().run()
    assert "472 records, 472 used, 0 set aside." in said(test)
    assert labels(test) == ["Set records aside that are without a score"]
    press(test, "Import")
    assert "472 records, 472 used" in notices(test)


def test_a_corrected_meaning_is_the_one_stored_and_remembered(open_page: Open, home: Path) -> None:
    test = means(dropped(open_page), HEADER[3], "Comment")
    assert not (home / "My company.duckdb").exists()
    press(test, "Import")
    assert not test.exception
    assert "472 records, 413 used, 59 set aside" in notices(test)
    (layout,) = opened.workspace("My company").sources().values()
    assert {column.label: column.role for column in layout.columns}[HEADER[3]] is Role.VERBATIM
    drop(test, "next.csv", survey(first_id="S")["buffer"])
    assert "Read as the last file of this shape was." in said(test)
    assert f"{HEADER[3]} Comment" in words(test)


def test_a_meaning_that_the_values_contradict_is_refused_and_changes_nothing(open_page: Open) -> None:
    test = means(dropped(open_page), HEADER[3], "Amount of money")
    assert "its values are not numbers" in notices(test)
    assert "472 records, 413 used" in said(test)


def test_the_same_file_again_is_known_before_it_is_stored(open_page: Open) -> None:
    test = press(dropped(open_page), "Import")
    drop(test, "again.csv", survey()["buffer"])
    assert "Everything in this file is here already." in notices(test)
    assert "Import" not in [button.label for button in test.button]


def test_a_renamed_column_is_asked_about_and_continues_its_source(open_page: Open) -> None:
    test = press(dropped(open_page), "Import")
    renamed = (*HEADER[:3], "Branch")
    drop(test, "april.csv", survey(header=renamed, first_id="S")["buffer"])
    assert "but “Location” is missing." in notices(test)
    assert "Import" not in [button.label for button in test.button]
    test.radio[0].set_value("It continues survey").run()
    assert list(test.radio[1].options) == ["“Branch”", "It is not in this file"]
    test.radio[1].set_value("Branch").run()
    press(test, "Import")
    assert not test.exception
    assert len(opened.workspace("My company").sources()) == 1
    drop(test, "may.csv", survey(header=renamed, first_id="T")["buffer"])
    assert "Read as the last file of this shape was." in said(test)


def test_a_pasted_table_is_brought_like_a_file(open_page: Open) -> None:
    test = open_page("data")
    test.text_area[0].set_value("Date,Score 0-10\n" + "\n".join(f"2026-03-{i + 1:02},{i % 11}" for i in range(28)))
    test.run()
    assert "28 records, 28 used, 0 set aside." in said(test)
    press(test, "Import")
    assert "Pasted table.csv: 28 records, 28 used" in notices(test)
    assert test.text_area[0].value == ""


def test_the_uploader_is_empty_again_after_an_import(open_page: Open) -> None:
    test = press(dropped(open_page), "Import")
    assert "Import" not in [button.label for button in test.button]
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
    assert "Import" not in [button.label for button in test.button]
    assert not (home / "My company.duckdb").exists()


def test_an_undone_upload_stays_in_the_history_as_undone(open_page: Open) -> None:
    test = press(press(dropped(open_page), "Import"), "Undo it")
    assert "was undone" in notices(test)
    assert any("undone" in expander.label for expander in test.expander)
    assert opened.outline("My company", opened.workspace("My company").version).extents == {}


def test_a_file_without_anything_to_count_asks_what_its_columns_mean(open_page: Open) -> None:
    content = written("x.csv", [("Note", "Colour"), ("hello", "red"), ("again", "blue"), ("bye", "red")])["buffer"]
    test = dropped(open_page, "notes.csv", content)
    assert "Choose at least one" in notices(test)
    means(test, "Colour", "Segment to split by")
    assert "3 records, 3 used, 0 set aside." in said(test)
    assert test.query_params["w"] == "example"
