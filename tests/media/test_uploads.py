"""Large files by pieces: lost, repeated, out of order, given up; and what becomes of them."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from accounts.models import User
from catalog.media import removal, uploads
from catalog.media.packages import media_storage
from catalog.models import Upload, Video
from tests.factories import make_title
from tests.media.conftest import package, stored
from tests.media.stores import ObjectStore


@pytest.fixture
def video(db: None, inbox: Path, unheard: None, monkeypatch: pytest.MonkeyPatch) -> Video:
    """Pieces are small here."""
    monkeypatch.setattr(uploads, "PIECE", 4000)
    return Video.objects.create(title=make_title())


@pytest.fixture
def site(client: Client, db: None) -> Client:
    client.force_login(User.objects.create_superuser("operator@example.org", "a long pass phrase"))
    return client


def begin(site: Client, video: Video, size: int, name: str = "film.mp4") -> dict[str, Any]:
    address = reverse("admin:catalog_video_upload", args=[video.pk])
    response = site.post(address, {"name": name, "size": size, "fingerprint": f"{name}-{size}"})
    assert response.status_code == 200, response.content
    told: dict[str, Any] = response.json()
    return told


def send(site: Client, told: dict[str, Any], number: int, piece: bytes) -> Any:
    address = told["url"].removesuffix("0/") + f"{number}/"
    return site.post(address, piece, content_type="application/octet-stream")


def pieces_of(whole: bytes) -> list[bytes]:
    return [whole[start : start + uploads.PIECE] for start in range(0, len(whole), uploads.PIECE)]


@pytest.mark.parametrize("objects", [False, True])
def test_lost_and_repeated_pieces_do_no_harm(
    site: Client, video: Video, clip: Path, objects: bool, settings: Settings
) -> None:
    if objects:
        where = {"BACKEND": "tests.media.stores.ObjectStore", "OPTIONS": {"name": "pieces"}}
        settings.STORAGES = {**settings.STORAGES, "media": where}
    whole = clip.read_bytes()
    pieces = pieces_of(whole)
    assert len(pieces) > 4
    told = begin(site, video, len(whole))
    for number in (0, 1):
        assert send(site, told, number, pieces[number]).json()["pieces"] == number + 1
    # The answer to the second was lost, so it comes again; the third is lost, so the fourth is too early.
    assert send(site, told, 1, pieces[1]).json()["pieces"] == 2
    early = send(site, told, 3, pieces[3]).json()
    assert (early["pieces"], early["received"]) == (2, 8000)
    # The browser was closed: the same file, chosen again, goes on.
    assert begin(site, video, len(whole))["pieces"] == 2
    for number in range(2, len(pieces)):
        told = send(site, told, number, pieces[number]).json()
    assert told["complete"]
    assert send(site, told, len(pieces) - 1, pieces[-1]).json()["complete"]
    video.refresh_from_db()
    assert video.state == Video.State.WAITING
    done = package(video)
    assert done.state == Video.State.READY, done.reason
    removal.clean()
    assert not Upload.objects.exists()
    assert not [name for name in stored() if name.startswith("uploads")]
    if objects:
        assert isinstance(media_storage(), ObjectStore)


def test_a_piece_that_broke_off_in_the_storage_is_written_anew(site: Client, video: Video) -> None:
    told = begin(site, video, 5000)
    upload = Upload.objects.get()
    name = f"uploads/{upload.pk.hex}/0"
    from django.core.files.base import ContentFile

    media_storage().save(name, ContentFile(b"half of"))
    assert send(site, told, 0, b"x" * 4000).json()["received"] == 4000
    assert stored() == [name]
    with media_storage().open(name) as file:
        assert file.read() == b"x" * 4000


@pytest.mark.parametrize("length", [0, 1, 3999, 4001])
def test_a_piece_of_another_length_is_refused(site: Client, video: Video, length: int) -> None:
    told = begin(site, video, 5000)
    assert send(site, told, 0, b"x" * length).status_code in {400, 413}
    assert stored() == []
    assert Upload.objects.get().pieces == 0


@pytest.mark.parametrize("size", ["", "-1", "0", "x", "9" * 30, "50000000001"])
def test_sizes_that_cannot_be(site: Client, video: Video, size: str) -> None:
    address = reverse("admin:catalog_video_upload", args=[video.pk])
    response = site.post(address, {"name": "film.mp4", "size": size, "fingerprint": "x"})
    assert response.status_code == 400
    assert response.json()["reason"]
    assert not Upload.objects.exists()


def test_uploads_of_other_videos_and_such_as_are_gone_are_not_found(site: Client, video: Video) -> None:
    told = begin(site, video, 5000)
    other = Video.objects.create(title=make_title())
    address = told["url"].replace(f"/{video.pk}/upload", f"/{other.pk}/upload")
    assert site.post(address, b"x" * 4000, content_type="application/octet-stream").status_code == 404
    Upload.objects.all().delete()
    assert send(site, told, 0, b"x" * 4000).status_code == 404


def test_what_was_given_up_is_swept(site: Client, video: Video, settings: Settings) -> None:
    told = begin(site, video, 5000)
    send(site, told, 0, b"x" * 4000)
    removal.clean()
    assert len(stored()) == 1
    days = dt.timedelta(days=settings.MEDIA_UPLOAD_DAYS)
    Upload.objects.update(touched_at=timezone.now() - days + dt.timedelta(minutes=1))
    removal.clean()
    assert len(stored()) == 1
    Upload.objects.update(touched_at=timezone.now() - days - dt.timedelta(minutes=1))
    removal.clean()
    assert stored() == []
    assert not Upload.objects.exists()


def test_a_failed_file_can_be_tried_again_and_another_one_takes_its_place(site: Client, video: Video) -> None:
    told = begin(site, video, 5000)
    for number, length in ((0, 4000), (1, 1000)):
        send(site, told, number, b"x" * length)
    assert package(video).state == Video.State.FAILED
    removal.clean()
    assert len(stored()) == 2
    other = begin(site, video, 3000, "other.mp4")
    send(site, other, 0, b"y" * 3000)
    removal.clean()
    assert len(stored()) == 1
    assert Upload.objects.get().name == "other.mp4"
    Video.objects.get().delete()
    removal.clean()
    assert stored() == []


def test_a_missing_piece_is_said(site: Client, video: Video) -> None:
    told = begin(site, video, 3000)
    send(site, told, 0, b"x" * 3000)
    media_storage().delete(stored()[0])
    assert "A piece of the upload is missing" in package(video).reason
