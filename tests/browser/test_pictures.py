"""Saving a chart: the three files come when they are asked for."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.harness import unfold, visit


@pytest.mark.parametrize("path", ["/", "/plan"])
def test_a_chart_is_saved_as_picture_drawing_and_figures(page: Page, server: str, path: str, tmp_path: Path) -> None:
    visit(page, server + path)
    saved = {}
    for label in ("Picture (PNG)", "Drawing (SVG)", "Figures (CSV)"):
        button = page.get_by_role("button", name=label)
        if not button.is_visible():
            unfold(page.get_by_role("button", name="Save this chart"), button)
        with page.expect_download() as download:
            button.click()
        name = download.value.suggested_filename
        download.value.save_as(tmp_path / name)
        saved[Path(name).suffix] = (tmp_path / name).read_bytes()
    assert saved[".png"].startswith(b"\x89PNG")
    assert saved[".svg"].startswith(b"<svg")
    assert saved[".csv"].count(b"\r\n") > 20
