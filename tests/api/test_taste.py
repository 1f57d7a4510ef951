"""My List and thumbs."""

import pytest

from accounts.models import ListEntry, Rating
from tests.api.conftest import Api, Base
from tests.factories import make_titles


def test_onto_the_list_and_off_again_each_twice(api: Api, base: Base) -> None:
    place = f"{base.home}/list/{base.film.pk}"
    assert [api.put(place).status, api.put(place).status] == [204, 204]
    [entry] = api.get(f"{base.home}/list").body["results"]
    assert (entry["title"]["id"], entry["title"]["in_my_list"]) == (base.film.pk, True)
    assert [api.delete(place).status, api.delete(place).status] == [204, 204]
    assert api.get(f"{base.home}/list").body == {"next": None, "results": []}


def test_the_list_is_of_the_profile_alone(api: Api, base: Base) -> None:
    api.put(f"{base.home}/list/{base.film.pk}")
    assert api.get(f"{base.nursery}/list").body["results"] == []


def test_what_was_withdrawn_is_not_listed(api: Api, base: Base) -> None:
    ListEntry.objects.create(profile=base.mine, title=base.withdrawn)
    Rating.objects.create(profile=base.mine, title=base.withdrawn, value=2)
    assert api.get(f"{base.home}/list").body["results"] == []
    assert api.get(f"{base.home}/ratings").body["results"] == []


@pytest.mark.parametrize("value", [-1, 1, 2])
def test_a_thumb_stands_as_it_was_given_last(api: Api, base: Base, value: int) -> None:
    place = f"{base.home}/ratings/{base.film.pk}"
    api.put(place, {"value": 1})
    answer = api.put(place, {"value": value})
    assert (answer.body["title"], answer.body["value"]) == (base.film.pk, value)
    assert answer.body["rated_at"].endswith("Z")
    [rating] = api.get(f"{base.home}/ratings").body["results"]
    assert (rating["value"], rating["title"]["my_rating"]) == (value, value)
    assert api.get(f"{base.home}/titles/{base.film.pk}").body["my_rating"] == value


def test_the_same_thumb_again_changes_nothing(api: Api, base: Base) -> None:
    place = f"{base.home}/ratings/{base.film.pk}"
    first = api.put(place, {"value": 2})
    base.mine.refresh_from_db()
    version = base.mine.taste_version
    assert api.put(place, {"value": 2}).body == first.body
    base.mine.refresh_from_db()
    assert base.mine.taste_version == version


def test_a_thumb_is_taken_back(api: Api, base: Base) -> None:
    place = f"{base.home}/ratings/{base.film.pk}"
    api.put(place, {"value": 2})
    assert [api.delete(place).status, api.delete(place).status] == [204, 204]
    assert api.get(f"{base.home}/ratings").body["results"] == []


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        ({}, {"#/value": "required"}),
        ({"value": 0}, {"#/value": "invalid_choice"}),
        ({"value": None}, {"#/value": "null"}),
        ({"value": [1]}, {"#/value": "invalid_choice"}),
        ({"value": 1, "stars": 5}, {"#/stars": "unknown"}),
    ],
)
def test_what_is_wrong_with_a_thumb(api: Api, base: Base, body: object, wrong: dict[str, str]) -> None:
    assert api.put(f"{base.home}/ratings/{base.film.pk}", body).wrong == wrong
    assert not Rating.objects.exists()


def test_lists_are_walked_page_by_page_to_their_end(api: Api, base: Base) -> None:
    titles = make_titles(7)
    # All at one moment, as an import leaves them: only the id tells where a page ends.
    moment = base.mine.created_at
    ListEntry.objects.bulk_create(ListEntry(profile=base.mine, title=title, added_at=moment) for title in titles)
    seen, following = [], f"{base.home}/list?limit=3"
    while following:
        page = api.get(following).body
        seen += [entry["title"]["id"] for entry in page["results"]]
        following = page["next"]
    assert seen == [title.pk for title in reversed(titles)]


def test_what_comes_meanwhile_moves_nothing_to_the_next_page(api: Api, base: Base) -> None:
    titles = make_titles(4)
    for title in titles:
        api.put(f"{base.home}/list/{title.pk}")
    first = api.get(f"{base.home}/list?limit=2").body
    api.put(f"{base.home}/list/{base.film.pk}")
    second = api.get(first["next"]).body
    assert [entry["title"]["id"] for entry in second["results"]] == [titles[1].pk, titles[0].pk]


@pytest.mark.parametrize("limit", ["0", "101", "-1", "x", "1.5", "9" * 40, "٣"])
def test_a_limit_that_is_none(api: Api, base: Base, limit: str) -> None:
    assert api.get(f"{base.home}/list?limit={limit}").wrong == {"limit": "invalid"}


@pytest.mark.parametrize("cursor", ["x", "%00", "W10", "bnVsbA", "é", "W1siLWFkZGVkX2F0Il0sMSwyXQ", "W" * 5000])
def test_a_cursor_that_is_none(api: Api, base: Base, cursor: str) -> None:
    assert api.get(f"{base.home}/list?cursor={cursor}").wrong == {"cursor": "invalid"}


def test_a_cursor_of_another_list_is_none(api: Api, base: Base) -> None:
    for title in make_titles(2):
        api.put(f"{base.home}/ratings/{title.pk}", {"value": 1})
    cursor = api.get(f"{base.home}/ratings?limit=1").body["next"].partition("cursor=")[2]
    assert api.get(f"{base.home}/list?cursor={cursor}").wrong == {"cursor": "invalid"}
