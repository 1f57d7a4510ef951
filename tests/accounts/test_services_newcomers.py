"""What a new profile says first."""

from typing import Any

import pytest

from accounts import services
from accounts.models import Profile, Rating
from accounts.signals import taste_changed
from tests.factories import make_profile, make_titles


def test_picks_are_thumbs_and_one_change_of_taste(transactional_db: None) -> None:
    profile, titles = make_profile(newcomer=True), make_titles(4)
    told: list[int] = []

    def hear(*, profile_id: int, **_: Any) -> None:
        told.append(profile_id)

    taste_changed.connect(hear)
    try:
        assert services.pick_titles(profile=profile, titles=[*titles, titles[0]]) == 4
    finally:
        taste_changed.disconnect(hear)
    assert told == [profile.pk]
    thumbs = Rating.objects.filter(profile=profile)
    assert {(thumb.title_id, thumb.value, thumb.row) for thumb in thumbs} == {(one.pk, 1, "picks") for one in titles}
    profile.refresh_from_db()
    assert profile.taste_version == 1
    assert profile.welcomed_at is not None


def test_what_was_said_before_stands(db: None) -> None:
    profile, titles = make_profile(newcomer=True), make_titles(2)
    services.rate(profile=profile, title=titles[0], value=-1)
    assert services.pick_titles(profile=profile, titles=titles) == 1
    assert services.pick_titles(profile=profile, titles=titles) == 0
    assert dict(Rating.objects.values_list("title", "value")) == {titles[0].pk: -1, titles[1].pk: 1}
    profile.refresh_from_db()
    assert profile.taste_version == 2, "the thumb, the picks, and nothing for saying them again"


@pytest.mark.parametrize("nothing", ["skipped", "none picked"])
def test_to_say_nothing_is_remembered_and_changes_no_taste(db: None, nothing: str) -> None:
    profile = make_profile(newcomer=True)
    for _ in range(2):
        if nothing == "skipped":
            services.skip_picks(profile=profile)
        else:
            services.pick_titles(profile=profile, titles=[])
    profile.refresh_from_db()
    first = profile.welcomed_at
    assert first is not None
    assert profile.taste_version == 0
    services.skip_picks(profile=profile)
    assert Profile.objects.get(pk=profile.pk).welcomed_at == first
