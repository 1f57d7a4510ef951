"""What needs a PIN or the account's password."""

from typing import Any

import pytest
from django.utils import timezone

from accounts import services
from accounts.models import Profile
from accounts.services.pins import TRIES
from tests.api.conftest import Api, Base, token_of
from tests.factories import PASSWORD, make_titles

WHOLE: dict[str, Any] = {"name": "Child", "avatar": "frog", "language": "", "is_kids": True, "age_limit": 9}


def account_key(api: Api) -> dict[str, str]:
    answer = api.post("/account-key", {"password": PASSWORD})
    assert (answer.status, answer.headers["cache-control"]) == (200, "no-store")
    return {"Account-Key": answer.body["key"]}


def profile_key(api: Api, place: str, pin: str = "4711") -> dict[str, str]:
    answer = api.post(f"{place}/key", {"pin": pin})
    assert (answer.status, answer.headers["cache-control"]) == (200, "no-store")
    return {"Profile-Key": answer.body["key"]}


@pytest.fixture
def locked(base: Base) -> str:
    """Alice's own profile, which has a PIN."""
    services.set_pin(profile=base.mine, pin="4711")
    return base.home


def test_a_locked_profile_is_entered_by_the_key_that_its_pin_gives(api: Api, base: Base, locked: str) -> None:
    assert [(one["name"], one["is_locked"]) for one in api.get("/profiles").body] == [("One", True), ("Child", False)]
    assert api.get(locked).status == 200
    refused = api.get(f"{locked}/genres")
    assert (refused.status, refused.problem) == (403, "profile-locked")
    assert api.post(f"{locked}/key", {"pin": "4712"}).wrong == {"#/pin": "wrong"}
    key = profile_key(api, locked)
    assert api.get(f"{locked}/genres", **key).status == 200
    assert api.get(f"{locked}/genres").status == 403


def test_a_key_is_worth_nothing_elsewhere_or_after_another_pin(api: Api, base: Base, locked: str) -> None:
    key = profile_key(api, locked)
    other_device = Api(token_of(base.alice))
    assert other_device.get(f"{locked}/genres", **key).status == 403
    services.set_pin(profile=base.child, pin="4711")
    assert api.get(f"{base.nursery}/genres", **key).status == 403
    services.set_pin(profile=base.mine, pin="0815")
    assert api.get(f"{locked}/genres", **key).status == 403
    for rubbish in ("", "x", "a:b:c", "x" * 5000, key["Profile-Key"][:-1]):
        assert api.get(f"{locked}/genres", **{"Profile-Key": rubbish}).status == 403


def test_an_account_key_opens_no_history(api: Api, base: Base, locked: str) -> None:
    key = account_key(api)
    assert api.get(f"{locked}/history", **key).status == 403
    assert api.put(f"{locked}/pin", {"pin": "0815"}, **key).status == 204
    assert api.get(f"{locked}/history", **profile_key(api, locked, "0815")).status == 200


def test_wrong_pins_are_locked_out(api: Api, base: Base, locked: str) -> None:
    for _ in range(TRIES):
        assert api.post(f"{locked}/key", {"pin": "0000"}).wrong == {"#/pin": "wrong"}
    for pin in ("0000", "4711"):
        refused = api.post(f"{locked}/key", {"pin": pin})
        assert (refused.status, refused.problem) == (429, "locked-out")
        assert 290 <= int(refused.headers["retry-after"]) <= 300
    Profile.objects.update(pin_closed_until=timezone.now())
    profile_key(api, locked)


def test_a_profile_without_a_pin_is_open(api: Api, base: Base) -> None:
    assert api.post(f"{base.home}/key", {"pin": "0000"}).status == 200
    assert api.post(f"{base.home}/key", {"pin": "12"}).wrong == {"#/pin": "invalid"}


def test_wrong_passwords_count_as_those_at_log_in(api: Api, base: Base) -> None:
    for _ in range(9):
        assert api.post("/account-key", {"password": "wrong"}).wrong == {"#/password": "wrong"}
    assert api.post("/account-key", {"password": "wrong"}).problem == "locked-out"
    assert api.post("/log-in", {"email": base.alice.email, "password": PASSWORD}).problem == "locked-out"


def test_raising_a_limit_needs_the_password(api: Api, base: Base, bob_api: Api) -> None:
    assert api.put(base.nursery, {**WHOLE, "age_limit": 7}).body["age_limit"] == 7
    for more in ({"age_limit": 9}, {"is_kids": False}):
        refused = api.put(base.nursery, {**WHOLE, "age_limit": 7, **more})
        assert (refused.status, refused.problem) == (403, "confirmation-needed")
        refused = api.put(base.nursery, {**WHOLE, "age_limit": 7, **more}, **account_key(bob_api))
        assert refused.problem == "confirmation-needed"
    assert api.put(base.nursery, WHOLE, **account_key(api)).body["age_limit"] == 9


def test_a_key_of_the_account_is_good_for_five_minutes(api: Api, base: Base, monkeypatch: pytest.MonkeyPatch) -> None:
    key = account_key(api)
    monkeypatch.setattr("accounts.api.keys.CONFIRMED_FOR", -1)
    assert api.put(base.nursery, {**WHOLE, "age_limit": 12}, **key).problem == "confirmation-needed"


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        ({}, dict.fromkeys((f"#/{name}" for name in WHOLE), "required")),
        ({**WHOLE, "name": "ONE"}, {"#/name": "unique"}),
        ({**WHOLE, "language": "tlh"}, {"#/language": "invalid_choice"}),
        ({**WHOLE, "avatar": "puce"}, {"#/avatar": "invalid_choice"}),
        ({**WHOLE, "pin": "1234"}, {"#/pin": "unknown"}),
    ],
)
def test_what_is_wrong_with_a_change(api: Api, base: Base, body: Any, wrong: dict[str, str]) -> None:
    assert api.put(base.nursery, body).wrong == wrong


def test_a_new_profile_is_no_way_around_a_pin(api: Api, base: Base, locked: str) -> None:
    assert api.post("/profiles", {"name": "Way out"}).problem == "confirmation-needed"
    assert api.post("/profiles", {"name": "Sister", "is_kids": True}).status == 201
    assert api.post("/profiles", {"name": "Way out"}, **account_key(api)).status == 201


def test_deleting_needs_the_name_and_the_last_one_stays(api: Api, base: Base) -> None:
    assert api.delete(base.nursery).wrong == {"name": "required"}
    assert api.delete(f"{base.nursery}?name=Chil").wrong == {"name": "name"}
    assert api.delete(f"{base.nursery}?name=child").status == 204
    assert api.get(base.nursery).status == 404
    assert api.delete(f"{base.home}?name=One").wrong == {"#": "last"}


def test_a_locked_profile_is_not_changed_without_its_key(api: Api, base: Base, locked: str) -> None:
    whole = {**WHOLE, "name": "One", "is_kids": False, "age_limit": 18}
    for answer in (
        api.put(locked, whole),
        api.delete(f"{locked}?name=One"),
        api.put(f"{locked}/pin", {"pin": "1234"}),
        api.delete(f"{locked}/pin"),
        api.put(f"{locked}/blocked/{base.film.pk}"),
    ):
        assert (answer.status, answer.problem) == (403, "profile-locked")
    assert api.put(locked, whole, **profile_key(api, locked)).status == 200
    assert api.delete(f"{locked}/pin", **account_key(api)).status == 204
    assert api.get(f"{locked}/genres").status == 200


def test_blocked_titles_are_listed_and_let_go(api: Api, base: Base) -> None:
    films = make_titles(3, "Comedy")
    for film in films:
        for _ in range(2):
            assert api.put(f"{base.home}/blocked/{film.pk}").status == 204
    listed = api.get(f"{base.home}/blocked?limit=2")
    onward = api.get(listed.body["next"])
    assert {card["id"] for page in (listed, onward) for card in page.body["results"]} == {film.pk for film in films}
    assert api.get(f"{base.home}/titles/{films[0].pk}").status == 404
    for _ in range(2):
        assert api.delete(f"{base.home}/blocked/{films[0].pk}").status == 204
    assert api.get(f"{base.home}/titles/{films[0].pk}").status == 200


def test_what_is_blocked_for_a_child_is_told_and_opened_by_the_password(api: Api, base: Base) -> None:
    place = f"{base.nursery}/blocked"
    assert api.put(f"{place}/{base.film.pk}").status == 204
    assert api.get(place).problem == api.delete(f"{place}/{base.film.pk}").problem == "confirmation-needed"
    key = account_key(api)
    assert [card["id"] for card in api.get(place, **key).body["results"]] == [base.film.pk]
    assert api.delete(f"{place}/{base.film.pk}", **key).status == 204


def test_a_profile_is_spoken_to_in_its_language(api: Api, base: Base, settings: Any) -> None:
    settings.LANGUAGES = [("en", "English"), ("de", "German")]
    wanted = {**WHOLE, "name": "One", "is_kids": False, "age_limit": 18, "language": "de"}
    assert api.put(base.home, wanted).body["language"] == "de"
    assert api.get(f"{base.home}/genres").headers["content-language"] == "de"
    assert api.get(f"{base.nursery}/genres", Accept_Language="de").headers["content-language"] == "de"
    assert api.get(f"{base.nursery}/genres").headers["content-language"] == "en"
