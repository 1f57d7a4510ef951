"""Addresses of videos: for whom they work, until when, and what comes back."""

import datetime as dt
import re
import uuid

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from accounts import services
from accounts.media import device, playback_of
from accounts.models import Profile
from catalog.media import stand_in
from catalog.media.packages import media_storage, package_file
from catalog.media.serving import INTERNAL
from catalog.media.tickets import BadTicketError, Ticket, read_ticket
from catalog.models import Caption, Title, Video
from tests.factories import make_series, make_title
from tests.pages.conftest import Viewer, browser_of, count_queries

BYTES = bytes(range(256)) * 4


def make_video(title: Title, **fields: object) -> Video:
    """A packaged video, of files that hold what tests look for."""
    package = uuid.uuid4()
    for name, content in (("master.m3u8", b"#EXTM3U\nv0.m3u8\n"), ("v0.mp4", BYTES), ("poster-1.jpg", b"jpeg")):
        media_storage().save(package_file(package, name), ContentFile(content))
    facts = {"audio": [{"label": "English", "language": "eng"}], "posters": 6}
    defaults = {"state": Video.State.READY, "package": package, "duration": 61.5, "facts": facts}
    return Video.objects.create(title=title, **{**defaults, **fields})


def manifest_of(viewer: Viewer, title: Title, **more: str) -> str:
    found = playback_of(viewer.profile, title, None, **more)
    assert found is not None
    return found.manifest


def body(response: object) -> bytes:
    streamed = getattr(response, "streaming_content", None)
    return b"".join(streamed) if streamed is not None else response.content  # type: ignore[attr-defined]


def test_a_playback_says_all_that_a_player_needs(alice: Viewer) -> None:
    title = make_title()
    video = make_video(title, intro_start=3, intro_end=9.5, recap_start=0, recap_end=3, credit="By us", poster=6)
    Caption.objects.create(video=video, language="pt-BR", label="Português", text="WEBVTT\n", is_default=True)
    found = playback_of(alice.profile, title, None)
    assert found is not None
    assert (found.duration, found.credit, found.is_stand_in) == (61.5, "By us", False)
    assert [(one.kind, one.start, one.end) for one in found.markers] == [("recap", 0, 3), ("intro", 3, 9.5)]
    assert [(one.label, one.language) for one in found.audio] == [("English", "eng")]
    (track,) = found.captions
    assert (track.label, track.language, track.kind, track.is_default) == ("Português", "pt-BR", "subtitles", True)
    assert alice.client.get(track.url).content == b"WEBVTT\n"
    assert found.poster.endswith("/poster-6.jpg")
    assert found.thumbnails.endswith("/thumbnails.vtt")
    assert found.expires_at is not None
    assert dt.timedelta(hours=1) < found.expires_at - timezone.now() < dt.timedelta(hours=3)


def test_a_relative_address_keeps_the_ticket(alice: Viewer) -> None:
    title = make_title()
    make_video(title)
    manifest = manifest_of(alice, title)
    assert alice.client.get(manifest).content == b"#EXTM3U\nv0.m3u8\n"
    assert body(alice.client.get(manifest.replace("master.m3u8", "v0.mp4"))) == BYTES


def test_without_a_video_there_is_nothing_to_play_and_in_the_demo_the_stand_in(
    alice: Viewer, settings: Settings
) -> None:
    title = make_title()
    assert playback_of(alice.profile, title, None) is None
    settings.DEMO = True
    found = playback_of(alice.profile, title, None)
    assert found is not None
    assert found.is_stand_in
    assert "Blender Foundation" in found.credit
    master = alice.client.get(found.manifest).content.decode()
    for name in [*re.findall(r"^\w+\.m3u8$", master, re.MULTILINE), "a0.m3u8"]:
        playlist = body(alice.client.get(found.manifest.replace("master.m3u8", name))).decode()
        assert "#EXT-X-ENDLIST" in playlist
    for url in [found.thumbnails, found.poster, *(one.url for one in found.captions)]:
        assert alice.client.get(url).status_code == 200, url
    make_video(title)
    assert not playback_of(alice.profile, title, None).is_stand_in  # type: ignore[union-attr]


def test_episodes_have_videos_of_their_own(alice: Viewer) -> None:
    series = make_series()
    first, second, _ = series.seasons.get().episodes.all()
    make_video(series, episode=first)
    assert playback_of(alice.profile, series, first) is not None
    assert playback_of(alice.profile, series, second) is None


def test_another_viewers_address_is_refused(alice: Viewer, bob: Viewer) -> None:
    title = make_title()
    make_video(title)
    for url in (manifest_of(alice, title), manifest_of(alice, title).replace("master.m3u8", "v0.mp4")):
        assert alice.client.get(url).status_code == 200
        assert bob.client.get(url).status_code == 403
        assert Client().get(url).status_code == 403


def test_another_profile_of_the_same_account_is_refused(alice: Viewer) -> None:
    title = make_title(age=16)
    make_video(title)
    child = browser_of(Profile.objects.create(user=alice.profile.user, name="Child", is_kids=True, age_limit=7))
    assert child.client.get(manifest_of(alice, title)).status_code == 403


@pytest.mark.parametrize("part", range(6))
def test_a_forged_address_is_refused(alice: Viewer, part: int) -> None:
    """Whatever of its facts is changed."""
    title = make_title()
    make_video(title)
    url = manifest_of(alice, title)
    ticket = url.split("/")[2]
    facts, signature = ticket.split("~")
    parts = facts.split(".")
    parts[part] = {3: uuid.uuid4().hex, 4: "other"}.get(part, f"1{parts[part]}")
    forged = "~".join([".".join(parts), signature])
    assert alice.client.get(url.replace(ticket, forged)).status_code == 403
    for text in ("x", "~", facts, f"{facts}~", f"{ticket}0", ticket.upper(), "é~"):
        assert alice.client.get(f"/media/{text}/master.m3u8").status_code == 403, text


def test_an_address_runs_out(alice: Viewer, settings: Settings) -> None:
    settings.MEDIA_URL_SECONDS = 0
    title = make_title()
    make_video(title)
    assert alice.client.get(manifest_of(alice, title)).status_code == 403
    ticket = Ticket(1, 2, None, uuid.uuid4(), "web", timezone.now().replace(microsecond=0))
    assert read_ticket(ticket.sign(), ticket.expires_at - dt.timedelta(seconds=1)) == ticket
    with pytest.raises(BadTicketError):
        read_ticket(ticket.sign(), ticket.expires_at)


def test_what_may_not_be_seen_any_more_is_refused(alice: Viewer) -> None:
    """The ticket was good when it was given; maturity and withdrawal count when the bytes are asked for."""
    title, url = make_title(age=16), ""
    make_video(title)
    url = manifest_of(alice, title)
    assert alice.client.get(url).status_code == 200
    Profile.objects.filter(pk=alice.profile.pk).update(age_limit=12)
    assert alice.client.get(url).status_code == 403
    Profile.objects.filter(pk=alice.profile.pk).update(age_limit=18)
    Title.objects.filter(pk=title.pk).update(withdrawn_at=timezone.now())
    assert alice.client.get(url).status_code == 403


def test_a_device_needs_no_cookie_as_long_as_it_is_logged_in(alice: Viewer) -> None:
    title = make_title()
    make_video(title)
    session, _token = services.begin_session(user=alice.profile.user)
    url = manifest_of(alice, title, holder=device(session))
    assert Client().get(url).status_code == 200
    renewed = services.renew_token(session=session, token=session.token)
    assert renewed
    assert Client().get(url).status_code == 200, "another token is the same device"
    services.end_sessions(user=alice.profile.user)
    assert Client().get(url).status_code == 403


@pytest.mark.parametrize(
    "name", ["none.mp4", "..%2Fsecret.mp4", "%2e%2e", "v0.mp4%00", "V0.MP4", "caption-1.vtt", "x.py"]
)
def test_nothing_else_is_sent(alice: Viewer, name: str) -> None:
    title = make_title()
    make_video(title)
    assert alice.client.get(manifest_of(alice, title).replace("master.m3u8", name)).status_code == 404


def test_captions_of_another_title_are_not_sent(alice: Viewer) -> None:
    mine, other = make_title(), make_title()
    make_video(mine)
    caption = Caption.objects.create(video=make_video(other), language="en", label="English", text="WEBVTT\n")
    url = manifest_of(alice, mine).replace("master.m3u8", f"caption-{caption.pk}.vtt")
    assert alice.client.get(url).status_code == 404


@pytest.mark.parametrize(
    ("asked", "status", "sent", "range_"),
    [
        ("bytes=0-9", 206, BYTES[:10], "bytes 0-9/1024"),
        ("bytes=1000-", 206, BYTES[1000:], "bytes 1000-1023/1024"),
        ("bytes=-24", 206, BYTES[-24:], "bytes 1000-1023/1024"),
        ("bytes=-5000", 206, BYTES, "bytes 0-1023/1024"),
        ("bytes=500-99999", 206, BYTES[500:], "bytes 500-1023/1024"),
        ("bytes=1024-", 416, b"", "bytes */1024"),
        ("bytes=9-3", 416, b"", "bytes */1024"),
        ("bytes=-0", 416, b"", "bytes */1024"),
        ("bytes=0-1,5-6", 200, BYTES, None),
        ("lines=1-2", 200, BYTES, None),
        (None, 200, BYTES, None),
    ],
)
def test_ranges(alice: Viewer, asked: str | None, status: int, sent: bytes, range_: str | None) -> None:
    title = make_title()
    make_video(title)
    url = manifest_of(alice, title).replace("master.m3u8", "v0.mp4")
    headers = {"Accept-Encoding": "gzip"} | ({"Range": asked} if asked else {})
    response = alice.client.get(url, headers=headers)
    assert response.status_code == status
    assert body(response) == sent
    assert response.headers.get("Content-Range") == range_
    assert response["Accept-Ranges"] == "bytes"
    assert "Content-Encoding" not in response
    assert re.fullmatch(r"private, max-age=7[12]\d\d", response["Cache-Control"])
    if status != 416:
        assert response["Content-Length"] == str(len(sent))
        stale = alice.client.get(url, headers={"Range": "bytes=0-9", "If-Range": '"another"'})
        assert (stale.status_code, body(stale)) == (200, BYTES)
        head = alice.client.head(url, headers=headers)
        assert (head.status_code, head["Content-Length"], body(head)) == (status, str(len(sent)), b"")


def test_nginx_sends_the_bytes_where_it_is_told_to(alice: Viewer, settings: Settings) -> None:
    settings.MEDIA_DELIVERY = "nginx"
    title = make_title()
    video = make_video(title)
    response = alice.client.get(manifest_of(alice, title).replace("master.m3u8", "v0.mp4"))
    assert video.package
    assert response["X-Accel-Redirect"] == f"{INTERNAL}packages/{video.package.hex}/v0.mp4"
    assert (response.content, response["Content-Type"]) == (b"", "video/mp4")
    assert alice.client.get(manifest_of(alice, title)).content.startswith(b"#EXTM3U")


def test_an_object_store_sends_the_bytes_where_it_is_told_to(alice: Viewer, settings: Settings) -> None:
    settings.MEDIA_DELIVERY = "redirect"
    where = {"BACKEND": "tests.media.stores.ObjectStore", "OPTIONS": {"name": "redirected"}}
    settings.STORAGES = {**settings.STORAGES, "media": where}
    title = make_title()
    video = make_video(title)
    assert video.package
    response = alice.client.get(manifest_of(alice, title).replace("master.m3u8", "v0.mp4"))
    assert response.status_code == 302
    assert response["Location"] == f"https://objects.example/packages/{video.package.hex}/v0.mp4?signed"
    # A playlist is read here, or its relative addresses would lead to the store without a signature.
    assert alice.client.get(manifest_of(alice, title)).content.startswith(b"#EXTM3U")


def test_the_demos_film_comes_from_here_however_others_are_sent(alice: Viewer, settings: Settings) -> None:
    settings.DEMO, settings.MEDIA_DELIVERY = True, "nginx"
    url = manifest_of(alice, make_title()).replace("master.m3u8", "v0.mp4")
    assert body(alice.client.get(url)) == (stand_in.FOLDER / "v0.mp4").read_bytes()


def test_a_video_held_elsewhere_is_named_as_it_is_on_allowed_hosts(alice: Viewer, settings: Settings) -> None:
    title = make_title()
    settings.MEDIA_HOSTS = ["cdn.example"]
    Video.objects.create(title=title, url="https://cdn.example/film/main.m3u8", state=Video.State.READY, duration=60)
    found = playback_of(alice.profile, title, None)
    assert found is not None
    assert (found.manifest, found.expires_at, found.duration) == ("https://cdn.example/film/main.m3u8", None, 60)
    for hosts in ([], ["example"], ["cdn.example.org"]):
        settings.MEDIA_HOSTS = hosts
        assert playback_of(alice.profile, title, None) is None


def test_a_segment_costs_few_queries(alice: Viewer) -> None:
    title = make_title()
    make_video(title)
    assert count_queries(alice, manifest_of(alice, title)) <= 4
