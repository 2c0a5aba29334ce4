"""A file of one's own, from the drop to its verdict and back."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import FilePayload, Locator, Page, expect

from tests.browser.harness import offered, rerun, unfold, visit
from tests.browser.surveys import HEADER, survey, written


def drop(page: Page, file: FilePayload) -> Locator:
    """Drop a file on the data page that is open: its main part."""
    with rerun(page):
        page.locator("input[type=file]").set_input_files(file)
    return page.get_by_test_id("stMain")


def into(page: Page, server: str, workspace: str) -> None:
    """Open the data page and name a workspace of one's own."""
    visit(page, f"{server}/data")
    with rerun(page):
        box = page.get_by_role("textbox", name="Name of your workspace")
        box.fill(workspace)
        box.press("Enter")


def entry(page: Page, file: str) -> Locator:
    """The line of an upload in the history, which unfolds it."""
    return page.get_by_test_id("stExpander").filter(has_text=f"{file} ").locator("summary")


def press(page: Page, button: str) -> None:
    with rerun(page):
        page.get_by_role("button", name=button, exact=True).click()


def test_a_survey_is_confirmed_counted_judged_and_undone(page: Page, server: str) -> None:
    into(page, server, "Our survey")
    main = drop(page, survey())
    expect(main).to_contain_text("one header row, utf-8, separated by commas")
    expect(main).to_contain_text("472 records, 413 used, 59 set aside: 59 without a score.")
    expect(page.get_by_role("button", name="Import")).to_be_visible()

    press(page, "Import")
    expect(main).to_contain_text("survey.csv: 472 records, 413 used, 59 set aside: 59 without a score.")
    expect(page.get_by_role("combobox", name="Workspace")).to_have_value("Our survey")
    expect(page.get_by_role("link", name="See what the figures say now")).to_be_visible()

    with rerun(page):
        page.get_by_role("link", name="Scorecard").click()
    expect(page.locator(".cx-headline")).to_contain_text("March 2026 against February 2026")
    expect(page.locator(".cx-headline .cx-badge")).to_contain_text("improved")
    expect(page.locator(".cx-headline")).to_contain_text("n = 196, then 217")
    expect(page.get_by_text("No data yet").first).to_be_visible()

    with rerun(page):
        page.get_by_role("link", name="Data").click()
    entry(page, "survey.csv").click()
    unfold(page.get_by_role("button", name="Undo this upload"), page.get_by_role("button", name="Undo it", exact=True))
    press(page, "Undo it")
    expect(main).to_contain_text("survey.csv was undone.")
    with rerun(page):
        page.get_by_role("link", name="Scorecard").click()
    expect(page.locator(".cx-badge", has_text="improved")).to_have_count(0)


def test_the_same_file_a_second_time_changes_nothing(page: Page, server: str) -> None:
    into(page, server, "Twice")
    drop(page, survey())
    press(page, "Import")
    main = drop(page, survey())
    expect(main).to_contain_text("Read as the last file of this shape was.")
    expect(main).to_contain_text("Everything in this file is here already. Storing it would change nothing.")
    expect(page.get_by_role("button", name="Import", exact=True)).to_have_count(0)


def test_dates_that_could_be_read_two_ways_are_asked_for_before_anything_is_stored(
    page: Page, server: str, home: Path
) -> None:
    early = [row for row in _rows(survey(dates="%d/%m/%Y")) if row[1][:2] <= "12"]
    into(page, server, "Which day")
    main = drop(page, written("dates.csv", [HEADER, *early]))
    expect(main).to_contain_text('Which is the day and which the month in "Recorded Date"? Its values allow both.')
    expect(main).to_contain_text("Answer this first; then the records are counted.")
    expect(page.get_by_role("button", name="Import", exact=True)).to_have_count(0)

    with rerun(page):
        page.get_by_text("day first").click()
    expect(main).to_contain_text("192 records, 168 used")
    assert not (home / "Which day.duckdb").exists()
    press(page, "Import")
    expect(main).to_contain_text("dates.csv: 192 records, 168 used")


def test_a_file_that_is_no_table_is_refused_in_a_sentence_and_leaves_nothing(
    page: Page, server: str, home: Path
) -> None:
    into(page, server, "Nothing here")
    main = drop(
        page, FilePayload(name="report.csv", mimeType="text/csv", buffer=b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj")
    )
    expect(main).to_contain_text("This file cannot be read. This is a PDF")
    expect(page.get_by_role("button", name="Import")).to_have_count(0)
    assert not (home / "Nothing here.duckdb").exists()
    expect(offered(page, "Workspace").filter(has_text="Nothing here")).to_have_count(0)


def test_a_name_that_could_leave_the_folder_is_refused(page: Page, server: str, home: Path) -> None:
    into(page, server, "../outside")
    main = drop(page, survey())
    expect(main).to_contain_text("'../outside' cannot name a workspace")
    assert not (home.parent / "outside.duckdb").exists()


def test_a_file_full_of_traps_is_shown_as_text_everywhere(page: Page, server: str) -> None:
    trap = "<img src=x onerror=alert(1)>"
    name = f"{trap}'; DROP TABLE meta; --![a](http://elsewhere.example/a.png)[b](http://elsewhere.example).csv"
    header = ("Response ID", "Recorded Date", HEADER[2], f"Location {trap}", "![c](http://elsewhere.example/c.png)")
    rows = [
        (
            *row[:3],
            f"{row[3]} {trap}",
            '=HYPERLINK("http://elsewhere.example")' if i % 2 else "</h1><script>alert(2)</script>",
        )
        for i, row in enumerate(_rows(survey()))
    ]
    into(page, server, "Traps")
    main = drop(page, written(name, [header, *rows]))
    expect(main).to_contain_text("472 records, 413 used")
    assert _planted(page) == 0
    press(page, "Import")
    expect(main).to_contain_text("DROP TABLE meta; --![a](http://")
    expect(main).to_contain_text("472 records, 413 used")
    main.get_by_test_id("stExpander").filter(has_text="DROP TABLE").locator("summary").click()
    expect(main.get_by_test_id("stDataFrame")).to_be_visible()
    assert _planted(page) == 0

    with rerun(page):
        page.get_by_role("link", name="Scorecard").click()
    with rerun(page):
        offered(page, "Whose answers", "Leeds").filter(has_text=f"Leeds {trap}").click()
    expect(page.locator(".cx-kicker").first).to_contain_text(f"Leeds {trap}")
    assert _planted(page) == 0

    with rerun(page):
        page.get_by_role("link", name="Metrics").click()
    page.get_by_text("New metric from a column").click()
    expect(page.get_by_role("combobox", name="Column")).to_be_visible()
    assert _planted(page) == 0


def _rows(file: FilePayload) -> list[list[str]]:
    return [line.split(",") for line in file["buffer"].decode().splitlines()[1:]]


def _planted(page: Page) -> int:
    """Elements that only the traps could have made."""
    return page.locator("img[src='x'], a[href*='elsewhere'], img[src*='elsewhere']").count()
