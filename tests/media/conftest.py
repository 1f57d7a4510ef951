"""Films to package, where they come from, and where the packages go: all of this test's own."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import Storage
from pytest_django import Settings

from catalog.media import claims
from catalog.media.packages import media_storage
from catalog.media.tools import are_there
from catalog.media.work import work
from catalog.models import Video
from tests.factories import make_title
from tests.media import clips


@pytest.fixture(scope="session")
def films(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for films that several tests use."""
    if not are_there():
        pytest.skip("there is no ffmpeg here, neither the system's nor that of requirements-media.txt")
    return tmp_path_factory.mktemp("films")


@pytest.fixture(scope="session")
def clip(films: Path) -> Path:
    """Two seconds of moving pictures with a tone."""
    return clips.film(films / "clip.mp4")


@pytest.fixture
def inbox(settings: Settings, tmp_path: Path) -> Path:
    """The folder of MEDIA_SOURCES; storage and scratch are beside it."""
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    files = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path / "media"}}
    settings.STORAGES = {**settings.STORAGES, "media": files}
    settings.MEDIA_SOURCES, settings.MEDIA_SCRATCH = [inbox], tmp_path / "scratch"
    return inbox


Bring = Callable[..., Video]


@pytest.fixture
def unheard(monkeypatch: pytest.MonkeyPatch) -> None:
    """The claim's thread, which has a connection of its own, does not look into what this test has not committed."""
    monkeypatch.setattr(claims, "BEAT", 3600)


@pytest.fixture
def bring(inbox: Path, db: None, unheard: None) -> Bring:
    """Makes a video of a file, which is put into the inbox, and asks for its package."""

    def bring(file: Path, **fields: Any) -> Video:
        (inbox / file.name).write_bytes(file.read_bytes())
        video = Video.objects.create(title=make_title(), path=file.name, **fields)
        assert claims.ask(video.pk)
        return video

    return bring


def package(video: Video) -> Video:
    """Do a worker's work on it, here; the video as it is afterwards."""
    with claims.claim(video.pk) as claim:
        assert claim is not None
        work(claim)
    return Video.objects.get(pk=video.pk)


def everything_in(storage: Storage, folder: str = "") -> list[str]:
    """The names of all files."""
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return []
    prefix = f"{folder}/" if folder else ""
    below = [name for one in folders for name in everything_in(storage, prefix + one)]
    return [*below, *(prefix + name for name in files)]


def stored() -> list[str]:
    """The names of all files in the storage of videos."""
    return everything_in(media_storage())
