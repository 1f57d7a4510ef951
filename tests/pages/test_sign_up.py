"""Making an account."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from tests.factories import make_user
from tests.pages.conftest import Viewer

GOOD = {"email": "New@Example.org", "password": "three calm otters", "name": "Ada", "learning": "mine"}


def test_a_new_account_watches_at_once(client: Client, db: None) -> None:
    answer = client.post("/sign-up/", GOOD)
    assert (answer.status_code, answer["Location"]) == (302, "/")
    home = client.get("/")
    assert "Ada" in home.content.decode()
    user = User.objects.get()
    assert user.email == "new@example.org"
    assert [profile.name for profile in user.profiles.all()] == ["Ada"]


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"password": "short"}, "too short"),
        ({"password": "password1234"}, "too common"),
        ({"password": "new@example.org"}, "too similar"),
        ({"email": "no address"}, "valid email"),
        ({"name": ""}, "required"),
        ({"name": "   "}, "required"),
        ({"name": "A\0da"}, "Null characters"),
        ({"name": "x" * 41}, "at most 40"),
        ({"learning": ""}, "Choose one of the two."),
        ({"learning": "perhaps"}, "is not one of the available choices"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_made(client: Client, db: None, wrong: dict[str, Any], told: str) -> None:
    answer = client.post("/sign-up/", {**GOOD, **wrong})
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert not User.objects.exists()


def test_an_address_is_used_once(client: Client, db: None) -> None:
    make_user("new@example.org")
    answer = client.post("/sign-up/", GOOD)
    assert answer.status_code == 422
    assert "There is an account with this e-mail address." in answer.content.decode()


def test_the_password_is_not_sent_back(client: Client, db: None) -> None:
    page = client.post("/sign-up/", {**GOOD, "email": "no"}).content.decode()
    assert GOOD["password"] not in page
    assert 'value="no"' in page


def test_who_is_signed_in_is_sent_home(alice: Viewer) -> None:
    assert alice.client.get("/sign-up/")["Location"] == "/"


def test_it_goes_on_to_a_page_of_this_site_alone(client: Client, db: None) -> None:
    assert client.post("/sign-up/", {**GOOD, "next": "//evil.example/"})["Location"] == "/"
