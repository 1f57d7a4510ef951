"""What players report, in whatever order and however often it arrives."""

import datetime as dt
import uuid
from itertools import pairwise
from typing import Any, NamedTuple

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts import services
from accounts.models import Play, Profile, WatchState
from accounts.progress import take_in
from accounts.services import Report
from catalog.models import Title
from tests.factories import make_profile, make_series, make_title

LENGTH = 6000
MINUTE = dt.timedelta(minutes=1)


class Said(NamedTuple):
    """A report of a device: how many minutes ago it was, where, and how much was played."""

    ago: int
    position: int
    watched: int


SAID = st.builds(Said, st.integers(0, 9), st.integers(0, LENGTH), st.integers(0, 60))


@st.composite
def arrivals(draw: st.DrawFn) -> tuple[list[Said], list[list[int]]]:
    """Reports, and the deliveries in which they arrive: any order, some of them twice or more.

    No two are of one moment: by how long each delivery was on its way, either of them may be the later.
    """
    said = draw(st.lists(SAID, min_size=1, max_size=7, unique_by=lambda one: one.ago))
    numbers = list(range(len(said)))
    again = draw(st.lists(st.sampled_from(numbers), max_size=5))
    order = draw(st.permutations([*numbers, *again]))
    cuts = sorted(draw(st.sets(st.integers(0, len(order)), max_size=4)) | {0, len(order)})
    return said, [order[start:end] for start, end in pairwise(cuts)]


@pytest.mark.django_db
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(arrivals())
def test_the_state_is_the_same_however_reports_arrive(arrived: tuple[list[Said], list[list[int]]]) -> None:
    said, deliveries = arrived
    now, ids = timezone.now(), [uuid.uuid4() for _ in said]
    profile, title = make_profile(), make_title()
    for numbers in deliveries:
        plays = [{"title": title.pk, **told(said[number], ids[number], now)} for number in numbers]
        assert take_in(profile, plays, now) == []
    state = WatchState.objects.get(profile=profile)
    latest = min(said, key=lambda one: one.ago)
    assert state.position == latest.position
    assert abs((now - state.last_at) - latest.ago * MINUTE) < MINUTE / 2
    assert abs((now - state.first_at) - max(one.ago for one in said) * MINUTE) < MINUTE / 2
    assert state.watched == sum(one.watched for one in said)
    assert state.furthest == pytest.approx(max(one.position for one in said) / LENGTH)
    assert state.is_finished is any(one.position >= 0.9 * LENGTH for one in said)
    assert Play.objects.filter(profile=profile).count() == len(said)


def told(said: Said, client_id: uuid.UUID, now: dt.datetime) -> dict[str, Any]:
    moment = now - said.ago * MINUTE
    return {
        "client_id": client_id,
        "position": said.position,
        "duration": LENGTH,
        "watched": said.watched,
        "happened_at": moment,
    }


@pytest.fixture
def profile(db: None) -> Profile:
    return make_profile()


@pytest.fixture
def title(db: None) -> Title:
    return make_title()


def test_two_devices_at_once(profile: Profile, title: Title) -> None:
    """One was offline: what it watched earlier, though further on, does not replace what was watched later."""
    now = timezone.now()
    services.record_play(profile=profile, title=title, position=1000, duration=LENGTH, happened_at=now - MINUTE)
    offline = [Report(position=p, duration=LENGTH, happened_at=now - a * MINUTE) for p, a in ((4000, 9), (4600, 8))]
    state = services.record_plays(profile=profile, title=title, reports=offline, sent_at=now)
    assert state.position == 1000
    assert state.furthest == pytest.approx(4600 / LENGTH)
    later = Report(position=4700, duration=LENGTH, happened_at=now)
    assert services.record_plays(profile=profile, title=title, reports=[later], sent_at=now).position == 4700


def test_what_was_skipped_is_not_watched(profile: Profile, title: Title) -> None:
    for position, watched in ((100, 10), (5000, 0), (5010, 10)):
        services.record_play(profile=profile, title=title, position=position, duration=LENGTH, watched=watched)
    assert WatchState.objects.get().watched == 20


def test_nobody_plays_more_than_all_of_it_between_two_reports(profile: Profile, title: Title) -> None:
    services.record_play(profile=profile, title=title, position=100, duration=LENGTH, watched=10**6)
    assert WatchState.objects.get().watched == LENGTH


def test_one_that_cannot_be_taken_takes_no_other_down(profile: Profile, title: Title) -> None:
    now, used = timezone.now(), uuid.uuid4()
    services.record_play(profile=profile, title=make_title(), position=1, duration=LENGTH, client_id=used)
    plays = [
        {"title": title.pk, **told(Said(1, 500 * number, 5), client_id, now)}
        for number, client_id in enumerate([uuid.uuid4(), used, uuid.uuid4()])
    ]
    (refused,) = take_in(profile, plays, now)
    assert refused.client_id == used
    assert WatchState.objects.get(title=title).position == 1000


def test_its_queries_grow_with_films_and_not_with_reports(profile: Profile, django_assert_num_queries: Any) -> None:
    now, series = timezone.now(), make_series(episodes=3)
    first, *_ = series.seasons.get().episodes.all()
    of_one = {"title": series.pk, "episode": first.pk}
    take_in(profile, [{**of_one, **told(Said(9, 3000, 1), uuid.uuid4(), now)}], now)
    plays = [{**of_one, **told(Said(8, 3000 + number, 1), uuid.uuid4(), now)} for number in range(100)]
    with django_assert_num_queries(4):
        take_in(profile, plays[:1], now)
    with django_assert_num_queries(4):
        take_in(profile, plays[1:], now)
