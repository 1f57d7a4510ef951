"""Broken and hostile files: each is refused for a reason that can be read, within limits, and reads nothing else."""

import os
import re
import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from django.conf import settings as site
from pytest_django import Settings

from catalog.media import sources
from catalog.models import Package, Video
from tests.media import corpus
from tests.media.conftest import Bring, package, stored


class Ear:
    """A server that answers nobody and remembers that somebody came."""

    def __init__(self) -> None:
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.came = 0
        self.thread = threading.Thread(target=self.listen, daemon=True)
        self.thread.start()

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.socket.getsockname()[1]}"

    def listen(self) -> None:
        with suppress(OSError):
            while True:
                self.socket.accept()[0].close()
                self.came += 1

    def close(self) -> None:
        self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()
        self.thread.join(5)


@pytest.fixture
def ear() -> Iterator[Ear]:
    ear = Ear()
    yield ear
    ear.close()


@pytest.fixture
def place(films: Path, clip: Path, inbox: Path, ear: Ear) -> corpus.Place:
    """A sound film is beside what is brought: whoever follows a playlist to it has something to play."""
    canary = inbox / "canary.mp4"
    canary.write_bytes(clip.read_bytes())
    return corpus.Place(films, canary, ear.host)


def test_there_are_enough_of_them() -> None:
    assert len(corpus.CORPUS) >= 30
    assert len({made.name for made in corpus.CORPUS}) == len(corpus.CORPUS)


@pytest.mark.parametrize("made", corpus.CORPUS, ids=lambda made: made.name)
def test_it_is_refused_and_reads_nothing_else(
    made: corpus.Made, bring: Bring, place: corpus.Place, ear: Ear, settings: Settings, tmp_path: Path
) -> None:
    settings.MEDIA_HOURS, settings.MEDIA_DISK = 300 / 3600, 0.0002  # five minutes, 200 kB
    file = tmp_path / made.name
    file.write_bytes(made.make(place))
    video = package(bring(file))
    assert video.state == Video.State.FAILED
    assert re.search(made.reason, video.reason), video.reason
    assert "/dev/fd" not in video.reason
    assert str(tmp_path) not in video.reason
    assert ear.came == 0
    assert stored() == []
    assert not Package.objects.exists()
    assert list(settings.MEDIA_SCRATCH.iterdir()) == []


def _with_attachment(place: corpus.Place) -> bytes:
    (place.films / "font.ttf").write_bytes(place.text("http://{host}/font"))
    attached = ["-i", "clip.mp4", "-c", "copy", "-attach", "font.ttf", "-metadata:s:t", "mimetype=font/ttf"]
    return place.made("attached.mkv", *attached)


def _with_subtitle_bomb(place: corpus.Place) -> bytes:
    cue = "00:00:00,000 --> 00:00:01,000\n" + "{\\an8}" * 10 + "x" * 60_000 + "\n\n"
    (place.films / "bomb.srt").write_text("".join(f"{number}\n{cue}" for number in range(1, 200)))
    both = ["-i", "clip.mp4", "-i", "bomb.srt", "-map", "0", "-map", "1", "-c", "copy", "-c:s", "srt"]
    return place.made("bomb.mkv", *both)


HARMLESS: list[tuple[str, corpus.Maker]] = [
    ("attached.mkv", _with_attachment),
    ("bomb.mkv", _with_subtitle_bomb),
    ("endless.mkv", lambda place: corpus.with_duration(place, 1e300)),
    ("not-a-number.mkv", lambda place: corpus.with_duration(place, float("nan"))),
]


@pytest.mark.parametrize(("name", "make"), HARMLESS, ids=lambda one: one if isinstance(one, str) else "")
def test_what_is_odd_beside_the_film_does_no_harm(
    name: str, make: corpus.Maker, bring: Bring, place: corpus.Place, ear: Ear, tmp_path: Path
) -> None:
    file = tmp_path / name
    file.write_bytes(make(place))
    video = package(bring(file))
    assert video.state == Video.State.READY, video.reason
    assert ear.came == 0
    assert sum(len(one.text) for one in video.captions.all()) < 1_000_000
    assert video.duration == pytest.approx(2, abs=0.2)


def test_paths_lead_nowhere_but_below_the_folders_of_sources(bring: Bring, clip: Path, tmp_path: Path) -> None:
    inbox = site.MEDIA_SOURCES[0]
    (inbox / "folder").mkdir()
    (inbox / "link.mp4").symlink_to(clip)
    (inbox / "out").symlink_to(clip.parent)
    (inbox.parent / "inbox-beside").mkdir()
    (inbox.parent / "inbox-beside" / "clip.mp4").write_bytes(clip.read_bytes())
    os.mkfifo(inbox / "pipe.mp4")
    video = bring(clip)
    outside = [str(clip), f"../{clip.name}", "link.mp4", f"out/{clip.name}", "../inbox-beside/clip.mp4"]
    for path in [*outside, "folder", "pipe.mp4", "none.mp4", "/dev/zero", "/dev/stdin", "", "."]:
        Video.objects.filter(pk=video.pk).update(path=path, state=Video.State.WAITING)
        failed = package(video)
        assert failed.state == Video.State.FAILED, path
        assert re.search("no such file|There is no file", failed.reason), (path, failed.reason)
    for path in (clip.name, f"./{clip.name}", str(inbox / clip.name)):
        assert sources.located(path) == inbox / clip.name
