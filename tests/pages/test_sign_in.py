"""Signing in and out, the demo's one-click log-ins, and being locked out."""

import re

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from accounts.demo import PASSWORD as DEMO_PASSWORD
from accounts.demo import PERSONAS
from tests.factories import PASSWORD, make_user
from tests.pages.conftest import Viewer


def test_one_signs_in_and_comes_to_where_one_wanted_to_go(client: Client, db: None) -> None:
    user = make_user("alice@example.org")
    wanted = client.get("/my-list/")
    assert (wanted.status_code, wanted["Location"]) == (302, "/sign-in/?next=/my-list/")
    page = client.get(wanted["Location"])
    assert b'name="next" value="/my-list/"' in page.content
    answer = client.post("/sign-in/", {"username": "Alice@Example.org ", "password": PASSWORD, "next": "/my-list/"})
    assert (answer.status_code, answer["Location"]) == (302, "/my-list/")
    assert client.session["_auth_user_id"] == str(user.pk)


def test_a_wrong_password_is_told_without_saying_which_part_is_wrong(client: Client, db: None) -> None:
    make_user("alice@example.org")
    said = [
        client.post("/sign-in/", {"username": name, "password": "wrong"}).content
        for name in ("alice@example.org", "nobody@example.org")
    ]
    told = [re.findall(rb'field__error--all" role="alert">([^<]+)', page) for page in said]
    assert told[0] == told[1] != []


def test_one_is_never_sent_to_another_site(client: Client, db: None) -> None:
    make_user("alice@example.org")
    data = {"username": "alice@example.org", "password": PASSWORD, "next": "https://evil.example/"}
    assert client.post("/sign-in/", data)["Location"] == "/"


def test_too_many_tries_lock_the_account_out_with_a_page_that_says_so(client: Client, db: None) -> None:
    make_user("alice@example.org")
    for _ in range(10):
        answer = client.post("/sign-in/", {"username": "alice@example.org", "password": "wrong"})
    assert answer.status_code == 429
    assert "Too many tries" in answer.content.decode()
    right = client.post("/sign-in/", {"username": "alice@example.org", "password": PASSWORD})
    assert right.status_code == 429


def test_the_demo_offers_its_viewers_and_nobody_elses_site_does(client: Client, db: None, settings: Settings) -> None:
    assert PERSONAS[0].email not in client.get("/sign-in/").content.decode()
    settings.DEMO = True
    page = client.get("/sign-in/").content.decode()
    for persona in PERSONAS:
        assert persona.email in page
    assert page.count(f'value="{DEMO_PASSWORD}"') == len(PERSONAS) + 1


def test_signing_out_ends_the_session_and_takes_a_form(alice: Viewer) -> None:
    assert alice.client.get("/sign-out/").status_code == 405
    assert alice.post("/sign-out/")["Location"] == "/sign-in/"
    assert alice.client.get("/")["Location"].startswith("/sign-in/")


@pytest.mark.parametrize(
    "path", ["/", "/rows/", "/genres/", "/search/", "/my-list/", "/history/", "/title/x/", "/watch/x/", "/profiles/"]
)
def test_every_page_of_a_viewer_asks_to_sign_in(client: Client, db: None, path: str) -> None:
    assert client.get(path)["Location"].startswith("/sign-in/")


def test_a_script_whose_session_ended_leaves_the_page_as_a_whole(client: Client, db: None) -> None:
    answer = client.get("/rows/", headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Redirect"]) == (200, "/sign-in/")


def test_forms_from_elsewhere_are_refused_with_a_page_that_explains(db: None) -> None:
    answer = Client(enforce_csrf_checks=True).post("/sign-in/", {"username": "a@b.example", "password": "x"})
    assert answer.status_code == 403
    assert "This form was open for too long" in answer.content.decode()
