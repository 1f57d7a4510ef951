"""The profiles of an account."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Profile
from tests.api.conftest import Api, Base
from tests.factories import make_profile


def test_only_the_account_s_own_are_listed(api: Api, base: Base) -> None:
    listed = api.get("/profiles")
    assert [profile["id"] for profile in listed.body] == [base.mine.pk, base.child.pk]
    assert listed.headers["cache-control"] == "private, no-cache"


def test_one(api: Api, base: Base) -> None:
    told = api.get(base.nursery).body
    assert told.pop("avatar_url").startswith("http://testserver/static/avatars/ember.")
    assert told == {
        "id": base.child.pk,
        "name": "Child",
        "avatar": "ember",
        "language": "",
        "is_kids": True,
        "age_limit": 9,
        "is_locked": False,
        "is_newcomer": False,
    }


def test_who_comes_back_is_seen(api: Api, base: Base) -> None:
    """Only the pages of those who do are kept fresh."""
    Profile.objects.update(last_seen_at=timezone.now() - timedelta(days=9))
    api.get(f"{base.home}/genres")
    lately = Profile.objects.of(base.alice).filter(last_seen_at__gt=timezone.now() - timedelta(minutes=1))
    assert [profile.name for profile in lately] == ["One"]


def test_a_new_one_has_an_address(api: Api, base: Base) -> None:
    answer = api.post("/profiles", {"name": "Teen", "age_limit": 14, "avatar": "dusk"})
    assert answer.status == 201
    assert api.get(answer.headers["location"]).body == answer.body
    assert (answer.body["age_limit"], answer.body["is_kids"], answer.body["avatar"]) == (14, False, "dusk")


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        ({}, {"#/name": "required"}),
        ({"name": ""}, {"#/name": "blank"}),
        ({"name": "n" * 41}, {"#/name": "max_length"}),
        ({"name": "cHILD"}, {"#/name": "unique"}),
        ({"name": "X", "avatar": "puce"}, {"#/avatar": "invalid_choice"}),
        ({"name": "X", "age_limit": 19}, {"#/age_limit": "max_value"}),
        ({"name": "X", "age_limit": -1}, {"#/age_limit": "min_value"}),
        ({"name": "X", "is_kids": True, "age_limit": 13}, {"#/age_limit": "invalid"}),
        ({"name": "X", "language": "tlh"}, {"#/language": "invalid_choice"}),
        ({"name": "X", "is_kids": "perhaps"}, {"#/is_kids": "invalid"}),
        ({"name": "X", "user": 1}, {"#/user": "unknown"}),
    ],
)
def test_what_is_wrong_with_a_new_one(api: Api, body: object, wrong: dict[str, str]) -> None:
    assert api.post("/profiles", body).wrong == wrong
    assert Profile.objects.filter(user__email="alice@example.org").count() == 2


def test_the_sixth_is_refused_by_the_service(api: Api, base: Base) -> None:
    for name in ("Three", "Four", "Five"):
        make_profile(base.alice, name=name)
    answer = api.post("/profiles", {"name": "Six"})
    assert answer.wrong == {"#": "invalid"}
    assert "at most 5" in answer.body["errors"][0]["detail"]
