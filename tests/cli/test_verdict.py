"""Two periods of a metric of a workspace: the verdict with its counters, and what is refused in one sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.asking import BOTH_MONTHS, FIGURES, answer, refused, run
from tests.workspace.exports import written


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace of two months of answers."""
    folder = tmp_path_factory.mktemp("cli")
    path = folder / "w.duckdb"
    found = answer("import", str(written(folder, BOTH_MONTHS)), "--workspace", str(path))
    assert found["new"]
    return path


PERIODS = ("--before=2026-02", "--after=2026-03")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("verdict", "nowhere.duckdb", "--metric=nps", *PERIODS), "does not exist"),
        (("inspect", "nowhere.csv"), "does not exist"),
        (("inspect",), "Missing argument"),
        (("forecast",), "No such command"),
        (("verdict", "{w}", *PERIODS), "Missing option"),
        (("verdict", "{w}", "--metric=churn", *PERIODS), "no metric 'churn'. It has nps."),
        (("verdict", "{w}", "--metric=nps", "--before=last month", "--after=2026-03"), "is not a period"),
        (("verdict", "{w}", "--metric=nps", "--before=2026-13", "--after=2026-03"), "is not a period"),
        (("verdict", "{w}", "--metric=nps", "--before=2026-03", "--after=2026-Q1"), "overlap"),
        (("verdict", "{w}", "--metric=nps", *PERIODS, "--segment=Leeds"), "has no segment"),
        (("verdict", "{w}", "--metric=nps", *PERIODS, "--cluster-by=agent"), "can be clustered by location"),
        (("verdict", "{w}", "--metric=nps", *PERIODS, "--segment=location:Atlantis"), "can be split by location"),
        (("verdict", __file__, "--metric=nps", *PERIODS), "is not a workspace file"),
    ],
)
def test_a_bad_argument_ends_with_one_sentence(workspace: Path, arguments: tuple[str, ...], said: str) -> None:
    assert said in refused(run(*(argument.replace("{w}", str(workspace)) for argument in arguments)))


def test_verdict_carries_the_counters_and_the_reading(workspace: Path) -> None:
    found = answer("verdict", str(workspace), "--metric", "nps", *PERIODS)
    assert found.keys() >= FIGURES | {"metric", "counters", "reading", "headline"}
    # 10, 9, 8, 7, 3 in turn: two promoters and one detractor of five
    assert (found["before"]["value"], found["after"]["value"]) == (pytest.approx(20), pytest.approx(20))
    assert (found["before"]["n"], found["after"]["n"]) == (560, 620)
    assert (found["word"], found["reading"]) == ("within noise", "noise")
    assert [counter["metric"] for counter in found["counters"]] == [
        "churn", "ticket_csat", "repeat_contact", "employee_turnover", "referral_rate",
    ]  # fmt: skip
    assert {counter["guard"] for counter in found["counters"]} == {"no data yet"}


def test_verdict_judges_every_segment_when_asked(workspace: Path) -> None:
    asked = "verdict", str(workspace), "--metric=nps", *PERIODS
    found, plain = answer(*asked, "--segments"), answer(*asked)
    assert "segments" not in plain
    assert {segment["dimension"] for segment in found["segments"]} == {"location"}
    for segment in found["segments"]:
        alone = answer(*asked, f"--segment=location:{segment['value']}")
        assert segment["interval"] == pytest.approx(alone["interval"])
        assert segment["change"] == pytest.approx(alone["change"])
        assert segment["adjusted_p_value"] is None or segment["adjusted_p_value"] >= alone["p_value"] - 1e-12
    assert {"dependence", "tau", "still_open", "joint_power"} <= found.keys()


def test_verdict_clusters_by_a_dimension_only_when_asked(workspace: Path) -> None:
    asked = "verdict", str(workspace), "--metric=nps", *PERIODS
    found, plain = answer(*asked, "--cluster-by=location"), answer(*asked)
    assert plain["dependence"] is None
    assert found["dependence"]["key"] == "location"
    assert found["word"] == "not enough data"
    assert found["change"] == plain["change"]


def test_verdict_on_a_segment_counts_that_segment(workspace: Path) -> None:
    found = answer("verdict", str(workspace), "--metric=nps", *PERIODS, "--segment=location:Leeds")
    assert (found["before"]["n"], found["after"]["n"]) == (280, 310)
