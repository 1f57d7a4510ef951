"""The thread that everything hangs on: what a viewer says on the home page shows there at once."""

import subprocess

import pytest
from playwright.sync_api import Page, expect

from accounts.models import Profile, Rating
from catalog.models import Title
from recommendations import pipeline
from tests.factories import watched
from tests.journeys.conftest import CARDS, cards, row_keys, sign_in, somebody, until

pytestmark = pytest.mark.browser
CHANGED = f"before => String({CARDS}) != String(before)"
Films = dict[str, list[Title]]


@pytest.fixture
def fan(films: Films) -> Profile:
    """Somebody who watched horror, and nothing else so far."""
    profile = somebody()
    watched(profile, films["Horror"][:8])
    pipeline.refresh(profile.pk)
    return profile


def look_at(page: Page, row: str, place: int = 1) -> None:
    """Points at a card until its look is there. (Who points before the scripts are there has to point again.)"""
    page.wait_for_load_state()
    card = page.locator(f'.row[data-key^="{row}"] .card').nth(place)
    card.scroll_into_view_if_needed()
    card.hover()
    expect(page.locator(".peek .rate")).to_be_visible()


def test_a_heart_changes_the_rows_in_place_within_two_seconds(
    visitor: Page, fan: Profile, films: Films, live_worker: "subprocess.Popen[bytes]"
) -> None:
    page = visitor
    sign_in(page, fan)
    page.evaluate("window.stillHere = true")
    look_at(page, "top_picks")
    before, held = cards(page), page.locator(".card:has(.peek)").get_attribute("data-title")
    top = page.locator(".card:has(.peek)").bounding_box()
    page.locator(".peek").get_by_role("button", name="I love this").click()
    assert until(page, CHANGED, before) < 2
    assert Rating.objects.get().title_id == int(held or 0)
    # A row that speaks of it is there, nothing was loaded anew, and the pointer is where it was, on the same card.
    expect(page.locator(f'.row[data-key="because_you_loved:{held}"]')).to_be_attached()
    assert page.evaluate("window.stillHere")
    assert page.locator(".card:has(.peek)").get_attribute("data-title") == held
    after = page.locator(".card:has(.peek)").bounding_box()
    assert top is not None
    assert after is not None
    assert abs(after["y"] - top["y"]) < 3
    expect(page.locator(".peek button[id^=love]")).to_be_focused()
    expect(page.locator(".peek button[id^=love]")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#announcer")).to_have_text("Your page was updated.")


def test_a_thumb_down_by_keyboard_keeps_the_focus(
    visitor: Page, fan: Profile, live_worker: "subprocess.Popen[bytes]"
) -> None:
    page = visitor
    sign_in(page, fan)
    first = page.locator('.row[data-key="top_picks"] .card__link').first
    first.focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".peek .rate")).to_be_visible()
    down = page.locator(".peek").get_by_role("button", name="Not for me")
    for _ in range(4):
        page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    expect(down).to_be_focused()
    version = page.locator(".page").get_attribute("data-version")
    page.keyboard.press("Enter")
    expect(page.locator(".page")).not_to_have_attribute("data-version", version or "")
    expect(page.locator(".peek button[id^=down]")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".peek")).to_have_count(0)
    assert page.evaluate("document.activeElement.matches('.card__link')")


def test_without_a_worker_the_page_stays_usable_and_stops_asking(visitor: Page, fan: Profile) -> None:
    page = visitor
    sign_in(page, fan)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/rows/" in request.url else None)
    before = row_keys(page)
    look_at(page, "top_picks")
    page.locator(".peek").get_by_role("button", name="I like this").click()
    expect(page.locator(".peek button[id^=up]")).to_have_attribute("aria-pressed", "true")
    page.wait_for_timeout(14_000)
    number = len(asked)
    page.wait_for_timeout(1_500)
    assert 5 < len(asked) == number < 60
    assert row_keys(page) == before


def test_the_first_page_of_a_new_viewer_follows_by_itself(
    visitor: Page, films: Films, live_worker: "subprocess.Popen[bytes]"
) -> None:
    page = visitor
    profile = somebody()
    sign_in(page, profile)
    expect(page.get_by_text("This page learns from you.")).to_be_visible()
    expect(page.locator(".page")).not_to_have_attribute("data-version", "0")
    assert len(row_keys(page)) >= 3
