"""Making a share link as a manager does, and ending it."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.harness import rerun, visit


def share(
    page: Page,
    server: str,
    view: str = "/",
    title: str = "",
    note: str = "",
    password: str = "",
    live: bool = False,
    name: str = "Dana Reed",
) -> str:
    """Share a view: the link."""
    visit(page, server + view)
    with rerun(page):
        page.get_by_role("button", name="Share this view").click()
    form = page.get_by_role("dialog")
    for label, text in (
        ("Title", title),
        ("Note to the reader", note),
        ("Your name", name),
        ("Password (may stay empty)", password),
    ):
        if text:
            form.get_by_role("textbox", name=label).fill(text)
    if live:
        form.get_by_text("Live: the figures as they are when it is opened").click()
    form.get_by_role("button", name="Make the link").click()
    return form.locator("code").inner_text()


def revoke(page: Page, server: str, title: str) -> None:
    """End the link with this title on the page of all links."""
    visit(page, f"{server}/shares")
    line = page.get_by_test_id("stVerticalBlock").filter(has=page.get_by_text(title, exact=True)).last
    with rerun(page):
        line.get_by_role("button", name="Revoke").click()
    expect(line).to_contain_text("Revoked on")
