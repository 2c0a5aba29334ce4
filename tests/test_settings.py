"""Settings: every variable is listed and documented, and what cannot be is named."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from streamlit.config import get_config_options

from cxmetrics.errors import BadInput
from cxmetrics.settings import VARIABLES, Mode, Settings, settings

ROOT = Path(__file__).parents[1]


def test_nothing_set_is_local_mode() -> None:
    assert settings({}) == Settings(home=Path("workspaces"))


def test_everything_set() -> None:
    found = settings(
        {
            "CXMETRICS_HOME": "/data",
            "CXMETRICS_MODE": "team",
            "CXMETRICS_HOSTS": "CX.example.com, other.example.com,",
            "CXMETRICS_OWNERS": " Ann@Example.com ",
            "CXMETRICS_VISIT_HOURS": "0.5",
        }
    )
    assert found == Settings(
        Path("/data"), Mode.TEAM, ("cx.example.com", "other.example.com"), frozenset({"ann@example.com"}), 0.5
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [("CXMETRICS_MODE", "public"), ("CXMETRICS_VISIT_HOURS", "soon"), ("CXMETRICS_VISIT_HOURS", "0")],
)
def test_a_value_that_cannot_be_is_named_with_its_variable(name: str, value: str) -> None:
    with pytest.raises(BadInput, match=name):
        settings({name: value})


def test_every_variable_that_is_read_is_listed_and_documented() -> None:
    sources = [*ROOT.glob("cxmetrics/**/*.py"), *ROOT.glob("pages/*.py"), ROOT / "app.py"]
    read = {
        name for path in sources for name in re.findall(r"CXMETRICS_[A-Z_]+[A-Z]", path.read_text(encoding="utf-8"))
    }
    assert read == set(VARIABLES)
    documented = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    for name, meaning in VARIABLES.items():
        assert f"| `{name}` | {meaning} |" in documented


def test_every_variable_of_the_files_for_hosting_is_documented_and_one_that_streamlit_knows() -> None:
    documented = set(re.findall(r"^\| `([A-Z_]+)` \|", (ROOT / "docs" / "settings.md").read_text(), re.MULTILINE))
    assert documented >= set(VARIABLES)
    files = [*(ROOT / "deploy").iterdir(), ROOT / "docs" / "hosting.md"]
    used = {name for path in files for name in re.findall(r"\b[A-Z]+(?:_[A-Z]+)+\b", path.read_text(encoding="utf-8"))}
    ours = {name for name in used if name.startswith(("CXMETRICS_", "STREAMLIT_", "FORWARDED_"))}
    assert len(ours) > 5
    assert ours <= documented
    known = {option.env_var for option in get_config_options().values()}
    assert {name for name in documented if name.startswith("STREAMLIT_")} <= known
