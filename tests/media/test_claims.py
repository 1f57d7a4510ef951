"""Who works on a video: cancelled, killed, cut off, two at once. Nothing is done twice, lost, or left behind."""

import datetime as dt
import os
import signal
import subprocess
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as site
from django.db import connection
from django.utils import timezone

from catalog import tasks
from catalog.media import claims, removal, scratch
from catalog.media.packages import media_storage
from catalog.media.work import work
from catalog.models import Package, Video
from netflixlike.runner import services
from tests.factories import make_title
from tests.faults.conftest import wait_until
from tests.left import left
from tests.live import live_env, running
from tests.media import clips
from tests.media.conftest import package, stored
from tests.queues import asked

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def long_film(films: Path, clip: Path) -> Path:
    """Half an hour of the same two seconds: quickly made, and some time to package."""
    path = films / "long-film.mp4"
    if not path.exists():
        clips.ffmpeg("-stream_loop", "900", "-i", clip.name, "-c", "copy", path.name, folder=films)
    return path


@pytest.fixture
def video(inbox: Path) -> Video:
    """With a source that nobody has put there yet."""
    return Video.objects.create(title=make_title(), path="film.mp4")


def put(file: Path) -> None:
    (site.MEDIA_SOURCES[0] / "film.mp4").write_bytes(file.read_bytes())


def test_it_is_asked_for_once_and_taken_once(video: Video) -> None:
    assert claims.ask(video.pk)
    assert not claims.ask(video.pk)
    assert asked("media") == [("catalog.tasks.package", [])]
    with claims.claim() as first, claims.claim() as second:
        assert first is not None
        assert first.video == video
        assert second is None
        assert not claims.ask(video.pk)
    assert Video.objects.get().begun == 1


def test_the_one_that_waited_longest_comes_first_and_one_message_is_enough(inbox: Path, clip: Path) -> None:
    put(clip)
    videos = [Video.objects.create(title=make_title(), path="film.mp4") for _ in range(3)]
    for one in reversed(videos):
        claims.ask(one.pk)
    assert len(asked("media")) == 1
    assert tasks.package() == "ready"
    assert [one.state for one in Video.objects.order_by("pk")] == ["waiting", "waiting", "ready"]
    assert len(asked("media")) == 2  # the first was not taken out by a worker here; the second is for the next video
    tasks.package()
    tasks.package()
    assert tasks.package() == "nothing waits"
    assert not Video.objects.exclude(state=Video.State.READY).exists()


@pytest.mark.parametrize("how", ["cancelled", "deleted", "asked for anew"])
def test_in_the_middle_it_is_taken_away(video: Video, long_film: Path, how: str) -> None:
    put(long_film)
    claims.ask(video.pk)

    def interfere() -> None:
        try:
            wait_until(lambda: Video.objects.filter(state=Video.State.PACKAGING).exists(), 60, "it is being packaged")
            if how == "deleted":
                Video.objects.get().delete()
            else:
                claims.cancel(video.pk)
            if how == "asked for anew":
                claims.ask(video.pk)
        finally:
            connection.close()

    other = threading.Thread(target=interfere)
    with claims.claim() as claim:
        assert claim is not None
        other.start()
        assert work(claim) == "lost"
        other.join()
    assert stored() == []
    assert not Package.objects.exists()
    assert list(site.MEDIA_SCRATCH.iterdir()) == []
    assert left(site.MEDIA_SCRATCH) == []
    states = list(Video.objects.values_list("state", "percent", "attempt"))
    waits = "waiting" if how == "asked for anew" else "cancelled"
    assert states == ([] if how == "deleted" else [(waits, 0, None)])


def test_a_worker_that_was_taken_for_dead_changes_nothing_any_more(video: Video, clip: Path) -> None:
    put(clip)
    claims.ask(video.pk)
    with claims.claim() as slow:
        assert slow is not None
        Video.objects.update(beat_at=timezone.now() - claims.SILENCE - dt.timedelta(seconds=1))
        assert claims.revive() == 1
        done = package(video)
        with pytest.raises(claims.LostError):
            slow.fail("too late")
        with pytest.raises(claims.LostError):
            slow.finish()
    video.refresh_from_db()
    assert (video.state, video.package) == (Video.State.READY, done.package)
    removal.clean()
    assert {name.split("/")[1] for name in stored()} == {done.package.hex if done.package else ""}


def test_a_file_that_takes_every_worker_down_is_given_up(video: Video) -> None:
    claims.ask(video.pk)
    for _ in range(claims.MOST_BEGUN):
        with claims.claim() as claim:
            assert claim is not None
        Video.objects.update(beat_at=timezone.now() - claims.SILENCE - dt.timedelta(seconds=1))
        claims.revive()
    video.refresh_from_db()
    assert video.state == Video.State.FAILED
    assert "cut off 3 times" in video.reason
    assert claims.ask(video.pk)
    assert Video.objects.get().begun == 0


def test_a_sign_of_life_comes_every_few_seconds(video: Video, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(claims, "BEAT", 0.05)
    claims.ask(video.pk)
    with claims.claim() as claim:
        assert claim is not None
        claim.progress(0.42)
        before = Video.objects.get().beat_at
        assert before
        wait_until(lambda: Video.objects.filter(beat_at__gt=before, percent=42).exists(), 10, "it is heard of")
        # The connections of the database break: it goes on as soon as there are others.
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        again = timezone.now()
        wait_until(lambda: Video.objects.filter(beat_at__gt=again).exists(), 10, "it is heard of again")
        claim.check()
        Video.objects.update(attempt=None)

        def lost() -> bool:
            try:
                claim.check()
            except claims.LostError:
                return True
            return False

        wait_until(lost, 10, "it hears that the video is no longer its own")


def test_what_another_process_left_in_the_scratch_folder_goes_and_what_is_used_stays(inbox: Path) -> None:
    with scratch.folder() as used:
        (used / "v0.mp4").write_bytes(b"film")
        dead = site.MEDIA_SCRATCH / "making-dead"
        dead.mkdir()
        (dead / "v0.mp4").write_bytes(b"film")
        (site.MEDIA_SCRATCH / "of-somebody-else").mkdir()
        assert scratch.clean() == 1
        assert (used / "v0.mp4").exists()
    assert [one.name for one in site.MEDIA_SCRATCH.iterdir()] == ["of-somebody-else"]


Start = Callable[[], "subprocess.Popen[bytes]"]


@pytest.fixture
def start(inbox: Path, tmp_path: Path) -> Iterator[Start]:
    """Starts a real worker of the queue `media`, whose folders are this test's."""
    env = live_env(MEDIA_SOURCES=str(inbox), MEDIA_DIR=str(tmp_path / "media"), MEDIA_SCRATCH=str(site.MEDIA_SCRATCH))
    stack: list[Any] = []

    def start() -> "subprocess.Popen[bytes]":
        context = running(services.worker(env, f"media{len(stack)}", "media"), tmp_path / "log")
        child = context.__enter__()
        stack.append(context)
        assert child.process is not None
        return child.process

    yield start
    for context in reversed(stack):
        context.__exit__(None, None, None)


def test_a_worker_killed_in_the_middle_leaves_nothing_and_the_next_one_begins_anew(
    video: Video, long_film: Path, clip: Path, start: Start
) -> None:
    put(long_film)
    worker = start()
    claims.ask(video.pk)

    def midway() -> bool:
        return Video.objects.filter(state=Video.State.PACKAGING, percent__gt=0).exists()

    wait_until(midway, 90, "it is being packaged")
    os.killpg(worker.pid, signal.SIGKILL)
    worker.wait(10)
    wait_until(lambda: left(site.MEDIA_SCRATCH) == [], 10, "ffmpeg goes with its worker")
    killed = Video.objects.get()
    assert killed.state == Video.State.PACKAGING
    assert [one.name[:7] for one in site.MEDIA_SCRATCH.iterdir()] == ["making-"]
    assert tasks.sweep_videos() == 0
    put(clip)  # rather than to wait for the long one, and for the silence to last
    Video.objects.update(beat_at=timezone.now() - claims.SILENCE - dt.timedelta(seconds=1))
    start()
    assert tasks.sweep_videos() == 1
    wait_until(lambda: Video.objects.filter(state=Video.State.READY).exists(), 120, "it is packaged after all")
    tasks.clean_media()
    done = Video.objects.get()
    assert done.begun == 2
    assert done.package != killed.attempt
    assert {name.split("/")[1] for name in stored()} == {done.package.hex if done.package else ""}
    assert list(site.MEDIA_SCRATCH.iterdir()) == []
    assert media_storage().exists(f"packages/{done.package.hex if done.package else ''}/master.m3u8")
