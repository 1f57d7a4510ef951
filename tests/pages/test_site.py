"""The health check, error pages, and what every page sends along."""

import pytest
from django.db import connection
from django.test import Client

from tests.live import Servers
from tests.pages.conftest import Viewer


def test_health_is_told_without_a_session(client: Client, db: None) -> None:
    answer = client.get("/health/")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok", "database": "ok", "cache": "ok"})
    assert "Set-Cookie" not in answer
    assert "no-store" in answer["Cache-Control"]


def test_a_cache_that_is_gone_is_told_of_and_pages_go_on(alice: Viewer, servers: Servers) -> None:
    servers.stop_valkey()
    answer = alice.client.get("/health/")
    assert (answer.status_code, answer.json()["cache"]) == (200, "unreachable")
    for path in ("/", "/genres/", "/search/?q=x", "/my-list/"):
        alice.get(path)


@pytest.mark.django_db(transaction=True)
def test_a_database_that_is_gone_is_told_of(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    connection.close()
    monkeypatch.setitem(connection.settings_dict, "HOST", "/nowhere")
    answer = client.get("/health/")
    assert (answer.status_code, answer.json()["database"]) == (503, "unreachable")


def test_what_is_not_there_has_a_page_of_its_own(client: Client, db: None) -> None:
    answer = client.get("/no/such/page/")
    assert answer.status_code == 404
    assert "This reel is missing" in answer.content.decode()


def test_a_fault_of_ours_has_a_page_of_its_own(alice: Viewer) -> None:
    client = alice.client
    client.raise_request_exception = False
    with connection.execute_wrapper(_broken):
        answer = client.get("/my-list/")
    assert answer.status_code == 500
    assert "The projector stopped" in answer.content.decode()


def _broken(*_: object) -> None:
    raise RuntimeError("the disk is on fire")


def test_pages_are_strict_about_what_they_load(alice: Viewer) -> None:
    policy = alice.client.get("/")["Content-Security-Policy"]
    for part in ("default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'"):
        assert part in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize("path", ["/", "/search/", "/genres/", "/my-list/", "/history/", "/profiles/"])
def test_no_page_has_inline_scripts_or_styles(alice: Viewer, path: str) -> None:
    page = alice.get(path)
    assert "style=" not in page
    assert "<style" not in page
    assert "onclick" not in page
    assert page.count("<script") == page.count("<script src=")
