"""Impressions: from the stream into the table and the exposures, its days made and dropped."""

import datetime as dt
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django.fixtures import Settings

from accounts import exposures, intake, partitions, services, stream
from accounts.models import Exposure, Impression, Play, Profile, Rating
from accounts.models.impressions import day_of
from catalog.models import Title
from tests.factories import make_profile, make_title, make_titles, watch
from tests.servers import Running

pytestmark = pytest.mark.django_db
PAGE = "41.12.1772396045123"
VIEW = b"0f7a6f5e-3f0b-4d57-9c39-8a4d4f6b0c11"


@pytest.fixture(autouse=True)
def no_days(db: None) -> None:
    """Partitions that other tests had their workers make are out of sight until the end of the test."""
    with connection.cursor() as cursor:
        for day in partitions.standing_days():
            cursor.execute(f"DROP TABLE accounts_impression_{day:%Y%m%d}")


def show(profile: Profile, *titles: Title, view: UUID | None = None, row: str = "top_picks", **more: Any) -> UUID:
    """The profile is shown these titles, in the order of a row."""
    view, page = view or uuid4(), more.pop("page", PAGE)
    shown = [services.Shown(title.pk, row, 2, place, **more) for place, title in enumerate(titles)]
    assert services.record_impressions(profile=profile, page_view=view, page=page, shown=shown)
    return view


def waiting() -> int:
    return int(stream._cache().client.xlen(stream.STREAM))


def shown(profile: Profile, title: Title) -> int:
    """In how many page views the title counts as shown."""
    return exposures.of_profiles([profile.pk])[profile.pk].get(title.pk, (0, None))[0]


def ago(days: float) -> dt.datetime:
    return timezone.now() - dt.timedelta(days=days)


def test_what_was_shown_is_written_by_the_worker_and_not_before() -> None:
    profile, (one, two) = make_profile(), make_titles(2)
    view = show(profile, one, two)
    assert not Impression.objects.exists()
    assert intake.take_in() == 2
    first, second = Impression.objects.order_by("place")
    assert (first.profile, first.title, first.row, first.row_place, first.place) == (profile, one, "top_picks", 2, 0)
    assert (first.page, first.model, first.page_view, first.arm) == (PAGE, 12, view, "")
    assert first.day == day_of(first.shown_at)
    assert timezone.now() - first.shown_at < dt.timedelta(minutes=1)
    assert (second.title, second.place) == (two, 1)
    assert waiting() == 0
    assert intake.take_in() == 0


@pytest.mark.parametrize(
    ("page", "model"),
    [
        ("41.12.1772396045123", 12),
        ("41.1772396045123", None),
        ("0", None),
        ("41..1", None),
        ("41.0.1", None),
        ("41.x.1", None),
        ("1." + "9" * 30 + ".1", None),
        ("a.٣.b", None),
        ("4.12.1772.more", 12),
    ],
)
def test_the_model_is_the_middle_of_the_pages_version(page: str, model: int | None) -> None:
    assert intake.model_of(page) == model


def test_a_report_told_twice_counts_once(caplog: pytest.LogCaptureFixture) -> None:
    profile, title = make_profile(), make_title()
    at = ago(0.001)
    view = show(profile, title, at=at)
    show(profile, title, view=view, at=at)
    assert intake.take_in() == 1
    show(profile, title, view=view, at=at)
    assert intake.take_in() == 0
    assert Impression.objects.count() == 1
    assert shown(profile, title) == 1
    assert caplog.text == "", "it is nothing out of the ordinary"


def test_an_exposure_counts_page_views_and_not_rows() -> None:
    profile, title = make_profile(), make_title()
    view = show(profile, title)
    show(profile, title, view=view, row="billboard")
    intake.take_in()
    show(profile, title, view=view, row="trending")  # further down on the same page, and a batch later
    intake.take_in()
    assert (Impression.objects.count(), shown(profile, title)) == (3, 1)
    show(profile, title)
    show(profile, title)
    intake.take_in()
    assert shown(profile, title) == 3
    assert exposures.of_profiles([make_profile().pk]) != {}


@pytest.mark.parametrize(("days", "count"), [(13, 6), (15, 1)])
def test_an_exposure_of_a_fortnight_ago_is_forgotten(days: int, count: int) -> None:
    profile, title = make_profile(), make_title()
    Exposure.objects.create(profile=profile, title=title, shown=5, last_at=ago(days))
    show(profile, title)
    intake.take_in()
    assert shown(profile, title) == count


def test_what_arrives_late_does_not_move_an_exposure_back() -> None:
    profile, title = make_profile(), make_title()
    show(profile, title)
    show(profile, title, at=ago(2))
    show(profile, title, at=ago(40))
    intake.take_in()
    Exposure.objects.update(last_at=timezone.now(), shown=3)
    show(profile, title, at=ago(30))
    intake.take_in()
    exposure = Exposure.objects.get()
    assert exposure.shown == 3
    assert timezone.now() - exposure.last_at < dt.timedelta(minutes=1)
    assert Impression.objects.count() == 4


def test_clocks_that_run_ahead_are_taken_for_now() -> None:
    show(make_profile(), make_title(), at=timezone.now() + dt.timedelta(days=400))
    intake.take_in()
    assert abs(timezone.now() - Impression.objects.get().shown_at) < dt.timedelta(minutes=1)


def test_a_batch_leaves_out_who_and_what_is_gone() -> None:
    gone, (stays, goes) = make_profile(), make_titles(2)
    profile = make_profile()
    show(gone, stays, goes)
    show(profile, stays, goes)
    unknown = services.Shown(10**15, "top_picks", 1, 1)
    services.record_impressions(profile=profile, page_view=uuid4(), page=PAGE, shown=[unknown])
    gone.delete()
    goes.delete()
    assert intake.take_in() == 1
    impression = Impression.objects.get()
    assert (impression.profile, impression.title) == (profile, stays)
    assert waiting() == 0


@pytest.mark.parametrize("who", ["profile", "title"])
def test_impressions_go_with_their_profile_and_their_title(who: str) -> None:
    profile, title = make_profile(), make_title()
    show(profile, title)
    show(profile, title, at=ago(3))
    intake.take_in()
    assert Impression.objects.count() == 2
    {"profile": profile, "title": title}[who].delete()
    assert not Impression.objects.exists()
    assert not Exposure.objects.exists()


def test_the_database_takes_them_along_by_itself() -> None:
    profile = make_profile()
    show(profile, make_title())
    intake.take_in()
    Exposure.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM accounts_consent WHERE profile_id = %s", [profile.pk])
        cursor.execute("DELETE FROM accounts_profile WHERE id = %s", [profile.pk])
    assert not Impression.objects.exists()


@pytest.mark.parametrize(
    "rubbish",
    [
        b"no json",
        b"[]",
        b"{}",
        b'{"profile": 1, "page_view": "x", "page": "1", "shown": []}',
        b'{"profile": 1, "page_view": "%s", "page": 7, "shown": [[1, "row", 1, 1, "2030-03-01T20:14:05Z"]]}' % VIEW,
        b'{"profile": 1, "page_view": "%s", "page": "1", "shown": [[1]]}' % VIEW,
        b'{"profile": 1, "page_view": "%s", "page": "1", "shown": [[1, "\\u0000", 1, 1, "2030-03-01T20:14:05Z"]]}'
        % VIEW,
        b'{"profile": 1, "page_view": "%s", "page": "1", "shown": [["x", "row", 1, 9e9, "2030-03-01T20:14:05Z"]]}'
        % VIEW,
    ],
)
def test_a_report_that_cannot_be_written_takes_no_other_down(rubbish: bytes, caplog: pytest.LogCaptureFixture) -> None:
    profile, title = make_profile(), make_title()
    show(profile, title)
    stream._cache().client.xadd(stream.STREAM, {"report": rubbish})
    stream._cache().client.xadd(stream.STREAM, {"something": "else"})
    show(profile, title)
    assert intake.take_in() == 2
    assert waiting() == 0
    assert shown(profile, title) == 2
    assert "is dropped" in caplog.text


def test_a_stream_that_nobody_reads_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "MOST", 500)
    profile, title = make_profile(), make_title()
    for _ in range(1500):
        show(profile, title)
    assert 500 <= waiting() < 700  # whole nodes of the stream's tree go at a time


def test_what_a_dead_worker_took_is_taken_again_and_what_a_living_one_has_is_not() -> None:
    profile, title = make_profile(), make_title()
    show(profile, title)
    [taken] = stream.take(10)
    assert stream.take(10) == []
    lie_there_for(taken, stream.LEFT)
    assert intake.take_in() == 1
    assert waiting() == 0


def lie_there_for(report: stream.Report, milliseconds: int) -> None:
    """As if it had been taken so long ago."""
    stream._cache().client.xclaim(
        stream.STREAM, stream.GROUP, stream.CONSUMER, 0, [report.id], idle=milliseconds, justid=True
    )


def test_a_batch_costs_the_same_however_much_it_brings() -> None:
    def statements(profiles: int, titles: int) -> int:
        found = make_titles(titles)
        for _ in range(profiles):
            show(make_profile(), *found)
        with CaptureQueriesContext(connection) as captured:
            assert intake.take_in() == profiles * titles
        return len(captured)

    partitions.keep_up()
    assert statements(1, 1) == statements(20, 10)


def test_days_are_made_ahead_and_when_a_batch_needs_them() -> None:
    assert partitions.standing_days() == set()
    assert partitions.keep_up() == (4, 0)
    today = day_of(timezone.now())
    assert partitions.standing_days() == {today + dt.timedelta(days=ahead) for ahead in range(4)}
    assert partitions.keep_up() == (0, 0)
    show(make_profile(), make_title(), at=ago(20))
    assert intake.take_in() == 1
    assert len(partitions.standing_days()) == 5


def test_days_are_dropped_once_they_are_too_old(settings: Settings) -> None:
    profile, title = make_profile(), make_title()
    for days in (0, 5, 10):
        show(profile, title, at=ago(days))
    assert intake.take_in() == 3
    settings.IMPRESSION_DAYS = 5
    assert partitions.drop_old_days() == 1
    assert Impression.objects.count() == 2
    assert partitions.drop_old_days() == 0


def test_what_comes_later_than_it_would_be_kept_is_dropped(settings: Settings) -> None:
    settings.IMPRESSION_DAYS = 5
    profile, title = make_profile(), make_title()
    show(profile, title, at=ago(7))
    assert intake.take_in() == 0
    show(profile, title, at=ago(7))
    show(profile, title, at=ago(4))
    assert intake.take_in() == 1
    assert waiting() == 0
    assert min(partitions.standing_days()) == day_of(ago(4))


def test_a_play_and_a_rating_lead_back_to_their_impression() -> None:
    profile, (title, other) = make_profile(), make_titles(2)
    view = show(profile, other, title)
    show(profile, title, view=view, row="trending")
    show(profile, title)
    show(make_profile(), title)
    intake.take_in()
    watch(profile, title, row="trending", page_view=view)
    services.rate(profile=profile, title=title, value=2, row="top_picks", page_view=view)
    services.record_look(profile=profile, title=other, row="seen too shortly", page_view=view)
    behind = Impression.objects.behind
    play, rating = behind(Play.objects.get())[0], behind(Rating.objects.get())[0]
    look = behind(profile.looks.get())[0]
    assert (play.title, play.page_view, play.row) == (title, view, "trending")
    assert (rating.title, rating.page_view, rating.row, rating.place) == (title, view, "top_picks", 1)
    assert (look.title, look.row) == (other, "top_picks")
    watch(profile, other)
    services.rate(profile=profile, title=other, value=1, page_view=uuid4())
    assert behind(Play.objects.get(title=other)).first() is None
    assert behind(Rating.objects.get(title=other)).first() is None


def test_the_exposures_of_all_profiles_are_one_query(django_assert_num_queries: Callable[[int], Any]) -> None:
    profiles, titles = [make_profile() for _ in range(3)], make_titles(4)
    for profile in profiles[:2]:
        show(profile, *titles)
    intake.take_in()
    with django_assert_num_queries(1):
        found = exposures.of_profiles(profile.pk for profile in profiles)
    assert [len(found[profile.pk]) for profile in profiles] == [4, 4, 0]
    count, last_at = found[profiles[0].pk][titles[0].pk]
    assert count == 1
    assert timezone.now() - last_at < dt.timedelta(minutes=1)


def test_without_valkey_reports_are_dropped_at_once(valkey: Running, servers: Any) -> None:
    profile, title = make_profile(), make_title()
    servers.stop_valkey()
    one = services.Shown(title.pk, "top_picks", 1, 1)
    began = timezone.now()
    for _ in range(50):
        assert not services.record_impressions(profile=profile, page_view=uuid4(), page=PAGE, shown=[one])
    assert intake.take_in() == 0
    assert timezone.now() - began < dt.timedelta(seconds=2)
