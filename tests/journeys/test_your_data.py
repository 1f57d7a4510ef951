"""What a viewer says of their own data reaches the pages that are open."""

import re
import subprocess

import pytest
from playwright.sync_api import Browser, Page, expect

from accounts.models import Profile, Steer, WatchState
from catalog.models import Title
from recommendations import pipeline
from tests.factories import watched
from tests.journeys.conftest import CARDS, cards, sign_in, somebody, until
from tests.live import LiveSite

pytestmark = pytest.mark.browser
CHANGED = f"before => String({CARDS}) != String(before)"
OUT = re.compile("use for recommendations")
Films = dict[str, list[Title]]


@pytest.fixture
def fan(films: Films) -> Profile:
    """Somebody who watched horror, and nothing else so far."""
    profile = somebody()
    watched(profile, films["Horror"][:8])
    pipeline.refresh(profile.pk)
    return profile


def test_a_wish_in_one_tab_changes_the_home_page_in_another_within_two_seconds(
    visitor: Page, fan: Profile, live_worker: "subprocess.Popen[bytes]"
) -> None:
    sign_in(visitor, fan)
    before = cards(visitor)
    other = visitor.context.new_page()
    other.goto("/your-data/taste/")
    less = other.get_by_role("form", name="How much Horror").get_by_role("button", name="Less")
    less.focus()
    other.keyboard.press("Enter")
    expect(less).to_have_attribute("aria-pressed", "true")
    expect(other.locator("#wishes")).to_contain_text("Horror")
    assert until(visitor, CHANGED, before) < 2
    assert Steer.objects.get().direction == "less"
    other.close()


def test_what_is_hidden_on_one_device_changes_the_page_that_is_in_use_on_another_within_two_seconds(
    visitor: Page, fan: Profile, browser: Browser, live_site: LiveSite, live_worker: "subprocess.Popen[bytes]"
) -> None:
    sign_in(visitor, fan)
    before = cards(visitor)
    other = browser.new_context(base_url=live_site.url, viewport={"width": 390, "height": 844})
    phone = other.new_page()
    sign_in(phone, fan)
    seen = WatchState.objects.filter(profile=fan).values_list("title__slug", flat=True)
    token = next(one.get("value", "") for one in other.cookies() if one.get("name") == "csrftoken")
    visitor.mouse.move(300, 300)  # somebody is looking at it
    for slug in seen:
        form: dict[str, str | float | bool] = {"hidden": "1", "csrfmiddlewaretoken": token}
        assert phone.request.post(f"/title/{slug}/hidden/", form=form, headers={"Referer": phone.url}).status < 400
    assert until(visitor, CHANGED, before) < 2
    other.close()


def test_from_a_card_to_what_is_behind_it_and_out_of_the_page(
    visitor: Page, fan: Profile, live_worker: "subprocess.Popen[bytes]"
) -> None:
    page = visitor
    sign_in(page, fan)
    card = page.locator('.row[data-key="top_picks"] .card').nth(1)
    card.scroll_into_view_if_needed()
    card.hover()
    page.locator(".peek").get_by_role("link", name="Why this?").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Why")
    control = page.locator(".kept-out").first
    control.get_by_role("button", name=OUT).click()
    expect(control.get_by_text("Not used")).to_be_visible()
    assert WatchState.objects.hidden().count() == 1
    control.get_by_role("button", name="Use again").click()
    expect(control.get_by_role("button", name=OUT)).to_be_visible()
    assert not WatchState.objects.hidden().exists()
