"""A child's limit holds on every page, also for addresses that were typed in."""

from typing import Any

import pytest
from pytest_django import Settings

from accounts import services
from accounts.models import ListEntry, Play, Rating
from catalog.models import Credit, Person, Title
from catalog.pictures import picture_url
from catalog.search import index_titles
from recommendations import pipeline
from recommendations.models import TitleStatistics
from tests.factories import make_title, make_titles, watch
from tests.pages.conftest import Viewer
from tests.pages.test_watch import post, report


@pytest.fixture
def adult(db: None) -> Title:
    """A film from eighteen on, with everything that could lead to it."""
    title = make_title("Forbidden Night", "Horror", age=18)
    person = Person.objects.create(name="Vera Dark", slug="vera-dark")
    Credit.objects.create(title=title, person=person)
    index_titles()
    return title


@pytest.mark.parametrize("path", ["/title/{}/", "/title/{}/peek/", "/watch/{}/"])
def test_its_pages_are_not_there(child: Viewer, alice: Viewer, adult: Title, path: str) -> None:
    child.get(path.format(adult.slug), 404, htmx=True)
    alice.get(path.format(adult.slug), htmx=True)


@pytest.mark.parametrize(
    ("path", "data"),
    [("rate", {"value": "1"}), ("list", {"listed": "1"}), ("watched", {}), ("dismiss", {})],
)
def test_nothing_can_be_done_to_it(child: Viewer, alice: Viewer, adult: Title, path: str, data: dict[str, Any]) -> None:
    child.post(f"/title/{adult.slug}/{path}/", 404, **data)
    alice.post(f"/title/{adult.slug}/{path}/", **data)
    assert not Rating.objects.filter(profile=child.profile).exists()
    assert not ListEntry.objects.filter(profile=child.profile).exists()


def test_it_cannot_be_played(child: Viewer, adult: Title, settings: Settings) -> None:
    settings.DEMO = True
    for path in ("watch/{}/", "watch/{}/playback/", "title/{}/after/"):
        child.get("/" + path.format(adult.slug), 404)
    assert "refused" in post(child, report(adult)).json()
    assert not Play.objects.filter(profile=child.profile).exists()


def test_an_unrated_title_is_out_of_sight_too(child: Viewer, alice: Viewer) -> None:
    unrated = make_title("Unknown", age=None)
    child.get(unrated.get_absolute_url(), 404)
    alice.get(unrated.get_absolute_url())


@pytest.mark.parametrize("path", ["/search/?q=forbidden", "/search/?q=vera", "/genre/horror/", "/genres/", "/"])
def test_no_page_shows_it_or_its_picture(child: Viewer, alice: Viewer, adult: Title, path: str) -> None:
    make_titles(6, "Comedy")
    make_title("Sunny Day", "Horror", age=0)
    TitleStatistics.objects.create(title=adult, popularity=9)  # its genre is under its picture, for who may see it
    said = child.get(path)
    assert adult.slug not in said
    assert picture_url(adult, "card") not in said
    assert picture_url(adult, "still") not in said
    assert "Vera Dark" not in said
    if path != "/":
        told = alice.get(path)
        assert any(sign in told for sign in (adult.slug, "Vera Dark", f"/artwork/still/{adult.pk}-"))


def test_who_plays_in_nothing_else_is_not_there(child: Viewer, alice: Viewer, adult: Title) -> None:
    child.get("/person/vera-dark/", 404)
    alice.get("/person/vera-dark/")
    harmless = make_title("Sunny Day", age=0)
    Credit.objects.create(title=harmless, person=Person.objects.get(slug="vera-dark"))
    said = child.get("/person/vera-dark/")
    assert "Sunny Day" in said
    assert "Forbidden" not in said


def test_nothing_is_more_like_it(child: Viewer, adult: Title) -> None:
    harmless = make_title("Sunny Day", "Horror", age=0)
    TitleStatistics.objects.create(title=harmless, similar=[adult.pk])
    assert adult.slug not in child.get(harmless.get_absolute_url())


def test_a_limit_that_came_later_hides_what_was_done(alice: Viewer, adult: Title) -> None:
    services.toggle_list(profile=alice.profile, title=adult, listed=True)
    watch(alice.profile, adult, 0.5)
    pipeline.refresh(alice.profile.pk)
    pages = ["/", "/my-list/", "/history/"]
    assert all(adult.slug in alice.get(page) for page in pages)
    alice.profile.age_limit = 12
    alice.profile.save()
    assert not any(adult.slug in alice.get(page) for page in pages)
