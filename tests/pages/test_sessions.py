"""Sessions: who is signed in, and until when."""

from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Session
from tests.pages.conftest import Viewer


def test_a_session_is_read_in_one_query_and_known_at_any_time_before_its_end(alice: Viewer) -> None:
    for _ in range(2):
        with CaptureQueriesContext(connection) as captured:
            alice.get("/my-list/")
        assert sum('FROM "accounts_session"' in query["sql"] for query in captured) == 1


def test_a_session_that_ran_out_is_none(alice: Viewer) -> None:
    alice.get("/my-list/")
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    alice.get("/my-list/", 302)


def test_a_session_that_was_ended_is_none(alice: Viewer) -> None:
    alice.get("/my-list/")
    Session.objects.all().delete()
    alice.get("/my-list/", 302)


def test_a_made_up_key_is_nobody_s(alice: Viewer) -> None:
    alice.client.cookies["sessionid"] = "x" * 32
    alice.get("/my-list/", 302)
    alice.client.cookies["sessionid"] = "'; DROP TABLE accounts_user; --"
    alice.get("/my-list/", 302)
