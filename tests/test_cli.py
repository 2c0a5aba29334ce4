"""The command line: one JSON object per answer, one sentence per refusal, and nothing stored that was not asked for."""

from __future__ import annotations

import json
import math
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from cxmetrics import __version__
from cxmetrics.cli import main
from cxmetrics.workspace import shelf
from tests.workspace.exports import SCORE, answers, days, written

ROOT = Path(__file__).parents[1]
FIGURES = {
    "word", "before", "after", "change", "interval", "interval_90", "standard_error", "p_value", "detectable_change",
    "n_needed", "margin", "method", "caveats", "sentence",
}  # fmt: skip
FILE = {
    "vendor", "encoding", "delimiter", "header_rows", "footer_rows", "records", "valid", "set_aside", "roles",
    "date_range", "timezone", "metrics", "warnings", "questions",
}  # fmt: skip
BOTH_MONTHS = answers([*days("2026-02"), *days("2026-03")], a_day=20)


def run(*arguments: str, given: str | bytes | None = None) -> Result:
    return CliRunner().invoke(main, arguments, input=given)


def answer(*arguments: str, given: str | bytes | None = None) -> dict[str, Any]:
    """The object that a command prints with --json."""
    result = run(*arguments, "--json", given=given)
    assert (result.exit_code, result.stderr) == (0, "")
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def refused(result: Result) -> str:
    """The one sentence on standard error of a command that was refused."""
    assert (result.exit_code, result.stdout) == (2, "")
    (line,) = result.stderr.splitlines()
    assert "Traceback" not in line
    return line


def question(kind: str, before: dict[str, Any], after: dict[str, Any], **more: Any) -> str:
    return json.dumps({"kind": kind, "before": before, "after": after} | more)


def keyed(figures: dict[str, Any]) -> dict[str, Any]:
    """The same figures, from fifteen respondents in turn."""
    n = len(figures.get("scores", figures.get("values", [])))
    return figures | {"keys": [f"p{i % 15}" for i in range(n)]}


SCORES = ({"scores": [10, 9, 8, 3, 7] * 12}, {"scores": [10, 9, 9, 3, 7] * 12})
SHARES = ({"values": [1, 0, 1, 1] * 15}, {"values": [1, 0, 0, 1] * 15})
MEANS = ({"values": [1, 2, 3, 4, 5] * 12}, {"values": [2, 3, 4, 5, 5] * 12})
TIMES = ({"values": [100, 400] * 30}, {"values": [50, 200] * 30})

COMPARED: list[tuple[str, str, dict[str, Any], dict[str, Any], float, float, int]] = [
    ("nps", "groups", {"promoters": 288, "passives": 92, "detractors": 20},
     {"promoters": 292, "passives": 88, "detractors": 20}, 67, 68, 400),
    ("nps", "published", {"nps": 67, "n": 400}, {"nps": 68, "n": 400}, 67, 68, 400),
    ("nps", "scores", *SCORES, 20, 40, 60),
    ("nps", "scores with keys", keyed(SCORES[0]), keyed(SCORES[1]), 20, 40, 60),
    ("proportion", "events", {"events": 300, "n": 400}, {"events": 280, "n": 400}, 0.75, 0.7, 400),
    ("proportion", "values", *SHARES, 0.75, 0.5, 60),
    ("proportion", "values with keys", keyed(SHARES[0]), keyed(SHARES[1]), 0.75, 0.5, 60),
    ("mean", "values", *MEANS, 3, 3.8, 60),
    ("mean", "values with keys", keyed(MEANS[0]), keyed(MEANS[1]), 3, 3.8, 60),
    ("mean", "summary", {"n": 90, "mean": 4.1, "sd": 1.1}, {"n": 90, "mean": 4.3, "sd": 1.0}, 4.1, 4.3, 90),
    ("mean", "levels", {"levels": {"1": 20, "5": 20}}, {"levels": {"1": 10, "5": 30}}, 3, 4, 40),
    ("duration", "values", *TIMES, 200, 100, 60),
    ("duration", "values with keys", keyed(TIMES[0]), keyed(TIMES[1]), 200, 100, 60),
    ("rate", "count", {"count": 60, "exposure": 1000}, {"count": 80, "exposure": 1000}, 0.06, 0.08, 1000),
    ("ratio", "sums", {"numerators": [1, 2, 3] * 20, "denominators": [2, 4, 4] * 20},
     {"numerators": [2, 2, 3] * 20, "denominators": [2, 4, 4] * 20}, 0.6, 0.7, 60),
]  # fmt: skip


@pytest.mark.parametrize("case", COMPARED, ids=lambda case: f"{case[0]} from {case[1]}")
def test_compare_answers_every_form_of_every_kind(
    case: tuple[str, str, dict[str, Any], dict[str, Any], float, float, int],
) -> None:
    kind, _, before, after, value_before, value_after, n = case
    found = answer("compare", given=question(kind, before, after, margin=0.5, good_direction="up"))
    assert found.keys() >= FIGURES
    assert (found["before"]["n"], found["after"]["n"]) == (n, n)
    assert found["before"]["value"] == pytest.approx(value_before)
    assert found["after"]["value"] == pytest.approx(value_after)
    relative = value_after / value_before - 1
    assert found["change"] == pytest.approx(relative if kind == "duration" else value_after - value_before)
    assert found["interval"][0] < found["change"] < found["interval"][1]
    assert found["interval"][0] <= found["interval_90"][0] < found["interval_90"][1] <= found["interval"][1]
    assert found["margin"] == 0.5
    assert found["sentence"].endswith(".")


def test_compare_agrees_with_the_textbook_on_two_means() -> None:
    found = answer(
        "compare", given=question("mean", *({"n": 90, "mean": m, "sd": 1.0} for m in (4.1, 4.3)), margin=0.2)
    )
    error = math.sqrt(1 / 90 + 1 / 90)
    assert found["standard_error"] == pytest.approx(error)
    assert found["interval"] == pytest.approx([0.2 - 1.9734 * error, 0.2 + 1.9734 * error], abs=1e-4)  # t with 178 df


def test_a_lower_duration_is_better_unless_said_otherwise() -> None:
    assert answer("compare", given=question("duration", *TIMES))["word"] == "improved"
    assert answer("compare", given=question("duration", *TIMES, good_direction="up"))["word"] == "declined"


def test_repeated_respondents_change_the_interval_and_are_named() -> None:
    plain, paired = (answer("compare", given=question("mean", *figures)) for figures in (MEANS, map(keyed, MEANS)))
    assert plain["dependence"] is None
    assert paired["dependence"] == pytest.approx({"key": "respondent", "groups": 15, "shared": True, "df": 14})
    assert paired["interval"] != plain["interval"]
    assert "clustered by respondent" in paired["method"]


def test_compare_without_json_says_the_sentence() -> None:
    given = question("nps", {"nps": 67, "n": 400}, {"nps": 68, "n": 400})
    result = run("compare", given=given)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.strip() == answer("compare", given=given)["sentence"]


GOOD = {"promoters": 1, "passives": 2, "detractors": 3}
BAD_INPUT = {
    "nothing": "",
    "no JSON": "{kind: nps}",
    "two objects": "{} {}",
    "a list": "[]",
    "not a number": "NaN",
    "bytes that are no text": b"\xff\xfe\x00{",
    "a nest without end": "[" * 100_000,
    "an unknown kind": question("happiness", GOOD, GOOD),
    "an unknown field": question("nps", GOOD, GOOD, colour="red"),
    "a missing period": '{"kind": "nps", "before": {"nps": 1, "n": 2}}',
    "a negative count": question("nps", GOOD | {"promoters": -1}, GOOD),
    "half a person": question("nps", GOOD | {"promoters": 1.5}, GOOD),
    "more events than cases": question("proportion", {"events": 5, "n": 4}, {"events": 1, "n": 4}),
    "a score off the scale": question("nps", {"scores": [11]}, {"scores": [1]}),
    "a margin of nothing": question("nps", GOOD, GOOD, margin=0),
    "an unknown direction": question("nps", GOOD, GOOD, good_direction="sideways"),
    "keys in one period": question("mean", {"values": [1, 2], "keys": ["a", "b"]}, {"values": [1, 2]}),
    "infinity": '{"kind": "mean", "before": {"values": [Infinity]}, "after": {"values": [1]}}',
    "a line break in a name": question("nps\nnps", GOOD, GOOD),
}


@pytest.mark.parametrize("given", BAD_INPUT.values(), ids=BAD_INPUT)
def test_bad_input_ends_with_one_sentence(given: str | bytes) -> None:
    assert refused(run("compare", "--json", given=given)).endswith(".")


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


def test_inspect_shows_what_the_importer_sees_and_stores_nothing(tmp_path: Path) -> None:
    path = written(tmp_path, [*BOTH_MONTHS, "R9000,,5,Leeds"])
    found = answer("inspect", str(path))
    assert found.keys() == FILE
    assert (found["vendor"], found["encoding"], found["delimiter"]) == ("generic", "utf-8", ",")
    assert (found["header_rows"], found["footer_rows"]) == (1, 0)
    assert (found["records"], found["valid"], found["set_aside"]) == (1181, 1180, {"no_date": 1})
    assert found["roles"] == {"id": "Response ID", "date": "Date", "score_nps": SCORE, "segment": "Location"}
    assert found["date_range"] == ["2026-02-01", "2026-03-31"]
    assert found["metrics"] == {
        "nps": {"value": pytest.approx(20), "n": 1180, "promoters": 472, "passives": 472, "detractors": 236}
    }
    assert (found["warnings"], found["questions"]) == ([], [])
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_in_which_nothing_is_recognised_is_shown_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "colours.csv"
    path.write_text("Alpha;Beta\nred;u\nblue;v\ntoo;many;cells\n")
    found = answer("inspect", str(path))
    assert (found["vendor"], found["delimiter"], found["roles"]) == ("generic", ";", {})
    assert (found["records"], found["valid"], found["set_aside"]) == (3, 2, {"malformed_row": 1})
    assert (found["metrics"], found["date_range"]) == ({}, None)
    assert "No column says when something happened" in found["warnings"][0]
    assert "nothing to store" in refused(run("import", str(path), "--workspace", str(tmp_path / "w.duckdb")))


def test_a_file_with_a_question_is_inspected_but_not_imported(tmp_path: Path) -> None:
    lines = [f"R{i},0{i % 9 + 1}/03/2026,{i % 11},Leeds" for i in range(60)]
    path, workspace = written(tmp_path, lines), tmp_path / "new.duckdb"
    (asked,) = answer("inspect", str(path))["questions"]
    assert (asked["column"], set(asked["options"])) == ("Date", {"%d/%m/%Y", "%m/%d/%Y"})
    said = refused(run("import", str(path), "--workspace", str(workspace)))
    assert said.startswith(asked["text"])
    assert not workspace.exists()
    accepted = answer("import", str(path), "--workspace", str(workspace), "--accept")
    assert (accepted["records"], accepted["metrics"]) == (60, ["nps"])


def test_import_stores_once_and_says_what_became_of_every_record(tmp_path: Path) -> None:
    path, workspace = written(tmp_path, [*BOTH_MONTHS, "R9000,,5,Leeds"]), tmp_path / "w.duckdb"
    first = answer("import", str(path), "--workspace", str(workspace))
    assert (first["new"], first["records"], first["used"], first["set_aside"]) == (True, 1181, 1180, {"no_date": 1})
    again = answer("import", str(path), "--workspace", str(workspace))
    assert again == first | {"new": False}


def test_a_refused_file_leaves_no_workspace_behind(tmp_path: Path) -> None:
    path, workspace = tmp_path / "page.csv", tmp_path / "w.duckdb"
    path.write_text("<!DOCTYPE html><html><body>Please sign in</body></html>")
    assert "sign in" in refused(run("import", str(path), "--workspace", str(workspace))).lower()
    assert not workspace.exists()


def test_demo_builds_the_example_but_never_over_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelf, "EXAMPLE_FILES", ("hr_roster.csv",))  # the smallest is enough here
    path = tmp_path / "example.duckdb"
    assert answer("demo", str(path)) == {"workspace": str(path)}
    built = path.read_bytes()
    assert "already exists" in refused(run("demo", str(path)))
    assert path.read_bytes() == built
    assert [entry.name for entry in tmp_path.iterdir()] == ["example.duckdb"]


def test_the_module_runs_as_a_program() -> None:
    command = [sys.executable, "-m", "cxmetrics"]
    given = question("nps", {"nps": 67, "n": 400}, {"nps": 68, "n": 400})
    done = subprocess.run(
        [*command, "compare", "--json"], cwd=ROOT, input=given, capture_output=True, text=True, check=True
    )
    assert done.stderr == ""
    assert json.loads(done.stdout)["word"] in ("within noise", "not enough data")
    broken = subprocess.run([*command, "compare"], cwd=ROOT, input="{", capture_output=True, text=True, check=False)
    assert (broken.returncode, broken.stdout) == (2, "")
    assert broken.stderr == "Standard input is not one JSON object.\n"


def test_the_version_is_the_packages() -> None:
    assert __version__ in run("--version").stdout


@pytest.mark.parametrize(
    ("suffix", "start"),
    [("pdf", b"%PDF"), ("pptx", b"PK"), ("html", b"<!doctype html>"), ("csv", b"\xef\xbb\xbfmetric")],
)
def test_a_report_is_written_in_each_format(example_file: Path, tmp_path: Path, suffix: str, start: bytes) -> None:
    out = tmp_path / f"report.{suffix}"
    found = answer("report", str(example_file), "--format", suffix, "--out", str(out), "--metric", "nps")
    assert found == {"file": str(out), "title": "Net Promoter Score, March 2026 against February 2026"}
    assert out.read_bytes().startswith(start)
    assert [path.name for path in tmp_path.iterdir()] == [out.name]


def test_a_report_overwrites_nothing_but_a_report(example_home: Path, tmp_path: Path) -> None:
    workspace = tmp_path / "w.duckdb"
    shutil.copy(example_home / f"{shelf.EXAMPLE}.duckdb", workspace)
    kept = workspace.read_bytes()
    done = run("report", str(workspace), "--format", "csv", "--out", str(workspace), "--metric", "nps")
    assert f"{workspace} is there already and is not called .csv." in refused(done)
    assert workspace.read_bytes() == kept


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--metric", "none"), "no metric 'none'"),
        (("--metric", "nps", "--before", "2026-01"), "both --before and --after"),
        (("--metric", "nps", "--before", "2026-01", "--after", "2026-Q1"), "overlap"),
        (("--metric", "nps", "--segment", "location:Atlantis"), "no segment 'location:Atlantis'"),
        (("--metric", "nps", "--segment", "employee:E-001"), "one employee"),
        (("--metric", "nps", "--out", "/nowhere/report.csv"), "/nowhere/report.csv could not be written"),
    ],
)
def test_a_report_that_cannot_be_made_is_refused(
    example_file: Path, tmp_path: Path, arguments: tuple[str, ...], says: str
) -> None:
    out = tmp_path / "report.csv"
    assert says in refused(run("report", str(example_file), "--format", "csv", "--out", str(out), *arguments))
    assert not list(tmp_path.iterdir())


def test_the_spread_of_a_metric_says_the_same_as_its_page(example_file: Path) -> None:
    found = answer("spread", str(example_file), "--metric", "short_calls", "--period", "2026-03")
    assert found["sentence"].startswith("Customers of E-014 are worst served: Very short calls 70")
    first = found["segments"][0]
    assert (first["value"], first["standing"], first["figure"]["n"]) == ("E-014", "worse than the others", 403)
    said = run("spread", str(example_file), "--metric", "nps", "--period", "2026-03").stdout
    assert said.startswith("Nothing stands out: none of 14 segments differs")
    assert said.count("not told apart") == 14


def test_who_left_satisfied_is_said_as_on_the_page(example_file: Path) -> None:
    found = answer("left", str(example_file), "--window", "180")
    assert found["customers"]["answered"]["positive"]["n"] == 647
    assert found["customers"]["none_given"]["value"] == pytest.approx(972 / 2593)
    assert found["employees"]["lacking"]
    said = run("left", str(example_file), "--window", "180").stdout
    assert said.startswith(found["sentence"])
    assert "named a competitor" in said


def test_the_course_of_a_metric_says_the_same_as_its_page(example_file: Path) -> None:
    found = answer("course", str(example_file), "--metric", "csat_invoice")
    assert found["sentence"].startswith(
        "No single month alarmed, but over the year Satisfied customers: invoice got worse"
    )
    assert [year["metric"] for year in found["years"] if year["drip"]] == ["csat_invoice"]
    assert found["years"][0]["change"] == pytest.approx(-0.055, abs=0.001)
    assert (len(found["periods"]), found["periods"][-1]["period"]) == (27, "2026-03")
    assert [still["period"] for still in found["still_open"]] == ["2026-04"]
    said = run("course", str(example_file), "--metric", "churn", "--baseline", "12").stdout
    assert "Customers lost shows a signal in March 2026: above the upper limit." in said
    assert "Slipping without any alarm: Satisfied customers: invoice" in said


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--metric", "smiles"), "no metric 'smiles'"),
        (("--metric", "nps", "--baseline", "3"), "not from 3"),
        (("--metric", "nps", "--segment", "location:York", "--weeks"), "fewer than 20 answers in most weeks"),
    ],
)
def test_a_course_that_cannot_be_charted_is_refused(example_file: Path, arguments: tuple[str, ...], said: str) -> None:
    assert said in refused(run("course", str(example_file), *arguments))
