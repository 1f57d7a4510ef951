"""Searching as people do it: by keyboard, by mouse, on a phone, and without scripts."""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Error, Page, Route, expect

from accounts.models import Profile, SearchQuery
from catalog.models import Credit, Person, Title
from catalog.search import index_titles
from recommendations.models import TitleStatistics
from tests.factories import make_title
from tests.journeys.conftest import sign_in, somebody, until
from tests.live import LiveSite

pytestmark = pytest.mark.browser
NO_SIDEWAYS = "document.documentElement.scrollWidth <= innerWidth"
FOCUSED = "document.activeElement.id"


@dataclass
class Held:
    """What there is to find, and somebody who looks for it."""

    zebra: Title
    zither: Title
    profile: Profile


@pytest.fixture
def held(transactional_db: None) -> Held:
    zebra, zither = make_title("Zebra Crossing", "Western"), make_title("The Zither", "Musical")
    Credit.objects.create(title=zebra, person=Person.objects.create(name="Zoe Zane", slug="zoe-zane"))
    TitleStatistics.objects.create(title=zebra, popularity=5, similar=[zither.pk])
    index_titles()
    return Held(zebra, zither, somebody())


@pytest.fixture
def searcher(visitor: Page, held: Held) -> Page:
    """Signed in and on the search page."""
    sign_in(visitor, held.profile)
    visitor.goto("/search/")
    return visitor


def kept() -> list[str]:
    return list(SearchQuery.objects.order_by("pk").values_list("text", flat=True))


def test_suggestions_are_walked_and_opened_by_the_keyboard_alone(searcher: Page, held: Held) -> None:
    field = searcher.get_by_role("combobox")
    expect(field).to_be_focused()
    expect(field).to_have_attribute("aria-expanded", "false")
    field.press_sequentially("z", delay=30)
    options = searcher.get_by_role("listbox", name="Suggestions").get_by_role("option")
    expect(options).to_have_text(["Zebra Crossing (1999)", "The Zither (1999)", "Zoe Zane"])
    expect(field).to_have_attribute("aria-expanded", "true")
    for number in (0, 1, 2):
        field.press("ArrowDown")
        expect(field).to_have_attribute("aria-activedescendant", f"suggested-{number + 1}")
        expect(options.nth(number)).to_have_attribute("aria-selected", "true")
    field.press("ArrowDown")  # past the last one is the field itself
    expect(searcher.locator("[aria-selected=true]")).to_have_count(0)
    field.press("ArrowUp")
    expect(options.nth(2)).to_have_attribute("aria-selected", "true")
    field.press("Escape")
    expect(field).to_have_value("z")
    expect(field).not_to_have_attribute("aria-activedescendant", re.compile(".*"))
    field.press("ArrowDown")
    field.press("ArrowDown")
    expect(field).to_be_focused()
    field.press("Enter")
    expect(searcher).to_have_url(re.compile(rf"{held.zither.get_absolute_url()}\?row=search$"))
    search = SearchQuery.objects.get()
    assert (search.text, search.opened) == ("z", held.zither)


def test_enter_without_a_choice_submits_what_is_typed(searcher: Page, held: Held) -> None:
    searcher.get_by_role("combobox").fill("zither")
    searcher.get_by_role("combobox").press("Enter")
    expect(searcher.get_by_role("img", name="The Zither (1999)")).to_be_visible()
    expect(searcher).to_have_url(re.compile(r"/search/\?q=zither$"))
    expect(searcher.get_by_role("option")).to_have_text(["The Zither (1999)"])
    assert kept() == ["zither"]


def test_one_question_is_asked_for_what_is_typed_at_a_stretch_and_kept_once_it_rests(
    searcher: Page, held: Held
) -> None:
    asked: list[str] = []
    searcher.on("request", lambda request: asked.append(request.url) if "/search/?q=" in request.url else None)
    field = searcher.get_by_role("combobox")
    with searcher.expect_response("**/search/settled/", timeout=15_000) as settled:
        field.press_sequentially("zebr", delay=20)
        expect(searcher.get_by_role("img", name="Zebra Crossing (1999)")).to_be_visible()
    assert settled.value.status == 204
    assert len(asked) <= 2  # one, unless this machine took longer than a pause between two letters
    assert kept() == ["zebr"]
    field.press_sequentially("a", delay=20)
    searcher.locator(".grid .card__link").first.click()
    expect(searcher).to_have_url(re.compile(rf"{held.zebra.get_absolute_url()}\?row=search$"))
    search = SearchQuery.objects.get()
    assert search.opened == held.zebra


def test_an_older_answer_never_replaces_a_newer_one(searcher: Page, held: Held) -> None:
    """The first question is held up on its way until the second is answered."""
    waiting: list[Route] = []

    def hold(route: Route) -> None:
        waiting.append(route)

    searcher.route(re.compile(r"q=zither$"), hold)
    field = searcher.get_by_role("combobox")
    with searcher.expect_request(re.compile(r"q=zither$")):
        field.fill("zither")
    field.fill("zebra")
    expect(searcher.locator(".grid img").first).to_have_attribute("alt", "Zebra Crossing (1999)")
    for route in waiting:
        with suppress(Error):  # nobody waits for it any more
            route.fulfill(body="<p>late</p>")
    expect(searcher.locator(".grid img").first).to_have_attribute("alt", "Zebra Crossing (1999)")
    expect(searcher.get_by_text("late")).to_have_count(0)


def test_what_is_not_held_leads_to_what_is_like_it(searcher: Page, held: Held) -> None:
    searcher.get_by_role("combobox").fill("zebra croaking at dawn")
    expect(searcher.get_by_text("Nothing here is called “zebra croaking at dawn”.")).to_be_visible()
    expect(searcher.get_by_role("heading", name="More like Zebra Crossing")).to_be_visible()
    searcher.get_by_role("img", name="The Zither (1999)").click()
    expect(searcher.get_by_role("heading", level=1)).to_have_text("The Zither")


def test_recent_searches_are_gone_when_they_are_told_to_go(searcher: Page, held: Held) -> None:
    for text in ("zither", "western", "zoe"):
        searcher.goto(f"/search/?q={text}")
    searcher.goto("/search/")
    lately = searcher.locator(".recent__text")
    expect(lately).to_have_text(["zoe", "western", "zither"])
    searcher.get_by_role("button", name="Remove “western”").click()
    expect(lately).to_have_text(["zoe", "zither"])
    until(searcher, f"{FOCUSED} === 'recent-heading'")
    assert kept() == ["zither", "zoe"]
    searcher.get_by_role("button", name="Clear all").press("Enter")
    expect(lately).to_have_count(0)
    expect(searcher.get_by_text("Nothing is kept of your searches.")).to_be_visible()
    assert kept() == []


@pytest.fixture
def without_scripts(browser: Browser, live_site: LiveSite, held: Held) -> Iterator[Page]:
    context = browser.new_context(base_url=live_site.url, java_script_enabled=False)
    yield context.new_page()
    context.close()


def test_without_scripts_it_is_a_form_and_links(without_scripts: Page, held: Held) -> None:
    page = without_scripts
    sign_in(page, held.profile, scripts=False)
    page.get_by_role("link", name="Search").click()
    page.get_by_role("searchbox").fill("zebar")
    page.get_by_role("searchbox").press("Enter")
    page.get_by_role("list", name="Suggestions").get_by_role("link", name="Zebra Crossing (1999)").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Zebra Crossing")
    assert SearchQuery.objects.get().opened == held.zebra
    page.goto("/search/?q=western")
    page.goto("/search/")
    page.get_by_role("button", name="Remove “zebar”").click()
    expect(page.locator(".recent__text")).to_have_text(["western"])
    page.get_by_role("button", name="Clear all").click()
    expect(page.locator(".recent")).to_have_count(0)


def test_on_a_phone_nothing_is_wider_than_the_screen_and_all_is_in_reach_of_a_thumb(
    browser: Browser, live_site: LiveSite, held: Held
) -> None:
    size = {"width": 390, "height": 844}
    context = browser.new_context(base_url=live_site.url, viewport=size, has_touch=True, is_mobile=True)  # type: ignore[arg-type]
    page = context.new_page()
    sign_in(page, held.profile)
    for text in ("zebra", "z", "zebra croaking at dawn", "western", "zz" * 50):
        page.goto(f"/search/?q={text}")
        assert page.evaluate(NO_SIDEWAYS), text
    page.goto("/search/")
    assert page.evaluate(NO_SIDEWAYS)
    for control in page.locator(".recent :is(a, button)").all():
        box = control.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 44
    page.get_by_role("combobox").fill("zit")
    page.get_by_role("option", name="The Zither (1999)").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("The Zither")
    context.close()
