"""docs/compare.md says what the command takes and answers."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from cxmetrics import answers
from cxmetrics.judge.given import NEEDED, OPTIONAL, parse
from cxmetrics.judge.shapes import SHAPES

TEXT = (Path(__file__).parents[2] / "docs" / "compare.md").read_text()
EXAMPLES = re.findall(r"```json\n(.*?)```", TEXT, re.DOTALL)


@pytest.mark.parametrize("example", EXAMPLES)
def test_its_examples_have_answers_with_the_fields_it_tells_of(example: str) -> None:
    answer = answers.of_request(parse(json.loads(example)))
    told = set(re.findall(r"`(\w+)`", TEXT.split("## The answer")[1]))
    assert answer.keys() <= told
    assert json.loads(json.dumps(answer, allow_nan=False))["word"]


def test_it_tells_of_every_field_and_form() -> None:
    known = set(re.findall(r"`(\w+)`", TEXT)) | set(re.findall(r'"(\w+)":', EXAMPLES[0]))
    assert known >= NEEDED | OPTIONAL
    assert known >= {str(kind) for kind in SHAPES}
    assert known >= {name for shapes in SHAPES.values() for shape in shapes for name in shape}
