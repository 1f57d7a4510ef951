"""A client that nobody here wrote: generated from the committed description, checked by its compiler, and let loose."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from accounts.models import Play, WatchState
from catalog.models import Title
from tests.api import contract
from tests.live import LiveSite
from tests.pages.test_media import make_video

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ROOT / "tests" / "client"
WORKSHOP = ROOT / ".client"  # where npm keeps what it installed from one run to the next


def run(*command: str, patience: int = 120) -> str:
    """What the command says, where it ends well."""
    env = {**os.environ, "NO_UPDATE_NOTIFIER": "1"}
    done = subprocess.run(command, cwd=WORKSHOP, env=env, capture_output=True, text=True, timeout=patience)
    assert done.returncode == 0, f"{command} ended with {done.returncode}\n{done.stdout[-4000:]}\n{done.stderr[-4000:]}"
    return done.stdout


@pytest.fixture
def workshop() -> Path:
    """The folder with generator and compiler, as the lock file has them, and with the client's own sources."""
    if not (shutil.which("node") and shutil.which("npm")):
        pytest.skip("there is no node with npm here: install the packages nodejs and npm")
    WORKSHOP.mkdir(exist_ok=True)
    lock, installed = (SOURCES / "package-lock.json").read_text(), WORKSHOP / "installed.json"
    for source in SOURCES.iterdir():
        if source.is_file():
            shutil.copyfile(source, WORKSHOP / source.name)
    if not installed.exists() or installed.read_text() != lock:
        run("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", patience=300)
        installed.write_text(lock)  # only once all is there
    return WORKSHOP


def test_a_generated_client_lives_through_an_evening(
    workshop: Path, films: dict[str, list[Title]], live_site: LiveSite, live_worker: "subprocess.Popen[bytes]"
) -> None:
    for listed in films.values():
        for title in listed:
            make_video(title)
    run(
        "npx",
        "--no-install",
        "openapi-typescript",
        str(contract.PATH),
        "--default-non-nullable=false",
        "--output",
        "schema.ts",
    )
    run("npx", "--no-install", "tsc")
    told = json.loads(run("node", "built/journey.js", live_site.url))
    # What was told twice is there once, and where it says that the phone was.
    plays = Play.objects.filter(profile=told["profile"])
    assert {str(play.client_id) for play in plays if play.device == "phone"} == set(told["reports"])
    assert plays.count() == len(told["reports"]) + 1
    assert WatchState.objects.get(profile=told["profile"]).title_id == told["title"]
