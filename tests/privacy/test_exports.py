"""An export: asked for, made by a worker, told of, fetched by its owner alone, gone after a day."""

import datetime as dt
import io
import signal
import time
import uuid
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts import files, jobs, services, tasks
from accounts.models import DataExport, Play, User
from accounts.services import exports
from tests.factories import make_profile, make_title, make_user, watch
from tests.pages.conftest import Viewer
from tests.queues import asked

READY, FAILED, RUNNING, WAITING = (DataExport.State[name] for name in ("READY", "FAILED", "RUNNING", "WAITING"))


def made(user: User) -> DataExport:
    export = services.request_export(user=user)
    assert exports.make_export(export.pk) == "ready"
    export.refresh_from_db()
    return export


def content(client: Client, export: DataExport) -> bytes:
    response: Any = client.get(f"/your-data/export/{export.pk}/")
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    assert response["Content-Disposition"].startswith("attachment")
    return b"".join(response.streaming_content)


@pytest.mark.django_db
class TestAsking:
    def test_one_at_a_time_for_an_account(self, django_capture_on_commit_callbacks: Any) -> None:
        user = make_user()
        with django_capture_on_commit_callbacks(execute=True):
            first = services.request_export(user=user)
        assert services.request_export(user=user, profile=user.profiles.get()) == first
        assert asked("data") == [("accounts.tasks.export", [first.pk])]

    def test_five_a_day(self) -> None:
        user = make_user()
        for _ in range(exports.MOST_A_DAY):
            made(user)
        with pytest.raises(exports.TooManyError) as raised:
            services.request_export(user=user)
        assert 0 < raised.value.wait <= 24 * 60 * 60
        assert services.request_export(user=make_user())

    def test_a_page_says_how_far_it_is_and_stops_asking_when_it_is_done(self, alice: Viewer) -> None:
        alice.post("/your-data/export/")
        export = DataExport.objects.get()
        assert export.profile is None
        state = alice.get("/your-data/export/state/", htmx=True)
        assert "every 1s" in state
        DataExport.objects.update(state=RUNNING, done=25, total=100)
        assert "25 %" in alice.get("/your-data/export/")
        DataExport.objects.update(state=WAITING)
        exports.make_export(export.pk)
        state = alice.get("/your-data/export/state/", htmx=True)
        assert "every 1s" not in state
        assert f"/your-data/export/{export.pk}/" in state


@pytest.mark.django_db
class TestFile:
    def test_its_owner_gets_it_and_nobody_else(self, alice: Viewer, bob: Viewer, client: Client) -> None:
        watch(alice.profile, make_title("Terror"))
        export = made(alice.profile.user)
        archive = zipfile.ZipFile(io.BytesIO(content(alice.client, export)))
        assert any("Terror" in archive.read(name).decode() for name in archive.namelist())
        bob.get(f"/your-data/export/{export.pk}/", 404)
        assert client.get(f"/your-data/export/{export.pk}/").status_code == 302
        assert len(Path(export.file).stem) >= 40

    def test_it_is_there_for_a_day_and_then_gone(
        self, alice: Viewer, private_dir: Path, django_capture_on_commit_callbacks: Any
    ) -> None:
        export = made(alice.profile.user)
        yesterday = timezone.now() - exports.KEPT - dt.timedelta(minutes=1)
        DataExport.objects.update(created_at=yesterday, expires_at=timezone.now() - dt.timedelta(minutes=1))
        alice.get(f"/your-data/export/{export.pk}/", 404)
        with django_capture_on_commit_callbacks(execute=True):
            tasks.keep_short()
        assert not DataExport.objects.exists()
        assert list(private_dir.rglob("*.zip")) == []

    def test_what_a_spreadsheet_would_run_is_disarmed(self, alice: Viewer) -> None:
        services.record_search(profile=alice.profile, text="=cmd|' /C calc'!A0", results=1)
        archive = zipfile.ZipFile(io.BytesIO(content(alice.client, made(alice.profile.user))))
        names = {Path(name).name: name for name in archive.namelist()}
        assert "'=cmd" in archive.read(names["searches.csv"]).decode()
        assert '"=cmd' in archive.read(names["searches.json"]).decode()

    def test_files_of_nobody_are_swept(self, private_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        from django.core.files.base import ContentFile  # only here

        user = make_user()
        kept = made(user).file
        orphan = files.keep(files.EXPORTS, "zip", ContentFile(b"x"))
        assert files.drop_orphans() == 0, "it may be that of a row that is about to be written"
        monkeypatch.setattr(files, "ORPHANED", dt.timedelta(0))
        assert files.drop_orphans() == 1
        assert not files.store().exists(orphan)
        assert files.store().exists(kept)


@pytest.mark.django_db
class TestWorkers:
    def test_two_of_them_make_it_once(self) -> None:
        export = services.request_export(user=make_user())
        assert jobs.claim(DataExport, export.pk, WAITING, RUNNING)
        assert exports.make_export(export.pk) == "nothing to do"

    def test_one_that_was_left_is_sent_again_and_taken_over(self) -> None:
        export = services.request_export(user=make_user())
        first = jobs.claim(DataExport, export.pk, WAITING, RUNNING)
        assert first is not None
        DataExport.objects.update(beat_at=timezone.now() - jobs.SILENT * 2)
        tasks.keep_short()
        assert asked("data") == [("accounts.tasks.export", [export.pk])]
        assert exports.make_export(export.pk) == "ready"
        with pytest.raises(jobs.TakenOver):
            jobs.end(first, READY)

    def test_what_fails_time_and_again_is_given_up(self) -> None:
        export = services.request_export(user=make_user())
        DataExport.objects.update(attempts=jobs.MOST_ATTEMPTS, beat_at=timezone.now() - jobs.SILENT * 2)
        tasks.keep_short()
        export.refresh_from_db()
        assert (export.state, asked("data")) == (FAILED, [])
        assert services.request_export(user=export.user) != export

    def test_an_account_that_is_erased_meanwhile_leaves_no_file(self, private_dir: Path, monkeypatch: Any) -> None:
        user = make_user()
        export = services.request_export(user=user)
        keep = files.keep

        def keep_and_erase(*given: Any) -> str:
            name = keep(*given)
            services.erase_account(user=user)
            return name

        monkeypatch.setattr(files, "keep", keep_and_erase)
        assert exports.make_export(export.pk) == "taken over"
        assert list(private_dir.rglob("*.zip")) == []


def test_a_worker_that_is_killed_is_followed_by_another(
    start_worker: Callable[..., Any], private_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed with everything in the middle of an export; the sweep has it made by the next worker."""
    monkeypatch.setenv("PRIVATE_DIR", str(private_dir))
    profile, title = make_profile(), make_title()
    plays = [
        Play(profile=profile, title=title, position=1, duration=2, happened_at=timezone.now(), session=uuid.uuid4())
        for _ in range(60_000)
    ]
    Play.objects.bulk_create(plays, batch_size=5_000)
    worker = start_worker("data")
    export = services.request_export(user=profile.user)
    until = time.monotonic() + 60
    while not DataExport.objects.filter(done__gt=0, state=RUNNING).exists():
        assert time.monotonic() < until
        time.sleep(0.01)
    worker.send_signal(signal.SIGKILL)
    worker.wait(20)
    export.refresh_from_db()
    assert export.state == RUNNING
    DataExport.objects.update(beat_at=timezone.now() - jobs.SILENT * 2)
    start_worker("data")
    tasks.keep_short()
    until = time.monotonic() + 90
    while not DataExport.objects.filter(state=READY).exists():
        assert time.monotonic() < until
        time.sleep(0.1)
    assert len(list(private_dir.rglob("*.zip"))) == 1
