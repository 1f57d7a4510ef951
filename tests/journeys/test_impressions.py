"""From a card on a screen to a row in the table and back: what was seen, and what came of it."""

import subprocess
from uuid import UUID

import pytest
from playwright.sync_api import Browser, Page, expect

from accounts import services
from accounts.models import Exposure, Impression, Look, Play, Profile, Rating
from accounts.tasks import take_in_impressions
from catalog.models import Title
from recommendations import pipeline
from recommendations.models import HomePage
from tests.factories import watched
from tests.faults.conftest import wait_until
from tests.journeys.conftest import sign_in, somebody, until
from tests.live import LiveSite, Servers

pytestmark = pytest.mark.browser
Films = dict[str, list[Title]]
IN_VIEW = """() => [...document.querySelectorAll('.row .card, .billboard')].filter(card => {
  const box = card.getBoundingClientRect();
  const window = card.closest('.row__window')?.getBoundingClientRect() ?? { left: 0, right: innerWidth };
  const wide = Math.min(box.right, window.right, innerWidth) - Math.max(box.left, window.left, 0);
  const high = Math.min(box.bottom, innerHeight) - Math.max(box.top, 0);
  return wide > 0 && high > 0 && wide * high > 0.5 * box.width * box.height;
}).map(card => card.closest('[data-key]').dataset.key + '/' + card.dataset.title)"""
Worker = subprocess.Popen[bytes]


@pytest.fixture
def fan(films: Films) -> Profile:
    profile = somebody()
    watched(profile, films["Horror"][:8])
    pipeline.refresh(profile.pk)
    return profile


def in_view(page: Page) -> set[str]:
    """The cards at least half of which are on screen, as row and title."""
    return set(page.evaluate(IN_VIEW))


def written(**which: object) -> set[str]:
    """The impressions in the table, once the worker has taken in what waits."""
    take_in_impressions.delay()
    found = Impression.objects.filter(**which).values_list("row", "title")
    return {f"{row}/{title}" for row, title in found}


def the_view(page: Page) -> UUID:
    until(page, "history.state?.view")  # the scripts are there
    return UUID(page.evaluate("history.state.view"))


def test_cards_that_were_on_screen_are_in_the_table_and_no_others(
    visitor: Page, fan: Profile, live_worker: Worker
) -> None:
    page = visitor
    sign_in(page, fan)
    page.wait_for_timeout(1500)
    seen, view = in_view(page), the_view(page)
    assert len(seen) > 5
    wait_until(lambda: written() == seen, 12, "the first screen is written, after the script's five seconds")
    first = Impression.objects.filter(profile=fan)
    assert {one.page_view for one in first} == {view}
    assert {one.page for one in first} == {HomePage.objects.get(profile=fan).version}
    placed = {one.row: one.row_place for one in first}
    assert placed["billboard"] == 0
    assert [one.place for one in first.exclude(row="billboard").order_by("row_place", "place")][:3] == [0, 1, 2]
    assert Exposure.objects.get(profile=fan, title=first[0].title).shown == 1
    page.evaluate("scrollTo(0, 1e6)")  # a glance at the rows below, and back
    page.wait_for_timeout(300)
    glanced = in_view(page) - seen
    page.evaluate("scrollTo(0, 0)")
    page.wait_for_timeout(300)
    page.locator(".row__turn--on").first.evaluate("button => button.click()")
    page.wait_for_timeout(2500)
    turned = in_view(page) - seen
    assert len(glanced) > 3
    assert len(turned) > 2
    page.goto("about:blank")  # what was not sent yet goes with the page
    wait_until(lambda: written() >= seen | turned, 8, "what was seen last is written")
    assert written() == seen | turned


def test_rows_that_came_later_and_cards_of_a_newer_page_are_seen_too(
    visitor: Page, fan: Profile, films: Films, live_worker: Worker
) -> None:
    page = visitor
    sign_in(page, fan)
    first = page.locator(".row").count()
    page.evaluate("scrollTo(0, 1e6)")
    expect(page.locator(".row")).not_to_have_count(first)
    last = page.locator(".row").last
    last.scroll_into_view_if_needed()
    page.wait_for_timeout(1500)
    key = last.get_attribute("data-key") or ""
    before = HomePage.objects.get(profile=fan).version
    services.rate(profile=fan, title=films["Western"][0], value=2)
    wait_until(lambda: HomePage.objects.get(profile=fan).version != before, 10, "a newer page is made")
    page.evaluate("() => { scrollTo(0, 0); document.dispatchEvent(new Event('taste-changed')) }")
    newer = HomePage.objects.get(profile=fan).version
    until(page, "version => document.querySelector('.page').dataset.version === version", newer)
    page.wait_for_timeout(1500)
    page.goto("about:blank")
    wait_until(lambda: written(row=key), 8, "the row that came later was seen")
    assert Impression.objects.filter(row=key)[0].page == before
    wait_until(lambda: written(page=newer), 8, "and so was the newer page")


@pytest.mark.site(DEMO="1")  # whose film plays for titles without one
def test_what_is_opened_played_and_rated_leads_back_to_its_impression(
    visitor: Page, fan: Profile, live_worker: Worker
) -> None:
    page = visitor
    sign_in(page, fan)
    page.wait_for_timeout(1300)
    view = the_view(page)
    card = page.locator(".row .card").nth(1)
    title, row = int(card.get_attribute("data-title") or 0), card.evaluate("card => card.closest('.row').dataset.key")
    card.hover()
    page.locator(".peek").get_by_role("button", name="I like this").click()
    wait_until(lambda: Rating.objects.filter(title=title).exists(), 5, "the thumb is kept")
    rating = Rating.objects.get(title=title)
    assert (rating.row, rating.page_view) == (row, view)
    page.locator(".peek__more").click()
    page.get_by_role("link", name="Play").first.click()
    until(page, "document.querySelector('video')?.currentTime > 0.2")
    page.locator("video").evaluate("video => video.pause()")
    wait_until(Play.objects.exists, 5, "the play is kept")
    look, play = Look.objects.get(), Play.objects.all()[0]
    assert (look.title_id, look.row, look.page_view) == (title, row, view)
    assert (play.title_id, play.row, play.page_view) == (title, row, view)
    wait_until(lambda: written(title=title), 8, "the impression is written")
    for event in (rating, look, play):
        impression = Impression.objects.behind(event)[0]
        assert (impression.row, impression.profile) == (row, fan)


def test_the_billboard_and_a_new_tab_carry_it_too(visitor: Page, fan: Profile) -> None:
    page = visitor
    sign_in(page, fan)
    view = the_view(page)
    with page.context.expect_page() as opened:
        page.locator(".billboard").get_by_role("link", name="More about it").click(modifiers=["Control"])
    expect(opened.value.locator(".title")).to_be_visible()  # the tab is there, and blank, before its page
    look = Look.objects.get()
    assert (look.row, look.page_view) == ("billboard", view)
    opened.value.close()


def test_what_is_opened_at_once_was_seen(visitor: Page, fan: Profile, live_worker: Worker) -> None:
    page = visitor
    sign_in(page, fan)
    page.locator(".row .card__link").nth(2).click()  # long before a second is over
    expect(page.locator(".title")).to_be_visible()
    look = Look.objects.get()
    wait_until(lambda: written(title=look.title_id), 8, "the impression is written")
    assert Impression.objects.behind(look)[0].row == look.row


def test_going_back_is_the_same_view_and_a_reload_is_another(visitor: Page, fan: Profile) -> None:
    page = visitor
    sign_in(page, fan)
    view = the_view(page)
    page.locator(".row .card__link").nth(1).click()
    expect(page.locator(".title")).to_be_visible()
    page.go_back()
    expect(page.locator(".row").first).to_be_visible()
    assert the_view(page) == view
    page.reload()
    assert the_view(page) != view


def test_a_tab_in_the_background_sees_nothing(visitor: Page, fan: Profile, live_worker: Worker) -> None:
    page = visitor
    sign_in(page, fan)
    page.evaluate("""() => {
      Object.defineProperty(document, 'hidden', { value: true, configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    }""")
    page.wait_for_timeout(1500)
    page.goto("about:blank")
    page.wait_for_timeout(500)
    assert written() == set()


def test_with_valkey_down_the_page_goes_on_and_nothing_is_said(visitor: Page, fan: Profile, servers: Servers) -> None:
    page = visitor
    sign_in(page, fan)
    servers.stop_valkey()
    with page.expect_request("**/impressions/") as sent:
        page.wait_for_timeout(100)
    timing = sent.value.timing
    response = sent.value.response()
    assert response is not None
    assert response.status == 204
    assert timing["responseEnd"] < 1500
    page.reload()
    expect(page.locator(".row").first).to_be_visible()
    expect(page.locator(".toast")).to_have_count(0)


def test_without_scripts_links_still_name_their_row(browser: Browser, live_site: LiveSite, fan: Profile) -> None:
    context = browser.new_context(base_url=live_site.url, java_script_enabled=False)
    page = context.new_page()
    sign_in(page, fan, scripts=False)
    page.locator(".row .card__link").first.click()
    expect(page.locator(".title")).to_be_visible()
    look = Look.objects.get()
    assert look.row
    assert look.page_view is None
    context.close()
