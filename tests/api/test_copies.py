"""Copies that devices keep: every read tells whether one is still right."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import services
from tests.api import contract
from tests.api.conftest import Api, Base
from tests.api.lived import live
from tests.api.test_leaks import READS, addresses

# Files are sent as they lie; of a playback's signed addresses those of the next second are others.
PASSING = {"getPlayback"}
OF_FILES = {"downloadExport"}


@pytest.fixture
def places(base: Base) -> dict[str, str]:
    """An address of each read."""
    ids = live(base.mine, base.film)
    return {name: addresses(path, ids)[0] for name, path in READS.items() if name not in OF_FILES | PASSING}


def test_an_unchanged_copy_is_told_to_be_right(api: Api, places: dict[str, str]) -> None:
    for name, place in places.items():
        api.get(place)  # a search is kept, and listed from then on
        first = api.get(place)
        assert first.headers["etag"].startswith('W/"'), name
        again = api.get(place, If_None_Match=first.headers["etag"])
        assert (again.status, again.body) == (304, None), name
        assert again.headers["cache-control"] == "private, no-cache"
        assert again.headers["etag"] == first.headers["etag"]


def test_a_copy_that_is_wrong_is_replaced(api: Api, base: Base, places: dict[str, str]) -> None:
    tag = api.get(places["listRatings"]).headers["etag"]
    services.rate(profile=base.mine, title=base.adult, value=1)
    changed = api.get(places["listRatings"], If_None_Match=tag)
    assert (changed.status, len(changed.body["results"])) == (200, 2)
    assert changed.headers["etag"] != tag


def test_nobody_s_copy_is_told_to_be_right_without_a_token(anyone: Api, api: Api, places: dict[str, str]) -> None:
    tag = api.get(places["listRatings"]).headers["etag"]
    assert anyone.get(places["listRatings"], If_None_Match=tag).status == 401
    assert "etag" not in anyone.get(places["listRatings"]).headers


def test_an_unchanged_home_is_told_by_two_queries(api: Api, base: Base, places: dict[str, str]) -> None:
    """Those of the token and of the profile: the page is neither read nor made."""
    tag = api.get(places["getHome"]).headers["etag"]
    with CaptureQueriesContext(connection) as captured:
        assert api.get(places["getHome"], If_None_Match=tag).status == 304
    assert len(captured) == 2, [query["sql"] for query in captured]


def test_the_description_says_so_of_every_read() -> None:
    for _, method, operation in contract.operations():
        assert ("304" in operation["responses"]) == (method == "get" and operation["operationId"] not in OF_FILES)
