"""A small site with two tastes in it, so that the right answer is known by construction."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from accounts.models import Profile, WatchState
from catalog.models import Title
from recommendations import artifacts, training
from tests.factories import make_profile, make_title

FANS = 20


@dataclass(frozen=True)
class World:
    """Twenty horror films, twenty romances, and fans of each who watched a random half of them."""

    horror: list[Title]
    romance: list[Title]
    horror_fans: list[Profile]
    romance_fans: list[Profile]


def watched_by(profile: Profile) -> set[int]:
    """What it finished, by title id."""
    return set(WatchState.objects.filter(profile=profile, finished_at__isnull=False).values_list("title", flat=True))


def _fans(films: list[Title], number: int, random: Random) -> list[Profile]:
    """Written in bulk, as an import does; what services would have left is the same."""
    fans = [make_profile() for _ in range(number)]
    now = timezone.now()
    states = [
        WatchState(
            profile=fan, title=film, position=6000, duration=6000, furthest=1.0, last_at=at, first_at=at, finished_at=at
        )
        for fan in fans
        for place, film in enumerate(random.sample(films, len(films) // 2))
        for at in [now - timedelta(days=30 - place)]
    ]
    WatchState.objects.bulk_create(states)
    return fans


@pytest.fixture
def models(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of models of this test's own, and nothing in memory from others."""
    settings.MODEL_DIR = tmp_path / "models"
    for held in ("loaded", "broken", "sound"):
        monkeypatch.setattr(artifacts._Process, held, None)
    return tmp_path / "models"


@pytest.fixture
def world(db: None) -> World:
    horror = [make_title(f"Terror {i}", "Horror", age=16) for i in range(20)]
    romance = [make_title(f"Kiss {i}", "Romance") for i in range(20)]
    random = Random(7)
    return World(horror, romance, _fans(horror, FANS, random), _fans(romance, FANS, random))


@pytest.fixture
def trained(world: World, models: Path) -> World:
    """The same, with a model trained on it."""
    assert "interactions in" in training.train()
    return world
