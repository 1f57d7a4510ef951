"""From a history to a stored page."""

import time

import numpy as np
import pytest
from django.utils import timezone
from pytest_django.fixtures import DjangoAssertNumQueries

from accounts import services
from accounts.models import Profile
from catalog.models import Title
from recommendations import homepage, pipeline, snapshot
from recommendations.assembly import StoredRow
from recommendations.models import HomePage
from recommendations.storing import Made, store
from tests.factories import make_profile, make_title, make_titles, watch
from tests.recommendations.conftest import World, watched_by


def stored_rows(profile: Profile) -> list[StoredRow]:
    return [StoredRow.from_json(row) for row in HomePage.objects.get(profile=profile).rows]


def titles_on(rows: list[StoredRow]) -> list[int]:
    return [title for row in rows for title in row.titles]


def test_a_horror_fan_gets_horror_first(trained: World) -> None:
    fan = trained.horror_fans[0]
    assert pipeline.refresh(fan.pk) == "stored"
    rows = stored_rows(fan)
    unseen = {film.pk for film in trained.horror} - watched_by(fan)
    assert [row.kind for row in rows[:2]] == ["billboard", "top_picks"]
    assert {*rows[0].titles, *rows[1].titles[:5]} <= unseen


def test_each_fan_gets_a_row_of_their_genre(trained: World) -> None:
    make_titles(60, "Horror", age=16)
    make_titles(60, "Romance")
    for fans, genre in ((trained.horror_fans, "Horror"), (trained.romance_fans, "Romance")):
        pipeline.refresh(fans[0].pk)
        mine = [row.about["genre"] for row in stored_rows(fans[0]) if row.kind == "your_genres"]
        assert mine == [genre]


def test_top_picks_name_titles_of_the_history_as_reasons(trained: World) -> None:
    fan = trained.horror_fans[0]
    pipeline.refresh(fan.pk)
    horror = {film.pk for film in trained.horror}
    row = next(row for row in stored_rows(fan) if row.kind == "top_picks")
    because = row.because[row.titles[0]]
    assert because
    assert set(because) <= horror
    assert row.titles[0] not in because


def test_no_title_twice_and_none_that_was_watched_or_rated(trained: World) -> None:
    fan = trained.horror_fans[0]
    services.rate(profile=fan, title=trained.romance[0], value=-1)
    pipeline.refresh(fan.pk)
    shown = titles_on(stored_rows(fan))
    assert len(shown) == len(set(shown))
    assert not watched_by(fan) & set(shown)
    assert trained.romance[0].pk not in shown


def test_what_is_on_continue_watching_is_not_offered_again(trained: World) -> None:
    fan = trained.horror_fans[0]
    unseen = next(film for film in trained.horror if film.pk not in watched_by(fan))
    watch(fan, unseen, 0.3)
    pipeline.refresh(fan.pk)
    assert unseen.pk not in titles_on(stored_rows(fan))


def test_a_child_is_shown_nothing_above_its_age(trained: World) -> None:
    child = make_profile(is_kids=True, age_limit=9)
    unrated = make_titles(6, "Romance", age=None)
    watch(child, trained.romance[0])
    pipeline.refresh(child.pk)
    shown = titles_on(stored_rows(child))
    assert shown
    assert not set(shown) & {title.pk for title in [*trained.horror, *unrated]}


def test_a_new_viewer_gets_what_is_popular(trained: World) -> None:
    newcomer = make_profile()
    pipeline.refresh(newcomer.pk)
    rows = stored_rows(newcomer)
    assert "popular" in {row.kind for row in rows}
    assert not any(row.kind in ("billboard", "top_picks", "your_genres") for row in rows)


def test_a_title_added_after_training_can_be_shown(trained: World) -> None:
    added = make_titles(6, "Horror", age=16)
    fan = trained.horror_fans[0]
    pipeline.refresh(fan.pk)
    assert {title.pk for title in added} <= set(titles_on(stored_rows(fan)))


def test_a_title_deleted_after_training_is_not_shown(trained: World) -> None:
    fan, deleted = trained.horror_fans[0], trained.horror[0]
    deleted_id = deleted.pk
    deleted.delete()
    assert pipeline.refresh(fan.pk) == "stored"
    assert deleted_id not in titles_on(stored_rows(fan))


def test_a_history_of_everything_leaves_a_page_without_rows(trained: World) -> None:
    fan = trained.horror_fans[0]
    for title in Title.objects.all():
        watch(fan, title)
    assert pipeline.refresh(fan.pk) == "stored"
    assert titles_on(stored_rows(fan)) == []
    fan.refresh_from_db()
    assert homepage.read(fan).rows == []


def test_without_a_model_the_genres_of_the_history_still_shape_the_page(world: World) -> None:
    fan = world.horror_fans[0]
    make_titles(8, "Horror", age=16)
    assert pipeline.refresh(fan.pk) == "stored"
    assert [row.about["genre"] for row in stored_rows(fan) if row.kind == "your_genres"] == ["Horror"]


def test_a_page_that_knows_less_does_not_replace_one_that_knows_more(trained: World) -> None:
    fan = trained.horror_fans[0]
    stale = Profile.objects.get(pk=fan.pk)
    services.toggle_list(profile=fan, title=trained.horror[0])
    pipeline.refresh(fan.pk)
    newer = HomePage.objects.get(profile=fan)
    assert store([Made(stale.pk, stale.taste_version, [])], None, timezone.now()) == {stale.pk: "superseded"}
    assert HomePage.objects.get(profile=fan).rows == newer.rows


def test_a_profile_that_is_gone_is_no_error(db: None) -> None:
    assert pipeline.refresh(987654) == "gone"


def test_a_profile_deleted_while_its_page_is_made_is_no_error(transactional_db: None) -> None:
    profile = make_profile()
    read_before = Profile.objects.get(pk=profile.pk)
    profile.user.delete()
    assert store([Made(read_before.pk, 0, [])], None, timezone.now()) == {read_before.pk: "gone"}


def test_the_same_state_gives_the_same_page(trained: World) -> None:
    fan = trained.horror_fans[0]
    pipeline.refresh(fan.pk)
    first = stored_rows(fan)
    pipeline.refresh(fan.pk)
    assert stored_rows(fan) == first


def test_many_pages_are_read_in_as_many_queries_as_one(
    trained: World, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    pages = [fan.pk for fan in trained.horror_fans]
    pipeline.refresh_many(pages)
    # Profiles, choices, watch states, plays of those with hidden ones, ratings, looks, searches, what is put aside,
    # exposures, sittings, wishes, current model, the catalogue's version in two; then one statement for all pages.
    with django_assert_num_queries(14 + 1):
        pipeline.refresh_many(pages[:1])
    with django_assert_num_queries(14 + 1):
        pipeline.refresh_many(pages)


@pytest.mark.parametrize("age", [0, 7, 16, 18])
def test_the_snapshot_and_the_database_agree_on_what_may_be_seen(db: None, age: int) -> None:
    for rated in (0, 7, 12, 16, 18, 21, None):
        make_title(age=rated)
    make_title(published_at=None)
    profile = make_profile(age_limit=age)
    catalogue = snapshot.take()
    seen = catalogue.ids[np.flatnonzero(catalogue.within(profile.limits, time.time()))]
    assert set(seen.tolist()) == set(Title.objects.visible_to(profile.limits).values_list("pk", flat=True))
