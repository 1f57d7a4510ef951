"""Requests that are sent again because their answer was lost: done once, by the key that the client made."""

import threading
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts import services
from accounts.activity import Wanted
from accounts.models import DataExport, HistoryImport, KeyedRequest, Profile
from accounts.services import erase_profile
from accounts.services.retries import KEPT, drop_old, once
from tests.api import contract
from tests.api.conftest import Api, Base, token_of
from tests.api.lived import live
from tests.factories import watch

HEADER = "Idempotency-Key"
TAKING = [
    (path.removeprefix(contract.PREFIX), operation)
    for path, _method, operation in contract.operations()
    if HEADER in {parameter["name"] for parameter in operation.get("parameters", [])}
]


def key(text: str = "") -> dict[str, str]:
    return {HEADER: text or str(uuid4())}


def bodies(ids: dict[str, Any]) -> dict[str, Any]:
    """What to ask of each operation that takes a key."""
    return {
        "createProfile": {"name": "Third"},
        "startExport": {"profile": ids["profile"]},
        "startImport": b"Title,Date\nPaddling Home,2025-01-02\n",
        "writeImport": None,
        "hideActivity": {"everything": True},
        "unhideActivity": {"everything": True},
        "deleteActivity": {"everything": True},
    }


def test_every_operation_that_makes_or_counts_something_takes_one() -> None:
    assert {operation["operationId"] for _, operation in TAKING} == set(bodies({"profile": 1}))


@pytest.mark.parametrize(("path", "operation"), TAKING, ids=[operation["operationId"] for _, operation in TAKING])
def test_it_is_done_once_and_answered_as_before(api: Api, base: Base, path: str, operation: dict[str, Any]) -> None:
    ids = live(base.mine, base.film)
    body = bodies(ids)[operation["operationId"]]
    kind = {"Content-Type": "text/csv"} if isinstance(body, bytes) else {}
    place, mine = path.format(**ids), key()

    def count() -> tuple[int, ...]:
        plays, looks = base.mine.plays, base.mine.looks
        events = plays.filter(hidden_at=None).count(), plays.count(), looks.filter(hidden_at=None).count()
        return (*(kind.objects.count() for kind in (Profile, DataExport, HistoryImport)), *events)

    if operation["operationId"] == "unhideActivity":
        services.hide(profile=base.mine, wanted=Wanted(kind="play"))
    first = api.post(place, body, **mine, **kind)
    assert first.status in {200, 201, 202}
    assert "idempotency-replayed" not in first.headers
    watch(base.mine, base.film, 0.7)  # what happens meanwhile is not what was meant
    services.hide(profile=base.mine, wanted=Wanted(kind="look"))
    DataExport.objects.filter(state="waiting").update(state="failed")
    after = count()
    again = api.post(place, body, **mine, **kind)
    assert (again.status, again.body) == (first.status, first.body)
    assert again.headers.get("location") == first.headers.get("location")
    assert again.headers["idempotency-replayed"] == "true"
    assert count() == after
    other = api.post(place, body, **key(), **kind)
    assert "idempotency-replayed" not in other.headers, "another key is another request"


def test_the_key_of_another_request_is_refused(api: Api, base: Base) -> None:
    mine = key()
    api.post("/profiles", {"name": "Third", "avatar": "frog"}, **mine)
    assert api.post("/profiles", {"avatar": "frog", "name": "Third"}, **mine).status == 201, "the same, told otherwise"
    other = api.post("/profiles", {"name": "Fourth"}, **mine)
    assert (other.status, other.problem) == (422, "key-reused")
    place = f"{base.home}/activity/hide"
    api.post(place, {"everything": True}, **mine)
    elsewhere = api.post(f"{base.nursery}/activity/hide", {"everything": True}, **mine)
    assert elsewhere.problem == "key-reused", "another profile is another request"
    assert not Profile.objects.filter(name="Fourth").exists()


def test_keys_are_an_account_s_own_and_an_operation_s(api: Api, bob_api: Api, base: Base) -> None:
    mine = key()
    for caller in (api, bob_api):
        assert caller.post("/profiles", {"name": "Third"}, **mine).status == 201
    assert api.post("/exports", {}, **mine).status == 202
    assert KeyedRequest.objects.count() == 3


def test_it_may_come_from_another_device_and_in_quotes(api: Api, base: Base) -> None:
    first = api.post("/profiles", {"name": "Third"}, **key('"8e03978e"'))
    again = Api(token_of(base.alice)).post("/profiles", {"name": "Third"}, **key("8e03978e"))
    assert again.body == first.body


def test_what_failed_may_be_tried_again_with_the_same_key(api: Api, base: Base) -> None:
    mine = key()
    assert api.post("/profiles", {"name": "Child"}, **mine).wrong == {"#/name": "unique"}
    assert api.post("/profiles", {"name": "Third"}, **mine).status == 201


@pytest.mark.parametrize("text", ["", " ", "x" * 201, "two words", "ü"])
def test_what_is_no_key(api: Api, base: Base, text: str) -> None:
    assert api.post("/profiles", {"name": "Third"}, **{HEADER: text}).wrong == {HEADER: "key"}


def test_without_a_key_nothing_is_asked_or_kept(api: Api, base: Base) -> None:
    with CaptureQueriesContext(connection) as captured:
        api.post("/profiles", {"name": "Third"})
    assert not any("keyedrequest" in query["sql"] or "advisory" in query["sql"] for query in captured)
    assert not KeyedRequest.objects.exists()


def test_a_key_is_forgotten_after_a_day(api: Api, base: Base) -> None:
    mine = key()
    api.post("/exports", {}, **mine)
    DataExport.objects.update(state="failed")
    KeyedRequest.objects.update(created_at=timezone.now() - KEPT - timedelta(seconds=1))
    assert "idempotency-replayed" not in api.post("/exports", {}, **mine).headers
    assert KeyedRequest.objects.count() == 1
    KeyedRequest.objects.update(created_at=timezone.now() - KEPT - timedelta(seconds=1))
    assert drop_old() == 1


def test_nothing_of_an_erased_profile_is_kept(api: Api, base: Base) -> None:
    made = api.post("/profiles", {"name": "Third"}, **key()).body["id"]
    erase_profile(profile=Profile.objects.get(pk=made))
    assert not KeyedRequest.objects.exists()


def test_while_the_first_is_at_work_the_second_is_told_to_wait(transactional_db: None, base: Base, api: Api) -> None:
    """With the whole request held up in the middle, in a thread of its own as in the web server."""
    mine, entered, go_on = key(), threading.Event(), threading.Event()
    told: list[Any] = []

    def held() -> Any:
        entered.set()
        assert go_on.wait(20)
        raise InterruptedError

    def first() -> None:
        try:
            once(user=base.alice, operation="api-profiles", key=mine[HEADER], digest="x", work=held)
        except InterruptedError as error:
            told.append(error)
        finally:
            connections.close_all()

    thread = threading.Thread(target=first)
    thread.start()
    assert entered.wait(20)
    second = api.post("/profiles", {"name": "Third"}, **mine)
    go_on.set()
    thread.join(20)
    assert (second.status, second.problem, second.headers["retry-after"]) == (409, "in-work", "1")
    assert told, "the first one failed"
    assert api.post("/profiles", {"name": "Third"}, **mine).status == 201, "and left nothing in the way"
