"""The number of queries does not grow with what is shown."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts import services
from accounts.models import Profile, WatchState
from catalog.models import Credit, Person, Title
from catalog.search import index_titles
from recommendations import pipeline
from recommendations.models import HomePage, TitleStatistics
from tests.api.conftest import Api, Base
from tests.factories import make_genre, make_profile, make_series, make_title, make_titles, watch


def listed(base: Base, number: int) -> str:
    for title in make_titles(number, "Comedy", "Horror"):
        services.toggle_list(profile=base.mine, title=title, listed=True)
    return f"{base.home}/list"


def rated(base: Base, number: int) -> str:
    for title in make_titles(number, "Comedy", "Horror"):
        services.rate(profile=base.mine, title=title, value=1)
    return f"{base.home}/ratings"


def watched(base: Base, number: int) -> str:
    for _ in range(number):
        series = make_series(episodes=1)
        watch(base.mine, series, 0.5, episode=series.seasons.get().episodes.get())
    return f"{base.home}/history"


def everything(base: Base, number: int) -> str:
    listed(base, number)
    rated(base, number)
    watched(base, number)
    for title in make_titles(number):
        services.record_look(profile=base.mine, title=title)
        services.record_search(profile=base.mine, text=title.name, results=1, found=[title.pk])
    return f"{base.home}/activity"


def wished(base: Base, number: int) -> str:
    for place in range(number):
        person = Person.objects.create(name=f"Person {place}", slug=f"person-{place}")
        genre = make_genre(f"Genre {place}")
        services.steer(profile=base.mine, kind="person", key=person.slug, direction="more")
        services.steer(profile=base.mine, kind="genre", key=genre.slug, direction="less")
    return f"{base.home}/wishes"


def learnt(base: Base, number: int) -> str:
    for title in make_titles(4 + number, "Comedy", "Horror"):
        watch(base.mine, title)
    return f"{base.home}/taste"


def resumed(base: Base, number: int) -> str:
    watched(base, number)
    return f"{base.home}/continue-watching"


def browsed(base: Base, number: int) -> str:
    make_titles(number, "Western", "Horror")
    return f"{base.home}/titles?genre=western"


def genres(base: Base, number: int) -> str:
    make_title("", *(f"Genre {place}" for place in range(number)))
    return f"{base.home}/genres"


def found(base: Base, number: int) -> str:
    person = Person.objects.create(name="Zebulon Pike", slug="zebulon-pike")
    for place in range(number):
        title = make_title(f"Zebra {place}", "Comedy", "Zen")
        Credit.objects.create(title=title, person=person)
        make_genre(f"Ze{place}")
    index_titles()
    return f"{base.home}/search?q=ze"


def suggested(base: Base, number: int) -> str:
    found(base, number)
    return f"{base.home}/suggestions?q=ze"


def searched(base: Base, number: int) -> str:
    for place in range(number):
        services.record_search(profile=base.mine, text=f"{place} zebras", results=1)
    return f"{base.home}/searches"


def film(base: Base, number: int) -> str:
    for place, title in enumerate(make_titles(number, "Comedy")):
        person = Person.objects.create(name=f"Person {place}", slug=f"person-{place}")
        Credit.objects.create(title=base.film, person=person, position=place)
        assert title.pk
    TitleStatistics.objects.create(title=base.film, similar=list(Title.objects.values_list("pk", flat=True)))
    return f"{base.home}/titles/{base.film.pk}"


def series(base: Base, number: int) -> str:
    title = make_series(seasons=number, episodes=number)
    for season in title.seasons.all():
        for episode in season.episodes.all()[:3]:
            watch(base.mine, title, 0.5, episode=episode)
    return f"{base.home}/titles/{title.pk}"


def home(base: Base, number: int) -> str:
    """At least one whole row, or none would be made."""
    for genre in range(1 + number // 3):
        make_titles(6, f"Genre {genre}")
    watched(base, number)
    pipeline.refresh(base.mine.pk)
    return f"{base.home}/home"


def home_without_a_page(base: Base, number: int) -> str:
    home(base, number)
    HomePage.objects.filter(profile=base.mine).delete()
    return f"{base.home}/home"


def asked(base: Base, number: int) -> str:
    make_titles(number, "Comedy", "Horror")
    return f"{base.home}/picks"


def profiles(base: Base, number: int) -> str:
    for place in range(min(number, 3)):
        make_profile(base.alice, name=f"P{place}")
    return "/profiles"


def blocked(base: Base, number: int) -> str:
    for title in make_titles(number, "Comedy", "Horror"):
        services.block_title(profile=base.mine, title=title)
    return f"{base.home}/blocked"


READS = [
    blocked,
    listed,
    rated,
    watched,
    everything,
    wished,
    learnt,
    resumed,
    browsed,
    genres,
    found,
    suggested,
    searched,
    film,
    series,
    home,
    home_without_a_page,
    asked,
    profiles,
]


def queries(api: Api, base: Base, fill: Callable[[Base, int], str], number: int) -> list[str]:
    """What a read asks the database when there is so much to show; nothing is left of it afterwards."""
    with transaction.atomic():
        place = fill(base, number)
        Profile.objects.update(last_seen_at=timezone.now() + timedelta(minutes=5))  # coming back is noted once an hour
        place += f"{'&' if '?' in place else '?'}limit=100"
        api.get(place)  # what titles are called is held from one reader to the next
        with CaptureQueriesContext(connection) as captured:
            assert api.get(place).status == 200
        transaction.set_rollback(True)
    return [query["sql"][:300] for query in captured]


@pytest.mark.parametrize("fill", READS)
def test_reading_one_costs_what_reading_twenty_costs(api: Api, base: Base, fill: Callable[[Base, int], str]) -> None:
    one, twenty = (queries(api, base, fill, number) for number in (1, 20))
    assert len(one) == len(twenty), "\n".join(twenty)


def test_home_costs_four_beside_the_token_and_one_for_series_under_way(api: Api, base: Base) -> None:
    def films_alone(base: Base, number: int) -> str:
        place = home(base, number)
        WatchState.objects.filter(episode__isnull=False).delete()
        return place

    assert len(queries(api, base, home, 20)) == 1 + 4 + 1
    assert len(queries(api, base, films_alone, 20)) == 1 + 4
