"""Scripts come after what is to be seen; whoever is quicker than they are loses nothing."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from accounts.models import Profile, Rating
from catalog.models import Title
from catalog.search import index_titles
from tests.factories import make_title
from tests.journeys.conftest import sign_in, somebody, until

pytestmark = pytest.mark.browser
LIBRARY = re.compile(r"/htmx-2\.min\.\w+\.js$")
SCRIPTS = "performance.getEntriesByType('resource').filter(one => one.name.endsWith('.js'))"


@pytest.fixture
def film(transactional_db: None) -> Title:
    film = make_title("Zebra Crossing", "Western", synopsis="Black, and white.")
    index_titles()
    return film


@pytest.fixture
def viewer(visitor: Page, film: Title) -> Profile:
    """Signed in."""
    profile = somebody()
    sign_in(visitor, profile)
    return profile


@pytest.fixture
def release(visitor: Page, viewer: Profile) -> Callable[[], None]:
    """Lets go of the library of scripts, which from now on does not come."""
    held: list[Route] = []
    visitor.route(LIBRARY, lambda route: held.append(route))  # noqa: PLW0108  a bound method takes no mark of Playwright's

    def go() -> None:
        while not held:
            visitor.wait_for_timeout(30)
        held.pop().continue_()

    return go


def thumb(page: Page) -> None:
    page.locator(".rate").get_by_role("button", name="I like this").click()


def test_what_is_pressed_before_the_scripts_are_there_waits_for_them(
    visitor: Page, viewer: Profile, film: Title, release: Callable[[], None]
) -> None:
    Page.goto(visitor, film.get_absolute_url())
    mark = visitor.evaluate("window.mark = Math.random()")
    thumb(visitor)
    visitor.wait_for_timeout(300)
    assert not Rating.objects.exists()
    release()
    expect(visitor.locator('.rate [aria-pressed="true"]').first).to_be_visible()
    assert Rating.objects.get().profile == viewer
    assert visitor.evaluate("window.mark") == mark  # in place


def test_where_scripts_never_come_the_page_is_one_without_them(visitor: Page, viewer: Profile, film: Title) -> None:
    visitor.route(LIBRARY, lambda route: route.abort())
    Page.goto(visitor, film.get_absolute_url())
    visitor.evaluate("window.mark = 1")
    thumb(visitor)
    expect(visitor.locator('.rate [aria-pressed="true"]').first).to_be_visible()
    assert Rating.objects.get().profile == viewer
    assert visitor.evaluate("window.mark") is None  # another page


def test_what_is_typed_before_the_scripts_are_there_is_looked_for(
    visitor: Page, viewer: Profile, release: Callable[[], None]
) -> None:
    Page.goto(visitor, "/search/")
    visitor.get_by_label("Titles, people, genres").press_sequentially("zebra", delay=20)
    visitor.wait_for_timeout(300)
    expect(visitor.locator("#suggested")).to_have_count(0)
    release()
    expect(visitor.get_by_role("option").first).to_contain_text("Zebra Crossing")


def test_scripts_are_asked_for_after_the_page_is_loaded(visitor: Page, viewer: Profile) -> None:
    Page.goto(visitor, "/")
    until(visitor, f"() => {SCRIPTS}.length > 4")
    early = visitor.evaluate(
        f"() => {SCRIPTS}.filter(one => one.startTime < performance.getEntriesByType('navigation')[0].loadEventStart)"
        ".map(one => one.name.split('/').pop().split('.')[0])"
    )
    assert early == ["start"]
