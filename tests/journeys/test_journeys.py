"""Ways through the site as people go them."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from accounts.models import SearchQuery, WatchState
from catalog.models import Title
from recommendations import pipeline, statistics
from tests.factories import make_profile, make_title, watched
from tests.journeys.conftest import row_keys, sign_in, somebody, until
from tests.live import LiveSite

pytestmark = pytest.mark.browser
Films = dict[str, list[Title]]
PAST = "share => (video => video?.currentTime > share * video?.duration)(document.querySelector('video'))"
NO_SIDEWAYS = "document.documentElement.scrollWidth <= innerWidth"


def test_results_come_as_one_types(visitor: Page, films: Films) -> None:
    page = visitor
    profile = somebody()
    sign_in(page, profile)
    page.keyboard.press("/")
    field = page.get_by_role("combobox")
    expect(field).to_be_focused()
    field.press_sequentially("horor 7", delay=30)
    wanted = films["Horror"][7]
    expect(page.locator(".grid .card").first).to_have_attribute("data-title", str(wanted.pk))
    expect(page).to_have_url(re.compile(r"q=horor"))
    expect(field).to_be_focused()
    page.locator(".grid .card__link").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Horror 7")
    expect(page).to_have_url(re.compile(rf"{wanted.get_absolute_url()}\?row=search$"))
    assert SearchQuery.objects.get().opened == wanted


def test_a_row_is_walked_by_the_keyboard_alone(visitor: Page, films: Films) -> None:
    page = visitor
    profile = somebody()
    watched(profile, films["Horror"][:8])
    pipeline.refresh(profile.pk)
    sign_in(page, profile)
    links = page.locator(".row").first.locator(".card__link")
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.row .card__link')"):
            break
    expect(links.nth(0)).to_be_focused()
    for _ in range(9):
        page.keyboard.press("ArrowRight")
    expect(links.nth(9)).to_be_focused()
    expect(links.nth(9)).to_be_in_viewport()
    page.keyboard.press("Home")
    expect(links.nth(0)).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.locator(".row").nth(1).locator(".card__link").nth(0)).to_be_focused()
    expect(page.locator(".peek")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/title/"))


def test_rows_turn_by_a_screenful_and_the_next_batch_comes_by_itself(visitor: Page, films: Films) -> None:
    page = visitor
    more = [make_title("", f"Kind {number}") for number in range(12) for _ in range(10)]
    watched(make_profile(), more)
    statistics.recount()
    profile = somebody()
    watched(profile, films["Horror"][:8])
    pipeline.refresh(profile.pk)
    sign_in(page, profile)
    row = page.locator(".row").first
    row.hover()
    row.locator(".row__turn--on").click()
    expect(row.locator(".row__turn--back")).to_be_visible()
    expect(row.locator(".card").first).not_to_be_in_viewport()
    first = len(row_keys(page))
    page.mouse.move(0, 0)
    page.mouse.wheel(0, 20_000)
    expect(page.locator(".row")).not_to_have_count(first)
    for _ in range(8):  # batches at most
        page.mouse.wheel(0, 20_000)
        page.wait_for_timeout(500)
    expect(page.locator(".more")).to_have_count(0)
    keys = row_keys(page)
    assert len(keys) > first
    assert sorted(keys) == sorted(set(keys))


@pytest.mark.site(DEMO="1")
def test_what_is_watched_goes_on_where_it_was_left(visitor: Page, films: Films) -> None:
    page = visitor
    profile = somebody()
    sign_in(page, profile)
    title = films["Western"][3]
    page.goto(title.get_absolute_url())
    page.get_by_role("link", name="Play").first.click()
    video = page.locator("video")
    until(page, PAST, 0.02)
    video.evaluate("video => { video.currentTime = video.duration * 0.4 }")
    until(page, PAST, 0.41)
    video.evaluate("video => video.pause()")
    page.mouse.move(300, 300)
    page.get_by_role("link", name=f"Back to {title.name}").click()
    expect(page.get_by_role("link", name="Resume")).to_be_visible()
    state = WatchState.objects.get(profile=profile)
    assert 0.4 < state.progress < 0.5
    assert state.duration == 6000
    page.goto("/")
    row = page.locator('.row[data-key="continue_watching"]')
    expect(row.locator(".card")).to_have_attribute("data-title", str(title.pk))
    row.locator(".card__link").click()
    until(page, PAST, 0.39)
    page.goto("/")
    row.hover()
    row.get_by_role("button", name="off this row").click()
    expect(row.locator(".card")).to_have_count(0)
    page.reload()
    expect(row).to_have_count(0)


@pytest.mark.site(DEMO="1")
@pytest.mark.parametrize("width", [360, 390, 820, 1440, 2560])
def test_no_page_scrolls_sideways(visitor: Page, films: Films, width: int) -> None:
    page = visitor
    profile = somebody()
    watched(profile, films["Horror"][:8])
    page.set_viewport_size({"width": width, "height": 844})
    page.goto("/sign-in/")
    assert page.evaluate(NO_SIDEWAYS)
    sign_in(page, profile)
    slug = films["Horror"][0].slug
    paths = ["/", "/genres/", "/genre/horror/", f"/title/{slug}/", "/search/?q=horror", "/my-list/", "/history/"]
    for path in [*paths, f"/watch/{slug}/", "/profiles/", "/rows/"]:
        page.goto(path)
        assert page.evaluate(NO_SIDEWAYS), path


def test_all_of_it_works_without_scripts(browser: Browser, live_site: LiveSite, films: Films) -> None:
    profile = somebody()
    watched(profile, films["Horror"][:8])
    pipeline.refresh(profile.pk)
    context = browser.new_context(base_url=live_site.url, java_script_enabled=False)
    page = context.new_page()
    sign_in(page, profile, scripts=False)
    page.locator(".row .card__link").first.click()
    name = page.get_by_role("heading", level=1).inner_text()
    page.get_by_role("button", name="I love this").click()
    expect(page.get_by_role("button", name="I love this")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="My List").click()
    page.get_by_role("button", name="Mark as watched").click()
    expect(page.get_by_text("Watched", exact=True)).to_be_visible()
    page.get_by_role("link", name="My List").click()
    expect(page.get_by_role("img", name=name)).to_be_visible()
    page.goto("/history/")
    expect(page.get_by_text("Loved")).to_be_visible()
    page.get_by_role("link", name="Search").click()
    page.get_by_role("searchbox").fill("western 4")
    page.get_by_role("searchbox").press("Enter")
    expect(page.get_by_role("img", name="Western 4 (1999)")).to_be_visible()
    page.get_by_text(profile.name).first.click()
    page.get_by_role("button", name="Sign out").click()
    expect(page).to_have_url(re.compile("/sign-in/"))
    context.close()


def test_a_phone_opens_the_title_with_a_tap(browser: Browser, live_site: LiveSite, films: Films) -> None:
    profile = somebody()
    pipeline.refresh(profile.pk)
    context = browser.new_context(
        base_url=live_site.url, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    )
    page = context.new_page()
    sign_in(page, profile)
    card = page.locator(".row .card__link").first
    card.scroll_into_view_if_needed()
    card.tap()
    expect(page).to_have_url(re.compile("/title/"))
    for button in page.locator(".title__actions :is(button, a)").all():
        box = button.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 44
    page.get_by_role("button", name="I like this").tap()
    expect(page.get_by_role("button", name="I like this")).to_have_attribute("aria-pressed", "true")
    context.close()
