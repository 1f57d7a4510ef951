"""Thumbs, My List, searches, and who is told of them."""

import datetime as dt
import logging
from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts import services
from accounts.models import ListEntry, Profile, Rating, SearchQuery
from accounts.signals import taste_changed
from catalog.models import Title
from tests.accounts.at_once import at_once, errors
from tests.factories import make_profile, make_title


@pytest.fixture
def profile(db: None) -> Profile:
    return make_profile()


@pytest.fixture
def title(db: None) -> Title:
    return make_title()


def taste(profile: Profile) -> int:
    return Profile.objects.get(pk=profile.pk).taste_version


class TestRating:
    """Down, up, love, and nothing."""

    def test_is_kept_and_changed(self, profile: Profile, title: Title) -> None:
        for steps, value in enumerate((1, 2, -1), start=1):
            rating = services.rate(profile=profile, title=title, value=value)
            assert rating == Rating.objects.get()
            assert Rating.objects.get().value == value
            assert taste(profile) == steps

    def test_said_again_changes_nothing(self, profile: Profile, title: Title) -> None:
        services.rate(profile=profile, title=title, value=2)
        before = Rating.objects.get().rated_at
        services.rate(profile=profile, title=title, value=2)
        assert Rating.objects.get().rated_at == before
        assert taste(profile) == 1

    def test_changed_is_as_new(self, profile: Profile, title: Title) -> None:
        services.rate(profile=profile, title=title, value=1)
        Rating.objects.update(rated_at=timezone.now() - dt.timedelta(days=9))
        services.rate(profile=profile, title=title, value=2)
        assert timezone.now() - Rating.objects.get().rated_at < dt.timedelta(minutes=1)

    def test_is_taken_back_once(self, profile: Profile, title: Title) -> None:
        assert services.rate(profile=profile, title=title, value=None) is None
        assert taste(profile) == 0
        services.rate(profile=profile, title=title, value=1)
        for _ in range(2):
            assert services.rate(profile=profile, title=title, value=None) is None
        assert not Rating.objects.exists()
        assert taste(profile) == 2

    @pytest.mark.parametrize("value", [0, 3, -2, "1", 1.5])
    def test_has_three_values(self, profile: Profile, title: Title, value: Any) -> None:
        with pytest.raises(ValidationError):
            services.rate(profile=profile, title=title, value=value)
        assert not Rating.objects.exists()
        assert taste(profile) == 0

    def test_is_one_profile_s_own(self, profile: Profile, title: Title) -> None:
        other = make_profile()
        services.rate(profile=profile, title=title, value=1)
        services.rate(profile=other, title=title, value=-1)
        services.rate(profile=other, title=title, value=None)
        assert Rating.objects.get().profile == profile
        assert (taste(profile), taste(other)) == (1, 2)


class TestMyList:
    """On and off."""

    def test_is_turned_round(self, profile: Profile, title: Title) -> None:
        assert [services.toggle_list(profile=profile, title=title) for _ in range(3)] == [True, False, True]
        assert ListEntry.objects.get().title == title
        assert taste(profile) == 3

    @pytest.mark.parametrize("listed", [True, False])
    def test_is_what_was_said_however_often(self, profile: Profile, title: Title, listed: bool) -> None:
        services.toggle_list(profile=profile, title=title, listed=not listed)
        before = taste(profile)
        for _ in range(2):
            assert services.toggle_list(profile=profile, title=title, listed=listed) is listed
        assert ListEntry.objects.exists() is listed
        assert taste(profile) == before + 1

    def test_is_one_profile_s_own(self, profile: Profile, title: Title) -> None:
        services.toggle_list(profile=profile, title=title)
        assert services.toggle_list(profile=make_profile(), title=title, listed=False) is False
        assert ListEntry.objects.get().profile == profile


class TestSearches:
    """What was typed, and what it led to."""

    def test_is_kept_as_one_line(self, profile: Profile) -> None:
        search = services.record_search(profile=profile, text="  two\n words\t", results=3)
        assert search == SearchQuery.objects.get()
        assert (SearchQuery.objects.get().text, SearchQuery.objects.get().results) == ("two words", 3)
        assert taste(profile) == 0

    @pytest.mark.parametrize("text", ["", "   ", "\n\t", "\0"])
    def test_blanks_are_none(self, profile: Profile, text: str) -> None:
        assert services.record_search(profile=profile, text=text, results=0) is None
        assert not SearchQuery.objects.exists()

    @pytest.mark.parametrize(("text", "kept"), [("x" * 500, "x" * 200), ("a\0b", "a b")])
    def test_anything_can_be_typed(self, profile: Profile, text: str, kept: str) -> None:
        services.record_search(profile=profile, text=text, results=0)
        assert SearchQuery.objects.get().text == kept

    def test_opening_is_noted_at_one_s_own_search(self, profile: Profile, title: Title) -> None:
        search = services.record_search(profile=profile, text="terror", results=1)
        assert search is not None
        assert not services.record_opening(profile=make_profile(), search_id=search.pk, title=title)
        assert SearchQuery.objects.get().opened is None
        assert services.record_opening(profile=profile, search_id=search.pk, title=title)
        assert SearchQuery.objects.get().opened == title
        assert not services.record_opening(profile=profile, search_id=search.pk + 1, title=title)


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    """The same button pressed on two devices."""

    def test_ratings_become_one(self) -> None:
        profile, title = make_profile(), make_title()
        outcomes = at_once(*(partial(services.rate, profile=profile, title=title, value=value) for value in (1, 2, -1)))
        assert errors(outcomes) == []
        assert Rating.objects.count() == 1
        assert taste(profile) == 3

    def test_the_same_rating_counts_once(self) -> None:
        profile, title = make_profile(), make_title()
        assert errors(at_once(*[partial(services.rate, profile=profile, title=title, value=1)] * 4)) == []
        assert taste(profile) == 1

    def test_entries_become_one(self) -> None:
        profile, title = make_profile(), make_title()
        listing = partial(services.toggle_list, profile=profile, title=title, listed=True)
        assert at_once(*[listing] * 4) == [True] * 4
        assert ListEntry.objects.count() == taste(profile) == 1


@pytest.mark.django_db(transaction=True)
class TestTheSignal:
    """`taste_changed`: after commit, and nobody's failure fails the write."""

    @pytest.fixture
    def heard(self) -> Iterator[list[tuple[int, int]]]:
        """(profile, taste version as another connection would see it) of each signal."""
        heard: list[tuple[int, int]] = []

        def listen(*, profile_id: int, **_: Any) -> None:
            (version,) = at_once(lambda: Profile.objects.get(pk=profile_id).taste_version)
            heard.append((profile_id, version))

        taste_changed.connect(listen)
        yield heard
        taste_changed.disconnect(listen)

    def test_comes_when_the_change_is_there_for_all_to_see(self, heard: list[tuple[int, int]]) -> None:
        profile, title = make_profile(), make_title()
        with transaction.atomic():
            services.rate(profile=profile, title=title, value=1)
            assert heard == []
        assert heard == [(profile.pk, 1)]

    def test_does_not_come_for_what_was_rolled_back(self, heard: list[tuple[int, int]]) -> None:
        profile, title = make_profile(), make_title()
        with transaction.atomic():
            services.rate(profile=profile, title=title, value=1)
            transaction.set_rollback(True)
        assert heard == []
        assert taste(profile) == 0

    def test_does_not_come_for_nothing(self, heard: list[tuple[int, int]]) -> None:
        profile, title = make_profile(), make_title()
        services.rate(profile=profile, title=title, value=None)
        services.toggle_list(profile=profile, title=title, listed=False)
        services.record_search(profile=profile, text="terror", results=0)
        services.dismiss(profile=profile, title=title)
        assert heard == []

    def test_a_receiver_that_fails_fails_nothing(
        self, heard: list[tuple[int, int]], caplog: pytest.LogCaptureFixture
    ) -> None:
        def fail(**_: Any) -> None:
            raise RuntimeError("out of order")

        profile, title = make_profile(), make_title()
        taste_changed.connect(fail)
        try:
            with caplog.at_level(logging.ERROR):
                services.rate(profile=profile, title=title, value=1)
        finally:
            taste_changed.disconnect(fail)
        assert Rating.objects.get().value == 1
        assert heard == [(profile.pk, 1)]
        assert "out of order" in caplog.text
