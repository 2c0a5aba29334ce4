"""Text that would be an order to something, in every place that text can come from: shown as text on every page."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, Page, expect

from cxmetrics.judge.marks import MarkKind
from cxmetrics.workspace.workspace import Workspace
from tests.browser.harness import ROOT, serving, visit, visitor
from tests.browser.sharing import share

NAME = "Hostile"
SCORE = "How likely are you to recommend us? (0-10)"
HTML = "<img src=x onerror=alert(1)>"
STRINGS = {
    "HTML": HTML,
    "a script": "</h1></script><script>alert(2)</script>",
    "a frame": "<iframe srcdoc='<b>x</b>'></iframe>",
    "an entity": "&lt;b id=planted&gt; &#60;b id=planted>",
    "an image": "![a](http://elsewhere.example/a.png)",
    "a link": "[b](http://elsewhere.example) [c](javascript:alert(3))",
    "an address": "http://elsewhere.example/d www.elsewhere.example e@elsewhere.example",
    "signs of Streamlit": ":red[f] :material/home: $g^2$ ~~h~~ `i` # j",
    "Vega": "datum.k || alert(4); {signal: 'alert(5)'}",
    "Vega's path": "a.b[c]['d']\\.e",
    "a template": "{{ 7 * 7 }}{% raw %} ${7*7} #{7*7}",
    "Typst": '#read("/etc/passwd") #image("x.png") $ m $',
    "SQL": "'; DROP TABLE meta; --",
    "more SQL": "\" OR 1=1; ATTACH '/tmp/x' --",
    "a formula": '=HYPERLINK("http://elsewhere.example")',
    "a call": "@SUM(1+9)*cmd|' /C calc'!A0",
    "a path": "../../../../etc/passwd",
    "a line of a log": "x\n2026-03-01 00:00:00 ERROR forged by a cell",
    "a line of a terminal": "\x1b[2J\x1b[31mforged",
    "a format": "%s %d %(password)s {0.__class__}",
}
texts = list(STRINGS.values())
PAGES = sorted(path.stem for path in (ROOT / "pages").glob("*.py"))
PLANTED = (
    "img[src='x'], img[src*='elsewhere'], a[href*='elsewhere'], a[href^='javascript'], #planted, iframe[srcdoc], "
    "[onerror], annotation:text-is('g^2'), [data-testid=stMarkdownColoredText], h1 script"
)


def _survey(folder: Path) -> Path:
    """Answers of February and March: every string is a region, a comment and part of a header."""
    days = [date(2026, 2, 1) + timedelta(i) for i in range(59)]
    rows: list[tuple[object, ...]] = [
        (f"R{number} {text}", day, (7 * number + i) % 11, text, texts[(i + 1) % len(texts)], text)
        for i, day in enumerate(days)
        for number, text in enumerate(texts)
    ]
    rows = [(f"{row[0]} {i}", *row[1:]) for i, row in enumerate(rows)]
    header = ("Response ID", "Date", SCORE, f"Region {HTML}", f"Channel {STRINGS['a link']}", STRINGS["SQL"])
    return _written(folder / "survey", header, rows)


def _calls(folder: Path) -> Path:
    """Calls of February and March, every string an employee."""
    rows: list[tuple[object, ...]] = [
        (f"K{i}-{number}", f"{date(2026, 2, 1) + timedelta(i)} 10:00:00", f"C{i}{number}", text, 100 + 9 * number + i)
        for i in range(59)
        for number, text in enumerate(texts)
    ]
    return _written(
        folder / "calls", ("Call ID", "Start Time", "Customer ID", "Agent ID", "Handle Time (seconds)"), rows
    )


def _written(path: Path, header: tuple[str, ...], rows: list[tuple[object, ...]]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([header, *rows])
    return path


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("log") / "log"


@pytest.fixture(scope="module")
def server(example_home: Path, tmp_path_factory: pytest.TempPathFactory, log: Path) -> Iterator[str]:
    """A server with a workspace that is made of such strings wherever it has text."""
    folder = tmp_path_factory.mktemp("hostile")
    home = shutil.copytree(example_home, folder / "home")
    with Workspace(home / f"{NAME}.duckdb") as workspace:
        for number, path in enumerate((_survey(folder), _calls(folder))):
            called = f"{texts[number]}{''.join(texts[2:])}".replace("/", "")[:200]
            file, proposal = workspace.examine(path, f"{called}.csv")
            workspace.store(file, proposal.layout)
        outline = workspace.outline()
        for number, metric in enumerate(outline.metrics.values()):
            label = texts[number % len(texts)]
            workspace.edit(replace(metric, label=label, definition=" ".join(texts)))
        for i, text in enumerate(texts):
            if text.isprintable():
                workspace.mark(date(2026, 3, 1 + i), list(MarkKind)[i % len(MarkKind)], text)
    with serving(home, log=log) as url:
        yield url


def unfold_all(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details:not([open]) > summary').forEach(fold => fold.click())")


def unharmed(page: Page, where: str) -> str:
    """Nothing was made of the strings here, and the page works: the text it shows."""
    assert page.locator(PLANTED).count() == 0, where
    expect(page.get_by_test_id("stException"), where).to_have_count(0)
    shown = page.locator("body").inner_text()
    assert "Something went wrong" not in shown, where
    assert "49 49" not in shown, where
    return " ".join(shown.split())


def test_every_page_shows_them_as_text(page: Page, server: str) -> None:
    seen = ""
    for name in PAGES:
        path = "" if name == "scorecard" else name
        for metric in ("nps", "handle_time"):
            visit(page, f"{server}/{path}?{urlencode({'w': NAME, 'metric': metric})}")
            unfold_all(page)
            seen += unharmed(page, name)
    missing = [what for what, text in STRINGS.items() if " ".join(text.split()) not in seen.replace("\u2060", "")]
    assert missing == []


@pytest.mark.parametrize(
    "field", ["w", "metric", "compare", "before", "segment", "by", "also", "important", "baseline"]
)
def test_a_link_made_of_them_is_refused_in_words_or_ignored(page: Page, server: str, field: str) -> None:
    for name in ("", "spread", "over_time", "what_moved_it"):
        link = {"w": NAME, "metric": "nps"} | {field: f"{HTML} {STRINGS['a link']}"[:80]}
        visit(page, f"{server}/{name}?{urlencode(link)}")
        unharmed(page, f"{name} {field}")


def test_readers_of_a_link_see_them_as_text(page: Page, browser: Browser, server: str) -> None:
    note = "\n".join(texts)
    link = share(page, server, f"/?w={NAME}&metric=nps", title=HTML, note=note, name=STRINGS["a link"])
    with visitor(browser) as reader:
        asked: list[str] = []
        reader.on("request", lambda request: asked.append(request.url))
        reader.on("dialog", lambda dialog: asked.append(dialog.message))
        reader.goto(link)
        reader.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true })")
        shown = unharmed(reader, "reader")
        assert [text for text in (HTML, note, STRINGS["a link"]) if " ".join(text.split()) not in shown] == []
        assert [url for url in asked if not url.startswith(server)] == []


def test_none_of_them_is_in_the_log(page: Page, server: str, log: Path) -> None:
    visit(page, f"{server}/data?{urlencode({'w': NAME, 'metric': HTML})}")
    told = log.read_text()
    assert told
    assert [what for what, text in STRINGS.items() if text in told or text.splitlines()[-1] in told] == []
