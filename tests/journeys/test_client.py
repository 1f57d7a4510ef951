"""A client that nobody here wrote: generated from the committed description, checked by its compiler, and let loose."""

import json
import subprocess
from pathlib import Path

import pytest

from accounts.models import Play, WatchState
from catalog.models import Title
from tests import npm
from tests.api import contract
from tests.live import LiveSite
from tests.pages.test_media import make_video

SOURCES = Path(__file__).resolve().parents[1] / "client"


@pytest.fixture
def workshop() -> Path:
    """The folder with generator and compiler, and with the client's own sources."""
    if not npm.is_there():
        pytest.skip("there is no node with npm here: install the packages nodejs and npm")
    return npm.workshop(SOURCES)


def test_a_generated_client_lives_through_an_evening(
    workshop: Path, films: dict[str, list[Title]], live_site: LiveSite, live_worker: "subprocess.Popen[bytes]"
) -> None:
    for listed in films.values():
        for title in listed:
            make_video(title)
    generated = ("--default-non-nullable=false", "--output", "schema.ts")
    npm.run(workshop, "npx", "--no-install", "openapi-typescript", str(contract.PATH), *generated)
    npm.run(workshop, "npx", "--no-install", "tsc")
    told = json.loads(npm.run(workshop, "node", "built/journey.js", live_site.url))
    # What was told twice is there once, and where it says that the phone was.
    plays = Play.objects.filter(profile=told["profile"])
    assert {str(play.client_id) for play in plays if play.device == "phone"} == set(told["reports"])
    assert plays.count() == len(told["reports"]) + 1
    assert WatchState.objects.get(profile=told["profile"]).title_id == told["title"]
