"""Events go when they are older than their viewer lets them be kept."""

import datetime as dt

import pytest
from django.utils import timezone

from accounts import partitions, retention, services, tasks
from accounts.intake import Seen, write
from accounts.models import Exposure, Impression, ListEntry, Look, Play, Profile, Rating, SearchQuery, WatchState
from accounts.models.impressions import day_of
from tests.factories import make_profile, make_titles, watch
from tests.privacy.people import VIEW

KINDS = (Play, WatchState, Look, SearchQuery, Exposure, Impression)


def live(profile: Profile, days_ago: int) -> None:
    """Something of everything, so long ago."""
    at = timezone.now() - dt.timedelta(days=days_ago)
    [title] = make_titles(1)
    watch(profile, title, happened_at=at)
    services.rate(profile=profile, title=title, value=1)
    services.toggle_list(profile=profile, title=title, listed=True)
    Look.objects.create(profile=profile, title=title, last_at=at)
    SearchQuery.objects.create(profile=profile, text="x", searched_at=at)
    write([Seen(profile.pk, title.pk, "popular", 1, 0, "1", None, VIEW, day_of(at), at)])
    Rating.objects.filter(profile=profile).update(rated_at=at)


def left(profile: Profile) -> list[int]:
    return [kind.objects.filter(profile=profile).count() for kind in KINDS]


@pytest.mark.django_db
def test_what_is_older_goes_and_everything_else_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "BATCH", 2)
    short, always = make_profile(), make_profile()
    for profile in (short, always):
        for days in (40, 35, 33, 20, 1):
            live(profile, days)
    services.choose(profile=short, through="page", retention_days=30)
    Profile.objects.filter(pk=short.pk).update(taste_version=7)
    assert tasks.keep_to_retention() == 18
    assert left(short) == [2] * 6
    assert left(always) == [5] * 6
    assert Rating.objects.filter(profile=short).count() == ListEntry.objects.filter(profile=short).count() == 5
    short.refresh_from_db()
    assert short.taste_version > 7, "the page is made anew"
    assert tasks.keep_to_retention() == 0
    assert partitions.standing_days()


@pytest.mark.django_db
def test_who_is_not_here_any_more_gets_no_page_by_it() -> None:
    profile = make_profile()
    live(profile, 40)
    services.choose(profile=profile, through="page", retention_days=30)
    long_ago = timezone.now() - dt.timedelta(days=100)
    Profile.objects.filter(pk=profile.pk).update(taste_version=7, last_seen_at=long_ago)
    assert tasks.keep_to_retention() > 0
    profile.refresh_from_db()
    assert (profile.taste_version, profile.last_seen_at) == (7, long_ago)
