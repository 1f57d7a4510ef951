"""Log-in, log-out and sign-up."""

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.conf import settings
from django.utils import timezone
from knox.models import AuthToken

from accounts.models import Session, User
from tests.api.conftest import Api, Base, token_of
from tests.factories import PASSWORD

ALICE = {"email": "alice@example.org", "password": PASSWORD}
NEW = {"email": "carol@example.org", "password": PASSWORD, "profile_name": "Carol"}


def test_log_in_gives_a_token_that_opens_the_profiles(anyone: Api, base: Base) -> None:
    answer = anyone.post("/log-in", ALICE)
    assert answer.status == 200
    assert [profile["name"] for profile in answer.body["profiles"]] == ["One", "Child"]
    assert Api(answer.body["token"]).get("/profiles").body == answer.body["profiles"]
    assert "set-cookie" not in answer.headers
    assert answer.headers["cache-control"] == "no-store"
    assert not Session.objects.exists()
    base.alice.refresh_from_db()
    assert base.alice.last_login is not None


def test_the_address_is_taken_in_any_case(anyone: Api, base: Base) -> None:
    assert anyone.post("/log-in", {**ALICE, "email": "Alice@Example.org"}).status == 200


def test_the_token_itself_is_not_kept(anyone: Api, base: Base) -> None:
    token = anyone.post("/log-in", ALICE).body["token"]
    held = AuthToken.objects.get()
    assert token not in (held.digest, held.token_key)


@pytest.mark.parametrize("wrong", [{"email": "nobody@example.org"}, {"password": "something else"}])
def test_wrong_credentials_are_told_in_one_way(anyone: Api, base: Base, wrong: dict[str, str]) -> None:
    answer = anyone.post("/log-in", {**ALICE, **wrong})
    assert (answer.status, answer.problem) == (401, "wrong-credentials")
    assert answer.headers["www-authenticate"] == "Bearer"


def test_a_closed_account_does_not_log_in_and_its_tokens_are_worth_nothing(anyone: Api, api: Api, base: Base) -> None:
    User.objects.filter(pk=base.alice.pk).update(is_active=False)
    assert anyone.post("/log-in", ALICE).problem == "wrong-credentials"
    assert api.get("/profiles").status == 401


def test_guessing_is_locked_out_even_with_the_right_password_then(anyone: Api, base: Base) -> None:
    guesses = [anyone.post("/log-in", {**ALICE, "password": f"guess {n}"}) for n in range(settings.AXES_FAILURE_LIMIT)]
    assert [answer.status for answer in guesses] == [401] * (settings.AXES_FAILURE_LIMIT - 1) + [429]
    locked = anyone.post("/log-in", ALICE)
    assert (locked.status, locked.problem, locked.headers["retry-after"]) == (429, "locked-out", "900")
    AccessAttempt.objects.update(attempt_time=timezone.now() - settings.AXES_COOLOFF_TIME - timedelta(seconds=1))
    assert anyone.post("/log-in", ALICE).status == 200


def test_the_right_password_forgets_the_wrong_ones_before(anyone: Api, base: Base) -> None:
    for _ in range(settings.AXES_FAILURE_LIMIT - 1):
        anyone.post("/log-in", {**ALICE, "password": "wrong"})
    assert anyone.post("/log-in", ALICE).status == 200
    assert anyone.post("/log-in", {**ALICE, "password": "wrong"}).status == 401


def test_no_password_is_kept_with_a_failed_log_in(anyone: Api, base: Base) -> None:
    anyone.post("/log-in", {**ALICE, "password": "nearly my password"})
    [attempt] = AccessAttempt.objects.all()
    assert "nearly" not in f"{attempt.post_data}{attempt.get_data}"


def test_one_address_may_not_try_account_after_account(anyone: Api, base: Base) -> None:
    statuses = [anyone.post("/log-in", {"email": f"{n}@example.org", "password": "x"}).status for n in range(20)]
    assert set(statuses) == {401}
    answer = anyone.post("/log-in", ALICE)
    assert (answer.status, answer.problem) == (429, "throttled")
    assert 1 <= int(answer.headers["retry-after"]) <= 60
    invented = anyone.post("/log-in", ALICE, **{"X-Forwarded-For": "203.0.113.7"})
    assert invented.status == 429, "a header that the client chose must not open the way"


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        ({}, {"#/email": "required", "#/password": "required"}),
        ({"email": "alice", "password": ""}, {"#/email": "invalid", "#/password": "blank"}),
        ({**ALICE, "password": "x" * 1025}, {"#/password": "max_length"}),
        ({**ALICE, "passwort": "x"}, {"#/passwort": "unknown"}),
        ({**ALICE, "password": "nul\0"}, {"#/password": "null_characters_not_allowed"}),
        ({**ALICE, "email": {"a": 1}}, {"#/email": "invalid"}),
        ([], {"#": "invalid"}),
    ],
)
def test_what_is_wrong_with_credentials(anyone: Api, body: object, wrong: dict[str, str]) -> None:
    assert anyone.post("/log-in", body).wrong == wrong


def test_log_out_ends_this_device_alone(api: Api, base: Base) -> None:
    other = Api(token_of(base.alice))
    assert api.post("/log-out").status == 204
    assert api.get("/profiles").status == 401
    assert other.get("/profiles").status == 200


def test_log_out_everywhere_ends_all_devices_of_the_account(api: Api, bob_api: Api, base: Base) -> None:
    other = Api(token_of(base.alice))
    assert api.post("/log-out-everywhere").status == 204
    assert (api.get("/profiles").status, other.get("/profiles").status) == (401, 401)
    assert bob_api.get("/profiles").status == 200


def test_a_token_expires_and_goes_at_the_next_log_in(api: Api, anyone: Api, base: Base) -> None:
    AuthToken.objects.update(expiry=timezone.now() - timedelta(seconds=1))
    assert api.get("/profiles").problem == "not-authenticated"
    token_of(base.alice)
    AuthToken.objects.update(expiry=timezone.now() - timedelta(seconds=1))
    anyone.post("/log-in", ALICE)
    assert AuthToken.objects.filter(user=base.alice).count() == 1


def test_use_puts_the_end_of_a_token_off(api: Api) -> None:
    soon = timezone.now() + timedelta(days=30)
    AuthToken.objects.update(expiry=soon)
    api.get("/profiles")
    assert AuthToken.objects.get().expiry > soon + timedelta(days=29)


@pytest.mark.parametrize(
    "header", ["Bearer", "Bearer x", "Bearer a b", "Token {token}", "Bearer \xff\xfe", "Bearer {token}0", "Basic eDp5"]
)
def test_what_is_no_token_opens_nothing(api: Api, header: str) -> None:
    answer = Api().get("/profiles", Authorization=header.format(token=api.token))
    assert (answer.status, answer.problem, answer.headers["www-authenticate"]) == (401, "not-authenticated", "Bearer")


def test_the_browser_session_of_the_site_opens_nothing_here(anyone: Api, base: Base) -> None:
    anyone.client.force_login(base.alice, backend="django.contrib.auth.backends.ModelBackend")
    assert anyone.get("/profiles").status == 401


def test_sign_up_makes_an_account_and_logs_the_device_in(anyone: Api) -> None:
    answer = anyone.post("/sign-up", NEW)
    assert answer.status == 201
    [profile] = Api(answer.body["token"]).get("/profiles").body
    assert (profile["name"], profile["is_kids"], profile["age_limit"]) == ("Carol", False, 18)
    assert anyone.post("/log-in", {"email": NEW["email"], "password": NEW["password"]}).status == 200


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({"email": "alice@example.org"}, {"#/email": "unique"}),
        ({"email": "ALICE@example.org"}, {"#/email": "unique"}),
        ({"password": "short"}, {"#/password": "password_too_short"}),
        ({"password": "carol@example.org"}, {"#/password": "password_too_similar"}),
        ({"profile_name": "  "}, {"#/profile_name": "blank"}),
        ({"profile_name": "n" * 41}, {"#/profile_name": "max_length"}),
    ],
)
def test_what_is_wrong_with_a_new_account(
    anyone: Api, base: Base, change: dict[str, str], wrong: dict[str, str]
) -> None:
    assert anyone.post("/sign-up", {**NEW, **change}).wrong == wrong
    assert User.objects.count() == 2


def test_signing_up_is_throttled(anyone: Api) -> None:
    statuses = [anyone.post("/sign-up", {}).status for _ in range(21)]
    assert statuses == [422] * 20 + [429]
