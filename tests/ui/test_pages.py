"""Every page inside the frame, without a browser."""

from __future__ import annotations

import inspect
from pathlib import Path

import pytest

from cxmetrics.errors import Forbidden, NotFound
from cxmetrics.settings import Mode, Settings
from cxmetrics.ui import access, opened, pages
from cxmetrics.workspace import shelf
from cxmetrics.workspace.visitors import Visitor
from tests.ui.conftest import Open, heading, notices, words

TEAM_ONLY = {"people"}
PAGES = sorted({path.stem for path in (Path(__file__).parents[2] / "pages").glob("*.py")} - TEAM_ONLY)


@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_on_the_example_without_an_exception(open_page: Open, page: str) -> None:
    test = open_page(page)
    assert not test.exception
    assert not test.error
    assert test.sidebar.selectbox(key="pick_workspace").options == ["Example company"]


@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_on_a_workspace_without_any_data(open_page: Open, page: str) -> None:
    opened.create("Empty", access.visitor())
    test = open_page(page, w="Empty")
    assert not test.exception
    assert not test.error
    assert test.title
    assert "67 → 68" not in words(test) or page == "quick_check"


def test_the_example_opens_with_a_rise_of_one_point_within_noise_and_its_counters(open_page: Open) -> None:
    said = words(open_page())
    assert "67 → 68" in said
    assert "within noise" in said
    for counter in ("Customers lost", "Called again within a week", "Employees lost", "Tickets rated good"):
        assert counter in said
    assert "New customers who were referred No data yet" in said


def test_every_metric_of_the_example_has_a_scorecard(open_page: Open) -> None:
    test = open_page()
    for metric in opened.outline(shelf.EXAMPLE, opened.workspace(shelf.EXAMPLE).version).metrics.values():
        test.sidebar.selectbox(key="pick_metric").set_value(metric.key).run()
        assert not test.exception, metric.key
        assert metric.label in heading(test)
        assert test.query_params["metric"] == metric.key


def test_another_metric_keeps_the_comparison_and_drops_a_segment_it_lacks(open_page: Open) -> None:
    test = open_page(metric="nps", compare="year", segment="location:Leeds")
    test.sidebar.selectbox(key="pick_metric").set_value("churn").run()
    assert not test.exception
    assert dict(test.query_params) == {
        "w": "example", "metric": "churn", "compare": "year", "segment": "all",
    }  # fmt: skip


def test_two_periods_of_ones_own_start_from_the_last_two_months(open_page: Open) -> None:
    test = open_page()
    test.sidebar.selectbox(key="pick_compare").set_value("custom").run()
    assert [test.query_params[name] for name in ("before", "after")] == ["2026-02", "2026-03"]
    assert "within noise" in heading(test)


def test_overlapping_periods_are_refused_and_the_view_stays(open_page: Open) -> None:
    test = open_page(compare="custom", before="2026-02", after="2026-03")
    test.sidebar.selectbox(key="pick_before").set_value("2026-Q1").run()
    assert not test.exception
    assert "overlap" in notices(test)
    assert test.query_params["before"] == "2026-02"
    assert "within noise" in heading(test)


def test_a_link_with_overlapping_periods_is_refused(open_page: Open) -> None:
    assert "overlap" in notices(open_page(compare="custom", before="2026-Q1", after="2026-03"))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("w", "Nobodys"),
        ("w", "../etc/passwd"),
        ("metric", "moon_phase"),
        ("compare", "fortnight"),
        ("segment", "location:Atlantis"),
    ],
)
def test_a_link_that_cannot_be_honoured_names_the_value_and_leads_back(open_page: Open, field: str, value: str) -> None:
    test = open_page(**{field: value})
    assert value in notices(test)
    assert not test.html[:-1], "no figures beside the refusal"
    test.button[0].click().run()
    assert "within noise" in heading(test)


def test_the_metrics_page_names_an_unknown_metric_of_its_link(open_page: Open) -> None:
    assert "moon_phase" in notices(open_page("metrics", metric="moon_phase"))


def test_an_edited_definition_is_logged_on_its_card(open_page: Open) -> None:
    test = open_page("metrics", metric="nps")
    test.number_input[0].set_value(3.0)
    next(button for button in test.button if button.label == "Save").click().run()
    assert not test.exception
    said = words(test)
    assert "Smallest change that matters 3 points" in said
    assert "Changes of this definition" in said
    assert "Smallest change that matters: 5 points → 3 points" in said


def test_a_margin_changed_after_looking_is_said_on_the_scorecard(open_page: Open) -> None:
    test = open_page("metrics", metric="nps")
    assert "chosen after looking" not in words(open_page())
    test.number_input[0].set_value(3.0)
    next(button for button in test.button if button.label == "Save").click().run()
    assert "one that is chosen after looking proves nothing" in words(open_page())


def test_the_scorecard_has_three_comparisons_each_with_its_verdict(open_page: Open) -> None:
    said = words(open_page())
    assert "Month on month March 2026 against February 2026 67 → 68 ≈ within noise" in said
    assert "Quarter on quarter Q1 2026 against Q4 2025 67 → 68 = no meaningful change" in said
    assert "Month, year on year March 2026 against March 2025 68 → 68 ≈ within noise" in said


def test_the_scorecard_says_how_sure_its_counters_can_be(open_page: Open) -> None:
    said = words(open_page())
    assert "all 3 counter-metrics that can be judged would be shown safe 4 % of the time" in said
    assert "Smallest change these answers could show 11.2 points, four times in five" in said
    quarter = words(open_page(compare="quarter"))
    assert "2 202 different customers, some of them more than once" in quarter
    assert "Sampling noise only" in quarter


def test_a_definition_that_another_page_changed_meanwhile_is_not_passed_over(open_page: Open) -> None:
    first, second = open_page("metrics", metric="nps"), open_page("metrics", metric="nps")
    for page, margin in ((first, 3.0), (second, 8.0)):
        page.number_input[0].set_value(margin)
        next(button for button in page.button if button.label == "Save").click().run()
    assert "Somebody else changed this definition since you opened it, so yours was not saved." in notices(second)
    assert "Smallest change that matters 3 points" in words(open_page("metrics", metric="nps"))
    second.number_input[0].set_value(8.0)
    next(button for button in second.button if button.label == "Save").click().run()
    assert "Smallest change that matters: 3 points → 8 points" in words(second)


def test_saving_a_definition_unchanged_logs_nothing(open_page: Open) -> None:
    test = open_page("metrics", metric="nps")
    next(button for button in test.button if button.label == "Save").click().run()
    assert "Changes of this definition" not in words(test)


def test_a_new_metric_from_a_column_gets_a_card_and_a_scorecard(open_page: Open) -> None:
    test = open_page("metrics")
    test.selectbox(key="new_column").set_value(_option(test.selectbox(key="new_column").options, "Reopens")).run()
    test.selectbox(key="new_way").set_value("share_above").run()
    labelled = {element.label: element for element in (*test.text_input, *test.number_input)}
    test.text_input[-1].set_value("Reopened twice")
    labelled["From which number upwards?"].set_value(2.0)
    next(button for button in test.button if button.label == "Add").click().run()
    assert not test.exception
    assert test.selectbox(key="card_metric").value == "reopened_twice"
    assert "Reopened twice" in heading(open_page(metric="reopened_twice"))


def test_the_history_gives_counts_that_add_up_for_every_export(open_page: Open) -> None:
    test = open_page("data")
    labels = [expander.label.replace("\\", "") for expander in test.expander]
    for name in shelf.EXAMPLE_FILES:
        assert any(name in label for label in labels), name
    survey = test.expander[labels.index(next(label for label in labels if "qualtrics" in label))]
    assert "records" in survey.markdown[0].value
    assert "set aside" in survey.markdown[0].value
    assert "preview" in survey.markdown[0].value
    assert len(survey.dataframe[0].value) > 0


def _option(options: list[str], start: str) -> str:
    return next(option for option in options if option.startswith(start))


def test_a_month_that_still_runs_is_labelled_open_and_has_no_verdict(open_page: Open) -> None:
    test = open_page(metric="nps", compare="custom", before="2026-03", after="2026-04")
    assert heading(test).startswith("There is no verdict on Net Promoter Score yet, because a period is still open")
    said = words(test)
    assert "○ still open" in said.split("Who paid for it?")[0]
    assert "interval at every look" in said
    assert "April 2026 (still open)" in test.sidebar.selectbox(key="pick_after").options


def test_methods_lead_to_the_document_that_typesets_them_in_full(open_page: Open) -> None:
    assert any(link.proto.page.endswith("methods_in_full") for link in open_page("methods").get("page_link"))
    document = open_page("methods_in_full")
    assert document.title[0].value == "Statistics"
    assert any("$$" in block.value for block in document.markdown)


def test_who_leaves_in_a_month_that_still_runs_is_said_not_to_be_final(open_page: Open) -> None:
    said = words(open_page(metric="churn", compare="custom", before="2026-03", after="2026-04"))
    assert "○ still open" in said
    assert "Who has not left yet may still leave" in said


def test_every_page_has_its_title() -> None:
    assert set(pages.TITLES) == {path.stem for path in pages.FOLDER.glob("*.py")}
    assert set(pages.WHY) < set(pages.TITLES)


def test_cached_figures_are_for_those_only_who_may_see_the_workspace(
    open_page: Open, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_page()  # figures are cached now
    version = opened.workspace(shelf.EXAMPLE).version
    monkeypatch.setattr(access, "visitor", lambda: Visitor(Settings(home, Mode.TEAM)))
    cached = [
        one
        for _, one in inspect.getmembers(opened, callable)
        if getattr(one, "__module__", "") == opened.__name__
        and list(inspect.signature(one).parameters)[:2] == ["name", "version"]
    ]
    assert {"outline", "scorecard", "series"} <= {one.__name__ for one in cached}
    for one in cached:
        nothing = [None] * (len(inspect.signature(one).parameters) - 2)
        with pytest.raises(Forbidden):
            one(shelf.EXAMPLE, version, *nothing)
    with pytest.raises(NotFound):
        opened.workspace(shelf.EXAMPLE)
