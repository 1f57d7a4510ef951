"""Browsing, genres, one title, search."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts import services
from accounts.models import SearchQuery
from catalog.models import Credit, Episode, Person, Title
from catalog.search import index_titles
from recommendations.models import TitleStatistics
from tests.api.conftest import Api, Base
from tests.factories import make_title, make_titles, watch


def ids(body: dict[str, Any]) -> list[int]:
    return [title["id"] for title in body["results"]]


@pytest.fixture
def cast(base: Base) -> Base:
    """The film has people, and the adult one shares an actor with it."""
    actor = Person.objects.create(name="Ada Byron", slug="ada-byron")
    director = Person.objects.create(name="Grace Hopper", slug="grace-hopper")
    Credit.objects.create(title=base.film, person=actor, role="actor", character="Skipper", position=1)
    Credit.objects.create(title=base.film, person=director, role="director")
    Credit.objects.create(title=base.adult, person=actor, role="actor")
    index_titles()
    return base


def test_all_that_may_be_seen(api: Api, base: Base) -> None:
    assert set(ids(api.get(f"{base.home}/titles").body)) == {base.film.pk, base.adult.pk, base.series.pk}
    assert set(ids(api.get(f"{base.nursery}/titles").body)) == {base.film.pk, base.series.pk}


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("genre=comedy", ["Paddling Home"]),
        ("genre=nothing", []),
        ("kind=series", ["Harbour Lights"]),
        ("person=ada-byron&order=name", ["Knives at Midnight", "Paddling Home"]),
        ("person=ada-byron&genre=horror", ["Knives at Midnight"]),
        ("year=1950", []),
        ("year=1999&order=name", ["Harbour Lights", "Knives at Midnight", "Paddling Home"]),
        ("decade=1990&order=name", ["Harbour Lights", "Knives at Midnight", "Paddling Home"]),
        ("decade=1980", []),
        ("colour=blue&kind=series", ["Harbour Lights"]),
    ],
)
def test_filters(api: Api, cast: Base, query: str, names: list[str]) -> None:
    assert [title["name"] for title in api.get(f"{cast.home}/titles?{query}").body["results"]] == names


@pytest.mark.parametrize(
    ("query", "wrong"),
    [
        ("year=x", {"year": "invalid"}),
        ("year=1500", {"year": "min_value"}),
        ("kind=opera", {"kind": "invalid_choice"}),
        ("order=random", {"order": "invalid_choice"}),
        ("genre=a%00b", {"genre": "invalid"}),
        ("genre=", {"genre": "blank"}),
    ],
)
def test_filters_that_are_none(api: Api, base: Base, query: str, wrong: dict[str, str]) -> None:
    assert wrong.items() <= api.get(f"{base.home}/titles?{query}").wrong.items()


@pytest.mark.parametrize("order", ["popular", "newest", "name"])
def test_each_order_walks_the_whole_catalogue_once(api: Api, base: Base, order: str) -> None:
    titles = [make_title("The Same") for _ in range(9)]
    Title.objects.filter(pk__in=[title.pk for title in titles]).update(published_at=base.film.published_at)
    TitleStatistics.objects.bulk_create(
        TitleStatistics(title=title, popularity=number / 7) for number, title in enumerate(titles[:5])
    )
    seen: list[dict[str, Any]] = []
    following = f"{base.home}/titles?order={order}&limit=2"
    while following:
        page = api.get(following).body
        seen += page["results"]
        following = page["next"]
    assert len(seen) == len({title["id"] for title in seen}) == 12
    if order == "popular":
        assert [title["id"] for title in seen[:4]] == [title.pk for title in reversed(titles[1:5])]
    if order == "name":
        assert [title["name"] for title in seen] == sorted(title["name"] for title in seen)


def test_newest_first(api: Api, base: Base) -> None:
    Title.objects.filter(pk=base.film.pk).update(published_at=timezone.now())
    assert ids(api.get(f"{base.home}/titles?order=newest").body)[0] == base.film.pk


def test_genres_of_what_may_be_seen_with_their_numbers(api: Api, base: Base) -> None:
    make_title("", "Comedy", "Horror")
    genres = api.get(f"{base.home}/genres").body
    assert genres == [
        {"slug": "comedy", "name": "Comedy", "titles": 2},
        {"slug": "horror", "name": "Horror", "titles": 2},
    ]
    assert api.get(f"{base.nursery}/genres").body[1]["titles"] == 1


def test_a_card_and_its_pictures(api: Api, base: Base) -> None:
    [card] = api.get(f"{base.home}/titles?genre=comedy").body["results"]
    assert card["maturity"] == {"code": "0+", "minimum_age": 0}
    assert card["genres"] == [{"slug": "comedy", "name": "Comedy"}]
    assert (card["my_rating"], card["in_my_list"]) == (None, False)
    for shape in ("poster", "card", "still"):
        picture = api.client.get(card["artwork"][shape])
        assert (picture.status_code, picture.headers["Content-Type"]) == (200, "image/webp")


def test_detail_of_a_film(api: Api, cast: Base) -> None:
    services.rate(profile=cast.mine, title=cast.film, value=2)
    watch(cast.mine, cast.film, 0.5)
    film = api.get(f"{cast.home}/titles/{cast.film.pk}").body
    assert [(credit["role"], credit["person"]["slug"], credit["character"]) for credit in film["credits"]] == [
        ("actor", "ada-byron", "Skipper"),
        ("director", "grace-hopper", ""),
    ]
    assert (film["my_rating"], film["in_my_list"], film["seasons"]) == (2, False, [])
    assert (film["maturity_sentence"], film["advice"]) == ("Suitable for everyone.", [])
    assert film["up_next"] == {"episode": None, "position": 3000, "duration": 6000}
    assert [state["position"] for state in film["states"]] == [3000]


def test_what_nobody_has_begun_plays_from_its_beginning(api: Api, base: Base) -> None:
    film = api.get(f"{base.home}/titles/{base.film.pk}").body
    assert (film["up_next"], film["states"]) == ({"episode": None, "position": 0, "duration": 6000}, [])


def test_detail_of_a_series_leads_to_the_next_episode(api: Api, base: Base) -> None:
    episodes = list(Episode.objects.filter(season__title=base.series).order_by("season__number", "number"))
    watch(base.mine, base.series, episode=episodes[0])
    series = api.get(f"{base.home}/titles/{base.series.pk}").body
    listed = [episode["id"] for season in series["seasons"] for episode in season["episodes"]]
    assert listed == [episode.pk for episode in episodes]
    assert series["seasons"][0]["name"] == "Season 1"
    assert series["up_next"]["episode"] == episodes[1].pk
    assert [(state["episode"], state["finished"]) for state in series["states"]] == [(episodes[0].pk, True)]


def test_a_series_without_episodes_has_nothing_to_play(api: Api, base: Base) -> None:
    empty = make_title("Announced", kind=Title.Kind.SERIES)
    assert api.get(f"{base.home}/titles/{empty.pk}").body["up_next"] is None


def test_similar_titles_in_their_order_and_within_the_limits(api: Api, base: Base) -> None:
    likest, disliked, other = make_titles(3)
    alike = [other.pk, base.adult.pk, disliked.pk, base.withdrawn.pk, 10**9, likest.pk]
    TitleStatistics.objects.create(title=base.film, similar=alike)
    services.rate(profile=base.child, title=disliked, value=-1)
    place = f"titles/{base.film.pk}"
    assert [t["id"] for t in api.get(f"{base.nursery}/{place}").body["similar"]] == [other.pk, likest.pk]
    mine = [t["id"] for t in api.get(f"{base.home}/{place}").body["similar"]]
    assert mine == [other.pk, base.adult.pk, disliked.pk, likest.pk]


def test_search_forgives_and_is_kept(api: Api, cast: Base) -> None:
    found = api.get(f"{cast.home}/search?q=padling+hom").body
    assert [title["name"] for title in found["titles"]] == ["Paddling Home"]
    kept = SearchQuery.objects.get()
    assert (kept.pk, kept.text, kept.results, kept.profile) == (found["search"], "padling hom", 1, cast.mine)


def test_search_finds_people_and_genres(api: Api, cast: Base) -> None:
    assert api.get(f"{cast.home}/search?q=byron").body["people"] == [{"slug": "ada-byron", "name": "Ada Byron"}]
    assert api.get(f"{cast.home}/search?q=horr").body["genres"] == [{"slug": "horror", "name": "Horror"}]


def test_a_child_s_search_finds_nothing_of_what_is_not_for_children(api: Api, cast: Base) -> None:
    Credit.objects.filter(title=cast.film).delete()
    index_titles()
    for text in ("knives", "byron", "horror"):
        found = api.get(f"{cast.nursery}/search?q={text}").body
        assert (found["titles"], found["people"], found["genres"]) == ([], [], []), text


def test_what_is_only_typed_is_not_kept(api: Api, cast: Base) -> None:
    assert api.get(f"{cast.home}/search?q=pad&typing=true").body["search"] is None
    assert not SearchQuery.objects.exists()


def test_suggestions_are_names_of_titles_genres_and_people(api: Api, cast: Base) -> None:
    film = {"kind": "title", "name": "Paddling Home", "year": cast.film.year, "id": cast.film.pk}
    assert api.get(f"{cast.home}/suggestions?q=padling").body == [{**film, "slug": cast.film.slug}]
    person = {"kind": "person", "name": "Ada Byron", "year": None, "id": None, "slug": "ada-byron"}
    assert person in api.get(f"{cast.home}/suggestions?q=byron").body
    assert "genre" in {one["kind"] for one in api.get(f"{cast.home}/suggestions?q=horr").body}
    assert not SearchQuery.objects.exists()
    assert api.get(f"{cast.home}/suggestions?q=").wrong == {"q": "blank"}


def test_what_is_not_held_is_told_with_titles_like_what_is_closest(api: Api, cast: Base) -> None:
    like = make_title("Quiet Rivers")
    TitleStatistics.objects.create(title=cast.film, similar=[like.pk])
    sure = api.get(f"{cast.home}/search?q=padling+home").body
    assert (sure["sure"], sure["alike"]) == (True, [])
    far = api.get(f"{cast.home}/search?q=paddling+away").body
    assert far["sure"] is False
    assert [title["id"] for title in far["titles"]] == [cast.film.pk]
    assert [title["id"] for title in far["alike"]] == [like.pk]


def test_recent_searches_are_told_and_forgotten(api: Api, bob_api: Api, cast: Base) -> None:
    for text in ("paddling", "byron", "Paddling"):
        api.get(f"{cast.home}/search?q={text}")
    kept = api.get(f"{cast.home}/searches").body
    assert [one["text"] for one in kept] == ["Paddling", "byron"]
    search = kept[0]["search"]
    assert bob_api.delete(f"/profiles/{cast.bobs.pk}/searches/{search}").status == 404
    assert api.delete(f"{cast.home}/searches/{search}").status == 204
    assert api.delete(f"{cast.home}/searches/{search}").status == 404
    assert [one["text"] for one in api.get(f"{cast.home}/searches").body] == ["byron"]
    assert api.delete(f"{cast.home}/searches").status == 204
    assert api.get(f"{cast.home}/searches").body == []


def test_what_a_search_led_to(api: Api, bob_api: Api, cast: Base) -> None:
    search = api.get(f"{cast.home}/search?q=paddling").body["search"]
    assert api.put(f"{cast.home}/searches/{search}", {"opened": cast.film.pk}).status == 204
    assert SearchQuery.objects.get().opened == cast.film
    assert api.put(f"{cast.home}/searches/{search}", {}).wrong == {"#/opened": "required"}
    assert api.put(f"{cast.nursery}/searches/{search}", {"opened": cast.film.pk}).status == 404
    assert bob_api.put(f"/profiles/{cast.bobs.pk}/searches/{search}", {"opened": cast.film.pk}).status == 404


@pytest.mark.parametrize(
    ("query", "wrong"),
    [
        ("", {"q": "required"}),
        ("q=", {"q": "blank"}),
        ("q=" + "x" * 201, {"q": "max_length"}),
        ("q=%00", {"q": "null_characters_not_allowed"}),
        ("q=x&limit=0", {"limit": "min_value"}),
        ("q=x&limit=101", {"limit": "max_value"}),
        ("q=x&typing=perhaps", {"typing": "invalid"}),
    ],
)
def test_searches_that_are_none(api: Api, base: Base, query: str, wrong: dict[str, str]) -> None:
    assert api.get(f"{base.home}/search?{query}").wrong == wrong


@pytest.mark.parametrize("text", ["'; drop table", "!!!", "%25_%5C", "a%26b|c", "日本", "%F0%9F%8E%AC", "%ff"])
def test_searches_with_odd_letters_find_nothing_and_break_nothing(api: Api, cast: Base, text: str) -> None:
    assert api.get(f"{cast.home}/search?q={text}").body["titles"] == []


def test_searching_is_throttled(api: Api, bob_api: Api, base: Base) -> None:
    statuses = {api.get(f"{base.home}/search?q=!").status for _ in range(120)}
    assert statuses == {200}
    answer = api.get(f"{base.home}/search?q=!")
    assert (answer.problem, 1 <= int(answer.headers["retry-after"]) <= 60) == ("throttled", True)
    assert bob_api.get(f"/profiles/{base.bobs.pk}/search?q=!").status == 200


def test_what_comes_and_goes_by_the_clock(api: Api, base: Base) -> None:
    soon = timezone.now() + timedelta(hours=1)
    Title.objects.filter(pk=base.film.pk).update(published_at=soon)
    assert api.get(f"{base.home}/titles/{base.film.pk}").status == 404
