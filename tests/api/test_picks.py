"""What devices ask new profiles, and what they answer."""

import pytest

from accounts.models import Rating
from tests.api.conftest import Api, Base
from tests.factories import make_profile, make_title, make_titles


def test_a_new_profile_is_asked_and_answers_once(api: Api, base: Base) -> None:
    made = api.post("/profiles", {"name": "Kim"}).body
    assert made["is_newcomer"] is True
    home = f"/profiles/{made['id']}"
    make_titles(30, "Comedy")
    first = api.get(f"{home}/picks").body
    second = api.get(first["next"]).body
    ids = [title["id"] for title in first["titles"]]
    assert len(set(ids)) == 24
    assert second["next"] is None
    assert not {title["id"] for title in second["titles"]} & set(ids)
    for _ in range(2):
        assert api.post(f"{home}/picks", {"titles": [*ids[:3], ids[0]]}).status == 204
    assert dict(Rating.objects.values_list("title", "value")) == dict.fromkeys(ids[:3], 1)
    assert api.get(home).body["is_newcomer"] is False
    assert not {title["id"] for title in api.get(f"{home}/picks").body["titles"]} & set(ids[:3])


def test_home_has_a_page_of_its_own_made(api: Api, base: Base) -> None:
    titles = make_titles(6, "Comedy")
    api.post(f"{base.home}/picks", {"titles": [title.pk for title in titles[:3]]})
    assert api.get(f"{base.home}/home").headers["page-state"] == "waiting"


def test_skipping_is_an_empty_answer(api: Api, base: Base) -> None:
    profile = make_profile(base.alice, newcomer=True)
    assert api.post(f"/profiles/{profile.pk}/picks", {"titles": []}).status == 204
    profile.refresh_from_db()
    assert profile.welcomed_at is not None
    assert profile.taste_version == 0


def test_a_title_that_is_not_there_spoils_the_whole_answer(api: Api, base: Base) -> None:
    for hidden in (base.adult.pk, base.withdrawn.pk, 10**15):
        answer = api.post(f"{base.nursery}/picks", {"titles": [base.film.pk, hidden]})
        assert (answer.status, answer.problem) == (404, "not-found")
    assert not Rating.objects.exists()


def test_a_child_is_asked_about_what_it_may_see(api: Api, base: Base) -> None:
    make_title("Unknown", age=None)
    told = {title["name"] for title in api.get(f"{base.nursery}/picks").body["titles"]}
    assert told == {base.film.name, base.series.name}
    assert base.adult.name in {title["name"] for title in api.get(f"{base.home}/picks").body["titles"]}


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ({}, "#/titles"),
        ({"titles": None}, "#/titles"),
        ({"titles": ["x"]}, "#/titles/0"),
        ({"titles": [0]}, "#/titles/0"),
        ({"titles": [2**70]}, "#/titles/0"),
        ({"titles": list(range(1, 300))}, "#/titles"),
        ({"title": [1]}, "#/title"),
    ],
)
def test_what_is_wrong_is_said(api: Api, base: Base, body: object, place: str) -> None:
    assert place in api.post(f"{base.home}/picks", body).wrong


def test_a_place_is_a_number(api: Api, base: Base) -> None:
    assert api.get(f"{base.home}/picks?from=-1").wrong == {"from": "min_value"}
    assert api.get(f"{base.home}/picks?from=10000").body == {"titles": [], "next": None}
