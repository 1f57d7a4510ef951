"""My List and the history."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts import services
from accounts.models import ListEntry, Rating
from tests.factories import make_series, make_title, make_titles, watch
from tests.pages.conftest import Viewer, count_queries


def shown(page: str) -> list[str]:
    return re.findall(r'class="card__art"[^>]*alt="([^"]+) \(', page)


def test_my_list_shows_the_latest_first(alice: Viewer) -> None:
    for number, title in enumerate([make_title("Old"), make_title("Middle"), make_title("Latest")]):
        ListEntry.objects.create(
            profile=alice.profile, title=title, added_at=timezone.now() + timedelta(minutes=number - 9)
        )
    assert shown(alice.get("/my-list/")) == ["Latest", "Middle", "Old"]


def test_my_list_comes_in_pages(alice: Viewer) -> None:
    for title in make_titles(49):
        services.toggle_list(profile=alice.profile, title=title)
    assert len(shown(alice.get("/my-list/"))) == 48
    assert len(shown(alice.get("/my-list/?page=2"))) == 1


def test_the_history_goes_back_day_by_day(alice: Viewer) -> None:
    now = timezone.now()
    watch(alice.profile, make_title("Long Ago"), 1, happened_at=now - timedelta(days=40))
    watch(alice.profile, make_title("Lately"), 0.5, happened_at=now - timedelta(days=1))
    services.rate(profile=alice.profile, title=make_title("Just Rated"), value=2)
    page = alice.get("/history/")
    assert re.findall(r"<b>([^<(]+) \(", page) == ["Just Rated", "Lately", "Long Ago"]
    assert len(re.findall(r'<section class="day"', page)) == 3
    for told in ("Loved", "Watched 50 %", "Watched"):
        assert told in page


def test_what_was_done_to_a_title_in_one_go_is_one_entry(alice: Viewer) -> None:
    title = make_title("Both")
    watch(alice.profile, title, 1)
    Rating.objects.create(profile=alice.profile, title=title, value=1, rated_at=timezone.now())
    page = alice.get("/history/")
    assert page.count('<li class="entry">') == 1
    assert "Liked" in page


def test_the_history_comes_in_pages(alice: Viewer) -> None:
    for title in make_titles(41):
        watch(alice.profile, title, 1)
    assert alice.get("/history/").count('<li class="entry">') == 40
    assert alice.get("/history/?page=2").count('<li class="entry">') == 1


@pytest.mark.parametrize("path", ["/my-list/", "/history/"])
def test_queries_do_not_grow(alice: Viewer, path: str) -> None:
    def fill(number: int) -> None:
        for title in make_titles(number, "Drama", "War"):
            services.toggle_list(profile=alice.profile, title=title, listed=True)
            services.rate(profile=alice.profile, title=title, value=1)
            watch(alice.profile, title, 0.5)
            series = make_series(episodes=1)
            watch(alice.profile, series, 0.5, episode=series.seasons.get().episodes.get())

    fill(1)
    few = count_queries(alice, path)
    fill(20)
    assert count_queries(alice, path) == few
