"""The home page, its rows in batches, and how a page learns that there is a newer one."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts import services
from catalog.models import Title
from recommendations import homepage, pipeline, statistics
from recommendations.models import HomePage
from tests.factories import make_profile, make_series, make_title, make_titles, watch
from tests.pages.conftest import Viewer, count_queries

GENRES = ["Horror", "Comedy", "Drama", "Western", "Romance", "Sci-Fi", "War", "Crime", "Mystery", "History"]


@pytest.fixture
def catalogue(db: None) -> list[Title]:
    """Enough for more than one batch of rows."""
    titles = [title for genre in GENRES for title in make_titles(14, genre)]
    fan = make_profile()
    for title in titles[::2]:
        watch(fan, title)
    statistics.recount()
    return titles


def keys(page: str) -> list[str]:
    return re.findall(r'<section class="row" data-key="([^"]+)"', page)


def shown(page: str) -> list[str]:
    return re.findall(r'class="card" data-title="(\d+)"', page)


def test_a_page_without_a_stored_one_is_a_page_all_the_same(alice: Viewer, catalogue: list[Title]) -> None:
    page = alice.get("/")
    assert len(keys(page)) >= 1
    assert "This page learns from you." in page
    assert 'data-state="waiting"' in page


def test_no_title_is_shown_twice(alice: Viewer, catalogue: list[Title]) -> None:
    pipeline.refresh(alice.profile.pk)
    page = alice.get("/") + alice.get(f"/rows/?from={homepage.BATCH}", htmx=True)
    billboard = re.findall(r'data-key="billboard" data-title="(\d+)"', page)
    assert len(billboard) == 1
    titles = shown(page) + billboard
    assert len(titles) == len(set(titles)) > 40


def test_rows_come_in_batches_with_and_without_a_script(alice: Viewer, catalogue: list[Title]) -> None:
    pipeline.refresh(alice.profile.pk)
    first = alice.get("/")
    assert len(keys(first)) == homepage.BATCH
    link = f"/rows/?from={homepage.BATCH}"
    assert f'<a class="button" href="{link}"' in first
    fragment, whole = alice.get(link, htmx=True), alice.get(link)
    assert "<html" not in fragment
    assert "<html" in whole
    assert keys(fragment) == keys(whole) != []
    assert not set(keys(fragment)) & set(keys(first))


def test_what_was_begun_goes_on_where_it_was_left(alice: Viewer, catalogue: list[Title]) -> None:
    watch(alice.profile, catalogue[0], 0.4)
    page = alice.get("/")
    assert "Continue watching" in page
    assert re.search(r'<progress[^>]*value="40"', page)
    assert "1 h left" in page
    alice.post(f"/title/{catalogue[0].slug}/dismiss/")
    assert "Continue watching" not in alice.get("/")


def test_an_episode_is_named_where_it_was_left(alice: Viewer) -> None:
    series = make_series("Long Story")
    episode = series.seasons.get().episodes.all()[1]
    watch(alice.profile, series, 0.4, episode=episode)
    page = alice.get("/")
    assert "S1 · E2" in page
    assert f"episode={episode.pk}" in page


def test_what_was_rated_down_is_gone_before_the_next_page_is_made(alice: Viewer, catalogue: list[Title]) -> None:
    pipeline.refresh(alice.profile.pk)
    title = shown(alice.get("/"))[0]
    services.rate(profile=alice.profile, title=Title.objects.get(pk=title), value=-1)
    assert title not in shown(alice.get("/"))


def test_a_page_is_asked_for_where_there_is_none_or_an_old_one(alice: Viewer, catalogue: list[Title]) -> None:
    key = f"refresh:{alice.profile.pk}"
    alice.get("/")
    assert cache.get(key)
    cache.clear()
    pipeline.refresh(alice.profile.pk)
    assert 'data-state="current"' in alice.get("/")
    assert not cache.get(key)
    HomePage.objects.update(built_at=timezone.now() - timedelta(hours=13))
    assert 'data-state="waiting"' in alice.get("/")
    assert cache.get(key)


def test_a_newer_page_is_told_by_its_version(alice: Viewer, catalogue: list[Title]) -> None:
    pipeline.refresh(alice.profile.pk)
    first = alice.client.get("/rows/", headers={"HX-Request": "true"})
    assert first["Page-State"] == "current"
    asked = {"HX-Request": "true", "If-None-Match": first["ETag"]}
    assert alice.client.get("/rows/", headers=asked).status_code == 304
    services.rate(profile=alice.profile, title=catalogue[0], value=2)
    waiting = alice.client.get("/rows/", headers=asked)
    assert (waiting.status_code, waiting["Page-State"]) == (304, "waiting")
    pipeline.refresh(alice.profile.pk)
    newer = alice.client.get("/rows/", headers=asked)
    assert (newer.status_code, newer["Page-State"]) == (200, "current")
    assert 'data-key="billboard"' in newer.content.decode()


def test_a_page_is_nobody_elses_and_is_kept_by_no_cache(alice: Viewer, bob: Viewer, catalogue: list[Title]) -> None:
    watch(alice.profile, catalogue[0], 0.4)
    assert "Continue watching" not in bob.get("/")
    answer = alice.client.get("/")
    assert "private" in answer["Cache-Control"]
    assert {"Cookie", "HX-Request"} <= set(answer["Vary"].split(", "))


@pytest.mark.parametrize("query", ["from=-1", "from=x", "from=99999999", "shown=0", "shown=9999", "from=½", "from=%00"])
def test_odd_places_are_no_error(alice: Viewer, catalogue: list[Title], query: str) -> None:
    alice.get(f"/rows/?{query}")
    alice.get(f"/rows/?{query}", htmx=True)


def test_names_are_text(alice: Viewer) -> None:
    for number in range(6):
        make_title(f"<script>alert({number})</script>", "<b>Bold</b>", synopsis="<img src=x onerror=alert(1)>")
    page = alice.get("/")
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "&lt;script&gt;" in page


def test_an_empty_site_says_so(alice: Viewer) -> None:
    assert "Nothing to watch yet" in alice.get("/")


@pytest.mark.parametrize("begun", [0, 1])
def test_it_takes_four_queries(alice: Viewer, catalogue: list[Title], begun: int) -> None:
    for title in catalogue[:begun]:
        watch(alice.profile, title, 0.4)
    pipeline.refresh(alice.profile.pk)
    few = count_queries(alice, "/")
    assert few <= 4
    for title in catalogue[10:30]:
        watch(alice.profile, title, 0.4)
    pipeline.refresh(alice.profile.pk)
    assert count_queries(alice, "/") == few


def test_asking_for_a_newer_page_takes_one_query(alice: Viewer, catalogue: list[Title]) -> None:
    pipeline.refresh(alice.profile.pk)
    tag = alice.client.get("/rows/")["ETag"]
    with CaptureQueriesContext(connection) as captured:
        assert alice.client.get("/rows/", headers={"If-None-Match": tag}).status_code == 304
    assert len(captured) == 3  # session, user, profile with its page
