"""From a file to what plays: what is made of it, what is written down, and what is left of it."""

import json
import re
import struct
import subprocess
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as site
from django.utils import timezone
from pytest_django import Settings

from accounts.media import playback_of
from catalog.media import claims, removal
from catalog.media.packages import media_storage, package_file
from catalog.media.tools import tool
from catalog.models import Caption, Package, Title, Video
from tests.factories import make_profile
from tests.media import clips
from tests.media.conftest import Bring, package, stored
from tests.media.stores import ObjectStore


def read(video: Video, name: str) -> bytes:
    assert video.package
    with media_storage().open(package_file(video.package, name)) as file:
        return bytes(file.read())


def looked_at(video: Video, name: str, tmp_path: Path) -> dict[str, Any]:
    """What ffprobe says of a file of the package."""
    (tmp_path / name).write_bytes(read(video, name))
    command = [tool("ffprobe"), "-v", "error", "-show_streams", "-show_frames", "-of", "json", name]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_a_file_becomes_what_plays(bring: Bring, clip: Path, tmp_path: Path) -> None:
    video = package(bring(clip))
    assert (video.state, video.percent, video.reason) == (Video.State.READY, 100, "")
    assert video.duration == pytest.approx(2.0, abs=0.15)
    assert [(one["width"], one["height"]) for one in video.facts["renditions"]] == [(160, 120), (80, 60)]
    playback = playback_of(make_profile(), video.title, None)
    assert playback is not None
    assert playback.duration == video.duration
    master = read(video, "master.m3u8").decode()
    assert re.findall(r"RESOLUTION=(\S+?),", master) == ["160x120", "80x60"]
    names = {name.rpartition("/")[2] for name in stored()}
    assert names == {
        *("master.m3u8", "v0.m3u8", "v0.mp4", "v1.m3u8", "v1.mp4", "a0.m3u8", "a0.mp4", "thumbnails.vtt"),
        *("thumbnails-1.jpg", *(f"poster-{number}.jpg" for number in range(1, 7))),
    }
    assert list((tmp_path / "scratch").iterdir()) == []
    assert [one.pk for one in Package.objects.all()] == [video.package]


def test_keyframes_of_all_renditions_fall_on_the_same_moments(bring: Bring, films: Path, tmp_path: Path) -> None:
    video = package(bring(clips.film(films / "ten.mkv", seconds=10, tracks=0)))
    moments = []
    for number in range(2):
        found = looked_at(video, f"v{number}.mp4", tmp_path)
        keys = [float(one["pts_time"]) for one in found["frames"] if one["key_frame"]]
        # ffprobe puts off the start of a track by as much as frames are decoded before they are shown.
        moments.append([moment - keys[0] for moment in keys])
        lengths = re.findall(r"#EXTINF:([\d.]+)", read(video, f"v{number}.m3u8").decode())
        assert [round(float(length)) for length in lengths] == [4, 4, 2]
    assert moments == [pytest.approx([0, 4, 8], abs=0.001)] * 2
    assert video.facts["audio"] == []


def test_all_sound_tracks_are_kept_with_their_names_and_loudness(bring: Bring, films: Path, tmp_path: Path) -> None:
    more = ["-metadata:s:a:0", "language=ger", "-metadata:s:a:1", "language=eng", "-metadata:s:a:1", 'title=By "us"']
    source = clips.film(films / "tracks.mkv", *more, "-c:a", "flac", tracks=2)
    video = package(bring(source))
    tracks = [{"label": "Deutsch", "language": "de"}, {"label": "By us", "language": "en"}]
    assert video.facts["audio"] == tracks
    assert 'NAME="By us",LANGUAGE="en"' in read(video, "master.m3u8").decode()
    (tmp_path / "a0.mp4").write_bytes(read(video, "a0.mp4"))
    assert loudness(tmp_path / "a0.mp4") == pytest.approx(loudness(source), abs=0.5)


def loudness(file: Path) -> float:
    """Decibels, on average, of the first sound track."""
    command = [tool("ffmpeg"), "-nostdin", "-i", str(file), "-map", "0:a:0", "-af", "volumedetect", "-f", "null", "-"]
    said = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stderr
    found = re.search(r"mean_volume: (\S+) dB", said)
    assert found
    return float(found[1])


SRT = "1\n00:00:00,200 --> 00:00:01,000\n<i>Hello</i> & <script>welcome\n\n2\n00:00:01,000 --> 00:00:01,900\nBye\n"


def test_captions_in_the_file_are_taken_out_and_given_ones_stay(bring: Bring, films: Path) -> None:
    (films / "words.srt").write_text(SRT)
    clips.film(films / "bare.mkv", tracks=0)
    into = [
        "-i",
        "bare.mkv",
        "-i",
        "words.srt",
        "-i",
        "words.srt",
        "-map",
        "0",
        "-map",
        "1",
        "-map",
        "2",
        "-c:v",
        "copy",
    ]
    into += ["-c:s", "srt", "-metadata:s:s:0", "language=fre", "-metadata:s:s:1", "language=eng"]
    clips.ffmpeg(*into, "words.mkv", folder=films)
    video = bring(films / "words.mkv")
    Caption.objects.create(video=video, language="en", label="English", text="WEBVTT\n\ngiven")
    package(video)
    texts = {one.language: (one.label, one.text, one.is_embedded) for one in video.captions.all()}
    assert texts["en"] == ("English", "WEBVTT\n\ngiven", False)
    label, text, embedded = texts["fr"]
    assert (label, embedded) == ("Français", True)
    assert "00:00:00.200 --> 00:00:01.000\n<i>Hello</i> &amp; welcome" in text
    assert not any(name.rpartition("/")[2].startswith("words") for name in stored())
    claims.ask(video.pk)
    package(video)
    assert video.captions.count() == 2


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("wide.mkv", ["-aspect", "2:1"]),
        ("film.webm", ["-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8"]),
        ("film.mpg", ["-c:v", "mpeg2video", "-r", "25"]),
        ("film.ts", []),
        ("film.avi", ["-c:v", "mpeg4", "-c:a", "mp3"]),
        ("film.mov", ["-c:v", "mjpeg", "-pix_fmt", "yuvj420p"]),
        ("film.mxf", ["-c:v", "mpeg2video", "-c:a", "pcm_s16le", "-ar", "48000", "-r", "25"]),
    ],
)
def test_containers_and_codecs_that_people_have(bring: Bring, films: Path, name: str, options: list[str]) -> None:
    video = package(bring(clips.film(films / name, *options)))
    assert video.state == Video.State.READY, video.reason
    assert video.duration == pytest.approx(2, abs=0.3)


def test_what_was_filmed_upright_is_shown_upright(bring: Bring, clip: Path, tmp_path: Path) -> None:
    whole = bytearray(clip.read_bytes())
    lying, turned = ((1 << 16, 0, 0, 0, 1 << 16, 0), (0, 1 << 16, 0, -1 << 16, 0, 0))
    at = whole.index(struct.pack(">6i", *lying), whole.index(b"tkhd"))
    whole[at : at + 24] = struct.pack(">6i", *turned)
    (tmp_path / "upright.mp4").write_bytes(whole)
    video = package(bring(tmp_path / "upright.mp4"))
    assert [(one["width"], one["height"]) for one in video.facts["renditions"]] == [(120, 160), (60, 80)]
    shown = looked_at(video, "v0.mp4", tmp_path)["streams"][0]
    assert (shown["width"], shown["height"]) == (120, 160)


def test_what_plays_goes_on_playing_while_another_is_made_and_goes_when_addresses_have_run_out(
    bring: Bring, clip: Path, films: Path
) -> None:
    video = package(bring(clip))
    first = video.package
    (site.MEDIA_SOURCES[0] / clip.name).write_bytes(b"not a film at all")
    claims.ask(video.pk)
    failed = package(video)
    assert (failed.state, failed.package) == (Video.State.FAILED, first)
    (site.MEDIA_SOURCES[0] / clip.name).write_bytes(clips.film(films / "other.mp4", seconds=3).read_bytes())
    claims.ask(video.pk)
    second = package(video)
    assert second.package not in {None, first}
    removal.clean()
    assert {name.split("/")[1] for name in stored()} == {one.hex for one in (first, second.package) if one}
    Package.objects.filter(pk=str(first)).update(remove_at=timezone.now())
    removal.clean()
    assert {name.split("/")[1] for name in stored()} == {second.package.hex} if second.package else set()
    assert Package.objects.get().pk == second.package


@pytest.mark.parametrize("deleted", ["video", "title"])
def test_what_is_deleted_takes_its_files_along(bring: Bring, clip: Path, deleted: str) -> None:
    video = package(bring(clip))
    assert stored()
    (video if deleted == "video" else Title.objects.get(pk=video.title_id)).delete()
    removal.clean()
    assert stored() == []
    assert Package.objects.exclude(remove_at=None).count() == 1
    Package.objects.update(remove_at=timezone.now())
    removal.clean()
    assert not Package.objects.exists()


def test_a_store_of_objects_does_as_well_as_a_disk(bring: Bring, clip: Path, settings: Settings) -> None:
    where = {"BACKEND": "tests.media.stores.ObjectStore", "OPTIONS": {"name": "work"}}
    settings.STORAGES = {**settings.STORAGES, "media": where}
    store = media_storage()
    assert isinstance(store, ObjectStore)
    video = package(bring(clip))
    assert video.state == Video.State.READY, video.reason
    assert read(video, "master.m3u8").startswith(b"#EXTM3U")
    assert len(store.objects) == 15
    video.delete()
    removal.clean()
    assert store.objects == {}


def test_a_store_that_fails_is_said_and_nothing_stays(bring: Bring, clip: Path, settings: Settings) -> None:
    where = {"BACKEND": "tests.media.stores.FullStore", "OPTIONS": {"name": "full", "room": 5}}
    settings.STORAGES = {**settings.STORAGES, "media": where}
    video = package(bring(clip))
    assert (video.state, video.package) == (Video.State.FAILED, None)
    assert "the bucket is full" in video.reason
    assert stored() == []
    assert not Package.objects.exists()


def test_frames_of_a_second_are_made_whole(films: Path, bring: Bring) -> None:
    """Whatever the source's rate, that of the renditions is one that browsers keep up with."""
    video = package(bring(clips.film(films / "fast.mp4", rate=120, seconds=1)))
    assert "FRAME-RATE=60.000" in read(video, "master.m3u8").decode()
