"""Pages of other origins: none may call the API but those that the operator names."""

import http.client
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.factories import PASSWORD, make_user
from tests.live import LiveSite

NAMED, OTHER = "https://tv.example.org", "https://other.example.org"
ASKED = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization,idempotency-key"}


def headers(site: LiveSite, method: str, path: str, **told: str) -> Any:
    """What a browser looks at before it lets a page have the answer."""
    connection = http.client.HTTPConnection(urlsplit(site.url).netloc, timeout=10)
    body = f'{{"email": "a@example.org", "password": "{PASSWORD}"}}' if method == "POST" else None
    connection.request(method, path, body, {"Content-Type": "application/json", **told})
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer


@pytest.mark.site(API_ORIGINS=NAMED)
def test_a_named_origin_may_and_no_other(live_site: LiveSite) -> None:
    make_user("a@example.org")
    before = headers(live_site, "OPTIONS", "/api/v1/log-in", Origin=NAMED, **ASKED)
    assert (before.status, before.headers["Access-Control-Allow-Origin"]) == (200, NAMED)
    assert {"authorization", "idempotency-key"} <= set(before.headers["Access-Control-Allow-Headers"].split(", "))
    answer = headers(live_site, "POST", "/api/v1/log-in", Origin=NAMED)
    assert (answer.status, answer.headers["Access-Control-Allow-Origin"]) == (200, NAMED)
    assert "ETag" in answer.headers["Access-Control-Expose-Headers"]
    assert answer.headers["Access-Control-Allow-Credentials"] is None, "tokens are sent, cookies never"
    for told in (
        headers(live_site, "OPTIONS", "/api/v1/log-in", Origin=OTHER, **ASKED),
        headers(live_site, "POST", "/api/v1/log-in", Origin=OTHER),
        headers(live_site, "GET", "/sign-in/", Origin=NAMED),
    ):
        assert told.headers["Access-Control-Allow-Origin"] is None


def test_without_any_named_nobody_may(live_site: LiveSite) -> None:
    make_user("a@example.org")
    for method in ("OPTIONS", "POST"):
        answer = headers(live_site, method, "/api/v1/log-in", Origin=NAMED, **ASKED)
        assert not [name for name in answer.headers if name.lower().startswith("access-control")]
