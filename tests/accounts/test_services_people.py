"""Accounts and profiles."""

from functools import partial
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from accounts import services
from accounts.models import Profile, User
from accounts.models.people import KIDS_AGE, PROFILES_PER_ACCOUNT
from tests.accounts.at_once import at_once, errors
from tests.factories import make_user


def sign_up(email: str = "anna@example.org", name: str = "Anna") -> User:
    return services.sign_up(email=email, password="a long pass phrase", profile_name=name)


class TestSigningUp:
    """An address, a password, a first profile: all of them or nothing."""

    def test_makes_an_account_and_its_first_profile(self, db: None) -> None:
        user = sign_up(email="  Anna@Example.ORG ")
        assert user.email == "anna@example.org"
        assert user.check_password("a long pass phrase")
        assert user.password.startswith("argon2")
        assert not user.is_staff
        assert [profile.name for profile in user.profiles.all()] == ["Anna"]

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"email": "anna"}, "email"),
            ({"email": ""}, "email"),
            ({"name": "   "}, "name"),
            ({"name": "x" * 41}, "name"),
        ],
    )
    def test_refuses_what_is_wrong_and_leaves_nothing(self, db: None, wrong: dict[str, str], field: str) -> None:
        with pytest.raises(ValidationError) as refused:
            sign_up(**wrong)
        assert field in refused.value.message_dict
        assert not User.objects.exists()

    def test_refuses_an_address_that_is_taken(self, db: None) -> None:
        sign_up()
        with pytest.raises(ValidationError) as refused:
            sign_up(email="ANNA@example.org")
        assert refused.value.message_dict == {"email": ["There is an account with this e-mail address."]}

    @pytest.mark.django_db(transaction=True)
    def test_makes_one_account_of_an_address_however_many_ask_at_once(self) -> None:
        outcomes = at_once(*[sign_up] * 3)
        assert errors(outcomes) == ["ValidationError", "ValidationError"]
        refused = [one for one in outcomes if isinstance(one, ValidationError)]
        assert all(list(one.message_dict) == ["email"] for one in refused)
        assert User.objects.count() == Profile.objects.count() == 1


class TestProfiles:
    """At most five an account, each with a name of its own."""

    @pytest.mark.parametrize(
        ("asked", "is_kids", "age"),
        [
            ({}, False, 18),
            ({"is_kids": True}, True, KIDS_AGE),
            ({"age_limit": 12}, False, 12),
            ({"is_kids": True, "age_limit": 6}, True, 6),
        ],
    )
    def test_has_the_limits_asked_for(self, db: None, asked: dict[str, Any], is_kids: bool, age: int) -> None:
        profile = services.create_profile(user=make_user(), name=" Ben ", avatar="gold", **asked)
        profile.refresh_from_db()
        assert (profile.name, profile.avatar, profile.is_kids, profile.age_limit) == ("Ben", "gold", is_kids, age)
        assert profile.limits.age == age

    @pytest.mark.parametrize(
        "wrong",
        [{"name": "one"}, {"name": ""}, {"age_limit": 19}, {"is_kids": True, "age_limit": 18}, {"avatar": "plaid"}],
    )
    def test_what_is_wrong_is_refused(self, db: None, wrong: dict[str, Any]) -> None:
        """The account's first profile is called One."""
        user = make_user()
        with pytest.raises(ValidationError):
            services.create_profile(user=user, **{"name": "Ben", **wrong})
        assert user.profiles.count() == 1

    def test_two_accounts_may_have_profiles_of_one_name(self, db: None) -> None:
        for user in (make_user(), make_user()):
            services.create_profile(user=user, name="Ben")
        assert Profile.objects.filter(name="Ben").count() == 2

    def test_there_is_no_sixth(self, db: None) -> None:
        user = make_user()
        for number in range(2, PROFILES_PER_ACCOUNT + 1):
            services.create_profile(user=user, name=f"Profile {number}")
        with pytest.raises(ValidationError, match="at most 5"):
            services.create_profile(user=user, name="One too many")
        services.create_profile(user=make_user(), name="Elsewhere")

    @pytest.mark.django_db(transaction=True)
    def test_there_is_no_sixth_however_many_ask_at_once(self) -> None:
        user = make_user()
        outcomes = at_once(*(partial(services.create_profile, user=user, name=f"At once {n}") for n in range(8)))
        assert errors(outcomes) == ["ValidationError"] * 4
        assert user.profiles.count() == PROFILES_PER_ACCOUNT

    @pytest.mark.django_db(transaction=True)
    def test_one_name_makes_one_profile_however_many_ask_at_once(self) -> None:
        user = make_user()
        outcomes = at_once(*[partial(services.create_profile, user=user, name="Ben")] * 3)
        assert errors(outcomes) == ["ValidationError", "ValidationError"]
