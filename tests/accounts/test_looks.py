"""Looks and searches: faint signs of taste."""

import datetime as dt
from uuid import uuid4

import pytest
from django.utils import timezone

from accounts import services
from accounts.models import Look, Profile, SearchQuery
from tests.factories import make_profile, make_title, make_titles

pytestmark = pytest.mark.django_db


def version(profile: Profile) -> int:
    profile.refresh_from_db()
    return profile.taste_version


def test_the_latest_look_is_kept_with_the_number_of_all() -> None:
    profile, title, view = make_profile(), make_title(), uuid4()
    services.record_look(profile=profile, title=title)
    services.record_look(profile=profile, title=title, row="x" * 100, page_view=view)
    look = Look.objects.get()
    assert (look.times, look.row, look.page_view) == (2, "x" * 80, view)
    assert timezone.now() - look.last_at < dt.timedelta(minutes=1)


def test_looks_mark_the_taste_once_in_half_an_hour() -> None:
    profile, title = make_profile(), make_title()
    for _ in range(3):
        services.record_look(profile=profile, title=title)
    assert version(profile) == 1
    Look.objects.update(last_at=timezone.now() - services.taste.SAME_LOOK - dt.timedelta(seconds=1))
    services.record_look(profile=profile, title=title)
    assert version(profile) == 2


def test_a_search_keeps_the_first_that_it_found_and_marks_the_taste() -> None:
    profile, found = make_profile(), [title.pk for title in make_titles(30)]
    services.record_search(profile=profile, text="sharks", results=30, found=found)
    assert SearchQuery.objects.get().found == found[:24]
    assert version(profile) == 1


def test_a_search_that_found_nothing_says_nothing_of_taste() -> None:
    profile = make_profile()
    services.record_search(profile=profile, text="sharks", results=0)
    assert services.record_search(profile=profile, text=" \0 ", results=3, found=[1]) is None
    assert version(profile) == 0


def test_what_a_search_led_to_marks_the_taste_of_whoever_searched() -> None:
    profile, other, title = make_profile(), make_profile(), make_title()
    search = services.record_search(profile=profile, text="sharks", results=0)
    assert search
    assert not services.record_opening(profile=other, search_id=search.pk, title=title)
    assert services.record_opening(profile=profile, search_id=search.pk, title=title)
    assert (version(profile), version(other)) == (1, 0)
