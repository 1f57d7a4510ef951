"""What is learnt of a viewer, from histories whose answers are plain to see."""

import datetime as dt
import subprocess
import sys
import uuid
from collections.abc import Sequence
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django.fixtures import Settings

from accounts import intake, services
from accounts.activity import Wanted
from accounts.models import Play, Profile, WatchState
from catalog.models import Credit, Person, Title
from recommendations import habits, history, outcomes, sittings, statistics
from recommendations.rows import registry
from tests.factories import make_genre, make_profile, make_series, make_title, make_titles, watch, watch_all

NOON = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)  # a Monday
LONG_AGO = dt.timedelta(days=60)


def play(profile: Profile, title: Title, minutes: float, at: dt.datetime, device: str = "tv", **fields: Any) -> None:
    """A player says that it is so far."""
    Play.objects.create(
        profile=profile,
        title=title,
        position=int(60 * minutes),
        duration=6000,
        device=device,
        happened_at=at,
        **fields,
    )


def play_through(
    profile: Profile, title: Title, begin: dt.datetime, minutes: int, start: int = 0, **fields: Any
) -> None:
    """A player that reports every minute."""
    for minute in range(minutes + 1):
        play(profile, title, start + minute, begin + dt.timedelta(minutes=minute), **fields)


def lengths(profile: Profile, **options: Any) -> list[int]:
    return [round(one.minutes) for one in sittings.of_profiles([profile.pk], **options)[profile.pk]]


def leave(profile: Profile, titles: Sequence[Title], share: float, ago: dt.timedelta = LONG_AGO) -> None:
    for title in titles:
        watch(profile, title, share, happened_at=timezone.now() - ago)


@pytest.fixture
def profile(db: None) -> Profile:
    return make_profile()


def test_of_nothing_nothing_is_said(profile: Profile) -> None:
    empty: dict[str, Any] = {key: [] for key in ("genres", "people", "decades", "left_genres")}
    found = vars(habits.of_profile(profile))
    change = found.pop("change")
    assert found == {**dict.fromkeys(habits.Habits.__annotations__.keys() - {"change"}), **empty, "rows": []}
    assert (change.genres, {month.titles for month in change.months}) == ([], {0})


def test_of_too_little_nothing_is_said(profile: Profile) -> None:
    person = Person.objects.create(name="Vera Bright", slug="vera-bright")
    for title in make_titles(habits.FEWEST - 1, "Horror"):
        Credit.objects.create(title=title, person=person)
        watch(profile, title)
    found = habits.of_profile(profile)
    assert not any([found.genres, found.people, found.decades, found.kinds, found.runtime, found.day, found.endings])
    watch(profile, make_title("", "Comedy"))
    found = habits.of_profile(profile)
    assert [(one.name, one.titles) for one in found.genres] == [("Horror", 4)], "one comedy is no habit"
    assert found.kinds is not None


def test_genres_people_and_decades_beside_those_of_the_site(profile: Profile) -> None:
    horror = make_titles(8, "Horror", year=1974)
    others = make_titles(8, "Comedy", year=1999)
    person = Person.objects.create(name="Vera Dark", slug="vera-dark")
    for title in horror:
        for role in (Credit.Role.ACTOR, Credit.Role.DIRECTOR):
            Credit.objects.create(title=title, person=person, role=role)
    watch_all(profile, [*horror[:6], *others[:2]])
    for _ in range(3):
        watch_all(make_profile(), others)
    statistics.recount()
    found = habits.of_profile(profile)
    (genre,), (somebody,), (decade,) = found.genres, found.people, found.decades
    assert (genre.name, genre.slug, genre.titles) == ("Horror", "horror", 6)
    assert (somebody.name, somebody.id, decade.name, decade.id) == ("Vera Dark", person.pk, "1970s", 1970)
    for one in (genre, somebody, decade):
        assert one.share == pytest.approx(6 / 8)
        assert one.usual == pytest.approx(6 / 32, rel=0.01)
        assert one.times == pytest.approx(4, rel=0.01)


def test_a_title_counts_by_how_much_it_was_liked(profile: Profile) -> None:
    loved, watched = make_titles(3, "Western"), make_titles(3, "Drama")
    disliked = make_titles(3, "Horror")
    watch_all(profile, watched)
    for title in loved:
        services.rate(profile=profile, title=title, value=2)
    for title in disliked:
        services.rate(profile=profile, title=title, value=-1)
        services.record_look(profile=profile, title=title)
    shares = {one.name: one.share for one in habits.of_profile(profile).genres}
    assert shares == {"Western": pytest.approx(2 / 3, rel=0.01), "Drama": pytest.approx(1 / 3, rel=0.01)}


def test_nothing_is_said_of_titles_that_the_profile_may_not_see(profile: Profile) -> None:
    person = Person.objects.create(name="Vera Dark", slug="vera-dark")
    for title in make_titles(8, "Horror", age=18):
        Credit.objects.create(title=title, person=person)
        watch(profile, title)
    assert habits.of_profile(profile).people
    profile.age_limit = 12
    profile.save()
    found = habits.of_profile(profile)
    assert not any([found.genres, found.people, found.decades, found.endings, found.left_genres])


def test_films_or_series_and_how_long_they_are(profile: Profile) -> None:
    for minutes in (80, 90, 100, 110, 120, 130):
        watch(profile, make_title(runtime=minutes))
    series = make_series()
    watch(profile, series, episode=series.seasons.get().episodes.first())
    found = habits.of_profile(profile)
    assert found.kinds == habits.Mix({"film": 6 / 7, "series": 1 / 7}, 7)
    assert found.runtime == habits.Range(92.5, 105, 117.5, 6)


def test_how_far_they_watch_and_when_they_give_up(profile: Profile) -> None:
    horror, comedy = make_titles(10, "Horror"), make_titles(5, "Comedy")
    leave(profile, horror[:2], 0.2)
    leave(profile, horror[2:3], 0.6)
    leave(profile, horror[3:8], 1.0)
    leave(profile, horror[8:], 0.3, ago=dt.timedelta(hours=1))  # may yet be gone on with
    leave(profile, comedy[:2], 0.2)
    leave(profile, comedy[2:4], 0.01)  # a wrong click
    found = habits.of_profile(profile)
    assert found.endings == habits.Mix({"finished": 0.5, "early": 0.4, "half": 0.1}, 10)
    assert found.left_at is not None
    assert found.left_at.median == pytest.approx(0.2)
    assert found.left_at.events == 5
    assert found.left_after is not None
    assert found.left_after.median == pytest.approx(20)
    (genre,) = found.left_genres
    assert (genre.name, genre.begun) == ("Horror", 8)
    assert genre.share == pytest.approx(3 / 8)


def test_giving_up_by_genre_asks_nothing_of_the_database(profile: Profile) -> None:
    titles = make_titles(6)
    leave(profile, titles[:4], 0.2)
    leave(profile, titles[4:], 1.0)
    past = history.of_profile(profile.pk)
    genres = {title.pk: [1, 2] for title in titles[:5]} | {titles[5].pk: [2]}
    now = timezone.now().timestamp()
    with CaptureQueriesContext(connection) as captured:
        found = habits.given_up(past, genres, now)
        assert habits.given_up(past, {}, now) == {}
    assert found == {1: habits.Left(4 / 5, 5), 2: habits.Left(4 / 6, 6)}
    assert len(captured) == 0


def test_a_sitting_is_what_is_watched_without_a_long_break(profile: Profile) -> None:
    first, second = make_titles(2)
    play_through(profile, first, NOON, 40)
    play_through(profile, second, NOON + dt.timedelta(minutes=50), 30)
    play_through(profile, second, NOON + dt.timedelta(hours=5), 20, start=30)
    assert lengths(profile) == [20, 70]
    latest, earliest = sittings.of_profiles([profile.pk])[profile.pk]
    assert earliest.begun == NOON
    assert latest.begun == NOON + dt.timedelta(hours=5)


def test_one_report_at_the_end_tells_of_all_before_it(profile: Profile) -> None:
    first, second = make_titles(2)
    play(profile, first, 95, NOON)
    play(profile, second, 90, NOON + dt.timedelta(minutes=105))
    (one,) = sittings.of_profiles([profile.pk])[profile.pk]
    assert one.minutes == pytest.approx(185)
    assert one.begun == NOON - dt.timedelta(minutes=95)


def test_pauses_and_jumps_are_not_watching(profile: Profile) -> None:
    title = make_title()
    play_through(profile, title, NOON, 10)
    play(profile, title, 10, NOON + dt.timedelta(minutes=30))  # paused
    play(profile, title, 90, NOON + dt.timedelta(minutes=31))  # jumped ahead
    play_through(profile, title, NOON + dt.timedelta(minutes=32), 10, start=5)  # and back
    assert lengths(profile) == [21]


def test_ten_films_ticked_off_in_a_minute_are_no_night_of_cinema(profile: Profile) -> None:
    for number, title in enumerate(make_titles(10)):
        play(profile, title, 100, NOON + dt.timedelta(seconds=6 * number))
    assert lengths(profile) == [101]


def test_a_wrong_click_is_no_sitting(profile: Profile) -> None:
    play_through(profile, make_title(), NOON, 1)
    assert lengths(profile) == []


def test_where_older_reports_are_left_out_no_more_is_claimed_than_is_known(profile: Profile) -> None:
    play_through(profile, make_title(), NOON, 90)
    assert lengths(profile) == [90]
    assert lengths(profile, reports=31) == [30]


def test_when_and_on_what_they_watch(profile: Profile, settings: Settings) -> None:
    settings.TIME_ZONE = "Pacific/Auckland"
    title = make_title()
    for day in range(4):  # noon in London is an hour past midnight, of the next day, in Auckland
        play_through(profile, title, NOON + dt.timedelta(days=7 * day), 20, device="phone")
    play_through(profile, title, NOON + dt.timedelta(hours=8), 40, start=50, device="tv")
    with timezone.override("Pacific/Auckland"):
        found = habits.of_profile(profile)
    assert found.day == habits.Mix({"night": 0.8, "morning": 0.2}, 5)
    assert found.week == habits.Mix({"tuesday": 1.0}, 5)
    assert found.devices == habits.Mix({"phone": 0.8, "tv": 0.2}, 5)
    assert found.sitting is not None
    assert (round(found.sitting.median), found.sitting.events) == (20, 5)


def test_usual_minutes_of_many_profiles_take_one_query(db: None) -> None:
    often, seldom, never = (make_profile() for _ in range(3))
    title = make_title()
    for day in range(5):
        play_through(often, title, NOON + dt.timedelta(days=day), 10 * (day + 1))
    play_through(seldom, title, NOON, 50)
    with CaptureQueriesContext(connection) as captured:
        found = habits.usual_minutes([often.pk, seldom.pk, never.pk])
    assert found == {often.pk: pytest.approx(30), seldom.pk: None, never.pk: None}
    assert len(captured) == 1
    assert habits.usual_minutes([]) == {}


def test_it_takes_the_same_queries_however_much_there_is(profile: Profile) -> None:
    def fill(number: int) -> None:
        for place in range(number):
            title = make_title("", "Horror", f"Genre {place}", year=1900 + 10 * (place % 10))
            person = Person.objects.create(name="Jo", slug=f"jo-{title.pk}")
            for other in WatchState.objects.filter(profile=profile).values_list("title", flat=True)[:3]:
                Credit.objects.create(title_id=other, person=person)
            watch(profile, title, 1.0 if place % 2 else 0.3, happened_at=timezone.now() - LONG_AGO)

    def queries() -> int:
        cache.clear()
        with CaptureQueriesContext(connection) as captured:
            habits.of_profile(profile)
        return len(captured)

    fill(20)
    make_genre("Horror")
    few = queries()
    fill(30)
    assert queries() == few <= 20


def test_it_brings_no_engine_into_the_web() -> None:
    told = (
        "import os, sys, django; os.environ['DJANGO_SETTINGS_MODULE'] = 'netflixlike.settings'; django.setup(); "
        "import recommendations.habits, recommendations.newcomers; "
        "print([name for name in ('scipy', 'implicit') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert done.stdout.strip().splitlines()[-1] == "[]"


def test_how_a_taste_changed_from_month_to_month(profile: Profile) -> None:
    now = timezone.now()
    month_ago = (now.replace(day=1) - dt.timedelta(days=3)).replace(hour=12)
    for title in make_titles(3, "Horror"):
        watch(profile, title, happened_at=month_ago)
    watch(profile, make_title("", "Horror", "Comedy"), happened_at=month_ago)
    for title in make_titles(2, "Comedy"):
        watch(profile, title, happened_at=now)
    watch(profile, make_title("", "Western"), happened_at=now - dt.timedelta(days=500))
    change = habits.of_profile(profile).change
    assert [genre.name for genre in change.genres] == ["Horror", "Comedy"]
    assert [month.titles for month in change.months] == [0] * 10 + [4, 2]
    assert [month.shares for month in change.months[-2:]] == [[0.875, 0.125], [0.0, 1.0]]
    assert change.months[-1].first == now.date().replace(day=1)


def test_what_each_kind_of_row_brought(profile: Profile) -> None:
    one, other, third = make_titles(3)
    view, at = uuid.uuid4(), timezone.now()
    seen = [(one, "top_picks"), (other, "top_picks"), (third, "genre_era:horror-1970"), (one, "genre_era:drama-1950")]
    intake.write(
        intake.Seen(profile.pk, title.pk, row, 1, place, "1.1", None, view, at.date(), at)
        for place, (title, row) in enumerate(seen)
    )
    services.record_look(profile=profile, title=one, row="top_picks")
    for share in (0.1, 0.2):
        watch(profile, one, share, row="top_picks")
    watch(profile, third, row="genre_era:horror-1970")
    watch(profile, other)
    services.hide(profile=profile, wanted=Wanted(title=third.pk))
    found = habits.of_profile(profile).rows
    assert [tuple(row) for row in found] == [("top_picks", 2, 1, 1), ("genre_era", 2, 0, 0)]


def test_every_kind_of_row_has_a_name() -> None:
    assert set(registry.kinds) <= outcomes.NAMES.keys()
