"""Erasing by the pages: typed, with the password for the account, and what is told afterwards."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Profile, User
from recommendations.models import ModelVersion
from tests.factories import PASSWORD, make_profile, make_user
from tests.pages.conftest import Viewer, browser_of


@pytest.fixture
def owner(db: None) -> Viewer:
    """Somebody with a password and two profiles."""
    user = make_user("owner@example.org")
    make_profile(user, name="Two")
    return browser_of(user.profiles.get(name="One"))


def erase(viewer: Viewer, what: str, status: int = 302, **typed: str) -> Any:
    fields: dict[str, Any] = {f"{what}-{name}": value for name, value in typed.items()}
    return viewer.post("/your-data/erase/", status, what=what, **fields)


def test_a_profile_goes_by_its_name(owner: Viewer) -> None:
    for wrong in ("", "Two", "owner@example.org"):
        erase(owner, "profile", 422, typed=wrong)
    assert Profile.objects.count() == 2
    answer = erase(owner, "profile", typed=" one ")
    assert [one.name for one in Profile.objects.all()] == ["Two"]
    assert "It is erased" in owner.get(answer["Location"])
    assert "Watching as Two" in owner.get("/my-list/"), "signed in as before"


@pytest.mark.parametrize(
    ("typed", "password", "told"),
    [
        ("owner@example.org", "not-my-secret", "This is not your password."),
        ("owner@example.org", "", "required"),
        ("other@example.org", PASSWORD, "This is not what it says."),
        ("One", PASSWORD, "This is not what it says."),
    ],
)
def test_an_account_does_not_go_by_less(owner: Viewer, typed: str, password: str, told: str) -> None:
    page = erase(owner, "account", 422, typed=typed, password=password).content.decode()
    assert told in page
    assert password == "" or password not in page
    assert User.objects.count() == 1


def test_an_account_goes_by_its_address_and_password(owner: Viewer) -> None:
    answer = erase(owner, "account", typed="Owner@Example.org", password=PASSWORD)
    assert not User.objects.exists()
    assert "It is erased" in Client().get(answer["Location"]).content.decode(), "for anybody with the address"
    assert owner.client.get("/")["Location"].startswith("/sign-in/")


def test_guessing_at_the_password_locks_out(owner: Viewer, settings: Any) -> None:
    settings.AXES_FAILURE_LIMIT = 3
    for _ in range(3):
        owner.client.post(
            "/your-data/erase/",
            {"what": "account", "account-typed": "owner@example.org", "account-password": "wrong"},
        )
    answer = owner.client.post(
        "/your-data/erase/", {"what": "account", "account-typed": "owner@example.org", "account-password": PASSWORD}
    )
    assert answer.status_code != 302
    assert User.objects.exists()


def test_the_page_afterwards_tells_when_the_model_was_trained(owner: Viewer) -> None:
    now = timezone.now()
    ModelVersion.objects.create(name="a", trained_at=now - dt.timedelta(hours=1), activated_at=now)
    assert "It was last trained at" in owner.get("/your-data/erase/")
    answer = erase(owner, "account", typed="owner@example.org", password=PASSWORD)
    page = Client().get(answer["Location"]).content.decode()
    assert "before this; it will be trained without what was erased" in page
    later = now + dt.timedelta(hours=1)
    ModelVersion.objects.create(name="b", trained_at=later, activated_at=later)
    page = Client().get(answer["Location"]).content.decode()
    assert "was trained again since" in page
    assert Client().get("/erased/nonsense/").status_code == 404


def test_it_says_how_much_goes(owner: Viewer) -> None:
    assert "All 2 profiles go" in owner.get("/your-data/erase/")
