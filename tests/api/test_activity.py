"""What devices can do with the activity, with wishes, and with the reasons of the page."""

from typing import Any

import pytest

from accounts import services
from accounts.activity import Wanted
from accounts.models import Play, Rating, Steer, WatchState
from recommendations.models import HomePage
from tests.api.conftest import Api, Base
from tests.factories import make_titles, watch


def keys(api: Api, path: str) -> list[str]:
    return [entry["id"] for entry in api.get(path).body["results"]]


def test_everything_is_told_with_what_applies_to_its_kind(api: Api, base: Base) -> None:
    watch(base.mine, base.film, 0.5, device="tv", row="top_picks")
    services.rate(profile=base.mine, title=base.film, value=2)
    services.record_search(profile=base.mine, text="paddling", results=1, found=[base.film.pk])
    search, rating, play = api.get(f"{base.home}/activity").body["results"]
    assert (play["kind"], play["device"], play["progress"], play["row"]) == ("play", "tv", 0.5, "top_picks")
    assert (play["title"]["id"], play["hidden"], play["counts"], play["value"]) == (base.film.pk, False, True, None)
    assert (rating["kind"], rating["value"], rating["device"]) == ("rating", 2, None)
    assert (search["kind"], search["text"], search["title"]) == ("search", "paddling", None)


def test_it_comes_in_pages_and_by_filters(api: Api, base: Base) -> None:
    for title in make_titles(5, "Western"):
        watch(base.mine, title)
        services.rate(profile=base.mine, title=title, value=1)
    seen, path = [], f"{base.home}/activity?limit=3"
    while path:
        page = api.get(path).body
        seen += [entry["id"] for entry in page["results"]]
        path = page["next"]
    assert len(seen) == len(set(seen)) == 10
    assert len(keys(api, f"{base.home}/activity?kind=play&genre=western")) == 5
    assert keys(api, f"{base.home}/activity?genre=comedy") == []


@pytest.mark.parametrize(
    ("query", "wrong"),
    [
        ("kind=x", {"kind": "invalid_choice"}),
        ("cursor=abc", {"cursor": "invalid"}),
        ("limit=0", {"limit": "invalid"}),
        ("era=1974", {"era": "decade"}),
        ("day=tomorrow", {"day": "invalid"}),
        ("month=2026-3", {"month": "invalid"}),
        ("title=0", {"title": "min_value"}),
    ],
)
def test_filters_that_make_no_sense_are_named(api: Api, base: Base, query: str, wrong: dict[str, str]) -> None:
    assert api.get(f"{base.home}/activity?{query}").wrong == wrong


def test_one_is_hidden_used_again_and_deleted(api: Api, base: Base) -> None:
    watch(base.mine, base.film)
    (key,) = keys(api, f"{base.home}/activity")
    place = f"{base.home}/activity/entries/{key}"
    for _ in range(2):
        assert api.put(f"{place}/hidden").status == 204
    assert api.get(f"{base.home}/activity?hidden=true").body["results"][0]["hidden"] is True
    assert api.delete(f"{place}/hidden").status == 204
    assert Play.objects.counted().exists()
    assert api.delete(place).status == 204
    assert api.delete(place).problem == "not-found"
    assert not WatchState.objects.exists()


@pytest.mark.parametrize(
    "key", ["play-{other}", "play-0", "play-x", "users-1", "play", "-1", "play-99999999999999999999"]
)
def test_what_is_not_ones_own_is_not_there(api: Api, base: Base, key: str) -> None:
    watch(base.bobs, base.film)
    place = f"{base.home}/activity/entries/{key.format(other=Play.objects.get().pk)}"
    answers = [api.put(f"{place}/hidden"), api.delete(f"{place}/hidden"), api.delete(place)]
    assert [answer.problem for answer in answers] == ["not-found"] * 3
    assert Play.objects.counted().count() == 1


def test_a_part_is_hidden_by_filters_and_the_undo_is_exact(api: Api, base: Base) -> None:
    watch(base.mine, base.film)
    services.rate(profile=base.mine, title=base.film, value=1)
    services.rate(profile=base.mine, title=base.adult, value=1)
    assert api.post(f"{base.home}/activity/hide", {"kind": "rating", "title": base.adult.pk}).body["entries"] == 1
    hidden = api.post(f"{base.home}/activity/hide", {"kind": "rating"}).body
    assert hidden["entries"] == 1
    undo = {"kind": "rating", "hidden_at": hidden["hidden_at"]}
    assert api.post(f"{base.home}/activity/unhide", undo).body == {"entries": 1}
    assert [rating.title for rating in Rating.objects.counted()] == [base.film]
    assert api.post(f"{base.home}/activity/delete", {"kind": "rating"}).body == {"entries": 2}
    assert Play.objects.exists()
    assert api.post(f"{base.home}/activity/delete", {"everything": True}).body == {"entries": 1}
    assert not Play.objects.exists()


@pytest.mark.parametrize("body", [{}, {"everything": False}, {"everything": True, "kind": "play"}, {"hidden": None}])
def test_everything_has_to_be_said(api: Api, base: Base, body: dict[str, Any]) -> None:
    watch(base.mine, base.film)
    for act in ("hide", "unhide", "delete"):
        assert api.post(f"{base.home}/activity/{act}", body).wrong == {"#/everything": "selection"}
    assert Play.objects.counted().exists()


def test_a_title_is_kept_out_and_let_in(api: Api, base: Base) -> None:
    watch(base.mine, base.film)
    assert api.put(f"{base.home}/titles/{base.film.pk}/hidden").status == 204
    assert not Play.objects.counted().exists()
    assert api.delete(f"{base.home}/titles/{base.film.pk}/hidden").status == 204
    assert Play.objects.counted().exists()


def test_wishes_are_made_changed_and_taken_back(api: Api, base: Base) -> None:
    place = f"{base.home}/wishes/genre/comedy"
    made = api.put(place, {"direction": "less"}).body
    assert (made["name"], made["direction"]) == ("Comedy", "less")
    api.put(place, {"direction": "more"})
    api.put(f"{base.home}/wishes/genre_era/comedy-1970", {"direction": "not_me"})
    told = api.get(f"{base.home}/wishes").body
    assert [(one["key"], one["name"], one["direction"]) for one in told] == [
        ("comedy-1970", "Comedy, 1970s", "not_me"),
        ("comedy", "Comedy", "more"),
    ]
    for _ in range(2):
        assert api.delete(place).status == 204
    assert Steer.objects.get().key == "comedy-1970"
    assert api.get(f"{base.nursery}/wishes").body == []


@pytest.mark.parametrize("what", ["genre/gone", "era/1974", "x/comedy", "genre_era/comedy-1974", "person/nobody"])
def test_there_are_no_wishes_for_nothing(api: Api, base: Base, what: str) -> None:
    assert api.put(f"{base.home}/wishes/{what}", {"direction": "more"}).problem == "not-found"
    assert api.put(f"{base.home}/wishes/genre/comedy", {"direction": "up"}).wrong == {"#/direction": "invalid_choice"}


def test_why_names_what_led_there(api: Api, base: Base) -> None:
    behind = make_titles(2, "Comedy")
    for title in behind:
        watch(base.mine, title)
    services.hide(profile=base.mine, wanted=Wanted(title=behind[1].pk))
    services.steer(profile=base.mine, kind="genre", key="comedy", direction="more")
    row: dict[str, Any] = {"kind": "top_picks", "key": "top_picks", "about": {}, "titles": [base.film.pk]}
    row["because"] = {str(base.film.pk): [title.pk for title in behind]}
    HomePage.objects.create(profile=base.mine, rows=[row], taste_version=0)
    told = api.get(f"{base.home}/titles/{base.film.pk}/why?row=top_picks").body
    assert (told["on_page"], told["row"], told["search"]) == (True, "top_picks", None)
    assert [(one["title"]["id"], one["hidden"]) for one in told["because"]] == [
        (behind[0].pk, False),
        (behind[1].pk, True),
    ]
    assert {"kind": "genre", "key": "comedy", "name": "Comedy", "direction": "more"} in told["features"]
    assert api.get(f"{base.home}/titles/{base.series.pk}/why").body["on_page"] is False
