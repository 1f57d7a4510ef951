"""Recording plays: what moves the watch state, and what says something about taste."""

import datetime as dt
import uuid
from functools import partial
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts import services
from accounts.models import Play, Profile, WatchState
from catalog.models import Episode, Title
from tests.accounts.at_once import at_once, errors
from tests.factories import make_profile, make_series, make_title

DURATION = 6000
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def profile(db: None) -> Profile:
    return make_profile()


@pytest.fixture
def title(db: None) -> Title:
    return make_title()


def play(profile: Profile, title: Title, share: float, **more: Any) -> WatchState:
    return services.record_play(profile=profile, title=title, position=int(DURATION * share), duration=DURATION, **more)


def taste(profile: Profile) -> int:
    return Profile.objects.get(pk=profile.pk).taste_version


def test_the_first_event_makes_state_and_play(profile: Profile, title: Title) -> None:
    session = uuid.uuid4()
    state = play(profile, title, 0.02, device="tv", session=session, row="popular")
    event = Play.objects.get()
    assert (state.position, state.duration, state.plays, state.finished_at) == (120, DURATION, 1, None)
    assert (event.position, event.device, event.session, event.row) == (120, "tv", session, "popular")
    assert event.happened_at == state.last_at == state.first_at
    assert WatchState.objects.get() == state


def test_taste_is_raised_by_what_means_something_and_by_nothing_else(profile: Profile, title: Title) -> None:
    """Beginning, and passing 5, 50 and 90 %."""
    raised = []
    for share in (0.0, 0.01, 0.04, 0.05, 0.06, 0.3, 0.49, 0.5, 0.7, 0.89, 0.9, 0.95, 1.0):
        before = taste(profile)
        play(profile, title, share)
        if taste(profile) > before:
            raised.append(share)
    assert raised == [0.0, 0.05, 0.5, 0.9]


def test_going_back_and_forth_says_nothing_new(profile: Profile, title: Title) -> None:
    play(profile, title, 0.6)
    before = taste(profile)
    for share in (0.1, 0.6, 0.02, 0.55):
        assert play(profile, title, share).position == int(DURATION * share)
    assert taste(profile) == before
    assert WatchState.objects.get().furthest == pytest.approx(0.6)


def test_taste_says_when_and_that_somebody_is_here(profile: Profile, title: Title) -> None:
    Profile.objects.update(last_seen_at=None, taste_changed_at=None)
    before = timezone.now()
    play(profile, title, 0.1)
    profile.refresh_from_db()
    assert profile.taste_changed_at is not None
    assert profile.last_seen_at is not None
    assert before <= profile.taste_changed_at <= timezone.now()


def test_watching_again_counts_again(profile: Profile, title: Title) -> None:
    play(profile, title, 0.95)
    before = taste(profile)
    assert play(profile, title, 0.01).plays == 2
    assert taste(profile) == before + 1
    play(profile, title, 0.5)
    assert taste(profile) == before + 1
    assert play(profile, title, 0.95).plays == 2
    assert taste(profile) == before + 2


def test_the_end_credits_seen_once_more_are_not_another_play(profile: Profile, title: Title) -> None:
    play(profile, title, 1.0)
    before = taste(profile)
    assert play(profile, title, 0.92).plays == 1
    assert taste(profile) == before


def test_a_late_event_is_kept_and_moves_nothing_back(profile: Profile, title: Title) -> None:
    now = timezone.now()
    play(profile, title, 0.4, happened_at=now)
    state = play(profile, title, 0.2, happened_at=now - 5 * MINUTE)
    assert (state.position, state.last_at, state.first_at) == (2400, now, now - 5 * MINUTE)
    assert Play.objects.count() == 2


def test_a_late_event_still_says_how_far_it_was_watched(profile: Profile, title: Title) -> None:
    now = timezone.now()
    play(profile, title, 0.01, happened_at=now)
    before = taste(profile)
    state = play(profile, title, 0.95, happened_at=now - 5 * MINUTE)
    assert (state.position, state.finished_at) == (60, now - 5 * MINUTE)
    assert state.furthest == pytest.approx(0.95)
    assert taste(profile) == before + 1


def test_a_beginning_that_arrives_after_the_end_is_no_second_play(profile: Profile, title: Title) -> None:
    now = timezone.now()
    play(profile, title, 1.0, happened_at=now)
    before = taste(profile)
    state = play(profile, title, 0.01, happened_at=now - 60 * MINUTE)
    assert (state.plays, state.position, state.is_finished) == (1, DURATION, True)
    assert taste(profile) == before


def test_an_earlier_end_does_not_replace_a_later_one(profile: Profile, title: Title) -> None:
    now = timezone.now()
    play(profile, title, 1.0, happened_at=now)
    assert play(profile, title, 0.95, happened_at=now - MINUTE).finished_at == now


def test_a_retry_changes_nothing(profile: Profile, title: Title) -> None:
    client_id = uuid.uuid4()
    play(profile, title, 0.2, client_id=client_id)
    play(profile, title, 0.6)
    before = taste(profile)
    assert play(profile, title, 0.2, client_id=client_id).position == int(DURATION * 0.6)
    assert Play.objects.count() == 2
    assert taste(profile) == before


def test_an_id_used_for_another_title_is_refused(profile: Profile, title: Title) -> None:
    client_id, other = uuid.uuid4(), make_title()
    play(profile, title, 0.2, client_id=client_id)
    with pytest.raises(ValidationError) as refused:
        play(profile, other, 0.2, client_id=client_id)
    assert list(refused.value.message_dict) == ["client_id"]
    assert not WatchState.objects.filter(title=other).exists()


def test_an_id_used_for_another_episode_is_refused(profile: Profile) -> None:
    series, client_id = make_series(), uuid.uuid4()
    first, second, *_ = Episode.objects.all()
    play(profile, series, 0.2, episode=first, client_id=client_id)
    with pytest.raises(ValidationError):
        play(profile, series, 0.2, episode=second, client_id=client_id)


def test_two_profiles_may_use_one_id(profile: Profile, title: Title) -> None:
    client_id = uuid.uuid4()
    play(profile, title, 0.2, client_id=client_id)
    play(make_profile(), title, 0.2, client_id=client_id)
    assert Play.objects.count() == 2


@pytest.mark.parametrize(("ahead", "kept"), [(dt.timedelta(seconds=50), True), (dt.timedelta(hours=3), False)])
def test_a_clock_far_ahead_is_not_believed(profile: Profile, title: Title, ahead: dt.timedelta, kept: bool) -> None:
    claimed = timezone.now() + ahead
    play(profile, title, 0.2, happened_at=claimed)
    event = Play.objects.get()
    assert (event.happened_at == claimed) is kept
    assert kept or event.happened_at <= timezone.now()


def test_a_clock_far_ahead_does_not_shut_out_other_devices(profile: Profile, title: Title) -> None:
    play(profile, title, 0.2, happened_at=timezone.now() + dt.timedelta(days=1))
    assert play(profile, title, 0.4, happened_at=timezone.now()).position == int(DURATION * 0.4)


def test_a_position_after_the_end_is_the_end(profile: Profile, title: Title) -> None:
    state = play(profile, title, 1.5)
    assert (state.position, state.is_finished) == (DURATION, True)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"position": -1, "duration": 10}, "position"),
        ({"position": 0, "duration": 0}, "position"),
        ({"position": 0, "duration": -5}, "position"),
        ({"position": 1, "duration": 10**12}, "position"),
        ({"position": 1, "duration": 10, "device": "toaster"}, "device"),
    ],
)
def test_what_cannot_be_is_refused(profile: Profile, title: Title, wrong: dict[str, Any], field: str) -> None:
    with pytest.raises(ValidationError) as refused:
        services.record_play(profile=profile, title=title, **wrong)
    assert list(refused.value.message_dict) == [field]
    assert not Play.objects.exists()
    assert not WatchState.objects.exists()


def test_a_series_is_played_by_its_own_episodes_alone(profile: Profile, title: Title) -> None:
    series, other = make_series(), make_series()
    foreign = Episode.objects.filter(season__title=other)[0]
    wrong: list[tuple[Title, Episode | None]] = [(series, None), (series, foreign), (title, foreign)]
    for played, episode in wrong:
        with pytest.raises(ValidationError) as refused:
            play(profile, played, 0.2, episode=episode)
        assert list(refused.value.message_dict) == ["episode"]
    play(profile, series, 0.2, episode=Episode.objects.filter(season__title=series)[0])
    assert WatchState.objects.count() == 1


def test_every_episode_stands_for_itself(profile: Profile) -> None:
    series = make_series()
    for episode, share in zip(Episode.objects.all(), (0.95, 0.3, 0.1), strict=True):
        play(profile, series, share, episode=episode)
    states = WatchState.objects.order_by("episode__number")
    assert [state.position for state in states] == [5700, 1800, 600]


class TestDismissal:
    """Off Continue watching, and back on."""

    def test_lasts_until_it_is_played_again(self, profile: Profile, title: Title) -> None:
        play(profile, title, 0.3)
        before = taste(profile)
        services.dismiss(profile=profile, title=title)
        assert not WatchState.objects.resumable().exists()
        assert taste(profile) == before
        play(profile, title, 0.31)
        assert WatchState.objects.resumable().exists()

    def test_is_not_undone_by_what_happened_before(self, profile: Profile, title: Title) -> None:
        """A device that was offline reports later what was played earlier."""
        now = timezone.now()
        play(profile, title, 0.3, happened_at=now - 10 * MINUTE)
        services.dismiss(profile=profile, title=title)
        play(profile, title, 0.35, happened_at=now - 5 * MINUTE)
        assert not WatchState.objects.resumable().exists()

    def test_is_one_profile_s_own(self, profile: Profile, title: Title) -> None:
        other = make_profile()
        for one in (profile, other):
            play(one, title, 0.3)
        services.dismiss(profile=profile, title=title)
        assert [state.profile for state in WatchState.objects.resumable()] == [other]


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    """Two devices, or one that retries, on connections of their own."""

    def test_first_events_make_one_state(self) -> None:
        profile, title = make_profile(), make_title()
        outcomes = at_once(*(partial(play, profile, title, share) for share in (0.1, 0.2, 0.6, 0.3)))
        assert errors(outcomes) == []
        assert Play.objects.count() == 4
        state = WatchState.objects.get()
        assert state.plays == 1
        assert state.furthest == pytest.approx(0.6)

    def test_thresholds_are_passed_once(self) -> None:
        profile, title = make_profile(), make_title()
        play(profile, title, 0.1)
        before = taste(profile)
        assert errors(at_once(*(partial(play, profile, title, 0.6) for _ in range(4)))) == []
        assert taste(profile) == before + 1

    def test_no_taste_is_lost_between_titles(self) -> None:
        profile, titles = make_profile(), [make_title() for _ in range(4)]
        assert errors(at_once(*(partial(play, profile, title, 0.1) for title in titles))) == []
        assert taste(profile) == 4

    def test_retries_count_once(self) -> None:
        profile, title, client_id = make_profile(), make_title(), uuid.uuid4()
        retries = [partial(play, profile, title, 0.2, client_id=client_id) for _ in range(4)]
        assert errors(at_once(*retries)) == []
        assert Play.objects.count() == 1
        assert taste(profile) == 1

    def test_one_id_for_two_titles_counts_for_one_of_them(self) -> None:
        profile, client_id = make_profile(), uuid.uuid4()
        outcomes = at_once(*(partial(play, profile, make_title(), 0.2, client_id=client_id) for _ in range(3)))
        assert errors(outcomes) == ["ValidationError", "ValidationError"]
        assert Play.objects.count() == WatchState.objects.count() == taste(profile) == 1
