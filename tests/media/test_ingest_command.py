"""`manage.py ingest_video`: what it takes, what it refuses in one line, and how it ends."""

import subprocess
import sys
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from catalog.media import ingest
from catalog.models import Caption, Title, Upload, Video
from tests.factories import make_series, make_title
from tests.live import live_env
from tests.media.conftest import stored

ROOT = Path(__file__).resolve().parents[2]
SRT = "1\n00:00:00,200 --> 00:00:01,000\nHello\n"


def bring(*words: Any, **options: Any) -> str:
    out = StringIO()
    call_command("ingest_video", *map(str, words), stdout=out, **options)
    return out.getvalue()


def refused(*words: Any) -> str:
    with pytest.raises(CommandError) as told:
        bring(*words)
    assert told.value.returncode == 2
    assert "\n" not in str(told.value)
    return str(told.value)


@pytest.mark.usefixtures("db", "inbox", "unheard")
def test_a_film_is_brought_in_from_anywhere_and_packaged_here(clip: Path, tmp_path: Path) -> None:
    title = make_title("Terror")
    (tmp_path / "words.srt").write_text(SRT)
    said = bring(title.slug, clip, "--captions", f"ger:{tmp_path / 'words.srt'}", "--credit", "By us", "--wait")
    video = Video.objects.get()
    assert video.state == Video.State.READY
    assert (video.title, video.path, video.credit) == (title, "", "By us")
    assert "2.0 s in 2 renditions" in said
    assert Caption.objects.get().language == "de"
    assert Upload.objects.get().video is None
    assert len([name for name in stored() if name.startswith("packages")]) == 15


@pytest.mark.usefixtures("db", "unheard")
def test_a_file_of_the_sources_is_read_where_it_is(inbox: Path, clip: Path) -> None:
    series = make_series("Endless")
    (inbox / "film.mp4").write_bytes(clip.read_bytes())
    assert "a worker will package it" in bring("Endless", inbox / "film.mp4", "--episode", 1, 2)
    video = Video.objects.get()
    assert (video.episode, video.state) == (series.seasons.get().episodes.get(number=2), Video.State.WAITING)
    assert not Upload.objects.exists()
    assert stored() == []


@pytest.mark.usefixtures("db", "inbox", "unheard")
def test_what_cannot_be_is_said_in_one_line(clip: Path, tmp_path: Path) -> None:
    film, series = make_title("Terror", imdb_id="tt0000001"), make_series("Endless")
    make_title("Twice")
    make_title("Twice")
    none, text = tmp_path / "none.mp4", tmp_path / "text.txt"
    text.write_text("hello\nworld")
    assert "No such file" in refused(film.slug, none)
    assert "Is a directory" in refused(film.slug, tmp_path)
    assert "There is no title" in refused("nothing", clip)
    assert "Several titles" in refused("Twice", clip)
    assert "has its videos at its episodes" in refused(series.slug, clip)
    assert "no episode 9 in season 1" in refused(series.slug, clip, "--episode", 1, 9)
    assert "no episode" in refused(film.slug, clip, "--episode", 1, 1)
    assert "LANGUAGE:FILE" in refused(film.slug, clip, "--captions", "words.srt")
    assert "no captions in it" in refused(film.slug, clip, "--captions", f"en:{text}")
    assert not Video.objects.exclude(state=Video.State.EMPTY).exists()
    assert "no video file" in refused("tt0000001", text, "--wait")
    assert ingest.title_named(str(film.pk)) == film
    assert Title.objects.count() == 4


@pytest.mark.django_db(transaction=True)
def test_its_end_is_2_for_who_calls_it(inbox: Path) -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", "ingest_video", "nothing", "none.mp4"],
        cwd=ROOT,
        env=live_env(),
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "No such file" in done.stderr
