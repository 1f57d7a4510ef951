"""The home page in batches."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from rest_framework.utils.encoders import JSONEncoder

from accounts import services
from accounts.marks import in_order
from accounts.models import Profile
from catalog.models import Title
from recommendations import homepage, pipeline
from recommendations.api.home import RowSerializer
from recommendations.assembly import StoredRow
from recommendations.cursor import Cursor
from recommendations.models import HomePage
from recommendations.statistics import recount
from tests.api.conftest import Api, Base
from tests.factories import make_title, make_titles, watch

GENRES = [f"Genre {number}" for number in range(9)]


@pytest.fixture
def stocked(base: Base) -> Base:
    """A catalogue for several batches of rows, and somebody who watches it."""
    for genre in GENRES:
        for title in make_titles(12, genre):
            watch(base.bobs, title)
    for number in range(6):
        watch(base.bobs, make_title(f"Only For Adults {number}", "Genre 0", age=18))
    recount()
    return base


@pytest.fixture
def stored(stocked: Base) -> Base:
    """The same, with Alice's page made by the pipeline."""
    assert pipeline.refresh(stocked.mine.pk) == "stored"
    return stocked


def batches(api: Api, place: str) -> list[dict[str, Any]]:
    return batches_from(api, f"{place}/home")


def batches_from(api: Api, following: str | None) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    while following:
        found.append(api.get(following).body)
        following = found[-1]["next"]
    return found


def ids(batch: dict[str, Any]) -> list[int]:
    """Of the billboard and the stored rows."""
    billboard = [batch["billboard"]] if batch["billboard"] else []
    rows = [row for row in batch["rows"] if row["kind"] != "my_list"]
    return [card["title"]["id"] for card in [*billboard, *(card for row in rows for card in row["cards"])]]


@pytest.mark.parametrize("made", ["stored", "stocked"])
def test_the_page_comes_in_batches_without_a_title_twice(api: Api, made: str, request: pytest.FixtureRequest) -> None:
    base: Base = request.getfixturevalue(made)
    found = batches(api, base.home)
    assert len(found) > 1
    shown = [title for batch in found for title in ids(batch)]
    assert len(shown) > 60
    assert len(shown) == len(set(shown))
    assert [batch["billboard"] is not None for batch in found] == [True] + [False] * (len(found) - 1)
    assert len({batch["version"] for batch in found}) == 1  # nothing happened meanwhile
    for row in (row for batch in found for row in batch["rows"]):
        assert row["heading"]
        assert all(card["reason"] for card in row["cards"])


def test_a_row_about_a_genre_says_which(api: Api, stored: Base) -> None:
    rows = [row for batch in batches(api, stored.home) for row in batch["rows"]]
    about = {row["genre"] for row in rows if row["genre"]}
    assert len(about) > 3
    for row in rows:
        if row["genre"]:
            assert {
                title["id"] for title in api.get(f"{stored.home}/titles?genre={row['genre']}&limit=100").body["results"]
            } >= {card["title"]["id"] for card in row["cards"]}


def test_a_child_s_page_has_nothing_for_adults(api: Api, stored: Base) -> None:
    pipeline.refresh(stored.child.pk)
    assert "Only For Adults" in str(batches(api, stored.home))
    assert "Only For Adults" not in str(batches(api, stored.nursery))
    # A page that was made before the limit was set is looked through once more when it is shown.
    Profile.objects.filter(pk=stored.mine.pk).update(age_limit=12)
    assert "Only For Adults" not in str(batches(api, stored.home))


def test_what_is_being_watched_is_told_with_where_it_stands(api: Api, stored: Base) -> None:
    watch(stored.mine, stored.film, 0.5)
    [card] = api.get(f"{stored.home}/home").body["continue_watching"]["cards"]
    assert (card["title"]["id"], card["state"]["progress"]) == (stored.film.pk, 0.5)


def test_an_unchanged_page_is_not_read_again(api: Api, stored: Base) -> None:
    first = api.get(f"{stored.home}/home")
    assert first.headers["cache-control"] == "private, no-cache"
    with CaptureQueriesContext(connection) as queries:
        again = api.get(f"{stored.home}/home", If_None_Match=first.headers["etag"])
    assert (again.status, again.headers["etag"]) == (304, first.headers["etag"])
    assert len(queries) == 2  # the token, and the profile with all that could have changed
    assert not any('"rows"' in query["sql"] for query in queries)


def _rate(base: Base) -> None:
    services.rate(profile=base.mine, title=Title.objects.order_by("pk")[8], value=2)


def _list(base: Base) -> None:
    services.toggle_list(profile=base.mine, title=base.film, listed=True)


def _play_a_little(base: Base) -> None:
    watch(base.mine, base.film, 0.30)


def _dismiss(base: Base) -> None:
    services.dismiss(profile=base.mine, title=base.adult)


def _new_page(base: Base) -> None:
    pipeline.refresh(base.mine.pk)


def _new_limit(base: Base) -> None:
    Profile.objects.filter(pk=base.mine.pk).update(age_limit=12)


def _edit(base: Base) -> None:
    base.film.save()


@pytest.mark.parametrize("change", [_rate, _list, _play_a_little, _dismiss, _new_page, _new_limit, _edit])
def test_whatever_changes_the_page_changes_its_tag(api: Api, stored: Base, change: Any) -> None:
    watch(stored.mine, stored.film, 0.28)
    watch(stored.mine, stored.adult, 0.28)
    tag = api.get(f"{stored.home}/home").headers["etag"]
    assert api.get(f"{stored.home}/home", If_None_Match=tag).status == 304
    change(stored)
    assert api.get(f"{stored.home}/home", If_None_Match=tag).status == 200


def test_tags_of_batches_and_profiles_differ(api: Api, stored: Base) -> None:
    following = api.get(f"{stored.home}/home").body["next"]
    places = [f"{stored.home}/home", following, f"{stored.nursery}/home"]
    assert len({api.get(place).headers["etag"] for place in places}) == 3


def test_a_page_that_is_behind_says_so(api: Api, stored: Base) -> None:
    assert api.get(f"{stored.home}/home").headers["page-state"] == "current"
    _rate(stored)
    assert api.get(f"{stored.home}/home").headers["page-state"] == "waiting"
    pipeline.refresh(stored.mine.pk)
    assert api.get(f"{stored.home}/home").headers["page-state"] == "current"
    HomePage.objects.update(built_at=timezone.now() - timedelta(days=1))
    assert api.get(f"{stored.home}/home").headers["page-state"] == "waiting"


def test_after_the_last_row_comes_nothing(api: Api, stored: Base) -> None:
    everything = Cursor().after([row["key"] for row in HomePage.objects.get(profile=stored.mine).rows], [])
    beyond = api.get(f"{stored.home}/home?after={everything.encode()}").body
    assert (beyond["rows"], beyond["next"], beyond["billboard"]) == ([], None, None)


@pytest.mark.parametrize("after", ["-1", "x", "6", "eNoDAAAAAAE", "%C2%BD", "%00", "", "A" * 9000])
def test_a_cursor_that_is_none(api: Api, base: Base, after: str) -> None:
    assert list(api.get(f"{base.home}/home?after={after}").wrong) == ["after"]


def test_the_next_batch_takes_in_what_happened_and_repeats_nothing(api: Api, stored: Base) -> None:
    first = api.get(f"{stored.home}/home").body
    pipeline.refresh(stored.mine.pk)
    _rate(stored)
    pipeline.refresh(stored.mine.pk)
    second = batches_from(api, first["next"])
    assert second[0]["version"] != first["version"]
    everything = [*ids(first), *(title for batch in second for title in ids(batch))]
    assert len(everything) == len(set(everything))
    keys = [row["key"] for batch in (first, *second) for row in batch["rows"]]
    assert len(keys) == len(set(keys))


def test_it_is_told_as_the_serializers_declare_it(api: Api, stored: Base) -> None:
    """The page is put together from cards that are held; the schema is made from the serializers."""
    titles = list(Title.objects.filter(name__startswith="Title ").order_by("pk")[:30])
    services.rate(profile=stored.mine, title=titles[2], value=1)
    services.toggle_list(profile=stored.mine, title=titles[3], listed=True)
    watch(stored.mine, stored.film, 0.5)
    ids = [title.pk for title in titles]
    rows = [
        StoredRow("billboard", "billboard", {}, [ids[0]], {ids[0]: [ids[1]]}),
        StoredRow("top_ten", "top_ten", {}, ids[2:12], places={pk: n for n, pk in enumerate(ids[2:12], 1)}),
        StoredRow("actor", "actor:a", {"person": "A", "person_slug": "a", "liked": 2}, ids[12:20], {ids[12]: ids[:3]}),
    ]
    HomePage.objects.filter(profile=stored.mine).update(rows=[row.to_json() for row in rows])
    profile = Profile.objects.get(pk=stored.mine.pk)
    page = homepage.read(profile, reasons=True, listed=True)
    for _ in range(2):
        told = api.get(f"{stored.home}/home").body
    marked = {title.pk: title for title in in_order(profile, [*ids, stored.film.pk])}
    origin = told["billboard"]["title"]["artwork"]["card"].split("/artwork")[0]
    everything = [*page.rows, *filter(None, [page.continue_watching])]
    declared = []
    for row in everything:
        cards = [replace(card, title=marked[card.title.pk]) for card in row.cards]
        whole = replace(row, cards=cards, about={"slug": None, "person_slug": None, **row.about})
        declared.append(json.loads(json.dumps(RowSerializer(whole, context={"origin": origin}).data, cls=JSONEncoder)))
    assert [*told["rows"], told["continue_watching"]] == declared
    assert [row["numbered"] for row in told["rows"]] == [True, False, False]
    assert [card["number"] for card in told["rows"][0]["cards"]] == [*range(1, 11)]
    assert told["rows"][1]["person"] == "a"
    assert told["billboard"]["because"] == [{"id": ids[1], "slug": titles[1].slug, "name": titles[1].name}]


def test_an_empty_catalogue_is_an_empty_page(api: Api, base: Base) -> None:
    Title.objects.all().delete()
    page = api.get(f"{base.home}/home").body
    assert (page["rows"], page["billboard"], page["continue_watching"], page["next"]) == ([], None, None, None)
