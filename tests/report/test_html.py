"""Cards as HTML: whatever a file or a user calls things is text, and every verdict has a word, a shape and a class."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from cxmetrics.judge.compare import compare, estimate
from cxmetrics.judge.counters import scorecard
from cxmetrics.judge.rules import FEWEST_KEYS
from cxmetrics.judge.sampling import METHODS
from cxmetrics.judge.swing import FEWEST_PERIODS
from cxmetrics.judge.verdict import judge
from cxmetrics.measure import LeaversOf, ShareOf
from cxmetrics.model import Direction, Guard, Kind, Metric, Reading, Word
from cxmetrics.report import cards, methods
from cxmetrics.report.cards import Card, Gap
from cxmetrics.report.html import FOLDER, render
from tests.judge.examples import share

HOSTILE = [
    "<script>alert(1)</script>",
    '" onmouseover="alert(1)',
    "' autofocus onfocus='alert(1)",
    "</h1><img src=x onerror=alert(1)>",
    "{{ 7 * 7 }}{% raw %}",
    "&lt;b&gt; & co",
]
TAGS = {"section", "p", "h1", "h2", "h3", "div", "span", "strong", "dl", "dt", "dd", "article", "details", "summary"}
TAGS |= {"table", "thead", "tbody", "tr", "th", "td", "br", "ul", "li"}


class Page(HTMLParser):
    """Tags, attributes and text of a fragment, as a browser would see them."""

    def __init__(self, fragment: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: dict[str, set[str]] = {}
        self.text = ""
        self.feed(fragment)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        for name, value in attrs:
            self.attributes.setdefault(name, set()).add(value or "")

    def handle_data(self, data: str) -> None:
        self.text += data


def metric(text: str) -> Metric:
    """A metric with this text wherever its owner may put one."""
    return Metric(
        key="m",
        label=text,
        kind=Kind.PROPORTION,
        unit=text,
        good_direction=Direction.UP,
        measure=ShareOf("c"),
        counter_metrics=("m", "other"),
        smallest_change_that_matters=0.03,
        definition=text,
        never_alone=True,
    )


def fragments(text: str) -> dict[str, str]:
    """Every template that shows something of a metric."""
    hostile = metric(text)
    verdict = judge(compare(Kind.PROPORTION, share(300, 400), share(290, 400)), 0.03, Direction.UP, caveats=(text,))
    card = scorecard(verdict, {"m": verdict, "other": None})
    cells = cards.counter_cards(card, {"m": hostile})
    undated = cards.undated(hostile, estimate(Kind.PROPORTION, share(300, 400)))
    return {
        "headline": render("headline", level=1, card=cards.card(hostile, verdict), kicker=text, say=text, settle=text),
        "counters": render("counters", cards=cells, joint=text),
        "definition": render("definition", **cards.definition(hostile, {"m": text, "other": text}), log=[(text, text)]),
        "undated": render("undated", **undated),
        "three_ways": render("three_ways", rows=[(text, text, cards.card(hostile, verdict))]),
        "method": render("method", rows=[(text, text)]),
    }


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_label_is_only_text(text: str) -> None:
    for name, fragment in fragments(text).items():
        page = Page(fragment)
        assert text in page.text, name
        assert page.tags <= TAGS, name
        assert page.attributes.keys() <= {"class", "style", "role", "aria-label", "aria-hidden", "scope"}, name


def test_a_hostile_label_stays_inside_the_attribute_that_holds_it() -> None:
    text = HOSTILE[1]
    assert text in Page(fragments(text)["headline"]).attributes["aria-label"]


def test_a_missing_counter_metric_is_a_visible_gap_with_what_to_import() -> None:
    verdict = judge(compare(Kind.PROPORTION, share(300, 400), share(290, 400)), 0.03, Direction.UP)
    (gap,) = cards.counter_cards(scorecard(verdict, {"churn": None}), {})
    assert gap == Gap("Customers lost", "a subscription export with start and end dates")
    assert "No data yet" in Page(render("counters", cards=(gap,), joint="")).text


def test_harmed_counter_metrics_come_first_and_gaps_last() -> None:
    worse = judge(compare(Kind.PROPORTION, share(360, 400), share(280, 400)), 0.03, Direction.UP)
    same = judge(compare(Kind.PROPORTION, share(36000, 40000), share(36000, 40000)), 0.03, Direction.UP)
    metrics = {key: replace(metric(key), key=key) for key in ("same", "worse")}
    shown = cards.counter_cards(scorecard(same, {"gone": None, "same": same, "worse": worse}), metrics)
    assert [cell.label for cell in shown] == ["worse", "same", "gone"]
    assert [cell.guard for cell in shown if isinstance(cell, Card)] == [Guard.HARMED, Guard.SAFE]


def test_every_word_has_a_shape_and_a_class_of_its_own() -> None:
    assert set(cards.SHAPES) == set(cards.STYLES) == set(Word)
    assert len(set(cards.SHAPES.values())) == len(set(cards.STYLES.values())) == len(Word)
    assert set(cards.GUARD_SHAPES) == set(Guard)


def test_a_fall_of_a_share_is_told_as_people_with_the_unhappy_first() -> None:
    verdict = judge(compare(Kind.PROPORTION, share(320, 400), share(300, 400)), 0.03, Direction.UP)
    assert cards.card(metric("Satisfied"), verdict).people == "Not so: 80 of 400, then 100 of 400"


def test_where_low_is_good_the_card_says_which_way_is_worse() -> None:
    verdict = judge(compare(Kind.PROPORTION, share(89, 4442), share(160, 4454)), 0.01, Direction.DOWN)
    card = cards.quick("Customers lost", "%", verdict)
    assert (card.word, card.which) == ("declined", "higher is worse")
    assert "higher is worse" in Page(render("badge", card=card)).text


def test_the_bar_holds_the_interval_and_the_margin_around_zero() -> None:
    verdict = judge(compare(Kind.PROPORTION, share(300, 400), share(290, 400)), 0.03, Direction.UP)
    bar = cards.quick("Satisfied", "%", verdict).bar
    assert bar is not None
    assert 0 <= bar.low < bar.change < bar.high <= 100
    assert bar.zero == 50
    assert bar.zero - bar.margin_low == pytest.approx(bar.margin_high - bar.zero)
    assert bar.low < bar.zero < bar.high


def test_the_methods_page_shows_every_word_every_kind_and_every_guard() -> None:
    page = Page(render("methods", **methods.page()))
    for word in (*Word, *Guard, *Reading, *METHODS.values()):
        assert word in page.text
    assert f"Fewer than {FEWEST_KEYS} customers" in page.text
    assert f"From {FEWEST_PERIODS} or more earlier, closed periods" in page.text
    assert "a probability of 80\u202f%" in page.text
    assert "{" not in page.text
    assert page.tags <= TAGS


def test_no_template_turns_escaping_off() -> None:
    templates = list(FOLDER.glob("*.html"))
    assert templates
    for path in templates:
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"\|\s*safe|filter\s+safe", text)
        assert "autoescape" not in text
        assert "<script" not in text


def test_a_period_that_still_runs_is_labelled_open_and_gets_no_word() -> None:
    running = compare(Kind.PROPORTION, share(300, 400), share(200, 400), still_open=True)
    card = cards.card(metric("Satisfied"), judge(running, 0.03, Direction.UP))
    assert (card.word, card.shape, card.still_open) == ("still open", "○", True)
    page = Page(render("headline", level=1, card=card, kicker="", say="", settle=""))
    assert "still open" in page.text
    assert "so far" in page.text
    assert "95\u202f% interval at every look" in page.text
    assert not any(word in page.text for word in (Word.DECLINED, Word.NOT_ENOUGH_DATA))
    assert dict(card.honesty)["Meaning of the word"].startswith("A period is not over yet")
    assert "How often luck alone does this" not in dict(card.honesty)


def test_people_who_are_counted_every_month_are_not_told_as_so_many_people() -> None:
    verdict = judge(compare(Kind.PROPORTION, share(80, 4000), share(90, 4000)), 0.01, Direction.DOWN)
    left = replace(metric("Lost"), good_direction=Direction.DOWN, measure=LeaversOf("start", "end"))
    people = "Affected: 80 of 4\u202f000, then 90 of 4\u202f000; everybody counts once a month"
    assert cards.card(left, verdict).people == people
