"""Writes the pictures in docs/screenshots from the running application: `make screenshots`."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Literal

from playwright.sync_api import ViewportSize

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from cxmetrics.workspace import shelf  # noqa: E402
from tests.browser.harness import chromium, serving, visit, visitor  # noqa: E402

FOLDER = ROOT / "docs" / "screenshots"
DESK, PHONE = ViewportSize(width=1280, height=1480), ViewportSize(width=375, height=960)
CHECK = ViewportSize(width=1280, height=1080)

PICTURES: tuple[tuple[str, str, ViewportSize, Literal["light", "dark"]], ...] = (
    ("scorecard-1280-light", "/", DESK, "light"),
    ("scorecard-1280-dark", "/", DESK, "dark"),
    ("scorecard-375-light", "/", PHONE, "light"),
    ("quick-check-1280-light", "/quick_check", CHECK, "light"),
    ("plan-1280-light", "/plan?compare=quarter", DESK, "light"),
)


def main() -> None:
    """Take every picture anew."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as home:
        shelf.build_example(Path(home) / f"{shelf.EXAMPLE}.duckdb")
        with serving(Path(home)) as url, chromium() as browser:
            for name, path, size, scheme in PICTURES:
                with visitor(browser, size, scheme) as page:
                    visit(page, url + path)
                    page.evaluate("document.fonts.ready")
                    page.screenshot(path=FOLDER / f"{name}.png", animations="disabled")
                print(f"{name}.png {(FOLDER / f'{name}.png').stat().st_size // 1000} kB")


if __name__ == "__main__":
    main()
