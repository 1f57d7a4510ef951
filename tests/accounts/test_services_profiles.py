"""What a profile is changed to, its PIN, what it has blocked, and its end."""

from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone

from accounts import services
from accounts.models import Profile
from accounts.models.people import KIDS_MOST, MOST_BLOCKED
from accounts.services.pins import LONGEST_WAIT, TRIES, WAIT
from catalog.models import Title
from tests.accounts.at_once import at_once, errors
from tests.factories import make_profile, make_title, make_titles, make_user, watch


def changed(profile: Profile, **changes: Any) -> Profile:
    names = ("name", "avatar", "language", "is_kids", "age_limit")
    confirmed = changes.pop("confirmed", False)
    told = {name: getattr(profile, name) for name in names} | changes
    return services.update_profile(profile=profile, confirmed=confirmed, **told)


def stored(profile: Profile) -> Profile:
    return Profile.objects.get(pk=profile.pk)


class TestChanging:
    """All of a profile at once."""

    def test_is_kept_and_other_limits_make_another_page(self, db: None) -> None:
        profile = make_profile()
        changed(profile, name=" Ada ", avatar="owl", language="en")
        assert (stored(profile).name, stored(profile).avatar, stored(profile).language) == ("Ada", "owl", "en")
        assert stored(profile).taste_version == profile.taste_version
        changed(profile, name="Ada", is_kids=True, age_limit=7)
        assert (stored(profile).is_kids, stored(profile).age_limit) == (True, 7)
        assert stored(profile).taste_version == profile.taste_version + 1

    @pytest.mark.parametrize(
        "wrong",
        [
            {"name": ""},
            {"name": "TAKEN"},
            {"avatar": "plaid"},
            {"language": "tlh"},
            {"age_limit": 19},
            {"is_kids": True, "age_limit": KIDS_MOST + 1},
        ],
    )
    def test_what_is_wrong_is_refused(self, db: None, wrong: dict[str, Any]) -> None:
        profile = make_profile()
        make_profile(profile.user, name="Taken")
        with pytest.raises(ValidationError):
            changed(profile, confirmed=True, **wrong)
        assert stored(profile).name == profile.name

    @pytest.mark.parametrize(
        ("before", "after"),
        [
            ({"age_limit": 12}, {"age_limit": 15}),
            ({"age_limit": 12}, {"age_limit": 18}),
            ({"is_kids": True}, {"is_kids": False}),
        ],
    )
    def test_letting_more_be_seen_needs_the_password(
        self, db: None, before: dict[str, Any], after: dict[str, Any]
    ) -> None:
        profile = make_profile(**before)
        with pytest.raises(services.PasswordNeeded):
            changed(profile, **after)
        assert stored(profile).age_limit == profile.age_limit
        changed(profile, confirmed=True, **after)
        assert all(getattr(stored(profile), name) == value for name, value in after.items())

    def test_a_limit_that_was_lowered_meanwhile_is_what_counts(self, db: None) -> None:
        profile = make_profile()
        Profile.objects.filter(pk=profile.pk).update(age_limit=7)
        with pytest.raises(services.PasswordNeeded):
            changed(profile, age_limit=18)


class TestMaking:
    """Nobody makes a way around a PIN."""

    def test_without_a_pin_in_the_account_everything_is_free(self, db: None) -> None:
        user = make_user()
        services.create_profile(user=user, name="Child", is_kids=True)
        assert services.create_profile(user=user, name="Grown-up").age_limit == 18

    def test_nothing_that_sees_more_than_those_without_a_pin(self, db: None) -> None:
        user = make_user()
        services.set_pin(profile=user.profiles.get(), pin="4711")
        services.create_profile(user=user, name="Child", age_limit=12, confirmed=True)
        services.create_profile(user=user, name="Sister", is_kids=True)
        with pytest.raises(services.PasswordNeeded):
            services.create_profile(user=user, name="Way out")
        services.create_profile(user=user, name="Way out", confirmed=True)
        services.create_profile(user=user, name="Fifth")


class TestDeleting:
    """For ever, by its name."""

    def test_takes_all_along_and_nothing_of_others(self, db: None) -> None:
        profile = make_profile(name="Ada")
        other = make_profile(profile.user)
        title = make_title()
        for one in (profile, other):
            watch(one, title)
            services.rate(profile=one, title=title, value=1)
        with transaction.atomic(), connection.cursor() as cursor:
            services.delete_profile(profile=stored(profile), name=" ada ")
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        assert not Profile.objects.filter(pk=profile.pk).exists()
        assert other.watch_states.count() == other.ratings.count() == 1

    @pytest.mark.parametrize("name", ["", "Adam", "*"])
    def test_needs_its_name(self, db: None, name: str) -> None:
        profile = make_profile(name="Ada")
        make_profile(profile.user)
        with pytest.raises(ValidationError):
            services.delete_profile(profile=profile, name=name)
        assert stored(profile)

    @pytest.mark.django_db(transaction=True)
    def test_the_last_one_stays_however_many_are_deleted_at_once(self) -> None:
        user = make_user()
        make_profile(user)
        found = list(user.profiles.all())
        outcomes = at_once(*(partial(services.delete_profile, profile=one, name=one.name) for one in found))
        assert errors(outcomes) == ["ValidationError"]
        assert user.profiles.count() == 1


class TestPins:
    """Four to six digits, hashed, and few tries."""

    def test_is_kept_as_a_hash(self, db: None) -> None:
        profile = make_profile()
        services.set_pin(profile=profile, pin="4711")
        assert stored(profile).pin.startswith("argon2")
        assert "4711" not in stored(profile).pin
        assert services.try_pin(profile=profile, pin="4711")
        assert not services.try_pin(profile=profile, pin="4712")
        services.clear_pin(profile=profile)
        assert not stored(profile).is_locked
        assert not services.try_pin(profile=profile, pin="")

    @pytest.mark.parametrize("pin", ["", "123", "1234567", "12a4", "\uff11\uff12\uff13\uff14", "1234\n", " 1234"])
    def test_is_digits(self, db: None, pin: str) -> None:
        profile = make_profile()
        with pytest.raises(ValidationError):
            services.set_pin(profile=profile, pin=pin)
        assert not stored(profile).is_locked

    def test_wrong_ones_close_the_door_for_longer_each_time(self, db: None) -> None:
        profile = make_profile()
        services.set_pin(profile=profile, pin="4711")
        for times in (1, 2, 4):
            assert not any(services.try_pin(profile=profile, pin="0000") for _ in range(TRIES))
            for pin in ("0000", "4711"):
                with pytest.raises(services.PinClosed) as closed:
                    services.try_pin(profile=profile, pin=pin)
                assert timedelta() < times * WAIT - closed.value.wait < timedelta(minutes=1)
            Profile.objects.update(pin_closed_until=timezone.now())
        assert services.try_pin(profile=profile, pin="4711")
        assert (stored(profile).pin_tries, stored(profile).pin_closed_until) == (0, None)

    def test_no_door_is_closed_for_more_than_a_day(self, db: None) -> None:
        profile = make_profile()
        services.set_pin(profile=profile, pin="4711")
        Profile.objects.update(pin_tries=100 * TRIES - 1)
        services.try_pin(profile=profile, pin="0000")
        closed = stored(profile).pin_closed_until
        assert closed is not None
        assert closed <= timezone.now() + LONGEST_WAIT

    def test_one_profile_s_door_is_not_another_s(self, db: None) -> None:
        one, other = make_profile(), make_profile()
        for profile in (one, other):
            services.set_pin(profile=profile, pin="4711")
        for _ in range(TRIES):
            services.try_pin(profile=one, pin="0000")
        assert services.try_pin(profile=other, pin="4711")

    def test_a_new_pin_opens_the_door_again(self, db: None) -> None:
        profile = make_profile()
        services.set_pin(profile=profile, pin="4711")
        for _ in range(TRIES):
            services.try_pin(profile=profile, pin="0000")
        services.set_pin(profile=profile, pin="0815")
        assert services.try_pin(profile=profile, pin="0815")

    @pytest.mark.django_db(transaction=True)
    def test_many_tries_at_once_are_no_more_than_one_after_the_other(self) -> None:
        profile = make_profile()
        services.set_pin(profile=profile, pin="4711")
        outcomes = at_once(*[partial(services.try_pin, profile=profile, pin="0000")] * (TRIES + 4))
        assert errors(outcomes) == ["PinClosed"] * 4
        assert stored(profile).pin_tries == TRIES


class TestBlocking:
    """What a profile is not to meet."""

    def test_is_out_of_sight_for_this_profile_alone(self, db: None) -> None:
        one, other = make_titles(2)
        profile, neighbour = make_profile(), make_profile()
        services.block_title(profile=profile, title=one)
        services.block_title(profile=profile, title=one)
        assert stored(profile).blocked == [one.pk]
        assert list(Title.objects.visible_to(stored(profile).limits)) == [other]
        assert Title.objects.visible_to(neighbour.limits).count() == 2
        assert stored(profile).taste_version == 1
        services.unblock_title(profile=profile, title=one)
        assert Title.objects.visible_to(stored(profile).limits).count() == 2
        assert stored(profile).taste_version == 2

    def test_who_has_a_limit_does_not_open_it_again_without_the_password(self, db: None) -> None:
        child, title = make_profile(is_kids=True), make_title()
        services.unblock_title(profile=child, title=title)
        services.block_title(profile=child, title=title)
        with pytest.raises(services.PasswordNeeded):
            services.unblock_title(profile=child, title=title)
        assert stored(child).blocked == [title.pk]
        services.unblock_title(profile=child, title=title, confirmed=True)
        assert stored(child).blocked == []

    def test_there_is_a_most(self, db: None) -> None:
        profile, title = make_profile(), make_title()
        Profile.objects.update(blocked=list(range(-MOST_BLOCKED, 0)))
        with pytest.raises(ValidationError, match="at most 200"):
            services.block_title(profile=profile, title=title)

    @pytest.mark.django_db(transaction=True)
    def test_none_is_lost_when_several_are_blocked_at_once(self) -> None:
        profile, titles = make_profile(), make_titles(4)
        at_once(*(partial(services.block_title, profile=profile, title=title) for title in titles))
        assert sorted(stored(profile).blocked) == sorted(title.pk for title in titles)
