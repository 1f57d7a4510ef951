"""A phone's evening, with the real web server, the real worker, and nothing of Django's on the phone's side."""

import http.client
import json
import subprocess
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import pytest

from tests.factories import PASSWORD, make_titles
from tests.live import LiveSite

PATIENCE = 20.0  # seconds; it takes about a tenth of one, on a machine with nothing else to do


@dataclass
class Phone:
    """Speaks HTTP and JSON."""

    site: str
    token: str = ""

    def __call__(self, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, Any, Any]:
        parts = urlsplit(self.site)
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=10)
        given = {"Content-Type": "application/json"} | {name.replace("_", "-"): told for name, told in headers.items()}
        if self.token:
            given["Authorization"] = f"Bearer {self.token}"
        path = path.removeprefix(self.site).removeprefix("/api/v1")
        connection.request(method, f"/api/v1{path}", None if body is None else json.dumps(body), given)
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        return answer.status, json.loads(content) if content else None, answer.headers


def test_an_evening(live_site: LiveSite, live_worker: "subprocess.Popen[bytes]") -> None:
    for genre in ("Horror", "Comedy", "Drama", "Western"):
        make_titles(14, genre)
    phone = Phone(live_site.url)

    status, session, _ = phone(
        "POST", "/sign-up", {"email": "a@example.org", "password": PASSWORD, "profile_name": "A"}
    )
    assert status == 201
    phone.token = session["token"]
    place = f"/profiles/{session['profiles'][0]['id']}"

    status, page, headers = phone("GET", f"{place}/home")
    assert (status, page["personal"]) == (200, False)
    tag = headers["ETag"]

    horror = phone("GET", f"{place}/titles?genre=horror&limit=4")[1]["results"]
    loved = [title["id"] for title in horror[:3]]
    for title in loved:
        assert phone("PUT", f"{place}/ratings/{title}", {"value": 2})[0] == 200
    page, tag = _changed(phone, place, tag, lambda page: "horror" in {row["genre"] for row in page["rows"]})
    assert page["rows"][0]["cards"] or page["billboard"]
    assert not set(loved) & _shown(phone, place)

    # Offline: the reports are kept, and sent later, one of them twice and not in their order.
    begun = datetime.now(UTC) - timedelta(hours=3)
    reports = [(str(uuid4()), position) for position in (0, 900, 1800)]
    for client_id, position in [reports[2], reports[0], reports[1], reports[1]]:
        at = (begun + timedelta(seconds=position)).isoformat()
        body = {"title": horror[3]["id"], "position": position, "duration": 6000, "happened_at": at, "device": "phone"}
        status, state, _ = phone("PUT", f"{place}/plays/{client_id}", body)
        assert (status, state["position"]) == (200, 1800)
    page, tag = _changed(phone, place, tag, lambda page: page["continue_watching"] is not None)
    [card] = page["continue_watching"]["cards"]
    assert (card["title"]["id"], card["state"]["progress"]) == (horror[3]["id"], 0.3)

    assert phone("POST", "/log-out")[0] == 204
    status, problem, headers = phone("GET", f"{place}/home")
    assert (status, problem["type"]) == (401, "urn:netflixlike:problem:not-authenticated")
    assert headers["Content-Type"] == "application/problem+json"


def _changed(phone: Phone, place: str, tag: str, wanted: Any) -> tuple[Any, str]:
    """The first page that is as wanted and current, asked for as a phone does: with the tag of its copy."""
    until = time.monotonic() + PATIENCE
    page, state = None, ""
    while time.monotonic() < until:
        status, answer, headers = phone("GET", f"{place}/home", If_None_Match=tag)
        assert status in {200, 304}
        if status == 200:
            page, tag, state = answer, headers["ETag"], headers["Page-State"]
        elif page is not None and state == "current" and wanted(page):
            return page, tag  # and nothing newer than this copy
        time.sleep(0.05)
    pytest.fail("no such page came")


def _shown(phone: Phone, place: str) -> set[int]:
    found: set[int] = set()
    following = f"{place}/home"
    while following:
        page = phone("GET", following)[1]
        found |= {card["title"]["id"] for row in page["rows"] for card in row["cards"]}
        following = page["next"]
    return found
