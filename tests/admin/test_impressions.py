"""Impressions have no list of their own: they are seen where they led to something, and with their profile."""

import datetime as dt
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts import intake, services
from accounts.models import Impression, Play, Profile, Rating
from accounts.models.impressions import day_of
from catalog.models import Title
from tests.factories import make_profile, make_title, make_titles, watch


def show(profile: Profile, titles: list[Title], row: str = "top_picks") -> UUID:
    """These titles were on the profile's screen, and it is written already."""
    view, now = uuid4(), timezone.now() - dt.timedelta(minutes=1)
    seen = [
        intake.Seen(profile.pk, title.pk, row, 2, place, "3.7.1772", 7, view, day_of(now), now)
        for place, title in enumerate(titles)
    ]
    assert intake.write(seen) == len(titles)
    return view


def page_of(site: Client, one: Any) -> str:
    answer = site.get(reverse(f"admin:accounts_{one._meta.model_name}_change", args=[one.pk]))
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_play_and_a_rating_name_the_impression_behind_them(site: Client) -> None:
    profile, (title, other) = make_profile(), make_titles(2)
    view = show(profile, [other, title])
    watch(profile, title, row="top_picks", page_view=view)
    services.rate(profile=profile, title=title, value=2, row="top_picks", page_view=view)
    services.record_look(profile=profile, title=title, row="top_picks", page_view=view)
    for one in (Play.objects.get(), Rating.objects.get(), profile.looks.get()):
        assert "top_picks, row 3, place 2 · page 3.7.1772" in page_of(site, one)
    watch(profile, other)
    assert "row 3" not in page_of(site, Play.objects.get(title=other))


def test_a_profile_shows_what_was_on_its_screen_last(site: Client) -> None:
    profile = make_profile()
    show(profile, [make_title("First <b>")], "trending")
    show(make_profile(), [make_title("Elsewhere")])
    page = page_of(site, profile)
    assert "First &lt;b&gt;" in page
    assert "trending, row 3, place 1" in page
    assert "Elsewhere" not in page
    assert reverse("admin:accounts_exposure_changelist") in page


def test_that_is_for_those_alone_who_may_see_what_people_watch(signed_in: Callable[..., Client]) -> None:
    profile = make_profile()
    show(profile, [make_title("Secret")])
    support = signed_in("accounts.view_profile", "accounts.change_profile")
    assert "Secret" not in page_of(support, profile)
    assert "Secret" in page_of(signed_in("accounts.view_profile", "accounts.view_impression"), profile)


def test_a_profiles_page_costs_the_same_however_much_was_shown(site: Client) -> None:
    profile = make_profile()

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            page_of(site, profile)
        return len(captured)

    show(profile, make_titles(1))
    page_of(site, profile)
    few = queries()
    show(profile, make_titles(40))
    assert queries() == few


@pytest.mark.parametrize("kind", ["profile", "title"])
def test_a_deletion_says_how_many_go_along(site: Client, kind: str) -> None:
    profile, title = make_profile(), make_title()
    show(profile, [title])
    show(profile, [title])
    app, one = ("accounts", profile) if kind == "profile" else ("catalog", title)
    url = reverse(f"admin:{app}_{kind}_delete", args=[one.pk])
    assert "mpressions: 2" in site.get(url).content.decode()
    site.post(url, {"post": "yes"})
    assert not Impression.objects.exists()
