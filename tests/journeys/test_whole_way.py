"""The whole way of a newcomer, from the front door to a list of their own.

By mouse, by keyboard alone, by thumb, and on a slow network.
"""

import re
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from accounts.models import Rating
from catalog.models import Title
from tests.factories import PASSWORD
from tests.live import LiveSite

pytestmark = pytest.mark.browser
Films = dict[str, list[Title]]
# What Lighthouse calls a slow 4G network, in bytes and milliseconds.
SLOW = {"offline": False, "latency": 150, "downloadThroughput": 1_638_400 // 8, "uploadThroughput": 768_000 // 8}
WIDE: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}}
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
STOPS = 90  # of the Tab key that somebody goes along on one page


@dataclass(frozen=True)
class Means:
    """How somebody gets about: on what screen, how they press something, and over what network."""

    screen: dict[str, Any]
    press: Callable[[Locator], None]
    network: dict[str, Any] | None = None


def reach(target: Locator) -> None:
    """Goes there by Tab."""
    expect(target).to_be_attached()
    for _ in range(STOPS):
        if target.evaluate("one => one === document.activeElement"):
            break
        target.page.keyboard.press("Tab")
    expect(target).to_be_focused()


def key(target: Locator) -> None:
    """Goes there by Tab, and presses what presses it."""
    reach(target)
    target.page.keyboard.press("Space" if target.get_attribute("type") in {"checkbox", "radio"} else "Enter")


MEANS = {
    "mouse": Means(WIDE, Locator.click),
    "keyboard": Means(WIDE, key),
    "thumb": Means(PHONE, Locator.tap),
    "slow 4G": Means(PHONE, Locator.tap, SLOW),
}


@pytest.mark.parametrize("by", MEANS)
def test_from_the_front_door_to_a_list_of_ones_own(
    browser: Browser, live_site: LiveSite, films: Films, live_worker: "subprocess.Popen[bytes]", by: str
) -> None:
    means = MEANS[by]
    context = browser.new_context(base_url=live_site.url, locale="en-GB", **means.screen)
    page = context.new_page()
    if means.network:
        network = context.new_cdp_session(page)
        network.send("Network.enable")
        network.send("Network.emulateNetworkConditions", means.network)
    sign_up(page, means.press)
    pick(page, means.press)
    loved = rate_the_first(page, means.press)
    home_has_changed(page, means.press, loved)
    find(page, means.press, films["Horror"][7])
    means.press(page.get_by_role("link", name="My List").first)
    expect(page.locator(f'.card[data-title="{loved}"]')).to_be_visible()
    context.close()


def sign_up(page: Page, press: Callable[[Locator], None]) -> None:
    page.goto("/")
    press(page.get_by_role("link", name="Make an account"))
    for label, text in (("E-mail address", "ada@example.org"), ("Password", PASSWORD), ("Your name here", "Ada")):
        (reach if press is key else press)(page.get_by_label(label))
        page.keyboard.type(text)
    press(page.get_by_label("A page made for me."))
    press(page.get_by_role("button", name="Make an account"))
    expect(page.get_by_role("heading", level=1)).to_have_text("What do you like, Ada?")


def pick(page: Page, press: Callable[[Locator], None]) -> None:
    westerns = page.get_by_role("checkbox", name=re.compile("^Western"))
    for place in range(3):
        press(westerns.nth(place))
    press(page.get_by_role("button", name="Make my page"))
    expect(page).to_have_url(re.compile(r":\d+/$"))


def rate_the_first(page: Page, press: Callable[[Locator], None]) -> int:
    """Opens the first card that was chosen for them, gives it a heart and keeps it; which title it is."""
    card = page.locator('.row[data-key="top_picks"] .card').first
    title = int(card.get_attribute("data-title") or 0)
    press(card.locator(".card__link"))
    expect(page).to_have_url(re.compile(r"/title/[\w-]+/\?row=top_picks"))
    for button in (page.locator(f"#love-{title}"), page.locator(f"#list-{title}")):
        press(button)
        expect(button).to_have_attribute("aria-pressed", "true")
    assert Rating.objects.get(title=title).value == 2
    return title


def home_has_changed(page: Page, press: Callable[[Locator], None], loved: int) -> None:
    press(page.get_by_role("link", name="Home").first)
    expect(page.locator(f'.row[data-key="because_you_loved:{loved}"]')).to_be_attached()
    top = page.locator('.row[data-key="top_picks"] .card').evaluate_all("cards => cards.map(one => one.dataset.title)")
    assert str(loved) not in top


def find(page: Page, press: Callable[[Locator], None], wanted: Title) -> None:
    """By a name with a letter missing, as it is typed."""
    press(page.get_by_role("link", name="Search").first)
    expect(page.get_by_role("combobox")).to_be_focused()
    page.keyboard.type("horor 7", delay=40)
    first = page.locator(".grid .card").first
    expect(first).to_have_attribute("data-title", str(wanted.pk))
    press(first.locator(".card__link"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Horror 7")
