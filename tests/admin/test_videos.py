"""The operators' page of a video: what may be said of it, who may, and what its buttons and uploads do."""

import re
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from catalog.media import claims
from catalog.media.packages import media_storage, package_file
from catalog.models import Caption, Package, Upload, Video
from tests.factories import make_series, make_title
from tests.queues import asked

SRT = b"1\n00:00:01,000 --> 00:00:02,000\nHello <b>there\n"
NO_CAPTIONS = {f"captions-{name}": "0" for name in ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS")}


def body(response: Any) -> bytes:
    return b"".join(response.streaming_content)


def at(name: str, *arguments: Any) -> str:
    return reverse(f"admin:catalog_video_{name}", args=arguments)


@pytest.fixture
def inbox(settings: Settings, tmp_path: Path) -> Path:
    """A folder of sources with a file that may be named; nobody packages it."""
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "film.mp4").write_bytes(b"film")
    settings.MEDIA_SOURCES = [inbox]
    where = {"BACKEND": "tests.media.stores.ObjectStore", "OPTIONS": {"name": str(tmp_path)}}
    settings.STORAGES = {**settings.STORAGES, "media": where}
    return inbox


@pytest.fixture
def video(inbox: Path, db: None) -> Video:
    """With a package, and a source to package anew."""
    package = Package.objects.create()
    facts = {"posters": 6, "audio": [], "renditions": [{"width": 854, "height": 480}]}
    video = Video.objects.create(
        title=make_title("Terror"),
        path="film.mp4",
        state=Video.State.READY,
        package=package.pk,
        facts=facts,
        duration=60,
    )
    Package.objects.update(video=video)
    for number in range(1, 7):
        media_storage().save(package_file(package.pk, f"poster-{number}.jpg"), ContentFile(b"jpeg %d" % number))
    return video


def form(client: Client, video: Video | None, *, captions: dict[str, Any] | None = None, **fields: Any) -> Any:
    """The answer to the form, filled in as it comes but for these fields."""
    said: dict[str, Any] = {"url": "", "path": video.path if video else "", "credit": "", **NO_CAPTIONS}
    said |= dict.fromkeys(("intro_start", "intro_end", "recap_start", "recap_end"), "")
    if video and video.package:
        said["poster"] = video.poster
    if video and video.url:
        said["url"] = video.url
    return client.post(at("change", video.pk) if video else at("add"), {**said, **(captions or {}), **fields})


def complaints(response: Any) -> str:
    assert response.status_code == 200
    return " ".join(re.findall(r'<ul class="errorlist[^"]*"[^>]*>(.*?)</ul>', response.content.decode(), re.DOTALL))


def test_a_film_gets_a_video_from_a_file_on_the_server(site: Client, inbox: Path) -> None:
    title = make_title()
    assert form(site, None, title=title.pk, path="film.mp4").status_code == 302
    video = Video.objects.get()
    assert (video.title, video.state, video.path) == (title, Video.State.WAITING, "film.mp4")


def test_an_episode_is_named_by_season_and_number(site: Client, inbox: Path) -> None:
    series, film = make_series(), make_title()
    assert "Name a season" in complaints(form(site, None, title=series.pk))
    assert "Name a season" in complaints(form(site, None, title=series.pk, season=1, number=9))
    assert "This is a film" in complaints(form(site, None, title=film.pk, season=1, number=1))
    assert form(site, None, title=series.pk, season=1, number=2).status_code == 302
    assert Video.objects.get().episode == series.seasons.get().episodes.get(number=2)
    assert "a video of this already" in complaints(form(site, None, title=series.pk, season=1, number=2))


@pytest.mark.parametrize("path", ["../secret.mp4", "/etc/passwd", "none.mp4", "."])
def test_a_path_that_is_not_below_the_sources_is_refused(site: Client, inbox: Path, path: str) -> None:
    assert "no such file below" in complaints(form(site, None, title=make_title().pk, path=path))


@pytest.mark.parametrize(
    "url",
    [
        "http://cdn.example/a.m3u8",
        "https://other.example/a.m3u8",
        "https://cdn.example.org/a.m3u8",
        "https://cdn.example@other.example/a.m3u8",
        "https://cdn.example:444/a.m3u8",
    ],
)
def test_an_address_elsewhere_is_of_an_allowed_host(site: Client, settings: Settings, url: str) -> None:
    settings.MEDIA_HOSTS = ["cdn.example"]
    assert "Only https addresses on the hosts" in complaints(form(site, None, title=make_title().pk, url=url))


def test_a_video_moves_elsewhere_and_its_package_goes(site: Client, video: Video, settings: Settings) -> None:
    settings.MEDIA_HOSTS = ["cdn.example"]
    both = form(site, video, url="https://cdn.example/a.m3u8")
    assert "not both" in complaints(both)
    assert form(site, video, path="", url="https://cdn.example/a.m3u8").status_code == 302
    video.refresh_from_db()
    assert (video.state, video.package, video.path, video.duration) == (Video.State.READY, None, "", None)
    assert Package.objects.get().remove_at is not None
    assert form(site, video, duration="61.5").status_code == 302
    video.refresh_from_db()
    assert video.duration == 61.5


def test_saving_does_not_touch_what_a_worker_writes(site: Client, video: Video) -> None:
    """The page was opened before the work began, and is saved while it is under way."""
    page = site.get(at("change", video.pk))
    assert page.status_code == 200
    claims.ask(video.pk)
    attempt = uuid.uuid4()
    Video.objects.filter(pk=video.pk).update(state=Video.State.PACKAGING, attempt=attempt, percent=40)
    assert form(site, video, credit="By us", poster=4, intro_start=3, intro_end=9).status_code == 302
    video.refresh_from_db()
    assert (video.state, video.attempt, video.percent) == (Video.State.PACKAGING, attempt, 40)
    assert (video.credit, video.poster, video.intro_end) == ("By us", 4, 9)


def test_marks_are_in_order(site: Client, video: Video) -> None:
    assert "the intro has a beginning" in complaints(form(site, video, intro_start=9, intro_end=3)).lower()
    assert "A beginning and an end" in complaints(form(site, video, recap_start=9))


def test_poster_frames_are_shown_and_sent_to_whoever_may_see(
    site: Client, video: Video, signed_in: Callable[..., Client]
) -> None:
    page = site.get(at("change", video.pk)).content.decode()
    addresses = re.findall(r'<img src="([^"]+)" alt="Frame \d"', page)
    assert len(addresses) == 6
    for number, address in enumerate(addresses, start=1):
        response = site.get(address)
        assert body(response) == b"jpeg %d" % number
        assert signed_in("catalog.view_video").get(address).status_code == 200
        assert signed_in("catalog.view_title").get(address).status_code == 403
        assert Client().get(address).status_code == 302
    assert site.get(at("frame", video.pk, uuid.uuid4(), 1)).status_code == 404
    assert site.get(at("frame", video.pk, video.package, 7)).status_code == 404


def test_the_state_is_told(site: Client, video: Video) -> None:
    Video.objects.update(state=Video.State.FAILED, reason="No <b>pictures</b>.")
    told = site.get(at("state", video.pk)).json()
    assert (told["words"], told["to_do"], told["reason"]) == ("failed", False, "No <b>pictures</b>.")
    page = site.get(at("change", video.pk)).content.decode()
    assert "No &lt;b&gt;pictures&lt;/b&gt;." in page
    assert "Try again" in page


@pytest.mark.django_db(transaction=True)
def test_retry_and_cancel(site: Client, video: Video) -> None:
    site.post(at("retry", video.pk))
    video.refresh_from_db()
    assert video.state == Video.State.WAITING
    assert asked("media") == [("catalog.tasks.package", [])]
    assert "Cancel" in site.get(at("change", video.pk)).content.decode()
    site.post(at("cancel", video.pk))
    video.refresh_from_db()
    assert video.state == Video.State.CANCELLED
    assert video.package is not None
    Video.objects.update(path="")
    page = site.post(at("retry", video.pk), follow=True)
    assert "There is no file" in page.content.decode()
    site.post(at("changelist"), {"action": "package_again", "_selected_action": [video.pk]})
    video.refresh_from_db()
    assert video.state == Video.State.CANCELLED


STEERING = ["retry", "cancel", "upload"]


@pytest.mark.parametrize("name", STEERING)
def test_only_who_may_change_videos_steers(
    video: Video, signed_in: Callable[..., Client], viewer: Client, name: str
) -> None:
    claims.ask(video.pk)
    address = at(name, video.pk)
    for client, status in [
        (Client(), 302),
        (viewer, 302),
        (signed_in("catalog.view_video", "catalog.change_title"), 403),
    ]:
        assert client.post(address, {"name": "a", "size": 1, "fingerprint": "a"}).status_code == status
    video.refresh_from_db()
    assert video.state == Video.State.WAITING
    assert not Upload.objects.exists()
    may = signed_in("catalog.view_video", "catalog.change_video")
    assert may.get(address).status_code == 405
    assert may.post(address, {"name": "a", "size": 1, "fingerprint": "a"}).status_code in {200, 302}


@pytest.fixture
def viewer(db: None) -> Client:
    from tests.factories import make_profile
    from tests.pages.conftest import browser_of

    return browser_of(make_profile()).client


def test_who_may_only_look_sees_no_buttons(video: Video, signed_in: Callable[..., Client]) -> None:
    page = signed_in("catalog.view_video").get(at("change", video.pk)).content.decode()
    assert "video-panel" in page
    assert "video-upload" not in page
    assert "Package again" not in page


@pytest.mark.parametrize("name", [*STEERING, "piece"])
def test_a_form_of_another_site_is_refused(operator: Any, video: Video, name: str) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(operator)
    more = [uuid.uuid4(), 0] if name == "piece" else []
    response = client.post(at(name, video.pk, *more), b"x", content_type="application/octet-stream")
    assert response.status_code == 403


def with_caption(video: Video, content: bytes = SRT, **fields: Any) -> dict[str, Any]:
    said = {"captions-TOTAL_FORMS": "1", "captions-INITIAL_FORMS": "0", "captions-MIN_NUM_FORMS": "0"}
    said |= {"captions-0-language": "en", "captions-0-label": "", "captions-0-kind": "subtitles"}
    said |= {"captions-0-video": str(video.pk), **{f"captions-0-{name}": value for name, value in fields.items()}}
    return {**said, "captions-0-file": SimpleUploadedFile("words.srt", content)}


def test_captions_come_as_files_and_are_cleaned(site: Client, video: Video) -> None:
    assert form(site, video, captions=with_caption(video)).status_code == 302
    caption = Caption.objects.get()
    assert (caption.label, caption.language, caption.is_embedded) == ("English", "en", False)
    assert caption.text == "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nHello <b>there</b>\n"
    for content, said in (
        (b"\x89PNG\r\n\x1a\n\0\0", "This is no text"),
        (b"hello", "no captions in it"),
        (b"", "empty"),
    ):
        assert said in complaints(form(site, video, captions=with_caption(video, content, language="de")))
    assert "no code of a language" in complaints(form(site, video, captions=with_caption(video, language="12")))
    assert Caption.objects.count() == 1


def test_the_default_track_passes_from_one_to_the_other(site: Client, video: Video) -> None:
    first = Caption.objects.create(video=video, language="de", label="Deutsch", text="WEBVTT\n", is_default=True)
    second = Caption.objects.create(video=video, language="en", label="English", text="WEBVTT\n", is_embedded=True)

    def said(*defaults: Caption) -> dict[str, Any]:
        fields: dict[str, Any] = {"captions-TOTAL_FORMS": 2, "captions-INITIAL_FORMS": 2, "captions-MIN_NUM_FORMS": 0}
        for number, one in enumerate((first, second)):
            told = {"id": one.pk, "video": video.pk, "language": one.language, "label": one.label, "kind": one.kind}
            told |= {"is_default": "on"} if one in defaults else {}
            fields |= {f"captions-{number}-{name}": value for name, value in told.items()}
        return fields

    assert "Only one track" in complaints(form(site, video, captions=said(first, second)))
    assert form(site, video, captions=said(second)).status_code == 302
    assert Caption.objects.get(is_default=True) == second
    assert form(site, video, captions=said(first)).status_code == 302
    assert Caption.objects.get(is_default=True) == first
    assert form(site, video, captions=said(first)).status_code == 302
    assert Caption.objects.get(is_default=True) == first
    # Whoever edits a track that came with the file wants it to stay.
    assert not Caption.objects.get(pk=second.pk).is_embedded


def test_a_title_leads_to_its_videos(site: Client, video: Video) -> None:
    page = site.get(reverse("admin:catalog_title_change", args=[video.title_id])).content.decode()
    assert f'href="{at("changelist")}?title__id__exact={video.title_id}"' in page
    assert site.get(at("changelist") + f"?title__id__exact={video.title_id}").status_code == 200


def test_a_path_that_is_taken_away_leaves_what_plays(site: Client, video: Video) -> None:
    assert form(site, video, path="").status_code == 302
    video.refresh_from_db()
    assert (video.state, video.path) == (Video.State.READY, "")
    assert video.package is not None
