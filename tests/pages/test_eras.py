"""Years and decades."""

import re

import pytest

from accounts import services
from tests.factories import make_title, make_titles
from tests.pages.conftest import Viewer, count_queries


def shown(page: str) -> list[str]:
    return re.findall(r'class="card__art"[^>]*alt="([^"]+)"', page)


def test_a_year_and_its_decade_hold_what_came_out_then(alice: Viewer) -> None:
    for name, year in (("Early", 1979), ("First", 1980), ("Last", 1989), ("Late", 1990)):
        make_title(name, year=year)
    assert shown(alice.get("/year/1989/")) == ["Last (1989)"]
    assert shown(alice.get("/decade/1980/?order=year")) == ["Last (1989)", "First (1980)"]
    assert shown(alice.get("/decade/1980/?order=name")) == ["First (1980)", "Last (1989)"]
    page = alice.get("/year/1989/")
    assert 'href="/decade/1980/"' in page
    assert re.findall(r'class="chip" href="(/year/\d+/)"', page) == ["/year/1980/", "/year/1989/"]


@pytest.mark.parametrize("path", ["/year/1988/", "/decade/1970/", "/decade/1985/", "/year/0/", f"/year/{10**30}/"])
def test_where_there_is_nothing_there_is_no_page(alice: Viewer, path: str) -> None:
    make_title(year=1985)
    alice.get(path, 404)


def test_nothing_out_of_sight_is_counted(alice: Viewer, child: Viewer) -> None:
    make_title("Grown Up", year=1985, age=18)
    blocked = make_title("Blocked", year=1986)
    for path in ("/year/1985/", "/decade/1980/", "/year/1986/"):
        alice.get(path)
    child.get("/year/1985/", 404)
    assert "/year/1985/" not in child.get("/decade/1980/")
    services.block_title(profile=child.profile, title=blocked)
    child.get("/decade/1980/", 404)


def test_many_titles_come_in_pages_at_the_same_cost(alice: Viewer) -> None:
    make_titles(2, year=1985)
    few = [count_queries(alice, path) for path in ("/year/1985/", "/decade/1980/")]
    make_titles(60, year=1985)
    make_titles(3, year=1986)
    assert [count_queries(alice, path) for path in ("/year/1985/", "/decade/1980/")] == few
    assert "Page 1 of 2" in alice.get("/year/1985/?order=name")
    assert "order=name" in alice.get("/year/1985/?order=name")
    assert len(shown(alice.get("/year/1985/?page=2"))) == 14
