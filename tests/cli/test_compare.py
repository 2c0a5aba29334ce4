"""Two periods given as JSON: every form of every kind is answered, and one sentence refuses what is none."""

from __future__ import annotations

import math
from typing import Any

import pytest

from tests.cli.asking import FIGURES, answer, question, refused, run


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
