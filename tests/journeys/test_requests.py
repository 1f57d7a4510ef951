"""No page asks anybody else for anything, and each keeps to the policy it is sent with."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from accounts import services
from catalog.models import Credit, Person, Title
from catalog.search import index_titles
from recommendations import pipeline
from tests.factories import make_profile, make_series, make_title, make_titles, watch
from tests.live import LiveSite
from tests.pages.conftest import browser_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def everything() -> tuple[Title, Title]:
    """A film and a series with all that pages show of them."""
    make_titles(30, "Comedy", "Drama")
    film, series = make_title("Paper Moon", "Comedy", year=1973), make_series("Harbour Lights", seasons=2)
    Credit.objects.create(title=film, person=Person.objects.create(name="Jo Doe", slug="jo-doe"))
    index_titles()
    return film, series


def test_every_page_of_the_site_comes_from_the_site_alone(page: Page, live_site: LiveSite) -> None:
    film, series = everything()
    viewer = make_profile(name="Ada")
    child = make_profile(viewer.user, name="Kid", is_kids=True)
    watch(viewer, film, 0.5)
    services.block_title(profile=viewer, title=series)
    for profile in (viewer, child):
        pipeline.refresh(profile.pk)
    asked: set[str] = set()
    page.on("request", lambda request: asked.add(request.url))
    paths = ["/sign-in/", "/sign-up/", "/no/such/page/", "/api/v1/docs"]
    mine = [
        "/", "/rows/", "/welcome/", "/genres/", "/genre/comedy/", "/person/jo-doe/", "/year/1973/", "/decade/1970/",
        "/search/", "/search/?q=paper", "/my-list/", "/history/", f"/title/{film.slug}/", f"/watch/{film.slug}/",
        "/profiles/", "/profiles/manage/", "/profiles/add/", f"/profiles/{viewer.pk}/edit/?q=paper",
        f"/profiles/{viewer.pk}/pin/", f"/profiles/{viewer.pk}/delete/", "/profiles/password/",
    ]  # fmt: skip
    for path in paths:
        page.goto(path)
    for profile, visited in ((viewer, mine), (child, ["/", f"/title/{film.slug}/", "/search/?q=paper"])):
        page.context.clear_cookies()
        page.context.add_cookies(live_site.cookies(browser_of(profile).client))  # type: ignore[arg-type]
        for path in visited:
            page.goto(path)
            assert urlsplit(page.url).path == path.partition("?")[0]
    elsewhere = {url for url in asked if not url.startswith((f"{live_site}/", "data:", "blob:"))}
    assert elsewhere == set()
    assert len(asked) > len(mine)
