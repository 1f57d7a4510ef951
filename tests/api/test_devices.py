"""Devices of an account, and tokens that take the place of others."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.utils import timezone
from knox.models import AuthToken

from accounts.models import DeviceSession, ReplacedToken
from tests.api.conftest import Api, Base, token_of
from tests.factories import PASSWORD

ALICE = {"email": "alice@example.org", "password": PASSWORD}


def test_a_device_says_what_it_is_and_is_listed(anyone: Api, base: Base) -> None:
    token_of(base.bob)
    told = anyone.post("/log-in", {**ALICE, "device_name": " Alice's phone ", "device": "phone"}).body
    [device] = Api(told["token"]).get("/devices").body
    assert device["id"] == told["device"]
    assert (device["name"], device["device"], device["is_this"]) == ("Alice's phone", "phone", True)
    assert device["expiry"] == told["expiry"]


def test_the_last_used_comes_first_and_only_one_is_this(api: Api, base: Base) -> None:
    DeviceSession.objects.update(last_used_at=timezone.now() - timedelta(minutes=59))
    token_of(base.alice)
    devices = api.get("/devices").body
    assert [device["is_this"] for device in devices] == [False, True]


def test_use_is_noted_to_the_hour(api: Api) -> None:
    lately = timezone.now() - timedelta(minutes=59)
    DeviceSession.objects.update(last_used_at=lately)
    api.get("/profiles")
    assert DeviceSession.objects.get().last_used_at == lately
    DeviceSession.objects.update(last_used_at=timezone.now() - timedelta(minutes=61))
    api.get("/profiles")
    assert DeviceSession.objects.get().last_used_at > lately


def test_another_device_is_logged_out(api: Api, base: Base) -> None:
    other = Api(token_of(base.alice))
    [gone] = [device["id"] for device in api.get("/devices").body if not device["is_this"]]
    assert api.delete(f"/devices/{gone}").status == 204
    assert (other.get("/profiles").status, api.get("/profiles").status) == (401, 200)
    assert api.delete(f"/devices/{gone}").status == 404


def test_devices_of_others_are_not_there(api: Api, bob_api: Api, base: Base) -> None:
    bobs = DeviceSession.objects.get(user=base.bob)
    assert api.delete(f"/devices/{bobs.pk}").status == 404
    assert api.delete(f"/devices/{UUID(int=3)}").status == 404
    assert bob_api.get("/profiles").status == 200


def test_one_that_ran_out_is_not_listed(api: Api, base: Base) -> None:
    token_of(base.alice)
    AuthToken.objects.exclude(device_session=_mine(api)).update(expiry=timezone.now() - timedelta(seconds=1))
    assert [device["is_this"] for device in api.get("/devices").body] == [True]


def test_a_new_token_takes_the_place_of_the_old_one(api: Api) -> None:
    before = _mine(api)
    answer = api.post("/token")
    assert answer.headers["cache-control"] == "no-store"
    renewed = Api(answer.body["token"])
    assert renewed.get("/profiles").status == 200
    assert _mine(renewed) == before
    assert AuthToken.objects.count() == 1
    assert answer.body["token"] not in (AuthToken.objects.get().digest, AuthToken.objects.get().token_key)


def test_a_token_that_was_replaced_ends_the_session_and_no_other(api: Api, base: Base) -> None:
    other = Api(token_of(base.alice))
    first = Api(api.post("/token").body["token"])
    second = Api(first.post("/token").body["token"])
    assert second.get("/profiles").status == 200
    assert api.get("/profiles").problem == "not-authenticated"
    assert second.get("/profiles").status == 401, "somebody else has had this device's tokens"
    assert other.get("/profiles").status == 200
    assert not ReplacedToken.objects.exists()


def test_a_replaced_token_renews_nothing(api: Api) -> None:
    renewed = Api(api.post("/token").body["token"])
    assert api.post("/token").status == 401
    assert renewed.post("/token").status == 401


def test_what_was_replaced_long_ago_is_forgotten(api: Api) -> None:
    once = Api(api.post("/token").body["token"])
    ReplacedToken.objects.update(replaced_at=timezone.now() - timedelta(days=61))
    twice = Api(once.post("/token").body["token"])
    assert ReplacedToken.objects.count() == 1
    assert api.get("/profiles").status == 401
    assert twice.get("/profiles").status == 200


@pytest.mark.parametrize(
    ("change", "wrong"), [({"device": "toaster"}, "invalid_choice"), ({"device_name": "n" * 61}, "max_length")]
)
def test_what_is_wrong_with_a_device(anyone: Api, base: Base, change: dict[str, str], wrong: str) -> None:
    assert anyone.post("/log-in", {**ALICE, **change}).wrong == {f"#/{next(iter(change))}": wrong}


def _mine(api: Api) -> str:
    """The id of the device that asks."""
    [own] = [device["id"] for device in api.get("/devices").body if device["is_this"]]
    return str(own)
