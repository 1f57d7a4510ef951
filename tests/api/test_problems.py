"""Errors in one shape, whatever went wrong."""

import gzip
import json
import logging

import brotli
import pytest
from django.test import Client

from accounts.api import taste
from tests.api.conftest import Api, Base

NOWHERE = ["/nowhere", "/", "/profiles/", "/profiles/x", "/profiles/1/plays/not-a-uuid", "/profiles/1/titles/x"]


@pytest.mark.parametrize("path", NOWHERE)
@pytest.mark.parametrize("method", ["GET", "POST", "OPTIONS"])
def test_an_address_of_nothing(anyone: Api, path: str, method: str) -> None:
    answer = anyone(method, path)
    assert (answer.status, answer.problem) == (404, "not-found")
    assert answer.body == {
        "type": "urn:netflixlike:problem:not-found",
        "title": "Not Found",
        "status": 404,
        "detail": "Not found.",
    }


@pytest.mark.parametrize("path", ["/api/", "/api/v2/profiles"])
def test_an_address_beside_the_api_is_told_in_its_way(client: Client, db: None, path: str) -> None:
    response = client.get(path)
    assert (response.status_code, response.headers["Content-Type"]) == (404, "application/problem+json")


def test_a_page_that_is_missing_is_still_a_page(client: Client, db: None) -> None:
    response = client.get("/apiary")
    assert (response.status_code, response.headers["Content-Type"]) == (404, "text/html; charset=utf-8")


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_a_method_that_is_not_there(api: Api, base: Base, method: str) -> None:
    answer = api(method, f"{base.home}/home", {})
    assert (answer.status, answer.problem) == (405, "method-not-allowed")
    assert answer.headers["allow"] == "GET, HEAD"


@pytest.mark.parametrize(
    "body", [b"{", b"", b"nonsense", b'{"value": NaN}', b"\xff\xfe", b"[" * 60_000, b'{"value": ' + b"1" * 5000 + b"}"]
)
def test_what_is_no_json(api: Api, base: Base, body: bytes) -> None:
    answer = api.put(f"{base.home}/ratings/{base.film.pk}", body)
    assert (answer.status, answer.problem) == (422 if body == b"" else 400, "invalid" if body == b"" else "malformed")


def test_a_half_letter_is_refused(api: Api, base: Base) -> None:
    assert api.post("/profiles", b'{"name": "\\ud83c"}').wrong == {"#/name": "surrogate_characters_not_allowed"}


def test_another_format_than_json(api: Api, base: Base) -> None:
    answer = api.put(
        f"{base.home}/ratings/{base.film.pk}", b"value=1", Content_Type="application/x-www-form-urlencoded"
    )
    assert (answer.status, answer.problem) == (415, "unsupported-media-type")


def test_an_answer_in_another_format(api: Api) -> None:
    answer = api.get("/profiles", Accept="application/xml")
    assert (answer.status, answer.problem) == (406, "not-acceptable")


def test_a_body_without_end(api: Api, base: Base) -> None:
    answer = api.put(f"{base.home}/ratings/{base.film.pk}", {"value": 1, "x": "y" * 70_000})
    assert (answer.status, answer.problem, answer.body["title"]) == (413, "too-large", "Content Too Large")


def test_a_body_of_unknown_length_is_not_taken_for_an_empty_one(api: Api, base: Base) -> None:
    answer = api.put(f"{base.home}/ratings/{base.film.pk}", {"value": 1}, Transfer_Encoding="chunked")
    assert (answer.status, answer.problem) == (411, "length-required")


def test_a_failure_of_our_own_tells_the_log_everything_and_the_client_nothing(
    api: Api, base: Base, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The one place where a part of ours is replaced: by one that fails, as none of them does by itself."""

    def fail(**_: object) -> None:
        raise ZeroDivisionError("a secret of the inside")

    monkeypatch.setattr(taste, "rate", fail)
    with caplog.at_level(logging.ERROR):
        answer = api.put(f"{base.home}/ratings/{base.film.pk}", {"value": 1})
    assert (answer.status, answer.problem) == (500, "error")
    assert "secret" not in str(answer.body)
    [record] = [record for record in caplog.records if record.name == "netflixlike.problems"]
    assert record.exc_info is not None
    assert f"PUT /api/v1{base.home}/ratings/{base.film.pk} failed" in caplog.text


def test_answers_are_compressed_where_that_is_worth_it(api: Api, base: Base) -> None:
    response = api.client.get("/api/v1/schema", headers={"Accept-Encoding": "gzip"})
    assert response.headers["Content-Encoding"] == "gzip"
    address, token = f"/api/v1{base.home}/titles", {"Authorization": f"Bearer {api.token}"}
    plain = api.client.get(address, headers=token)
    assert "Content-Encoding" not in plain.headers
    for accepted, given in (
        ("gzip, deflate, br", "br"),
        ("br;q=1.0, gzip;q=0.1", "br"),
        ("gzip, br;q=0", "gzip"),
        ("br;q=0.0, identity", None),
    ):
        asked = {**token, "Accept-Encoding": accepted}
        answer = api.client.get(address, headers=asked)
        assert answer.headers.get("Content-Encoding") == given, accepted
        content = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[given](answer.content)
        assert json.loads(content) == plain.json()
        assert answer.headers["Content-Length"] == str(len(answer.content))
        assert "Accept-Encoding" in answer.headers["Vary"]
        assert api.client.get(address, headers={**asked, "If-None-Match": answer.headers["ETag"]}).status_code == 304
    picture = api.get(f"{base.home}/titles/{base.film.pk}").body["artwork"]["card"]
    assert "Content-Encoding" not in api.client.get(picture, headers={"Accept-Encoding": "gzip, br"}).headers
