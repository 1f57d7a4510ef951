"""What the tests of failures share: a clock beside the worker, and ways to wait and to look."""

import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from django.conf import settings
from pytest_django.fixtures import Settings

from accounts.models import Profile
from netflixlike.runner import services
from recommendations import artifacts
from recommendations.models import HomePage
from tests.live import live_env, running


def wait_until(true: Callable[[], object], seconds: float, what: str) -> float:
    """Waits for it to become true and returns how long that took; fails after so many seconds."""
    began = time.monotonic()
    while not true():
        assert time.monotonic() - began < seconds, f"{what}: not within {seconds:.0f} s"
        time.sleep(0.05)
    return time.monotonic() - began


def page_is_current(profile: Profile) -> bool:
    """Whether the stored page knows everything that the profile did."""
    profile.refresh_from_db(fields=["taste_version"])
    return HomePage.objects.filter(profile=profile, taste_version=profile.taste_version).exists()


@pytest.fixture
def models(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of models of this test's own, which the processes that it starts work with too."""
    settings.MODEL_DIR = tmp_path / "models"
    for held in ("loaded", "broken", "sound"):
        monkeypatch.setattr(artifacts._Process, held, None)
    return tmp_path / "models"


@pytest.fixture
def beat(transactional_db: None, tmp_path: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """The clock that starts the sweep, with a data folder of its own."""
    env = live_env(DATA_DIR=str(tmp_path), MODEL_DIR=str(settings.MODEL_DIR))
    with ExitStack() as stack:
        child = stack.enter_context(running(services.beat(env), tmp_path / "log"))
        assert child.process is not None
        yield child.process
