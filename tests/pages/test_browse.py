"""Genres, genre and person pages."""

import re

import pytest

from catalog.models import Credit, Person, Title
from recommendations.models import TitleStatistics
from tests.factories import make_title, make_titles
from tests.pages.conftest import Viewer, count_queries


def shown(page: str) -> list[str]:
    return re.findall(r'class="card__art"[^>]*alt="([^"]+)"', page)


def popular(title: Title, popularity: float) -> None:
    TitleStatistics.objects.update_or_create(title=title, defaults={"popularity": popularity})


def with_person(titles: list[Title]) -> Person:
    person = Person.objects.get_or_create(name="Jo Doe", slug="jo-doe")[0]
    Credit.objects.bulk_create(Credit(title=title, person=person, role="actor") for title in titles)
    return person


def test_every_genre_with_titles_is_there_under_its_most_popular_one(alice: Viewer) -> None:
    plain, liked = make_titles(2, "Drama")
    popular(plain, 1)
    popular(liked, 5)
    make_title("Hidden", "Secret", published_at=None)
    page = alice.get("/genres/")
    assert re.findall(r'class="tile" href="([^"]+)"', page) == ["/genre/drama/"]
    assert f"/artwork/still/{liked.pk}-" in page


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("popular", ["B (2001)", "A (1990)", "C (1980)"]),
        ("name", ["A (1990)", "B (2001)", "C (1980)"]),
        ("year", ["B (2001)", "A (1990)", "C (1980)"]),
        ("new", ["C (1980)", "B (2001)", "A (1990)"]),
        ("'; DROP TABLE", ["B (2001)", "A (1990)", "C (1980)"]),
    ],
)
def test_a_genres_titles_come_in_the_order_asked_for(alice: Viewer, order: str, expected: list[str]) -> None:
    for name, year, popularity in (("A", 1990, 2), ("B", 2001, 5), ("C", 1980, None)):
        title = make_title(name, "Drama", year=year)
        if popularity:
            popular(title, popularity)
    make_title("Other", "War")
    assert shown(alice.get(f"/genre/drama/?order={order}")) == expected


@pytest.mark.parametrize("path", ["/genre/drama/", "/person/jo-doe/"])
def test_many_titles_come_in_pages(alice: Viewer, path: str) -> None:
    titles = make_titles(50, "Drama")
    with_person(titles)
    first, second = alice.get(path), alice.get(f"{path}?page=2")
    assert len(shown(first)) == 48
    assert len(shown(second)) == 2
    assert not set(shown(first)) & set(shown(second))
    for odd in ("0", "-1", "x", "99999999999999999999", "%00"):
        alice.get(f"{path}?page={odd}")


def test_somebodys_titles_are_there_once_each(alice: Viewer) -> None:
    title = make_title("One")
    person = with_person([title])
    Credit.objects.create(title=title, person=person, role="director")
    page = alice.get("/person/jo-doe/")
    assert shown(page) == ["One (1999)"]
    assert "actor · director" in page


@pytest.mark.parametrize("path", ["/genre/no-such/", "/person/no-such/"])
def test_what_is_not_there_is_not_found(alice: Viewer, path: str) -> None:
    alice.get(path, 404)


@pytest.mark.parametrize("path", ["/genre/drama/", "/person/jo-doe/", "/genres/"])
def test_queries_do_not_grow(alice: Viewer, path: str) -> None:
    with_person(make_titles(1, "Drama"))
    few = count_queries(alice, path)
    with_person([make_title("", "Drama", f"Genre {number}") for number in range(20)])
    assert count_queries(alice, path) == few
