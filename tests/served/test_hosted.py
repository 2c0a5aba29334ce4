"""A hosted server as whatever watches over it sees it, and one that is configured where no environment can be set."""

from __future__ import annotations

import resource
import shutil
import sys
from pathlib import Path

import pytest
from httpx2 import get

from tests.browser.harness import serving, started


@pytest.fixture
def home(example_home: Path, tmp_path: Path) -> Path:
    return shutil.copytree(example_home, tmp_path / "home")


def test_secrets_may_stand_for_the_environment(home: Path, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    (folder / ".streamlit").mkdir(parents=True)
    (folder / ".streamlit" / "secrets.toml").write_text(
        'CXMETRICS_MODE = "demo"\nCXMETRICS_HOSTS = "demo.example.com"\n'
    )
    with serving(home, folder=folder) as url:
        assert get(f"{url}/", headers={"host": "demo.example.com"}).status_code == 200
        assert get(f"{url}/").status_code == 400
        assert get(f"{url}/readyz").text == "ready"


@pytest.mark.parametrize("secret", ["changeme", "0123456789abcdef" * 4, "9f2c4b7a1d3e5f60718293a4b5c6d7e8"])
def test_a_team_behind_a_weak_secret_is_not_served(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, secret: str
) -> None:
    for name, value in {"MODE": "team", "HOSTS": "cx.example.com", "OWNERS": "ann@example.com"}.items():
        monkeypatch.setenv(f"CXMETRICS_{name}", value)
    folder = tmp_path / "folder"
    (folder / ".streamlit").mkdir(parents=True)
    (folder / ".streamlit" / "secrets.toml").write_text(
        f'[auth]\nredirect_uri = "https://cx.example.com/oauth2callback"\ncookie_secret = "{secret}"\n'
    )
    why = r"Not started\. cookie_secret in .* is shorter than 32 random bytes"
    with pytest.raises(RuntimeError, match=why), serving(home, folder=folder):
        pass


def test_it_is_not_ready_without_room_for_workspaces(home: Path) -> None:
    with serving(home) as url:
        assert get(f"{url}/readyz").text == "ready"
        shutil.rmtree(home)
        home.write_text("no folder any more")
        answer = get(f"{url}/readyz")
        assert (answer.status_code, answer.text) == (503, "The folder of the workspaces cannot be written.")
        assert get(f"{url}/healthz").text == "ok"


@pytest.mark.skipif(sys.platform != "linux", reason="looks at limits as Linux shows them")
def test_it_may_open_as_many_files_as_the_system_allows(home: Path) -> None:
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    with started(home) as (_, process):
        limits = Path(f"/proc/{process.pid}/limits").read_text()
    soft = limits.partition("Max open files")[2].split()[0]
    assert int(soft) == most
