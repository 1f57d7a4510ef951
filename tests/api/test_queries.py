"""The number of queries does not grow with what is shown."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts import services
from accounts.models import DataAccess, DataExport, HistoryImport, Profile, WatchState
from accounts.services import imports
from catalog.models import Caption, Credit, Person, Title, TitleGenre
from catalog.search import index_titles
from recommendations import homepage, pipeline
from recommendations.models import HomePage, TitleStatistics
from tests.api import contract
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
        TitleGenre.objects.create(title=base.film, genre=genre, position=place + 1)
        Credit.objects.create(title=base.film, person=person, position=place)
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


def devices(base: Base, number: int) -> str:
    for _ in range(number):
        services.begin_session(user=base.alice)
    return "/devices"


def exported(base: Base, number: int) -> str:
    DataExport.objects.bulk_create(DataExport(user=base.alice, profile=base.mine, state="ready") for _ in range(number))
    return "/exports"


def looked_at(base: Base, number: int) -> str:
    told = {"operator_role": "Support", "operator_name": "ann", "kind": "list", "what": "plays"}
    for _ in range(number):
        DataAccess.objects.create(user=base.alice, profile=base.mine, **told)
    return f"{base.home}/audit"


def decided(base: Base, number: int) -> str:
    for place in range(number):
        services.choose(profile=base.mine, through="api", keeps_searches=place % 2 == 1)
    return f"{base.home}/choices"


def brought(base: Base, number: int) -> str:
    HistoryImport.objects.bulk_create(HistoryImport(profile=base.mine, state="done") for _ in range(number))
    return f"{base.home}/imports"


def brought_titles(base: Base, number: int) -> str:
    lines = [f"{title.name},2025-01-02" for title in make_titles(number, "Comedy")]
    index_titles()
    held = services.begin_import(profile=base.mine, name="x.csv", content="\n".join(["Title,Date", *lines]).encode())
    imports.read_import(held.pk)
    return f"{base.home}/imports/{held.pk}/titles?outcome=matched"


def played(base: Base, number: int) -> str:
    video = base.film.videos.get()
    for place in range(number):
        Caption.objects.create(video=video, language=f"en-{place}", label="English", text="WEBVTT\n")
    return f"{base.home}/titles/{base.film.pk}/playback"


def explained(base: Base, number: int) -> str:
    """A title that many liked ones led to, with as much to be said of it."""
    loved = make_titles(number, "Comedy")
    TitleStatistics.objects.create(title=base.film, popularity=1, similar=[title.pk for title in loved])
    for place, title in enumerate(loved):
        services.rate(profile=base.mine, title=title, value=2)
        TitleStatistics.objects.create(title=title, popularity=1, similar=[base.film.pk])
        person = Person.objects.create(name=f"Person {place}", slug=f"person-{place}")
        Credit.objects.create(title=base.film, person=person, position=place)
    pipeline.refresh(base.mine.pk)
    return f"{base.home}/titles/{base.film.pk}/why"


READS = [
    ("getContinueWatching", resumed),
    ("getChoices", decided),
    ("getHome", home),
    ("getHome", home_without_a_page),
    ("getPicks", asked),
    ("getPlayback", played),
    ("getTaste", learnt),
    ("getTitle", film),
    ("getTitle", series),
    ("getWhy", explained),
    ("listActivity", everything),
    ("listBlocked", blocked),
    ("listDevices", devices),
    ("listExports", exported),
    ("listGenres", genres),
    ("listHistory", watched),
    ("listImportedTitles", brought_titles),
    ("listImports", brought),
    ("listLooksOfOperators", looked_at),
    ("listMyList", listed),
    ("listProfiles", profiles),
    ("listRatings", rated),
    ("listSearches", searched),
    ("listTitles", browsed),
    ("listWishes", wished),
    ("search", found),
    ("suggest", suggested),
]
# What tells of one thing without parts.
SINGLE = {"getProfile", "getExport", "downloadExport", "getImport"}


def queries(api: Api, base: Base, fill: Callable[[Base, int], str], number: int, name: str) -> list[str]:
    """What a read asks the database when there is so much to show; nothing is left of it afterwards."""
    with transaction.atomic():
        place = fill(base, number)
        assert contract.named("get", place.partition("?")[0]) == name
        Profile.objects.update(last_seen_at=timezone.now() + timedelta(minutes=5))  # coming back is noted once an hour
        place += f"{'&' if '?' in place else '?'}limit=100"
        api.get(place)  # what titles are called is held from one reader to the next
        with CaptureQueriesContext(connection) as captured:
            assert api.get(place).status == 200
        transaction.set_rollback(True)
    return [query["sql"][:300] for query in captured]


def test_every_read_of_the_description_is_among_these() -> None:
    reads = {operation["operationId"] for _, method, operation in contract.operations() if method == "get"}
    assert {name for name, _ in READS} == reads - SINGLE


@pytest.mark.parametrize(("name", "fill"), READS, ids=[fill.__name__ for _, fill in READS])
def test_reading_one_costs_what_reading_twenty_costs(
    api: Api, base: Base, name: str, fill: Callable[[Base, int], str]
) -> None:
    one, twenty = (queries(api, base, fill, number, name) for number in (1, 20))
    assert len(one) == len(twenty), "\n".join(twenty)


def test_an_unchanged_home_costs_two_beside_the_token(api: Api, base: Base) -> None:
    """The profile, and whether anything that it shows is another."""
    assert len(queries(api, base, home, 20, "getHome")) == 1 + 2


def test_a_home_that_is_made_costs_four_more_and_one_for_series_under_way(
    api: Api, base: Base, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page's rows, what was begun, My List and the marks."""

    def films_alone(base: Base, number: int) -> str:
        place = home(base, number)
        WatchState.objects.filter(episode__isnull=False).delete()
        return place

    monkeypatch.setattr(homepage.Reading, "is_unchanged", False)  # so that none is kept
    assert len(queries(api, base, home, 20, "getHome")) == 1 + 2 + 4 + 1
    assert len(queries(api, base, films_alone, 20, "getHome")) == 1 + 2 + 4
